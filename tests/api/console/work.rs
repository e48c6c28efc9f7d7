//! Reviews in the console: claims, blind cases, approvals and rings.

use bonafide::domain::user::Role;
use chrono::Duration;
use reqwest::Method;
use serde_json::{Value, json};

use super::Browser;
use crate::harness::{Reply, Service, TENANT};

/// A profile that needs manual review, with a payout account that others may share.
pub fn suspect(name: &str, account: &str) -> Value {
    let session = |day: usize| {
        json!({
            "started_at": format!("2026-05-{day}T01:00:00Z"), "last_activity_at": format!("2026-05-{day}T09:00:00Z"),
            "ip": "198.51.100.5", "device_id": format!("d-{name}"), "time_zone": "Asia/Shanghai",
            "client": { "remote_desktop": true, "virtual_machine": true, "antidetect_browser": true }
        })
    };
    json!({
        "external_id": name,
        "claims": { "name": "Kim Example", "country": "US", "time_zone": "America/Chicago" },
        "contact": { "emails": [{ "address": format!("{name}@mail.example") }] },
        "sessions": (10..16).map(session).collect::<Vec<_>>(),
        "payouts": [{ "method": "bank", "account": account, "holder_name": "Robin Stone", "country": "US" }]
    })
}

/// The path of a review, and the id of the decision that opened it.
async fn case(service: &Service, name: &str) -> (String, String) {
    let made = service.decide(&suspect(name, &format!("ACCT-{name}"))).await;
    let review = made["review"]["id"].as_str().expect("it goes to a person").to_owned();
    (format!("/console/reviews/{review}"), made["id"].as_str().unwrap().to_owned())
}

async fn verdict(browser: &mut Browser, case: &str, fields: &[(&str, &str)]) -> Reply {
    let fields: Vec<_> = fields.iter().copied().chain([("evidence", "opinion")]).collect();
    browser.post(&format!("{case}/verdict"), &fields).await
}

#[actix_web::test]
async fn the_second_to_claim_a_case_learns_who_has_it() {
    let service = Service::start().await;
    let (case, _) = case(&service, "a").await;
    let mut rui = Browser::with_roles(&service, "rui", &[Role::Reviewer]).await;
    let mut sol = Browser::with_roles(&service, "sol", &[Role::Reviewer]).await;
    assert_eq!(rui.post(&format!("{case}/claim"), &[]).await.status, 303);
    let told = sol.post(&format!("{case}/claim"), &[]).await;
    assert_eq!(told.header("location"), format!("{case}?done=claimed_by_other"));
    let page = sol.get(&case).await.text;
    assert!(page.contains("<bdi>rui</bdi>") && !page.contains("class=\"stack judge\""), "{page}");
    let refused = verdict(&mut sol, &case, &[("verdict", "genuine")]).await;
    assert_eq!(refused.status, 409, "{}", refused.text);
}

#[actix_web::test]
async fn a_verdict_after_the_claim_expired_is_refused_and_says_so() {
    let service = Service::start().await;
    let (case, _) = case(&service, "a").await;
    let mut rui = Browser::with_roles(&service, "rui", &[Role::Reviewer]).await;
    rui.post(&format!("{case}/claim"), &[]).await;
    service.clock.advance(Duration::minutes(11));
    let refused = verdict(&mut rui, &case, &[("verdict", "genuine")]).await;
    assert_eq!(refused.status, 409);
    assert!(refused.text.contains("Claim expired."), "{}", refused.text);
    rui.post(&format!("{case}/claim"), &[]).await;
    service.clock.advance(Duration::minutes(6));
    assert_eq!(rui.post(&format!("{case}/renew"), &[]).await.status, 204, "the claim is renewed");
    service.clock.advance(Duration::minutes(6));
    assert_eq!(verdict(&mut rui, &case, &[("verdict", "genuine")]).await.status, 303);
}

