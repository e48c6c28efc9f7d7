use serde_json::json;

use crate::finding::State::{Hit, Miss, Unknown};
use crate::indicators::fixture::Fixture;

#[test]
fn an_empty_lot_is_a_hit_and_a_home_above_a_shop_that_was_visited_is_not() {
    let id = "home_address_is_not_residential";
    let checks =
        |checks: serde_json::Value| Fixture::new(json!({ "background_checks": checks })).state(id);
    assert_eq!(checks(json!([{ "kind": "residence", "outcome": "does_not_exist" }])), Hit);
    let visited = json!([
        { "kind": "residence", "claim": "/contact/addresses/0", "outcome": "not_residential", "checked_at": "2026-01-01T00:00:00Z" },
        { "kind": "residence", "claim": "/contact/addresses/0", "outcome": "confirmed", "checked_at": "2026-02-01T00:00:00Z" },
    ]);
    assert_eq!(checks(visited), Miss);
    assert_eq!(checks(json!([])), Unknown);
}
