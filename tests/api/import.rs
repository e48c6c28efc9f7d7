//! The real program imports files of profiles.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use crate::harness::cluster::{self, TestDatabase, scratch};
use crate::harness::profiles::ordinary;

/// An import with its own database and folder; both end with the test.
struct Import {
    database: TestDatabase,
    folder: PathBuf,
}

impl Import {
    async fn new(name: &str) -> Self {
        let folder = scratch(name);
        fs::create_dir_all(&folder).unwrap();
        Self { database: cluster::database().await, folder }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    fn write(&self, name: &str, lines: &[String]) -> PathBuf {
        let path = self.path(name);
        fs::write(&path, lines.join("\n")).unwrap();
        path
    }

    fn command(&self, file: &Path) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_bonafide"));
        command
            .args(["import", "--tenant", "acme", "--data-dir"])
            .arg(self.path("data"))
            .arg("--errors")
            .arg(self.path("errors.ndjson"))
            .arg(file)
            .env("DATABASE_URL", &self.database.url);
        command
    }

    fn with_state(&self, file: &Path) -> Command {
        let mut command = self.command(file);
        command.arg("--state").arg(self.path("state.json"));
        command
    }

    /// The errors of the last import.
    fn errors(&self) -> Vec<Value> {
        let text = fs::read_to_string(self.path("errors.ndjson")).unwrap();
        text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    async fn counts(&self) -> [i64; 3] {
        let count = async |table| self.database.count(table).await;
        [count("applicant").await, count("profile_version").await, count("decision").await]
    }
}

impl Drop for Import {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.folder);
    }
}

fn profiles(numbers: std::ops::Range<u32>) -> Vec<String> {
    numbers.map(|n| ordinary(&format!("p-{n}")).to_string()).collect()
}

/// The last line on standard error that shows counts.
fn said(output: &Output) -> String {
    let text = String::from_utf8(output.stderr.clone()).unwrap();
    let counts = text.lines().rfind(|line| line.contains(" decided, ")).unwrap_or(&text);
    counts.split(" failed").next().unwrap().to_owned()
}

#[actix_web::test]
async fn bad_lines_are_reported_by_number_and_the_others_are_decided() {
    let import = Import::new("import-bad-lines").await;
    let mut lines = profiles(0..3);
    let mut invalid = ordinary("p-1");
    invalid["sessions"][0]["ip"] = "nowhere".into();
    lines[1] = invalid.to_string();
    lines.insert(1, String::new());
    lines.insert(2, "{ no JSON".to_owned());
    lines.insert(3, "x".repeat((8 << 20) + 1));
    let file = import.write("profiles.ndjson", &lines);
    let output = import.command(&file).arg("--strict").output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(said(&output), "2 decided, 0 repeated, 3");
    let errors = import.errors();
    let numbers: Vec<_> = errors.iter().map(|error| error["line"].clone()).collect();
    assert_eq!(numbers, [3, 4, 5]);
    assert_eq!(errors[0]["errors"][0]["code"], "malformed_json");
    assert_eq!(errors[1]["errors"][0]["detail"], "the line is longer than 8388608 bytes");
    assert_eq!(errors[2]["errors"][0]["pointer"], "/sessions/0/ip");
    assert_eq!(import.counts().await, [2, 2, 2]);
    let warnings = import.path("warnings.ndjson");
    let output = import.command(&file).arg("--warnings").arg(&warnings).output().unwrap();
    assert_eq!(said(&output), "1 decided, 2 repeated, 2");
    let warned: Value = serde_json::from_str(&fs::read_to_string(warnings).unwrap()).unwrap();
    assert_eq!(warned["line"], 5);
    assert_eq!(warned["warnings"][0]["pointer"], "/sessions/0/ip");
}

#[actix_web::test]
async fn a_line_is_decided_once_wherever_it_stands() {
    let import = Import::new("import-twice").await;
    let mut lines = profiles(0..40);
    let first = import.write("first.ndjson", &lines);
    let output = import.command(&first).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(said(&output), "40 decided, 0 repeated, 0");
    lines.reverse();
    lines.extend(profiles(20..60));
    let copy = import.write("copy.ndjson", &lines);
    assert_eq!(said(&import.command(&copy).output().unwrap()), "20 decided, 60 repeated, 0");
    assert_eq!(import.counts().await, [60, 60, 60]);
}

#[actix_web::test]
async fn versions_of_an_applicant_keep_the_order_of_the_lines() {
    let import = Import::new("import-versions").await;
    let version =
        |n: usize| json!({ "external_id": "robin", "resume_text": "x".repeat(n) }).to_string();
    let lines: Vec<String> = (0..30).map(version).collect();
    let file = import.write("versions.ndjson", &lines);
    assert_eq!(said(&import.command(&file).output().unwrap()), "30 decided, 0 repeated, 0");
    let owner = import.database.owner().await;
    let in_order = "SELECT body_digest FROM idempotency JOIN decision ON decision.id = decision_id \
         ORDER BY profile_version";
    let digests: Vec<Vec<u8>> = sqlx::query_scalar(in_order).fetch_all(&owner).await.unwrap();
    let expected: Vec<Vec<u8>> = lines.iter().map(|line| Sha256::digest(line).to_vec()).collect();
    assert!(digests == expected, "each version is that of its line");
    assert_eq!(import.counts().await, [1, 30, 30]);
}

