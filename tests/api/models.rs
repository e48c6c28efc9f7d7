//! The registry: what is taken in, who may score, and how that changes under load.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use bonafide::config::TrainingConfig;
use bonafide::domain::tenant::TenantId;
use bonafide::jobs::Background;
use futures_util::future::join_all;
use reqwest::Method;
use serde_json::{Value, json};

use crate::harness::profiles::ordinary;
use crate::harness::{Reply, Service, TENANT};

const REASON: &str = "a test promotes what nobody measured";

/// The baseline's definition with another description and other strength: another model.
pub fn another(strength: f64) -> Value {
    let text = include_str!("../../models/baseline/model.json");
    let mut file: Value = serde_json::from_str(text).unwrap();
    let definition = &mut file["definition"];
    definition["description"] = format!("the baseline times {strength}").into();
    definition["pairs"] = json!([]);
    for term in definition["terms"].as_array_mut().unwrap() {
        term["miss"] = json!(term["miss"].as_f64().unwrap() * strength);
        let hits = term["hits"].as_array().unwrap().iter();
        term["hits"] = hits.map(|hit| json!(hit.as_f64().unwrap() * strength)).collect();
    }
    json!({ "definition": file["definition"] })
}

pub async fn register(service: &Service, strength: f64) -> String {
    let made = service.post("/v1/models", &another(strength)).await;
    assert_eq!(made.status, 201, "{}", made.text);
    made.body["id"].as_str().unwrap().to_owned()
}

pub async fn force(service: &Service, id: &str) -> Reply {
    service.post(&format!("/v1/models/{id}/promote"), &json!({ "force_reason": REASON })).await
}

async fn digest_of_a_score(service: &Service) -> String {
    let scored = service.post("/v1/scores", &ordinary("robin")).await;
    scored.body["model"]["digest"].as_str().unwrap().to_owned()
}

#[actix_web::test]
async fn a_model_from_elsewhere_waits_as_a_candidate_and_scores_nobody() {
    let service = Service::start().await;
    let before = digest_of_a_score(&service).await;
    let id = register(&service, 0.5).await;
    let again = service.post("/v1/models", &another(0.5)).await;
    assert_eq!(
        (again.status, &again.body["id"]),
        (201, &json!(id)),
        "the same content is the same model"
    );
    let found = service.get(&format!("/v1/models/{id}")).await.body;
    assert_eq!(found["role"], "candidate");
    assert_eq!((&found["origin"], &found["created_by"]), (&json!("upload"), &json!("test")));
    let artefact = service.get(&format!("/v1/models/{id}/artefact")).await.body;
    assert_eq!(artefact["digest"], found["digest"]);
    assert_eq!(digest_of_a_score(&service).await, before);
    let listed = service.get("/v1/models").await.body;
    let roles: Vec<&str> = listed["data"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["role"].as_str().unwrap())
        .collect();
    assert_eq!(roles, ["candidate", "champion"], "the shipped one stands among them");
    let missing = service.get(&format!("/v1/models/{id}/evaluation")).await;
    assert!(missing.is_problem(404, "not_found"), "{}", missing.text);
    let theirs =
        Reply::read(service.request_of("globex", Method::GET, &format!("/v1/models/{id}"))).await;
    assert_eq!(theirs.status, 404, "another tenant has no such model");
}

