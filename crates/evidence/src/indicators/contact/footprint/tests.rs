use serde_json::{Value, json};

use crate::finding::State::{Hit, Miss, Unknown};
use crate::indicators::fixture::Fixture;

#[test]
fn an_address_that_nobody_knew_a_month_ago_is_a_hit_and_a_privacy_alias_is_not() {
    let id = "email_new_or_no_footprint";
    let mail = |address: &str, more: Value| {
        let mut email = more;
        email["address"] = address.into();
        Fixture::new(json!({ "contact": { "emails": [email] } })).enriched()
    };
    let new = json!({ "first_seen_at": "2026-05-20T00:00:00Z" });
    assert_eq!(mail("a@example.com", new.clone()).state(id), Hit);
    assert_eq!(mail("a@example.com", json!({ "known_sources": 0 })).state(id), Hit);
    assert_eq!(mail("a@example.com", json!({ "known_sources": 3 })).state(id), Miss);
    assert_eq!(
        mail("a@example.com", json!({ "first_seen_at": "2019-01-01T00:00:00Z" })).state(id),
        Miss
    );
    assert_eq!(mail("a@example.com", json!({})).state(id), Unknown);
    assert_eq!(mail("a@relay.example", new).state(id), Unknown, "aliases are new by design");
    let kept = json!({ "known_sources": 0, "added_at": "2024-01-01T00:00:00Z" });
    assert_eq!(mail("a@example.com", kept).state(id), Miss, "the platform has known it for long");
}
