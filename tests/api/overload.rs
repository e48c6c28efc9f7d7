//! More work than the service can do: refusals are immediate, and nobody is locked out.

use std::io::Write as _;
use std::net::TcpStream;
use std::sync::{Arc, mpsc};
use std::time::Duration;

use bonafide::app::App;
use bonafide::compute::{Class, Compute, ComputeConfig, Ticket};
use bonafide::domain::tenant::TenantId;
use bonafide::store::scoring::locks::{self, Lock};
use ids::ListId;
use reqwest::Method;
use serde_json::{Value, json};
use sqlx::postgres::PgPoolOptions;
use tokio::sync::Semaphore;

use crate::harness::profiles::ordinary;
use crate::harness::{Reply, Service, TENANT};

/// One thread, and so many places for requests.
async fn with_places(max_requests: usize) -> Service {
    let max_requests_per_tenant = max_requests;
    let config =
        ComputeConfig { threads: 1, max_requests, max_requests_per_tenant, deadline_ms: 600_000 };
    Service::start_with(|app: &mut App| app.compute = Arc::new(Compute::new(&config, 0))).await
}

fn tenant(name: &str) -> TenantId {
    TenantId::parse(name).unwrap()
}

/// Takes the places of a tenant.
fn take(service: &Service, places: usize) -> Vec<Ticket> {
    (0..places).map(|_| service.app.admit(&tenant(TENANT)).unwrap()).collect()
}

#[track_caller]
fn assert_overloaded(reply: &Reply) {
    assert!(reply.is_problem(503, "overloaded"), "{}", reply.text);
    assert_eq!(reply.header("retry-after"), "1");
}

/// Occupies the only thread until the sender is dropped.
async fn occupy(service: &Service) -> mpsc::Sender<()> {
    let (open, gate) = mpsc::channel::<()>();
    let (started, starts) = tokio::sync::oneshot::channel();
    let compute = Arc::clone(&service.app.compute);
    actix_web::rt::spawn(async move {
        let work = move |_: &_| {
            started.send(()).unwrap();
            let _ = gate.recv();
        };
        compute.run(Class::Interactive, &tenant("other"), work).await.unwrap();
    });
    starts.await.unwrap();
    open
}

/// Sends a request whose client can leave.
fn send(service: &Service, head: &str, body: &str) -> TcpStream {
    let token = service.token(TENANT, &bonafide::auth::Scope::ALL);
    let mut stream = TcpStream::connect(service.base.trim_start_matches("http://")).unwrap();
    let request = format!(
        "{head} HTTP/1.1\r\nHost: test\r\nAuthorization: Bearer {token}\r\nContent-Type: application/json\r\n\
         Content-Length: {}\r\n\r\n{body}",
        body.len()
    );
    stream.write_all(request.as_bytes()).unwrap();
    stream
}

async fn until_waiting(service: &Service, jobs: usize) {
    while service.app.compute.waiting(Class::Interactive) != jobs {
        tokio::task::yield_now().await;
    }
}

#[actix_web::test]
async fn a_full_service_refuses_work_and_does_everything_else() {
    let service = with_places(4).await;
    let decision = service.decide(&ordinary("first")).await;
    let held = take(&service, 4);
    let id = decision["id"].as_str().unwrap();
    let profile = ordinary("second");
    for (path, body) in [
        ("/v1/decisions".to_owned(), &profile),
        ("/v1/scores".to_owned(), &profile),
        ("/v1/adapters/json-resume".to_owned(), &json!({ "basics": {} })),
        (format!("/v1/decisions/{id}/replay"), &Value::Null),
        (format!("/v1/decisions/{id}/reassess"), &Value::Null),
    ] {
        let refused = service.post(&path, body).await;
        assert!(refused.is_problem(503, "overloaded"), "{path}: {}", refused.text);
        assert_eq!(refused.header("retry-after"), "1");
    }
    assert_eq!(service.count("decision").await, 1);
    for path in ["/healthz", "/readyz", "/console/sign-in", &format!("/v1/decisions/{id}")] {
        assert_eq!(service.get(path).await.status, 200, "{path}");
    }
    drop(held);
    service.decide(&profile).await;
}

