//! Webhooks: every event arrives, signed, whatever the receiver does, and nowhere that it must not go.

mod deliveries;
mod endpoints;
mod guard;
mod page;
mod process;
pub mod receiver;
mod speed;

use bonafide::app::Clock as _;
use bonafide::auth::Scope;
use bonafide::domain::event::{EventData, LabelCreated};
use bonafide::jobs::deliveries as job;
use learning::label::{LabelSource, Verdict};
use reqwest::Method;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::harness::{Reply, Service, TENANT};

/// Asks as the tenant, with a token of the present.
async fn ask(service: &Service, method: Method, path: &str, body: Option<&Value>) -> Reply {
    let token = service.token_now(TENANT, &Scope::ALL);
    let request = service.anonymous(method, path).bearer_auth(token);
    Reply::read(match body {
        Some(body) => request.json(body),
        None => request,
    })
    .await
}

async fn get(service: &Service, path: &str) -> Value {
    let reply = ask(service, Method::GET, path, None).await;
    assert_eq!(reply.status, 200, "{path}: {}", reply.text);
    reply.body
}

async fn post(service: &Service, path: &str, body: &Value) -> Value {
    let reply = ask(service, Method::POST, path, Some(body)).await;
    assert!((200..300).contains(&reply.status), "{path}: {}", reply.text);
    reply.body
}

/// Sets an endpoint up, with what differs from the usual.
async fn endpoint(service: &Service, url: &str, more: &Value) -> Value {
    let mut body = json!({ "url": url });
    for (name, value) in more.as_object().unwrap() {
        body[name] = value.clone();
    }
    post(service, "/v1/webhook-endpoints", &body).await
}

fn id(thing: &Value) -> &str {
    thing["id"].as_str().unwrap()
}

/// What an event reports of a label with this verdict.
fn label_created(verdict: Verdict) -> EventData {
    EventData::LabelCreated(LabelCreated {
        label_id: "lab_01937a1e5c007bd28f3c2a5d8e6b4f10".parse().unwrap(),
        applicant_id: "app_01937a1e5c007bd28f3c2a5d8e6b4f11".parse().unwrap(),
        verdict,
        source: LabelSource::Platform,
        review_id: None,
    })
}

/// Makes something happen: a decision.
async fn happen(service: &Service, name: &str) -> Value {
    post(service, "/v1/decisions", &json!({ "external_id": name })).await
}

/// Makes every attempt that is due.
async fn deliver(service: &Service) {
    let worker = Uuid::new_v4();
    while job::next(&service.app, worker).await.unwrap() {}
}

/// The log of an endpoint's deliveries, the latest first.
async fn log(service: &Service, endpoint: &Value) -> Vec<Value> {
    let path = format!("/v1/webhook-endpoints/{}/deliveries", id(endpoint));
    get(service, &path).await["data"].as_array().unwrap().clone()
}

/// Moves the clock to the present, as libraries that look at it themselves want it.
fn to_the_present(service: &Service) {
    let present = bonafide::app::SystemClock.now();
    service.clock.advance(present - service.app.clock.now());
}
