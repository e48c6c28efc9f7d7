//! A name that nothing is kept under: commands that work on what is there say so, those that begin a tenant do not.

use std::path::Path;
use std::process::{Command, Output};

use crate::harness::cluster::scratch;
use crate::harness::{Service, TENANT};

/// Runs the program on a service's database.
fn run(service: &Service, data_dir: &Path, words: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_bonafide"))
        .args(words)
        .arg("--data-dir")
        .arg(data_dir)
        .env("DATABASE_URL", &service.database.url)
        .output()
        .unwrap()
}

#[actix_web::test]
async fn a_tenant_that_is_not_there_is_told_from_one_without_data() {
    let service = Service::start().await;
    let data_dir = scratch("tenants");
    std::fs::create_dir_all(&data_dir).unwrap();
    let on = |words: &[&str]| run(&service, &data_dir, words);
    for words in [&["drift"][..], &["models", "list"], &["models", "rollback"], &["train"]] {
        let refused = on(&[words, &["--tenant", "nosuch"]].concat());
        let told = String::from_utf8_lossy(&refused.stderr).into_owned();
        assert!(!refused.status.success(), "{words:?}");
        assert!(told.contains("there is no tenant `nosuch`"), "{words:?}: {told}");
        assert!(refused.stdout.is_empty(), "{words:?}");
    }
    assert_eq!(service.count("job").await, 0, "no training was begun");

    let file = data_dir.join("one.txt");
    std::fs::write(&file, "203.0.113.7\n").unwrap();
    let file = file.to_str().unwrap();
    let import = ["lists", "import", "--tenant", "nosuch", "--name", "exits", "--kind", "ip", file];
    assert!(on(&import).status.success(), "a list is a beginning");
    service.decide(&serde_json::json!({ "external_id": "first" })).await;
    for tenant in ["nosuch", TENANT] {
        let done = on(&["drift", "--tenant", tenant]);
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    }
    std::fs::remove_dir_all(&data_dir).unwrap();
}
