//! Attempts, their schedule, their signatures, and what is never lost.

use std::time::Instant;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bonafide::domain::job::JobKind;
use bonafide::domain::tenant::TenantId;
use bonafide::jobs::{Background, LEASE, deliveries as job};
use bonafide::service::webhooks::events;
use bonafide::store::jobs;
use chrono::Duration;
use learning::label::Verdict;
use reqwest::Method;
use reqwest::header::{HeaderMap, HeaderName};
use ring::signature::{ED25519, UnparsedPublicKey};
use serde_json::{Value, json};
use uuid::Uuid;

use super::receiver::{Manner, Received, Receiver};
use super::{ask, deliver, endpoint, get, happen, id, label_created, log, post, to_the_present};
use crate::harness::{Service, TENANT};

/// The headers of a delivery, as libraries take them.
pub fn headers(received: &Received) -> HeaderMap {
    let header = |(name, value): (&String, &String)| {
        (name.parse::<HeaderName>().unwrap(), value.parse().unwrap())
    };
    received.headers.iter().map(header).collect()
}

/// Whether the reference library takes a delivery.
fn reference_takes(received: &Received, secret: &Value) -> bool {
    let reference = standardwebhooks::Webhook::new(secret.as_str().unwrap()).unwrap();
    reference.verify(&received.body, &headers(received)).is_ok()
}

/// Whether one of the signatures is of the pair of a public key.
fn key_verifies(received: &Received, key: &Value) -> bool {
    let key = key.as_str().unwrap().strip_prefix("whpk_").unwrap();
    let key = UnparsedPublicKey::new(&ED25519, STANDARD.decode(key).unwrap());
    let mut signed =
        format!("{}.{}.", received.header("webhook-id"), received.header("webhook-timestamp"))
            .into_bytes();
    signed.extend_from_slice(&received.body);
    let signatures = received.signatures();
    let mut pairs = signatures.iter().filter_map(|one| one.strip_prefix("v1a,"));
    pairs.any(|one| key.verify(&signed, &STANDARD.decode(one).unwrap()).is_ok())
}

async fn audited(service: &Service, action: &str) -> Vec<Value> {
    let listed = get(service, &format!("/v1/audit?action={action}")).await;
    listed["data"].as_array().unwrap().clone()
}

#[actix_web::test]
async fn a_receiver_that_fails_gets_the_same_bytes_again_until_it_takes_them() {
    let service = Service::start().await;
    to_the_present(&service);
    let receiver = Receiver::start(|n| match n {
        0 => Manner::Answer(500, "out of order"),
        1 => Manner::Nonsense,
        _ => Manner::Answer(204, ""),
    })
    .await;
    let hook = endpoint(&service, &receiver.url, &json!({})).await;
    let decision = happen(&service, "robin").await;

    deliver(&service).await;
    deliver(&service).await;
    assert_eq!(receiver.received().len(), 1, "the second attempt is not due");
    service.clock.advance(Duration::milliseconds(5_600));
    deliver(&service).await;
    service.clock.advance(Duration::seconds(331));
    deliver(&service).await;
    service.clock.advance(Duration::days(2));
    deliver(&service).await;

    let received = receiver.received();
    assert_eq!(received.len(), 3);
    for one in &received {
        assert_eq!(one.line, "POST /hooks HTTP/1.1");
        assert_eq!(one.body, received[0].body);
        assert_eq!(one.header("webhook-id"), received[0].header("webhook-id"));
        assert_eq!(one.header("content-type"), "application/json");
    }
    assert!(reference_takes(&received[0], &hook["secrets"][0]["secret"]));
    assert_ne!(received[0].header("webhook-timestamp"), received[2].header("webhook-timestamp"));
    let told = received[0].json();
    assert_eq!(told["type"], "decision.created");
    assert_eq!(told["data"]["decision_id"], decision["id"]);

    let log = log(&service, &hook).await;
    assert_eq!((&log[0]["state"], log.len()), (&json!("delivered"), 1));
    assert_eq!(log[0]["payload"], told);
    let attempts = log[0]["attempts"].as_array().unwrap();
    let seen: Vec<_> = attempts.iter().map(|one| (&one["status"], &one["failure"])).collect();
    let null = &Value::Null;
    assert_eq!(
        seen,
        [(&json!(500), &json!("status")), (null, &json!("answer_unreadable")), (&json!(204), null)]
    );
    assert_eq!(attempts[0]["response_body"], "out of order");
    assert_eq!(service.count("job WHERE kind = 'delivery'").await, 0);
}

