//! Tests that profiles cause only so much work, and that the limits hide nothing new. They count operations, so that
//! they fail on any machine if work grows too fast.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::fixture::Fixture;
use super::observe;
use crate::finding::State;
use crate::profile;
use crate::work::{Work, counted};

const KIB: usize = 1024;

/// The operations that a submission of the document causes, and its warnings.
fn work(document: &Value) -> (BTreeMap<Work, usize>, Vec<String>) {
    let mut document = document.clone();
    document["external_id"] = "case".into();
    let bytes = document.to_string().into_bytes();
    let mut warnings = Vec::new();
    let work = counted(|| {
        let (profile, all) = profile::parse(&bytes).unwrap();
        warnings = all
            .into_iter()
            .map(|warning| format!("{} {}", warning.pointer, warning.code))
            .collect();
        let mut fixture = Fixture::new(json!({}));
        fixture.profile = profile;
        fixture = fixture.enriched();
        observe(&fixture.case());
        crate::similarity::sketches(&fixture.profile, crate::pepper::TextKey([0; 16]));
    });
    (work, warnings)
}

fn state(document: Value, indicator: &str) -> State {
    Fixture::from_any(document).state(indicator)
}

fn messages(texts: impl Iterator<Item = (String, String)>) -> Value {
    let message = |(at, text)| json!({ "at": at, "direction": "sent", "text": text });
    json!({ "messages": texts.map(message).collect::<Vec<Value>>() })
}

/// A time in May 2026; a larger number is later.
fn minute(number: usize) -> String {
    format!("2026-05-{:02}T{:02}:{:02}:00Z", number / 1_440 + 1, number / 60 % 24, number % 60)
}

/// A different text of 4,000 characters for each number.
fn padding(number: usize) -> String {
    format!("{number} {}", "pay now and then ".repeat(234))
}

#[test]
fn only_the_newest_messages_are_searched_and_quickly() {
    let (work, warnings) = work(&messages((0..2_000).map(|i| (minute(i), padding(i)))));
    assert!(work[&Work::SearchedBytes] <= 320 * KIB, "{work:?}");
    assert!(work[&Work::PhraseSteps] <= 320 * KIB, "{work:?}");
    assert!(warnings.contains(&"/messages not_all_examined".to_owned()), "{warnings:?}");
}

const LETTER: &str = "I need a letter from you to unfreeze my wallet";

/// How many messages ask for a letter.
fn letters_asked_for(document: Value) -> Option<f64> {
    Fixture::from_any(document).finding("account_lockout_story_needs_letter").context_value()
}

#[test]
fn padding_hides_no_newest_message_in_any_order() {
    let padded = |hits_at: [usize; 2], first: bool| {
        let padding = (0..200).map(|i| (minute(i), padding(i)));
        let hits = hits_at.into_iter().map(|at| (minute(at), LETTER.to_owned()));
        if first {
            letters_asked_for(messages(hits.chain(padding)))
        } else {
            letters_asked_for(messages(padding.chain(hits)))
        }
    };
    for first in [true, false] {
        assert_eq!(padded([200, 201], first), Some(2.0), "the newest");
        assert_eq!(padded([0, 1], first), None, "older than what is searched");
    }
}

#[test]
fn repeating_a_message_hides_nothing() {
    let repeated = (2..1_900).map(|i| (minute(i), padding(7)));
    let hits = (0..2).map(|i| (minute(i), LETTER.to_owned()));
    assert_eq!(letters_asked_for(messages(repeated.chain(hits))), Some(2.0));
}

#[test]
fn short_messages_take_no_letters_place_and_every_letter_that_is_long_enough_is_compared() {
    let key = crate::pepper::TextKey([0; 16]);
    let compared = |text: &str| {
        let short =
            (1..100).map(|i| (minute(i), format!("Привет, {i}! 안녕하세요 {i}… Thank you, {i}")));
        let document = messages(short.chain(std::iter::once((minute(0), text.to_owned()))));
        crate::similarity::sketches(&Fixture::new(document).profile, key).len()
    };
    let letter = crate::links::TextKind::Letter;
    let is_long_enough = |text: &str| {
        crate::similarity::sketch(letter, String::new(), text, &BTreeSet::new(), key).is_some()
    };
    for count in 36..50_u32 {
        let letters = |from: u32, many: u32| (from..from + many).filter_map(char::from_u32);
        let words = |separator: &str| {
            letters(0x61, 26)
                .chain(letters(0x3B1, count - 26))
                .map(String::from)
                .collect::<Vec<_>>()
                .join(separator)
        };
        for text in [
            words(" "),
            words("-"),
            words("…"),
            words("\u{a0}"),
            letters(0x4E00, 2 * count).collect(),
            letters(0xAC00, 2 * count).collect(),
        ] {
            assert_eq!(compared(&text) == 1, is_long_enough(&text), "{text}");
        }
    }
}

