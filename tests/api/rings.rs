//! Rings: found without a flag, listed, drawn, faded, exempted; and erasure.

use futures_util::future::join_all;
use reqwest::Method;
use serde_json::{Value, json};

use bonafide::service::people::rings::recompute_changed;

use crate::harness::profiles;
use crate::harness::{Reply, Service, TENANT};

/// A profile that has nothing in common with anybody.
fn ordinary(external_id: &str) -> Value {
    paid_to(external_id, &format!("ACCT-{external_id}"))
}

fn paid_to(external_id: &str, account: &str) -> Value {
    let mut profile = profiles::paid_to(external_id, account);
    profile["contact"]["phones"] = json!([]);
    profile
}

/// A profile with these devices and nothing else in common with anybody.
fn with_device(external_id: &str, device: &str) -> Value {
    let mut profile = ordinary(external_id);
    profile["sessions"] = json!([{ "started_at": "2026-05-30T09:00:00Z", "device_id": device }]);
    profile
}

async fn rings(service: &Service, query: &str) -> Vec<Value> {
    let listed = service.get(&format!("/v1/rings{query}")).await;
    assert_eq!(listed.status, 200, "{}", listed.text);
    listed.body["data"].as_array().unwrap().clone()
}

async fn erase(service: &Service, applicant: &str) -> Reply {
    let path = format!("/v1/applicants/{applicant}");
    Reply::read(service.request_of(TENANT, Method::DELETE, &path)).await
}

#[actix_web::test]
async fn a_ring_of_spotless_members_surfaces_at_its_second_member() {
    let service = Service::start().await;
    for i in 0..5 {
        service.decide(&ordinary(&format!("other-{i}"))).await;
    }
    service.decide(&profiles::of_ring("first", "RING-1")).await;
    assert!(rings(&service, "").await.is_empty());
    let second = service.decide(&profiles::of_ring("second", "RING-1")).await;
    assert_eq!(second["recommendation"], "review");
    assert!(second["reasons"].as_array().unwrap().contains(&json!("linked")), "{second}");
    let listed = rings(&service, "?sort=size").await;
    assert_eq!(listed.len(), 1);
    assert_eq!((&listed[0]["id"], &listed[0]["members"]), (&second["links"]["ring_id"], &json!(2)));

    let whole = service.get(&format!("/v1/rings/{}", listed[0]["id"].as_str().unwrap())).await.body;
    assert_eq!(whole["graph"]["nodes"].as_array().unwrap().len(), 2, "{whole}");
    assert!(whole["risk"].as_f64() > Some(0.25), "{whole}");
    let edge = &whole["graph"]["edges"][0];
    let kinds: Vec<&Value> =
        edge["shared"].as_array().unwrap().iter().map(|one| &one["kind"]).collect();
    assert!(kinds.contains(&&json!("payout_account")), "{edge}");
    assert!(edge["strength"].as_f64() > Some(0.9));
}

#[actix_web::test]
async fn rings_are_listed_by_size_or_risk_page_by_page() {
    let service = Service::start().await;
    for (ring, members) in [("A", 2), ("B", 6), ("C", 3)] {
        for i in 0..members {
            service.decide(&with_device(&format!("{ring}-{i}"), &format!("device-{ring}"))).await;
        }
    }
    let sizes = async |query: &str| -> Vec<i64> {
        rings(&service, query).await.iter().map(|ring| ring["members"].as_i64().unwrap()).collect()
    };
    // The list shows risks once the worker has weighed the rings.
    assert!(!recompute_changed(&service.app).await.unwrap());
    assert_eq!(sizes("?sort=size").await, [6, 3, 2]);
    assert_eq!(sizes("?sort=size&min_size=3").await, [6, 3]);
    for sort in ["size", "risk"] {
        let mut found = Vec::new();
        let mut cursor = String::new();
        for _ in 0..3 {
            let page = service.get(&format!("/v1/rings?sort={sort}&limit=1{cursor}")).await.body;
            found.push(page["data"][0]["members"].as_i64().unwrap());
            cursor = format!("&cursor={}", page["next_cursor"].as_str().unwrap_or_default());
        }
        assert_eq!(found, [6, 3, 2], "{sort}");
        assert_eq!(cursor, "&cursor=", "the last page is the last");
    }
    for bad in ["?limit=0", "?sort=colour", "?cursor=x"] {
        let refused = service.get(&format!("/v1/rings{bad}")).await;
        assert!(refused.is_problem(400, "query_invalid"), "{bad}: {}", refused.text);
    }
}

