//! Profiles in others' forms, and vendors' webhooks.

use bonafide::domain::identifier::hex;
use hmac::{Hmac, KeyInit, Mac};
use reqwest::Method;
use serde_json::{Value, json};
use sha2::Sha256;

use crate::harness::{Reply, Service, TENANT};

const GREENHOUSE: &str = include_str!("../../src/adapters/fixtures/greenhouse.json");
const GITHUB: &str = include_str!("../../src/adapters/fixtures/github.json");

fn signed(secret: &str, body: &str) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).unwrap();
    mac.update(body.as_bytes());
    hex(&mac.finalize().into_bytes())
}

async fn hook(service: &Service, path: &str, signature: &str, body: &str) -> Reply {
    let request = service.anonymous(Method::POST, path).header("Content-Type", "application/json");
    Reply::of(request.header("Signature", signature).body(body.to_owned())).await
}

async fn convert(service: &Service, path: &str, kind: &str, body: &str) -> Reply {
    let request = service.request_of(TENANT, Method::POST, path).header("Content-Type", kind);
    Reply::of(request.body(body.to_owned())).await
}

#[actix_web::test]
async fn converting_stores_nothing_and_deciding_stores_once() {
    let service = Service::start().await;
    let only = convert(&service, "/v1/adapters/github", "application/json", GITHUB).await;
    assert_eq!(only.status, 200, "{}", only.text);
    assert_eq!(only.body["documents"][0]["external_id"], "github:octo-example");
    let scored =
        convert(&service, "/v1/adapters/github?then=score", "application/json", GITHUB).await;
    assert_eq!(scored.body["scores"][0]["external_id"], "github:octo-example", "{}", scored.text);
    assert_eq!(service.count("decision").await, 0);
    for _ in 0..2 {
        let decided =
            convert(&service, "/v1/adapters/github?then=decide", "application/json", GITHUB).await;
        assert_eq!(decided.status, 200, "{}", decided.text);
        assert_eq!(decided.body["decisions"][0]["external_id"], "github:octo-example");
    }
    assert_eq!(service.count("decision").await, 1, "the same input again changes nothing");
    let resume = include_str!("../../src/adapters/fixtures/json-resume.json");
    let named =
        convert(&service, "/v1/adapters/json-resume?external_id=mine", "application/json", resume)
            .await;
    assert_eq!(named.body["documents"][0]["external_id"], "mine", "{}", named.text);
    let mapping = "%7B%22external_id%22%3A%22id%22%7D";
    let table =
        convert(&service, &format!("/v1/adapters/csv?mapping={mapping}"), "text/csv", "id\na\nb\n")
            .await;
    assert_eq!(table.body["documents"].as_array().unwrap().len(), 2, "{}", table.text);
}

#[actix_web::test]
async fn input_with_faults_is_refused_with_their_places_and_nothing_is_stored() {
    let service = Service::start().await;
    for (path, kind, body, status, code) in [
        ("github", "application/json", "{\"user\": {}}", 422, "input_invalid"),
        ("github", "application/json", "{\"user\": ", 422, "input_invalid"),
        ("github", "text/csv", "{}", 415, "unsupported_media_type"),
        ("csv", "application/json", "{}", 415, "unsupported_media_type"),
        ("csv?mapping=x", "text/csv", "id\na\n", 400, "query_invalid"),
        ("csv", "text/csv", "id\na\n", 422, "input_invalid"),
        ("json-resume", "application/json", "{}", 422, "input_invalid"),
        ("linkedin", "application/json", "{}", 404, "not_found"),
    ] {
        let reply = convert(&service, &format!("/v1/adapters/{path}"), kind, body).await;
        assert!(reply.is_problem(status, code), "{path}: {}", reply.text);
    }
    let big = format!("[{}]", "1,".repeat(9_000_000));
    let reply =
        convert(&service, "/v1/adapters/github?then=decide", "application/json", &big).await;
    assert!(reply.is_problem(413, "body_too_large"), "{}", reply.status);
    let many: Vec<Value> =
        (0..101).map(|i| json!({ "user": { "login": format!("a-{i}") } })).collect();
    let many = Value::from(many).to_string();
    let reply =
        convert(&service, "/v1/adapters/github?then=decide", "application/json", &many).await;
    assert!(reply.is_problem(422, "input_invalid"), "{}", reply.text);
    assert_eq!(service.count("applicant").await, 0);
}

#[actix_web::test]
async fn a_webhook_is_taken_by_its_signature_alone_and_erases_whom_the_vendor_erased() {
    let service = Service::start().await;
    let path = format!("/v1/adapters/greenhouse/{TENANT}");
    for (signature, secret) in [("sha256", "old-secret"), ("sha256", "new-secret")] {
        let signature = format!("{signature} {}", signed(secret, GREENHOUSE));
        let taken = hook(&service, &path, &signature, GREENHOUSE).await;
        assert_eq!(
            (taken.status, &taken.body["outcome"]),
            (200, &json!("decided")),
            "{}",
            taken.text
        );
    }
    assert_eq!(service.count("decision").await, 1, "delivered twice, decided once");
    for bad in [String::new(), format!("sha256 {}", signed("guess", GREENHOUSE))] {
        let refused = hook(&service, &path, &bad, GREENHOUSE).await;
        assert!(refused.is_problem(401, "bad_signature"), "{}", refused.text);
    }
    for nowhere in ["/v1/adapters/greenhouse/other", "/v1/adapters/github/demo", "/v1/adapters/x/y"]
    {
        let signature = format!("sha256 {}", signed("old-secret", GREENHOUSE));
        let refused = hook(&service, nowhere, &signature, GREENHOUSE).await;
        assert!(refused.is_problem(404, "not_found"), "{nowhere}: {}", refused.text);
    }
    let event = |action: &str| {
        json!({ "action": action, "payload": { "person": { "id": 60_304_594, "new_candidate_id": 2 } } }).to_string()
    };
    for (action, outcome, erased) in [
        ("delete_candidate", "erase", true),
        ("merge_candidate", "merge", false),
        ("job_created", "nothing", false),
    ] {
        let body = event(action);
        let taken =
            hook(&service, &path, &format!("sha256 {}", signed("old-secret", &body)), &body).await;
        assert_eq!(taken.body["outcome"], outcome, "{}", taken.text);
        assert_eq!(taken.body["erased"], erased, "{action}");
    }
    let listed = service.get("/v1/decisions").await.body;
    assert_eq!(listed["data"], json!([]), "nothing of the candidate can be read");
    let broken = "{\"action\": \"delete_candidate\"}";
    let refused =
        hook(&service, &path, &format!("sha256 {}", signed("old-secret", broken)), broken).await;
    assert!(refused.is_problem(422, "input_invalid"), "{}", refused.text);
}
