//! What named people observed, recorded beside the profile.

use reqwest::Method;
use serde_json::{Value, json};

use crate::harness::profiles::ordinary;
use crate::harness::{Reply, Service, TENANT};

const ID: &str = "camera_refusal_or_repeated_failure";

fn observation(indicator: &str, note: &str) -> Value {
    json!({
        "indicator": indicator, "observer": "Kim Example", "note": note,
        "observed_at": "2026-05-30T10:00:00Z",
    })
}

async fn applicant(service: &Service, name: &str) -> String {
    let decision = service.decide(&ordinary(name)).await;
    format!("/v1/applicants/{}", decision["applicant_id"].as_str().unwrap())
}

#[actix_web::test]
async fn a_recorded_observation_is_listed_and_shown_in_later_decisions_without_weight() {
    let service = Service::start().await;
    let before = service.decide(&ordinary("robin")).await;
    let path = format!("/v1/applicants/{}/observations", before["applicant_id"].as_str().unwrap());
    let recorded = service.post(&path, &observation(ID, "Three calls without a picture.")).await;
    assert_eq!(recorded.status, 201, "{}", recorded.text);
    assert!(recorded.body["id"].as_str().unwrap().starts_with("obs_"));
    let listed = service.get(&path).await.body;
    assert_eq!(listed["data"], json!([recorded.body]));
    assert_eq!(listed["next_cursor"], Value::Null);

    let after = service.decide(&ordinary("robin")).await;
    assert_eq!(before["human_evidence"], json!([]));
    let shown = &after["human_evidence"][0];
    assert_eq!((&shown["indicator"], &shown["value"]), (&json!(ID), &json!(1.0)), "{after}");
    let text = "On 2026-05-30, Kim Example noted that live video was refused or failed repeatedly: \
                “Three calls without a picture.”";
    assert_eq!(shown["evidence"], json!([{ "text": text, "pointers": [] }]));
    assert_eq!(after["log_odds"], before["log_odds"], "it weighs nothing");
    let tried = service.post("/v1/scores", &ordinary("robin")).await.body;
    assert_eq!(tried["human_evidence"], after["human_evidence"]);
    // A note that comes later changes nothing of what was decided.
    service.post(&path, &observation(ID, "And a fourth.")).await;
    service.comes_out_alike(&after).await;
}

#[actix_web::test]
async fn only_what_people_alone_can_see_is_taken_and_the_others_are_refused_with_the_reason() {
    let service = Service::start().await;
    let path = format!("{}/observations", applicant(&service, "robin").await);
    for (indicator, code, says) in [
        ("payout_account_shared", "not_human_evidence", "is computed"),
        ("payout_address_sanctioned", "not_human_evidence", "is computed"),
        ("low_bid_acceptance_ratio", "not_human_evidence", "is computed"),
        ("accent_or_language_level", "not_human_evidence", "Accent and fluency are origin"),
        ("loyalty_or_political_challenge", "not_human_evidence", "coercion"),
        ("colour_of_shirt", "unknown_indicator", "is not an indicator"),
    ] {
        let refused = service.post(&path, &observation(indicator, "A note.")).await;
        assert!(refused.is_problem(422, "observation_invalid"), "{indicator}: {}", refused.text);
        let error = &refused.body["errors"][0];
        assert_eq!((&error["pointer"], &error["code"]), (&json!("/indicator"), &json!(code)));
        assert!(error["detail"].as_str().unwrap().contains(says), "{error}");
    }
    for (field, value, code) in [
        ("observer", json!("  "), "required"),
        ("note", json!(""), "required"),
        ("note", json!("a".repeat(2_001)), "too_long"),
        ("note", json!("bell \u{7}"), "control_character"),
        ("observed_at", json!("2027-01-01T00:00:00Z"), "in_the_future"),
    ] {
        let mut body = observation(ID, "A note.");
        body[field] = value;
        let refused = service.post(&path, &body).await;
        assert!(refused.is_problem(422, "observation_invalid"), "{field}: {}", refused.text);
        assert_eq!(refused.pointers(), [format!("/{field}")]);
        assert_eq!(refused.body["errors"][0]["code"], code);
    }
    let mut more = observation(ID, "A note.");
    more["weight"] = json!(3);
    assert!(service.post(&path, &more).await.is_problem(422, "observation_invalid"));
    let nobody = "/v1/applicants/app_01937a1e5c007bd28f3c2a5d8e6b4f10/observations";
    assert_eq!(service.post(nobody, &observation(ID, "A note.")).await.status, 404);
    assert_eq!(service.count("observation").await, 0);
}

