//! Training on a tenant's labels: from labels to a candidate, watched, cancelled, taken up after a killed worker.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use bonafide::config::TrainingConfig;
use bonafide::domain::job::{Job, JobKind};
use bonafide::domain::tenant::TenantId;
use bonafide::jobs::{LEASE, next, training};
use bonafide::service::scoring::Submitted;
use bonafide::service::scoring::decisions::decide;
use bonafide::store::scoring::locks::{self, Lock};
use bonafide::{app::App, store};
use ids::LabelId;
use ids::actor::Actor;
use learning::evaluation::GatePolicy;
use learning::label::{Chosen, EvidenceKind, Label, LabelSource, Verdict};
use learning::simulator::{CohortOptions, cohort};
use reqwest::Method;
use scoring::decision::Decision;
use serde_json::{Value, json};
use tokio::sync::watch;
use uuid::Uuid;

use crate::harness::{Reply, Service, TENANT};

fn tenant() -> TenantId {
    TenantId::parse(TENANT).unwrap()
}

/// Simulated applicants, each decided on, half of them fake, with what they are.
async fn people(service: &Service, count: usize, seed: u64) -> Vec<(Decision, bool)> {
    let options = CohortOptions { fake_share: 0.5, ..CohortOptions::new(count, seed) };
    let mut decided = Vec::new();
    for one in cohort(&options) {
        let document = one.document.to_string();
        let submitted = Submitted::liberal(document.as_bytes());
        let made = decide(&service.app, &tenant(), submitted, None).await.unwrap();
        decided.push((made.decision, one.label.fake));
    }
    decided
}

/// A label that somebody gave without having seen the score, from a document.
fn label(service: &Service, decision: &Decision, fake: bool) -> Label {
    let now = service.app.clock.now();
    Label {
        id: LabelId::new(now),
        applicant_id: decision.applicant_id,
        decision_id: Some(decision.id),
        verdict: if fake { Verdict::Fake } else { Verdict::Genuine },
        evidence: EvidenceKind::Document,
        source: LabelSource::Review,
        chosen: Chosen::Request,
        chosen_with: None,
        score_visible: false,
        actor: Actor::parse("reviewer-1").unwrap(),
        review_id: None,
        learned_at: now,
        created_at: now,
        withdrawn_at: None,
    }
}

async fn keep(service: &Service, labels: &[Label]) {
    let mut tx = service.app.begin(&tenant()).await.unwrap();
    for label in labels {
        store::models::labels::insert(&mut tx, label).await.unwrap();
    }
    tx.commit().await.unwrap();
}

/// A service whose tenant has labels of everybody, true ones.
async fn labelled(count: usize, change: impl FnOnce(&mut App)) -> Service {
    let service = Service::start_with(change).await;
    let people = people(&service, count, 11).await;
    let labels: Vec<Label> =
        people.iter().map(|(decision, fake)| label(&service, decision, *fake)).collect();
    keep(&service, &labels).await;
    service
}

async fn start(service: &Service, body: &Value) -> String {
    let job = service.post("/v1/training-jobs", body).await;
    assert_eq!(job.status, 202, "{}", job.text);
    job.body["id"].as_str().unwrap().to_owned()
}

/// Does the job that is due, as a worker would.
pub async fn work(app: &App) -> bool {
    let (_stop, stopped) = watch::channel(false);
    let perform = async |app: &App, job: &Job, worker| {
        training::perform(app, job, worker, stopped.clone()).await
    };
    next(app, JobKind::Training, Uuid::new_v4(), &perform).await.unwrap()
}

async fn job(service: &Service, id: &str) -> Value {
    let token = service.token_now(TENANT, &bonafide::auth::Scope::ALL);
    let request = service.anonymous(Method::GET, &format!("/v1/training-jobs/{id}"));
    Reply::read(request.bearer_auth(token)).await.body
}

