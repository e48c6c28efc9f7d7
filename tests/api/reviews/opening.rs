//! Why reviews open, and where they go.

use reqwest::Method;
use serde_json::{Value, json};

use super::{change_policy, claim, give, kinds, look, opened, put, suspect};
use crate::harness::profiles::{of_ring, ordinary};
use crate::harness::{Reply, Service, TENANT};

#[actix_web::test]
async fn band_tie_rule_and_request_open_reviews_and_each_says_why() {
    let service = Service::start().await;
    let high = opened(&service, "by-band").await;
    assert_eq!(look(&service, &high).await["selected_by"], "band");

    service.decide(&of_ring("first", "RING")).await;
    let tied = service.decide(&of_ring("second", "RING")).await;
    let expected = if tied["reasons"] == json!(["linked"]) { "rule" } else { "band" };
    let tied = look(&service, tied["review"]["id"].as_str().unwrap()).await;
    assert_eq!((&tied["selected_by"], tied["ring_id"].is_string()), (&json!(expected), true));

    let nothing = service.decide(&ordinary("plain")).await;
    assert_eq!(nothing["review"], Value::Null);
    let rule = json!({ "position": 1, "conditions": [{ "bands": ["low", "insufficient_evidence"] }], "opens_reviews": true });
    put(&service, "/v1/queues/quiet", &rule).await;
    let ruled = service.decide(&ordinary("ruled")).await;
    let ruled = look(&service, ruled["review"]["id"].as_str().unwrap()).await;
    assert_eq!((&ruled["selected_by"], &ruled["queue"]), (&json!("rule"), &json!("quiet")));

    let body = json!({ "external_id": "plain", "reason": "A client complained." });
    let asked = service.by("platform", Method::POST, "/v1/reviews", &body).await;
    assert_eq!(
        (asked.status, &asked.body["selected_by"]),
        (201, &json!("request")),
        "{}",
        asked.text
    );
    let again = service.by("platform", Method::POST, "/v1/reviews", &body).await;
    assert_eq!(again.body["id"], asked.body["id"], "one review runs at a time");
    for (body, status) in [
        (json!({ "external_id": "nobody", "reason": "?" }), 404),
        (json!({ "reason": "?" }), 422),
        (json!({ "external_id": "plain", "reason": "" }), 422),
    ] {
        let reply = service.by("platform", Method::POST, "/v1/reviews", &body).await;
        assert_eq!(reply.status, status, "{}", reply.text);
    }
}

#[actix_web::test]
async fn low_cases_are_sampled_by_chance_that_can_be_drawn_again() {
    let service = Service::start().await;
    change_policy(
        &service,
        &json!({ "low_band_sample_rate": 0.5, "min_known_indicators": 1, "min_known_families": 1 }),
    )
    .await;
    let pepper =
        service.app.keys.pepper(&bonafide::domain::tenant::TenantId::parse(TENANT).unwrap());
    let mut sampled = 0;
    for i in 0..40 {
        let decision = service.decide(&ordinary(&format!("low-{i}"))).await;
        assert_eq!(decision["band"], "low", "{decision}");
        let drawn = pepper.chance("sample-low", decision["id"].as_str().unwrap()) < 0.5;
        assert_eq!(decision["review"].is_object(), drawn);
        sampled += usize::from(drawn);
        if let Some(review) = decision["review"]["id"].as_str() {
            assert_eq!(look(&service, review).await["selected_by"], "sample");
        }
    }
    assert!((8..=32).contains(&sampled), "{sampled} of 40");
    let next = service.by("ada", Method::POST, "/v1/reviews/claim-next", &Value::Null).await;
    give(&service, "ada", next.body["id"].as_str().unwrap(), "genuine").await;
    let owner = service.database.owner().await;
    let label: (String, Option<f64>) =
        sqlx::query_as("SELECT chosen, chosen_with FROM label").fetch_one(&owner).await.unwrap();
    assert_eq!(label, ("sample".to_owned(), Some(0.5)));
}

#[actix_web::test]
async fn the_first_queue_whose_rule_fits_takes_the_case() {
    let service = Service::start().await;
    for (name, queue) in [
        (
            "payouts",
            json!({ "position": 2, "conditions": [{ "families": ["payout"], "min_score": 10 }] }),
        ),
        ("never", json!({ "position": 1, "conditions": [{ "bands": ["low"], "min_score": 99 }] })),
        (
            "high",
            json!({ "position": 3, "conditions": [{ "bands": ["high"], "recommendations": ["review"], "selected_by": ["band"] }] }),
        ),
        ("rings", json!({ "position": 0, "conditions": [{ "min_ring_size": 2 }] })),
    ] {
        put(&service, &format!("/v1/queues/{name}"), &queue).await;
    }
    let review = opened(&service, "robin").await;
    let queue = look(&service, &review).await["queue"].clone();
    assert!(queue == "payouts" || queue == "high", "{queue}");
    service.decide(&of_ring("first", "RING")).await;
    let tied = service.decide(&of_ring("second", "RING")).await;
    assert_eq!(look(&service, tied["review"]["id"].as_str().unwrap()).await["queue"], "rings");
}

#[actix_web::test]
async fn a_later_decision_joins_the_running_review_and_is_what_reviewers_see() {
    let service = Service::start().await;
    let review = opened(&service, "robin").await;
    claim(&service, "ada", &review).await;
    let second = service.decide(&suspect("robin")).await;
    assert_eq!(second["review"], json!({ "id": review, "state": "claimed" }));
    let seen = service.get(&format!("/v1/reviews/{review}")).await.body;
    assert_eq!((&seen["decision_id"], &seen["claimed_by"]), (&second["id"], &json!("ada")));
    assert_eq!(seen["profile"]["external_id"], "robin", "the case shows the profile");
    assert_eq!(seen["decision"]["log_odds"], second["log_odds"]);
    let bare = look(&service, &review).await;
    assert_eq!(bare["decision_id"], Value::Null, "who cannot look at decisions has no use for it");
    assert_eq!(kinds(&service).await, ["review.opened"]);
    give(&service, "ada", &review, "genuine").await;
    let third = service.decide(&suspect("robin")).await;
    assert_ne!(third["review"]["id"], json!(review), "a closed one is not joined");
}

#[actix_web::test]
async fn another_tenants_review_does_not_exist() {
    let service = Service::start().await;
    let review = opened(&service, "robin").await;
    for (method, action) in [
        (Method::GET, ""),
        (Method::GET, "/history"),
        (Method::POST, "/claim"),
        (Method::POST, "/undo"),
    ] {
        let request =
            service.request_of("globex", method, &format!("/v1/reviews/{review}{action}"));
        assert_eq!(Reply::read(request).await.status, 404, "{action}");
    }
    let listed = Reply::read(service.request_of("globex", Method::GET, "/v1/reviews")).await;
    assert_eq!(listed.body["data"], json!([]));
}
