//! Making, finding, listing and replaying decisions.

use bonafide::http::openapi;
use reqwest::Method;
use serde_json::{Value, json};

use crate::harness::profiles::{ordinary, paid_to};
use crate::harness::{Reply, Service, TENANT};

fn sum(decision: &Value) -> f64 {
    let contributions = decision["contributions"].as_array().unwrap();
    contributions.iter().map(|one| one["log_odds"].as_f64().unwrap()).sum()
}

#[actix_web::test]
async fn a_decision_is_stored_and_reads_back_the_same() {
    let service = Service::start().await;
    let made = service.post("/v1/decisions", &ordinary("robin")).await;
    assert_eq!(made.status, 201, "{}", made.text);
    let id = made.body["id"].as_str().unwrap();
    assert!(made.header("location").ends_with(id), "{:?}", made.headers);
    let found = service.get(&format!("/v1/decisions/{id}")).await;
    assert_eq!((found.status, &found.body), (200, &made.body));
}

#[actix_web::test]
async fn contributions_and_base_sum_to_the_log_odds() {
    let service = Service::start().await;
    for profile in [ordinary("one"), paid_to("two", "ACCT-one"), paid_to("three", "ACCT-one")] {
        let decision = service.decide(&profile).await;
        let base = decision["base_log_odds"].as_f64().unwrap();
        let log_odds = decision["log_odds"].as_f64().unwrap();
        assert!((base + sum(&decision) - log_odds).abs() < 1e-9, "{decision}");
        let probability = 1.0 / (1.0 + (-log_odds).exp());
        assert!((decision["probability"].as_f64().unwrap() - probability).abs() < 1e-12);
        let points = (99.0 / (1.0 + (base - log_odds).exp())).round();
        assert!((decision["score"].as_f64().unwrap() - points).abs() < f64::EPSILON);
    }
}

#[actix_web::test]
async fn a_shared_payout_account_links_two_applicants_and_says_where() {
    let service = Service::start().await;
    let first = service.decide(&paid_to("first", "ACCT-0001")).await;
    let second = service.decide(&paid_to("second", "ACCT-0001")).await;
    let shared = (second["contributions"].as_array().unwrap().iter())
        .find(|one| one["indicator"] == "payout_account_shared")
        .expect("the indicator is known");
    assert_eq!(shared["state"], "hit");
    assert!(shared["log_odds"].as_f64().unwrap() > 0.0);
    assert_eq!(shared["evidence"][0]["pointers"][0], "/payouts/0/account");
    assert_eq!(second["links"]["applicants"], 1);
    assert!(second["links"]["ring_id"].is_string());

    let applicant = first["applicant_id"].as_str().unwrap();
    let ring = service.get(&format!("/v1/applicants/{applicant}/links")).await.body;
    assert_eq!(ring["nodes"].as_array().unwrap().len(), 2, "{ring}");
    assert_eq!(ring["ring_id"], second["links"]["ring_id"]);
    let kinds: Vec<&Value> =
        ring["edges"][0]["shared"].as_array().unwrap().iter().map(|one| &one["kind"]).collect();
    assert!(kinds.contains(&&json!("payout_account")), "{ring}");
}

#[actix_web::test]
async fn rings_that_turn_out_to_be_one_are_joined() {
    let service = Service::start().await;
    for (name, account) in
        [("a", "ACCT-1111"), ("b", "ACCT-1111"), ("c", "ACCT-2222"), ("d", "ACCT-2222")]
    {
        service.decide(&paid_to(name, account)).await;
    }
    let mut bridge = paid_to("e", "ACCT-1111");
    bridge["payouts"].as_array_mut().unwrap().push(json!({ "account": "ACCT-2222" }));
    let ring = service.decide(&bridge).await["links"]["ring_id"].clone();
    for name in ["a", "b", "c", "d"] {
        let listed = service.get(&format!("/v1/decisions?external_id={name}")).await.body;
        let id = listed["data"][0]["applicant_id"].as_str().unwrap();
        let applicant = service.get(&format!("/v1/applicants/{id}")).await.body;
        assert_eq!(applicant["ring_id"], ring, "{name}");
    }
}

