//! Whatever is sent, it is read with warnings or refused with a place, and every indicator copes with what was read.

use proptest::prelude::*;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use serde_json::{Value, json};

use super::fixture::Fixture;
use super::observe;
use crate::profile::read::{Notes, Warning};
use crate::profile::{self, BadProfile};
use crate::work::{Work, counted};

/// A document with a value in every section.
fn rich() -> Value {
    let at = |day: u32| format!("2026-05-{day:02}T09:30:00Z");
    let commit = |day: u32| {
        json!({ "sha": format!("{day:040x}"), "url": "https://api.github.com/repos/octo-example/tool/commits/1",
            "commit": { "author": { "name": "Robin Example", "email": "robin@example.com", "date": at(day) } },
            "author": { "login": "octo-example" } })
    };
    let session = |day: u32, ip: &str| {
        json!({ "started_at": at(day), "ended_at": at(day), "ip": ip, "device_id": "device-1",
            "time_zone": "Europe/Warsaw", "utc_offset_minutes": 120,
            "client": { "remote_desktop": day == 3, "vpn": false } })
    };
    json!({
        "schema": "bonafide.profile/v1",
        "external_id": "case",
        "claims": { "name": "Robin Example", "country": "PL", "city": "Kraków", "time_zone": "Europe/Warsaw",
            "years_of_experience": 7, "related_accounts": ["other"], "photo_shown": true,
            "stays": [{ "country": "DE", "from": at(1), "until": at(2) }],
            "references": [{ "name": "Kim Example", "email": "kim@example.org", "ip": "192.0.2.9" }],
            "referrals": [{ "external_id": "other", "direction": "referred" }] },
        "contact": {
            "emails": [{ "address": "robin@example.com", "verified": true }, { "address": "r@example.net" }],
            "phones": [{ "number": "+1 202 555 0117" }, { "number": "020 7946 0018", "country": "GB" }],
            "addresses": [{ "purpose": "residence", "line": "1 Example St", "city": "Kraków", "country": "PL" }],
            "changes": [{ "at": at(4), "what": "email" }, { "at": at(5), "what": "payout" }] },
        "resume": { "basics": { "name": "Robin Example", "email": "robin@example.com", "summary": "Builds tools." },
            "work": [
                { "name": "Example Works", "position": "Engineer", "startDate": "2019-02", "endDate": "2021-03",
                  "highlights": ["Shipped", "Measured"] },
                { "name": "Example GmbH", "position": "Engineer", "startDate": "2021-04" }],
            "education": [{ "institution": "Example University", "startDate": "2014", "endDate": "2018" }],
            "skills": [{ "name": "Databases", "keywords": ["PostgreSQL"] }],
            "projects": [{ "name": "tool", "url": "https://example.com/tool" }] },
        "resume_file": { "text": "Robin Example. Engineer.", "author": "Kim Example", "created": "2026-04" },
        "links": { "urls": ["https://github.com/octo-example", "https://example.com"],
            "profiles": [{ "url": "https://example.com/in/robin", "network": "linkedin", "status": "found",
                "name": "Robin Example", "connections": 3, "work": [{ "name": "Example Works" }] }],
            "portfolios": [{ "url": "https://example.com", "pages": 2, "text": "Hello" }],
            "public_texts": [{ "name": "Kim Example", "text": "Built tools." }],
            "footprint": { "job_services": 3, "other_services": 0 },
            "github": { "user": { "login": "octo-example", "created_at": "2024-01-01T00:00:00Z", "followers": 3 },
                "repos": [{ "full_name": "octo-example/tool", "fork": false, "created_at": at(1), "size": 12 }],
                "commits": [commit(1), commit(2), commit(3)], "following": [{ "login": "kim-example" }],
                "pull_requests": [{ "created_at": at(3), "additions": 1, "deletions": 1 }] } },
        "sessions": [session(1, "192.0.2.7"), session(2, "198.51.100.7"), session(3, "203.0.113.7")],
        "payouts": [{ "method": "bank", "account": "ACCT-4401", "holder_name": "Robin Example", "country": "PL",
            "added_at": at(1) }, { "method": "crypto", "account": "0xabcdef0123456789" }],
        "identity_checks": [{ "result": "passed", "checked_at": at(2), "name_on_document": "Robin Example",
            "document_digest": "d1", "tamper_signals": [] }],
        "background_checks": [{ "kind": "employment", "outcome": "confirmed", "claim": "/resume/work/0" }],
        "activity": { "signed_up_at": at(1), "sign_ins": 9, "window_days": 30,
            "applications": [{ "at": at(2), "kind": "bid", "rate": 20, "market_rate": 40 }],
            "engagements": [{ "client_id": "c1", "started_at": at(3), "weekly_hours": 40, "full_time": true }],
            "ratings": [{ "at": at(4), "client_id": "c1", "stars": 5 }],
            "withdrawals": [{ "at": at(5), "earned_at": at(5), "share_of_balance": 1 }] },
        "messages": [{ "at": at(2), "direction": "sent", "channel": "chat", "text": "Can we use Telegram instead?" },
            { "at": at(3), "direction": "received", "text": "Yes." }],
        "shipments": [{ "address": { "line": "2 Example St", "country": "PL" }, "requested_at": at(4),
            "changes": [{ "at": at(5), "address": { "line": "3 Example St" } }] }],
        "interviews": [{ "at": at(4), "observer": "Kim", "observations": [{ "code": "camera_off", "note": "Off." }] }],
        "endpoint": { "devices": [{ "device_id": "device-1", "country": "PL", "remote_control_tools": ["tool"] }],
            "first_days": { "repositories_copied": 3, "repositories_visible": 9 } },
        "photos": [{ "perceptual_hash": "c3d0e1f08794a5b2", "synthetic": false }],
    })
}

