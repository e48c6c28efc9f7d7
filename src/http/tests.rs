//! The surface as seen through a socket. Refusing a request needs no database.

use std::io::{Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpStream};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::middleware::from_fn;
use actix_web::test::{TestRequest, init_service, try_call_service};
use actix_web::web::get;
use evidence::enrichment::{Enricher, EnrichmentConfig, no_files};
use serde_json::Value;
use sqlx::postgres::PgPoolOptions;
use tokio::sync::Semaphore;

use super::middleware::around;
use super::server::{self, Limits};
use crate::app::{App, SystemClock};
use crate::auth::Scope;
use crate::auth::tokens::{Grant, KeyPair, TokenKeys};
use crate::champions::Champions;
use crate::compute::{Compute, ComputeConfig};
use crate::config::TrainingConfig;
use crate::domain::tenant::TenantId;
use crate::file_reader::{FileReader, FilesConfig};
use crate::keys::MasterKey;
use crate::webhooks::{Courier, OutConfig, SystemResolver};
use scoring::champion::Champion;

/// A server that all tests share, and a token with every scope.
struct Running {
    address: SocketAddr,
    token: String,
}

/// A response, as it was on the wire.
#[derive(Debug)]
struct Answer {
    status: u16,
    head: String,
    body: String,
}

pub(super) fn app() -> App {
    App {
        decisions: Arc::new(crate::lanes::Lanes::new(2)),
        lists: Arc::default(),
        drift: Arc::new(crate::app::DriftWatch::new(
            crate::config::DriftConfig::shipped().unwrap(),
        )),
        // Nothing listens on the discard port, so every query fails.
        db: PgPoolOptions::new()
            .acquire_timeout(Duration::from_millis(200))
            .connect_lazy("postgres://nobody@127.0.0.1:9/none")
            .unwrap(),
        clock: Arc::new(SystemClock),
        db_queue: Arc::new(Semaphore::new(256)),
        compute: Arc::new(Compute::new(&ComputeConfig::default(), 0)),
        champions: Arc::new(Champions::new(Champion::baseline().unwrap())),
        training: Arc::new(TrainingConfig::shipped().unwrap()),
        enricher: Arc::new(Enricher::load(&EnrichmentConfig::default(), no_files).unwrap()),
        files: Arc::new(FileReader::new(&FilesConfig::default()).unwrap()),
        keys: Arc::new(MasterKey::from_bytes([7; 32])),
        oidc: Arc::default(),
        console: Arc::default(),
        webhooks: Arc::default(),
        courier: Arc::new(Courier::new(OutConfig::default(), Arc::new(SystemResolver)).unwrap()),
        tokens: Arc::new(TokenKeys::new(KeyPair::generate().unwrap(), "bonafide", "bonafide")),
    }
}

fn running() -> &'static Running {
    static RUNNING: OnceLock<Running> = OnceLock::new();
    RUNNING.get_or_init(|| {
        let listener = server::bind((Ipv4Addr::LOCALHOST, 0).into()).unwrap();
        let address = listener.local_addr().unwrap();
        let (sender, receiver) = std::sync::mpsc::channel();
        std::thread::spawn(move || {
            actix_web::rt::System::new().block_on(async move {
                let app = app();
                let grant = Grant {
                    tenant: TenantId::parse("acme").unwrap(),
                    scopes: Scope::ALL.to_vec(),
                    subject: "test".to_owned(),
                    lifetime: chrono::Duration::minutes(10),
                };
                sender.send(app.tokens.mint(&grant, app.clock.now()).unwrap()).unwrap();
                let request_timeout = Duration::from_secs(1);
                let limits = Limits { workers: 1, request_timeout, ..Limits::default() };
                server::run(app, listener, limits).unwrap().await.unwrap();
            });
        });
        Running { address, token: receiver.recv().unwrap() }
    })
}

/// Sends the bytes, with `TOKEN` replaced, and reads until the server closes.
fn raw(request: &str) -> Answer {
    let running = running();
    let mut stream = TcpStream::connect(running.address).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
    stream.write_all(request.replace("TOKEN", &running.token).as_bytes()).unwrap();
    let mut text = Vec::new();
    stream.read_to_end(&mut text).unwrap();
    let text = String::from_utf8_lossy(&text).into_owned();
    let (head, body) = text.split_once("\r\n\r\n").unwrap_or((&text, ""));
    let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or_default();
    Answer { status, head: head.to_ascii_lowercase(), body: body.to_owned() }
}