#[actix_web::test]
async fn a_report_of_what_the_applicant_wrote_is_scored_and_a_phrase_is_only_shown() {
    let service = Service::start().await;
    let id = "code_or_data_extortion_threat";
    let threat = "Pay the rest or I leak the repository.";
    let before = service.decide(&ordinary("robin")).await;
    let mut profile = ordinary("robin");
    let message = json!({ "direction": "sent", "text": threat });
    profile["messages"] = json!([message, message]);
    let said = service.decide(&profile).await;
    assert_eq!(said["log_odds"], before["log_odds"], "a phrase weighs nothing");
    let shown = said["context"].as_array().unwrap();
    assert!(shown.iter().any(|it| it["indicator"] == id), "{said}");

    let path = format!("/v1/applicants/{}/observations", before["applicant_id"].as_str().unwrap());
    let mut report = observation(id, "He wrote this to us.");
    let refused = service.post(&path, &report).await;
    assert!(refused.is_problem(422, "observation_invalid"), "{}", refused.text);
    assert_eq!(refused.pointers(), ["/role"]);
    report["role"] = json!("client");
    assert_eq!(service.post(&path, &report).await.pointers(), ["/quote"]);
    report["quote"] = json!(threat);
    let recorded = service.post(&path, &report).await;
    assert_eq!(recorded.status, 201, "{}", recorded.text);
    assert_eq!(
        (&recorded.body["role"], &recorded.body["quote"]),
        (&json!("client"), &json!(threat))
    );

    let after = service.decide(&profile).await;
    let scored = after["contributions"].as_array().unwrap();
    let scored = scored.iter().find(|it| it["indicator"] == id).unwrap();
    assert_eq!((&scored["state"], &scored["value"]), (&json!("hit"), &json!(1.0)));
    service.comes_out_alike(&after).await;
}

#[actix_web::test]
async fn observations_are_paged_the_latest_first() {
    let service = Service::start().await;
    let path = format!("{}/observations", applicant(&service, "robin").await);
    for n in 0..3 {
        service.post(&path, &observation(ID, &format!("Note {n}."))).await;
    }
    let (mut found, mut cursor) = (Vec::new(), String::new());
    for _ in 0..3 {
        let page = service.get(&format!("{path}?limit=1{cursor}")).await.body;
        found.push(page["data"][0]["note"].as_str().unwrap().to_owned());
        cursor = format!("&cursor={}", page["next_cursor"].as_str().unwrap_or_default());
    }
    assert_eq!(found, ["Note 2.", "Note 1.", "Note 0."]);
    assert_eq!(cursor, "&cursor=", "the last page is the last");
    for bad in ["?limit=0", "?cursor=x", "?colour=green"] {
        assert!(service.get(&format!("{path}{bad}")).await.is_problem(400, "query_invalid"));
    }
}

#[actix_web::test]
async fn observations_are_sealed_and_go_with_the_applicant_and_no_other_tenant_sees_them() {
    let service = Service::start().await;
    let base = applicant(&service, "robin").await;
    let path = format!("{base}/observations");
    service.post(&path, &observation(ID, "Three calls without a picture.")).await;
    let owner = service.database.owner().await;
    let sealed: Vec<u8> =
        sqlx::query_scalar("SELECT sealed FROM observation").fetch_one(&owner).await.unwrap();
    let readable = String::from_utf8_lossy(&sealed).into_owned();
    assert!(!readable.contains("picture") && !readable.contains("Kim"), "{readable}");
    for method in [Method::GET, Method::POST] {
        let request = service.request_of("globex", method, &path);
        let theirs = Reply::read(request.json(&observation(ID, "A note."))).await;
        assert_eq!(theirs.status, 404, "{}", theirs.text);
    }
    let erased = Reply::read(service.request_of(TENANT, Method::DELETE, &base)).await;
    assert_eq!(erased.status, 204);
    assert_eq!(service.count("observation").await, 0);
    assert!(service.get(&path).await.is_problem(410, "applicant_erased"));
    assert!(
        service.post(&path, &observation(ID, "A note.")).await.is_problem(410, "applicant_erased")
    );
}
