//! Appeals: a different person, corrected facts, an outcome that is learned and sent; links for applicants.

use bonafide::auth::Scope;
use chrono::Duration;
use futures_util::future::join_all;
use reqwest::Method;
use serde_json::{Value, json};

use super::{approve, claim, give, kinds, opened, told};
use crate::harness::{Reply, Service, TENANT};

/// A suspect whom Ada found fake and Ben agreed.
async fn found_fake(service: &Service, name: &str) -> String {
    let review = opened(service, name).await;
    claim(service, "ada", &review).await;
    give(service, "ada", &review, "fake").await;
    approve(service, "ben", &review).await;
    review
}

async fn contest(service: &Service, name: &str) -> Reply {
    let body = json!({ "external_id": name, "statement": "It was my brother's laptop." });
    service.by("platform", Method::POST, "/v1/appeals", &body).await
}

async fn decide(service: &Service, who: &str, appeal: &str, outcome: &str) -> Reply {
    let body =
        json!({ "outcome": outcome, "evidence": "document", "note": "Seen with the issuer." });
    service.by(who, Method::POST, &format!("/v1/appeals/{appeal}/outcome"), &body).await
}

fn id(reply: &Reply, field: &str) -> String {
    reply.body[field].as_str().unwrap_or_else(|| panic!("{field}: {}", reply.text)).to_owned()
}

#[actix_web::test]
async fn whoever_gave_or_approved_the_verdict_never_gets_the_appeal() {
    let service = Service::start().await;
    found_fake(&service, "robin").await;
    let appeal = contest(&service, "robin").await;
    assert_eq!(appeal.status, 201, "{}", appeal.text);
    let review = id(&appeal, "review_id");
    for who in ["ada", "ben"] {
        let refused = claim(&service, who, &review).await;
        assert!(refused.is_problem(409, "different_reviewer_needed"), "{}", refused.text);
        let next = service.by(who, Method::POST, "/v1/reviews/claim-next", &Value::Null).await;
        assert_eq!(next.status, 204, "{}", next.text);
    }
    let next = service.by("cleo", Method::POST, "/v1/reviews/claim-next", &Value::Null).await;
    assert_eq!((&next.body["id"], &next.body["selected_by"]), (&json!(review), &json!("appeal")));
    let verdict = give(&service, "cleo", &review, "genuine").await;
    assert!(verdict.is_problem(409, "review_decides_appeal"), "{}", verdict.text);
}

#[actix_web::test]
async fn an_overturned_verdict_is_learned_sent_and_shown_beside_the_first() {
    let service = Service::start().await;
    found_fake(&service, "robin").await;
    let appeal = contest(&service, "robin").await;
    let (name, review) = (id(&appeal, "id"), id(&appeal, "review_id"));
    let early = decide(&service, "cleo", &name, "overturned").await;
    assert!(early.is_problem(409, "review_not_claimed"), "{}", early.text);
    claim(&service, "cleo", &review).await;
    let decided = decide(&service, "cleo", &name, "overturned").await;
    assert_eq!(
        (&decided.body["outcome"], &decided.body["decided_by"]),
        (&json!("overturned"), &json!("cleo")),
        "{}",
        decided.text
    );
    assert_eq!(decide(&service, "cleo", &name, "overturned").await.status, 200, "a double click");
    assert!(decide(&service, "cleo", &name, "upheld").await.is_problem(409, "appeal_decided"));
    let all = kinds(&service).await;
    let last: Vec<&str> = all.iter().rev().take(3).rev().map(String::as_str).collect();
    assert_eq!(last, ["label.created", "appeal.decided", "review.closed"]);
    let told = told(&service).await;
    let (_, data) = told.iter().find(|(kind, _)| kind == "appeal.decided").unwrap();
    assert_eq!(data["outcome"], "overturned");

    let applicant = id(&appeal, "applicant_id");
    let labels = service.get(&format!("/v1/applicants/{applicant}/labels")).await.body;
    assert_eq!(labels["conflict"], true, "{labels}");
    let (latest, first) = (&labels["data"][0], &labels["data"][1]);
    assert_eq!((&latest["source"], &latest["verdict"]), (&json!("appeal"), &json!("genuine")));
    assert_eq!(latest["contradicted_by"], json!([first["id"]]));
    assert_eq!((&first["verdict"], &first["withdrawn_at"]), (&json!("fake"), &Value::Null));
    let figures = service.get("/v1/reviewers").await.body;
    let ada = figures["data"].as_array().unwrap().iter().find(|one| one["reviewer"] == "ada");
    assert_eq!(ada.unwrap()["overturned_verdicts"], 1);
}

