use serde_json::{Value, json};

use crate::finding::State::{Hit, Miss, Unknown};
use crate::indicators::fixture::Fixture;

fn checks(checks: Value) -> Fixture {
    Fixture::new(json!({ "background_checks": checks }))
}

#[test]
fn what_a_check_contradicts_is_a_hit_and_an_empty_record_tells_nothing() {
    for (id, kind, outcome) in [
        ("employer_unverifiable", "employment", "does_not_exist"),
        ("employer_unverifiable", "employment", "denied"),
        ("education_unverifiable_or_major_not_offered", "education", "denied"),
        ("identity_element_conflict", "identity_elements", "conflict"),
        ("home_address_is_not_residential", "residence", "not_residential"),
    ] {
        let one = |outcome: &str| checks(json!([{ "kind": kind, "outcome": outcome }])).state(id);
        assert_eq!(one(outcome), Hit, "{id}");
        assert_eq!(one("confirmed"), Miss, "{id}");
        assert_eq!(
            one("no_record"),
            Unknown,
            "{id}: a thin file and a defunct start-up are no conflict"
        );
        assert_eq!(one("inconclusive"), Unknown, "{id}");
        let other = if kind == "education" { "employment" } else { "education" };
        assert_eq!(
            checks(json!([{ "kind": other, "outcome": outcome }])).state(id),
            Unknown,
            "{id}"
        );
        let corrected = checks(json!([
            { "kind": kind, "outcome": outcome, "claim": "/resume/work/0", "checked_at": "2026-01-01T00:00:00Z" },
            { "kind": kind, "outcome": "confirmed", "claim": "/resume/work/0", "checked_at": "2026-02-01T00:00:00Z" },
        ]));
        assert_eq!(
            corrected.state(id),
            Miss,
            "{id}: under its former name the school found the degree"
        );
    }
}

#[test]
fn a_role_before_its_employer_or_its_tools_is_a_hit_and_a_confirmed_one_is_not() {
    let id = "role_predates_employer_or_technology";
    let role = |start: &str, outcome: &str| {
        Fixture::new(json!({
            "resume": { "work": [{ "name": "Northwind Example", "startDate": start }] },
            "background_checks": [{
                "kind": "employment", "outcome": outcome, "claim": "/resume/work/0", "operating_since": "2018-05",
            }],
        }))
        .state(id)
    };
    assert_eq!(role("2016-02", "inconclusive"), Hit);
    assert_eq!(role("2018-06", "inconclusive"), Miss);
    assert_eq!(role("2018", "inconclusive"), Miss, "months that are not told favour the applicant");
    assert_eq!(
        role("2016-02", "confirmed"),
        Miss,
        "a firm that was bought and renamed confirms it"
    );
    let tools = |end: &str, text: &str| {
        Fixture::new(json!({ "resume": { "work": [{ "endDate": end, "summary": text }] } }))
            .state(id)
    };
    assert_eq!(tools("2012", "Ran Kubernetes clusters."), Hit);
    assert_eq!(tools("2016", "Ran Kubernetes clusters."), Miss);
    assert_eq!(tools("2012", "Reacted to a native need."), Miss);
    assert_eq!(Fixture::new(json!({ "resume": { "work": [{ "name": "X" }] } })).state(id), Unknown);
}
