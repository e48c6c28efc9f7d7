//! Endpoints, events and the audit as callers see them.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use reqwest::Method;
use serde_json::{Value, json};

use super::receiver::Receiver;
use super::{ask, deliver, endpoint, get, happen, id, log, post};
use crate::harness::{Reply, Service};

const URL: &str = "https://platform.example/hooks";

#[actix_web::test]
async fn an_endpoint_is_set_up_found_changed_and_removed_and_all_of_it_is_on_record() {
    let service = Service::start().await;
    let body = json!({ "url": URL, "description": "production", "event_types": ["label.created", "label.created"] });
    let made = ask(&service, Method::POST, "/v1/webhook-endpoints", Some(&body)).await;
    assert_eq!(made.status, 201, "{}", made.text);
    let path = format!("/v1/webhook-endpoints/{}", id(&made.body));
    assert_eq!(made.header("location"), path);
    assert_eq!(made.body["event_types"], json!(["label.created"]));
    let change = json!({ "event_types": "all", "enabled": false });
    let changed = ask(&service, Method::PATCH, &path, Some(&change)).await.body;
    assert_eq!((&changed["event_types"], &changed["url"]), (&json!("all"), &json!(URL)));
    assert_eq!(changed["disabled"]["reason"], "by_request");
    assert_eq!(get(&service, &path).await, changed);
    assert_eq!(get(&service, "/v1/webhook-endpoints").await["data"], json!([changed]));
    assert_eq!(ask(&service, Method::DELETE, &path, None).await.status, 204);
    assert_eq!(ask(&service, Method::GET, &path, None).await.status, 404);
    assert_eq!(ask(&service, Method::DELETE, &path, None).await.status, 404);

    let audit = get(&service, &format!("/v1/audit?subject={}", id(&made.body))).await;
    let actions: Vec<&Value> =
        audit["data"].as_array().unwrap().iter().map(|one| &one["action"]).collect();
    let expected =
        ["webhook_endpoint.delete", "webhook_endpoint.update", "webhook_endpoint.create"];
    assert_eq!(actions, expected);
    assert_eq!(audit["data"][0]["actor"], "test");
}

#[actix_web::test]
async fn a_shared_secret_is_shown_once_and_is_nowhere_in_the_tables() {
    let service = Service::start().await;
    let hook = endpoint(&service, URL, &json!({ "signing": ["v1", "v1a"] })).await;
    let secret = hook["secrets"][0]["secret"].as_str().unwrap();
    assert!(secret.starts_with("whsec_") && secret.len() == 50, "{secret}");
    let path = format!("/v1/webhook-endpoints/{}", id(&hook));
    let shown = get(&service, &path).await;
    let secrets = shown["secrets"].as_array().unwrap();
    assert!(secrets.iter().all(|one| one["secret"].is_null()), "{shown}");
    let key = secrets.iter().find(|one| one["scheme"] == "v1a").unwrap();
    assert_eq!(key["public_key"], hook["secrets"][1]["public_key"]);
    assert!(key["public_key"].as_str().unwrap().starts_with("whpk_"));

    let owner = service.database.owner().await;
    let sealed: Vec<Vec<u8>> =
        sqlx::query_scalar("SELECT sealed FROM webhook_secret").fetch_all(&owner).await.unwrap();
    let bytes = STANDARD.decode(&secret[6..]).unwrap();
    assert_eq!(sealed.len(), 2);
    assert!(!sealed.iter().any(|one| one.windows(32).any(|window| window == bytes)));
}

