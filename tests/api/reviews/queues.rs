//! The queue as it is looked at, and what a blind one hides.

use bonafide::auth::Scope;
use chrono::Duration;
use reqwest::Method;
use serde_json::{Value, json};

use super::{claim, give, look, opened, put, review_everybody, suspect};
use crate::harness::profiles::{ordinary, paid_to};
use crate::harness::{Reply, Service, TENANT};

async fn names(service: &Service, query: &str) -> Vec<String> {
    let listed = service.get(&format!("/v1/reviews{query}")).await;
    assert_eq!(listed.status, 200, "{}", listed.text);
    let data = listed.body["data"].as_array().unwrap().iter();
    data.map(|one| one["external_id"].as_str().unwrap().to_owned()).collect()
}

#[actix_web::test]
async fn the_queue_is_filtered_sorted_and_paged() {
    let service = Service::start().await;
    review_everybody(&service).await;
    let mut quiet = ordinary("quiet");
    quiet["contact"]["phones"] = json!([]);
    service.decide(&quiet).await;
    service.clock.advance(Duration::hours(1));
    let loud = opened(&service, "loud").await;
    service.clock.advance(Duration::hours(1));
    service.decide(&paid_to("tied-1", "ACCT-RING")).await;
    let tied = service.decide(&paid_to("tied-2", "ACCT-RING")).await;
    let ring = tied["links"]["ring_id"].as_str().unwrap().to_owned();
    claim(&service, "ada", &loud).await;

    assert_eq!(names(&service, "").await, ["quiet", "loud", "tied-1", "tied-2"]);
    assert_eq!(names(&service, "?sort=age").await, ["quiet", "loud", "tied-1", "tied-2"]);
    assert_eq!(names(&service, "?sort=risk").await[0], "loud");
    assert_eq!(names(&service, "?band=high").await[0], "loud");
    assert_eq!(names(&service, "?claimed_by=ada").await, ["loud"]);
    assert_eq!(names(&service, "?state=claimed").await, ["loud"]);
    assert_eq!(names(&service, "?state=open").await, ["quiet", "tied-1", "tied-2"]);
    assert_eq!(names(&service, &format!("?ring_id={ring}")).await, ["tied-1", "tied-2"]);
    assert_eq!(names(&service, "?older_than=2026-06-01T12:30:00Z").await, ["quiet"]);
    assert_eq!(names(&service, "?selected_by=request").await, Vec::<String>::new());
    assert_eq!(names(&service, "?queue=default").await.len(), 4);
    assert_eq!(names(&service, "?queue=other").await.len(), 0);
    for sort in ["sla", "age", "risk"] {
        let whole = names(&service, &format!("?sort={sort}")).await;
        let (mut paged, mut cursor) = (Vec::new(), String::new());
        for _ in 0..4 {
            let page = service.get(&format!("/v1/reviews?sort={sort}&limit=1{cursor}")).await.body;
            paged.push(page["data"][0]["external_id"].as_str().unwrap().to_owned());
            cursor = format!("&cursor={}", page["next_cursor"].as_str().unwrap_or_default());
        }
        assert_eq!(paged, whole, "{sort}");
        assert_eq!(cursor, "&cursor=", "the last page is the last");
    }
    for bad in ["?limit=0", "?sort=colour", "?cursor=x", "?state=lost", "?queue=No%20Queue"] {
        let refused = service.get(&format!("/v1/reviews{bad}")).await;
        assert!(refused.is_problem(400, "query_invalid"), "{bad}: {}", refused.text);
    }
    give(&service, "ada", &loud, "genuine").await;
    assert_eq!(names(&service, "").await.len(), 3);
    assert_eq!(names(&service, "?state=closed").await, ["loud"]);
}

#[actix_web::test]
async fn queues_tell_what_waits_and_what_is_late() {
    let service = Service::start().await;
    let queues = service.get("/v1/queues").await.body;
    assert_eq!(queues["data"][0]["name"], "default", "one is there without set-up");
    put(&service, "/v1/queues/default", &json!({ "due_within_minutes": 60 })).await;
    let first = opened(&service, "first").await;
    opened(&service, "second").await;
    claim(&service, "ada", &first).await;
    let state = async || service.get("/v1/queues").await.body["data"][0].clone();
    let now = state().await;
    assert_eq!((&now["open"], &now["claimed"], &now["overdue"]), (&json!(1), &json!(1), &json!(0)));
    service.clock.advance(Duration::minutes(61));
    let later = state().await;
    assert_eq!(
        (&later["open"], &later["claimed"], &later["overdue"]),
        (&json!(2), &json!(0), &json!(2))
    );
    assert!(later["oldest_opened_at"].is_string());
    assert_eq!(look(&service, &first).await["overdue"], true);
}

