//! The swap: a profile under another name, nationality, language and school. What a model says must not move.

use std::collections::BTreeSet;
use std::sync::OnceLock;

use evidence::enrichment::{Enricher, EnrichmentConfig, no_files};
use evidence::lists::memory::MemoryLists;
use scoring::model::Model;
use serde_json::{Value, json};

use super::{CohortError, LabelledProfile, ObservedProfile, columns, observe};
use crate::evaluation::{EvaluateError, SwapProof};
use crate::simulator::{CohortOptions, cohort, lists};

/// How many simulated people are swapped for a proof.
const SWAPPED: usize = 500;
/// The seed of these people.
const SEED: u64 = 17;

/// Other names, of many places and scripts.
const WORDS: [&str; 12] = [
    "Aoife",
    "Okonkwo",
    "Dmytro",
    "Núñez",
    "민준",
    "Nguyễn",
    "Yılmaz",
    "Шевченко",
    "Ægirsson",
    "김",
    "Tāne",
    "Fernández-Müller",
];

/// The places where a profile names a person, as paths with `*` for every element of a list.
const NAMES: [&str; 9] = [
    "claims/name",
    "payouts/*/holder_name",
    "identity_checks/*/name_on_document",
    "resume/basics/name",
    "resume_file/author",
    "links/profiles/*/name",
    "links/profiles/*/previous_name",
    "links/profiles/*/name_before",
    "links/public_texts/*/name",
];

/// The document as somebody else's.
///
/// One name becomes another of any script. Where names differ, how near they are must stay what it was, so
/// their letters are exchanged for others, the same for the same everywhere.
pub fn swapped(document: &Value, turn: usize) -> Value {
    let mut other = document.clone();
    let mut names: BTreeSet<String> = BTreeSet::new();
    each_name(&mut other, &mut |name| {
        names.insert(name.to_owned());
        name.to_owned()
    });
    let one = names.len() == 1;
    let new = format!("{} {}", WORDS[turn % WORDS.len()], WORDS[(turn + 5) % WORDS.len()]);
    each_name(&mut other, &mut |name| if one { new.clone() } else { exchanged(name, turn) });
    other["claims"]["nationality"] = "ZZ".into();
    other["claims"]["languages"] = json!(["tlh"]);
    if let Some(resume) = other.get_mut("resume").and_then(Value::as_object_mut) {
        resume.insert(
            "languages".to_owned(),
            json!([{ "language": "Klingon", "fluency": "Native" }]),
        );
        for school in
            resume.get_mut("education").and_then(Value::as_array_mut).into_iter().flatten()
        {
            school["institution"] = "Elsewhere Polytechnic".into();
            school["location"] = json!({ "countryCode": "ZZ" });
        }
    }
    other
}

/// People as they are, and the same under other names.
pub fn observe_swapped(
    people: &[LabelledProfile],
    enricher: &Enricher,
    lists: &MemoryLists,
) -> Result<[Vec<ObservedProfile>; 2], CohortError> {
    let other = |(turn, one): (usize, &LabelledProfile)| -> LabelledProfile {
        // What is no JSON stays what it is, and is refused when it is observed.
        let document = serde_json::from_slice(&one.document).map_or_else(
            |_| one.document.clone(),
            |document| swapped(&document, turn).to_string().into_bytes(),
        );
        LabelledProfile { document, ..one.clone() }
    };
    let others: Vec<LabelledProfile> = people.iter().enumerate().map(other).collect();
    Ok([observe(people, enricher, lists)?, observe(&others, enricher, lists)?])
}

/// What a model says of simulated people as they are and under other names.
pub fn swap_proof(model: &Model) -> Result<SwapProof, EvaluateError> {
    // They are the same for every model, and observing them takes longer than scoring.
    static PEOPLE: OnceLock<[Vec<ObservedProfile>; 2]> = OnceLock::new();
    let [one, other] = PEOPLE.get_or_init(simulated);
    proof(model, one, other)
}

fn simulated() -> [Vec<ObservedProfile>; 2] {
    let people = cohort(&CohortOptions::new(SWAPPED, SEED)).into_iter();
    let people: Vec<LabelledProfile> = people.map(LabelledProfile::from).collect();
    let enrichment = EnrichmentConfig { demo: true, ..EnrichmentConfig::default() };
    let enricher =
        Enricher::load(&enrichment, no_files).expect("what comes with the build can be loaded");
    observe_swapped(&people, &enricher, &MemoryLists::new(lists()))
        .expect("simulated people can be observed, which a test shows")
}

/// The digests of a model's scores of the same people under two names.
pub(super) fn proof(
    model: &Model,
    as_they_are: &[ObservedProfile],
    swapped: &[ObservedProfile],
) -> Result<SwapProof, EvaluateError> {
    let columns = columns();
    let names: Vec<(&str, &str)> =
        columns.iter().map(|one| (one.indicator.as_str(), one.family.as_str())).collect();
    let scorer = model.bind(&names)?;
    // Whatever the base rate, all scores move by as much.
    let score = |one: &ObservedProfile| scorer.score(&one.values, 0.01).log_odds;
    let [one, other] =
        [as_they_are, swapped].map(|people| people.iter().map(score).collect::<Vec<_>>());
    Ok(SwapProof::of(&one, &other))
}

/// Every letter moved on in the alphabet.
fn exchanged(name: &str, turn: usize) -> String {
    let by = 1 + turn % 25;
    let moved = |c: char| {
        let first = if c.is_ascii_uppercase() { 'A' } else { 'a' };
        if !c.is_ascii_alphabetic() {
            return c;
        }
        let place = (usize::from(c as u8 - first as u8) + by) % 26;
        char::from(first as u8 + u8::try_from(place).expect("there are 26 letters"))
    };
    name.chars().map(moved).collect()
}

fn each_name(document: &mut Value, change: &mut impl FnMut(&str) -> String) {
    for path in NAMES {
        each(document, &path.split('/').collect::<Vec<_>>(), change);
    }
}

fn each(value: &mut Value, path: &[&str], change: &mut impl FnMut(&str) -> String) {
    match (path, value) {
        ([], Value::String(text)) => *text = change(text),
        (["*", rest @ ..], Value::Array(list)) => {
            for value in list {
                each(value, rest, change);
            }
        }
        ([first, rest @ ..], Value::Object(map)) => {
            if let Some(value) = map.get_mut(*first) {
                each(value, rest, change);
            }
        }
        _ => {}
    }
}