#[actix_web::test]
async fn signatures_hold_for_the_reference_library_and_for_the_public_key() {
    let service = Service::start().await;
    to_the_present(&service);
    let receiver = Receiver::willing().await;
    let hook = endpoint(&service, &receiver.url, &json!({ "signing": ["v1", "v1a"] })).await;
    let other = endpoint(&service, &receiver.url, &json!({ "signing": ["v1", "v1a"] })).await;
    post(&service, &format!("/v1/webhook-endpoints/{}/test", id(&hook)), &json!({})).await;
    deliver(&service).await;

    let received = &receiver.received()[0];
    assert_eq!(received.json()["type"], "webhook.test");
    assert_eq!(received.signatures().len(), 2);
    assert!(reference_takes(received, &hook["secrets"][0]["secret"]));
    assert!(key_verifies(received, &hook["secrets"][1]["public_key"]));
    assert!(!reference_takes(received, &other["secrets"][0]["secret"]));
    assert!(!key_verifies(received, &other["secrets"][1]["public_key"]));
    let mut forged = received.clone();
    forged.body.push(b' ');
    assert!(!reference_takes(&forged, &hook["secrets"][0]["secret"]));
    assert!(!key_verifies(&forged, &hook["secrets"][1]["public_key"]));
}

#[actix_web::test]
async fn both_secrets_sign_while_a_rotation_overlaps_and_the_new_one_alone_afterwards() {
    let service = Service::start().await;
    to_the_present(&service);
    let receiver = Receiver::willing().await;
    let hook = endpoint(&service, &receiver.url, &json!({})).await;
    let rotate = format!("/v1/webhook-endpoints/{}/rotate", id(&hook));
    let rotated =
        post(&service, &rotate, &json!({ "overlap_hours": 1, "signing": ["v1", "v1a"] })).await;
    let (old, new) = (&hook["secrets"][0]["secret"], &rotated["secrets"][0]["secret"]);
    assert_ne!(old, new);

    happen(&service, "during").await;
    deliver(&service).await;
    let during = &receiver.received()[0];
    assert_eq!(during.signatures().len(), 3);
    assert!(reference_takes(during, old) && reference_takes(during, new));
    assert!(key_verifies(during, &rotated["secrets"][1]["public_key"]));

    // The library compares with its own clock, so that the hour passes before and not after.
    let end = rotated["secrets"][2]["expires_at"].as_str().unwrap().to_owned();
    let later = post(&service, &rotate, &json!({ "overlap_hours": 0, "signing": ["v1"] })).await;
    happen(&service, "after").await;
    deliver(&service).await;
    let after = &receiver.received()[1];
    assert_eq!(after.signatures().len(), 1);
    assert!(!reference_takes(after, old) && !reference_takes(after, new));
    assert!(reference_takes(after, &later["secrets"][0]["secret"]));
    assert!(end > service.app.clock.now().to_rfc3339());
}

#[actix_web::test]
async fn an_overlap_ends_by_itself() {
    let service = Service::start().await;
    let receiver = Receiver::willing().await;
    let hook = endpoint(&service, &receiver.url, &json!({})).await;
    let path = format!("/v1/webhook-endpoints/{}", id(&hook));
    post(&service, &format!("{path}/rotate"), &json!({ "overlap_hours": 24 })).await;
    assert_eq!(get(&service, &path).await["secrets"].as_array().unwrap().len(), 2);
    service.clock.advance(Duration::hours(24));
    assert_eq!(get(&service, &path).await["secrets"].as_array().unwrap().len(), 1);
    happen(&service, "after").await;
    deliver(&service).await;
    assert_eq!(receiver.received()[0].signatures().len(), 1);
}