#[actix_web::test]
async fn hostile_artefacts_are_refused_with_the_place_and_change_nothing() {
    let service = Service::start().await;
    let send = async |change: &dyn Fn(&mut Value)| {
        let mut artefact = another(0.5);
        change(&mut artefact);
        service.post("/v1/models", &artefact).await
    };
    let unknown =
        send(&|one| one["definition"]["terms"][2]["indicator"] = "nationality".into()).await;
    assert!(unknown.is_problem(422, "model_invalid"), "{}", unknown.text);
    assert_eq!(unknown.pointers(), ["/definition/terms/2/indicator"]);
    let family = send(&|one| {
        one["definition"]["caps"]["made_up"] = json!({ "least": -1.0, "most": 1.0 });
        one["definition"]["terms"][0]["family"] = "made_up".into();
    })
    .await;
    assert_eq!(family.pointers(), ["/definition/terms/0/indicator"], "{}", family.text);
    let schema = send(&|one| one["definition"]["schema"] = "bonafide.model/v999".into()).await;
    assert_eq!(schema.pointers(), ["/definition/schema"], "{}", schema.text);
    let digest = send(&|one| one["digest"] = format!("sha256:{}", "0".repeat(64)).into()).await;
    assert_eq!(digest.pointers(), ["/digest"], "{}", digest.text);
    let null = send(&|one| one["definition"]["terms"][1]["miss"] = Value::Null).await;
    assert_eq!(null.pointers(), ["/definition/terms/1/miss"], "{}", null.text);
    let bins = send(&|one| one["definition"]["terms"][0]["edges"] = json!(vec![1; 100_000])).await;
    assert_eq!(bins.pointers(), ["/definition/terms/0/edges"], "{}", bins.text);
    let pair = send(&|one| {
        let terms = one["definition"]["terms"].as_array().unwrap();
        let of = |family: &str| terms.iter().find(|term| term["family"] == *family).unwrap();
        let (first, second) = (of("session"), of("payout"));
        let grades = |term: &Value| term["hits"].as_array().unwrap().len();
        let mut hits = vec![vec![0.25; grades(second)]; grades(first)];
        hits[0][grades(second) - 1] = -0.25;
        let names = [first, second].map(|term| term["indicator"].clone());
        one["definition"]["pairs"] =
            json!([{ "first": names[0], "second": names[1], "hits": hits }]);
    })
    .await;
    assert!(pair.is_problem(422, "model_invalid"), "{}", pair.text);
    let [pointer] = &pair.pointers()[..] else { panic!("{}", pair.text) };
    assert!(pointer.starts_with("/definition/pairs/0/hits/0/"), "{pointer}");
    let raw = async |text: String| {
        let request = service.request_of(TENANT, Method::POST, "/v1/models");
        Reply::read(request.header("content-type", "application/json").body(text)).await
    };
    let nan = raw(another(0.5).to_string().replacen("\"miss\":0.0", "\"miss\":NaN", 1).replacen(
        "\"miss\":-0.0",
        "\"miss\":NaN",
        1,
    ))
    .await;
    assert!(nan.is_problem(400, "malformed_json"), "{}", nan.text);
    let deep =
        raw(format!("{{\"definition\":{}{}}}", "[".repeat(100_000), "]".repeat(100_000))).await;
    assert!(matches!(deep.status, 400 | 422), "{}", deep.status);
    let large = raw(format!("{{\"definition\":\"{}\"}}", "x".repeat(3 << 20))).await;
    assert!(large.is_problem(413, "body_too_large"), "{}", large.text);
    assert_eq!(service.count("registered_model").await, 0);
}

#[actix_web::test]
async fn the_gate_refuses_what_was_not_measured_unless_somebody_answers_for_it_on_record() {
    let service = Service::start().await;
    let before = digest_of_a_score(&service).await;
    let id = register(&service, 0.5).await;
    let refused = service.post(&format!("/v1/models/{id}/promote"), &json!({})).await;
    assert!(refused.is_problem(409, "gate_not_passed"), "{}", refused.text);
    assert_eq!(refused.pointers(), ["/evaluation"]);
    let short = json!({ "force_reason": "because" });
    let short = service.post(&format!("/v1/models/{id}/promote"), &short).await;
    assert!(short.is_problem(422, "promotion_invalid"), "{}", short.text);
    let done = force(&service, &id).await;
    assert_eq!((done.status, &done.body["role"]), (200, &json!("champion")), "{}", done.text);
    assert_eq!(digest_of_a_score(&service).await, done.body["digest"]);
    let recorded: String =
        sqlx::query_scalar("SELECT details::text FROM audit WHERE action = 'model.promote'")
            .fetch_one(&service.database.owner().await)
            .await
            .unwrap();
    assert!(recorded.contains(REASON) && recorded.contains("not_evaluated"), "{recorded}");
    let told: i64 = sqlx::query_scalar("SELECT count(*) FROM event WHERE kind = 'model.promoted'")
        .fetch_one(&service.database.owner().await)
        .await
        .unwrap();
    assert_eq!(told, 1);
    let back = service.post("/v1/models/rollback", &json!({})).await;
    assert_eq!((back.status, &back.body["digest"]), (200, &json!(before)), "{}", back.text);
    assert_eq!(digest_of_a_score(&service).await, before);
    let further = service.post("/v1/models/rollback", &json!({})).await;
    assert!(further.is_problem(409, "nothing_to_roll_back_to"), "{}", further.text);
}

#[actix_web::test]
async fn each_roll_back_goes_one_step_further_back() {
    let service = Service::start().await;
    let shipped = digest_of_a_score(&service).await;
    let (first, second) = (register(&service, 0.5).await, register(&service, 0.25).await);
    let first = force(&service, &first).await.body["digest"].clone();
    force(&service, &second).await;
    let back = |reply: Reply| reply.body["digest"].clone();
    assert_eq!(back(service.post("/v1/models/rollback", &json!({})).await), first);
    assert_eq!(back(service.post("/v1/models/rollback", &json!({})).await), json!(shipped));
}