#[actix_web::test]
async fn a_refused_request_can_be_sent_again_with_its_idempotency_key() {
    let service = with_places(1).await;
    let decide = async || {
        let request = service.request_of(TENANT, Method::POST, "/v1/decisions");
        Reply::read(request.header("Idempotency-Key", "k").json(&ordinary("one"))).await
    };
    let held = take(&service, 1);
    assert_overloaded(&decide().await);
    drop(held);
    assert_eq!(decide().await.status, 201);
    assert_eq!(decide().await.header("idempotent-replayed"), "true");
    assert_eq!(service.count("decision").await, 1);
}

#[actix_web::test]
async fn a_busy_tenant_locks_nobody_else_out() {
    let service = with_places(4).await;
    let _held = take(&service, 4);
    assert_overloaded(&service.post("/v1/decisions", &ordinary("busy")).await);
    let other = service.request_of("other", Method::POST, "/v1/decisions");
    let other = Reply::read(other.json(&ordinary("other"))).await;
    assert_eq!(other.status, 201, "{}", other.text);
}

#[actix_web::test]
async fn a_request_that_waits_longer_than_its_deadline_is_refused() {
    let config = ComputeConfig { deadline_ms: 0, ..ComputeConfig::default() };
    let service =
        Service::start_with(|app: &mut App| app.compute = Arc::new(Compute::new(&config, 0))).await;
    assert_overloaded(&service.post("/v1/decisions", &ordinary("late")).await);
    assert_eq!(service.count("decision").await, 0);
}

#[actix_web::test]
async fn work_ends_when_its_client_leaves() {
    let service = with_places(10).await;
    let open = occupy(&service).await;
    let client = send(&service, "POST /v1/decisions", &ordinary("gone").to_string());
    until_waiting(&service, 1).await;
    drop(client);
    until_waiting(&service, 0).await;
    drop(open);
    service.decide(&ordinary("next")).await;
    assert_eq!(service.count("decision").await, 1);
}

#[actix_web::test]
async fn a_write_that_has_begun_is_completed_when_its_client_leaves() {
    let service = Service::start().await;
    let new = json!({ "name": "reported", "kind": "email", "meaning": "threat_actor" });
    let list = service.post("/v1/lists", &new).await.body["id"].as_str().unwrap().to_owned();
    let mut lock = service.app.begin(&tenant(TENANT)).await.unwrap();
    let id: ListId = list.parse().unwrap();
    locks::wait(&mut lock, Lock::List(id.0.as_bytes())).await.unwrap();
    let client = send(&service, &format!("DELETE /v1/lists/{list}"), "");
    service.until_somebody_waits().await;
    drop(client);
    // The server's only worker notices that the client has left before it answers later requests.
    for _ in 0..3 {
        assert_eq!(service.get("/healthz").await.status, 200);
    }
    lock.rollback().await.unwrap();
    while service.get(&format!("/v1/lists/{list}")).await.status != 404 {
        tokio::task::yield_now().await;
    }
}

#[actix_web::test]
async fn transactions_beyond_the_waiting_limit_are_refused() {
    let service = Service::start().await;
    let place = Arc::clone(&service.app.db_queue).acquire_many_owned(256).await.unwrap();
    assert_overloaded(&service.get("/v1/policy").await);
    assert_eq!(service.get("/readyz").await.status, 200);
    drop(place);
    assert_eq!(service.get("/v1/policy").await.status, 200);
}

#[actix_web::test]
async fn without_a_free_connection_the_service_is_overloaded_and_not_unavailable() {
    let service = Service::start_with(|app: &mut App| {
        app.db_queue = Arc::new(Semaphore::new(1));
        app.db = PgPoolOptions::new()
            .max_connections(1)
            .acquire_timeout(Duration::from_millis(100))
            .connect_lazy_with(app.db.connect_options().as_ref().clone());
    })
    .await;
    let taken = service.app.db.acquire().await.unwrap();
    assert_overloaded(&service.get("/v1/policy").await);
    drop(taken);
    assert_eq!(service.get("/v1/policy").await.status, 200);
}
