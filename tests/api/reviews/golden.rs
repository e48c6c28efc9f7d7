//! Golden items, and how far reviewers agree.

use std::collections::BTreeSet;

use chrono::{DateTime, Duration, Utc};
use reqwest::Method;
use serde_json::{Value, json};

use super::{approve, claim, give, happened, kinds, look, opened, put, review_everybody, suspect};
use crate::harness::{Reply, Service, TENANT};

async fn mark(service: &Service, name: &str, truth: &str) -> Reply {
    service.post("/v1/golden-items", &json!({ "external_id": name, "known_verdict": truth })).await
}

/// A known case, and a queue into which it was mixed: its review, and those of ordinary cases.
async fn mixed(service: &Service) -> (String, Vec<String>) {
    let known = opened(service, "known").await;
    claim(service, "ada", &known).await;
    give(service, "ada", &known, "genuine").await;
    assert_eq!(mark(service, "known", "genuine").await.status, 201);
    put(service, "/v1/queues/default", &json!({ "golden_rate": 0.5 })).await;
    for i in 0..12 {
        opened(service, &format!("case-{i}")).await;
    }
    let listed = service.by("ben", Method::GET, "/v1/reviews?limit=100", &Value::Null).await.body;
    let (golden, ordinary): (Vec<Value>, Vec<Value>) = listed["data"]
        .as_array()
        .unwrap()
        .iter()
        .cloned()
        .partition(|one| one["external_id"] == "known");
    assert_eq!(golden.len(), 1, "mixed in once while it waits");
    let ids = |all: &[Value]| {
        all.iter().map(|one| one["id"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    (ids(&golden)[0].clone(), ids(&ordinary))
}

/// The names of all fields, however deep.
fn shape(value: &Value, at: &str, into: &mut BTreeSet<String>) {
    for (name, inner) in value.as_object().into_iter().flatten() {
        let here = format!("{at}/{name}");
        if !["profile", "ring", "ring_id", "links"].contains(&name.as_str()) {
            shape(inner, &here, into);
        }
        // What the case is about may differ; the rest may not.
        let kind = if inner.is_null() && name != "ring_id" { "null" } else { "some" };
        into.insert(format!("{here} {kind}"));
    }
}

/// When a review was opened and is due, and when its history begins.
struct Times {
    opened: DateTime<Utc>,
    due: DateTime<Utc>,
    began: DateTime<Utc>,
}

async fn times(service: &Service, review: &str) -> Times {
    let time = |value: &Value| value.as_str().unwrap().parse().unwrap();
    let case = look(service, review).await;
    let history = service.get(&format!("/v1/reviews/{review}/history")).await.body;
    Times {
        opened: time(&case["opened_at"]),
        due: time(&case["due_at"]),
        began: time(&history["data"][0]["occurred_at"]),
    }
}

#[actix_web::test]
async fn a_golden_item_is_mixed_in_only_beside_a_case_of_its_band() {
    let service = Service::start().await;
    // All cases are looked at, and what is known is of a low band.
    review_everybody(&service).await;
    let known = service.decide(&json!({ "external_id": "known" })).await;
    let review = known["review"]["id"].as_str().unwrap();
    claim(&service, "ada", review).await;
    give(&service, "ada", review, "genuine").await;
    assert_eq!(mark(&service, "known", "genuine").await.status, 201);
    put(&service, "/v1/queues/default", &json!({ "golden_rate": 0.5 })).await;
    let copies = async || {
        let owner = service.database.owner().await;
        let count = "SELECT count(*) FROM review WHERE golden IS NOT NULL";
        sqlx::query_scalar::<_, i64>(count).fetch_one(&owner).await.unwrap()
    };
    for i in 0..12 {
        let other = service.decide(&suspect(&format!("other-{i}"))).await;
        assert_ne!(other["band"], known["band"]);
    }
    assert_eq!(copies().await, 0, "its reason would not fit");
    for i in 0..12 {
        let alike = service.decide(&json!({ "external_id": format!("alike-{i}") })).await;
        assert_eq!(alike["band"], known["band"]);
    }
    assert_eq!(copies().await, 1);
}

#[actix_web::test]
async fn a_golden_item_looks_like_any_other_case_to_reviewers() {
    let service = Service::start().await;
    let (golden, ordinary) = mixed(&service).await;
    let shapes = async |review: &str| {
        let mut fields = BTreeSet::new();
        let case = look(&service, review).await;
        shape(&case, "", &mut fields);
        // With what it was scored would tell how long ago.
        for told in
            ["golden", "truth", "known_verdict", "\"model\"", "policy_version", "list_versions"]
        {
            assert!(!case.to_string().contains(told), "{told}");
        }
        (
            fields,
            happened(&service, review).await,
            case["selected_by"].clone(),
            case["queue"].clone(),
        )
    };
    assert_eq!(shapes(&golden).await, shapes(&ordinary[0]).await);
    // No two rows share a moment, none lies ahead, and the clock and the history are the row's own.
    let copy = times(&service, &golden).await;
    let mut last = copy.opened;
    for review in &ordinary {
        let one = times(&service, review).await;
        assert!((one.opened, one.due) != (copy.opened, copy.due) && one.opened != copy.opened);
        assert_eq!(one.due - one.opened, copy.due - copy.opened);
        assert_eq!(one.began, one.opened, "its history begins when it was opened");
        last = last.max(one.opened);
    }
    assert_eq!(copy.began, copy.opened);
    assert!(copy.opened < last && last - copy.opened < Duration::minutes(6), "{last}");
    // What others found of it before is kept from reviewers, and whoever found it does not get it again.
    let closed = service.by("ben", Method::GET, "/v1/reviews?state=closed", &Value::Null).await;
    assert_eq!(closed.body["data"], json!([]), "{}", closed.text);
    let own = service.by("ada", Method::GET, "/v1/reviews?state=closed", &Value::Null).await;
    assert_eq!(own.body["data"].as_array().unwrap().len(), 1);
    let refused = claim(&service, "ada", &golden).await;
    assert!(refused.is_problem(409, "different_reviewer_needed"), "{}", refused.text);
}

#[actix_web::test]
async fn a_verdict_on_a_golden_item_is_neither_learned_nor_told() {
    let service = Service::start().await;
    let (golden, _) = mixed(&service).await;
    let (labels, events) = (service.count("label").await, kinds(&service).await.len());
    claim(&service, "ben", &golden).await;
    let given = give(&service, "ben", &golden, "fake").await;
    assert_eq!(given.body["state"], "awaiting_approval", "as any other: {}", given.text);
    assert_eq!(approve(&service, "cleo", &golden).await.body["state"], "closed");
    assert_eq!((service.count("label").await, kinds(&service).await.len()), (labels, events));
    let report = service.get("/v1/queues/agreement").await.body;
    assert_eq!(
        (&report["golden"][0]["reviewer"], &report["golden"][0]["observed_agreement"]),
        (&json!("ben"), &json!(0.0)),
        "{report}"
    );
    // Ada found the same decision genuine.
    let pair = &report["pairs"][0];
    assert_eq!((&pair["reviewers"], &pair["cases"]), (&json!(["ada", "ben"]), &json!(1)));
    let figures = service.get("/v1/reviewers").await.body;
    let ben = figures["data"]
        .as_array()
        .unwrap()
        .iter()
        .find(|one| one["reviewer"] == "ben")
        .unwrap()
        .clone();
    assert_eq!(
        (&ben["golden_cases"], &ben["golden_accuracy"], &ben["agreement"]),
        (&json!(1), &json!(0.0), &json!(0.0))
    );
}

#[actix_web::test]
async fn kappa_of_two_reviewers_is_what_a_hand_computes() {
    let service = Service::start().await;
    // Six cases, looked at by Ada, reopened, looked at by Ben: both genuine 3, both unsure 1, genuine/unsure 2.
    // pₒ = 4/6; pₑ = (5/6)(3/6) + (1/6)(3/6) = 1/2; κ = (4/6 − 1/2) / (1/2) = 1/3.
    let said = [("genuine", "genuine", 3), ("unsure", "unsure", 1), ("genuine", "unsure", 2)];
    for (one, other, count) in said {
        for i in 0..count {
            let review = opened(&service, &format!("{one}-{other}-{i}")).await;
            claim(&service, "ada", &review).await;
            give(&service, "ada", &review, one).await;
            let path = format!("/v1/reviews/{review}/reopen");
            service.by("ben", Method::POST, &path, &json!({ "note": "A second look." })).await;
            claim(&service, "ben", &review).await;
            assert_eq!(give(&service, "ben", &review, other).await.status, 200);
        }
    }
    let report = service.get("/v1/queues/agreement?queue=default").await.body;
    let pair = &report["pairs"][0];
    assert_eq!(
        (&pair["reviewers"], &pair["cases"]),
        (&json!(["ada", "ben"]), &json!(6)),
        "{report}"
    );
    assert!((pair["kappa"].as_f64().unwrap() - 1.0 / 3.0).abs() < 1e-12, "{report}");
    assert_eq!(report["overall"]["kappa"], pair["kappa"]);
    let none = service.get("/v1/queues/agreement?queue=other").await.body;
    assert_eq!((&none["overall"], &none["pairs"]), (&Value::Null, &json!([])));
}

#[actix_web::test]
async fn only_leads_see_to_golden_items_and_they_can_take_them_out() {
    let service = Service::start().await;
    opened(&service, "known").await;
    for path in ["/v1/golden-items", "/v1/queues/agreement", "/v1/reviewers"] {
        let refused = service.by("ada", Method::GET, path, &Value::Null).await;
        assert!(refused.is_problem(403, "scope_missing"), "{path}: {}", refused.text);
    }
    assert!(mark(&service, "known", "unsure").await.is_problem(422, "body_invalid"));
    let marked = mark(&service, "known", "fake").await;
    assert_eq!(service.get("/v1/golden-items").await.body["data"].as_array().unwrap().len(), 1);
    let path = format!("/v1/golden-items/{}", marked.body["applicant_id"].as_str().unwrap());
    for expected in [204, 404] {
        let removed = Reply::read(service.request_of(TENANT, Method::DELETE, &path)).await;
        assert_eq!(removed.status, expected, "{}", removed.text);
    }
}
