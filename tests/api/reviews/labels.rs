//! Labels: told by the platform, beside those of reviewers, and what contradicts what.

use serde_json::{Value, json};

use super::{claim, give, kinds, opened};
use crate::harness::Service;

#[actix_web::test]
async fn two_labels_that_contradict_each_other_are_both_shown() {
    let service = Service::start().await;
    let review = opened(&service, "robin").await;
    claim(&service, "ada", &review).await;
    give(&service, "ada", &review, "genuine").await;
    let body = json!({ "external_id": "robin", "verdict": "fake", "evidence": "platform_outcome", "known_since": "2026-05-30T00:00:00Z" });
    let told = service.post("/v1/labels", &body).await;
    assert_eq!((told.status, &told.body["source"]), (201, &json!("platform")), "{}", told.text);
    let again = service.post("/v1/labels", &body).await;
    assert_eq!(again.body["id"], told.body["id"], "a double click");
    assert_eq!(kinds(&service).await.last().map(String::as_str), Some("label.created"));

    let applicant = told.body["applicant_id"].as_str().unwrap();
    let path = format!("/v1/applicants/{applicant}/labels");
    let all = service.get(&path).await.body;
    assert_eq!(
        (&all["conflict"], all["data"].as_array().unwrap().len()),
        (&json!(true), 2),
        "{all}"
    );
    let (fake, genuine) = (&all["data"][0], &all["data"][1]);
    assert_eq!(fake["contradicted_by"], json!([genuine["id"]]));
    assert_eq!(genuine["contradicted_by"], json!([fake["id"]]));
    assert_eq!(fake["decision_id"], genuine["decision_id"], "learned with the latest decision");

    // What is taken back contradicts nothing any more, and is still shown.
    service
        .by("ada", reqwest::Method::POST, &format!("/v1/reviews/{review}/undo"), &Value::Null)
        .await;
    let left = service.get(&path).await.body;
    assert_eq!((&left["conflict"], left["data"].as_array().unwrap().len()), (&json!(false), 2));
}

#[actix_web::test]
async fn labels_are_listed_by_source_and_verdict_page_by_page() {
    let service = Service::start().await;
    for i in 0..3 {
        let name = format!("applicant-{i}");
        service.decide(&crate::harness::profiles::ordinary(&name)).await;
        let verdict = if i == 1 { "fake" } else { "genuine" };
        let body = json!({ "external_id": name, "verdict": verdict, "evidence": "document" });
        assert_eq!(service.post("/v1/labels", &body).await.status, 201);
    }
    let count = async |query: &str| {
        service.get(&format!("/v1/labels{query}")).await.body["data"].as_array().unwrap().len()
    };
    assert_eq!(count("").await, 3);
    assert_eq!(count("?verdict=fake").await, 1);
    assert_eq!(count("?source=review").await, 0);
    let page = service.get("/v1/labels?limit=2").await.body;
    let rest = format!("?limit=2&cursor={}", page["next_cursor"].as_str().unwrap());
    assert_eq!(count(&rest).await, 1);
    for (body, status) in [
        (json!({ "external_id": "nobody", "verdict": "fake", "evidence": "document" }), 404),
        (json!({ "external_id": "applicant-0", "verdict": "guilty", "evidence": "document" }), 422),
        (json!({ "verdict": "fake", "evidence": "document" }), 422),
    ] {
        assert_eq!(service.post("/v1/labels", &body).await.status, status, "{body}");
    }
}
