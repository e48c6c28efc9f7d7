//! What is committed agrees with the code, and the contract only grows.

mod compat;
mod renames;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use bonafide::http;
use evidence::indicators;
use scoring::champion::Champion;
use serde::Deserialize;
use serde_json::Value;

fn committed(path: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap()
}

#[test]
fn the_openapi_document_is_current() {
    let current = http::openapi::document();
    assert!(
        committed("openapi/bonafide.json") == current,
        "run: cargo run -- openapi > openapi/bonafide.json"
    );
}

#[test]
fn every_reference_in_the_openapi_document_leads_somewhere() {
    let document: Value = serde_json::from_str(&http::openapi::document()).unwrap();
    let mut references = Vec::new();
    collect(&document, &mut references);
    assert!(references.len() > 500, "{}", references.len());
    for reference in references {
        let pointer = reference.strip_prefix('#').unwrap();
        assert!(document.pointer(pointer).is_some(), "{reference} leads nowhere");
    }
}

fn collect<'a>(value: &'a Value, references: &mut Vec<&'a str>) {
    if let Some(reference) = value["$ref"].as_str() {
        references.push(reference);
    }
    match value {
        Value::Array(items) => items.iter().for_each(|item| collect(item, references)),
        Value::Object(fields) => fields.values().for_each(|field| collect(field, references)),
        _ => {}
    }
}

/// Two types of one name would be one schema in the document, and one of them would be wrong.
#[test]
fn every_schema_has_a_name_of_its_own() {
    let mut names: BTreeMap<String, PathBuf> = BTreeMap::new();
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for path in [root.join("src"), root.join("crates")].iter().flat_map(|folder| sources(folder)) {
        let text = fs::read_to_string(&path).unwrap();
        for name in schemas(&text) {
            if let Some(other) = names.insert(name.clone(), path.clone()) {
                panic!("{name} stands in {} and in {}", other.display(), path.display());
            }
        }
    }
    assert!(names.len() > 150, "{}", names.len());
}

/// The names under which a file's types stand in the document.
fn schemas(text: &str) -> Vec<String> {
    let mut names = Vec::new();
    let (mut derived, mut called) = (false, None);
    for line in text.lines().map(str::trim) {
        derived |= line.starts_with("#[derive(") && line.contains("ToSchema");
        let given = line.strip_prefix("#[schema(as = ").and_then(|rest| rest.strip_suffix(")]"));
        called = given.map(str::to_owned).or(called);
        let mut words = line.split(|c: char| !c.is_alphanumeric() && c != '_');
        if words.any(|word| word == "struct" || word == "enum") && !line.starts_with("//") {
            let name = words.next().unwrap_or_default().to_owned();
            let called = called.take();
            // A name that a macro is given is not seen here.
            if derived && !name.is_empty() {
                names.push(called.unwrap_or(name));
            }
            derived = false;
        }
    }
    names
}

fn sources(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let (folders, files): (Vec<_>, Vec<_>) = entries.partition(|path| path.is_dir());
    let below = folders.iter().flat_map(|folder| sources(folder));
    let files = files.into_iter().filter(|path| path.extension().is_some_and(|one| one == "rs"));
    files.chain(below).collect()
}

#[test]
fn the_page_of_indicators_is_current() {
    assert!(
        committed("docs/INDICATORS.md") == indicators::page(),
        "run: cargo run -- indicators > docs/INDICATORS.md"
    );
}

#[test]
fn the_baseline_fits_this_build_and_its_card_is_about_it() {
    let champion = Champion::baseline().unwrap();
    let card = committed("models/baseline/card.md");
    assert!(card.contains(&champion.reference.digest));
    assert!(card.contains("simulated"));
}

