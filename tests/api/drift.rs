//! Drift and operating points: what is counted, when it is told, and what is asked of an evaluation.

use bonafide::domain::job::JobKind;
use bonafide::domain::tenant::TenantId;
use bonafide::jobs::{self, drift::perform};
use bonafide::service::models::drift;
use chrono::Duration;
use learning::simulator::{CohortOptions, cohort};
use reqwest::Method;
use scoring::champion::Champion;
use serde_json::{Value, json};
use sqlx::Row as _;
use uuid::Uuid;

use crate::harness::{Reply, Service, TENANT};

/// A service that says something of few people.
pub async fn service() -> Service {
    Service::start_with(|app| {
        let mut config = app.drift.config.clone();
        config.min_sample_size = 30;
        app.drift = std::sync::Arc::new(bonafide::app::DriftWatch::new(config));
    })
    .await
}

/// Everybody signs in through an exit that actors use and is paid to one account.
pub fn odd(turn: usize) -> Value {
    json!({
        "external_id": format!("odd-{turn}"),
        "claims": { "name": "Sam Example", "country": "US", "time_zone": "America/Chicago" },
        "payouts": [{ "method": "bank", "account": "ACCT-1", "holder_name": "Robin Stone", "country": "US" }]
    })
}

async fn events(service: &Service) -> Vec<Value> {
    let mut tx = service.app.begin(&TenantId::parse(TENANT).unwrap()).await.unwrap();
    let rows = sqlx::query("SELECT data FROM event WHERE kind = 'drift.detected' ORDER BY id")
        .fetch_all(tx.connection())
        .await
        .unwrap();
    rows.into_iter().map(|row| row.get(0)).collect()
}

pub async fn run_jobs(service: &Service) -> usize {
    let mut done = 0;
    while jobs::next(&service.app, JobKind::Drift, Uuid::new_v4(), &perform).await.unwrap() {
        done += 1;
    }
    done
}

fn subjects(event: &Value) -> Vec<(&str, &str)> {
    let list = event["drifted"].as_array().unwrap().iter();
    list.map(|one| (one["subject"].as_str().unwrap(), one["measure"].as_str().unwrap())).collect()
}

#[actix_web::test]
async fn a_day_is_counted_once_after_it_ended_and_drift_is_told_once() {
    let service = service().await;
    for turn in 0..40 {
        service.decide(&odd(turn)).await;
    }
    assert_eq!(service.count("job").await, 1, "one for the day, however many decisions");
    assert_eq!(run_jobs(&service).await, 0, "not before the day has ended");
    service.clock.advance(Duration::hours(13));
    assert_eq!(run_jobs(&service).await, 1);

    let report = service.get("/v1/drift").await;
    assert_eq!(report.status, 200, "{}", report.text);
    let report = report.body;
    assert_eq!((&report["has_reference"], &report["synthetic"]), (&json!(true), &json!(true)));
    assert_eq!((&report["decisions"], report["until"].as_str()), (&json!(40), Some("2026-06-02")));
    let shared = (report["indicators"].as_array().unwrap().iter())
        .find(|one| one["indicator"] == "payout_account_shared")
        .unwrap();
    assert_eq!(shared["values"]["level"], "drifted", "{shared}");
    assert!(shared["values"]["psi"].as_f64() > shared["values"]["excess"].as_f64());
    let sessions = (report["indicators"].as_array().unwrap().iter())
        .find(|one| one["indicator"] == "impossible_travel_logins")
        .unwrap();
    assert_eq!(sessions["unknown_now"], 1.0, "no session was sent");
    assert_eq!(sessions["unknown"]["level"], "drifted");
    assert_eq!(sessions["values"]["level"], "insufficient_data");

    let told = events(&service).await;
    assert_eq!(told.len(), 1);
    assert!(subjects(&told[0]).contains(&("payout_account_shared", "values")), "{}", told[0]);
    assert!(subjects(&told[0]).contains(&("impossible_travel_logins", "unknown")));
    let tenant = TenantId::parse(TENANT).unwrap();
    drift::measure(&service.app, &tenant).await.unwrap();
    service.clock.advance(Duration::days(1));
    drift::measure(&service.app, &tenant).await.unwrap();
    assert_eq!(events(&service).await.len(), 1, "what was told is not told again");
    let metrics = service.get("/metrics").await.text;
    assert!(
        metrics.contains("bonafide_drift_indicators{level=\"drifted\",tenant=\"acme\"}"),
        "{metrics}"
    );
}