#[actix_web::test]
async fn a_receiver_that_hangs_or_dribbles_is_cut_off_and_tried_again() {
    let service = Service::start().await;
    let receiver = Receiver::start(|n| match n {
        0 => Manner::Hang,
        1 => Manner::Dribble,
        _ => Manner::Answer(200, ""),
    })
    .await;
    let hook = endpoint(&service, &receiver.url, &json!({})).await;
    happen(&service, "robin").await;
    let began = Instant::now();
    deliver(&service).await;
    service.clock.advance(Duration::seconds(6));
    deliver(&service).await;
    assert!(began.elapsed() < std::time::Duration::from_secs(10));
    service.clock.advance(Duration::seconds(331));
    deliver(&service).await;
    let log = log(&service, &hook).await;
    let failures: Vec<&Value> =
        log[0]["attempts"].as_array().unwrap().iter().map(|one| &one["failure"]).collect();
    assert_eq!(failures, [&json!("timeout"), &json!("timeout"), &Value::Null]);
}

#[actix_web::test]
async fn an_answer_without_end_is_read_to_its_limit_and_its_beginning_is_kept() {
    let service = Service::start().await;
    let receiver = Receiver::start(|_| Manner::Endless).await;
    let hook = endpoint(&service, &receiver.url, &json!({})).await;
    happen(&service, "robin").await;
    deliver(&service).await;
    let log = log(&service, &hook).await;
    assert_eq!(log[0]["state"], "delivered");
    assert_eq!(log[0]["attempts"][0]["response_body"], "x".repeat(1024));
}

#[actix_web::test]
async fn a_receiver_that_hangs_holds_up_nobody_else_and_has_few_deliveries_at_once() {
    let service = Service::start().await;
    let (hanging, willing) = (Receiver::start(|_| Manner::Hang).await, Receiver::willing().await);
    endpoint(&service, &hanging.url, &json!({})).await;
    endpoint(&service, &willing.url, &json!({})).await;
    for n in 0..40 {
        happen(&service, &format!("person-{n}")).await;
    }
    let began = Instant::now();
    let background = Background::start(&service.app);
    willing.until(40).await;
    // Forty that hang for 1.5 s each would take 15 s, four at once.
    assert!(began.elapsed() < std::time::Duration::from_secs(8), "{:?}", began.elapsed());
    background.stop().await;
    assert!((1..=4).contains(&hanging.most_at_once()), "{}", hanging.most_at_once());
}

#[actix_web::test]
async fn a_receiver_that_asks_for_time_gets_it_for_all_of_its_deliveries() {
    let service = Service::start().await;
    let receiver = Receiver::start(|n| match n {
        0 => Manner::With(429, "Retry-After: 600".to_owned()),
        _ => Manner::Answer(200, ""),
    })
    .await;
    let hook = endpoint(&service, &receiver.url, &json!({})).await;
    happen(&service, "first").await;
    deliver(&service).await;
    happen(&service, "second").await;
    service.clock.advance(Duration::seconds(590));
    deliver(&service).await;
    assert_eq!(receiver.received().len(), 1, "it is left alone");
    service.clock.advance(Duration::seconds(11));
    deliver(&service).await;
    assert_eq!(receiver.received().len(), 3);
    assert!(log(&service, &hook).await.iter().all(|one| one["state"] == "delivered"));
}