#[actix_web::test]
async fn a_queue_that_cannot_be_used_is_refused_with_every_fault() {
    let service = Service::start().await;
    let bad = json!({
        "conditions": [{ "hits": ["no_such_flag"] }, { "families": ["shoes"] }, { "max_score": 100, "min_ring_size": 1 }],
        "due_within_minutes": 0, "golden_rate": 0.9
    });
    let request = service.request_of(TENANT, Method::PUT, "/v1/queues/bad").json(&bad);
    let refused = Reply::read(request).await;
    assert!(refused.is_problem(422, "body_invalid"), "{}", refused.text);
    let mut places = refused.pointers();
    places.sort_unstable();
    let expected = [
        "/conditions/0/hits/0",
        "/conditions/1/families/0",
        "/conditions/2/max_score",
        "/conditions/2/min_ring_size",
        "/due_within_minutes",
        "/golden_rate",
    ];
    assert_eq!(places, expected);
    let all = json!({ "conditions": [{}], "opens_reviews": true });
    let request = service.request_of(TENANT, Method::PUT, "/v1/queues/bad").json(&all);
    assert!(Reply::read(request).await.is_problem(422, "body_invalid"));
}

#[actix_web::test]
async fn a_blind_queue_hides_the_score_until_the_verdict() {
    let service = Service::start().await;
    put(
        &service,
        "/v1/queues/blind",
        &json!({ "conditions": [{ "bands": ["high"] }], "blind": true }),
    )
    .await;
    let review = opened(&service, "robin").await;
    let other = opened(&service, "other").await;
    let reviewer = [Scope::ReviewsRead, Scope::ReviewsWrite];
    let token = service.token_of("ada", TENANT, &reviewer);
    let decision = service.get(&format!("/v1/reviews/{review}")).await.body["decision_id"].clone();
    let decision = decision.as_str().unwrap().to_owned();
    let direct = service.anonymous(Method::GET, &format!("/v1/decisions/{decision}"));
    assert_eq!(Reply::read(direct.bearer_auth(&token)).await.status, 403);

    claim(&service, "ada", &review).await;
    let case = look(&service, &review).await;
    for hidden in ["band", "score", "probability", "selected_by", "decision"] {
        assert_eq!(case[hidden], Value::Null, "{hidden}");
    }
    assert_eq!((&case["score_hidden"], case["profile"].is_object()), (&json!(true), true));
    let text = case.to_string();
    for told in ["log_odds", "contributions", "\"high\""] {
        assert!(!text.contains(told), "{told}: {text}");
    }
    // Neither a filter nor an order gives it away.
    assert_eq!(names(&service, "?band=high").await, Vec::<String>::new());
    assert_eq!(names(&service, "?selected_by=band").await, Vec::<String>::new());
    assert_eq!(names(&service, "?sort=risk").await, ["robin", "other"], "by id alone");
    let history = service.get(&format!("/v1/reviews/{review}/history")).await.text;
    assert!(!history.contains("high") && !history.contains("probability"), "{history}");

    give(&service, "ada", &review, "genuine").await;
    let after = look(&service, &review).await;
    assert_eq!(
        (&after["band"], &after["verdict"]["score_visible"]),
        (&json!("high"), &json!(false))
    );
    assert!(after["decision"]["contributions"].is_array());

    // Whoever can look at decisions could have seen the score.
    let path = format!("/v1/reviews/{other}");
    service.post(&format!("{path}/claim"), &Value::Null).await;
    let body = json!({ "verdict": "unsure", "evidence": "opinion" });
    let seen = service.post(&format!("{path}/verdict"), &body).await;
    assert_eq!(seen.body["verdict"]["score_visible"], true, "{}", seen.text);
    service.decide(&suspect("third")).await;
}
