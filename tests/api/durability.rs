//! What was acknowledged is there after the service and the database were killed.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

use reqwest::Client;
use serde_json::{Value, json};

use crate::harness::cluster::scratch;

/// The real program, killed when the test ends.
struct Program {
    child: Child,
    base: String,
}

impl Program {
    fn serve(data_dir: &std::path::Path) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_bonafide"))
            .args(["serve", "--data-dir"])
            .arg(data_dir)
            .env_remove("DATABASE_URL")
            .env("BONAFIDE_SERVER__WORKERS", "1")
            .env("BONAFIDE_LISTEN", "127.0.0.1:0")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let base = line.trim().strip_prefix("ready ").expect("one line says `ready`").to_owned();
        Self { child, base }
    }

    fn signal(&self, name: &str) {
        signal(self.child.id(), name);
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn signal(process: u32, name: &str) {
    Command::new("kill").arg(format!("-{name}")).arg(process.to_string()).status().unwrap();
}

fn token(data_dir: &std::path::Path) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_bonafide"))
        .args(["token", "--tenant", "acme", "--data-dir"])
        .arg(data_dir)
        .output()
        .unwrap();
    assert!(output.status.success());
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}

fn postmaster(data_dir: &std::path::Path) -> u32 {
    let file = std::fs::read_to_string(data_dir.join("postgres/data/postmaster.pid")).unwrap();
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
        program.signal("KILL");
        signal(database, "KILL");
    }
    let program = Program::serve(&data_dir);
    let listed = found(&client, &program, &token(&data_dir)).await;
    made.reverse();
    assert_eq!(listed["data"], json!(made), "each once, the latest first");

    // A clean end stops the embedded server, and leaves nothing running.
    program.signal("TERM");
    let mut program = program;
    assert!(program.child.wait().unwrap().success());
    assert!(!data_dir.join("postgres/data/postmaster.pid").exists(), "the server was stopped");
    std::fs::remove_dir_all(data_dir).unwrap();
}
