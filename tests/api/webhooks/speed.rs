//! How quick deliveries are, beside a bare loop of requests. Not part of a run: `docs/PERFORMANCE.md` says how to
//! measure.

use std::time::Instant;

use bonafide::domain::tenant::TenantId;
use bonafide::jobs::Background;
use bonafide::service::webhooks::events;
use learning::label::Verdict;
use serde_json::json;

use super::receiver::Receiver;
use super::{endpoint, label_created};
use crate::harness::{Service, TENANT};

const DELIVERIES: usize = 1_000;

#[actix_web::test]
#[ignore = "a measurement"]
async fn a_thousand_deliveries_beside_a_thousand_requests() {
    let service = Service::start().await;
    let receiver = Receiver::willing().await;
    // A connection for each, as a delivery has, which is pinned to the address that was checked.
    let client = reqwest::Client::builder().no_proxy().pool_max_idle_per_host(0).build().unwrap();
    let began = Instant::now();
    for n in 0..DELIVERIES {
        client.post(&receiver.url).body(n.to_string()).send().await.unwrap();
    }
    let bare = began.elapsed();

    endpoint(&service, &receiver.url, &json!({ "signing": ["v1", "v1a"] })).await;
    let tenant = TenantId::parse(TENANT).unwrap();
    let mut tx = service.app.begin(&tenant).await.unwrap();
    for _ in 0..DELIVERIES {
        events::emit(&mut tx, label_created(Verdict::Fake)).await.unwrap();
    }
    tx.commit().await.unwrap();
    let began = Instant::now();
    let background = Background::start(&service.app);
    receiver.until(2 * DELIVERIES).await;
    let delivered = began.elapsed();
    background.stop().await;
    let ratio = delivered.as_secs_f64() / bare.as_secs_f64();
    eprintln!("{DELIVERIES} bare requests {bare:?}, deliveries {delivered:?}, ratio {ratio:.1}");
}
