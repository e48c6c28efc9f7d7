//! Reviews: what people do with a decision.

mod appeals;
mod claims;
mod demo;
mod golden;
mod labels;
mod notices;
mod opening;
mod queues;
mod rings;
mod verdicts;

use bonafide::seeds;
use reqwest::Method;
use serde_json::{Value, json};

use crate::harness::{Reply, Service, TENANT};

/// A profile that a person should look at, under this name.
fn suspect(external_id: &str) -> Value {
    let mut document = seeds::all()
        .into_iter()
        .find(|seed| seed.file == "11-careless-persona.json")
        .map(|seed| seed.document)
        .unwrap();
    document["external_id"] = external_id.into();
    // Nothing in common with the other suspects.
    let own = |name: &str| format!("{name}-{external_id}");
    document["payouts"][0]["account"] = own("ACCT").into();
    document["contact"]["emails"][0]["address"] = format!("{external_id}@mail.example").into();
    document
}

/// The review that was opened of a suspect.
pub async fn opened(service: &Service, external_id: &str) -> String {
    let decision = service.decide(&suspect(external_id)).await;
    decision["review"]["id"].as_str().unwrap().to_owned()
}

/// From now on every decision opens a review.
pub async fn review_everybody(service: &Service) {
    change_policy(service, &json!({ "min_review_band": "insufficient_evidence" })).await;
}

/// Changes some fields of the policy.
async fn change_policy(service: &Service, change: &Value) {
    let mut policy = service.get("/v1/policy").await.body["policy"].clone();
    for (name, value) in change.as_object().unwrap() {
        policy[name] = value.clone();
    }
    put(service, "/v1/policy", &policy).await;
}

/// Puts something, which must succeed.
async fn put(service: &Service, path: &str, body: &Value) -> Value {
    let reply = Reply::read(service.request_of(TENANT, Method::PUT, path).json(body)).await;
    assert_eq!(reply.status, 200, "{}", reply.text);
    reply.body
}

pub async fn claim(service: &Service, who: &str, review: &str) -> Reply {
    service.by(who, Method::POST, &format!("/v1/reviews/{review}/claim"), &Value::Null).await
}

pub async fn give(service: &Service, who: &str, review: &str, verdict: &str) -> Reply {
    let reason = match verdict {
        "genuine" => "identity_confirmed",
        "unsure" => "evidence_conflicts",
        _ => "document_of_another",
    };
    let body = json!({ "verdict": verdict, "evidence": "call_back", "reasons": [reason], "note": "As said." });
    service.by(who, Method::POST, &format!("/v1/reviews/{review}/verdict"), &body).await
}

pub async fn approve(service: &Service, who: &str, review: &str) -> Reply {
    let body = json!({ "approval": "approve" });
    service.by(who, Method::POST, &format!("/v1/reviews/{review}/approval"), &body).await
}

/// Does something with a review that needs no body.
pub async fn act(service: &Service, who: &str, review: &str, action: &str) -> Reply {
    service.by(who, Method::POST, &format!("/v1/reviews/{review}/{action}"), &Value::Null).await
}

/// Looks at a review, with nothing but the scopes of reviewers.
async fn look(service: &Service, review: &str) -> Value {
    let reply =
        service.by("onlooker", Method::GET, &format!("/v1/reviews/{review}"), &Value::Null).await;
    assert_eq!(reply.status, 200, "{}", reply.text);
    reply.body
}

/// What happened to a review, as verbs.
async fn happened(service: &Service, review: &str) -> Vec<String> {
    let reply = service.get(&format!("/v1/reviews/{review}/history")).await;
    let events = reply.body["data"].as_array().unwrap().iter();
    events.map(|event| event["action"].as_str().unwrap().to_owned()).collect()
}

/// What the platform was told, in order: kinds and what they say of themselves.
async fn told(service: &Service) -> Vec<(String, Value)> {
    let owner = service.database.owner().await;
    let rows: Vec<(String, Value)> =
        sqlx::query_as("SELECT kind, data FROM event ORDER BY created_at, id")
            .fetch_all(&owner)
            .await
            .unwrap();
    rows.into_iter().filter(|(kind, _)| kind != "decision.created").collect()
}

/// The kinds alone.
async fn kinds(service: &Service) -> Vec<String> {
    told(service).await.into_iter().map(|(kind, _)| kind).collect()
}
