//! The demo is a living queue.

use std::collections::BTreeSet;

use bonafide::domain::tenant::TenantId;
use bonafide::service::demo;
use serde_json::{Value, json};

use crate::harness::{Service, TENANT};

#[actix_web::test]
async fn the_demo_has_cases_in_every_state_and_loading_it_again_changes_nothing() {
    let service = Service::start().await;
    let tenant = TenantId::parse(TENANT).unwrap();
    demo::load(&service.app, &tenant).await.unwrap();
    let states = async |query: &str| -> Vec<Value> {
        service.get(&format!("/v1/reviews?limit=100{query}")).await.body["data"]
            .as_array()
            .unwrap()
            .clone()
    };
    let all = [states("").await, states("&state=closed").await].concat();
    let has = |field: &str| -> BTreeSet<String> {
        all.iter().map(|one| one[field].to_string()).collect()
    };
    for state in ["open", "claimed", "awaiting_approval", "closed"] {
        assert!(has("state").contains(&json!(state).to_string()), "{state}");
    }
    let verdicts: BTreeSet<String> =
        all.iter().map(|one| one["verdict"]["verdict"].to_string()).collect();
    assert_eq!(verdicts.len(), 4, "fake, genuine, unsure and none: {verdicts:?}");
    let queues = has("queue");
    for queue in ["default", "rings", "second-look"] {
        assert!(queues.contains(&json!(queue).to_string()), "{queue}: {queues:?}");
    }
    assert!(has("score_hidden").contains("true"), "a blind queue has something");
    assert!(has("selected_by").contains("\"appeal\""));
    let appeals = service.get("/v1/appeals").await.body;
    let outcomes: BTreeSet<String> =
        appeals["data"].as_array().unwrap().iter().map(|one| one["outcome"].to_string()).collect();
    assert_eq!(outcomes.len(), 2, "one runs, one is decided");
    assert_eq!(service.get("/v1/golden-items").await.body["data"].as_array().unwrap().len(), 2);
    assert!(service.get("/v1/queues/agreement").await.body["overall"].is_object());
    let counts =
        (service.count("review").await, service.count("event").await, service.count("label").await);
    demo::load(&service.app, &tenant).await.unwrap();
    assert_eq!(
        (service.count("review").await, service.count("event").await, service.count("label").await),
        counts
    );
}