#[actix_web::test]
async fn a_confirmed_household_an_old_device_and_a_hub_make_no_ring() {
    let service = Service::start().await;
    service.confirm("household", &["ann", "ben"]).await;
    for name in ["ann", "ben"] {
        service.decide(&with_device(name, "family-laptop")).await;
    }
    let mut sold = with_device("seller", "sold-laptop");
    sold["sessions"][0]["started_at"] = "2022-01-01T00:00:00Z".into();
    service.decide(&sold).await;
    service.decide(&with_device("buyer", "sold-laptop")).await;
    assert_eq!(rings(&service, "").await, Vec::<Value>::new());
}

#[actix_web::test]
async fn erasing_the_one_who_connects_two_groups_makes_two_rings() {
    let service = Service::start().await;
    for (name, device) in [("a", "left"), ("b", "left"), ("c", "right"), ("d", "right")] {
        service.decide(&with_device(name, device)).await;
    }
    let mut bridge = with_device("bridge", "left");
    bridge["sessions"]
        .as_array_mut()
        .unwrap()
        .push(json!({ "started_at": "2026-05-30T19:00:00Z", "device_id": "right" }));
    let decision = service.decide(&bridge).await;
    assert_eq!(rings(&service, "").await[0]["members"], 5);

    let id = decision["applicant_id"].as_str().unwrap();
    assert_eq!(erase(&service, id).await.status, 204);
    assert_eq!(erase(&service, id).await.status, 204, "erased still");
    let left = rings(&service, "?sort=size").await;
    let sizes: Vec<&Value> = left.iter().map(|ring| &ring["members"]).collect();
    assert_eq!(sizes, [&json!(2), &json!(2)]);
}

#[actix_web::test]
async fn nothing_of_an_erased_applicant_can_be_read_and_the_name_is_free() {
    let service = Service::start().await;
    let first = service.decide(&paid_to("robin", "ACCT-1")).await;
    service.decide(&paid_to("other", "ACCT-1")).await;
    let (id, decision) = (first["applicant_id"].as_str().unwrap(), first["id"].as_str().unwrap());
    assert_eq!(erase(&service, id).await.status, 204);
    for path in [
        format!("/v1/applicants/{id}"),
        format!("/v1/applicants/{id}/links"),
        format!("/v1/decisions/{decision}"),
    ] {
        let gone = service.get(&path).await;
        assert!(gone.is_problem(410, "applicant_erased"), "{path}: {}", gone.text);
    }
    for again in ["replay", "reassess"] {
        let path = format!("/v1/decisions/{decision}/{again}");
        let gone = service.post(&path, &Value::Null).await;
        assert!(gone.is_problem(410, "applicant_erased"), "{path}: {}", gone.text);
    }
    let listed = service.get("/v1/decisions").await.body;
    assert_eq!(listed["data"].as_array().unwrap().len(), 1, "the other one's");
    assert_eq!(rings(&service, "").await, Vec::<Value>::new(), "who is left alone is in no ring");

    let again = service.decide(&paid_to("robin", "ACCT-2")).await;
    assert_ne!(again["applicant_id"], first["applicant_id"], "somebody new");
    assert_eq!(again["profile_version"], 1);
    let nobody = erase(&service, "app_01937a1e5c007bd28f3c2a5d8e6b4f10").await;
    assert_eq!(nobody.status, 404);
}

#[actix_web::test]
async fn members_who_come_at_the_same_instant_see_each_other() {
    let service = Service::start().await;
    let faces = (0..8).map(|i| {
        let mut face = with_device(&format!("face-{i}"), &format!("shared-{}", i % 2));
        face["payouts"][0]["account"] = "ACCT-RING".into();
        let service = &service;
        async move { service.decide(&face).await }
    });
    let decisions = join_all(faces).await;
    let mut seen: Vec<u64> =
        decisions.iter().map(|one| one["links"]["applicants"].as_u64().unwrap()).collect();
    seen.sort_unstable();
    assert_eq!(seen, [0, 1, 2, 3, 4, 5, 6, 7], "each sees all who came before");
    assert_eq!(rings(&service, "").await[0]["members"], 8);
}