#[test]
fn only_the_newest_names_of_an_author_are_compared() {
    let commit = |i: usize| {
        let name = format!("{} {}", word(i), word(i * 7 + 3));
        let author = json!({ "name": name, "email": "a@b.example", "date": minute(i) });
        json!({ "author": { "login": "x" }, "commit": { "author": author } })
    };
    let account = |commits: Vec<Value>| json!({ "links": { "github": { "user": { "login": "x" }, "commits": commits } } });
    let document = account((0..5_000).map(commit).collect());
    let (work, warnings) = work(&document);
    assert!(work[&Work::NamePairs] <= 16 * 15 / 2, "{work:?}");
    assert!(
        warnings.contains(&"/links/github/commits not_all_examined".to_owned()),
        "{warnings:?}"
    );
    assert_eq!(state(document, "commit_identity_multiplicity"), State::Unknown);
}

#[test]
fn authors_of_copied_history_are_compared_with_the_applicant_only_up_to_a_limit() {
    let commit = |i: usize| {
        let name = format!("{} {}", word(i), word(i * 7 + 3));
        let email = format!("{i}@b.example");
        let author = json!({ "name": name, "email": email, "date": "2019-05-01T10:00:00Z" });
        json!({ "url": "https://github.com/sam/tool/commit/1", "commit": { "author": author, "message": "Work" } })
    };
    let commits: Vec<Value> = (0..5_000).map(commit).collect();
    let user =
        json!({ "login": "sam", "name": "Otto Specimen", "created_at": "2024-01-01T00:00:00Z" });
    let repos =
        json!([{ "full_name": "sam/tool", "fork": false, "created_at": "2024-02-01T00:00:00Z" }]);
    let document = json!({
        "claims": { "name": "Sam Example" },
        "links": { "github": { "user": user, "repos": repos, "commits": commits } },
    });
    let (work, _) = work(&document);
    assert!(work[&Work::NamePairs] <= 64 * 2, "{work:?}");
    let bytes = document.to_string().len();
    assert!(work[&Work::FoldedBytes] <= 2 * bytes, "{work:?} for {bytes} bytes");
    assert_eq!(state(document, "strangers_history_in_repositories"), State::Miss);
}

#[test]
fn names_of_many_words_are_not_compared_unless_they_are_equal() {
    let long: Vec<String> = (0..12).map(word).collect();
    let payouts: Vec<Value> = (0..100)
        .map(|i| json!({ "holder_name": format!("{} {}", long.join(" "), word(i)) }))
        .collect();
    let document = json!({ "claims": { "name": long.join(" ") }, "payouts": payouts });
    let (work, warnings) = work(&document);
    assert_eq!(work.get(&Work::NamePairs), None, "{work:?}");
    assert!(warnings.contains(&"/claims/name not_all_examined".to_owned()), "{warnings:?}");
    assert_eq!(state(document.clone(), "payout_name_mismatch"), State::Unknown);
    let own =
        json!({ "claims": document["claims"], "payouts": [{ "holder_name": long.join("-") }] });
    assert_eq!(state(own, "payout_name_mismatch"), State::Miss);
}

#[test]
fn a_long_name_next_to_others_hides_no_hit_and_clears_no_one() {
    let long: Vec<String> = (0..12).map(word).collect();
    let holders = |names: &[&str]| {
        let payouts: Vec<Value> = names.iter().map(|name| json!({ "holder_name": name })).collect();
        state(
            json!({ "claims": { "name": "Robin Example" }, "payouts": payouts }),
            "payout_name_mismatch",
        )
    };
    assert_eq!(holders(&["Robin Example"]), State::Miss);
    assert_eq!(holders(&["Robin Example", &long.join(" ")]), State::Unknown);
    assert_eq!(holders(&["Otto Specimen", "Ana Sample", &long.join(" ")]), State::Hit);
}

