//! Verdicts: one person or two, taken back, opened again, on record.

use chrono::Duration;
use futures_util::future::join_all;
use reqwest::Method;
use serde_json::{Value, json};

use super::{act, approve, claim, give, happened, kinds, look, opened, told};
use crate::harness::{Reply, Service, TENANT};

#[actix_web::test]
async fn a_genuine_verdict_closes_the_review_and_becomes_a_label() {
    let service = Service::start().await;
    let review = opened(&service, "robin").await;
    claim(&service, "ada", &review).await;
    let given = give(&service, "ada", &review, "genuine").await;
    assert_eq!((given.status, &given.body["state"]), (200, &json!("closed")), "{}", given.text);
    assert_eq!(given.body["verdict"]["given_by"], "ada");
    assert_eq!(
        kinds(&service).await,
        ["review.opened", "verdict.given", "review.closed", "label.created"]
    );
    assert_eq!(happened(&service, &review).await, ["opened", "claimed", "verdict_given"]);
    let again = give(&service, "ada", &review, "genuine").await;
    assert_eq!(again.body["verdict"]["id"], given.body["verdict"]["id"], "a double click");
    let other = give(&service, "ada", &review, "fake").await;
    assert!(other.is_problem(409, "wrong_review_state"), "{}", other.text);
    assert_eq!((service.count("verdict").await, service.count("label").await), (1, 1));
}

#[actix_web::test]
async fn a_fake_verdict_takes_a_second_person() {
    let service = Service::start().await;
    let review = opened(&service, "robin").await;
    claim(&service, "ada", &review).await;
    let given = give(&service, "ada", &review, "fake").await;
    assert_eq!(given.body["state"], "awaiting_approval", "{}", given.text);
    assert_eq!(service.count("label").await, 0, "nothing is learned from one person's word");
    let own = approve(&service, "ada", &review).await;
    assert!(own.is_problem(409, "own_verdict_approval"), "{}", own.text);
    let approved = approve(&service, "ben", &review).await;
    assert_eq!(
        (&approved.body["state"], &approved.body["approved_by"]),
        (&json!("closed"), &json!("ben"))
    );
    assert_eq!(approve(&service, "ben", &review).await.status, 200, "a double click");
    assert!(approve(&service, "cleo", &review).await.is_problem(409, "wrong_review_state"));
    let kinds = kinds(&service).await;
    assert_eq!(
        kinds,
        ["review.opened", "verdict.given", "verdict.approved", "review.closed", "label.created"]
    );
    assert_eq!(service.count("label").await, 1);
}

#[actix_web::test]
async fn of_ten_who_approve_at_once_one_does_and_one_label_is_made() {
    let service = Service::start().await;
    let review = opened(&service, "robin").await;
    claim(&service, "ada", &review).await;
    give(&service, "ada", &review, "fake").await;
    let names: Vec<String> = (0..10).map(|i| format!("lead-{i}")).collect();
    let replies = join_all(names.iter().map(|who| approve(&service, who, &review))).await;
    assert_eq!(replies.iter().filter(|reply| reply.status == 200).count(), 1);
    assert_eq!(service.count("label").await, 1);
}

#[actix_web::test]
async fn a_returned_verdict_waits_for_a_reviewer_again_and_says_why() {
    let service = Service::start().await;
    let review = opened(&service, "robin").await;
    claim(&service, "ada", &review).await;
    give(&service, "ada", &review, "fake").await;
    let path = format!("/v1/reviews/{review}/approval");
    let silent = service.by("ben", Method::POST, &path, &json!({ "approval": "return" })).await;
    assert!(silent.is_problem(422, "body_invalid"), "{}", silent.text);
    let body = json!({ "approval": "return", "note": "Who did you call?" });
    assert!(
        service.by("ada", Method::POST, &path, &body).await.is_problem(409, "own_verdict_approval")
    );
    let returned = service.by("ben", Method::POST, &path, &body).await;
    assert_eq!(
        (&returned.body["state"], &returned.body["verdict"]),
        (&json!("open"), &Value::Null)
    );
    let history = service.get(&format!("/v1/reviews/{review}/history")).await.body;
    let last = history["data"].as_array().unwrap().last().unwrap().clone();
    assert_eq!(
        (&last["action"], &last["note"]),
        (&json!("verdict_returned"), &json!("Who did you call?"))
    );
    claim(&service, "cleo", &review).await;
    assert_eq!(give(&service, "cleo", &review, "genuine").await.body["state"], "closed");
}

