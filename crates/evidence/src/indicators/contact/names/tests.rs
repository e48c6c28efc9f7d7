use chrono::Duration;
use serde_json::{Value, json};

use crate::finding::State::{Hit, Miss, Unknown};
use crate::identifier::IdentifierKind;
use crate::indicators::fixture::Fixture;

fn mail(name: Value, address: &str) -> Fixture {
    Fixture::new(
        json!({ "claims": { "name": name }, "contact": { "emails": [{ "address": address }] } }),
    )
    .enriched()
}

#[test]
fn three_addresses_of_one_pattern_within_a_quarter_are_a_hit_and_a_family_is_not() {
    let id = "email_template_family";
    let case = |others, days| {
        let case = mail(Value::Null, "devsample21@example.com");
        case.sharing(IdentifierKind::EmailFamily, others, Duration::days(days), None)
    };
    assert_eq!(case(2, 10).finding(id).value(), Some(2.0));
    assert_eq!(case(1, 10).state(id), Miss, "a sister and a brother");
    assert_eq!(case(4, 300).state(id), Miss, "years apart");
    let alone = mail(Value::Null, "sam@example.com");
    let alone = alone.sharing(IdentifierKind::Email, 0, Duration::days(1), None);
    assert_eq!(alone.state(id), Miss);
    assert_eq!(Fixture::new(json!({})).state(id), Unknown);
}

#[test]
fn another_name_in_the_address_is_shown_and_nicknames_and_initials_are_not() {
    let id = "email_name_mismatch";
    let state = |address: &str| mail("Robin Example".into(), address).state(id);
    assert_eq!(state("otto.specimen@example.com"), Hit);
    assert_eq!(state("robin.maiden@example.com"), Miss);
    assert_eq!(state("example.robin99@example.com"), Miss);
    assert_eq!(state("sunnyday@example.com"), Unknown);
    assert_eq!(mail("김민준".into(), "minjun.kim@example.com").state(id), Miss);
    assert_eq!(mail(Value::Null, "otto.specimen@example.com").state(id), Unknown);
}