#[actix_web::test]
async fn corrected_facts_are_scored_anew_and_the_reviewer_sees_them() {
    let service = Service::start().await;
    found_fake(&service, "robin").await;
    let appeal = contest(&service, "robin").await;
    let (name, review) = (id(&appeal, "id"), id(&appeal, "review_id"));
    let path = format!("/v1/appeals/{name}/corrections");
    let patch = json!({ "merge_patch": { "claims": { "city": "Lisbon" }, "messages": null } });
    let corrected = service.by("platform", Method::POST, &path, &patch).await;
    assert_eq!(corrected.status, 201, "{}", corrected.text);
    let decision = id(&corrected, "rescored_decision_id");
    let rescored = service.get(&format!("/v1/decisions/{decision}")).await.body;
    assert_eq!(rescored["profile_version"], 2);
    let case = service.get(&format!("/v1/reviews/{review}")).await.body;
    assert_eq!(
        (&case["decision_id"], &case["profile"]["claims"]["city"]),
        (&json!(decision), &json!("Lisbon"))
    );
    assert_eq!(case["profile"]["messages"], Value::Null);
    for (patch, code) in [
        (json!({ "merge_patch": { "external_id": "somebody" } }), "body_invalid"),
        (json!({ "merge_patch": { "sessions": [{ "ip": "nowhere" }] } }), "profile_invalid"),
        (json!({ "merge_patch": [] }), "body_invalid"),
    ] {
        let refused = service.by("platform", Method::POST, &path, &patch).await;
        assert!(refused.is_problem(422, code), "{}", refused.text);
    }
    claim(&service, "cleo", &review).await;
    decide(&service, "cleo", &name, "upheld").await;
    let late = service.by("platform", Method::POST, &path, &patch).await;
    assert!(late.is_problem(409, "appeal_decided"), "{}", late.text);
    let upheld = service.get("/v1/labels?source=appeal").await.body;
    assert_eq!(upheld["data"][0]["verdict"], "fake", "what two people found stands");
}

#[actix_web::test]
async fn one_appeal_of_an_applicant_runs_at_a_time() {
    let service = Service::start().await;
    opened(&service, "robin").await;
    let replies = join_all((0..5).map(|_| contest(&service, "robin"))).await;
    assert_eq!(replies.iter().filter(|reply| reply.status == 201).count(), 1);
    let refused = replies.iter().filter(|reply| reply.status != 201);
    for reply in refused {
        assert!(reply.is_problem(409, "appeal_already_open"), "{}", reply.text);
    }
    let appeals = service.get("/v1/appeals").await.body;
    assert_eq!(appeals["data"].as_array().unwrap().len(), 1);
    assert_eq!(appeals["data"][0]["statement"], "It was my brother's laptop.");
    let none = contest(&service, "nobody").await;
    assert_eq!(none.status, 404);
}

#[actix_web::test]
async fn an_appeal_against_one_persons_word_makes_nobody_a_fake() {
    let service = Service::start().await;
    let review = opened(&service, "robin").await;
    claim(&service, "ada", &review).await;
    give(&service, "ada", &review, "fake").await;
    let appeal = contest(&service, "robin").await;
    claim(&service, "cleo", &id(&appeal, "review_id")).await;
    decide(&service, "cleo", &id(&appeal, "id"), "upheld").await;
    let labels = service.get("/v1/labels").await.body;
    assert_eq!(labels["data"][0]["verdict"], "unsure", "{labels}");
}

async fn link(service: &Service, decision: &str, language: &str) -> String {
    let body = json!({ "decision_id": decision, "language": language, "valid_hours": 24 });
    let made = service.by("platform", Method::POST, "/v1/appeals/links", &body).await;
    assert_eq!(made.status, 201, "{}", made.text);
    made.body["path"].as_str().unwrap().to_owned()
}

async fn page(service: &Service, path: &str) -> Reply {
    Reply::read(service.anonymous(Method::GET, path)).await
}

async fn send(service: &Service, path: &str, statement: &str) -> Reply {
    let form = format!("statement={statement}&corrections=The+city+is+Lisbon");
    let request = service.anonymous(Method::POST, path);
    let kind = "application/x-www-form-urlencoded";
    Reply::read(request.header("Content-Type", kind).body(form)).await
}

