//! No model takes another's place unless the tenant promotes it: not with a new build, and not by an error.

use std::sync::Arc;

use bonafide::app::App;
use bonafide::champions::Champions;
use bonafide::domain::user::Role;
use evidence::indicators::{self, Usage};
use reqwest::Method;
use scoring::champion::Champion;
use serde_json::{Value, json};

use crate::console::Browser;
use crate::harness::profiles::ordinary;
use crate::harness::{Reply, Service};
use crate::models::{another, force, register};

/// The next build: it ships one more model.
fn next_build(app: &mut App) {
    let newer = Champion::load(&another(0.5).to_string()).unwrap();
    let shipped = vec![Champion::baseline().unwrap(), newer];
    app.champions = Arc::new(Champions::offering(shipped, None).unwrap());
}

async fn decide_for(service: &Service, tenant: &str, external_id: &str) -> Reply {
    let request = service.request_of(tenant, Method::POST, "/v1/decisions");
    Reply::read(request.json(&ordinary(external_id))).await
}

async fn model_of(service: &Service, tenant: &str, external_id: &str) -> Value {
    let decided = decide_for(service, tenant, external_id).await;
    assert_eq!(decided.status, 201, "{}", decided.text);
    decided.body["model"]["id"].clone()
}

async fn run(service: &Service, statement: &'static str) {
    let owner = service.database.owner().await;
    sqlx::query(statement).execute(&owner).await.unwrap();
}

#[actix_web::test]
async fn a_build_with_a_newer_model_changes_only_what_new_tenants_start_with() {
    let service = Service::start().await;
    let [baseline, newer] = [Champion::baseline().unwrap().document, another(0.5).to_string()]
        .map(|text| Value::from(Champion::load(&text).unwrap().reference.id));
    assert_eq!(model_of(&service, "acme", "robin").await, baseline);
    assert_eq!(model_of(&service, "globex", "robin").await, baseline);
    // An earlier version stored no champion before the first promotion.
    run(&service, "DELETE FROM champion WHERE tenant_id = 'globex'").await;
    run(&service, "DELETE FROM registered_model WHERE tenant_id = 'globex'").await;
    let next = service.replica_with(next_build).await;
    for tenant in ["acme", "globex"] {
        assert_eq!(model_of(&next, tenant, "kim").await, baseline, "{tenant}");
    }
    assert_eq!(model_of(&next, "initech", "kim").await, newer);
    assert_eq!(model_of(&next, "initech", "lee").await, newer, "with decisions, too");
    // A replica that still runs the earlier build follows the tenant, not its own list.
    assert_eq!(model_of(&service, "initech", "max").await, newer);
}

#[actix_web::test]
async fn a_tenant_promotes_the_newer_shipped_model_and_rolls_back() {
    let service = Service::start().await;
    let first = service.decide(&ordinary("robin")).await["model"]["id"].clone();
    let next = service.replica_with(next_build).await;
    let listed = next.get("/v1/models").await.body;
    let listed = listed["data"].as_array().unwrap();
    let shown: Vec<_> = listed.iter().map(|it| [&it["id"], &it["role"], &it["origin"]]).collect();
    let newer = listed[1]["id"].clone();
    assert_eq!(shown[0], [&first, &json!("champion"), &json!("shipped")], "{listed:?}");
    assert_eq!(shown[1], [&newer, &json!("candidate"), &json!("shipped")], "{listed:?}");
    let page = next.get("/v1/models?limit=1").await.body;
    let rest = format!("/v1/models?limit=1&cursor={}", page["next_cursor"].as_str().unwrap());
    let rest = next.get(&rest).await.body;
    assert_eq!((&rest["data"][0]["id"], &rest["next_cursor"]), (&newer, &Value::Null));

    let path = format!("/v1/models/{}/promote", newer.as_str().unwrap());
    let refused = next.post(&path, &json!({})).await;
    assert!(refused.is_problem(409, "gate_not_passed"), "{}", refused.text);
    let promoted = force(&next, newer.as_str().unwrap()).await;
    assert_eq!((promoted.status, &promoted.body["role"]), (200, &json!("champion")));
    assert_eq!(next.decide(&ordinary("kim")).await["model"]["id"], newer);
    let back = next.post("/v1/models/rollback", &json!({})).await;
    assert_eq!((back.status, &back.body["id"]), (200, &first), "{}", back.text);
    assert_eq!(next.decide(&ordinary("lee")).await["model"]["id"], first);
}

