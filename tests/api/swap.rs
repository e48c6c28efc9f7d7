//! The swap test: who somebody is said to be never moves the score.
//!
//! Name, nationality, languages and the names and countries of schools are changed on every seed and on
//! five hundred simulated people; the score stays the same to the bit.

use std::collections::BTreeSet;

use bonafide::seeds;
use bonafide::simulator::{CohortOptions, cohort};
use serde_json::{Value, json};

use crate::harness::Service;

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
const NAMES: [&str; 8] = [
    "claims/name",
    "payouts/*/holder_name",
    "identity_checks/*/name_on_document",
    "resume/basics/name",
    "resume_file/author",
    "links/profiles/*/name",
    "links/profiles/*/name_before",
    "links/public_texts/*/name",
];

/// The document as somebody else's.
///
/// One name becomes another of any script. Where names differ, how near they are must stay what it was, so
/// their letters are exchanged for others, the same for the same everywhere.
fn swapped(document: &Value, turn: usize) -> Value {
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

/// Every letter moved on in the alphabet.
fn exchanged(name: &str, turn: usize) -> String {
    let by = 1 + turn % 25;
    let moved = |c: char| {
        let first = if c.is_ascii_uppercase() { 'A' } else { 'a' };
        if !c.is_ascii_alphabetic() {
            return c;
        }
        let place = (usize::from(c as u8 - first as u8) + by) % 26;
        char::from(first as u8 + u8::try_from(place).unwrap())
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

/// What must not change.
fn judged(answer: &Value) -> Value {
    let contributions: Vec<Value> = (answer["contributions"].as_array().unwrap().iter())
        .map(|one| json!([one["indicator"], one["state"], one["value"], one["log_odds"]]))
        .collect();
    json!([
        answer["band"],
        answer["score"],
        answer["probability"],
        answer["log_odds"],
        contributions
    ])
}

#[test]
fn the_swap_changes_every_name_and_keeps_which_of_them_agree() {
    let of = |holder: &str| {
        json!({
            "claims": { "name": "Sam Example" },
            "payouts": [{ "holder_name": "Sam Example" }, { "holder_name": holder }]
        })
    };
    for holder in ["Sam Example", "Robin Stone"] {
        let (document, other) = (of(holder), swapped(&of(holder), 3));
        assert_ne!(other["claims"]["name"], document["claims"]["name"]);
        assert_eq!(other["claims"]["name"], other["payouts"][0]["holder_name"]);
        let same = other["claims"]["name"] == other["payouts"][1]["holder_name"];
        assert_eq!(same, holder == "Sam Example");
    }
}

#[actix_web::test]
async fn every_seed_scores_the_same_under_another_name_to_the_bit() {
    let service = Service::start().await;
    for (turn, seed) in seeds::all().iter().enumerate() {
        let as_is = service.post("/v1/scores", &seed.document).await;
        let other = service.post("/v1/scores", &swapped(&seed.document, turn)).await;
        assert_eq!((as_is.status, other.status), (200, 200), "{}", other.text);
        assert_eq!(judged(&as_is.body), judged(&other.body), "{}", seed.file);
        // The next one is linked to this one, as it is when the seeds are loaded.
        service.decide(&seed.document).await;
    }
}

#[actix_web::test]
async fn five_hundred_simulated_people_score_the_same_under_another_name_to_the_bit() {
    let (service, swapped_service) = (Service::start().await, Service::start().await);
    for (turn, one) in cohort(&CohortOptions::new(500, 77)).iter().enumerate() {
        let as_is = service.decide(&one.document).await;
        let other = swapped_service.decide(&swapped(&one.document, turn)).await;
        assert_eq!(judged(&as_is), judged(&other), "{}", one.label.kind);
    }
}
