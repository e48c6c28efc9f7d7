use serde_json::{Value, json};

use crate::finding::State::{Hit, Miss, Unknown};
use crate::indicators::fixture::Fixture;

#[test]
fn money_that_leaves_at_once_is_shown_without_weight() {
    let id = "payout_rapid_pass_through";
    let taken = |number: usize, at: &str, share: Value| {
        let one =
            json!({ "at": at, "earned_at": "2026-05-01T00:00:00Z", "share_of_balance": share });
        Fixture::new(json!({ "activity": { "withdrawals": vec![one; number] } })).state(id)
    };
    assert_eq!(taken(6, "2026-05-01T05:00:00Z", json!(1)), Hit);
    assert_eq!(taken(6, "2026-05-09T05:00:00Z", json!(1)), Miss);
    assert_eq!(taken(6, "2026-05-01T05:00:00Z", json!(0.4)), Miss);
    assert_eq!(taken(2, "2026-05-01T05:00:00Z", json!(1)), Unknown);
    assert_eq!(taken(6, "2026-05-01T05:00:00Z", Value::Null), Unknown);
}

#[test]
fn threats_over_pay_are_a_hit_and_asking_for_a_part_in_advance_is_not() {
    let id = "prepayment_demand_or_aggression";
    let says = |texts: &[&str]| {
        let messages: Vec<Value> =
            texts.iter().map(|text| json!({ "direction": "sent", "text": text })).collect();
        Fixture::new(json!({ "messages": messages })).finding(id)
    };
    assert_eq!(says(&["Pay me now or I delete it."]).value(), Some(1.0));
    let again = ["You must pay before I start.", "Full payment in advance.", "Pay me first."];
    assert_eq!(says(&again).value(), Some(3.0));
    assert_eq!(says(&["Could you pay a third in advance? I was cheated once."]).state(), Miss);
    assert_eq!(says(&["Thank you, the payment came."]).state(), Miss);
    assert_eq!(says(&[]).state(), Unknown);
}