#[actix_web::test]
async fn what_cannot_be_an_endpoint_is_refused_with_its_place() {
    let service = Service::start().await;
    for (body, place) in [
        (json!({ "url": URL, "event_types": [] }), "/event_types"),
        (json!({ "url": URL, "event_types": "some" }), "/event_types"),
        (json!({ "url": URL, "event_types": ["decision.forgotten"] }), "/event_types"),
        (json!({ "url": URL, "signing": [] }), "/signing"),
        (json!({ "url": URL, "signing": ["v1", "v1"] }), "/signing"),
        (json!({ "url": URL, "signing": ["v2"] }), "/signing/0"),
        (json!({ "url": URL, "description": "a".repeat(501) }), "/description"),
        (json!({ "url": URL, "secret": "mine" }), "/secret"),
        (json!({}), "/url"),
    ] {
        let reply = ask(&service, Method::POST, "/v1/webhook-endpoints", Some(&body)).await;
        assert!(reply.is_problem(422, "webhook_invalid"), "{body}: {}", reply.text);
        assert_eq!(reply.pointers(), [place], "{body}");
    }
    let hook = endpoint(&service, URL, &json!({})).await;
    let rotate = format!("/v1/webhook-endpoints/{}/rotate", id(&hook));
    let long = json!({ "overlap_hours": 169 });
    let reply = ask(&service, Method::POST, &rotate, Some(&long)).await;
    assert!(reply.is_problem(422, "webhook_invalid"), "{}", reply.text);
    for _ in 1..20 {
        endpoint(&service, URL, &json!({})).await;
    }
    let one_more = json!({ "url": URL });
    let reply = ask(&service, Method::POST, "/v1/webhook-endpoints", Some(&one_more)).await;
    assert!(reply.is_problem(409, "too_many_webhook_endpoints"), "{}", reply.text);
}

#[actix_web::test]
async fn an_endpoint_hears_of_the_kinds_that_it_wants_and_of_no_others() {
    let service = Service::start().await;
    let (all, some) = (Receiver::willing().await, Receiver::willing().await);
    endpoint(&service, &all.url, &json!({})).await;
    let hook = endpoint(&service, &some.url, &json!({ "event_types": ["label.created"] })).await;
    happen(&service, "robin").await;
    deliver(&service).await;
    assert!(!all.received().is_empty());
    assert!(some.received().is_empty());
    assert!(log(&service, &hook).await.is_empty());
}

#[actix_web::test]
async fn deliveries_are_listed_by_state_page_by_page() {
    let service = Service::start().await;
    let receiver = Receiver::willing().await;
    let hook =
        endpoint(&service, &receiver.url, &json!({ "event_types": ["decision.created"] })).await;
    for n in 0..5 {
        happen(&service, &format!("person-{n}")).await;
        if n == 2 {
            deliver(&service).await;
        }
    }
    let path = format!("/v1/webhook-endpoints/{}/deliveries", id(&hook));
    let count = async |query: &str| {
        get(&service, &format!("{path}{query}")).await["data"].as_array().unwrap().len()
    };
    assert_eq!(count("?state=delivered").await, 3);
    assert_eq!(count("?state=pending").await, 2);
    assert_eq!(count("?state=failed").await, 0);
    let mut seen = Vec::new();
    let mut query = "?limit=2".to_owned();
    loop {
        let page = get(&service, &format!("{path}{query}")).await;
        seen.extend(page["data"].as_array().unwrap().iter().map(|one| id(one).to_owned()));
        let Some(cursor) = page["next_cursor"].as_str() else { break };
        query = format!("?limit=2&cursor={cursor}");
    }
    assert_eq!(seen.len(), 5);
    seen.dedup();
    assert_eq!(seen.len(), 5);
    let one = get(&service, &format!("/v1/webhook-deliveries/{}", seen[4])).await;
    assert_eq!(one["attempts"].as_array().unwrap().len(), 1);
    let wrong = ask(&service, Method::GET, &format!("{path}?limit=0"), None).await;
    assert!(wrong.is_problem(400, "query_invalid"), "{}", wrong.text);
}

