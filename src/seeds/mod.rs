//! The seeds: invented profiles with the band that a thoughtful reviewer would expect.

use evidence::relation::RelationKind;
use scoring::decision::Band;
use serde::Deserialize;
use serde_json::Value;

#[derive(Clone, Debug)]
pub struct Seed {
    pub file: &'static str,
    /// Whom the profile is about.
    pub story: String,
    /// The expected band after all earlier seeds are loaded.
    pub band: Band,
    /// Why this band is expected.
    pub why: String,
    pub document: Value,
}

/// An entry of `seeds/expected.json`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Expected {
    file: String,
    band: Band,
    story: String,
    why: String,
}

/// An agency or household that the demo's tenant confirmed, an entry of `seeds/relations.json`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SeedRelation {
    pub kind: RelationKind,
    pub name: String,
    /// The `external_id`s of its members.
    pub members: Vec<String>,
}

macro_rules! files {
    ($($file:literal,)+) => {
        const FILES: &[(&str, &str)] = &[$(($file, include_str!(concat!("../../seeds/", $file)))),+];
    };
}

include!("files.rs");

/// All seeds in the order in which they are loaded. The members of a ring follow each other.
pub fn all() -> Vec<Seed> {
    let expected: Vec<Expected> = serde_json::from_str(include_str!("../../seeds/expected.json"))
        .expect("a test parses this file");
    let seed = |(file, text): &(&'static str, &str)| {
        let entry = expected.iter().find(|entry| entry.file == *file);
        let entry = entry.expect("a test finds the entry of each seed");
        Seed {
            file,
            story: entry.story.clone(),
            band: entry.band,
            why: entry.why.clone(),
            document: serde_json::from_str(text).expect("a test parses each seed"),
        }
    };
    FILES.iter().map(seed).collect()
}

/// What is confirmed before the seeds are loaded.
pub fn relations() -> Vec<SeedRelation> {
    serde_json::from_str(include_str!("../../seeds/relations.json"))
        .expect("a test parses this file")
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use evidence::profile;

    #[test]
    fn every_member_of_a_confirmed_relation_is_a_seed_that_declares_it() {
        for relation in relations() {
            for member in relation.members {
                let all = all();
                let seed = all.iter().find(|seed| seed.document["external_id"] == member.as_str());
                let claims = &seed.unwrap_or_else(|| panic!("{member}")).document["claims"];
                assert_eq!(claims["declared_agency"], relation.name.as_str(), "{member}");
            }
        }
    }

    #[test]
    fn every_file_is_listed_and_is_a_valid_profile_without_warnings() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/seeds");
        let files: BTreeSet<String> = std::fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .filter(|name| name.starts_with(|c: char| c.is_ascii_digit()))
            .collect();
        let listed: BTreeSet<String> = all().iter().map(|seed| seed.file.to_owned()).collect();
        assert_eq!(files, listed);
        for seed in all() {
            let (_, warnings) = profile::parse(seed.document.to_string().as_bytes())
                .unwrap_or_else(|error| panic!("{}: {error:?}", seed.file));
            assert_eq!(warnings, [], "{}", seed.file);
            assert!(!seed.why.is_empty() && !seed.story.is_empty(), "{}", seed.file);
        }
    }
}