#[actix_web::test]
async fn labels_become_a_measured_candidate_with_a_card_and_files() {
    let folder = crate::harness::cluster::scratch("models");
    let models_dir = folder.clone();
    let service = labelled(200, |app| {
        app.training = Arc::new(TrainingConfig { models_dir, ..(*app.training).clone() });
    })
    .await;
    let id = start(&service, &json!({ "options": { "seed": 3 } })).await;
    let second = service.post("/v1/training-jobs", &json!({})).await;
    assert!(second.is_problem(409, "training_running"), "{}", second.text);
    assert!(Box::pin(work(&service.app)).await);
    let done = job(&service, &id).await;
    assert_eq!((&done["state"], &done["progress"]), (&json!("succeeded"), &json!(1.0)), "{done}");
    let model = done["model_id"].as_str().unwrap();
    let found = service.get(&format!("/v1/models/{model}")).await.body;
    assert_eq!((&found["role"], &found["origin"]), (&json!("candidate"), &json!("training")));
    assert_eq!(found["training_job_id"], json!(id));
    let data = &found["card"]["data"];
    let all = data["training_examples"].as_u64().unwrap() + data["test_examples"].as_u64().unwrap();
    assert_eq!(data["labels"]["review, document, blind"].as_u64().unwrap(), 200);
    assert_eq!(all, 200);
    let evaluation = service.get(&format!("/v1/models/{model}/evaluation")).await.body;
    assert_eq!(evaluation["model"]["id"], json!(model));
    assert!(evaluation["comparison"]["champion"].as_str().unwrap().starts_with("mod_"));
    let learning = evaluation["learning_curve"].as_array().unwrap();
    assert!(learning.len() > 1, "a learning curve: {learning:?}");
    assert_eq!(learning.last().unwrap()["rows"], data["training_examples"]);
    let swap = &evaluation["swap"];
    assert_eq!((&swap["people"], &swap["original"]), (&json!(500), &swap["swapped"]));
    for file in ["model.json", "card.md", "evaluation.json", "evaluation.html"] {
        assert!(folder.join(model).join(file).exists(), "{file}");
    }
    let gate = service.post(&format!("/v1/models/{model}/promote"), &json!({})).await;
    assert!(gate.is_problem(409, "gate_not_passed"), "{}", gate.text);
    assert!(gate.pointers().contains(&"/evaluation/counts/fakes"), "{}", gate.text);
    assert!(gate.pointers().contains(&"/evaluation/parity"), "{}", gate.text);
    std::fs::remove_dir_all(folder).unwrap();
}

/// What was told of the ends of jobs, the latest first.
async fn told(service: &Service) -> Vec<Value> {
    let events = service.get("/v1/events?type=training.finished").await.body;
    events["data"].as_array().unwrap().iter().map(|event| event["data"].clone()).collect()
}

#[actix_web::test]
async fn the_same_labels_and_seed_give_the_same_model_on_another_day() {
    let service = labelled(200, |_| ()).await;
    let mut models = Vec::new();
    for _ in 0..2 {
        let id = start(&service, &json!({ "options": { "seed": 3 } })).await;
        assert!(Box::pin(work(&service.app)).await);
        let done = job(&service, &id).await;
        assert_eq!(done["state"], "succeeded", "{done}");
        models.push(done["model_id"].as_str().unwrap().to_owned());
        service.clock.advance(chrono::Duration::days(9));
    }
    assert_eq!(models[0], models[1]);
    let listed = service.get("/v1/models").await.body;
    let same = |one: &&Value| one["id"] == json!(models[0]);
    assert_eq!(listed["data"].as_array().unwrap().iter().filter(same).count(), 1);
}

#[actix_web::test]
async fn too_few_labels_are_refused_with_what_is_missing() {
    let service = labelled(12, |_| ()).await;
    let id = start(&service, &json!({})).await;
    assert!(Box::pin(work(&service.app)).await);
    let done = job(&service, &id).await;
    assert_eq!(done["state"], "not_enough_labels", "{done}");
    let reason = done["reason"].as_str().unwrap();
    assert!(reason.contains("labelled fake") && reason.contains("are needed"), "{reason}");
    let event = json!({
        "training_job_id": id, "state": "not_enough_labels", "model_id": null, "reason": reason,
    });
    assert_eq!(told(&service).await, [event]);
}