#[actix_web::test]
async fn a_fake_verdict_needs_approval_by_someone_else() {
    let service = Service::start().await;
    let (case, _) = case(&service, "a").await;
    let mut lee = Browser::with_roles(&service, "lee", &[Role::Lead]).await;
    let mut ada = Browser::with_roles(&service, "ada", &[Role::Lead]).await;
    lee.post(&format!("{case}/claim"), &[]).await;
    let fields = [
        ("verdict", "fake"),
        ("reason_fake", "paid_to_another"),
        ("reason_genuine", "place_confirmed"),
        ("note", "Called back."),
    ];
    assert_eq!(verdict(&mut lee, &case, &fields).await.status, 303);
    assert!(!lee.get(&case).await.text.contains("/approve\""), "no button for its author");
    assert_eq!(lee.post(&format!("{case}/approve"), &[]).await.status, 409);
    let waiting = ada.get("/console/approvals").await.text;
    assert!(waiting.contains(&case), "{waiting}");
    let page = ada.get(&case).await.text;
    assert!(
        page.contains("Payout goes to a third party") && page.contains("Called back."),
        "{page}"
    );
    assert!(!page.contains("<li>Location confirmed</li>"), "reasons of another verdict are left");
    assert_eq!(ada.post(&format!("{case}/approve"), &[]).await.status, 303);
    assert!(ada.get(&case).await.text.contains("Approved by"));
    assert_eq!(service.count("label").await, 1);
}

#[actix_web::test]
async fn sending_back_needs_a_reason() {
    let service = Service::start().await;
    let (case, _) = case(&service, "a").await;
    let mut lee = Browser::with_roles(&service, "lee", &[Role::Lead]).await;
    let mut ada = Browser::with_roles(&service, "ada", &[Role::Lead]).await;
    lee.post(&format!("{case}/claim"), &[]).await;
    verdict(&mut lee, &case, &[("verdict", "fake")]).await;
    assert_eq!(ada.post(&format!("{case}/return"), &[("note", " ")]).await.status, 409);
    let sent = ada.post(&format!("{case}/return"), &[("note", "It was explained.")]).await;
    assert_eq!(sent.header("location"), "/console/approvals?done=sent_back");
    assert!(lee.get(&case).await.text.contains("It was explained."));
}

#[actix_web::test]
async fn submit_and_next_leads_to_the_next_case_and_finally_to_the_queue() {
    let service = Service::start().await;
    let (first, _) = case(&service, "a").await;
    let (second, _) = case(&service, "b").await;
    let mut rui = Browser::with_roles(&service, "rui", &[Role::Reviewer]).await;
    let claimed = rui.post("/console/reviews/claim-next", &[]).await;
    assert_eq!(claimed.header("location"), first);
    let next = verdict(&mut rui, &first, &[("verdict", "unsure"), ("then", "next")]).await;
    assert_eq!(next.header("location"), second);
    let none = verdict(&mut rui, &second, &[("verdict", "unsure"), ("then", "next")]).await;
    assert_eq!(none.header("location"), "/console/reviews?done=no_cases_left");
}

#[actix_web::test]
async fn submit_and_next_goes_on_to_another_queue_when_this_one_is_empty() {
    let service = Service::start().await;
    let (first, _) = case(&service, "a").await;
    let queue = json!({ "position": 1, "conditions": [{ "min_score": 1 }] });
    let set = service.request_of(TENANT, Method::PUT, "/v1/queues/other").json(&queue);
    assert!(Reply::read(set).await.status < 300);
    let (elsewhere, _) = case(&service, "b").await;
    let mut rui = Browser::with_roles(&service, "rui", &[Role::Reviewer]).await;
    let claimed = rui.post("/console/reviews/claim-next", &[("queue", "default")]).await;
    assert_eq!(claimed.header("location"), first);
    let next = verdict(&mut rui, &first, &[("verdict", "unsure"), ("then", "next")]).await;
    assert_eq!(next.header("location"), elsewhere);
}

#[actix_web::test]
async fn no_page_reveals_the_score_of_a_blind_case_before_the_verdict() {
    let service = Service::start().await;
    let queue = json!({ "blind": true, "position": 1, "conditions": [{ "min_score": 1 }] });
    let set = service.request_of(TENANT, Method::PUT, "/v1/queues/blind").json(&queue);
    assert!(Reply::read(set).await.status < 300);
    let made = service.decide(&suspect("a", "ACCT-shared")).await;
    service.decide(&suspect("b", "ACCT-shared")).await;
    let review = format!("/console/reviews/{}", made["review"]["id"].as_str().unwrap());
    let applicant = format!("/console/applicants/{}", made["applicant_id"].as_str().unwrap());
    let decision = format!("/console/decisions/{}", made["id"].as_str().unwrap());
    let mut rui = Browser::with_roles(&service, "rui", &[Role::Reviewer]).await;
    let rings = service.get("/v1/rings").await.body;
    let ring = format!("/console/rings/{}", rings["data"][0]["id"].as_str().unwrap());
    let pages = [&review, &applicant, &decision, &ring, &"/console/reviews".to_owned()];
    for path in pages {
        let page = rui.get(path).await;
        assert_eq!(page.status, 200, "{path}: {}", page.text);
        for revealing in [
            "band band-high",
            "band band-elevated",
            "dot band-high",
            "dot band-elevated",
            "class=\"waterfall\"",
            "class=\"score\"",
            "class=\"weight\"",
        ] {
            assert!(!page.text.contains(revealing), "{revealing} in {path}");
        }
    }
    rui.post(&format!("{review}/claim"), &[]).await;
    verdict(&mut rui, &review, &[("verdict", "genuine")]).await;
    let after = rui.get(&review).await.text;
    assert!(after.contains("class=\"waterfall\"") && after.contains("score hidden"), "{after}");
}

