//! Confirmed relations: what they explain, what they never explain, and for how long.

use bonafide::service::people::relations::rebuild_due;
use chrono::Duration;
use reqwest::Method;
use serde_json::{Value, json};

use crate::harness::profiles::ordinary;
use crate::harness::{Reply, Service, TENANT};

/// A profile with nothing in common with anybody.
fn alone(external_id: &str) -> Value {
    let mut profile = ordinary(external_id);
    profile["claims"]["name"] = format!("Robin {external_id}").into();
    profile["contact"]["phones"] = json!([]);
    profile
}

/// A profile that shares a device and a payout account.
fn colleague(external_id: &str) -> Value {
    let mut profile = alone(external_id);
    profile["sessions"] =
        json!([{ "started_at": "2026-05-30T09:00:00Z", "device_id": "office-laptop" }]);
    profile["payouts"][0]["account"] = "ACCT-OFFICE".into();
    profile
}

/// The profile of the security audit: shares whatever it can.
fn face(n: usize) -> Value {
    let mut profile = colleague(&format!("face-{n}"));
    profile["photos"] = json!([{ "perceptual_hash": "c3d0e1f08794a5b2" }]);
    profile["identity_checks"] = json!([{
        "result": "passed", "document_digest": "D-10449", "image_template_id": "template-7",
    }]);
    let author = json!({ "email": "face@work.example", "name": "Robin Example", "date": "2026-01-01T10:11:12Z" });
    let commit = json!({
        "sha": format!("{n:040x}"), "author": { "login": format!("face-{n}") },
        "commit": { "author": author, "message": "Begin" },
    });
    profile["links"] = json!({ "github": {
        "user": { "login": format!("face-{n}") }, "commits": [commit],
    } });
    profile
}

/// Writes every declaration that a profile can have.
fn declare_everything(profile: &mut Value) {
    let others: Vec<String> = (0..12).map(|n| format!("face-{n}")).collect();
    let own = profile["external_id"].clone();
    let others: Vec<&String> = others.iter().filter(|other| own != other.as_str()).collect();
    profile["claims"]["declared_agency"] = "X".into();
    profile["claims"]["related_accounts"] = json!(others);
    profile["payouts"][0]["holder_relation"] = "household".into();
}

fn finding<'a>(decision: &'a Value, indicator: &str) -> Option<&'a Value> {
    let contributions = decision["contributions"].as_array().unwrap();
    contributions.iter().find(|one| one["indicator"] == indicator)
}

fn state<'a>(decision: &'a Value, indicator: &str) -> &'a str {
    finding(decision, indicator).map_or("unknown", |one| one["state"].as_str().unwrap())
}

async fn ring_sizes(service: &Service) -> Vec<u64> {
    let rings = service.get("/v1/rings?sort=size").await.body;
    let size = |ring: &Value| ring["members"].as_u64().unwrap();
    rings["data"].as_array().unwrap().iter().map(size).collect()
}

async fn withdraw(service: &Service, id: &str) -> Value {
    let reply = service.post(&format!("/v1/relations/{id}/withdraw"), &Value::Null).await;
    assert_eq!(reply.status, 200, "{}", reply.text);
    reply.body
}

async fn change(service: &Service, id: &str, body: Value) -> Value {
    let reply = service.post(&format!("/v1/relations/{id}/members"), &body).await;
    assert_eq!(reply.status, 200, "{}", reply.text);
    reply.body
}

