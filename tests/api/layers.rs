//! Arrows point down, never up: reads the `use` lines of every file.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// The service's modules from the top down. A file may use its own layer's row and the rows below.
const LAYERS: &[&[&str]] = &[
    &["main", "cli"],
    &["http", "jobs", "console"],
    &["service"],
    &["app"],
    &[
        "store",
        "auth",
        "clock",
        "compute",
        "config",
        "file_reader",
        "keys",
        "lanes",
        "postgres",
        "telemetry",
        "webhooks",
    ],
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

/// The path of a file's module: `a/b.rs` and `a/b/mod.rs` are both `a::b`.
fn module_path(file: &str) -> Vec<String> {
    let path = file.strip_suffix(".rs").unwrap();
    let path = path.strip_suffix("/mod").unwrap_or(path);
    path.split('/').filter(|part| !["lib", "main"].contains(part)).map(str::to_owned).collect()
}

/// What follows `use` in every import at the top level of a file.
fn use_trees(source: &str) -> Vec<String> {
    let code = source.split("#[cfg(test)]\nmod tests {").next().unwrap();
    let mut trees = Vec::new();
    let mut lines = code.lines();
    while let Some(line) = lines.next() {
        let line = match line.strip_prefix("pub(").and_then(|rest| rest.split_once(") ")) {
            Some((_, rest)) => rest,
            None => line.strip_prefix("pub ").unwrap_or(line),
        };
        let Some(start) = line.strip_prefix("use ") else { continue };
        let mut tree = start.to_owned();
        while !tree.ends_with(';') {
            let Some(next) = lines.next() else { break };
            tree.push_str(next.trim());
        }
        trees.push(tree.trim_end_matches(';').to_owned());
    }
    trees
}

/// The paths that a `use` tree names: `a::{b, c::D}` names `a::b` and `a::c::D`.
fn use_paths(tree: &str) -> Vec<String> {
    let Some((prefix, group)) = tree.split_once('{') else {
        return vec![tree.split(" as ").next().unwrap().trim().to_owned()];
    };
    let (mut depth, mut item, mut items) = (0, String::new(), Vec::new());
    for c in group[..group.rfind('}').unwrap_or(group.len())].chars() {
        match c {
            ',' if depth == 0 => items.push(std::mem::take(&mut item)),
            '{' => depth += 1,
            '}' => depth -= 1,
            _ => {}
        }
        if c != ',' || depth > 0 {
            item.push(c);
        }
    }
    items.push(item);
    items
        .iter()
        .filter(|item| !item.trim().is_empty())
        .flat_map(|item| use_paths(&format!("{}{}", prefix.trim(), item.trim())))
        .collect()
}

/// The modules that a file uses by `use` lines, apart from its parents and children.
fn used_modules(
    own: &[String],
    source: &str,
    modules: &BTreeSet<Vec<String>>,
) -> BTreeSet<Vec<String>> {
    let absolute = |path: String| -> Option<Vec<String>> {
        let mut parts: Vec<String> = path.split("::").map(|part| part.trim().to_owned()).collect();
        let mut base = match parts[0].as_str() {
            "crate" => Vec::new(),
            "self" => own.to_vec(),
            "super" => own[..own.len().checked_sub(1)?].to_vec(),
            _ => [own, &parts[..1]].concat(),
        };
        if !modules.contains(&base) && !["crate", "self", "super"].contains(&parts[0].as_str()) {
            return None;
        }
        parts.remove(0);
        for part in parts {
            if part == "super" {
                base.pop()?;
            } else {
                base.push(part);
            }
        }
        // The path goes on to an item; its module is the longest prefix that is one.
        while !base.is_empty() && !modules.contains(&base) {
            base.pop();
        }
        Some(base)
    };
    use_trees(source)
        .iter()
        .flat_map(|tree| use_paths(tree))
        .filter_map(absolute)
        .filter(|other| !own.starts_with(other) && !other.starts_with(own))
        .collect()
}

/// Groups of modules that use each other in a circle.
fn cycles(folder: &str) -> Vec<Vec<String>> {
    let sources: Vec<(Vec<String>, String)> = every_source(folder)
        .into_iter()
        .filter(|(file, _)| !file.contains("test") && !file.ends_with("fixture.rs"))
        .map(|(file, source)| (module_path(&file), source))
        .collect();
    let modules: BTreeSet<Vec<String>> = sources.iter().map(|(module, _)| module.clone()).collect();
    let uses: BTreeMap<&[String], BTreeSet<Vec<String>>> = sources
        .iter()
        .map(|(module, source)| (module.as_slice(), used_modules(module, source, &modules)))
        .collect();
    let reaches = |from: &Vec<String>| {
        let (mut reached, mut open) = (BTreeSet::new(), vec![from.clone()]);
        while let Some(next) = open.pop() {
            for other in uses.get(next.as_slice()).into_iter().flatten() {
                if reached.insert(other.clone()) {
                    open.push(other.clone());
                }
            }
        }
        reached
    };
    let reached: BTreeMap<&Vec<String>, BTreeSet<Vec<String>>> =
        modules.iter().map(|module| (module, reaches(module))).collect();
    let mut cycles: BTreeSet<Vec<String>> = BTreeSet::new();
    for (module, others) in &reached {
        let members: Vec<String> = others
            .iter()
            .filter(|other| reached.get(other).is_some_and(|back| back.contains(*module)))
            .map(|member| member.join("::"))
            .collect();
        if members.len() > 1 {
            cycles.insert(members);
        }
    }
    cycles.into_iter().collect()
}

#[test]
fn no_modules_use_each_other_in_a_circle() {
    let crates = CRATES.iter().map(|name| format!("crates/{name}/src"));
    for folder in crates.chain(["src".to_owned()]) {
        assert_eq!(cycles(&folder), Vec::<Vec<String>>::new(), "{folder}");
    }
}