/// One request with these header lines, on a new connection.
fn ask(line: &str, headers: &[&str], body: &str) -> Answer {
    let line = format!("{line} HTTP/1.1");
    let head = [&[line.as_str(), "Host: test", "Connection: close"], headers].concat();
    raw(&format!("{}\r\n\r\n{body}", head.join("\r\n")))
}

/// `POST /v1/decisions` with a token that allows it.
fn submit(headers: &[&str], body: &str) -> Answer {
    let headers = [&["Authorization: Bearer TOKEN"], headers].concat();
    ask("POST /v1/decisions", &headers, body)
}

#[track_caller]
fn assert_problem(answer: &Answer, status: u16, code: &str) {
    assert_eq!(answer.status, status, "{answer:?}");
    assert!(answer.head.contains("content-type: application/problem+json"), "{answer:?}");
    let problem: Value = serde_json::from_str(&answer.body).unwrap();
    assert_eq!((&problem["code"], &problem["status"]), (&code.into(), &status.into()));
    let id = problem["instance"].as_str().unwrap().rsplit(':').next().unwrap();
    assert!(!id.is_empty() && answer.head.contains(&format!("x-request-id: {id}")), "{answer:?}");
    for header in ["x-content-type-options: nosniff", "cache-control: no-store"] {
        assert!(answer.head.contains(header), "{header} is missing in {}", answer.head);
    }
}

#[test]
fn an_unknown_route_and_an_unknown_file_of_the_docs_are_problems() {
    assert_problem(&ask("GET /v2/nothing", &[], ""), 404, "not_found");
    assert_problem(&ask("GET /docs/no-such-file.js", &[], ""), 404, "not_found");
    assert_problem(&ask("GET /v1/decisions/../../etc/passwd", &[], ""), 404, "not_found");
}

#[test]
fn another_method_gets_405_with_those_that_are_allowed() {
    for (line, allowed) in [
        ("DELETE /v1/decisions", "get, head, post"),
        ("POST /v1/policy", "get, head, put"),
        ("GET /v1/scores", "post"),
        ("BREW /healthz", "get, head"),
        ("POST /docs/", "get, head"),
        ("PUT /openapi.json", "get, head"),
    ] {
        let answer = ask(line, &[], "");
        assert_problem(&answer, 405, "method_not_allowed");
        assert!(answer.head.contains(&format!("allow: {allowed}\r\n")), "{line}: {}", answer.head);
    }
}

#[test]
fn head_answers_as_get_does_without_a_body() {
    let (get, head) = (ask("GET /healthz", &[], ""), ask("HEAD /healthz", &[], ""));
    assert_eq!((get.status, get.body.as_str()), (200, "ok"));
    assert_eq!((head.status, head.body.as_str()), (200, ""));
}

#[test]
fn a_stranger_is_told_how_to_come_back() {
    let without = ask("GET /v1/policy", &[], "");
    assert_problem(&without, 401, "unauthorized");
    assert!(without.head.contains("www-authenticate: bearer realm=\"bonafide\"\r\n"));
    for wrong in ["Authorization: Bearer nonsense", "Authorization: Bearer "] {
        let answer = ask("GET /v1/policy", &[wrong], "");
        assert_problem(&answer, 401, "unauthorized");
    }
    let wrong = ask("GET /v1/policy", &["Authorization: bearer a.b.c"], "");
    assert!(wrong.head.contains("error=\"invalid_token\""), "{}", wrong.head);
    assert_problem(&ask("GET /v1/policy", &["Authorization: Basic YTpi"], ""), 401, "unauthorized");
}

#[test]
fn only_plain_json_is_taken_as_a_body() {
    let length = "Content-Length: 2";
    let json = "Content-Type: application/json";
    for headers in [
        vec![length],
        vec![length, "Content-Type: text/plain"],
        vec![length, "Content-Type: text/json"],
        vec![length, json, "Content-Encoding: gzip"],
    ] {
        assert_problem(&submit(&headers, "{}"), 415, "unsupported_media_type");
    }
    for kind in [
        json,
        "Content-Type: application/vnd.acme+json",
        "Content-Type: application/json; charset=utf-8",
    ] {
        assert_problem(&submit(&[length, kind], "{}"), 422, "profile_invalid");
    }
}