#[actix_web::test]
async fn a_relation_is_confirmed_listed_changed_and_withdrawn_and_every_step_is_audited() {
    let service = Service::start().await;
    service.decide(&alone("ann")).await;
    let body =
        json!({ "kind": "household", "name": " Example family ", "members": ["ann", "ben"] });
    let made = service.post("/v1/relations", &body).await;
    assert_eq!(made.status, 201, "{}", made.text);
    let id = made.body["id"].as_str().unwrap().to_owned();
    assert_eq!(made.header("location"), format!("/v1/relations/{id}"));
    assert_eq!(made.body["name"], "Example family");
    assert_eq!((&made.body["member_count"], &made.body["in_force"]), (&json!(2), &json!(true)));
    assert_eq!(made.body["confirmed_by"], "test");
    let days = |field: &str| {
        made.body[field].as_str().unwrap().parse::<chrono::DateTime<chrono::Utc>>().unwrap()
    };
    assert_eq!(days("expires_at") - days("created_at"), Duration::days(365));

    let listed = service.get("/v1/relations?external_id=ben").await.body;
    assert_eq!(listed["data"], json!([made.body]));
    assert_eq!(service.get("/v1/relations?external_id=eve").await.body["data"], json!([]));
    let found = service.get(&format!("/v1/relations/{id}")).await.body;
    let mut names: Vec<(&str, bool)> = (found["members"].as_array().unwrap().iter())
        .map(|member| (member["external_id"].as_str().unwrap(), member["applicant_id"].is_string()))
        .collect();
    names.sort_unstable();
    assert_eq!(names, [("ann", true), ("ben", false)]);

    let changed = change(&service, &id, json!({ "add": ["eve", "ann"], "remove": ["ben"] })).await;
    assert_eq!(changed["member_count"], 2);
    let withdrawn = withdraw(&service, &id).await;
    assert_eq!(
        (&withdrawn["in_force"], &withdrawn["withdrawn_by"]),
        (&json!(false), &json!("test"))
    );
    assert_eq!(withdraw(&service, &id).await, withdrawn, "again changes nothing");
    let path = format!("/v1/relations/{id}/members");
    let refused = service.post(&path, &json!({ "add": ["kim"] })).await;
    assert!(refused.is_problem(409, "relation_not_in_force"), "{}", refused.text);

    let audit = service.get(&format!("/v1/audit?subject={id}")).await.body;
    let entries = audit["data"].as_array().unwrap();
    let actions: Vec<&str> =
        entries.iter().map(|entry| entry["action"].as_str().unwrap()).collect();
    assert_eq!(actions, ["relation.withdraw", "relation.members", "relation.confirm"]);
    let details = &entries[0]["details"];
    assert_eq!(details["old"]["withdrawn_at"], Value::Null);
    assert_eq!(details["new"]["withdrawn_at"], withdrawn["withdrawn_at"]);
    assert_eq!(entries[1]["details"]["old"], json!({ "members": 2 }));
    assert_eq!(entries[2]["details"]["new"]["kind"], "household");
    assert!(!audit.to_string().contains("family") && !audit.to_string().contains("\"ann\""));
}

#[actix_web::test]
async fn a_key_confirms_once_and_faults_are_pointed_at() {
    let service = Service::start().await;
    let body = json!({ "kind": "agency", "name": "Example Studio", "members": ["a", "b"] });
    let ask = || {
        let request = service.request_of(TENANT, Method::POST, "/v1/relations");
        Reply::read(request.header("Idempotency-Key", "once").json(&body))
    };
    let (first, again) = (ask().await, ask().await);
    assert_eq!((first.status, again.status), (201, 201), "{}", again.text);
    assert_eq!(first.body["id"], again.body["id"]);
    assert_eq!(service.count("confirmed_relation").await, 1);

    let many: Vec<String> = (0..21).map(|n| format!("n-{n}")).collect();
    for (body, pointer) in [
        (json!({ "kind": "agency", "name": " ", "members": ["a", "b"] }), "/name"),
        (json!({ "kind": "agency", "name": "X", "members": ["a"] }), "/members"),
        (json!({ "kind": "agency", "name": "X", "members": ["a", "a", "b"] }), "/members/1"),
        (json!({ "kind": "agency", "name": "X", "members": ["a", " b", "c"] }), "/members/1"),
        (json!({ "kind": "household", "name": "X", "members": many }), "/members"),
        (json!({ "kind": "clan", "name": "X", "members": ["a", "b"] }), "/kind"),
        (
            json!({ "kind": "agency", "name": "X", "members": ["a", "b"], "expires_at": "2020-01-01T00:00:00Z" }),
            "/expires_at",
        ),
        (
            json!({ "kind": "agency", "name": "X", "members": ["a", "b"], "expires_at": "2029-01-01T00:00:00Z" }),
            "/expires_at",
        ),
    ] {
        let refused = service.post("/v1/relations", &body).await;
        assert!(refused.is_problem(422, "relation_invalid"), "{}", refused.text);
        assert_eq!(refused.pointers(), [pointer], "{}", refused.text);
    }
    let id = first.body["id"].as_str().unwrap();
    for (body, pointer) in [
        (json!({}), ""),
        (json!({ "add": ["c"], "remove": ["c"] }), "/remove/0"),
        (json!({ "add": ["c\u{7}"] }), "/add/0"),
    ] {
        let refused = service.post(&format!("/v1/relations/{id}/members"), &body).await;
        assert!(refused.is_problem(422, "relation_invalid"), "{}", refused.text);
        assert_eq!(refused.pointers(), [pointer], "{}", refused.text);
    }
    assert_eq!(service.count("confirmed_relation").await, 1);
}

