use chrono::Duration;
use serde_json::{Value, json};

use crate::finding::State::{Hit, Miss, Unknown};
use crate::identifier::IdentifierKind;
use crate::indicators::fixture::Fixture;

const ID: &str = "reference_contact_controlled";

fn case(reference: Value) -> Fixture {
    Fixture::new(json!({
        "claims": { "references": [reference] },
        "contact": { "emails": [{ "address": "me@example.com" }], "phones": [{ "number": "+12025550123" }] },
        "sessions": [{ "started_at": "2026-05-01T00:00:00Z", "ip": "192.0.2.10" }],
    }))
    .enriched()
}

#[test]
fn a_reference_that_is_the_applicant_is_a_hit_and_a_small_firm_on_a_free_mailbox_is_not() {
    assert_eq!(case(json!({ "email": "ME@example.com" })).state(ID), Hit);
    assert_eq!(case(json!({ "phone": "+1 202 555 0123" })).state(ID), Hit);
    assert_eq!(case(json!({ "email": "boss@gmail.com" })).state(ID), Miss);
    assert_eq!(case(json!({ "name": "R. Example" })).state(ID), Unknown);
}

#[test]
fn a_colleague_who_is_an_applicant_too_is_a_hit_only_with_something_personal_in_common() {
    let reference = |shares: bool| {
        let case = case(json!({ "email": "other@example.com" }));
        let mut case = case.sharing(IdentifierKind::ReferenceEmail, 1, Duration::days(9), None);
        case.links.shared[0].pointer = "/claims/references/0/email".to_owned();
        if shares { case.sharing(IdentifierKind::Device, 1, Duration::days(9), None) } else { case }
    };
    assert_eq!(reference(false).state(ID), Miss);
    assert_eq!(reference(true).state(ID), Hit);
}
