//! The seeds: invented profiles that tell stories, with the band that a thoughtful reviewer would expect.

use scoring::decision::Band;
use serde::Deserialize;
use serde_json::Value;

/// One seed.
#[derive(Clone, Debug)]
pub struct Seed {
    /// The name of its file.
    pub file: &'static str,
    /// Who it is about.
    pub story: String,
    /// The band that is expected, once those before it are loaded.
    pub band: Band,
    /// Why.
    pub why: String,
    /// The profile document.
    pub document: Value,
}

/// What `seeds/expected.json` says of one seed.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Expected {
    file: String,
    band: Band,
    story: String,
    why: String,
}

macro_rules! files {
    ($($file:literal,)+) => {
        const FILES: &[(&str, &str)] = &[$(($file, include_str!(concat!("../../seeds/", $file)))),+];
    };
}

include!("files.rs");

/// Every seed, in the order in which they are loaded: a ring's members come one after the other.
pub fn all() -> Vec<Seed> {
    let expected: Vec<Expected> = serde_json::from_str(include_str!("../../seeds/expected.json"))
        .expect("a test reads what is expected");
    let seed = |(file, text): &(&'static str, &str)| {
        let said = expected.iter().find(|one| one.file == *file);
        let said = said.expect("a test finds every seed among what is expected");
        Seed {
            file,
            story: said.story.clone(),
            band: said.band,
            why: said.why.clone(),
            document: serde_json::from_str(text).expect("a test reads every seed"),
        }
    };
    FILES.iter().map(seed).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use evidence::profile;

    #[test]
    fn every_file_is_listed_and_is_a_profile_without_faults_or_warnings() {
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
