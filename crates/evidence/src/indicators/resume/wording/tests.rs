use serde_json::{Value, json};

use crate::finding::State::{Hit, Miss, Unknown};
use crate::indicators::fixture::Fixture;

#[test]
fn forty_skills_without_a_trace_are_shown_and_a_list_that_the_work_bears_out_is_not() {
    let id = "implausible_skill_breadth";
    let resume = |skills: usize, work: &str| {
        let words: Vec<String> = (0..skills).map(|i| format!("tool{i:02}")).collect();
        Fixture::new(json!({ "resume": {
            "skills": [{ "name": "Everything", "keywords": words }],
            "work": [{ "summary": work }],
        } }))
        .state(id)
    };
    assert_eq!(resume(60, "Built a shop."), Hit);
    assert_eq!(resume(12, "Built a shop."), Miss);
    let borne_out: Vec<String> = (0..60).map(|i| format!("tool{i:02}")).collect();
    assert_eq!(resume(60, &borne_out.join(" ")), Miss);
    assert_eq!(
        Fixture::new(json!({ "resume": { "work": [{ "summary": "x" }] } })).state(id),
        Unknown
    );
}

#[test]
fn an_advertisement_word_for_word_is_shown_and_ordinary_advice_is_not() {
    let id = "resume_tailored_too_exactly";
    let ad: Vec<String> = (0..80).map(|i| format!("word{i}")).collect();
    let case = |ad: Value, work: &str| {
        Fixture::new(json!({
            "resume": { "work": [{ "summary": work }] },
            "activity": { "applications": [{ "at": "2026-05-01T00:00:00Z", "job_ad": ad }] },
        }))
        .state(id)
    };
    assert_eq!(case(ad.join(" ").into(), &ad.join(" ")), Hit);
    assert_eq!(case(ad.join(" ").into(), "word1 word2 and a team of my own word9"), Miss);
    assert_eq!(case(Value::Null, &ad.join(" ")), Unknown);
    assert_eq!(case("too short an advertisement".into(), &ad.join(" ")), Unknown);
}
