//! Appeals in the console: statements are shown as written, conflicts of interest are refused, facts are corrected.

use bonafide::domain::user::Role;
use reqwest::Method;
use serde_json::{Value, json};

use super::Browser;
use super::work::suspect;
use crate::harness::Service;
use crate::reviews::{approve, claim, give, opened};

/// An applicant appeals a "fake" verdict by Rui that Lee approved. Returns the appeal's case and id.
async fn contested(service: &Service, rui: &mut Browser, lee: &mut Browser) -> (String, String) {
    let first = format!("/console/reviews/{}", opened(service, "robin").await);
    rui.post(&format!("{first}/claim"), &[]).await;
    let found = [("verdict", "fake"), ("evidence", "opinion"), ("reason_fake", "paid_to_another")];
    assert_eq!(rui.post(&format!("{first}/verdict"), &found).await.status, 303);
    assert_eq!(lee.post(&format!("{first}/approve"), &[]).await.status, 303);
    let body = json!({ "external_id": "robin", "statement": "It was <b>my</b> brother's laptop." });
    let appeal = service.by("platform", Method::POST, "/v1/appeals", &body).await.body;
    let case = format!("/console/reviews/{}", appeal["review_id"].as_str().unwrap());
    (case, appeal["id"].as_str().unwrap().to_owned())
}

async fn appeal(service: &Service, id: &str) -> Value {
    service.get(&format!("/v1/appeals/{id}")).await.body
}

#[actix_web::test]
async fn an_appeal_is_decided_by_someone_who_neither_gave_nor_approved_the_verdict() {
    let service = Service::start().await;
    let mut rui = Browser::with_roles(&service, "rui", &[Role::Reviewer]).await;
    let mut lee = Browser::with_roles(&service, "lee", &[Role::Lead]).await;
    let mut sol = Browser::with_roles(&service, "sol", &[Role::Reviewer]).await;
    let (case, id) = contested(&service, &mut rui, &mut lee).await;
    let list = sol.get("/console/appeals").await.text;
    assert!(list.contains(&case) && list.contains("robin") && list.contains("Pending"), "{list}");
    for barred in [&mut rui, &mut lee] {
        let page = barred.get(&case).await.text;
        assert!(page.contains("so someone else must decide"), "{page}");
        assert!(!page.contains(&format!("{case}/claim")), "no button");
        assert_eq!(barred.post(&format!("{case}/claim"), &[]).await.status, 409);
    }
    let page = sol.get(&case).await.text;
    assert!(page.contains("It was &#60;b&#62;my&#60;/b&#62; brother&#39;s laptop."), "{page}");
    assert!(page.contains("Payout goes to a third party"), "why it was found: {page}");
    let outcome = format!("/console/appeals/{id}/outcome");
    let decides = [("outcome", "overturned"), ("evidence", "document"), ("note", "Seen.")];
    assert_eq!(sol.post(&outcome, &decides).await.status, 409, "not before it is claimed");
    sol.post(&format!("{case}/claim"), &[]).await;
    assert!(sol.get(&case).await.text.contains(&outcome));
    assert_eq!(sol.post(&outcome, &decides[..2]).await.status, 409, "not without a reason");
    let decided = sol.post(&outcome, &decides).await;
    assert_eq!(decided.header("location"), format!("{case}?done=appeal_decided"));
    assert_eq!(appeal(&service, &id).await["outcome"], "overturned");
    let page = sol.get(&case).await.text;
    assert!(page.contains("Overturned") && page.contains("Seen."), "{page}");
    let labels = service.get("/v1/labels?source=appeal").await.body;
    assert_eq!(labels["data"][0]["verdict"], "genuine");
}

#[actix_web::test]
async fn a_correction_in_the_console_rescores_the_case() {
    let service = Service::start().await;
    let mut rui = Browser::with_roles(&service, "rui", &[Role::Reviewer]).await;
    let mut lee = Browser::with_roles(&service, "lee", &[Role::Lead]).await;
    let mut sol = Browser::with_roles(&service, "sol", &[Role::Reviewer]).await;
    let (case, id) = contested(&service, &mut rui, &mut lee).await;
    let corrections = format!("/console/appeals/{id}/corrections");
    let city = [("pointer", "/claims/city"), ("value", "Lisbon")];
    assert_eq!(sol.post(&corrections, &city).await.status, 409, "not before it is claimed");
    sol.post(&format!("{case}/claim"), &[]).await;
    for [place, value] in
        [["/nowhere/at", "x"], ["/sessions/0/ip", "nowhere"], ["/external_id", "x"]]
    {
        let refused = sol.post(&corrections, &[("pointer", place), ("value", value)]).await;
        assert_eq!(refused.status, 409, "{place}: {}", refused.text);
    }
    let corrected = sol.post(&corrections, &city).await;
    assert_eq!(corrected.header("location"), format!("{case}?done=corrected"));
    let rescored = appeal(&service, &id).await["rescored_decision_id"].clone();
    assert!(rescored.is_string());
    let page = sol.get(&case).await.text;
    assert!(page.contains("The profile was corrected and rescored"), "{page}");
    assert!(page.contains("<ins><bdi>\"Lisbon\"</bdi></ins>") || page.contains("Lisbon"), "{page}");
}

#[actix_web::test]
async fn the_appeal_of_a_golden_item_is_hidden_from_reviewers() {
    let service = Service::start().await;
    // Of the band of those beside which it is mixed in.
    let made = service.decide(&suspect("known", "ACCT-known")).await;
    let known = made["review"]["id"].as_str().unwrap().to_owned();
    claim(&service, "ada", &known).await;
    give(&service, "ada", &known, "fake").await;
    approve(&service, "ben", &known).await;
    let body = json!({ "external_id": "known", "statement": "No." });
    let contested = service.by("platform", Method::POST, "/v1/appeals", &body).await.body;
    let (id, review) =
        (contested["id"].as_str().unwrap(), contested["review_id"].as_str().unwrap());
    claim(&service, "cleo", review).await;
    let decides = json!({ "outcome": "overturned", "evidence": "document", "note": "Seen." });
    let outcome = format!("/v1/appeals/{id}/outcome");
    assert_eq!(service.by("cleo", Method::POST, &outcome, &decides).await.status, 200);
    super::golden::mix_in(&service, "known", "genuine").await;
    let mut sol = Browser::with_roles(&service, "sol", &[Role::Reviewer]).await;
    let mut lee = Browser::with_roles(&service, "lee", &[Role::Lead]).await;
    assert!(!sol.get("/console/appeals").await.text.contains("known"));
    assert!(lee.get("/console/appeals").await.text.contains("known"));
    let path = format!("/v1/appeals/{id}");
    assert_eq!(service.by("dan", Method::GET, &path, &Value::Null).await.status, 404);
    assert_eq!(service.by("cleo", Method::GET, &path, &Value::Null).await.status, 200);
}