#[actix_web::test]
async fn a_champion_that_cannot_be_used_is_reported_and_nothing_takes_its_place() {
    let service = Service::start().await;
    let id = register(&service, 0.5).await;
    assert_eq!(force(&service, &id).await.status, 200);
    let digest = service.decide(&ordinary("robin")).await["model"]["digest"].clone();
    let owner = service.database.owner().await;
    let torn = "UPDATE model SET document = '{}' WHERE digest = $1";
    sqlx::query(torn).bind(digest.as_str().unwrap()).execute(&owner).await.unwrap();

    let restarted = service.replica().await;
    assert!(bonafide::service::models::follow(&restarted.app).await.is_ok());
    for path in ["/v1/decisions", "/v1/scores"] {
        let refused = restarted.post(path, &ordinary("kim")).await;
        assert!(refused.is_problem(503, "champion_unusable"), "{}", refused.text);
        let detail = refused.body["detail"].as_str().unwrap();
        assert!(detail.contains(&id) && detail.contains("cannot be read"), "{detail}");
    }
    assert_eq!(decide_for(&restarted, "globex", "kim").await.status, 201, "others go on");
    let ready = restarted.get("/readyz").await;
    assert_eq!((ready.status, &ready.body["ready"]), (200, &json!(true)));
    let unusable = &ready.body["unusable_champions"];
    assert_eq!((&unusable[0]["model"], &unusable[0]["tenants"]), (&json!(id), &json!(1)));
    assert!(!ready.text.contains("acme"), "it names no tenant: {}", ready.text);
    let mut mo = Browser::with_roles(&restarted, "mo", &[Role::ModelOwner]).await;
    let page = mo.get("/console/models").await.text;
    assert!(page.contains(&format!("The champion {id} cannot be used:")), "{page}");

    let other = register(&restarted, 0.25).await;
    let promoted = force(&restarted, &other).await;
    assert_eq!(promoted.status, 200, "{}", promoted.text);
    assert_eq!(restarted.decide(&ordinary("kim")).await["model"]["id"], json!(other));
    assert_eq!(restarted.get("/readyz").await.body["unusable_champions"], json!([]));
    assert!(!mo.get("/console/models").await.text.contains("cannot be used"));
}

#[actix_web::test]
async fn a_term_of_an_indicator_that_became_context_adds_nothing_and_is_shown() {
    let service = Service::start().await;
    let context = indicators::all().find(|it| it.usage == Usage::ContextOnly).unwrap();
    let mut file = another(1.0);
    let term = json!({ "indicator": context.id, "family": context.family.name(), "edges": [], "miss": -1.0, "hits": [3.0] });
    file["definition"]["terms"].as_array_mut().unwrap().push(term);
    let made = service.post("/v1/models", &file).await;
    assert_eq!(made.status, 201, "{}", made.text);
    let id = made.body["id"].as_str().unwrap();
    let same = register(&service, 1.0).await;
    let path = format!("/v1/models/{same}");
    let everywhere = service.get(&path).await.body["inactive_terms"].take();
    let mut inactive = everywhere.clone();
    let term = json!({ "indicator": context.id, "reason": "not_scored" });
    inactive.as_array_mut().unwrap().push(term);
    assert_eq!(service.get(&format!("/v1/models/{id}")).await.body["inactive_terms"], inactive);
    assert_eq!(force(&service, &same).await.status, 200);
    let without = service.post("/v1/scores", &ordinary("robin")).await.body;
    assert_eq!(force(&service, id).await.status, 200);
    let decided = service.decide(&ordinary("robin")).await;
    assert_eq!((&decided["model"]["id"], &decided["inactive_terms"]), (&json!(id), &inactive));
    assert_eq!(decided["log_odds"], without["log_odds"]);
    assert_eq!(without["inactive_terms"], everywhere);
    let replay = format!("/v1/decisions/{}/replay", decided["id"].as_str().unwrap());
    let replayed = service.post(&replay, &json!({})).await;
    assert_eq!(replayed.body["differences"], json!([]), "{}", replayed.text);
    let mut mo = Browser::with_roles(&service, "mo", &[Role::ModelOwner, Role::Reviewer]).await;
    let page = mo.get(&format!("/console/models/{id}")).await.text;
    assert!(
        page.contains("Terms without effect") && page.contains("shown as context only"),
        "{page}"
    );
}