#[actix_web::test]
async fn a_killed_import_continues_without_duplicates() {
    let import = Import::new("import-killed").await;
    let lines = profiles(0..900);
    let file = import.write("profiles.ndjson", &lines);
    // It gets only a part of its input, so it is never done when it is killed.
    let mut child = import.with_state(Path::new("-")).stdin(Stdio::piped()).spawn().unwrap();
    let mut input = child.stdin.take().unwrap();
    input.write_all((lines[..700].join("\n") + "\n").as_bytes()).unwrap();
    while import.database.count("decision").await < 300 || !import.path("state.json").exists() {
        tokio::task::yield_now().await;
    }
    child.kill().unwrap();
    child.wait().unwrap();
    drop(input);
    let before = import.database.count("decision").await;
    assert!(before < 900, "{before}");

    let output = import.with_state(&file).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(import.counts().await, [900, 900, 900]);
    let state: Value =
        serde_json::from_slice(&fs::read(import.path("state.json")).unwrap()).unwrap();
    assert_eq!(state["line"], 900);
    // Everything is skipped now, and without the state everything is repeated.
    assert_eq!(said(&import.with_state(&file).output().unwrap()), said(&output));
    assert_eq!(said(&import.command(&file).output().unwrap()), "0 decided, 900 repeated, 0");
    assert_eq!(import.counts().await, [900, 900, 900]);
}

#[actix_web::test]
async fn the_state_of_another_import_is_refused() {
    let import = Import::new("import-state").await;
    let file = import.write("one.ndjson", &profiles(0..3));
    assert!(import.with_state(&file).output().unwrap().status.success());
    let other = import.write("other.ndjson", &profiles(3..9));
    let output = import.with_state(&other).output().unwrap();
    let text = String::from_utf8(output.stderr).unwrap();
    assert!(text.contains("the state file belongs to another input"), "{text}");
    assert_eq!(import.counts().await, [3, 3, 3]);
    // A file that has grown continues behind what was there.
    let grown = import.write("grown.ndjson", &profiles(0..5));
    assert_eq!(said(&import.with_state(&grown).output().unwrap()), "5 decided, 0 repeated, 0");
    assert_eq!(import.counts().await, [5, 5, 5]);
}

#[actix_web::test]
async fn an_import_that_loses_its_database_keeps_its_place_and_fails_no_line() {
    let import = Import::new("import-lost").await;
    let lines = profiles(0..200);
    let mut child = import
        .with_state(Path::new("-"))
        .stdin(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = child.stdin.take().unwrap();
    input.write_all((lines[..100].join("\n") + "\n").as_bytes()).unwrap();
    while import.database.count("decision").await == 0 {
        tokio::task::yield_now().await;
    }
    let owner = import.database.owner().await;
    sqlx::query("ALTER TABLE decision RENAME TO lost").execute(&owner).await.unwrap();
    let _ = input.write_all((lines[100..].join("\n") + "\n").as_bytes());
    drop(input);
    let output = child.wait_with_output().unwrap();
    let text = String::from_utf8(output.stderr).unwrap();
    assert!(text.contains("start the same import again to continue"), "{text}");
    sqlx::query("ALTER TABLE lost RENAME TO decision").execute(&owner).await.unwrap();
    let file = import.write("profiles.ndjson", &lines);
    let output = import.with_state(&file).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(import.counts().await, [200, 200, 200]);
    assert_eq!(import.errors(), Vec::<Value>::new());
}

#[actix_web::test]
async fn a_parquet_file_gives_the_same_decisions_as_its_documents() {
    let import = Import::new("import-parquet").await;
    // Written by another library with ten documents each, and in two files an eleventh row without one.
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/files/parquet");
    let documents = (0..10).map(|n| format!(r#"{{"external_id": "p-{n}"}}"#)).collect::<Vec<_>>();
    let file = import.write("profiles.ndjson", &documents);
    assert_eq!(said(&import.command(&file).output().unwrap()), "10 decided, 0 repeated, 0");
    let mut files = 0;
    for entry in fs::read_dir(folder).unwrap() {
        let output = import.command(&entry.unwrap().path()).output().unwrap();
        let text = String::from_utf8_lossy(&output.stderr);
        assert_eq!(said(&output), "0 decided, 10 repeated, 0", "{text}");
        files += 1;
    }
    assert_eq!(files, 4);
    assert_eq!(import.counts().await, [10, 10, 10]);
    let damaged = import.write("damaged.parquet", &["PAR1 and no more".to_owned()]);
    let output = import.command(&damaged).output().unwrap();
    let text = String::from_utf8(output.stderr).unwrap();
    assert!(text.contains("the Parquet file is damaged: it does not end like one"), "{text}");
}