#[test]
fn every_setting_is_in_the_operators_documentation() {
    let page = committed("docs/OPERATIONS.md");
    for line in bonafide::config::DEFAULTS.lines() {
        let name = line.trim_start_matches("# ").split(" = ").next().unwrap();
        let setting =
            line.contains(" = ") && name.chars().all(|c| c.is_ascii_lowercase() || c == '_');
        assert!(!setting || page.contains(&format!("`{name}`")), "`{name}` is not documented");
    }
}

#[test]
fn every_reason_is_in_the_reviewers_documentation_with_the_verdicts_that_it_fits() {
    let page = committed("docs/REVIEWS.md");
    for reason in bonafide::domain::reason::REASON_CODES {
        let with: Vec<String> =
            reason.verdicts.iter().map(|verdict| format!("`{}`", verdict.name())).collect();
        let row = format!("| `{}` | {} | {} |", reason.code, with.join(", "), reason.says);
        assert!(page.contains(&row), "missing: {row}");
    }
}

#[test]
fn every_file_that_the_readme_names_is_there() {
    let readme = committed("README.md");
    let links = readme.split("](").skip(1).filter_map(|rest| rest.split(')').next());
    for link in links.filter(|link| !link.contains("://") && !link.starts_with('#')) {
        assert!(Path::new(env!("CARGO_MANIFEST_DIR")).join(link).exists(), "{link}");
    }
}

#[test]
fn every_adapter_has_a_page_that_the_overview_names() {
    let pages = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/adapters");
    let overview = std::fs::read_to_string(pages.join("README.md")).unwrap();
    for kind in evidence::adapters::Kind::ALL {
        let page = format!("{}.md", kind.name());
        assert!(overview.contains(&format!("({page})")), "{page} is not in the overview");
        assert!(pages.join(&page).is_file(), "{page} is missing");
    }
}

/// A breaking change that was accepted, with the reason.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Exception {
    change: String,
    reason: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Exceptions {
    #[serde(default)]
    exceptions: Vec<Exception>,
}

fn exceptions() -> Vec<Exception> {
    let text =
        config::File::from_str(&committed("openapi/exceptions.toml"), config::FileFormat::Toml);
    let read = config::Config::builder().add_source(text).build().unwrap();
    read.try_deserialize::<Exceptions>().unwrap().exceptions
}

fn json(path: &str) -> Value {
    serde_json::from_str(&committed(path)).unwrap()
}

fn old_names_translated() -> Value {
    let renames = serde_json::from_str(&committed("openapi/renames-0.1.0.json")).unwrap();
    renames::renamed(json("openapi/history/0.1.0.json"), &renames)
}

fn unexpected(old: &Value, exceptions: &[Exception]) -> Vec<String> {
    let current: Value = serde_json::from_str(&http::openapi::document()).unwrap();
    let mut changes = compat::breaking(old, &current);
    changes.retain(|change| !exceptions.iter().any(|exception| exception.change == *change));
    changes
}

#[test]
fn the_contract_only_grows() {
    let changes = unexpected(&json("openapi/baseline.json"), &exceptions());
    assert!(changes.is_empty(), "these changes break clients: {changes:#?}\n{HELP}");
}

#[test]
fn version_0_1_0_differs_only_in_the_listed_names_and_in_wording_and_additions() {
    let changes = unexpected(&old_names_translated(), &exceptions());
    assert!(changes.is_empty(), "renamed without being listed: {changes:#?}\n{HELP}");
}

#[test]
fn every_exception_has_a_reason_and_is_still_needed() {
    let current: Value = serde_json::from_str(&http::openapi::document()).unwrap();
    let mut changes = compat::breaking(&json("openapi/baseline.json"), &current);
    changes.extend(compat::breaking(&old_names_translated(), &current));
    for Exception { change, reason } in exceptions() {
        assert!(changes.contains(&change), "this exception is no longer needed: {change}");
        assert!(reason.split_whitespace().count() >= 5, "say why this may break clients: {change}");
    }
}

const HELP: &str = "Add to the contract instead of changing it. If clients must break, list the change in \
                    openapi/exceptions.toml with the reason.";