#[actix_web::test]
async fn an_applicant_contests_once_through_a_signed_link() {
    let service = Service::start().await;
    let decision = service.decide(&super::suspect("robin")).await;
    let decision = decision["id"].as_str().unwrap();
    for (language, word) in
        [("en", "How to appeal"), ("ko", "이의"), ("ja", "異議"), ("es", "apelar")]
    {
        let shown = page(&service, &link(&service, decision, language).await).await;
        assert_eq!(shown.status, 200, "{}", shown.text);
        assert!(shown.text.contains(word) && shown.text.contains("<form"), "{}", shown.text);
        assert!(shown.text.contains(&format!("lang=\"{language}\"")));
        for secret in ["198.51", "app_", "dec_", "payout_", "script"] {
            assert!(!shown.text.contains(secret), "{secret}: {}", shown.text);
        }
        assert!(shown.header("content-security-policy").starts_with("default-src 'none'"));
    }
    let path = link(&service, decision, "es").await;
    assert_eq!(send(&service, &path, "+").await.status, 422, "nothing was written");
    let sent = send(&service, &path, "%3Cb%3EIt+was+me%3C%2Fb%3E").await;
    assert!(sent.status == 200 && sent.text.contains("Hemos recibido"), "{}", sent.text);
    let again = send(&service, &path, "Again").await;
    assert!(again.status == 410 && again.text.contains("ya se us"), "{}", again.text);
    assert_eq!(page(&service, &path).await.status, 410);
    let appeal = service.get("/v1/appeals").await.body["data"][0].clone();
    assert_eq!(appeal["opened_by"], "applicant", "{appeal}");
    assert_eq!(appeal["statement"], "<b>It was me</b>", "kept as it was written");
    assert_eq!(appeal["corrections"], "The city is Lisbon");

    let other = link(&service, decision, "ja").await;
    let running = send(&service, &other, "More").await;
    assert!(running.status == 409 && running.text.contains("すでに"), "{}", running.text);
    let late = link(&service, decision, "ko").await;
    service.clock.advance(Duration::hours(25));
    assert_eq!(page(&service, &late).await.status, 410);
    for forged in [
        late.replace("acme", "globex"),
        format!("{}0", &late[..late.len() - 1]),
        format!("{late}0"),
        "/appeals/x".to_owned(),
    ] {
        let expected = if forged == late { 410 } else { 404 };
        assert_eq!(page(&service, &forged).await.status, expected, "{forged}");
    }
}

#[actix_web::test]
async fn nothing_of_an_appeal_can_be_read_once_the_applicant_is_erased() {
    let service = Service::start().await;
    let decision = service.decide(&super::suspect("robin")).await;
    let path = link(&service, decision["id"].as_str().unwrap(), "en").await;
    let appeal = contest(&service, "robin").await;
    let applicant = id(&appeal, "applicant_id");
    let erase = service.request_of(TENANT, Method::DELETE, &format!("/v1/applicants/{applicant}"));
    assert_eq!(Reply::read(erase).await.status, 204);
    let gone = service.get(&format!("/v1/appeals/{}", id(&appeal, "id"))).await;
    assert!(gone.is_problem(410, "applicant_erased"), "{}", gone.text);
    assert_eq!(page(&service, &path).await.status, 410);
    assert_eq!(service.get("/v1/appeals").await.body["data"], json!([]));
    let labels = service.get(&format!("/v1/applicants/{applicant}/labels")).await;
    assert!(labels.is_problem(410, "applicant_erased"), "{}", labels.text);
    let owner = service.database.owner().await;
    let left: i64 = sqlx::query_scalar("SELECT count(*) FROM appeal WHERE statement <> ''")
        .fetch_one(&owner)
        .await
        .unwrap();
    assert_eq!(left, 0);
}

#[actix_web::test]
async fn who_may_not_work_on_reviews_may_not_appeal() {
    let service = Service::start().await;
    let token = service.token_of("stranger", TENANT, &[Scope::ReviewsRead]);
    let request = service.anonymous(Method::POST, "/v1/appeals").bearer_auth(token);
    let refused = Reply::read(request.json(&json!({}))).await;
    assert!(refused.is_problem(403, "scope_missing"), "{}", refused.text);
}