#[actix_web::test]
async fn a_job_says_what_it_does_and_a_watcher_that_comes_again_misses_nothing() {
    let service = labelled(12, |_| ()).await;
    let id = start(&service, &json!({})).await;
    assert!(Box::pin(work(&service.app)).await);
    let watch = async |last: &str| {
        let path = format!("/v1/training-jobs/{id}/events");
        let request = service.request_of(TENANT, Method::GET, &path);
        Reply::read(request.header("Last-Event-ID", last)).await
    };
    let whole = watch("0").await;
    assert_eq!(whole.header("content-type"), "text/event-stream");
    assert!(whole.text.contains("event: log\nid: 1\ndata: {"), "{}", whole.text);
    assert!(whole.text.contains("event: end\ndata: {"), "{}", whole.text);
    let rest = watch("1").await;
    assert!(!rest.text.contains("id: 1\n") && rest.text.contains("event: end"), "{}", rest.text);
    let lines = service.get(&format!("/v1/training-jobs/{id}/log")).await.body;
    assert_eq!(lines["data"][0]["seq"], 1);
    let theirs =
        service.request_of("globex", Method::GET, &format!("/v1/training-jobs/{id}/events"));
    assert_eq!(Reply::read(theirs).await.status, 404);
}

#[actix_web::test]
async fn a_waiting_job_is_cancelled_at_once_and_a_running_one_within_seconds() {
    let service = labelled(200, |_| ()).await;
    let waiting = start(&service, &json!({})).await;
    let cancel =
        async |id: &str| service.post(&format!("/v1/training-jobs/{id}/cancel"), &json!({})).await;
    assert_eq!(cancel(&waiting).await.body["state"], "cancelled");
    let over = cancel(&waiting).await;
    assert!(over.is_problem(409, "training_finished"), "{}", over.text);
    assert!(Box::pin(work(&service.app)).await, "the worker finds it and lets it be");
    assert_eq!(job(&service, &waiting).await["state"], "cancelled");

    let running = start(&service, &json!({ "options": { "after_training": "shadow" } })).await;
    // Roles cannot change while this is held, so the job cannot end by itself.
    let mut held = service.app.begin(&tenant()).await.unwrap();
    locks::wait(&mut held, Lock::Models).await.unwrap();
    let began = Instant::now();
    let end = async {
        while job(&service, &running).await["state"] != "running" {
            tokio::task::yield_now().await;
        }
        assert_eq!(cancel(&running).await.status, 202);
    };
    tokio::join!(work(&service.app), end);
    assert_eq!(job(&service, &running).await["state"], "cancelled");
    let ends = told(&service).await;
    let ends: Vec<_> = ends.iter().map(|end| (&end["training_job_id"], &end["state"])).collect();
    let (cancelled, ids) = (json!("cancelled"), [json!(running), json!(waiting)]);
    assert_eq!(ends, [(&ids[0], &cancelled), (&ids[1], &cancelled)], "each is told once");
    assert!(began.elapsed() < Duration::from_mins(1));
    held.rollback().await.unwrap();
}

#[actix_web::test]
async fn a_job_of_a_killed_worker_is_taken_up_from_its_snapshot_and_fails_after_three_attempts() {
    let service = labelled(200, |_| ()).await;
    let id = start(&service, &json!({ "options": { "after_training": "shadow" } })).await;
    let mut held = service.app.begin(&tenant()).await.unwrap();
    locks::wait(&mut held, Lock::Models).await.unwrap();
    for attempt in 1..=2 {
        // A worker that is dropped in the middle says nothing to anybody, like a killed one.
        let registered = async {
            while job(&service, &id).await["attempt"] != attempt
                || service.count("registered_model").await == 0
                || job(&service, &id).await["progress"].as_f64().unwrap() < 0.9
            {
                tokio::task::yield_now().await;
            }
        };
        tokio::select! {
            _ = work(&service.app) => panic!("it cannot end while roles are held"),
            () = registered => {}
        }
        service.clock.advance(LEASE + chrono::Duration::seconds(1));
        if attempt == 1 {
            let rows = service.count("training_row").await;
            // A label that comes meanwhile is not learned from: the snapshot stands.
            let late = people(&service, 1, 77).await;
            keep(&service, &[label(&service, &late[0].0, late[0].1)]).await;
            assert_eq!(rows, 200);
        }
    }
    held.rollback().await.unwrap();
    assert!(Box::pin(work(&service.app)).await);
    let done = job(&service, &id).await;
    assert_eq!((&done["state"], &done["attempt"]), (&json!("succeeded"), &json!(3)), "{done}");
    assert_eq!(service.count("training_row").await, 200);
    let models = service.count("registered_model").await;
    assert_eq!(models, 2, "the champion, and one model of three attempts");
}

