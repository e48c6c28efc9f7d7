//! Stored summaries of rings: right once the worker has been there, and shown right before.

use std::collections::BTreeSet;

use bonafide::domain::tenant::TenantId;
use bonafide::service::people::rings::recompute_changed;
use bonafide::store::people::rings::mark_changed;
use ids::RingId;
use reqwest::Method;
use serde_json::{Value, json};

use crate::harness::profiles::paid_to;
use crate::harness::{Reply, Service, TENANT};

/// A profile that shares this account and nothing else.
fn member(external_id: &str, account: &str) -> Value {
    let mut profile = paid_to(external_id, &format!("ACCT-{account}"));
    profile["contact"]["phones"] = json!([]);
    profile
}

/// A profile that shares the accounts A and B.
fn bridge() -> Value {
    let mut profile = member("bridge", "A");
    let mut second = profile["payouts"][0].clone();
    second["account"] = "ACCT-B".into();
    profile["payouts"] = json!([profile["payouts"][0], second]);
    profile
}

/// How many summaries are wrong, missing or too many, and how many marks are left.
async fn faults(service: &Service) -> (i64, i64) {
    let owner = service.database.owner().await;
    let columns = "members, risk, mean_probability, first_seen_at, last_seen_at";
    let differing = format!(
        "SELECT count(*) FROM (
            (SELECT tenant_id, ring, {columns} FROM ring_summary EXCEPT SELECT tenant_id, id, {columns} FROM ring)
            UNION ALL
            (SELECT tenant_id, id, {columns} FROM ring EXCEPT SELECT tenant_id, ring, {columns} FROM ring_summary)
        ) AS differing"
    );
    let differing: i64 =
        sqlx::query_scalar(sqlx::AssertSqlSafe(differing)).fetch_one(&owner).await.unwrap();
    (differing, service.count("ring_change").await)
}

async fn listed(service: &Service) -> Value {
    let mut rings = service.get("/v1/rings?sort=size").await.body["data"].clone();
    // The worker weighs a ring a moment later.
    for ring in rings.as_array_mut().unwrap() {
        ring.as_object_mut().unwrap().remove("risk");
    }
    rings
}

async fn erase(service: &Service, applicant: &Value) {
    let path = format!("/v1/applicants/{}", applicant.as_str().unwrap());
    let reply = Reply::read(service.request_of(TENANT, Method::DELETE, &path)).await;
    assert_eq!(reply.status, 204, "{}", reply.text);
}

#[actix_web::test]
async fn a_list_is_the_same_before_and_after_the_worker_was_there() {
    let service = Service::start().await;
    let mut first = Value::Null;
    for (account, members) in [("A", 2), ("B", 4), ("C", 3)] {
        for n in 0..members {
            first = service.decide(&member(&format!("{account}-{n}"), account)).await;
        }
    }
    let before = listed(&service).await;
    assert_eq!(before.as_array().unwrap().len(), 3);
    assert_eq!(service.count("ring").await, 0, "nothing is summarised yet");
    assert!(!recompute_changed(&service.app).await.unwrap(), "one batch is enough");
    assert_eq!(faults(&service).await, (0, 0));
    assert_eq!(listed(&service).await, before);
    let riskiest = service.get("/v1/rings?sort=risk").await.body["data"][0].clone();
    assert!(riskiest["risk"].as_f64() > Some(0.1), "{riskiest}");
    let whole = service.get(&format!("/v1/rings/{}", riskiest["id"].as_str().unwrap())).await.body;
    assert_eq!(riskiest["risk"], whole["risk"], "the list says what the page says");

    // Another decision about a member, a ring that merges two, and a ring that dissolves.
    service.decide(&member("B-0", "B")).await;
    service.decide(&bridge()).await;
    erase(&service, &first["applicant_id"]).await;
    let before = listed(&service).await;
    let sizes: Vec<&Value> =
        before.as_array().unwrap().iter().map(|ring| &ring["members"]).collect();
    assert_eq!(sizes, [&json!(7), &json!(2)]);
    recompute_changed(&service.app).await.unwrap();
    assert_eq!(faults(&service).await, (0, 0));
    assert_eq!(listed(&service).await, before);
}

#[actix_web::test]
async fn a_ring_that_loses_its_members_loses_its_summary() {
    let service = Service::start().await;
    let first = service.decide(&member("first", "A")).await;
    service.decide(&member("second", "A")).await;
    recompute_changed(&service.app).await.unwrap();
    assert_eq!(service.count("ring").await, 1);
    erase(&service, &first["applicant_id"]).await;
    assert_eq!(listed(&service).await, json!([]));
    recompute_changed(&service.app).await.unwrap();
    assert_eq!((service.count("ring").await, faults(&service).await), (0, (0, 0)));
}

#[actix_web::test]
async fn decisions_about_one_ring_wait_neither_for_each_other_nor_for_the_worker() {
    let service = Service::start().await;
    service.decide(&member("first", "A")).await;
    let second = service.decide(&member("second", "A")).await;
    let ring: RingId = second["links"]["ring_id"].as_str().unwrap().parse().unwrap();
    recompute_changed(&service.app).await.unwrap();
    // A mark that is not committed, and a worker that has the ring's row.
    let mut marking = service.app.begin(&TenantId::parse(TENANT).unwrap()).await.unwrap();
    mark_changed(&mut marking, &BTreeSet::from([ring])).await.unwrap();
    let owner = service.database.owner().await;
    let mut working = owner.begin().await.unwrap();
    sqlx::query("SELECT FROM ring FOR UPDATE").execute(&mut *working).await.unwrap();
    service.decide(&member("third", "A")).await;
    service.decide(&member("first", "A")).await;
    working.rollback().await.unwrap();

    // The worker takes the marks that it sees. The one that comes later is another round's.
    recompute_changed(&service.app).await.unwrap();
    assert_eq!(faults(&service).await, (0, 0));
    marking.commit().await.unwrap();
    assert_eq!(faults(&service).await, (0, 1));
    recompute_changed(&service.app).await.unwrap();
    assert_eq!(faults(&service).await, (0, 0));
}

#[actix_web::test]
async fn a_transaction_marks_a_ring_once_however_many_members_it_moves() {
    let service = Service::start().await;
    for (account, members) in [("A", 5), ("B", 5)] {
        for n in 0..members {
            service.decide(&member(&format!("{account}-{n}"), account)).await;
        }
    }
    recompute_changed(&service.app).await.unwrap();
    service.decide(&bridge()).await;
    assert_eq!(faults(&service).await.1, 2, "the ring that is left and the one that is joined");
}
