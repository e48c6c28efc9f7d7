use serde_json::{Value, json};

use crate::finding::State::{Hit, Miss, Unknown};
use crate::indicators::fixture::Fixture;

#[test]
fn differences_between_resume_and_profile_are_counted() {
    let id = "resume_vs_profile_conflict";
    let with = |basics: Value, years: u32| {
        let claims =
            json!({ "name": "Sam Example", "country": "US", "years_of_experience": years });
        let work = json!([{ "startDate": "2021-01" }]);
        Fixture::new(json!({ "claims": claims, "resume": { "basics": basics, "work": work } }))
    };
    let same = json!({ "name": "S. Example", "location": { "countryCode": "US" } });
    assert_eq!(with(same.clone(), 6).state(id), Miss);
    assert_eq!(with(same, 20).finding(id).value(), Some(1.0));
    let other = json!({ "name": "Robin Stone", "location": { "countryCode": "FR" } });
    assert_eq!(with(other, 20).finding(id).value(), Some(3.0));
    assert_eq!(Fixture::new(json!({ "resume": {} })).state(id), Unknown);
}

#[test]
fn jobs_that_a_profile_elsewhere_tells_otherwise_are_one_difference() {
    let id = "resume_vs_profile_conflict";
    let job = |name: &str, from: &str, to: &str| json!({ "name": name, "startDate": from, "endDate": to });
    let with = |theirs: Value| {
        let work = json!([
            job("Example Works", "2019-03", "2021-06"),
            job("Sample Mills", "2021-07", "2024-02")
        ]);
        Fixture::new(
            json!({ "resume": { "work": work }, "links": { "profiles": [{ "work": theirs }] } }),
        )
    };
    let later = with(json!([job("EXAMPLE works", "2020-08", "2021-06")]));
    assert_eq!(later.finding(id).value(), Some(1.0));
    assert_eq!(later.finding(id).evidence()[0].pointers, ["/links/profiles", "/resume/work/0"]);
    let elsewhere = with(json!([job("Invented Ltd", "2021-07", "2024-02")]));
    assert_eq!(elsewhere.state(id), Hit, "the same months at another employer");
    let near = with(json!([
        job("Example Works", "2019-10", "2021-06"),
        job("Sample Mills", "2021", "2024")
    ]));
    assert_eq!(near.state(id), Miss, "some months, or years alone");
    let outdated = with(json!([
        job("Example Works", "2019-03", "2021-06"),
        job("Side Work", "2018-01", "2018-09")
    ]));
    assert_eq!(outdated.state(id), Miss, "what only one of the two tells");
    assert_eq!(with(json!([])).state(id), Unknown);
}

#[test]
fn dates_that_cannot_be_are_a_hit_and_overlapping_work_is_not() {
    let id = "timeline_impossible_or_inconsistent";
    let worked = |jobs: Value| Fixture::new(json!({ "resume": { "work": jobs } }));
    assert_eq!(worked(json!([{ "startDate": "2022-05", "endDate": "2021-05" }])).state(id), Hit);
    assert_eq!(worked(json!([{ "startDate": "2031-05" }])).state(id), Hit);
    let twice = json!([
        { "name": "Example Works", "startDate": "2020-01", "endDate": "2022-06" },
        { "name": "Sample Mills", "startDate": "2020-01", "endDate": "2022-06" }
    ]);
    assert_eq!(worked(twice.clone()).state(id), Hit);
    let (mut roles, mut years) = (twice.clone(), twice);
    roles[1]["name"] = "EXAMPLE works".into();
    assert_eq!(worked(roles).state(id), Miss, "two roles at one employer");
    for job in years.as_array_mut().unwrap() {
        (job["startDate"], job["endDate"]) = ("2019".into(), "2020".into());
    }
    assert_eq!(worked(years).state(id), Miss, "two clients in the same years");
    let overlapping = json!([
        { "startDate": "2020-01", "endDate": "2022-06" }, { "startDate": "2021-01" }
    ]);
    assert_eq!(worked(overlapping).state(id), Miss);
    assert_eq!(worked(json!([{ "name": "Example Works" }])).state(id), Unknown);
}

#[test]
fn three_homes_in_a_year_are_a_hit_and_stays_that_were_told_are_not() {
    let id = "claimed_location_changes";
    let lived = |countries: &[&str], stays: Value| {
        let homes: Vec<Value> = (countries.iter().enumerate())
            .map(|(i, country)| {
                json!({ "purpose": "residence", "country": country, "added_at": format!("2026-0{}-01T00:00:00Z", i + 1) })
            })
            .collect();
        Fixture::new(json!({ "contact": { "addresses": homes }, "claims": { "stays": stays } }))
    };
    assert_eq!(lived(&["US", "GB", "PL"], json!([])).state(id), Hit);
    assert_eq!(lived(&["US", "GB"], json!([])).state(id), Miss);
    let told = json!([{ "country": "GB" }, { "country": "PL" }]);
    assert_eq!(lived(&["US", "GB", "PL"], told).state(id), Miss);
    assert_eq!(lived(&[], json!([])).state(id), Unknown);
}