#[test]
fn a_body_that_is_too_large_too_slow_or_broken_is_refused() {
    let json = "Content-Type: application/json";
    let large = submit(&[json, "Content-Length: 8388609"], "");
    assert_problem(&large, 413, "body_too_large");
    let slow = submit(&[json, "Content-Length: 20"], "{");
    assert_problem(&slow, 408, "body_too_slow");
    let broken = submit(&[json, "Transfer-Encoding: chunked"], "zz\r\n{}\r\n0\r\n\r\n");
    assert_problem(&broken, 400, "body_unreadable");
    let chunked = submit(&[json, "Transfer-Encoding: chunked"], "2\r\n{}\r\n0\r\n\r\n");
    assert_problem(&chunked, 422, "profile_invalid");
}

#[test]
fn a_wrong_parameter_key_or_id_is_named() {
    let token = "Authorization: Bearer TOKEN";
    for (query, name) in [
        ("limit=many", "`limit`"),
        ("limit=0", "`limit`"),
        ("limit=101", "`limit`"),
        ("band=purple", "`band`"),
        ("cursor=dec_1", "`cursor`"),
        ("applicant_id=dec_01937a1e5c007bd28f3c2a5d8e6b4f10", "`applicant_id`"),
        ("colour=green", "`colour`"),
        ("external_id=", "`external_id`"),
    ] {
        let answer = ask(&format!("GET /v1/decisions?{query}"), &[token], "");
        assert_problem(&answer, 400, "query_invalid");
        assert!(answer.body.contains(name), "{query}: {}", answer.body);
    }
    assert_problem(&ask("GET /v1/decisions/first", &[token], ""), 404, "not_found");
    let json = ["Content-Type: application/json", "Content-Length: 2"];
    for keys in [vec!["Idempotency-Key: a b"], vec!["Idempotency-Key: a", "Idempotency-Key: b"]] {
        let answer = submit(&[&json, keys.as_slice()].concat(), "{}");
        assert_problem(&answer, 400, "idempotency_key_invalid");
    }
}

#[test]
fn without_a_database_the_answer_is_503_and_tells_nothing_more() {
    let answer = ask("GET /v1/policy", &["Authorization: Bearer TOKEN"], "");
    assert_problem(&answer, 503, "unavailable");
    assert!(answer.head.contains("retry-after: "), "{}", answer.head);
    assert!(!answer.body.contains("postgres") && !answer.body.contains("127.0.0.1"));
    let ready = ask("GET /readyz", &[], "");
    assert_eq!(ready.status, 503);
    let body: Value = serde_json::from_str(&ready.body).unwrap();
    assert_eq!((&body["ready"], &body["database"]), (&false.into(), &false.into()));
    assert_eq!(ask("GET /healthz", &[], "").status, 200, "the process lives");
}

#[test]
fn a_request_id_is_kept_if_it_is_plain_and_made_anew_if_not() {
    let named = ask("GET /nothing", &["X-Request-Id: job-42.a_b"], "");
    assert!(named.head.contains("x-request-id: job-42.a_b"), "{}", named.head);
    for odd in ["a b", "<script>", &"a".repeat(65), ""] {
        let answer = ask("GET /nothing", &[&format!("X-Request-Id: {odd}")], "");
        assert_problem(&answer, 404, "not_found");
        let id = answer.head.split("x-request-id: ").nth(1).unwrap().lines().next().unwrap();
        assert!(id.len() == 32 && id.bytes().all(|byte| byte.is_ascii_hexdigit()), "{id}");
    }
}

#[test]
fn the_docs_may_load_from_the_service_alone_and_answers_load_nothing() {
    let page = ask("GET /docs/", &[], "");
    assert_eq!(page.status, 200);
    assert!(page.head.contains("content-security-policy: default-src 'self';"), "{}", page.head);
    let answer = ask("GET /nothing", &[], "");
    assert!(answer.head.contains("content-security-policy: default-src 'none';"));
}

#[actix_web::test]
async fn a_panic_costs_one_answer_and_says_nothing_of_its_cause() {
    async fn broken() -> HttpResponse {
        panic!("the secret is 42")
    }
    let app = actix_web::App::new().wrap(from_fn(around)).route("/", get().to(broken));
    let service = init_service(app).await;
    for _ in 0..2 {
        let request = TestRequest::get().insert_header(("X-Request-Id", "job-1")).to_request();
        let answer = try_call_service(&service, request).await.unwrap_err().error_response();
        assert_eq!(answer.status(), StatusCode::INTERNAL_SERVER_ERROR);
        assert_eq!(answer.headers().get("x-request-id").unwrap(), "job-1");
        let body = actix_web::body::to_bytes(answer.into_body()).await.ok().unwrap();
        let body: Value = serde_json::from_slice(&body).unwrap();
        assert_eq!(body["code"], "internal");
        assert!(!body.to_string().contains("secret"));
    }
}