#[actix_web::test]
async fn after_three_attempts_a_job_has_failed_and_the_next_may_begin() {
    let service = labelled(12, |_| ()).await;
    let id = start(&service, &json!({})).await;
    let statement = "UPDATE training_job SET state = 'running', attempt = 3";
    sqlx::query(statement).execute(&service.database.owner().await).await.unwrap();
    assert!(Box::pin(work(&service.app)).await);
    let done = job(&service, &id).await;
    assert_eq!(done["state"], "failed", "{done}");
    assert_eq!(told(&service).await[0]["state"], "failed");
    start(&service, &json!({})).await;
}

#[actix_web::test]
async fn whoever_was_erased_drops_out_of_what_is_learned_from() {
    let service = labelled(200, |_| ()).await;
    let decided = service.get("/v1/decisions?limit=1").await.body;
    let applicant = decided["data"][0]["applicant_id"].as_str().unwrap();
    let path = format!("/v1/applicants/{applicant}");
    let erased = Reply::read(service.request_of(TENANT, Method::DELETE, &path)).await;
    assert!((200..300).contains(&erased.status), "{}", erased.text);
    start(&service, &json!({})).await;
    assert!(Box::pin(work(&service.app)).await);
    assert_eq!(service.count("training_row").await, 199);
}

/// A gate that lets any measured model through.
fn open_gate(app: &mut App) {
    let gate = GatePolicy {
        min_fakes: 5,
        min_genuine: 5,
        recall_margin: 1.0,
        calibration_error: 1.0,
        unknown_parity_passes: true,
    };
    app.training = Arc::new(TrainingConfig { gate, ..(*app.training).clone() });
}

#[actix_web::test]
async fn a_model_that_passes_the_gate_is_promoted_and_groups_are_sealed_and_gone_with_the_job() {
    let service = labelled(200, open_gate).await;
    let owner = service.database.owner().await;
    let applicants: Vec<Uuid> =
        sqlx::query_scalar("SELECT id FROM applicant ORDER BY id").fetch_all(&owner).await.unwrap();
    let groups: BTreeMap<String, &str> = (applicants.iter().enumerate())
        .map(|(n, id)| (format!("app_{}", id.simple()), if n % 2 == 0 { "east" } else { "west" }))
        .collect();
    let body = json!({ "options": { "after_training": "promote" }, "audit_groups": groups });
    let id = start(&service, &body).await;
    let groups = "SELECT audit_groups FROM training_job";
    let sealed: Vec<u8> = sqlx::query_scalar(groups).fetch_one(&owner).await.unwrap();
    assert!(!sealed.windows(4).any(|part| part == b"east"));
    assert!(Box::pin(work(&service.app)).await);
    let kept: Option<Vec<u8>> = sqlx::query_scalar(groups).fetch_one(&owner).await.unwrap();
    assert_eq!(kept, None);
    let done = job(&service, &id).await;
    let log = service.get(&format!("/v1/training-jobs/{id}/log")).await.text;
    assert_eq!(done["state"], "succeeded", "{log}");
    let model = service.get(&format!("/v1/models/{}", done["model_id"].as_str().unwrap())).await;
    assert_eq!(model.body["role"], "champion", "{log}");
    let event = json!({
        "training_job_id": id, "state": "succeeded", "model_id": done["model_id"], "reason": null,
    });
    assert_eq!(told(&service).await, [event]);
}