#[actix_web::test]
async fn only_a_confirmed_agency_explains_what_its_members_share() {
    let service = Service::start().await;
    service.confirm("agency", &["first", "second"]).await;
    for (name, account, linked) in [
        ("first", "ACCT-1", 0),
        ("second", "ACCT-1", 0),
        ("third", "ACCT-2", 0),
        ("fourth", "ACCT-2", 1),
    ] {
        let mut profile = paid_to(name, account);
        profile["contact"]["phones"] = json!([]);
        profile["claims"]["declared_agency"] = "Northwind Example Studio".into();
        let decision = service.decide(&profile).await;
        assert_eq!(decision["links"]["applicants"], linked, "{name}");
    }
}

#[actix_web::test]
async fn submitting_again_makes_a_new_version_of_the_same_applicant() {
    let service = Service::start().await;
    let first = service.decide(&ordinary("robin")).await;
    let second = service.decide(&ordinary("robin")).await;
    assert_eq!(first["applicant_id"], second["applicant_id"]);
    assert_eq!((&first["profile_version"], &second["profile_version"]), (&json!(1), &json!(2)));
    let id = first["applicant_id"].as_str().unwrap();
    let applicant = service.get(&format!("/v1/applicants/{id}")).await.body;
    assert_eq!(applicant["versions"].as_array().unwrap().len(), 2);
    assert_eq!(applicant["decisions"][0]["id"], second["id"], "the latest comes first");
}

#[actix_web::test]
async fn a_replay_gives_the_same_bits() {
    let service = Service::start().await;
    service.decide(&paid_to("first", "ACCT-0001")).await;
    let decision = service.decide(&paid_to("second", "ACCT-0001")).await;
    // What happened since must not matter.
    service.decide(&paid_to("third", "ACCT-0001")).await;
    service.comes_out_alike(&decision).await;
}

#[actix_web::test]
async fn scoring_answers_as_a_decision_would_and_stores_nothing() {
    let service = Service::start().await;
    service.decide(&paid_to("first", "ACCT-0001")).await;
    let before = service.count("identifier").await;
    let tried = service.post("/v1/scores", &paid_to("second", "ACCT-0001")).await;
    assert_eq!(tried.status, 200, "{}", tried.text);
    for table in ["applicant", "profile_version", "decision"] {
        assert_eq!(service.count(table).await, 1, "{table}");
    }
    assert_eq!(service.count("identifier").await, before);
    let decided = service.decide(&paid_to("second", "ACCT-0001")).await;
    for field in ["band", "score", "log_odds", "contributions", "ask_next"] {
        assert_eq!(tried.body[field], decided[field], "{field}");
    }
}

#[actix_web::test]
async fn a_list_is_paged_from_the_latest_without_gaps_or_repeats() {
    let service = Service::start().await;
    let mut made = Vec::new();
    for n in 0..7 {
        made.push(service.decide(&ordinary(&format!("person-{n}"))).await["id"].clone());
    }
    made.reverse();
    let mut seen = Vec::new();
    let mut path = "/v1/decisions?limit=3".to_owned();
    loop {
        let page = service.get(&path).await.body;
        seen.extend(page["data"].as_array().unwrap().iter().map(|one| one["id"].clone()));
        let Some(cursor) = page["next_cursor"].as_str() else { break };
        path = format!("/v1/decisions?limit=3&cursor={cursor}");
    }
    assert_eq!(seen, made);
}

#[actix_web::test]
async fn a_list_can_be_narrowed_to_a_band_and_refuses_what_it_does_not_know() {
    let service = Service::start().await;
    service.decide(&json!({ "external_id": "thin" })).await;
    let thin = service.get("/v1/decisions?band=insufficient_evidence").await.body;
    assert_eq!(thin["data"].as_array().unwrap().len(), 1);
    assert_eq!(service.get("/v1/decisions?band=high").await.body["data"], json!([]));
    for bad in ["band=terrible", "colour=red", "limit=0", "limit=9999", "cursor=!!"] {
        let reply = service.get(&format!("/v1/decisions?{bad}")).await;
        assert_eq!(reply.status, 400, "{bad}: {}", reply.text);
    }
}