#[actix_web::test]
async fn two_with_too_many_things_to_lock_singly_see_each_other_too() {
    let service = Service::start().await;
    let many = |name: &str| {
        let mut profile = ordinary(name);
        let session = |i: u32| json!({ "started_at": "2026-05-30T09:00:00Z", "device_id": format!("{name}-{i}") });
        let mut sessions: Vec<Value> = (0..60).map(session).collect();
        sessions.push(json!({ "started_at": "2026-05-30T09:00:00Z", "device_id": "shared" }));
        profile["sessions"] = sessions.into();
        profile
    };
    let few = with_device("few", "shared");
    let (one, other, few) = (many("one"), many("other"), few);
    let all = join_all([&one, &other, &few].map(|profile| service.decide(profile))).await;
    let mut seen: Vec<u64> =
        all.iter().map(|one| one["links"]["applicants"].as_u64().unwrap()).collect();
    seen.sort_unstable();
    assert_eq!(seen, [0, 1, 2]);
}

#[actix_web::test]
async fn whoever_is_erased_at_the_same_instant_is_in_no_ring() {
    let service = Service::start().await;
    for round in 0..5 {
        let device = format!("device-{round}");
        let first = service.decide(&with_device(&format!("first-{round}"), &device)).await;
        let second = with_device(&format!("second-{round}"), &device);
        let id = first["applicant_id"].as_str().unwrap();
        let (erased, _) =
            futures_util::future::join(erase(&service, id), service.decide(&second)).await;
        assert_eq!(erased.status, 204, "{}", erased.text);
        assert_eq!(rings(&service, "").await, Vec::<Value>::new(), "round {round}");
    }
    let owner = service.database.owner().await;
    let ghosts =
        "SELECT count(*) FROM applicant WHERE erased_at IS NOT NULL AND ring_id IS NOT NULL";
    assert_eq!(sqlx::query_scalar::<_, i64>(ghosts).fetch_one(&owner).await.unwrap(), 0);
}

#[actix_web::test]
async fn a_household_that_is_confirmed_later_leaves_the_ring_that_it_made() {
    let service = Service::start().await;
    service.decide(&with_device("ann", "family-laptop")).await;
    service.decide(&with_device("ben", "family-laptop")).await;
    for (one, other) in [("ann", "ben"), ("ben", "ann")] {
        let mut profile = with_device(one, "family-laptop");
        profile["claims"]["related_accounts"] = json!([other]);
        service.decide(&profile).await;
    }
    assert_eq!(rings(&service, "").await.len(), 1, "what they declare explains nothing");
    service.confirm("household", &["ann", "ben"]).await;
    assert_eq!(rings(&service, "").await, Vec::<Value>::new());
}

#[actix_web::test]
async fn nobody_is_guilty_by_a_friend_of_a_friend() {
    let service = Service::start().await;
    let chain = |name: &str, devices: [&str; 2]| {
        let mut profile = ordinary(name);
        let session =
            |device: &str| json!({ "started_at": "2026-05-30T09:00:00Z", "device_id": device });
        profile["sessions"] = devices.map(session).to_vec().into();
        profile
    };
    let mut last = Value::Null;
    for (name, devices) in
        [("a", ["0", "1"]), ("b", ["1", "2"]), ("c", ["2", "3"]), ("d", ["3", "4"])]
    {
        last = service.decide(&chain(name, devices)).await;
    }
    assert_eq!(last["links"]["applicants"], 1, "the score knows of direct neighbours alone");
    let path = format!("/v1/applicants/{}/links", last["applicant_id"].as_str().unwrap());
    let near = service.get(&path).await.body;
    let names: Vec<(&str, u64)> = (near["nodes"].as_array().unwrap().iter())
        .map(|node| (node["external_id"].as_str().unwrap(), node["distance"].as_u64().unwrap()))
        .collect();
    assert_eq!(names, [("d", 0), ("c", 1), ("b", 2)], "two steps and no more");
    for edge in near["edges"].as_array().unwrap() {
        let shared = json!([{ "kind": "device", "count": 1, "explained_by": null }]);
        assert_eq!(edge["shared"], shared, "why the edge is");
        assert!(edge["strength"].as_f64().unwrap() > 0.25 && edge["last_used_at"].is_string());
    }
}
