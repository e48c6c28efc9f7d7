//! The same request twice is one decision.

use reqwest::{Method, RequestBuilder};
use serde_json::Value;

use crate::harness::profiles::ordinary;
use crate::harness::{Reply, Service, TENANT};

fn keyed(service: &Service, tenant: &str, key: &str, body: &Value) -> RequestBuilder {
    service
        .request_of(tenant, Method::POST, "/v1/decisions")
        .header("Idempotency-Key", key)
        .json(body)
}

#[actix_web::test]
async fn the_same_key_and_body_answer_the_same_and_store_once() {
    let service = Service::start().await;
    let first = Reply::read(keyed(&service, TENANT, "k-1", &ordinary("robin"))).await;
    let second = Reply::read(keyed(&service, TENANT, "k-1", &ordinary("robin"))).await;
    assert_eq!((first.status, second.status), (201, 201));
    assert_eq!(first.body, second.body);
    assert_eq!(second.header("idempotent-replayed"), "true");
    assert_eq!(service.count("decision").await, 1);
}

#[actix_web::test]
async fn the_same_key_with_another_body_is_refused_and_stores_nothing() {
    let service = Service::start().await;
    Reply::read(keyed(&service, TENANT, "k-1", &ordinary("robin"))).await;
    let other = Reply::read(keyed(&service, TENANT, "k-1", &ordinary("sam"))).await;
    assert!(other.is_problem(422, "idempotency_key_reused"), "{}", other.text);
    assert_eq!(service.count("decision").await, 1);
}

#[actix_web::test]
async fn a_key_belongs_to_its_tenant() {
    let service = Service::start().await;
    let ours = Reply::read(keyed(&service, TENANT, "k-1", &ordinary("robin"))).await;
    let theirs = Reply::read(keyed(&service, "globex", "k-1", &ordinary("sam"))).await;
    assert_eq!((ours.status, theirs.status), (201, 201));
    assert_ne!(ours.body["id"], theirs.body["id"]);
}

#[actix_web::test]
async fn a_twin_that_is_still_running_is_refused_and_one_decision_is_stored() {
    let service = Service::start().await;
    let twins = (0..8).map(|_| Reply::read(keyed(&service, TENANT, "k-1", &ordinary("robin"))));
    let replies = futures_join(twins).await;
    let made: Vec<&Value> =
        replies.iter().filter(|reply| reply.status == 201).map(|reply| &reply.body["id"]).collect();
    assert!(!made.is_empty());
    assert!(made.iter().all(|id| *id == made[0]), "every success is the same decision");
    for reply in replies.iter().filter(|reply| reply.status != 201) {
        assert!(reply.is_problem(409, "idempotency_key_in_use"), "{}", reply.text);
    }
    assert_eq!(service.count("decision").await, 1);
}

#[actix_web::test]
async fn a_twin_is_told_that_the_first_is_running() {
    let service = Service::start().await;
    // The first request is held in the middle of its work: another session holds the applicant's row lock.
    let held = service.hold_applicant("robin").await;
    let first = tokio::spawn(Reply::read(keyed(&service, TENANT, "k-1", &ordinary("robin"))));
    service.until_somebody_waits().await;
    let twin = Reply::read(keyed(&service, TENANT, "k-1", &ordinary("robin"))).await;
    assert!(twin.is_problem(409, "idempotency_key_in_use"), "{}", twin.text);
    drop(held);
    assert_eq!(first.await.unwrap().status, 201);
}

#[actix_web::test]
async fn a_key_that_is_no_key_is_refused() {
    let service = Service::start().await;
    for bad in ["", "a b", &"k".repeat(256)] {
        let reply = Reply::read(keyed(&service, TENANT, bad, &ordinary("robin"))).await;
        assert_eq!(reply.status, 400, "{bad:?}: {}", reply.text);
    }
    assert_eq!(service.count("decision").await, 0);
}

/// Runs all at once.
async fn futures_join(
    all: impl Iterator<Item = impl Future<Output = Reply> + Send + 'static>,
) -> Vec<Reply> {
    let running: Vec<_> = all.map(tokio::spawn).collect();
    let mut replies = Vec::new();
    for one in running {
        replies.push(one.await.unwrap());
    }
    replies
}

fn make_list(service: &Service, key: &str, name: &str) -> RequestBuilder {
    let body = serde_json::json!({ "name": name, "kind": "email", "meaning": "threat_actor" });
    service.request_of(TENANT, Method::POST, "/v1/lists").header("Idempotency-Key", key).json(&body)
}

#[actix_web::test]
async fn any_other_post_under_a_key_is_done_once_and_answers_the_same() {
    let service = Service::start().await;
    let first = Reply::read(make_list(&service, "k-1", "one")).await;
    let again = Reply::read(make_list(&service, "k-1", "one")).await;
    assert_eq!((first.status, again.status), (201, 201), "{}", again.text);
    assert_eq!(first.text, again.text);
    assert_eq!(again.header("idempotent-replayed"), "true");
    assert_eq!(first.header("location"), again.header("location"));
    assert_eq!(again.header("content-type"), "application/json");
    let other = Reply::read(make_list(&service, "k-1", "two")).await;
    assert!(other.is_problem(422, "idempotency_key_reused"), "{}", other.text);
    assert_eq!(service.count("list").await, 1);
}

#[actix_web::test]
async fn a_refused_post_frees_its_key_and_an_answer_is_forgotten_after_a_day() {
    let service = Service::start().await;
    let refused = Reply::read(make_list(&service, "k-1", "")).await;
    assert_eq!(refused.status, 422, "{}", refused.text);
    let made = Reply::read(make_list(&service, "k-1", "one")).await;
    assert_eq!(made.status, 201, "{}", made.text);
    service.clock.advance(chrono::Duration::hours(25));
    let token = service.token_now(TENANT, &bonafide::auth::Scope::ALL);
    let body = serde_json::json!({ "name": "two", "kind": "email", "meaning": "threat_actor" });
    let later = service.anonymous(Method::POST, "/v1/lists").bearer_auth(token);
    let later = Reply::read(later.header("Idempotency-Key", "k-1").json(&body)).await;
    assert_eq!(later.status, 201, "{}", later.text);
}

#[actix_web::test]
async fn what_is_kept_of_an_answer_cannot_be_read_in_the_database() {
    let service = Service::start().await;
    Reply::read(make_list(&service, "k-1", "a-telling-name")).await;
    let owner = service.database.owner().await;
    let kept: Vec<u8> =
        sqlx::query_scalar("SELECT answer FROM request_key").fetch_one(&owner).await.unwrap();
    assert!(!String::from_utf8_lossy(&kept).contains("telling"));
}

#[actix_web::test]
async fn twins_of_any_post_make_one_thing() {
    let service = Service::start().await;
    let twins = (0..8).map(|_| Reply::read(make_list(&service, "k-1", "one")));
    for reply in futures_join(twins).await {
        let running = reply.is_problem(409, "idempotency_key_in_use");
        assert!(running || reply.status == 201, "{}", reply.text);
    }
    assert_eq!(service.count("list").await, 1);
}
