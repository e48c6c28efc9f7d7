use serde_json::{Value, json};

use crate::finding::State::{Hit, Miss, Unknown};
use crate::indicators::fixture::Fixture;
use crate::lists::{Consulted, ListKind, ListMeaning, Listed};

fn contact(contact: Value) -> Fixture {
    Fixture::new(json!({ "contact": contact, "claims": { "country": "US" } })).enriched()
}

#[test]
fn three_changes_within_a_quarter_are_a_hit_and_a_move_is_not() {
    let id = "contact_details_changed_repeatedly";
    let changed = |days: &[&str], what: &str| {
        let changes: Vec<Value> = days
            .iter()
            .map(|day| json!({ "at": format!("{day}T00:00:00Z"), "changed": what }))
            .collect();
        contact(json!({ "changes": changes }))
    };
    let often = ["2026-04-01", "2026-04-20", "2026-05-20"];
    assert_eq!(changed(&often, "phone").finding(id).value(), Some(3.0));
    assert_eq!(changed(&often, "address").state(id), Miss);
    assert_eq!(changed(&["2025-01-01", "2025-08-01", "2026-05-20"], "email").state(id), Miss);
    assert_eq!(changed(&[], "email").state(id), Miss, "an empty list says that there were none");
    assert_eq!(contact(json!({})).state(id), Unknown);
}

#[test]
fn a_number_on_a_list_of_those_that_anybody_can_read_is_a_hit() {
    let id = "phone_voip_or_disposable";
    let numbers =
        json!({ "phones": [{ "number": "+1-202-555-0123" }, { "number": "+1-202-555-0124" }] });
    let at = Some("/contact/phones/1/number");
    let on = |meaning, at: Option<&str>| {
        let mut case = contact(numbers.clone());
        let on =
            Consulted { list: "invented".to_owned(), kind: ListKind::Phone, meaning, version: 1 };
        let found =
            at.map(|at| Listed { on: on.clone(), pointer: at.to_owned(), confidence: None });
        case.facts.lists.listed = found.into_iter().collect();
        case.facts.lists.probed = vec![ListKind::Phone];
        case.facts.lists.consulted = vec![on];
        case
    };
    let found = on(ListMeaning::Disposable, at).finding(id);
    assert_eq!(found.value(), Some(0.5));
    assert_eq!(found.evidence()[0].pointers, ["/contact/phones/1/number"]);
    assert_eq!(on(ListMeaning::Disposable, None).state(id), Miss);
    assert_eq!(on(ListMeaning::Actor, at).state(id), Miss, "another list's matter");
}

#[test]
fn a_throw_away_address_is_a_hit_and_a_relay_is_not() {
    let id = "email_disposable_or_alias_domain";
    let mail = |address: &str| contact(json!({ "emails": [{ "address": address }] }));
    assert_eq!(mail("x@mailinator.com").state(id), Hit);
    assert_eq!(mail("x@relay.example").state(id), Miss);
    assert_eq!(mail("x@example.com").state(id), Miss);
    assert_eq!(mail("fullstack.dev@example.com").state("email_job_keyword_local_part"), Hit);
    assert_eq!(mail("sam@example.com").state("email_job_keyword_local_part"), Miss);
}

#[test]
fn an_internet_line_is_a_hit_and_a_mobile_is_not() {
    let id = "phone_voip_or_disposable";
    let phone = |number: &str| contact(json!({ "phones": [{ "number": number }] }));
    // The British plan has a range for numbers over the internet.
    assert_eq!(phone("+44 56 1234 5678").state(id), Hit);
    assert_eq!(phone("+1-202-555-0123").state(id), Miss);
    assert_eq!(phone("+1-202-555-0123").state("phone_region_vs_claimed_location"), Miss);
    assert_eq!(phone("+44 56 1234 5678").state("phone_region_vs_claimed_location"), Hit);
    assert_eq!(contact(json!({})).state(id), Unknown);
}
