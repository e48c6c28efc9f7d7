use rand::seq::SliceRandom;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use serde_json::{Value, json};

use super::*;
use crate::profile;

pub(super) const FIXTURES: [(Kind, &str); 14] = [
    (Kind::JsonResume, include_str!("fixtures/json-resume.json")),
    (Kind::GitHub, include_str!("fixtures/github.json")),
    (Kind::GitLab, include_str!("fixtures/gitlab.json")),
    (Kind::FakeAnalyzer, include_str!("fixtures/gh-fake-analyzer.json")),
    (Kind::Greenhouse, include_str!("fixtures/greenhouse.json")),
    (Kind::Greenhouse, include_str!("fixtures/greenhouse-harvest-v3.json")),
    (Kind::Greenhouse, include_str!("fixtures/greenhouse-job-board.json")),
    (Kind::Ashby, include_str!("fixtures/ashby.json")),
    (Kind::Ashby, include_str!("fixtures/ashby-candidate-info.json")),
    (Kind::Ashby, include_str!("fixtures/ashby-client-info.json")),
    (Kind::Lever, include_str!("fixtures/lever.json")),
    (Kind::Persona, include_str!("fixtures/persona.json")),
    (Kind::StripeIdentity, include_str!("fixtures/stripe-identity.json")),
    (Kind::Accounts, include_str!("fixtures/accounts.csv")),
];

fn options() -> Options {
    let mapping = [
        ("external_id", "id"),
        ("contact.emails[].address", "mail"),
        ("claims.country", "country"),
        ("claims.years_of_experience", "years"),
        ("sessions[].ip", "ip"),
        ("sessions[].started_at", "seen"),
    ];
    let mapping = mapping.map(|(path, column)| (path.to_owned(), column.to_owned()));
    Options { external_id: Some("case".to_owned()), mapping: mapping.into(), ..Options::default() }
}

fn fixture(kind: Kind) -> &'static str {
    FIXTURES.iter().find(|(known, _)| *known == kind).unwrap().1
}

/// The documents converted from a fixture, and the notes about dropped values.
fn converted(kind: Kind) -> (Vec<Value>, Vec<Note>) {
    match convert(kind, fixture(kind).as_bytes(), &options()) {
        Ok(
            Converted::Profiles { documents, notes }
            | Converted::Additions { documents, notes, .. },
        ) => (documents, notes),
        other => panic!("{other:?}"),
    }
}

#[test]
fn every_fixture_becomes_valid_profiles_without_warnings() {
    for kind in Kind::ALL {
        for document in converted(kind).0 {
            let (_, warnings) = profile::parse(document.to_string().as_bytes()).unwrap();
            assert_eq!(warnings, [], "{}: {document:#}", kind.name());
        }
    }
}

#[test]
fn a_resume_keeps_its_content_but_drops_invalid_dates() {
    let (documents, notes) = converted(Kind::JsonResume);
    let document = &documents[0];
    assert_eq!(
        document["claims"],
        json!({ "name": "Robin Example", "country": "US", "region": "Illinois", "city": "Springfield" })
    );
    assert_eq!(document["contact"]["emails"][0]["address"], "robin@example.com");
    assert_eq!(document["links"]["urls"].as_array().unwrap().len(), 2);
    assert_eq!(document["resume"]["work"][1]["endDate"], "2019-02");
    let pointers: Vec<&str> = notes.iter().map(|note| note.pointer.as_str()).collect();
    assert_eq!(pointers, ["/work/0/endDate"], "`Present` is not a date");
    let nobody =
        convert(Kind::JsonResume, fixture(Kind::JsonResume).as_bytes(), &Options::default());
    assert_eq!(nobody.unwrap_err()[0].code, "external_id_missing");
}

#[test]
fn commits_by_repository_equal_a_list_and_the_oldest_are_dropped_first() {
    let commit = |i: usize| json!({ "sha": format!("{i:040x}"), "commit": { "author": { "date": format!("20{:02}-01-01T00:00:00Z", i % 26) } } });
    let commits: Vec<Value> = (0..6000).map(commit).collect();
    let account = json!({ "user": { "login": "a" }, "commits": { "a/tool": commits } });
    let Ok(Converted::Profiles { documents, notes }) =
        convert(Kind::GitHub, account.to_string().as_bytes(), &options())
    else {
        panic!()
    };
    let kept = documents[0]["links"]["github"]["commits"].as_array().unwrap();
    assert_eq!((kept.len(), notes.len()), (5000, 1));
    assert!(kept[0]["url"].as_str().unwrap().contains("/repos/a/tool/commits/"));
    assert!(kept[0]["commit"]["author"]["date"].as_str().unwrap().starts_with("2025"));
}

