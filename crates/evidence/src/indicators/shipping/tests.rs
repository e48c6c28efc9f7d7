use serde_json::{Value, json};

use crate::finding::State::{Hit, Miss, Unknown};
use crate::indicators::fixture::Fixture;

fn address(purpose: &str, line: &str, city: &str) -> Value {
    json!({ "purpose": purpose, "line": line, "city": city })
}

#[test]
fn a_device_to_another_town_is_a_hit_and_around_the_corner_is_not() {
    let id = "ship_address_differs_from_id";
    let sent = |line: &str, city: &str| {
        Fixture::new(json!({
            "contact": { "addresses": [address("id_document", "12 Example Road", "Austin")] },
            "shipments": [{ "address": address("shipping", line, city) }]
        }))
    };
    assert_eq!(sent("900 Sample Avenue", "Laredo").state(id), Hit);
    assert_eq!(sent("3 Other Street", "AUSTIN").state(id), Miss);
    let unknown = json!({ "shipments": [{ "address": address("shipping", "1 Road", "Austin") }] });
    assert_eq!(Fixture::new(unknown).state(id), Unknown);
}

#[test]
fn a_change_in_the_last_days_is_a_hit_and_an_early_one_is_not() {
    let id = "ship_address_changed_last_minute";
    let changed = |day: &str| {
        Fixture::new(json!({ "shipments": [{
            "requested_at": "2026-04-01T00:00:00Z", "dispatched_at": "2026-04-20T00:00:00Z",
            "changes": [{ "at": format!("{day}T00:00:00Z") }]
        }] }))
    };
    assert_eq!(changed("2026-04-19").state(id), Hit);
    assert_eq!(changed("2026-04-05").state(id), Miss);
    assert_eq!(Fixture::new(json!({ "shipments": [{}] })).state(id), Unknown);
}