#[actix_web::test]
async fn an_undone_verdict_takes_its_label_back_and_a_second_event_tells_it() {
    let service = Service::start().await;
    let review = opened(&service, "robin").await;
    claim(&service, "ada", &review).await;
    give(&service, "ada", &review, "genuine").await;
    assert!(act(&service, "ben", &review, "undo").await.is_problem(409, "not_your_verdict"));
    service.clock.advance(Duration::minutes(4));
    let undone = act(&service, "ada", &review, "undo").await;
    assert_eq!(
        (&undone.body["state"], &undone.body["claimed_by"]),
        (&json!("claimed"), &json!("ada")),
        "{}",
        undone.text
    );
    let told = told(&service).await;
    let (kind, data) = told.last().unwrap();
    assert_eq!(
        (kind.as_str(), &data["verdict"], &data["state"]),
        ("verdict.undone", &json!("genuine"), &json!("claimed"))
    );
    let owner = service.database.owner().await;
    let standing: i64 = sqlx::query_scalar("SELECT count(*) FROM label WHERE withdrawn_at IS NULL")
        .fetch_one(&owner)
        .await
        .unwrap();
    assert_eq!(standing, 0);
    assert_eq!(give(&service, "ada", &review, "unsure").await.body["state"], "closed");
    assert_eq!(service.count("label").await, 2, "the first is still on record");
}

#[actix_web::test]
async fn after_the_window_a_verdict_is_reopened_and_not_undone() {
    let service = Service::start().await;
    let review = opened(&service, "robin").await;
    claim(&service, "ada", &review).await;
    give(&service, "ada", &review, "genuine").await;
    service.clock.advance(Duration::minutes(6));
    let late = act(&service, "ada", &review, "undo").await;
    assert!(late.is_problem(409, "undo_too_late"), "{}", late.text);
    let path = format!("/v1/reviews/{review}/reopen");
    let reopened = service.by("ben", Method::POST, &path, &json!({ "note": "News." })).await;
    assert_eq!(
        (&reopened.body["state"], &reopened.body["verdict"]),
        (&json!("open"), &Value::Null)
    );
    assert!(
        service
            .by("ben", Method::POST, &path, &json!({ "note": "News." }))
            .await
            .is_problem(409, "wrong_review_state")
    );
    claim(&service, "cleo", &review).await;
    give(&service, "cleo", &review, "fake").await;
    approve(&service, "dora", &review).await;
    assert_eq!(service.count("label").await, 2, "the one stands beside the other");
    let expected = [
        "opened",
        "claimed",
        "verdict_given",
        "reopened",
        "claimed",
        "verdict_given",
        "verdict_approved",
    ];
    assert_eq!(happened(&service, &review).await, expected);
}

#[actix_web::test]
async fn a_closed_review_does_not_run_again_beside_another() {
    let service = Service::start().await;
    let first = opened(&service, "robin").await;
    claim(&service, "ada", &first).await;
    give(&service, "ada", &first, "genuine").await;
    let second = opened(&service, "robin").await;
    assert_ne!(first, second);
    let path = format!("/v1/reviews/{first}/reopen");
    let refused = service.by("ben", Method::POST, &path, &json!({ "note": "News." })).await;
    assert!(refused.is_problem(409, "review_already_open"), "{}", refused.text);
    assert!(act(&service, "ada", &first, "undo").await.is_problem(409, "review_already_open"));
}