#[actix_web::test]
async fn after_ten_failures_a_delivery_is_given_up_and_can_be_replayed() {
    let service = Service::start().await;
    let receiver = Receiver::start(|n| match n {
        0..10 => Manner::Answer(503, ""),
        _ => Manner::Answer(200, ""),
    })
    .await;
    let hook = endpoint(&service, &receiver.url, &json!({})).await;
    happen(&service, "robin").await;
    for _ in 0..12 {
        deliver(&service).await;
        service.clock.advance(Duration::milliseconds(86_400_000 + 8_640_100));
        if receiver.received().len() == 4 {
            // What failed for five days would end the endpoint; this test is about the delivery alone.
            let path = format!("/v1/webhook-endpoints/{}", id(&hook));
            ask(&service, Method::PATCH, &path, Some(&json!({ "enabled": true }))).await;
        }
        if receiver.received().len() == 8 {
            let path = format!("/v1/webhook-endpoints/{}", id(&hook));
            ask(&service, Method::PATCH, &path, Some(&json!({ "enabled": true }))).await;
        }
    }
    assert_eq!(receiver.received().len(), 10);
    let failed = &log(&service, &hook).await[0];
    assert_eq!((&failed["state"], &failed["attempt_count"]), (&json!("failed"), &json!(10)));
    let replay = format!("/v1/webhook-deliveries/{}/replay", id(failed));
    assert_eq!(post(&service, &replay, &json!({})).await["state"], "pending");
    deliver(&service).await;
    let received = receiver.received();
    assert_eq!(received[10].header("webhook-id"), received[0].header("webhook-id"));
    assert_eq!(log(&service, &hook).await[0]["state"], "delivered");
    assert_eq!(log(&service, &hook).await[0]["attempt_count"], 11);
}

#[actix_web::test]
async fn an_endpoint_that_is_gone_is_disabled_at_once_and_what_it_missed_can_be_replayed() {
    let service = Service::start().await;
    let receiver = Receiver::start(|n| match n {
        0 => Manner::Answer(410, "moved out"),
        _ => Manner::Answer(200, ""),
    })
    .await;
    let hook = endpoint(&service, &receiver.url, &json!({})).await;
    happen(&service, "first").await;
    deliver(&service).await;
    let path = format!("/v1/webhook-endpoints/{}", id(&hook));
    let shown = get(&service, &path).await;
    assert_eq!((&shown["enabled"], &shown["disabled"]["reason"]), (&json!(false), &json!("gone")));
    let audited = audited(&service, "webhook_endpoint.disable.gone").await;
    assert_eq!((&audited[0]["actor"], &audited[0]["subject"]), (&json!("bonafide"), &hook["id"]));

    happen(&service, "second").await;
    service.clock.advance(Duration::days(1));
    deliver(&service).await;
    assert_eq!(receiver.received().len(), 1, "nothing is sent to it");
    let held = log(&service, &hook).await;
    assert!(held.iter().all(|one| one["state"] == "paused") && held.len() == 2, "{held:?}");
    let since = json!({ "since": "2026-06-01T00:00:00Z" });
    let refused = ask(&service, Method::POST, &format!("{path}/replay"), Some(&since)).await;
    assert!(refused.is_problem(409, "webhook_endpoint_disabled"), "{}", refused.text);

    ask(&service, Method::PATCH, &path, Some(&json!({ "enabled": true }))).await;
    let begun = post(&service, &format!("{path}/replay"), &since).await;
    assert_eq!(begun, json!({ "deliveries": 2, "has_more": false }));
    deliver(&service).await;
    assert_eq!(receiver.received().len(), 3);
    assert!(log(&service, &hook).await.iter().all(|one| one["state"] == "delivered"));
    let none = post(&service, &format!("{path}/replay"), &since).await;
    assert_eq!(none["deliveries"], 0);
}

#[actix_web::test]
async fn an_endpoint_that_fails_for_five_days_is_disabled_and_one_success_begins_the_count_anew() {
    let service = Service::start().await;
    let receiver = Receiver::start(|n| match n {
        1 => Manner::Answer(200, ""),
        _ => Manner::Answer(404, ""),
    })
    .await;
    let hook = endpoint(&service, &receiver.url, &json!({})).await;
    let path = format!("/v1/webhook-endpoints/{}", id(&hook));
    for day in 0..=7 {
        happen(&service, &format!("person-{day}")).await;
        // The second attempt, which succeeds, is that of day 0.
        for _ in 0..2 {
            deliver(&service).await;
            service.clock.advance(Duration::seconds(6));
        }
        let shown = get(&service, &path).await;
        assert_eq!(shown["enabled"], day < 6, "day {day}: {shown}");
        service.clock.advance(Duration::days(1));
    }
    let shown = get(&service, &path).await;
    assert_eq!(shown["disabled"]["reason"], "failing");
    assert_eq!(audited(&service, "webhook_endpoint.disable.failing").await.len(), 1);
}