#[actix_web::test]
async fn a_reviewer_records_what_a_client_reported_and_a_report_without_words_is_refused() {
    let service = Service::start().await;
    let made = service.decide(&suspect("a", "ACCT-1")).await;
    let applicant = made["applicant_id"].as_str().unwrap();
    let page = format!("/console/applicants/{applicant}");
    let mut rui = Browser::with_roles(&service, "rui", &[Role::Reviewer]).await;
    assert!(rui.get(&page).await.text.contains("Record an observation"));
    let form = format!("{page}/observations");
    let report = [
        ("indicator", "off_platform_move_request"),
        ("role", "client"),
        ("note", "She sent me the chat."),
    ];
    let refused = rui.post(&form, &report).await;
    assert_eq!(refused.status, 422, "{}", refused.text);
    assert!(
        refused.text.contains("was not saved") && refused.text.contains("She sent me the chat.")
    );
    let complete: Vec<(&str, &str)> =
        report.into_iter().chain([("quote", "Contact me on Telegram")]).collect();
    let saved = rui.post(&form, &complete).await;
    assert_eq!(saved.header("location"), format!("{page}?done=saved"));
    let listed = service.get(&format!("/v1/applicants/{applicant}/observations")).await.body;
    let recorded = &listed["data"][0];
    assert_eq!((&recorded["observer"], &recorded["role"]), (&json!("rui"), &json!("client")));
    let mut ada = Browser::with_roles(&service, "ada", &[Role::Auditor]).await;
    assert!(!ada.get(&page).await.text.contains("Record an observation"));
    assert_eq!(ada.post(&form, &complete).await.status, 403);
}

/// Three applicants who share an account: their reviews and the path of their ring.
async fn ring(service: &Service) -> (Vec<String>, String) {
    let mut reviews = Vec::new();
    for name in ["a", "b", "c"] {
        let made = service.decide(&suspect(name, "ACCT-shared")).await;
        reviews.push(made["review"]["id"].as_str().unwrap().to_owned());
    }
    let rings = service.get("/v1/rings").await.body;
    (reviews, format!("/console/rings/{}", rings["data"][0]["id"].as_str().unwrap()))
}

async fn states(service: &Service, reviews: &[String]) -> Vec<String> {
    let mut states = Vec::new();
    for review in reviews {
        let found = service.get(&format!("/v1/reviews/{review}")).await.body;
        states.push(found["state"].as_str().unwrap().to_owned());
    }
    states
}

/// The members for whom a ring's page asks for a verdict.
fn members(page: &str) -> Vec<String> {
    let found = page.split("name=\"member\" value=\"").skip(1);
    found.map(|rest| rest.split('"').next().unwrap().to_owned()).collect()
}

#[actix_web::test]
async fn a_ring_is_claimed_and_judged_as_a_whole_and_one_member_may_differ() {
    let service = Service::start().await;
    let (reviews, ring) = ring(&service).await;
    let mut rui = Browser::with_roles(&service, "rui", &[Role::Reviewer]).await;
    assert_eq!(members(&rui.get(&ring).await.text).len(), 0, "first it is claimed");
    rui.post(&format!("{ring}/claim"), &[]).await;
    assert_eq!(states(&service, &reviews).await, ["claimed"; 3]);
    assert_eq!(rui.post(&format!("{ring}/renew"), &[]).await.status, 204, "the claim is renewed");
    let members = members(&rui.get(&ring).await.text);
    assert_eq!(members.len(), 3);
    let differs = format!("verdict_{}", members[1]);
    let mut fields: Vec<(&str, &str)> =
        members.iter().map(|member| ("member", member.as_str())).collect();
    fields.extend([
        ("verdict", "fake"),
        ("evidence", "confirmed_link"),
        ("reason_fake", "linked_to_confirmed"),
        (differs.as_str(), "genuine"),
    ]);
    let given = rui.post(&format!("{ring}/verdict"), &fields).await;
    assert_eq!(given.header("location"), format!("{ring}?done=verdict_recorded"));
    let mut found = states(&service, &reviews).await;
    found.sort();
    assert_eq!(found, ["awaiting_approval", "awaiting_approval", "closed"]);
}