#[test]
fn rows_of_an_account_become_one_profile_and_unreadable_values_are_noted() {
    let (documents, notes) = converted(Kind::Accounts);
    assert_eq!(documents.len(), 2);
    assert_eq!(
        documents[0]["contact"]["emails"].as_array().unwrap().len(),
        1,
        "duplicates are dropped"
    );
    assert_eq!(documents[0]["sessions"].as_array().unwrap().len(), 2);
    assert_eq!(documents[0]["claims"]["years_of_experience"], 7);
    assert_eq!(notes[0].pointer, "/1/sessions/0/ip");
    let detail = &notes[0].detail;
    assert!(detail.ends_with("(the account starts on line 4)"), "{detail}");
    for (path, column, code) in [
        ("claims.country", "land", "unknown_column"),
        ("claims..country", "country", "invalid_place"),
        ("a[].b[].c", "country", "invalid_place"),
        ("a b", "country", "invalid_place"),
    ] {
        let mut options = options();
        options.mapping.insert(path.to_owned(), column.to_owned());
        let faults = convert(Kind::Accounts, fixture(Kind::Accounts).as_bytes(), &options);
        assert_eq!(faults.unwrap_err()[0].code, code, "{path}");
    }
    let none = convert(Kind::Accounts, b"id,mail\n", &Options::default()).unwrap_err();
    assert_eq!(none[0].pointer, "/mapping");
    let short = convert(Kind::Accounts, b"id,mail,country,years,ip,seen\na,b\n", &options());
    assert_eq!(short.unwrap_err()[0].pointer, "/lines/2");
}

/// Every conversion gives valid profiles or describes its faults.
fn converts_or_fails_with_faults(kind: Kind, bytes: &[u8]) {
    match convert(kind, bytes, &options()) {
        Ok(Converted::Profiles { documents, .. } | Converted::Additions { documents, .. }) => {
            for document in documents {
                profile::parse(document.to_string().as_bytes()).unwrap();
            }
        }
        Ok(_) => {}
        Err(faults) => {
            assert!(!faults.is_empty() && faults.iter().all(|fault| !fault.detail.is_empty()));
        }
    }
}

#[test]
fn truncated_input_is_rejected_or_still_gives_a_valid_profile() {
    for (kind, text) in FIXTURES {
        for end in (0..text.len()).step_by(7) {
            converts_or_fails_with_faults(kind, &text.as_bytes()[..end]);
        }
    }
}

#[test]
fn the_order_of_fields_does_not_matter_and_hostile_values_do_no_harm() {
    let mut random = ChaCha8Rng::seed_from_u64(1);
    for (kind, text) in FIXTURES.into_iter().filter(|(kind, _)| *kind != Kind::Accounts) {
        let value: Value = serde_json::from_str(text).unwrap();
        let as_is = convert(kind, text.as_bytes(), &options()).unwrap();
        for _ in 0..10 {
            let shuffled = shuffled(&value, &mut random);
            assert_eq!(
                convert(kind, shuffled.as_bytes(), &options()).unwrap(),
                as_is,
                "{}",
                kind.name()
            );
        }
        for _ in 0..300 {
            let mut hostile = value.clone();
            spoil(&mut hostile, &mut random);
            converts_or_fails_with_faults(kind, hostile.to_string().as_bytes());
        }
    }
}

/// The same JSON with the fields of each object in random order.
fn shuffled(value: &Value, random: &mut ChaCha8Rng) -> String {
    match value {
        Value::Object(fields) => {
            let mut fields: Vec<String> = fields
                .iter()
                .map(|(name, value)| format!("{}:{}", json!(name), shuffled(value, random)))
                .collect();
            fields.shuffle(random);
            format!("{{{}}}", fields.join(","))
        }
        Value::Array(list) => {
            let list: Vec<String> = list.iter().map(|value| shuffled(value, random)).collect();
            format!("[{}]", list.join(","))
        }
        other => other.to_string(),
    }
}

/// Replaces a random value by a hostile one.
fn spoil(value: &mut Value, random: &mut ChaCha8Rng) {
    let deeper = random.random_bool(0.8);
    match value {
        Value::Object(fields) if deeper && !fields.is_empty() => {
            let at = random.random_range(0..fields.len());
            spoil(fields.values_mut().nth(at).unwrap(), random);
        }
        Value::Array(list) if deeper && !list.is_empty() => {
            let at = random.random_range(0..list.len());
            spoil(&mut list[at], random);
        }
        value => {
            let hostile = [
                Value::Null,
                json!(-1),
                json!(1e300),
                json!("\u{202e}<script>alert(1)</script>"),
                json!("x".repeat(300_000)),
                json!([[[]]]),
                json!({ "": { "/~": [] } }),
                json!(true),
            ];
            let at = random.random_range(0..hostile.len());
            *value = hostile[at].clone();
        }
    }
}