#[actix_web::test]
async fn reasons_are_codes_or_indicators_and_a_body_holds_nothing_else() {
    let service = Service::start().await;
    let review = opened(&service, "robin").await;
    claim(&service, "ada", &review).await;
    let path = format!("/v1/reviews/{review}/verdict");
    for (body, status) in [
        (json!({ "verdict": "genuine", "evidence": "document", "reasons": ["a hunch"] }), 422),
        (json!({ "verdict": "maybe", "evidence": "document" }), 422),
        (json!({ "verdict": "genuine" }), 422),
        (json!({ "verdict": "genuine", "evidence": "document", "mood": "good" }), 422),
        (json!({ "verdict": "genuine", "evidence": "document", "note": " " }), 422),
        (
            json!({ "verdict": "genuine", "evidence": "document", "reasons": ["payout_account_shared", "identity_confirmed"] }),
            200,
        ),
    ] {
        let reply = service.by("ada", Method::POST, &path, &body).await;
        assert_eq!(reply.status, status, "{body}: {}", reply.text);
        assert!(status == 200 || reply.is_problem(422, "body_invalid"), "{}", reply.text);
    }
}

#[actix_web::test]
async fn a_reason_for_another_verdict_is_refused_with_its_place_and_the_codes_that_fit() {
    let service = Service::start().await;
    let review = opened(&service, "robin").await;
    claim(&service, "ada", &review).await;
    let path = format!("/v1/reviews/{review}/verdict");
    let with = |verdict: &str, reasons: &[&str]| json!({ "verdict": verdict, "evidence": "document", "reasons": reasons });
    let forged = with("genuine", &["identity_confirmed", "document_forged"]);
    let refused = service.by("ada", Method::POST, &path, &forged).await;
    assert!(refused.is_problem(422, "body_invalid"), "{}", refused.text);
    let fault = json!({
        "pointer": "/reasons/1",
        "code": "reason_contradicts",
        "detail": "`document_forged` contradicts `genuine`; use `identity_confirmed`, `history_confirmed`, \
                   `place_confirmed`, `sharing_explained`, `difference_explained`, or an indicator",
    });
    assert_eq!(refused.body["errors"], json!([fault]));
    let both = with("unsure", &["admitted", "a hunch"]);
    let refused = service.by("ada", Method::POST, &path, &both).await;
    assert_eq!(refused.pointers(), ["/reasons/0", "/reasons/1"], "{}", refused.text);
    assert_eq!(service.count("verdict").await, 0, "nothing is stored");
    let fits = with("unsure", &["could_not_be_reached", "payout_account_shared"]);
    let given = service.by("ada", Method::POST, &path, &fits).await;
    assert_eq!(given.status, 200, "{}", given.text);
}

#[actix_web::test]
async fn what_was_written_of_an_erased_applicant_is_gone_and_their_review_is_closed() {
    let service = Service::start().await;
    let review = opened(&service, "robin").await;
    claim(&service, "ada", &review).await;
    let path = format!("/v1/reviews/{review}/notes");
    service.by("ada", Method::POST, &path, &json!({ "text": "The neighbour knows him." })).await;
    let applicant = look(&service, &review).await["applicant_id"].as_str().unwrap().to_owned();
    let erase = service.request_of(TENANT, Method::DELETE, &format!("/v1/applicants/{applicant}"));
    assert_eq!(Reply::read(erase).await.status, 204);
    for (method, action) in [
        (Method::GET, ""),
        (Method::GET, "/history"),
        (Method::POST, "/claim"),
        (Method::POST, "/renew"),
        (Method::POST, "/undo"),
    ] {
        let path = format!("/v1/reviews/{review}{action}");
        let gone = service.by("ada", method, &path, &Value::Null).await;
        assert!(gone.is_problem(410, "applicant_erased"), "{path}: {}", gone.text);
    }
    let late = give(&service, "ada", &review, "genuine").await;
    assert!(late.is_problem(410, "applicant_erased"), "{}", late.text);
    for list in ["/v1/reviews", "/v1/reviews?state=closed"] {
        assert_eq!(service.get(list).await.body["data"], json!([]), "{list}");
    }
    let owner = service.database.owner().await;
    let notes: i64 = sqlx::query_scalar("SELECT count(note) FROM review_history")
        .fetch_one(&owner)
        .await
        .unwrap();
    let state: String =
        sqlx::query_scalar("SELECT state FROM review").fetch_one(&owner).await.unwrap();
    assert_eq!((notes, state.as_str()), (0, "closed"));
}
