//! The descriptions of queries in `.sqlx`, from which the service is built without a database.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::path::Path;
use std::process::Command;
use std::time::SystemTime;

use serde_json::Value;

use crate::harness::cluster::{database, scratch};

/// Every file of a folder, by name.
fn descriptions(folder: &Path) -> BTreeMap<String, Value> {
    let files = fs::read_dir(folder).unwrap().map(|file| file.unwrap().path());
    files
        .map(|path| {
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            (name, serde_json::from_slice(&fs::read(path).unwrap()).unwrap())
        })
        .collect()
}

#[actix_web::test]
#[ignore = "compiles the service once more; `.ci/run` runs it"]
async fn sqlx_data_is_current() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let (database, written) = (database().await, scratch("sqlx"));
    fs::create_dir_all(&written).unwrap();
    // The compiler doesn't know that the macros read the environment and a database.
    let main_file = File::options().append(true).open(root.join("src/lib.rs")).unwrap();
    main_file.set_modified(SystemTime::now()).unwrap();
    let checked = Command::new(env!("CARGO"))
        .args(["check", "--locked", "--quiet", "--lib", "--profile", "test"])
        .current_dir(root)
        .env("SQLX_OFFLINE", "false")
        .env("DATABASE_URL", &database.url)
        .env("SQLX_OFFLINE_DIR", &written)
        .status();
    assert!(checked.unwrap().success());
    let (current, committed) = (descriptions(&written), descriptions(&root.join(".sqlx")));
    fs::remove_dir_all(&written).unwrap();
    let differing: Vec<&String> = current
        .keys()
        .chain(committed.keys())
        .filter(|name| current.get(*name) != committed.get(*name))
        .collect();
    assert!(differing.is_empty(), "write .sqlx anew (CONTRIBUTING.md): {differing:?}");
}
