//! Where webhooks must not go.

use std::collections::VecDeque;
use std::net::IpAddr;
use std::sync::{Arc, Mutex};

use bonafide::webhooks::{Courier, Resolver, Resolving};
use chrono::Duration;
use reqwest::Method;
use serde_json::{Value, json};

use super::receiver::{Manner, Receiver};
use super::{ask, deliver, endpoint, happen, log};
use crate::harness::{Service, outbound};

/// Answers each look-up with the next of these; the last one stays.
struct Scripted(Mutex<VecDeque<Vec<IpAddr>>>);

impl Scripted {
    fn new(answers: &[&[&str]]) -> Arc<Self> {
        let parse = |answer: &&[&str]| answer.iter().map(|one| one.parse().unwrap()).collect();
        Arc::new(Self(Mutex::new(answers.iter().map(parse).collect())))
    }

    fn left(&self) -> usize {
        self.0.lock().unwrap().len()
    }
}

impl Resolver for Scripted {
    fn resolve<'a>(&'a self, host: &'a str) -> Resolving<'a> {
        assert_eq!(host, "hooks.example");
        let next = self.0.lock().unwrap().pop_front();
        Box::pin(async move { next.ok_or_else(|| std::io::Error::other("no such name")) })
    }
}

async fn failures(service: &Service, hook: &Value) -> Vec<Value> {
    let log = log(service, hook).await;
    let attempts = log[0]["attempts"].as_array().unwrap();
    attempts.iter().map(|one| one["failure"].clone()).collect()
}

#[actix_web::test]
async fn a_name_that_rebinds_is_refused_at_the_send_and_looked_up_once_for_each() {
    // 127.0.0.1 stands for a public address here: it is the one that the harness allows.
    let names = Scripted::new(&[
        &["127.0.0.1"],
        &["127.0.0.2"],
        &["127.0.0.1", "127.0.0.2"],
        &["169.254.169.254"],
        &["::ffff:10.0.0.1"],
        &[],
    ]);
    let resolver = Arc::clone(&names) as Arc<dyn Resolver>;
    let courier = Arc::new(Courier::new(outbound(), resolver).unwrap());
    let service = Service::start_with(|app| app.courier = courier).await;
    let public = Receiver::start(|_| Manner::Answer(500, "")).await;
    let private = "127.0.0.2".parse().unwrap();
    let private = Receiver::start_at(private, public.port, |_| Manner::Answer(200, "")).await;
    let url = format!("http://hooks.example:{}/hooks", public.port);
    let hook = endpoint(&service, &url, &json!({})).await;
    happen(&service, "robin").await;
    for left in (0..6).rev() {
        deliver(&service).await;
        assert_eq!(names.left(), left, "one look-up for each attempt");
        service.clock.advance(Duration::hours(23));
    }
    deliver(&service).await;
    let refused = json!("address_refused");
    let none = json!("unresolvable");
    assert_eq!(
        failures(&service, &hook).await[..7],
        [
            json!("status"),
            refused.clone(),
            refused.clone(),
            refused.clone(),
            refused,
            none.clone(),
            none
        ]
    );
    assert_eq!(public.received().len(), 1);
    assert_eq!(public.received()[0].header("host"), format!("hooks.example:{}", public.port));
    assert!(private.received().is_empty(), "nothing went to the address that is not public");
}

#[actix_web::test]
async fn a_redirect_is_a_failure_and_is_not_followed() {
    let service = Service::start().await;
    let inside = Receiver::willing().await;
    let to = format!("Location: {}", inside.url);
    let receiver =
        Receiver::start(move |n| Manner::With([301, 302, 307, 308][n.min(3)], to.clone())).await;
    let hook = endpoint(&service, &receiver.url, &json!({})).await;
    happen(&service, "robin").await;
    for _ in 0..4 {
        deliver(&service).await;
        service.clock.advance(Duration::hours(3));
    }
    assert_eq!(failures(&service, &hook).await, vec![json!("redirect"); 4]);
    assert!(inside.received().is_empty());
}

#[actix_web::test]
async fn addresses_that_are_not_public_and_plain_http_are_refused_when_they_are_set_up() {
    let service = Service::start().await;
    for url in [
        "https://127.0.0.2/",
        "https://169.254.169.254/latest/meta-data",
        "https://[::1]/",
        "https://0x7f000002/",
        "http://platform.example/hooks",
        "https://user@platform.example/",
        "hooks",
    ] {
        let body = json!({ "url": url });
        let reply = ask(&service, Method::POST, "/v1/webhook-endpoints", Some(&body)).await;
        assert!(reply.is_problem(422, "webhook_invalid"), "{url}: {}", reply.text);
        assert_eq!(reply.pointers(), ["/url"]);
    }
    let hook = endpoint(&service, "https://platform.example/hooks", &json!({})).await;
    let path = format!("/v1/webhook-endpoints/{}", super::id(&hook));
    let change = json!({ "url": "https://10.0.0.1/" });
    let reply = ask(&service, Method::PATCH, &path, Some(&change)).await;
    assert!(reply.is_problem(422, "webhook_invalid"), "{}", reply.text);
}