/// Security audit, finding 11.
#[actix_web::test]
async fn twelve_accounts_cannot_talk_themselves_out_of_a_ring() {
    let service = Service::start().await;
    let mut last = Value::Null;
    let mut reviews = 0;
    for n in 0..12 {
        let mut profile = face(n);
        declare_everything(&mut profile);
        last = service.decide(&profile).await;
        reviews += u32::from(last["review"].is_object());
    }
    assert_eq!(ring_sizes(&service).await, [12]);
    assert!(reviews >= 11, "{reviews}");
    assert_eq!(last["links"]["applicants"], 11);
    for indicator in [
        "shared_device_across_accounts",
        "payout_account_shared",
        "id_document_reused_across_accounts",
        "photo_reused_across_accounts",
        "commit_email_shared_across_accounts",
        "id_image_background_or_template_shared",
    ] {
        assert_ne!(state(&last, indicator), "miss", "{indicator}");
    }
    assert_eq!(state(&last, "id_document_reused_across_accounts"), "hit");

    // What they declare later changes nothing either.
    let again = service.decide(&face(0)).await;
    assert_eq!(again["links"]["applicants"], 11);
    assert_eq!(ring_sizes(&service).await, [12]);
}

#[actix_web::test]
async fn one_document_face_or_mailbox_is_never_explained() {
    for kind in ["agency", "household"] {
        let service = Service::start().await;
        service.confirm(kind, &["face-0", "face-1"]).await;
        service.decide(&face(0)).await;
        let second = service.decide(&face(1)).await;
        assert_eq!(second["links"]["applicants"], 1, "{kind}");
        for indicator in [
            "id_document_reused_across_accounts",
            "photo_reused_across_accounts",
            "commit_email_shared_across_accounts",
        ] {
            assert_eq!(state(&second, indicator), "hit", "{kind}: {indicator}");
        }
        for indicator in ["shared_device_across_accounts", "payout_account_shared"] {
            assert_ne!(state(&second, indicator), "hit", "{kind}: {indicator}");
        }
        assert_eq!(ring_sizes(&service).await, [2], "{kind}");
        let mut same = alone("mail-0");
        let mut other = alone("mail-1");
        for profile in [&mut same, &mut other] {
            profile["contact"]["emails"] = json!([{ "address": "both@mail.example" }]);
        }
        service.confirm(kind, &["mail-0", "mail-1"]).await;
        service.decide(&same).await;
        let mailed = service.decide(&other).await;
        assert_eq!(state(&mailed, "email_shared_across_identities"), "hit", "{kind}");
    }
}

#[actix_web::test]
async fn evidence_names_the_relation_that_explains_sharing() {
    let service = Service::start().await;
    let id = service.confirm("agency", &["a", "b"]).await;
    service.decide(&colleague("a")).await;
    let second = service.decide(&colleague("b")).await;
    assert_eq!(second["links"]["applicants"], 0);
    let shared = finding(&second, "payout_account_shared").unwrap();
    let text = shared["evidence"][0]["text"].as_str().unwrap();
    assert!(text.contains("confirmed agency or household") && text.contains(&id), "{text}");
    let path = format!("/v1/applicants/{}/links", second["applicant_id"].as_str().unwrap());
    let near = service.get(&path).await.body;
    let edge = &near["edges"][0];
    assert_eq!(edge["strength"], 0.0);
    for shared in edge["shared"].as_array().unwrap() {
        assert_eq!(shared["explained_by"], id.as_str(), "{shared}");
    }
    service.comes_out_alike(&second).await;
    let tried = service.post("/v1/scores", &colleague("b")).await.body;
    assert_eq!(tried["log_odds"], second["log_odds"]);
}

#[actix_web::test]
async fn a_member_list_links_nobody_and_explains_nothing_outside() {
    let service = Service::start().await;
    // Somebody else's id is on the list; they share nothing with the agency.
    service.confirm("agency", &["a", "b", "stranger"]).await;
    service.decide(&colleague("a")).await;
    let stranger = service.decide(&alone("stranger")).await;
    assert_eq!(stranger["links"]["applicants"], 0, "a list links nobody");
    // Whoever is not on the list is linked, whatever they declare.
    let mut outsider = colleague("outsider");
    outsider["claims"]["declared_agency"] = "Northwind Example Studio".into();
    outsider["claims"]["related_accounts"] = json!(["a", "b", "stranger"]);
    let outsider = service.decide(&outsider).await;
    assert_eq!(outsider["links"]["applicants"], 1);
    assert_eq!(ring_sizes(&service).await, [2]);
    // Two lists don't add up to one.
    service.confirm("agency", &["outsider", "stranger"]).await;
    assert_eq!(ring_sizes(&service).await, [2]);
    let again = service.decide(&colleague("outsider")).await;
    assert_eq!(again["links"]["applicants"], 1);
    // Another tenant's list says nothing here.
    let body = json!({ "kind": "agency", "name": "X", "members": ["a", "outsider"] });
    let foreign = service.request_of("other", Method::POST, "/v1/relations").json(&body);
    assert_eq!(Reply::read(foreign).await.status, 201);
    let again = service.decide(&colleague("outsider")).await;
    assert_eq!(again["links"]["applicants"], 1);
}

