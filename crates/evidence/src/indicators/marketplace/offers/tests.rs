use serde_json::{Value, json};

use crate::finding::State::{Hit, Miss, Unknown};
use crate::indicators::fixture::Fixture;

#[test]
fn low_offers_are_shown_without_weight() {
    let id = "rate_below_market_no_negotiation";
    let offers = |number: usize, rate: Value| {
        let one = json!({ "at": "2026-05-01T00:00:00Z", "rate": rate, "market_rate": 40 });
        Fixture::new(json!({ "activity": { "applications": vec![one; number] } })).state(id)
    };
    assert_eq!(offers(12, json!(20)), Hit);
    assert_eq!(offers(12, json!(38)), Miss);
    assert_eq!(offers(3, json!(20)), Unknown, "a newcomer's first offers");
    assert_eq!(offers(12, Value::Null), Unknown);
}

#[test]
fn a_company_head_who_writes_first_is_shown_and_one_who_answers_is_not() {
    let id = "cold_outreach_as_executive";
    let talk = |messages: Value| Fixture::new(json!({ "messages": messages })).state(id);
    let pitch = json!({ "direction": "sent", "text": "Hello, I am the CEO of Northwind Example." });
    let asked = json!({ "direction": "received", "text": "Who are you?" });
    assert_eq!(talk(json!([pitch])), Hit);
    assert_eq!(talk(json!([asked, pitch])), Miss);
    assert_eq!(talk(json!([{ "direction": "sent", "text": "I worked for the CEO." }])), Miss);
    assert_eq!(talk(json!([asked])), Unknown);
}