#[actix_web::test]
async fn a_champion_is_neither_shadowed_nor_retired_and_there_is_one_shadow() {
    let service = Service::start().await;
    let (first, second) = (register(&service, 0.5).await, register(&service, 0.25).await);
    for (id, before) in [(&first, None), (&second, Some(&first))] {
        let done = service.post(&format!("/v1/models/{id}/shadow"), &json!({})).await;
        assert_eq!((done.status, &done.body["role"]), (200, &json!("shadow")), "{}", done.text);
        if let Some(before) = before {
            let before = service.get(&format!("/v1/models/{before}")).await.body;
            assert_eq!(before["role"], "candidate");
        }
    }
    force(&service, &first).await;
    for step in ["shadow", "retire"] {
        let refused = service.post(&format!("/v1/models/{first}/{step}"), &json!({})).await;
        assert!(refused.is_problem(409, "wrong_model_role"), "{}", refused.text);
    }
    let retired = service.post(&format!("/v1/models/{second}/retire"), &json!({})).await;
    assert_eq!(retired.body["role"], "retired");
}

#[actix_web::test]
async fn where_two_are_needed_nobody_approves_their_own_request() {
    let service = Service::start_with(|app| {
        let needs = TrainingConfig { promotion_needs_approval: true, ..(*app.training).clone() };
        app.training = Arc::new(needs);
    })
    .await;
    let before = digest_of_a_score(&service).await;
    let id = register(&service, 0.5).await;
    let asked = force(&service, &id).await;
    assert_eq!(
        (asked.status, &asked.body["pending"]["requested_by"]),
        (202, &json!("test")),
        "{}",
        asked.text
    );
    assert_eq!(digest_of_a_score(&service).await, before, "it waits");
    let path = format!("/v1/models/{id}/approve");
    let own = service.post(&path, &json!({})).await;
    assert!(own.is_problem(409, "own_promotion_request"), "{}", own.text);
    let second = service.anonymous(Method::POST, &path);
    let second = Reply::read(second.bearer_auth(service.token_of_person("second"))).await;
    assert_eq!((second.status, &second.body["role"]), (200, &json!("champion")), "{}", second.text);
    assert_eq!(digest_of_a_score(&service).await, second.body["digest"]);
    let over = service.post(&path, &json!({})).await;
    assert!(over.is_problem(409, "promotion_not_pending"), "{}", over.text);
}

#[actix_web::test]
async fn every_replica_follows_a_promotion_within_five_seconds() {
    let service = Service::start().await;
    let replica = service.replica().await;
    let background = Background::start(&replica.app);
    let id = register(&service, 0.5).await;
    let promoted = force(&service, &id).await.body["digest"].clone();
    let began = Instant::now();
    let tenant = TenantId::parse(TENANT).unwrap();
    let digest = || Some(replica.app.champions.find(&tenant)?.unwrap().reference.digest.clone());
    while digest().as_ref() != promoted.as_str().map(str::to_owned).as_ref() {
        assert!(began.elapsed() < Duration::from_secs(5), "it did not follow");
        tokio::task::yield_now().await;
    }
    assert_eq!(digest_of_a_score(&replica).await, promoted);
    background.stop().await;
}

#[actix_web::test]
async fn no_answer_is_lost_or_made_with_two_models_while_champions_change() {
    let service = Service::start().await;
    let id = register(&service, 0.5).await;
    let over = AtomicBool::new(false);
    let change = async {
        for _ in 0..12 {
            assert_eq!(force(&service, &id).await.status, 200);
            assert_eq!(service.post("/v1/models/rollback", &json!({})).await.status, 200);
        }
        over.store(true, Ordering::Relaxed);
    };
    let decide = |worker: usize| {
        let (service, over) = (&service, &over);
        async move {
            let mut made = Vec::new();
            while !over.load(Ordering::Relaxed) {
                made.push(service.decide(&ordinary(&format!("{worker}-{}", made.len()))).await);
            }
            made
        }
    };
    let (made, ()) = tokio::join!(join_all((0..4).map(decide)), change);
    let made: Vec<Value> = made.into_iter().flatten().collect();
    let digests: std::collections::BTreeSet<&str> =
        made.iter().map(|one| one["model"]["digest"].as_str().unwrap()).collect();
    assert_eq!(digests.len(), 2, "both scored meanwhile, over {} decisions", made.len());
    for one in &made {
        let sum: f64 = one["contributions"]
            .as_array()
            .unwrap()
            .iter()
            .map(|one| one["log_odds"].as_f64().unwrap())
            .sum();
        let said = one["log_odds"].as_f64().unwrap() - one["base_log_odds"].as_f64().unwrap();
        assert!((said - sum).abs() < 1e-9);
        service.comes_out_alike(one).await;
    }
}
