//! What is committed agrees with the code.

use std::fs;
use std::path::Path;

use bonafide::champion::Champion;
use bonafide::{http, indicators};

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
    for kind in bonafide::adapters::Kind::ALL {
        let page = format!("{}.md", kind.name());
        assert!(overview.contains(&format!("({page})")), "{page} is not in the overview");
        assert!(pages.join(&page).is_file(), "{page} is missing");
    }
}
