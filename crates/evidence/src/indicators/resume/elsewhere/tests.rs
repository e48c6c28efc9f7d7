use serde_json::{Value, json};

use crate::finding::State::{Hit, Miss, Unknown};
use crate::indicators::fixture::Fixture;

fn case(years: u32, profiles: Value) -> Fixture {
    Fixture::new(json!({
        "claims": { "name": "Minjun Example", "country": "PL", "years_of_experience": years },
        "links": { "profiles": profiles },
    }))
}

#[test]
fn another_name_elsewhere_is_a_hit_and_a_transliteration_or_one_old_address_is_not() {
    let id = "claimed_identity_inconsistent_across_platforms";
    assert_eq!(case(5, json!([{ "name": "Otto Sample" }])).finding(id).value(), Some(1.0));
    let two = json!([{ "country": "BR" }, { "country": "VN" }]);
    assert_eq!(case(5, two).finding(id).value(), Some(2.0));
    assert_eq!(case(5, json!([{ "name": "Minjun Example", "country": "PL" }])).state(id), Miss);
    assert_eq!(case(5, json!([{ "name": "민준 Example" }])).state(id), Miss);
    assert_eq!(
        case(5, json!([{ "country": "DE" }])).state(id),
        Miss,
        "one was not updated after a move"
    );
    assert_eq!(case(5, json!([{ "status": "found" }])).state(id), Unknown);
}

#[test]
fn a_page_that_is_gone_is_a_hit_and_a_private_one_is_not() {
    let id = "professional_profile_dead_or_missing";
    for (status, state) in
        [("not_found", Hit), ("removed", Hit), ("found", Miss), ("private", Miss)]
    {
        assert_eq!(case(5, json!([{ "status": status }])).state(id), state, "{status}");
    }
    assert_eq!(case(5, json!([{}])).state(id), Unknown);
}

#[test]
fn a_new_profile_contradicts_long_experience_and_suits_a_junior() {
    let id = "professional_profile_new_or_thin";
    let new = json!([{ "created_at": "2026-05-01T00:00:00Z" }]);
    assert_eq!(case(8, new.clone()).state(id), Hit);
    assert_eq!(case(1, new).state(id), Miss, "juniors have young profiles");
    assert_eq!(case(8, json!([{ "connections": 3, "interactions": 0 }])).state(id), Hit);
    assert_eq!(case(8, json!([{ "connections": 300, "interactions": 0 }])).state(id), Miss);
    assert_eq!(case(8, json!([{ "status": "found" }])).state(id), Unknown);
}

#[test]
fn name_and_photo_replaced_after_silence_are_a_hit_and_a_marriage_or_a_return_is_not() {
    let id = "professional_profile_hijacked";
    let changed = |more: Value| {
        let mut profile = more;
        profile["dormant_since"] = "2022-01-01T00:00:00Z".into();
        case(5, json!([profile])).state(id)
    };
    let at = "2026-03-01T00:00:00Z";
    assert_eq!(changed(json!({ "name_changed_at": at, "photo_changed_at": at })), Hit);
    assert_eq!(changed(json!({ "occupation_changed_at": at })), Miss, "a return in another field");
    let married = json!({ "name": "Ana Sample-Rossi", "previous_name": "Ana Sample",
        "name_changed_at": at, "photo_changed_at": at });
    assert_eq!(changed(married), Miss);
    let soon = "2022-03-01T00:00:00Z";
    assert_eq!(changed(json!({ "name_changed_at": soon, "photo_changed_at": soon })), Miss);
    assert_eq!(case(5, json!([{ "name_changed_at": at }])).state(id), Unknown);
}

#[test]
fn an_identity_that_only_services_for_work_know_is_shown_without_weight() {
    let id = "sterile_digital_footprint";
    let found = |job: u32, other: u32| {
        let footprint = json!({ "job_services": job, "other_services": other });
        Fixture::new(json!({ "links": { "footprint": footprint } })).state(id)
    };
    assert_eq!((found(3, 0), found(3, 1), found(0, 0)), (Hit, Miss, Miss));
    assert_eq!(Fixture::new(json!({ "links": { "footprint": {} } })).state(id), Unknown);
}
