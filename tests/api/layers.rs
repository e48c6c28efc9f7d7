//! Arrows point down, never up: reads the `use` lines of every file.

use std::fs;
use std::path::{Path, PathBuf};

/// The service's modules from the top down. A file may use its own layer's row and the rows below.
const LAYERS: &[&[&str]] = &[
    &["main", "cli"],
    &["http", "jobs", "console"],
    &["service"],
    &["app"],
    &["store", "auth", "keys", "postgres", "config", "telemetry", "file_reader", "webhooks"],
    &["champions", "notices", "outgoing", "seeds"],
    &["domain"],
];

/// The pure crates from the top down. Each may depend on those below it.
const CRATES: &[&str] = &["tabular", "learning", "scoring", "evidence", "files", "ids"];

/// What no pure crate may depend on. `ids` has Postgres types behind a feature that only the service turns on.
const FORBIDDEN: &[&str] =
    &["actix-web", "hyper", "reqwest", "sqlx", "tokio", "tracing", "rustls", "config", "clap"];

/// What no pure crate may reach for.
const IMPURE: &[&str] = &[
    "std::fs",
    "std::env",
    "std::net::Tcp",
    "std::net::Udp",
    "std::process",
    "tokio::",
    "tracing::",
    "Utc::now",
    "Local::now",
    "SystemTime::now",
    "Instant::now",
];

fn sources(folder: &Path, into: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, into);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            into.push(path);
        }
    }
}

fn every_source(folder: &str) -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let mut paths = Vec::new();
    sources(&root, &mut paths);
    paths.sort();
    let read = |path: &PathBuf| {
        let name = path.strip_prefix(&root).unwrap().to_str().unwrap().to_owned();
        (name, fs::read_to_string(path).unwrap())
    };
    paths.iter().map(read).collect()
}

/// The module that a file belongs to: its folder, or its own name.
fn module(file: &str) -> &str {
    let first = file.split('/').next().unwrap();
    first.strip_suffix(".rs").unwrap_or(first)
}

fn layer(module: &str) -> Option<usize> {
    LAYERS.iter().position(|row| row.contains(&module))
}

/// The modules that a source names after `crate::`, with the braces of grouped imports read too.
fn used(source: &str) -> Vec<String> {
    let mut modules = Vec::new();
    for (at, _) in source.match_indices("crate::") {
        let before = source[..at].chars().next_back();
        if before.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == '$') {
            continue;
        }
        let rest = &source[at + "crate::".len()..];
        let list = match rest.strip_prefix('{') {
            Some(group) => &group[..group.find('}').unwrap_or(group.len())],
            None => {
                &rest[..rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len())]
            }
        };
        modules.extend(list.split(',').filter_map(|item| {
            let name = item.trim().split("::").next()?.trim();
            (!name.is_empty()).then(|| name.to_owned())
        }));
    }
    modules
}

#[test]
fn no_module_uses_one_above_it() {
    let mut wrong = Vec::new();
    for (file, source) in every_source("src") {
        let own = module(&file);
        if own == "lib" {
            continue;
        }
        let Some(own_layer) = layer(own) else {
            wrong.push(format!("{file}: `{own}` stands in no layer"));
            continue;
        };
        for other in used(&source) {
            if layer(&other).is_some_and(|other| other < own_layer) {
                wrong.push(format!("{file} uses `{other}`, which stands above it"));
            }
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn pure_crates_reach_for_nothing_outside() {
    let mut wrong = Vec::new();
    for name in CRATES {
        for (file, source) in every_source(&format!("crates/{name}/src")) {
            if file.contains("test") || file.ends_with("fixture.rs") {
                continue;
            }
            let code = source.split("#[cfg(test)]").next().unwrap();
            let code = code.lines().filter(|line| !line.trim_start().starts_with("//"));
            let code = code.collect::<Vec<_>>().join("\n");
            for reached in IMPURE.iter().filter(|reached| code.contains(**reached)) {
                wrong.push(format!("{name}: {file} reaches for `{reached}`"));
            }
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn pure_crates_depend_only_on_those_below_them_and_on_no_framework() {
    let mut wrong = Vec::new();
    for (i, name) in CRATES.iter().enumerate() {
        let manifest =
            Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("crates/{name}/Cargo.toml"));
        let manifest = fs::read_to_string(manifest).unwrap();
        let dependencies = manifest.split("[dependencies]").nth(1).unwrap();
        let dependencies = dependencies.split("[dev-dependencies]").next().unwrap();
        for line in dependencies.lines().filter(|line| line.contains('=')) {
            let dependency = line.split(['.', ' ']).next().unwrap();
            let above = CRATES[..=i].contains(&dependency);
            let framework = FORBIDDEN.contains(&dependency) && !line.contains("optional = true");
            if above || framework {
                wrong.push(format!("{name} depends on {dependency}"));
            }
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}