#[actix_web::test]
async fn the_page_of_a_ring_says_how_many_cases_a_claim_reopens() {
    let service = Service::start().await;
    let (reviews, ring) = ring(&service).await;
    let mut rui = Browser::with_roles(&service, "rui", &[Role::Reviewer]).await;
    assert!(!rui.get(&ring).await.text.contains("reopens"));
    let case = format!("/console/reviews/{}", reviews[1]);
    rui.post(&format!("{case}/claim"), &[]).await;
    verdict(&mut rui, &case, &[("verdict", "genuine")]).await;
    let page = rui.get(&ring).await.text;
    assert!(
        page.contains("1 member already has a verdict. Claiming the ring reopens that case."),
        "{page}"
    );
    rui.post(&format!("{ring}/claim"), &[]).await;
    assert!(!rui.get(&ring).await.text.contains("reopens"));
}

#[actix_web::test]
async fn no_member_of_a_ring_is_judged_unless_all_can_be() {
    let service = Service::start().await;
    let (reviews, ring) = ring(&service).await;
    let mut rui = Browser::with_roles(&service, "rui", &[Role::Reviewer]).await;
    let mut sol = Browser::with_roles(&service, "sol", &[Role::Reviewer]).await;
    sol.post(&format!("/console/reviews/{}/claim", reviews[2]), &[]).await;
    let page = rui.get(&ring).await.text;
    assert!(page.contains("assigned to sol") && !page.contains(&format!("{ring}/claim")), "{page}");
    let refused = rui.post(&format!("{ring}/claim"), &[]).await;
    assert_eq!(refused.header("location"), format!("{ring}?done=ring_blocked"));
    assert_eq!(states(&service, &reviews).await, ["open", "open", "claimed"]);

    sol.post(&format!("/console/reviews/{}/release", reviews[2]), &[]).await;
    rui.post(&format!("{ring}/claim"), &[]).await;
    let members = members(&rui.get(&ring).await.text);
    rui.post(&format!("/console/reviews/{}/release", reviews[1]), &[]).await;
    let common = [("verdict", "genuine"), ("evidence", "opinion")];
    let all: Vec<(&str, &str)> =
        members.iter().map(|member| ("member", member.as_str())).chain(common).collect();
    let refused = rui.post(&format!("{ring}/verdict"), &all).await;
    assert_eq!(refused.header("location"), format!("{ring}?done=ring_not_judged"));
    assert_eq!(states(&service, &reviews).await, ["claimed", "open", "claimed"]);
    let two: Vec<(&str, &str)> = all[1..].to_vec();
    rui.post(&format!("{ring}/claim"), &[]).await;
    let refused = rui.post(&format!("{ring}/verdict"), &two).await;
    assert_eq!(refused.header("location"), format!("{ring}?done=ring_not_judged"));
    assert_eq!(states(&service, &reviews).await, ["claimed"; 3], "not all were named");
    rui.post(&format!("{ring}/release"), &[]).await;
    assert_eq!(states(&service, &reviews).await, ["open"; 3]);
}

#[actix_web::test]
async fn each_user_has_their_own_filters() {
    let service = Service::start().await;
    let mut rui = Browser::with_roles(&service, "rui", &[Role::Reviewer]).await;
    let mut sol = Browser::with_roles(&service, "sol", &[Role::Reviewer]).await;
    let kept = rui.post("/console/filters", &[("name", "Mine <b>"), ("query", "whose=mine")]).await;
    assert_eq!(kept.status, 303);
    let page = rui.get("/console/reviews?whose=mine").await.text;
    assert!(page.contains("Mine &#60;b&#62;") && page.contains("aria-current=\"true\""), "{page}");
    assert!(!sol.get("/console/reviews").await.text.contains("Mine &#60;"));
    rui.post("/console/filters/forget", &[("name", "Mine <b>")]).await;
    assert!(!rui.get("/console/reviews").await.text.contains("Mine &#60;"));
}