/// The pointers to all values of a document.
fn places(value: &Value, at: &str, all: &mut Vec<String>) {
    match value {
        Value::Object(members) => {
            for (name, member) in members {
                let place = format!("{at}/{name}");
                places(member, &place, all);
                all.push(place);
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                let place = format!("{at}/{index}");
                places(item, &place, all);
                all.push(place);
            }
        }
        _ => {}
    }
}

fn odd_value(old: &Value, random: &mut ChaCha8Rng) -> Value {
    const TEXTS: [&str; 9] = [
        "",
        " ",
        "\0",
        "don\u{92}t",
        "\u{202E}a\u{FEFF}",
        "\u{E2}\u{80}\u{A2}",
        "2026-13-45",
        "😀",
        "06/2021",
    ];
    match random.random_range(0..13) {
        0 => Value::Null,
        1 => json!(true),
        2 => json!(-1),
        3 => json!(1e300),
        4 => json!(u64::MAX),
        5 => json!([]),
        6 => json!({}),
        7 => json!([old]),
        8 => json!({ "value": old }),
        9 => json!("x".repeat(random.random_range(1..3_000))),
        10 => json!([old, null, 7, old]),
        _ => json!(TEXTS[random.random_range(0..TEXTS.len())]),
    }
}

/// Replaces or removes a few values.
fn spoil(document: &mut Value, random: &mut ChaCha8Rng) {
    for _ in 0..random.random_range(1..6) {
        let mut all = Vec::new();
        places(document, "", &mut all);
        let place = &all[random.random_range(0..all.len())];
        let (parent, name) = place.rsplit_once('/').unwrap();
        match document.pointer_mut(parent).unwrap() {
            Value::Object(members) if random.random_ratio(1, 5) => drop(members.remove(name)),
            parent => {
                let value = match parent {
                    Value::Object(members) => members.get_mut(name),
                    Value::Array(items) => items.get_mut(name.parse::<usize>().unwrap()),
                    _ => None,
                };
                let value = value.unwrap();
                *value = odd_value(value, random);
            }
        }
    }
}

/// Changes the text of a document in ways that values can't show.
fn spoil_text(text: &mut String, random: &mut ChaCha8Rng) {
    let all: Vec<usize> = text.match_indices('"').map(|(at, _)| at).collect();
    let at = all[random.random_range(0..all.len())];
    match random.random_range(0..7) {
        0 => text.insert_str(at + 1, "\\ud83d"),
        1 => text.insert_str(at + 1, "\\u0000"),
        2 => text.insert_str(1, "\"claims\": {},"),
        3 => text.insert_str(1, &format!("\"deep\": {}{},", "[".repeat(30), "]".repeat(30))),
        4 => text.insert_str(1, "\"huge\": -1e9999,"),
        5 => text.truncate(at),
        _ => text.insert(0, '\u{FEFF}'),
    }
}

