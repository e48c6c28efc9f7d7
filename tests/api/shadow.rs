//! The shadow: what it says is seen in its report and nowhere else.

use bonafide::domain::job::{Job, JobKind};
use bonafide::jobs::{next, shadow};
use bonafide::service::models::shadow::LAG;
use bonafide::{app::App, store};
use reqwest::Method;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::harness::profiles::{ordinary, paid_to};
use crate::harness::{Reply, Service, TENANT};

/// Lets the shadow's worker do what is due.
pub async fn work(service: &Service) {
    let perform = async |app: &App, job: &Job, _: Uuid| shadow::perform(app, job).await;
    assert!(next(&service.app, JobKind::Shadow, Uuid::new_v4(), &perform).await.unwrap());
}

/// The baseline that finds nothing suspicious at all, as the shadow.
pub async fn shadowed(service: &Service) -> String {
    let text = include_str!("../../models/baseline/model.json");
    let mut file: Value = serde_json::from_str(text).unwrap();
    file.as_object_mut().unwrap().remove("digest");
    file["definition"]["description"] = "it finds nothing".into();
    file["definition"]["terms"] = json!([]);
    file["definition"]["pairs"] = json!([]);
    let made = service.post("/v1/models", &file).await;
    let id = made.body["id"].as_str().unwrap_or_else(|| panic!("{}", made.text)).to_owned();
    let shadow = service.post(&format!("/v1/models/{id}/shadow"), &json!({})).await;
    assert_eq!(shadow.status, 200, "{}", shadow.text);
    id
}

async fn report(service: &Service, id: &str) -> Value {
    let token = service.token_now(TENANT, &bonafide::auth::Scope::ALL);
    let request = service.anonymous(Method::GET, &format!("/v1/models/{id}/shadow-report"));
    let reply = Reply::read(request.bearer_auth(token)).await;
    assert_eq!(reply.status, 200, "{}", reply.text);
    reply.body
}

#[actix_web::test]
async fn a_shadow_scores_what_came_since_once_and_no_answer_shows_it() {
    let service = Service::start().await;
    service.decide(&ordinary("before")).await;
    let id = shadowed(&service).await;
    let answer = service.decide(&paid_to("one", "ACCT-0001")).await;
    service.decide(&paid_to("two", "ACCT-0001")).await;
    assert!(!answer.to_string().contains(&id));
    work(&service).await;
    assert_eq!(
        report(&service, &id).await["decisions"],
        0,
        "those of this moment may not all be stored yet"
    );
    service.clock.advance(LAG + chrono::Duration::minutes(1));
    work(&service).await;
    service.clock.advance(chrono::Duration::minutes(1));
    work(&service).await;
    let report = report(&service, &id).await;
    assert_eq!(report["decisions"], 2, "what came before it was the shadow is not its: {report}");
    let bands = report["band_pairs"].as_array().unwrap();
    let all: u64 = bands.iter().map(|one| one["decisions"].as_u64().unwrap()).sum();
    assert_eq!(all, 2);
    assert!(report["log_odds_shift"]["mean"].as_f64().unwrap() < 0.0, "it finds nothing: {report}");
    let token = service.token_now(TENANT, &bonafide::auth::Scope::ALL);
    let listed = service.anonymous(Method::GET, "/v1/decisions").bearer_auth(token);
    assert!(!Reply::read(listed).await.text.contains(&id));
}

#[actix_web::test]
async fn a_model_that_is_no_shadow_any_more_scores_nothing() {
    let service = Service::start().await;
    let id = shadowed(&service).await;
    service.post(&format!("/v1/models/{id}/retire"), &json!({})).await;
    service.decide(&ordinary("one")).await;
    service.clock.advance(LAG + chrono::Duration::minutes(1));
    work(&service).await;
    assert_eq!(service.count("shadow_score").await, 0);
    let work_left = service.count("job WHERE kind = 'shadow'").await;
    assert_eq!(work_left, 0, "and its work is over");
}

#[actix_web::test]
async fn the_erased_are_passed_over_and_do_not_stop_the_shadow() {
    let service = Service::start().await;
    let id = shadowed(&service).await;
    let gone = service.decide(&ordinary("gone")).await;
    service.decide(&ordinary("stays")).await;
    let path = format!("/v1/applicants/{}", gone["applicant_id"].as_str().unwrap());
    let erased = Reply::read(service.request_of(TENANT, Method::DELETE, &path)).await;
    assert!((200..300).contains(&erased.status), "{}", erased.text);
    service.clock.advance(LAG + chrono::Duration::minutes(1));
    work(&service).await;
    assert_eq!(report(&service, &id).await["decisions"], 1);
    let tenant = bonafide::domain::tenant::TenantId::parse(TENANT).unwrap();
    let mut tx = service.app.begin(&tenant).await.unwrap();
    assert!(store::models::registry::find(&mut tx, &id.parse().unwrap()).await.unwrap().is_some());
}
