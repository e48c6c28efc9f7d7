//! The real program: what was acknowledged is there after the service and the database were killed, an
//! end finishes what was begun, and the log tells nothing personal.

use std::fs::{self, File};
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;

use bonafide::clock::{Clock, SystemClock};
use bonafide::domain::tenant::TenantId;
use bonafide::keys::MasterKey;
use bonafide::postgres::{DATABASE, Durability, Embedded};
use bonafide::store::scoring::locks::{self, Lock};
use bonafide::store::{self, Tx};
use evidence::profile::ExternalId;
use reqwest::Client;
use rustix::process::{Pid, Signal, kill_process};
use serde_json::{Value, json};

use crate::harness::cluster::scratch;
use crate::harness::profiles::ordinary;

/// The real program, killed when the test ends.
pub struct Program {
    child: Child,
    /// Where it listens.
    pub base: String,
}

impl Program {
    /// Starts it and waits until it is ready.
    pub fn serve(data_dir: &Path) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_bonafide"))
            .args(["serve", "--data-dir"])
            .arg(data_dir)
            .env_remove("DATABASE_URL")
            .env("BONAFIDE_SERVER__WORKERS", "1")
            .env("BONAFIDE_LISTEN", "127.0.0.1:0")
            .stdout(Stdio::piped())
            .stderr(File::create(data_dir.with_extension("log")).unwrap())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let base = line.trim().strip_prefix("ready ").expect("one line says `ready`").to_owned();
        Self { child, base }
    }

    /// Sends it a signal.
    pub fn signal(&self, name: Signal) {
        signal(self.child.id(), name);
    }
}

impl Program {
    /// Waits for its end; true if that was a good one.
    pub fn wait(&mut self) -> bool {
        self.child.wait().unwrap().success()
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn signal(process: u32, signal: Signal) {
    let process = Pid::from_raw(i32::try_from(process).unwrap()).unwrap();
    kill_process(process, signal).unwrap();
}

/// A token that the program itself mints, with every scope that it gives unasked.
pub fn token(data_dir: &Path) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_bonafide"))
        .args(["token", "--tenant", "acme", "--data-dir"])
        .arg(data_dir)
        .output()
        .unwrap();
    assert!(output.status.success());
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}

fn postmaster(data_dir: &Path) -> u32 {
    let file = fs::read_to_string(data_dir.join("postgres/data/postmaster.pid")).unwrap();
    file.lines().next().unwrap().parse().unwrap()
}

async fn decide(client: &Client, program: &Program, token: &str, name: &str) -> Value {
    let request = client.post(format!("{}/v1/decisions", program.base)).bearer_auth(token);
    let reply = request.json(&json!({ "external_id": name })).send().await.unwrap();
    assert_eq!(reply.status(), 201);
    reply.json().await.unwrap()
}

async fn found(client: &Client, program: &Program, token: &str) -> Value {
    let list = client.get(format!("{}/v1/decisions?limit=100", program.base)).bearer_auth(token);
    list.send().await.unwrap().json().await.unwrap()
}

#[actix_web::test]
async fn acknowledged_decisions_survive_killing_the_service_and_the_database() {
    let data_dir = scratch("durability");
    let client = Client::builder().no_proxy().build().unwrap();
    let mut made = Vec::new();
    for round in 0..2 {
        let program = Program::serve(&data_dir);
        let token = token(&data_dir);
        for n in 0..5 {
            made.push(decide(&client, &program, &token, &format!("person-{round}-{n}")).await);
        }
        let database = postmaster(&data_dir);
        program.signal(Signal::KILL);
        signal(database, Signal::KILL);
    }
    let program = Program::serve(&data_dir);
    let listed = found(&client, &program, &token(&data_dir)).await;
    made.reverse();
    assert_eq!(listed["data"], json!(made), "each once, the latest first");

    // A clean end stops the embedded server, and leaves nothing running.
    program.signal(Signal::TERM);
    let mut program = program;
    assert!(program.child.wait().unwrap().success());
    assert!(!data_dir.join("postgres/data/postmaster.pid").exists(), "the server was stopped");
    fs::remove_dir_all(data_dir).unwrap();
}

#[actix_web::test]
async fn an_end_finishes_the_requests_that_were_begun_and_the_log_tells_nothing_personal() {
    let data_dir = scratch("shutdown");
    let client = Client::builder().no_proxy().build().unwrap();
    let mut program = Program::serve(&data_dir);
    let token = token(&data_dir);

    // A request is held in the middle of its transaction.
    let embedded = Embedded::start(&data_dir, Durability::Full).unwrap();
    let pool = store::connect(&embedded.url(DATABASE), 2).await.unwrap();
    let tenant = TenantId::parse("acme").unwrap();
    let keys = MasterKey::load_or_create(&data_dir.join("master.key")).unwrap();
    let digest = keys.pepper(&tenant).external(&ExternalId::parse("robin").unwrap());
    let clock: Arc<dyn Clock> = Arc::new(SystemClock);
    let mut held = Tx::begin(&pool, &clock, &tenant).await.unwrap();
    locks::wait(&mut held, Lock::Applicant(&digest)).await.unwrap();
    let request = client.post(format!("{}/v1/decisions", program.base)).bearer_auth(&token);
    let running = tokio::spawn(request.json(&ordinary("robin")).send());
    let waiting = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted";
    while sqlx::query_scalar::<_, i64>(waiting).fetch_one(&pool).await.unwrap() == 0 {
        tokio::task::yield_now().await;
    }

    program.signal(Signal::TERM);
    // The program has heard the signal once it takes nobody new.
    while client.get(format!("{}/healthz", program.base)).send().await.is_ok() {
        tokio::task::yield_now().await;
    }
    held.rollback().await.unwrap();
    assert_eq!(running.await.unwrap().unwrap().status(), 201);
    pool.close().await;
    assert!(program.child.wait().unwrap().success());

    let log = fs::read_to_string(data_dir.with_extension("log")).unwrap();
    assert!(log.contains("/v1/decisions"), "requests are logged by their route");
    for personal in ["robin", "Robin", "Example", "ACCT-", "555-01", "55501", "eyJ"] {
        let lines: Vec<&str> = log.lines().filter(|line| line.starts_with('{')).collect();
        assert!(!lines.iter().any(|line| line.contains(personal)), "the log holds `{personal}`");
    }
    embedded.detach();
    fs::remove_dir_all(data_dir).unwrap();
}

#[actix_web::test]
async fn a_second_service_on_the_same_data_is_refused() {
    let data_dir = scratch("second");
    let mut first = Program::serve(&data_dir);
    let second = Command::new(env!("CARGO_BIN_EXE_bonafide"))
        .args(["serve", "--listen", "127.0.0.1:0", "--data-dir"])
        .arg(&data_dir)
        .env_remove("DATABASE_URL")
        .output()
        .unwrap();
    assert!(!second.status.success());
    let said = String::from_utf8(second.stderr).unwrap();
    assert!(said.contains("another service is using"), "{said}");
    first.signal(Signal::TERM);
    assert!(first.child.wait().unwrap().success());
    fs::remove_dir_all(data_dir).unwrap();
}