#[actix_web::test]
async fn what_a_worker_took_when_it_died_another_delivers() {
    let service = Service::start().await;
    let receiver = Receiver::willing().await;
    let hook = endpoint(&service, &receiver.url, &json!({})).await;
    happen(&service, "robin").await;
    let claim = async || {
        let (kind, worker) = (JobKind::Delivery, Uuid::new_v4());
        let now = service.app.clock.now();
        let request = jobs::ClaimRequest { kind, worker, now, lease: LEASE, full_lanes: &[] };
        jobs::claim(&service.app.db, request).await.unwrap()
    };
    assert!(claim().await.is_some());
    deliver(&service).await;
    assert!(receiver.received().is_empty(), "the dead worker holds it");
    service.clock.advance(LEASE);
    deliver(&service).await;
    assert_eq!(receiver.received().len(), 1);
    assert_eq!(log(&service, &hook).await[0]["state"], "delivered");
}

#[actix_web::test]
async fn two_workers_that_send_the_same_delivery_lose_nothing_and_do_not_send_a_third_time() {
    let service = Service::start().await;
    let receiver = Receiver::start(|n| match n {
        0 => Manner::Hang,
        _ => Manner::Answer(200, ""),
    })
    .await;
    let hook = endpoint(&service, &receiver.url, &json!({})).await;
    happen(&service, "robin").await;
    let app = service.app.clone();
    let slow = tokio::spawn(async move { job::next(&app, Uuid::new_v4()).await.unwrap() });
    receiver.until(1).await;
    service.clock.advance(LEASE);
    deliver(&service).await;
    assert!(slow.await.unwrap(), "its lease ended while it waited");
    service.clock.advance(Duration::days(2));
    deliver(&service).await;
    assert_eq!(receiver.received().len(), 2);
    let delivery = &log(&service, &hook).await[0];
    assert_eq!((&delivery["state"], &delivery["attempt_count"]), (&json!("delivered"), &json!(2)));
}

#[actix_web::test]
async fn an_event_is_told_if_its_change_was_kept_and_only_then() {
    let service = Service::start().await;
    let receiver = Receiver::willing().await;
    endpoint(&service, &receiver.url, &json!({})).await;
    let tenant = TenantId::parse(TENANT).unwrap();
    for keep in [false, true] {
        let mut tx = service.app.begin(&tenant).await.unwrap();
        let verdict = if keep { Verdict::Fake } else { Verdict::Genuine };
        events::emit(&mut tx, label_created(verdict)).await.unwrap();
        if keep { tx.commit().await.unwrap() } else { tx.rollback().await.unwrap() }
    }
    deliver(&service).await;
    let received = receiver.received();
    assert_eq!(received.len(), 1);
    assert_eq!(received[0].json()["data"]["verdict"], "fake");
}

#[actix_web::test]
async fn deliveries_that_ended_long_ago_are_forgotten_and_others_are_not() {
    let service = Service::start().await;
    let receiver = Receiver::start(|n| match n {
        0 => Manner::Answer(200, ""),
        _ => Manner::Answer(500, ""),
    })
    .await;
    let hook = endpoint(&service, &receiver.url, &json!({})).await;
    happen(&service, "old").await;
    deliver(&service).await;
    service.clock.advance(Duration::days(31));
    happen(&service, "young").await;
    deliver(&service).await;
    let delete = async |app: &_, job: &_, _| job::delete_old(app, job).await;
    let kind = JobKind::DeliveryRetention;
    let worker = Uuid::new_v4();
    assert!(bonafide::jobs::next(&service.app, kind, worker, &delete).await.unwrap());
    let log = log(&service, &hook).await;
    assert_eq!((log.len(), &log[0]["state"]), (1, &json!("pending")));
    assert_eq!(service.count("webhook_attempt").await, 1);
    service.clock.advance(Duration::days(1));
    assert!(bonafide::jobs::next(&service.app, kind, worker, &delete).await.unwrap(), "daily");
}
