//! The real program, killed between a change and its delivery: every event arrives.

use std::collections::BTreeSet;
use std::fs;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use bonafide::postgres::{DATABASE, Durability, Embedded};
use bonafide::store;
use reqwest::Client;
use rustix::process::Signal;
use serde_json::{Value, json};

use super::receiver::{Manner, Received, Receiver};
use crate::durability::{Program, token};
use crate::harness::cluster::scratch;

const SETTINGS: &str =
    "[webhooks_out]\nallowed_networks = [\"127.0.0.1/32\"]\nhttp_hosts = [\"127.0.0.1\"]\n";

/// Which decisions a receiver was told of.
fn told(received: &[Received]) -> BTreeSet<String> {
    let decision = |one: &Received| one.json()["data"]["decision_id"].as_str().map(str::to_owned);
    received.iter().filter_map(decision).collect()
}

#[actix_web::test]
async fn every_event_arrives_although_the_program_is_killed_before_and_while_it_delivers() {
    let data_dir = scratch("webhooks");
    fs::create_dir_all(&data_dir).unwrap();
    fs::write(data_dir.join("bonafide.toml"), SETTINGS).unwrap();
    let client = Client::builder().no_proxy().build().unwrap();
    let willing = Arc::new(AtomicBool::new(false));
    let manner = Arc::clone(&willing);
    let receiver = Receiver::start(move |_| {
        if manner.load(Ordering::Relaxed) { Manner::Answer(200, "") } else { Manner::Hang }
    })
    .await;
    let (mut decisions, mut secret) = (BTreeSet::new(), String::new());
    for round in 0..3 {
        let program = Program::serve(&data_dir);
        let token = token(&data_dir);
        let post = async |path: &str, body: Value| -> Value {
            let request = client.post(format!("{}{path}", program.base)).bearer_auth(&token);
            let reply = request.json(&body).send().await.unwrap();
            assert_eq!(reply.status(), 201);
            reply.json().await.unwrap()
        };
        if round == 0 {
            let hook = post("/v1/webhook-endpoints", json!({ "url": receiver.url })).await;
            secret = hook["secrets"][0]["secret"].as_str().unwrap().to_owned();
        }
        for n in 0..8 {
            let body = json!({ "external_id": format!("person-{round}-{n}") });
            let made = post("/v1/decisions", body).await;
            decisions.insert(made["id"].as_str().unwrap().to_owned());
        }
        // Some deliveries are under way and never answered, the others are only written.
        receiver.until(4 * (round + 1)).await;
        program.signal(Signal::KILL);
    }
    assert!(told(&receiver.received()).len() < decisions.len());

    willing.store(true, Ordering::Relaxed);
    let mut program = Program::serve(&data_dir);
    let embedded = Embedded::start(&data_dir, Durability::Full).unwrap();
    let pool = store::connect(&embedded.url(DATABASE), 1).await.unwrap();
    // The minute for which the dead held what they had taken is over.
    sqlx::query("UPDATE job SET leased_until = now() WHERE leased_until IS NOT NULL")
        .execute(&pool)
        .await
        .unwrap();
    let received = receiver.until_that(|received| told(received) == decisions).await;
    let reference = standardwebhooks::Webhook::new(&secret).unwrap();
    for one in &received {
        assert!(reference.verify(&one.body, &super::deliveries::headers(one)).is_ok());
    }
    let ids: BTreeSet<&str> = received.iter().map(|one| one.header("webhook-id")).collect();
    assert_eq!(ids.len(), decisions.len(), "one id for each event, however often it came");
    pool.close().await;
    program.signal(Signal::TERM);
    assert!(program.wait());
    embedded.detach();
    fs::remove_dir_all(data_dir).unwrap();
}
