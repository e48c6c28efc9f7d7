//! Claims: exclusive, for a while, and never two.

use std::collections::BTreeSet;

use chrono::Duration;
use futures_util::future::join_all;
use reqwest::Method;
use serde_json::{Value, json};

use super::{act, change_policy, claim, give, happened, look, opened, review_everybody};
use crate::harness::Service;
use crate::harness::profiles::ordinary;

const CLAIM_NEXT: &str = "/v1/reviews/claim-next";

#[actix_web::test]
async fn of_fifty_who_reach_for_the_last_case_exactly_one_gets_it() {
    let service = Service::start().await;
    let review = opened(&service, "last").await;
    for path in [CLAIM_NEXT.to_owned(), format!("/v1/reviews/{review}/claim")] {
        let reviewers: Vec<String> = (0..50).map(|i| format!("reviewer-{i}")).collect();
        let reaching =
            reviewers.iter().map(|who| service.by(who, Method::POST, &path, &Value::Null));
        let replies = join_all(reaching).await;
        let won: Vec<&str> = (replies.iter())
            .filter(|reply| reply.status == 200)
            .map(|reply| reply.body["claimed_by"].as_str().unwrap())
            .collect();
        assert_eq!(won.len(), 1, "{path}: {won:?}");
        let others = replies.iter().filter(|reply| reply.status != 200);
        for reply in others {
            assert!(
                reply.status == 204 || reply.is_problem(409, "claimed_by_another"),
                "{}",
                reply.text
            );
        }
        assert_eq!(act(&service, won[0], &review, "release").await.status, 200);
    }
    assert_eq!(happened(&service, &review).await.iter().filter(|one| *one == "claimed").count(), 2);
}

#[actix_web::test]
async fn fifty_who_reach_for_fifty_cases_get_one_each() {
    let service = Service::start().await;
    review_everybody(&service).await;
    for i in 0..50 {
        service.decide(&ordinary(&format!("applicant-{i}"))).await;
    }
    let reviewers: Vec<String> = (0..50).map(|i| format!("reviewer-{i}")).collect();
    let reaching =
        reviewers.iter().map(|who| service.by(who, Method::POST, CLAIM_NEXT, &Value::Null));
    let replies = join_all(reaching).await;
    let got: BTreeSet<&str> =
        replies.iter().map(|reply| reply.body["id"].as_str().unwrap()).collect();
    assert_eq!(got.len(), 50);
}

#[actix_web::test]
async fn a_second_click_on_the_next_case_takes_no_second_case() {
    let service = Service::start().await;
    opened(&service, "one").await;
    opened(&service, "two").await;
    let next = || service.by("ada", Method::POST, CLAIM_NEXT, &Value::Null);
    let clicks = join_all([next(), next(), next()]).await;
    let got: BTreeSet<&str> =
        clicks.iter().map(|reply| reply.body["id"].as_str().unwrap()).collect();
    assert_eq!(got.len(), 1, "{got:?}");
    let ben = service.by("ben", Method::POST, CLAIM_NEXT, &Value::Null).await;
    assert!(!got.contains(ben.body["id"].as_str().unwrap()));
    let cleo = service.by("cleo", Method::POST, CLAIM_NEXT, &Value::Null).await;
    assert_eq!(cleo.status, 204, "{}", cleo.text);
}

#[actix_web::test]
async fn a_claim_names_its_holder_and_its_end_and_frees_itself() {
    let service = Service::start().await;
    let review = opened(&service, "robin").await;
    let mine = claim(&service, "ada", &review).await;
    assert_eq!((mine.status, &mine.body["claimed_by"]), (200, &json!("ada")), "{}", mine.text);
    let refused = claim(&service, "ben", &review).await;
    assert!(refused.is_problem(409, "claimed_by_another"), "{}", refused.text);
    let detail = refused.body["detail"].as_str().unwrap();
    assert!(detail.contains("ada") && detail.contains("2026-06-01T12:10"), "{detail}");

    // Every sign of life gives ten more minutes: claiming again, renewing, noting.
    for _ in 0..2 {
        service.clock.advance(Duration::minutes(9));
        assert_eq!(claim(&service, "ada", &review).await.status, 200);
        service.clock.advance(Duration::minutes(9));
        assert_eq!(act(&service, "ada", &review, "renew").await.status, 200);
        service.clock.advance(Duration::minutes(9));
        let path = format!("/v1/reviews/{review}/notes");
        let noted =
            service.by("ada", Method::POST, &path, &json!({ "text": "Still at it." })).await;
        assert_eq!(noted.status, 201, "{}", noted.text);
    }
    assert_eq!(look(&service, &review).await["claimed_by"], "ada");
    service.clock.advance(Duration::minutes(10));
    let free = look(&service, &review).await;
    assert_eq!((&free["state"], &free["claimed_by"]), (&json!("open"), &Value::Null));
    let taken = claim(&service, "ben", &review).await;
    assert_eq!(taken.body["claimed_by"], "ben", "{}", taken.text);
}

#[actix_web::test]
async fn a_verdict_after_the_lease_ran_out_is_refused_whole() {
    let service = Service::start().await;
    change_policy(&service, &json!({ "undo_minutes": 5 })).await;
    let review = opened(&service, "robin").await;
    claim(&service, "ada", &review).await;
    service.clock.advance(Duration::minutes(11));
    let late = give(&service, "ada", &review, "genuine").await;
    assert!(late.is_problem(409, "claim_expired"), "{}", late.text);
    claim(&service, "ben", &review).await;
    let later = give(&service, "ada", &review, "genuine").await;
    assert!(later.is_problem(409, "claimed_by_another"), "{}", later.text);
    for table in ["verdict", "label"] {
        assert_eq!(service.count(table).await, 0, "{table}: nothing is half-written");
    }
    assert_eq!(happened(&service, &review).await, ["opened", "claimed", "claimed"]);
    let given = give(&service, "ben", &review, "genuine").await;
    assert_eq!(given.status, 200, "{}", given.text);
}

#[actix_web::test]
async fn only_the_holder_releases_and_renews() {
    let service = Service::start().await;
    let review = opened(&service, "robin").await;
    assert!(act(&service, "ada", &review, "release").await.is_problem(409, "review_not_claimed"));
    claim(&service, "ada", &review).await;
    assert!(act(&service, "ben", &review, "release").await.is_problem(409, "claimed_by_another"));
    assert!(act(&service, "ben", &review, "renew").await.is_problem(409, "claimed_by_another"));
    assert_eq!(act(&service, "ada", &review, "release").await.body["state"], "open");
    assert_eq!(claim(&service, "ben", &review).await.status, 200);
}
