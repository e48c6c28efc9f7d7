//! A ring worked as one.

use reqwest::Method;
use serde_json::{Value, json};

use super::{approve, claim};
use crate::harness::profiles::of_ring;
use crate::harness::{Reply, Service};

/// A ring of three: its name and its members.
async fn ring(service: &Service) -> (String, Vec<String>) {
    let mut members = Vec::new();
    let mut ring = Value::Null;
    for name in ["one", "two", "three"] {
        let decision = service.decide(&of_ring(name, "RING")).await;
        members.push(decision["applicant_id"].as_str().unwrap().to_owned());
        ring = decision["links"]["ring_id"].clone();
    }
    (ring.as_str().unwrap().to_owned(), members)
}

async fn take(service: &Service, who: &str, ring: &str) -> Reply {
    service.by(who, Method::POST, &format!("/v1/rings/{ring}/reviews"), &Value::Null).await
}

async fn judge(service: &Service, who: &str, ring: &str, verdicts: &[(&str, &str)]) -> Reply {
    let reason = |verdict: &str| match verdict {
        "fake" => "linked_to_confirmed",
        "genuine" => "sharing_explained",
        _ => "evidence_conflicts",
    };
    let one = |(member, verdict): &(&str, &str)| json!({ "applicant_id": member, "judgement": { "verdict": verdict, "evidence": "confirmed_link", "reasons": [reason(verdict)] } });
    let body = json!({ "verdicts": verdicts.iter().map(one).collect::<Vec<_>>() });
    service.by(who, Method::POST, &format!("/v1/rings/{ring}/verdicts"), &body).await
}

#[actix_web::test]
async fn a_ring_is_claimed_whole_with_the_reviews_that_were_missing() {
    let service = Service::start().await;
    let (ring, members) = ring(&service).await;
    assert_eq!(service.count("review").await, 1, "one review covers the ring");
    let taken = take(&service, "ada", &ring).await;
    assert_eq!(taken.status, 200, "{}", taken.text);
    let reviews = taken.body["data"].as_array().unwrap().clone();
    assert_eq!(reviews.len(), 3);
    assert!(
        reviews.iter().all(|one| one["claimed_by"] == "ada" && one["ring_id"] == ring.as_str())
    );
    assert_eq!(take(&service, "ada", &ring).await.status, 200, "again renews");
    let refused = take(&service, "ben", &ring).await;
    assert!(refused.is_problem(409, "claimed_by_another"), "{}", refused.text);

    let [one, two, three] = &members[..] else { panic!("three members") };
    let all = [(one.as_str(), "fake"), (two.as_str(), "fake"), (three.as_str(), "unsure")];
    assert!(
        judge(&service, "ada", &ring, &all[..2]).await.is_problem(422, "body_invalid"),
        "a member is missing"
    );
    let twice = [all[0], all[0], all[1], all[2]];
    assert!(judge(&service, "ada", &ring, &twice).await.is_problem(422, "body_invalid"));
    let path = format!("/v1/rings/{ring}/verdicts");
    let contradicting = json!({ "verdicts": [
        { "applicant_id": one, "judgement": { "verdict": "fake", "evidence": "opinion" } },
        { "applicant_id": two, "judgement": { "verdict": "genuine", "evidence": "opinion", "reasons": ["admitted"] } },
        { "applicant_id": three, "judgement": { "verdict": "unsure", "evidence": "opinion" } },
    ] });
    let refused = service.by("ada", Method::POST, &path, &contradicting).await;
    assert!(refused.is_problem(422, "body_invalid"), "{}", refused.text);
    assert_eq!(refused.pointers(), ["/verdicts/1/judgement/reasons/0"]);
    assert_eq!(service.count("verdict").await, 0, "nothing is half-written");
    let judged = judge(&service, "ada", &ring, &all).await;
    assert_eq!(judged.status, 200, "{}", judged.text);
    let states: Vec<&Value> =
        judged.body["data"].as_array().unwrap().iter().map(|one| &one["state"]).collect();
    assert_eq!(states, ["awaiting_approval", "awaiting_approval", "closed"]);
    let first = judged.body["data"][0]["id"].as_str().unwrap();
    assert_eq!(approve(&service, "ben", first).await.status, 200);
}

#[actix_web::test]
async fn one_member_in_other_hands_keeps_the_whole_ring_from_being_taken_or_judged() {
    let service = Service::start().await;
    let (ring, members) = ring(&service).await;
    let waiting = service.get("/v1/reviews").await.body;
    let last = waiting["data"][0]["id"].as_str().unwrap().to_owned();
    claim(&service, "ben", &last).await;
    let refused = take(&service, "ada", &ring).await;
    assert!(
        refused.is_problem(409, "claimed_by_another") && refused.text.contains("ben"),
        "{}",
        refused.text
    );
    let open = service.get("/v1/reviews?state=claimed").await.body;
    assert_eq!(open["data"].as_array().unwrap().len(), 1, "none of the others was taken");
    let all: Vec<(&str, &str)> = members.iter().map(|one| (one.as_str(), "genuine")).collect();
    assert_eq!(judge(&service, "ben", &ring, &all).await.status, 404, "a review is missing");
    assert_eq!(service.count("verdict").await, 0);
    let nobody = take(&service, "ada", "ring_01937a1e5c007bd28f3c2a5d8e6b4f10").await;
    assert_eq!(nobody.status, 404);
}
