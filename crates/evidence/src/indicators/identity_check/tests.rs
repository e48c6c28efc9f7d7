use serde_json::{Value, json};

use crate::finding::State::{Hit, Miss, Unknown};
use crate::indicators::fixture::Fixture;

fn checked(checks: Value) -> Fixture {
    Fixture::new(json!({ "identity_checks": checks, "claims": { "name": "Sam Example" } }))
}

#[test]
fn another_name_on_the_document_is_a_hit_and_a_married_one_is_not() {
    let id = "verified_name_vs_profile_or_payout_mismatch";
    let named = |name: &str| checked(json!([{ "result": "passed", "name_on_document": name }]));
    assert_eq!(named("Robin Stone").state(id), Hit);
    assert_eq!(named("EXAMPLE, Sam").state(id), Miss);
    assert_eq!(named("Sam Stone").state(id), Miss);
    assert_eq!(checked(json!([{ "result": "passed" }])).state(id), Unknown);
}

#[test]
fn signs_of_tampering_are_counted_where_somebody_looked() {
    let id = "id_document_tamper_signals";
    let looked = |signals: Value| checked(json!([{ "tamper_signals": signals }]));
    assert_eq!(looked(json!(["font", "mrz"])).finding(id).value(), Some(2.0));
    assert_eq!(looked(json!([])).state(id), Miss);
    assert_eq!(checked(json!([{}])).state(id), Unknown);
}

#[test]
fn one_failure_is_bad_light_and_two_are_a_hit() {
    let id = "verification_avoidance_or_repeat_failure";
    let with = |results: &[&str]| {
        checked(results.iter().map(|result| json!({ "result": result })).collect())
    };
    assert_eq!(with(&["failed", "inconclusive", "passed"]).finding(id).value(), Some(2.0));
    assert_eq!(with(&["failed", "passed"]).state(id), Miss);
    assert_eq!(checked(json!([{}])).state(id), Unknown);
}
