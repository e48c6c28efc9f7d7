//! The swap test: changes a profile's name, nationality, languages and schools. No score may change.

use std::collections::BTreeSet;
use std::sync::OnceLock;

use evidence::enrichment::{Enricher, EnrichmentConfig, no_files};
use evidence::lists::memory::MemoryLists;
use scoring::model::Model;
use serde_json::{Value, json};

use super::{CohortError, Confirmed, LabelledProfile, columns, observe};
use crate::data::{TrainingExample, bind};
use crate::evaluation::SwapProof;
use crate::simulator::{CohortOptions, cohort, lists};

/// The number of simulated applicants in a proof, and their seed.
const SWAPPED: usize = 500;
const SEED: u64 = 17;

/// New names from many regions and scripts.
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

/// The paths of names in a profile; `*` matches every element of a list.
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

/// The document with another name.
///
/// A profile with a single name gets a new one in any script. If it has several names, indicators compare how similar
/// they are, so letters are replaced consistently instead.
pub fn swapped(document: &Value, turn: usize) -> Value {
    let mut other = document.clone();
    let mut names: BTreeSet<String> = BTreeSet::new();
    each_name(&mut other, &mut |name| {
        names.insert(name.to_owned());
        name.to_owned()
    });
    let has_one_name = names.len() == 1;
    let new = format!("{} {}", WORDS[turn % WORDS.len()], WORDS[(turn + 5) % WORDS.len()]);
    each_name(&mut other, &mut |name| {
        if has_one_name { new.clone() } else { shift_letters(name, turn) }
    });
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

/// Observes applicants, and the same applicants under other names.
pub fn observe_swapped(
    people: &[LabelledProfile],
    confirmed: &Confirmed,
    enricher: &Enricher,
    lists: &MemoryLists,
) -> Result<[Vec<TrainingExample>; 2], CohortError> {
    let swap = |(turn, person): (usize, &LabelledProfile)| -> LabelledProfile {
        // A document that is not JSON stays unchanged, and observing it fails.
        let document = serde_json::from_slice(&person.document).map_or_else(
            |_| person.document.clone(),
            |document| swapped(&document, turn).to_string().into_bytes(),
        );
        LabelledProfile { document, ..person.clone() }
    };
    let others: Vec<LabelledProfile> = people.iter().enumerate().map(swap).collect();
    Ok([
        observe(people, confirmed, enricher, lists)?,
        observe(&others, confirmed, enricher, lists)?,
    ])
}

/// Scores simulated applicants with their own names and with others.
pub fn swap_proof(model: &Model) -> SwapProof {
    // The applicants are the same for every model, and observing them takes longer than scoring them.
    static PEOPLE: OnceLock<[Vec<TrainingExample>; 2]> = OnceLock::new();
    let [original, swapped] = PEOPLE.get_or_init(simulated);
    proof(model, original, swapped)
}

fn simulated() -> [Vec<TrainingExample>; 2] {
    let people = cohort(&CohortOptions::new(SWAPPED, SEED));
    let confirmed = Confirmed::from_labels(people.iter().map(|person| &person.label));
    let people: Vec<LabelledProfile> = people.into_iter().map(LabelledProfile::from).collect();
    let enrichment = EnrichmentConfig { demo: true, ..EnrichmentConfig::default() };
    let enricher =
        Enricher::load(&enrichment, no_files).expect("the demo networks are part of the build");
    observe_swapped(&people, &confirmed, &enricher, &MemoryLists::new(lists()))
        .expect("a test observes simulated people")
}

/// Digests a model's scores for the same applicants under two names.
pub(super) fn proof(
    model: &Model,
    original: &[TrainingExample],
    swapped: &[TrainingExample],
) -> SwapProof {
    let scorer = bind(model, &columns());
    // Any base rate would do: it shifts all scores equally.
    let score = |example: &TrainingExample| scorer.score(&example.inputs, 0.01).log_odds;
    let [original, swapped] =
        [original, swapped].map(|people| people.iter().map(score).collect::<Vec<_>>());
    SwapProof::new(&original, &swapped)
}

/// Moves every letter along the alphabet.
fn shift_letters(name: &str, turn: usize) -> String {
    let by = 1 + turn % 25;
    let moved = |c: char| {
        let first = if c.is_ascii_uppercase() { 'A' } else { 'a' };
        if !c.is_ascii_alphabetic() {
            return c;
        }
        let letter = (usize::from(c as u8 - first as u8) + by) % 26;
        char::from(first as u8 + u8::try_from(letter).expect("there are 26 letters"))
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