#[actix_web::test]
async fn a_withdrawn_relation_stops_explaining_and_its_ring_comes_back() {
    let service = Service::start().await;
    let id = service.confirm("agency", &["a", "b", "c"]).await;
    for name in ["a", "b", "c"] {
        service.decide(&colleague(name)).await;
    }
    assert_eq!(ring_sizes(&service).await, [0; 0]);
    change(&service, &id, json!({ "remove": ["c"] })).await;
    assert_eq!(ring_sizes(&service).await, [3], "c is linked to a and to b");
    assert_eq!(service.count("confirmed_member").await, 2, "nothing of c is kept");
    change(&service, &id, json!({ "add": ["c"] })).await;
    assert_eq!(ring_sizes(&service).await, [0; 0]);
    withdraw(&service, &id).await;
    assert_eq!(ring_sizes(&service).await, [3]);
    let again = service.decide(&colleague("a")).await;
    assert_eq!(again["links"]["applicants"], 2);
    service.confirm("agency", &["a", "b", "c"]).await;
    assert_eq!(ring_sizes(&service).await, [0; 0]);
}

#[actix_web::test]
async fn an_expired_relation_stops_explaining_and_its_ring_comes_back() {
    let service = Service::start().await;
    let at = service.app.clock.now() + Duration::days(30);
    let body = json!({ "kind": "agency", "name": "X", "members": ["a", "b"], "expires_at": at });
    assert_eq!(service.post("/v1/relations", &body).await.status, 201);
    for name in ["a", "b"] {
        service.decide(&colleague(name)).await;
    }
    while rebuild_due(&service.app).await.unwrap() {}
    assert_eq!(ring_sizes(&service).await, [0; 0]);
    service.clock.advance(Duration::days(31));
    assert_eq!(service.get("/v1/relations").await.body["data"][0]["in_force"], false);
    while rebuild_due(&service.app).await.unwrap() {}
    assert_eq!(ring_sizes(&service).await, [2], "before anybody submits again");
    assert_eq!(service.count("relation_change").await, 0);
    let again = service.decide(&colleague("a")).await;
    assert_eq!(again["links"]["applicants"], 1);
}

#[actix_web::test]
async fn a_large_agency_is_relinked_by_the_worker() {
    let service = Service::start().await;
    for name in ["a", "b"] {
        service.decide(&colleague(name)).await;
    }
    assert_eq!(ring_sizes(&service).await, [2]);
    let roster: Vec<String> = (0..300).map(|n| format!("staff-{n}")).collect();
    let roster: Vec<&str> = roster.iter().map(String::as_str).chain(["a", "b"]).collect();
    let id = service.confirm("agency", &roster).await;
    while rebuild_due(&service.app).await.unwrap() {}
    assert_eq!(ring_sizes(&service).await, [0; 0]);
    change(&service, &id, json!({ "remove": ["b"] })).await;
    while rebuild_due(&service.app).await.unwrap() {}
    assert_eq!(ring_sizes(&service).await, [2]);
    let found = service.get(&format!("/v1/relations/{id}")).await.body;
    assert_eq!(found["members"].as_array().unwrap().len(), 301);
}

#[actix_web::test]
async fn an_erased_member_is_on_no_list() {
    let service = Service::start().await;
    let id = service.confirm("household", &["ann", "ben"]).await;
    let ann = service.decide(&alone("ann")).await;
    let path = format!("/v1/applicants/{}", ann["applicant_id"].as_str().unwrap());
    let erased = Reply::read(service.request_of(TENANT, Method::DELETE, &path)).await;
    assert_eq!(erased.status, 204, "{}", erased.text);
    let found = service.get(&format!("/v1/relations/{id}")).await.body;
    assert_eq!(found["member_count"], 1);
    assert_eq!(found["members"][0]["external_id"], "ben");
}