/// Reads and observes a document.
fn check(text: &str) {
    let document: Option<Value> = serde_json::from_str(text).ok();
    match profile::parse(text.as_bytes()) {
        Ok((read, warnings)) => {
            assert!(warnings.len() <= Notes::MAX);
            for Warning { pointer, code, detail } in &warnings {
                assert!(!code.is_empty() && !detail.is_empty());
                let is_missing = code == "required";
                let exists = document.as_ref().is_none_or(|all| all.pointer(pointer).is_some());
                assert!(exists != is_missing || document.is_none(), "{pointer} {code}: {text}");
            }
            let mut fixture = Fixture::new(json!({}));
            fixture.profile = read;
            let fixture = fixture.enriched();
            let observed = observe(&fixture.case());
            let sentences = observed.iter().flat_map(|observed| observed.finding.evidence());
            for pointer in sentences.flat_map(|sentence| &sentence.pointers) {
                // The value itself can be one that is missing, but not its list or its element.
                let (parent, _) = pointer.rsplit_once('/').unwrap();
                let exists = document.as_ref().is_none_or(|all| {
                    all.pointer(pointer).or_else(|| all.pointer(parent)).is_some()
                });
                assert!(exists, "{pointer}: {text}");
            }
        }
        Err(BadProfile::Faults(faults)) => {
            let known = |code: &str| {
                ["required", "wrong_type", "invalid_external_id", "duplicate_key", "too_deep"]
                    .contains(&code)
            };
            assert!(!faults.is_empty());
            assert!(faults.iter().all(|fault| known(fault.code)), "{faults:?}");
        }
        Err(BadProfile::Json(error)) => assert!(error.to_string().contains("(line ")),
        Err(BadProfile::Warnings(_)) => panic!("only strict reading refuses warnings"),
    }
}

#[test]
fn the_document_that_is_spoilt_is_clean() {
    let (_, warnings) = profile::parse(rich().to_string().as_bytes()).unwrap();
    assert_eq!(warnings, []);
}

#[test]
fn a_spoilt_document_is_read_with_warnings_or_refused_with_a_place() {
    let random = &mut ChaCha8Rng::seed_from_u64(19);
    let mut read = 0;
    for _ in 0..600 {
        let mut document = rich();
        spoil(&mut document, random);
        let mut text = document.to_string();
        if random.random_ratio(1, 3) {
            spoil_text(&mut text, random);
        }
        check(&text);
        read += usize::from(profile::parse(text.as_bytes()).is_ok());
    }
    assert!((450..590).contains(&read), "{read}");
}

#[test]
fn unreadable_values_cause_only_so_much_work() {
    let document = json!({
        "external_id": "case",
        "sessions": vec![json!({ "started_at": "x", "strated_at": 1 }); 2_000],
        "messages": vec![json!({ "text": "\u{92}".repeat(100), "txet": [] }); 2_000],
        "claims": { "stays": vec![Value::Null; 100] },
    });
    let text = document.to_string();
    let work = counted(|| check(&text));
    assert!(work.get(&Work::Pairs).is_none_or(|pairs| *pairs <= 2_000), "{work:?}");
    assert!(work.values().all(|operations| *operations < 1_000_000), "{work:?}");
}

proptest! {
    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let _ = profile::parse(&bytes);
    }

    #[test]
    fn any_text_in_any_field_is_read(text in any::<String>(), code in 0_u16..0xFFFF) {
        let text = serde_json::to_string(&text).unwrap();
        let body = format!(
            r#"{{ "external_id": "case", "claims": {{ "name": {text}, "city": "\u{code:04x}" }},
                "messages": [{{ "text": {text}, "at": {text} }}], {text}: {text} }}"#
        );
        prop_assert!(profile::parse(body.as_bytes()).is_ok() || ["\"claims\"", "\"messages\"", "\"external_id\""].contains(&&*text));
    }
}