#[test]
fn jobs_are_compared_without_folding_their_employers_again() {
    let job = |i: usize| json!({ "name": format!("Employer {i}"), "startDate": "2001-01", "endDate": "2004-02" });
    let jobs: Vec<Value> = (0..100).map(job).collect();
    let elsewhere: Vec<Value> = (100..200).map(job).collect();
    let document = json!({ "resume": { "work": jobs }, "links": { "profiles": vec![json!({ "work": elsewhere }); 50] } });
    let (work, warnings) = work(&document);
    let bytes = document.to_string().len();
    assert!(work.get(&Work::FoldedBytes) <= Some(&bytes), "{work:?} for {bytes} bytes");
    assert!(work[&Work::Pairs] <= 10_000, "{work:?}");
    assert!(warnings.contains(&"/resume/work not_all_examined".to_owned()), "{warnings:?}");
    assert_eq!(state(document, "resume_vs_profile_conflict"), State::Unknown);
}

#[test]
fn texts_are_folded_at_most_twice() {
    let text = |i: usize| format!("{} {}", word(i), "Typescript and Kubernetes, 2019. ".repeat(30));
    let jobs: Vec<Value> = (0..60)
        .map(|i| json!({ "name": word(i), "position": word(i), "endDate": "2015-01", "summary": text(i), "highlights": [text(i + 90)] }))
        .collect();
    let skills: Vec<Value> =
        (0..90).map(|i| json!({ "name": word(i), "keywords": [word(i + 100)] })).collect();
    let letters = (0..15)
        .map(|i| json!({ "at": minute(i), "direction": "sent", "text": text(i + 400) }))
        .collect::<Vec<_>>();
    let document = json!({ "resume": { "work": jobs, "skills": skills }, "messages": letters });
    let (work, _) = work(&document);
    let bytes = document.to_string().len();
    assert!(work[&Work::FoldedBytes] <= 2 * bytes, "{work:?} for {bytes} bytes");
}

#[test]
fn a_resume_is_examined_up_to_a_limit_and_its_newest_jobs_first() {
    let job = |year: usize, text: &str| {
        let highlights: Vec<String> =
            (0..20).map(|i| format!("{year} {i} {}", "worked ".repeat(200))).collect();
        json!({ "name": "E", "endDate": format!("{year}-06"), "summary": text, "highlights": highlights })
    };
    let oldest_first = |oldest: &str, newest: &str| {
        let mut jobs: Vec<Value> = (1990..2010).map(|year| job(year, "")).collect();
        jobs.insert(0, job(1989, oldest));
        jobs.push(job(2012, newest));
        state(json!({ "resume": { "work": jobs } }), "role_predates_employer_or_technology")
    };
    assert_eq!(oldest_first("", "Kubernetes and React Native in production"), State::Hit);
    assert_eq!(oldest_first("Kubernetes and React Native in production", ""), State::Unknown);
}

#[test]
fn misspelt_keys_are_compared_with_known_ones_only_as_often_as_warnings_are_listed() {
    let mut document = json!({});
    for i in 0..20_000 {
        document[format!("sesion{i}")] = 0.into();
        document[format!("claim{}", "x".repeat(i % 100))] = 0.into();
    }
    let (work, warnings) = work(&document);
    assert_eq!(warnings.len(), 500);
    assert!(work.get(&Work::Pairs).copied().unwrap_or_default() <= 500 * 3, "{work:?}");
}

#[test]
fn offsets_are_computed_once_per_country_and_session() {
    let stays: Vec<Value> = (0..100).map(|_| json!({ "country": "US" })).collect();
    let sessions: Vec<Value> = (0..500).map(|i| json!({ "started_at": minute(i) })).collect();
    let document = json!({ "claims": { "country": "DE", "stays": stays }, "sessions": sessions });
    let (work, _) = work(&document);
    assert!(work[&Work::Offsets] <= 500 * 40, "{work:?}");
}

/// A different made-up word for each number.
fn word(number: usize) -> String {
    const SYLLABLES: [&str; 8] = ["min", "su", "jae", "wei", "lo", "ben", "tar", "vik"];
    [number % 8, number / 8 % 8, number / 64 % 8, number / 512 % 8].map(|i| SYLLABLES[i]).concat()
}
