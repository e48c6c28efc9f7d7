//! Finds the programs of an installed Postgres.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::{env, fs};

use super::PostgresError;

/// The oldest version that the schema supports.
const MIN_VERSION: u32 = 14;

/// The folder with `initdb`, `pg_ctl` and `postgres`: first `PG_BIN_DIR`, then `PATH`, then the usual folders, newest
/// version first.
pub(super) fn find() -> Result<PathBuf, PostgresError> {
    let configured = env::var_os("PG_BIN_DIR").map(PathBuf::from);
    let path = env::var_os("PATH").unwrap_or_default();
    (configured.into_iter().chain(env::split_paths(&path)).chain(installed()))
        .find(|folder| is_usable(folder))
        .ok_or(PostgresError::NotInstalled)
}

fn installed() -> Vec<PathBuf> {
    let mut found = Vec::new();
    let parents =
        ["/usr/lib/postgresql", "/usr/local/opt", "/opt/homebrew/opt", "/usr", "/usr/libexec"];
    for parent in parents {
        for entry in fs::read_dir(parent).into_iter().flatten().flatten() {
            let name = entry.file_name().to_string_lossy().into_owned();
            let version = ["postgresql@", "pgsql-", "postgresql"]
                .iter()
                .find_map(|prefix| name.strip_prefix(prefix))
                .unwrap_or(&name);
            if let Ok(version) = version.parse::<u32>() {
                found.push((version, entry.path().join("bin")));
            }
        }
    }
    found.sort();
    found.into_iter().rev().map(|(_, folder)| folder).collect()
}

fn is_usable(folder: &Path) -> bool {
    ["initdb", "pg_ctl", "postgres"].iter().all(|program| folder.join(program).is_file())
        && version(folder).is_some_and(|version| version >= MIN_VERSION)
}

/// The major version. `pg_ctl --version` prints `pg_ctl (PostgreSQL) 15.18 (…)`.
fn version(folder: &Path) -> Option<u32> {
    let output =
        Command::new(folder.join("pg_ctl")).arg("--version").stdin(Stdio::null()).output().ok()?;
    let output = String::from_utf8_lossy(&output.stdout).into_owned();
    let number = output.split_whitespace().nth(2)?;
    number.split(|c: char| !c.is_ascii_digit()).next()?.parse().ok()
}
