//! The swap test: who somebody is said to be never moves the score.
//!
//! Name, nationality, languages and the names and countries of schools are changed on every seed and on
//! five hundred simulated people; the score stays the same to the bit.

use bonafide::seeds;
use learning::simulator::{CohortOptions, cohort};
use learning::training::swapped;
use serde_json::{Value, json};

use crate::harness::Service;

/// What must not change.
fn judged(answer: &Value) -> Value {
    let contributions: Vec<Value> = (answer["contributions"].as_array().unwrap().iter())
        .map(|one| json!([one["indicator"], one["state"], one["value"], one["log_odds"]]))
        .collect();
    json!([
        answer["band"],
        answer["score"],
        answer["probability"],
        answer["log_odds"],
        contributions
    ])
}

#[test]
fn the_swap_changes_every_name_and_keeps_which_of_them_agree() {
    let of = |holder: &str| {
        json!({
            "claims": { "name": "Sam Example" },
            "payouts": [{ "holder_name": "Sam Example" }, { "holder_name": holder }]
        })
    };
    for holder in ["Sam Example", "Robin Stone"] {
        let (document, other) = (of(holder), swapped(&of(holder), 3));
        assert_ne!(other["claims"]["name"], document["claims"]["name"]);
        assert_eq!(other["claims"]["name"], other["payouts"][0]["holder_name"]);
        let same = other["claims"]["name"] == other["payouts"][1]["holder_name"];
        assert_eq!(same, holder == "Sam Example");
    }
}

#[actix_web::test]
async fn every_seed_scores_the_same_under_another_name_to_the_bit() {
    let service = Service::start().await;
    service.confirm_seeds().await;
    for (turn, seed) in seeds::all().iter().enumerate() {
        let as_is = service.post("/v1/scores", &seed.document).await;
        let other = service.post("/v1/scores", &swapped(&seed.document, turn)).await;
        assert_eq!((as_is.status, other.status), (200, 200), "{}", other.text);
        assert_eq!(judged(&as_is.body), judged(&other.body), "{}", seed.file);
        // The next one is linked to this one, as it is when the seeds are loaded.
        service.decide(&seed.document).await;
    }
}

#[actix_web::test]
async fn five_hundred_simulated_people_score_the_same_under_another_name_to_the_bit() {
    let (service, swapped_service) = (Service::start().await, Service::start().await);
    for (turn, one) in cohort(&CohortOptions::new(500, 77)).iter().enumerate() {
        let as_is = service.decide(&one.document).await;
        let other = swapped_service.decide(&swapped(&one.document, turn)).await;
        assert_eq!(judged(&as_is), judged(&other), "{}", one.label.kind);
    }
}
