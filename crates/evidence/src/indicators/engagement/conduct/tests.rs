use serde_json::{Value, json};

use crate::finding::State::{Hit, Miss, Unknown};
use crate::indicators::fixture::Fixture;

fn says(text: &str) -> Fixture {
    Fixture::new(json!({ "messages": [{ "direction": "sent", "text": text }] }))
}

#[test]
fn missed_calls_are_shown_without_weight() {
    let id = "unreachable_in_core_hours_repeatedly";
    let calls = |calls: Value, missed: u32| {
        let one = json!({ "core_hour_calls": calls, "core_hour_calls_missed": missed });
        Fixture::new(json!({ "activity": { "engagements": [one] } })).state(id)
    };
    assert_eq!(calls(json!(20), 15), Hit);
    assert_eq!(calls(json!(20), 3), Miss);
    assert_eq!(calls(json!(4), 4), Unknown, "a bad week");
    assert_eq!(calls(Value::Null, 4), Unknown);
}

#[test]
fn asking_for_an_identity_is_a_hit_and_the_human_resources_form_is_not() {
    let id = "asks_colleagues_for_personal_details";
    assert_eq!(says("Can I borrow your passport for one contract?").state(id), Hit);
    assert_eq!(says("I sent my passport to the office as you asked.").state(id), Miss);
    let received =
        json!({ "messages": [{ "direction": "received", "text": "Send me your passport." }] });
    assert_eq!(Fixture::new(received).state(id), Unknown, "others' words are not the applicant's");
}

#[test]
fn a_threat_with_the_code_is_a_hit_and_talk_of_leaks_is_not() {
    let id = "code_or_data_extortion_threat";
    assert_eq!(says("Pay the rest or I leak the repository.").state(id), Hit);
    assert_eq!(
        says("I fixed the memory leak, please pay the invoice when you can.").state(id),
        Miss
    );
    assert_eq!(says("We will publish the code as agreed.").state(id), Miss);
    assert_eq!(Fixture::new(json!({ "messages": [] })).state(id), Unknown);
}