#[actix_web::test]
async fn a_model_from_elsewhere_passes_the_same_gate_on_what_it_was_not_to_learn_from() {
    let service = labelled(200, open_gate).await;
    let text = include_str!("../../models/baseline/model.json");
    let mut file: Value = serde_json::from_str(text).unwrap();
    file.as_object_mut().unwrap().remove("digest");
    file["definition"]["description"] = "made elsewhere".into();
    let made = service.post("/v1/models", &file).await.body;
    let path = format!("/v1/models/{}", made["id"].as_str().unwrap());
    let measured = service.post(&format!("{path}/evaluate"), &json!({})).await;
    assert_eq!(measured.status, 200, "{}", measured.text);
    assert!(measured.body["counts"]["rows"].as_u64().unwrap() < 100, "the later part alone");
    let promoted = service.post(&format!("{path}/promote"), &json!({})).await;
    assert_eq!(
        (promoted.status, &promoted.body["role"]),
        (200, &json!("champion")),
        "{}",
        promoted.text
    );
}

#[actix_web::test]
async fn a_job_starts_by_itself_when_enough_is_new_and_not_before() {
    let service = labelled(8, |app| {
        let often = TrainingConfig { every_days: 7, min_new_labels: 8, ..(*app.training).clone() };
        app.training = Arc::new(often);
    })
    .await;
    let due = async || bonafide::service::models::training::start_due(&service.app).await.unwrap();
    assert_eq!(due().await, 1);
    assert_eq!(due().await, 0, "the first one was now");
    assert!(Box::pin(work(&service.app)).await);
    service.clock.advance(chrono::Duration::days(8));
    assert_eq!(due().await, 0, "nothing is new");
    let late = people(&service, 8, 78).await;
    let labels: Vec<Label> = late.iter().map(|(one, fake)| label(&service, one, *fake)).collect();
    keep(&service, &labels).await;
    assert_eq!(due().await, 1);
}

#[actix_web::test]
async fn what_goes_wrong_for_one_tenant_leaves_out_no_other() {
    let service = labelled(8, |app| {
        let often = TrainingConfig { every_days: 7, min_new_labels: 8, ..(*app.training).clone() };
        app.training = Arc::new(often);
    })
    .await;
    let owner = service.database.owner().await;
    let unusable = "INSERT INTO training_tenant (tenant_id) VALUES ('0 is no tenant')";
    sqlx::query(unusable).execute(&owner).await.unwrap();
    let started = bonafide::service::models::training::start_due(&service.app).await.unwrap();
    assert_eq!(started, 1, "the first one cannot be asked");
}

#[actix_web::test]
async fn training_data_leaves_without_anything_personal_as_lines_and_as_parquet() {
    let service = labelled(12, |_| ()).await;
    let lines = service.get("/v1/training-data").await;
    assert_eq!(lines.header("content-type"), "application/x-ndjson");
    let rows: Vec<Value> =
        lines.text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(rows.len(), 12);
    for row in &rows {
        let fields: Vec<&str> = row.as_object().unwrap().keys().map(String::as_str).collect();
        assert_eq!(fields, ["day", "group", "label", "part", "row", "values", "weight"]);
        assert_eq!(row["day"].as_str().unwrap().len(), 10, "no time finer than a day");
        let numbers = row["values"].as_object().unwrap().values();
        assert!(numbers.into_iter().all(|value| value.is_null() || value.as_f64().unwrap() >= 0.0));
    }
    let decided = service.get("/v1/decisions?limit=1").await.body["data"][0].clone();
    for personal in ["id", "applicant_id", "external_id"] {
        let personal = decided[personal].as_str().unwrap().trim_start_matches("dec_");
        assert!(!lines.text.contains(personal), "{personal}");
    }
    let again = service.get("/v1/training-data?format=ndjson").await;
    assert_eq!(again.text, lines.text, "names are the same at every export");
    let parquet = service.request_of(TENANT, Method::GET, "/v1/training-data");
    let parquet = parquet.header("Accept", "application/vnd.apache.parquet").send().await.unwrap();
    let bytes = parquet.bytes().await.unwrap();
    assert!(bytes.starts_with(b"PAR1") && bytes.ends_with(b"PAR1"));
    let recorded: i64 =
        sqlx::query_scalar("SELECT count(*) FROM audit WHERE action = 'training_data.read'")
            .fetch_one(&service.database.owner().await)
            .await
            .unwrap();
    assert_eq!(recorded, 3);
}