#[actix_web::test]
async fn nothing_known_is_insufficient_evidence_with_questions_and_weighs_nothing() {
    let service = Service::start().await;
    let decision = service.decide(&json!({ "external_id": "thin" })).await;
    assert_eq!(decision["band"], "insufficient_evidence");
    assert_eq!(decision["recommendation"], "verify");
    assert_eq!(decision["contributions"], json!([]));
    assert_eq!(decision["log_odds"], decision["base_log_odds"]);
    let asked = decision["ask_next"].as_array().unwrap();
    assert!(!asked.is_empty());
    let moves: Vec<f64> =
        asked.iter().map(|one| one["max_log_odds_change"].as_f64().unwrap()).collect();
    assert!(moves.is_sorted_by(|a, b| a >= b), "{moves:?}");
}

#[actix_web::test]
async fn what_does_not_exist_is_not_found() {
    let service = Service::start().await;
    let id = "01937a1e5c007bd28f3c2a5d8e6b4f10";
    for path in [
        format!("/v1/decisions/dec_{id}"),
        format!("/v1/applicants/app_{id}"),
        format!("/v1/applicants/app_{id}/links"),
        "/v1/indicators/no_such_thing".to_owned(),
        "/v1/nothing".to_owned(),
    ] {
        let reply = service.get(&path).await;
        assert_eq!(reply.status, 404, "{path}: {}", reply.text);
        assert!(reply.header("content-type").starts_with("application/problem+json"), "{path}");
    }
}

#[actix_web::test]
async fn a_policy_moves_the_bands_and_the_base_rate_but_not_the_score() {
    let service = Service::start().await;
    let before = service.decide(&paid_to("first", "ACCT-0001")).await;
    let mut policy = service.get("/v1/policy").await.body;
    assert_eq!(policy["version"], 0);
    let mut rules = policy["policy"].take();
    rules["base_rate"] = json!(0.02);
    rules["elevated_threshold"] = json!(0.1);
    let request = service.request_of(TENANT, Method::PUT, "/v1/policy").json(&rules);
    let put = Reply::read(request).await;
    assert_eq!((put.status, &put.body["version"]), (200, &json!(1)), "{}", put.text);
    let after = service.decide(&paid_to("first", "ACCT-0001")).await;
    assert_eq!(after["policy_version"], 1);
    assert_eq!(after["score"], before["score"]);
    assert!(after["probability"].as_f64() > before["probability"].as_f64());
    // An old decision keeps its old policy.
    service.comes_out_alike(&before).await;
}

#[actix_web::test]
async fn a_policy_that_cannot_be_used_is_refused_with_every_fault() {
    let service = Service::start().await;
    let bad = json!({
        "base_rate": 0.9, "elevated_threshold": 0.5, "high_threshold": 0.1,
        "min_known_indicators": 0, "min_known_families": 3, "max_questions": 5
    });
    let reply = Reply::read(service.request_of(TENANT, Method::PUT, "/v1/policy").json(&bad)).await;
    assert_eq!(reply.status, 422, "{}", reply.text);
    let pointers = reply.pointers();
    for field in ["/base_rate", "/high_threshold", "/min_known_indicators"] {
        assert!(pointers.contains(&field), "{pointers:?}");
    }
    assert_eq!(service.count("policy").await, 0);
}

#[actix_web::test]
async fn nobody_is_ever_told_to_reject() {
    assert!(!openapi::document().contains("\"reject\""));
}

#[actix_web::test]
async fn what_an_interviewer_noted_is_shown_and_changes_no_score() {
    let service = Service::start().await;
    let without = service.decide(&ordinary("one")).await;
    // The same person again: a second one would share the first one's address.
    let mut profile = ordinary("one");
    profile["interviews"] = json!([{
        "at": "2026-05-01T10:00:00Z",
        "observer": "R. Example",
        "observations": [{ "code": "shared_room_call_noise", "note": "Two more calls nearby." }],
    }]);
    let with = service.decide(&profile).await;
    assert_eq!(with["log_odds"], without["log_odds"]);
    assert_eq!(without["human_evidence"], json!([]));
    let shown = &with["human_evidence"][0];
    assert_eq!(shown["indicator"], "shared_room_call_noise");
    assert_eq!(
        shown["evidence"][0]["text"],
        "On 2026-05-01, R. Example noted that other people gave interviews in the same room: \
         “Two more calls nearby.”"
    );
}
