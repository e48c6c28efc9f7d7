//! The platforms' page agrees with the code.

use std::collections::BTreeSet;
use std::path::Path;

use bonafide::config::DEFAULTS;
use bonafide::domain::event::EventKind;
use bonafide::domain::webhook::next_try;
use bonafide::http::webhooks::{body, example};
use chrono::{DateTime, Utc};
use serde_json::Value;

use crate::harness::Service;
use crate::reviews::{act, approve, claim, give, opened};

fn page() -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/WEBHOOKS.md");
    std::fs::read_to_string(path).unwrap()
}

/// The examples of the page: the JSON blocks that have a type.
fn examples() -> Vec<Value> {
    let page = page();
    let blocks = page.split("```json\n").skip(1).filter_map(|rest| rest.split("```").next());
    let read = |block: &str| serde_json::from_str::<Value>(block).unwrap();
    blocks.map(read).filter(|one| one["type"].is_string()).collect()
}

#[test]
fn the_page_shows_every_event_as_the_contract_does_and_no_other() {
    let expected: Vec<Value> = EventKind::ALL.into_iter().map(body).collect();
    assert_eq!(examples(), expected);
    for kind in EventKind::ALL {
        assert!(page().contains(&format!("### `{}`", kind.name())), "{}", kind.name());
    }
}

#[test]
fn the_contract_names_every_event_as_a_webhook() {
    let api: Value = serde_json::from_str(&bonafide::http::openapi::document()).unwrap();
    let webhooks: Vec<&str> =
        api["webhooks"].as_object().unwrap().keys().map(String::as_str).collect();
    let mut expected = EventKind::ALL.map(EventKind::name);
    expected.sort_unstable();
    assert_eq!(webhooks, expected);
}

#[test]
fn the_page_gives_the_schedule_that_is_kept() {
    let now: DateTime<Utc> = "2026-06-01T12:00:00Z".parse().unwrap();
    let written = |seconds: i64| match seconds {
        0..60 => format!("{seconds} s"),
        60..3600 => format!("{} min", seconds / 60),
        _ => format!("{} h", seconds / 3600),
    };
    let delays =
        (1..10).map(|tries| (next_try(tries, now, None, 0.0).unwrap() - now).num_seconds());
    let schedule: Vec<String> = delays.map(written).collect();
    assert!(page().contains(&schedule.join(", ")), "{}", schedule.join(", "));
    assert!(DEFAULTS.contains("disable_after_days = 5"), "the page says five days");
}

/// The names of the members of an object.
fn members(object: &Value) -> BTreeSet<&str> {
    object.as_object().unwrap().keys().map(String::as_str).collect()
}

#[actix_web::test]
async fn what_is_told_has_the_members_that_the_page_shows() {
    let service = Service::start().await;
    let (first, second) = (opened(&service, "first").await, opened(&service, "second").await);
    for (review, verdict) in [(&first, "genuine"), (&second, "fake")] {
        assert!(claim(&service, "ada", review).await.status < 300);
        assert!(give(&service, "ada", review, verdict).await.status < 300);
    }
    assert!(act(&service, "ada", &first, "undo").await.status < 300);
    assert!(approve(&service, "bo", &second).await.status < 300);
    let events = service.get("/v1/events?limit=100").await.body;
    let mut told = BTreeSet::new();
    for event in events["data"].as_array().unwrap() {
        let kind = EventKind::from_name(event["type"].as_str().unwrap()).unwrap();
        assert_eq!(members(&event["data"]), members(&example(kind)), "{}", kind.name());
        told.insert(kind);
    }
    for kind in [
        EventKind::DecisionCreated,
        EventKind::ReviewOpened,
        EventKind::ReviewClosed,
        EventKind::VerdictGiven,
        EventKind::VerdictApproved,
        EventKind::VerdictUndone,
        EventKind::LabelCreated,
    ] {
        assert!(told.contains(&kind), "{}", kind.name());
    }
}
