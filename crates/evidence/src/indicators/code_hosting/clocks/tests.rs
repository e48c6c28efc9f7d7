use serde_json::{Value, json};

use crate::finding::State::{Hit, Miss, Unknown};
use crate::indicators::fixture::Fixture;

fn case(zone: Option<&str>, dates: &[String]) -> Fixture {
    let commits: Vec<Value> = (dates.iter())
        .map(|date| json!({ "author": { "login": "octo-example" }, "commit": { "author": { "date": date } } }))
        .collect();
    let mut document = json!({ "links": { "github": { "user": { "login": "octo-example" }, "commits": commits } } });
    if let Some(zone) = zone {
        document["claims"] = json!({ "time_zone": zone });
    }
    Fixture::new(document).enriched()
}

fn dates(days: usize, offsets: &[&str]) -> Vec<String> {
    (0..days)
        .map(|i| format!("2026-03-{:02}T12:00:00{}", 1 + i, offsets[i % offsets.len()]))
        .collect()
}

#[test]
fn clocks_that_the_claimed_place_does_not_have_are_a_hit_and_utc_says_nothing() {
    let id = "commit_timezone_vs_claimed_location";
    assert_eq!(
        case(Some("America/Chicago"), &dates(12, &["+08:00"])).finding(id).value(),
        Some(1.0)
    );
    assert_eq!(
        case(Some("Asia/Manila"), &dates(12, &["+08:00"])).state(id),
        Miss,
        "an offset itself is nothing"
    );
    assert_eq!(case(Some("America/Chicago"), &dates(12, &["-05:00", "-06:00"])).state(id), Miss);
    assert_eq!(case(Some("America/Chicago"), &dates(12, &["+00:00"])).state(id), Unknown);
    assert_eq!(case(Some("America/Chicago"), &dates(12, &["Z"])).state(id), Unknown);
    assert_eq!(case(None, &dates(12, &["+08:00"])).state(id), Unknown);
}

#[test]
fn three_clocks_taking_turns_are_a_hit_and_daylight_saving_or_a_journey_is_not() {
    let id = "commit_timezone_multiplicity";
    assert_eq!(case(None, &dates(28, &["+09:00", "-05:00", "+02:00"])).state(id), Hit);
    assert_eq!(case(None, &dates(28, &["-05:00", "-06:00"])).state(id), Miss);
    let mut journey = dates(28, &["+02:00"]);
    for (i, date) in journey.iter_mut().enumerate() {
        let offset = ["+02:00", "+05:30", "+09:00", "+02:00"][i / 7];
        *date = date.replace("+02:00", offset);
    }
    assert_eq!(case(None, &journey).state(id), Miss);
    assert_eq!(case(None, &dates(28, &["Z"])).state(id), Unknown);
}