#[actix_web::test]
async fn people_like_those_learned_from_do_not_drift_and_another_tenant_sees_nothing() {
    let service = service().await;
    let honest = cohort(&CohortOptions { fake_share: 0.005, ..CohortOptions::new(150, 9) });
    for one in &honest {
        service.decide(&one.document).await;
    }
    service.clock.advance(Duration::hours(13));
    assert_eq!(run_jobs(&service).await, 1);
    let report = service.get("/v1/drift?days=1").await.body;
    assert_eq!(report["decisions"], 150);
    assert_ne!(report["score"]["level"], "drifted", "{}", report["score"]);
    let theirs = Reply::read(service.request_of("globex", Method::GET, "/v1/drift")).await.body;
    assert_eq!(
        (&theirs["decisions"], &theirs["score"]["level"]),
        (&json!(0), &json!("insufficient_data"))
    );
    let bad = service.get("/v1/drift?days=91").await;
    assert!(bad.is_problem(400, "query_invalid"), "{}", bad.text);
}

#[actix_web::test]
async fn what_is_kept_of_a_day_is_counts_alone() {
    let service = service().await;
    service.decide(&odd(1)).await;
    service.clock.advance(Duration::hours(13));
    run_jobs(&service).await;
    let tenant = TenantId::parse(TENANT).unwrap();
    let mut tx = service.app.begin(&tenant).await.unwrap();
    let rows = sqlx::query("SELECT to_jsonb(drift_day) FROM drift_day WHERE day = '2026-06-01'")
        .fetch_all(tx.connection())
        .await
        .unwrap();
    assert!(rows.len() > 60, "{}", rows.len());
    for row in rows {
        let row: Value = row.get(0);
        let counted: i64 =
            row["known"].as_array().unwrap().iter().map(|one| one.as_i64().unwrap()).sum();
        assert_eq!(counted + row["unknown"].as_i64().unwrap(), 1, "{row}");
        assert!(!row.to_string().contains("odd-1") && !row.to_string().contains("ACCT"));
    }
}

#[actix_web::test]
async fn an_operating_point_is_that_of_the_shipped_evaluation_at_the_policys_base_rate() {
    let service = Service::start().await;
    let id = Champion::baseline().unwrap().reference.id;
    let path = format!("/v1/models/{id}/operating-point");
    let asked = "reviewer_hours_per_day=8&minutes_per_case=12&applicants_per_day=2000";
    let answer = service.get(&format!("{path}?{asked}")).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    let point = answer.body;
    assert_eq!((&point["capacity_per_day"], &point["fits_capacity"]), (&json!(40.0), &json!(true)));
    let queue = point["recommended"]["queue_per_day"]["value"].as_f64().unwrap();
    assert!(queue > 0.0 && queue <= 40.0, "{queue}");
    let recall = &point["recommended"]["recall"];
    assert!(recall["low"].as_f64() < recall["value"].as_f64(), "{recall}");
    assert_eq!(point["backlog"]["days"].as_array().unwrap().len(), 30);
    assert_ne!(point["backlog"]["grows_without_limit"], "yes");

    let rarer = service.get(&format!("{path}?{asked}&base_rate=0.001")).await.body;
    let precision = |point: &Value| point["recommended"]["precision"]["value"].as_f64().unwrap();
    assert!(precision(&rarer) < precision(&point), "fewer fakes, fewer of the queue are fake");
    let missing = service.get(&format!("{path}?minutes_per_case=12")).await;
    assert!(missing.is_problem(400, "query_invalid"), "{}", missing.text);
    let odd = service.get(&format!("{path}?{asked}&cost_of_miss=-1")).await;
    assert!(
        odd.is_problem(400, "query_invalid") && odd.text.contains("cost_of_miss"),
        "{}",
        odd.text
    );
    let huge = service.get(&format!("{path}?{asked}&cost_of_miss=1e308")).await;
    assert!(huge.text.contains("above 0 and at most 1000000000"), "{}", huge.text);
    let nobody =
        service.get(&format!("/v1/models/mod_0000000000000000/operating-point?{asked}")).await;
    assert!(nobody.is_problem(404, "not_found"), "{}", nobody.text);
}

#[actix_web::test]
async fn the_shipped_models_evaluation_is_there_as_data_and_as_a_page() {
    let service = Service::start().await;
    let id = Champion::baseline().unwrap().reference.id;
    let data = service.get(&format!("/v1/models/{id}/evaluation")).await;
    assert_eq!((data.status, &data.body["schema"]), (200, &json!("bonafide.evaluation/v1")));
    assert_eq!(data.body["model"]["id"], json!(id));
    let page = service.get(&format!("/v1/models/{id}/evaluation.html")).await;
    assert_eq!(page.status, 200);
    assert!(page.text.starts_with("<!doctype html>") && page.text.contains(&id));
}