#[actix_web::test]
async fn who_polls_finds_the_same_events_that_are_sent() {
    let service = Service::start().await;
    let receiver = Receiver::willing().await;
    endpoint(&service, &receiver.url, &json!({ "event_types": ["decision.created"] })).await;
    for n in 0..3 {
        happen(&service, &format!("person-{n}")).await;
    }
    deliver(&service).await;
    let sent = receiver.received();
    let page = get(&service, "/v1/events?type=decision.created&limit=2").await;
    let cursor = page["next_cursor"].as_str().unwrap();
    let rest = get(&service, &format!("/v1/events?type=decision.created&cursor={cursor}")).await;
    let events: Vec<&Value> =
        [&page, &rest].into_iter().flat_map(|page| page["data"].as_array().unwrap()).collect();
    assert_eq!(events.len(), 3);
    for event in &events {
        let same = sent.iter().find(|one| one.header("webhook-id") == id(event)).unwrap();
        let mut told = same.json();
        told["id"] = event["id"].clone();
        assert_eq!(&&told, event);
    }
    let latest = events[0]["timestamp"].as_str().unwrap();
    let since = get(&service, &format!("/v1/events?type=decision.created&since={latest}")).await;
    assert_eq!(since["data"].as_array().unwrap().len(), 1);
}

#[actix_web::test]
async fn another_tenants_endpoints_deliveries_events_and_records_do_not_exist() {
    let service = Service::start().await;
    let receiver = Receiver::willing().await;
    let hook = endpoint(&service, &receiver.url, &json!({})).await;
    happen(&service, "robin").await;
    let delivery = log(&service, &hook).await[0].clone();
    let theirs = async |method: Method, path: &str| {
        let request = service.request_of("globex", method, path);
        let body = match path.rsplit('/').next() {
            Some("rotate") => json!({ "overlap_hours": 1 }),
            _ => json!({ "since": "2026-01-01T00:00:00Z" }),
        };
        Reply::read(request.json(&body)).await
    };
    let one = format!("/v1/webhook-endpoints/{}", id(&hook));
    for (method, path) in [
        (Method::GET, one.clone()),
        (Method::DELETE, one.clone()),
        (Method::POST, format!("{one}/rotate")),
        (Method::POST, format!("{one}/test")),
        (Method::POST, format!("{one}/replay")),
        (Method::GET, format!("{one}/deliveries")),
        (Method::GET, format!("/v1/webhook-deliveries/{}", id(&delivery))),
        (Method::POST, format!("/v1/webhook-deliveries/{}/replay", id(&delivery))),
    ] {
        assert_eq!(theirs(method, &path).await.status, 404, "{path}");
    }
    for path in ["/v1/webhook-endpoints", "/v1/events", "/v1/audit"] {
        assert_eq!(theirs(Method::GET, path).await.body["data"], json!([]), "{path}");
    }
    // What happens elsewhere is not told here.
    let elsewhere = service.request_of("globex", Method::POST, "/v1/decisions");
    let made = Reply::read(elsewhere.json(&json!({ "external_id": "casey" }))).await;
    assert_eq!(made.status, 201);
    deliver(&service).await;
    assert!(
        receiver
            .received()
            .iter()
            .all(|one| { one.json()["data"]["decision_id"] != made.body["id"] })
    );
}

#[actix_web::test]
async fn an_endpoint_that_is_removed_gets_nothing_that_was_still_to_come() {
    let service = Service::start().await;
    let receiver = Receiver::willing().await;
    let hook = endpoint(&service, &receiver.url, &json!({})).await;
    happen(&service, "robin").await;
    let path = format!("/v1/webhook-endpoints/{}", id(&hook));
    assert_eq!(ask(&service, Method::DELETE, &path, None).await.status, 204);
    deliver(&service).await;
    assert!(receiver.received().is_empty());
    for table in ["webhook_delivery", "webhook_secret", "job WHERE kind = 'delivery'"] {
        assert_eq!(service.count(table).await, 0, "{table}");
    }
}

#[actix_web::test]
async fn the_same_key_sets_up_one_endpoint() {
    let service = Service::start().await;
    let body = json!({ "url": URL });
    let send = async || {
        let request =
            service.request_of(crate::harness::TENANT, Method::POST, "/v1/webhook-endpoints");
        Reply::read(request.header("Idempotency-Key", "once").json(&body)).await
    };
    let (first, second) = (send().await, send().await);
    assert_eq!(first.body, second.body);
    assert_eq!(service.count("webhook_endpoint").await, 1);
    let _ = post(&service, "/v1/webhook-endpoints", &body).await;
    assert_eq!(service.count("webhook_endpoint").await, 2);
}
