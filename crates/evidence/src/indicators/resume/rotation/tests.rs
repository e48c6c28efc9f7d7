use chrono::Duration;
use serde_json::{Value, json};

use crate::finding::State::{Hit, Miss, Unknown};
use crate::indicators::fixture::Fixture;

const ID: &str = "identity_rotation_name_or_handle_change";

fn version(name: &str, document: &str, email: &str) -> Value {
    json!({
        "claims": { "name": name },
        "contact": { "emails": [{ "address": email }] },
        "identity_checks": [{ "document_digest": document }],
    })
}

fn after(then: Value, now: Value) -> Fixture {
    Fixture::new(now).after(Duration::days(60), then)
}

#[test]
fn another_name_on_another_document_is_a_hit() {
    let case = after(
        version("Ana Sample", "D1", "a@example.com"),
        version("Otto Specimen", "D2", "o@example.com"),
    );
    assert_eq!(case.finding(ID).value(), Some(1.0));
    assert_eq!(case.finding(ID).evidence()[0].pointers, ["/claims/name"]);
}

#[test]
fn marriage_transition_and_rebranding_are_no_hit() {
    let was = version("Ana Sample", "D1", "a@example.com");
    let married = version("Ana Rossi", "D2", "a@example.com");
    assert_eq!(after(was.clone(), married).state(ID), Miss);
    let transition = version("Leo Newname", "D1", "leo@example.com");
    assert_eq!(after(was.clone(), transition).state(ID), Miss, "the document is the same");
    let same = version("Ana Sample", "D1", "a@example.com");
    assert_eq!(after(was, same).state(ID), Miss);
}

#[test]
fn without_an_earlier_name_nothing_is_known() {
    assert_eq!(Fixture::new(version("Ana Sample", "D1", "a@example.com")).state(ID), Unknown);
}

#[test]
fn a_profile_elsewhere_that_changed_name_and_photo_is_a_hit() {
    let changed = |photo: Value| {
        Fixture::new(json!({ "links": { "profiles": [{
            "name": "Otto Specimen", "previous_name": "Ana Sample", "photo_changed_at": photo,
        }] } }))
        .state(ID)
    };
    assert_eq!(changed(json!("2026-01-01T00:00:00Z")), Hit);
    assert_eq!(changed(Value::Null), Miss);
}
