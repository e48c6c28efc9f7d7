//! The evaluation of the shipped baseline, as data and as a page.
//!
//! After a change to the format or to the page's wording, `BONAFIDE_WRITE=1 cargo test -p bonafide-learning --test
//! baseline` writes both again. The figures stay as measured.

use std::fs;
use std::path::Path;

use learning::evaluation::{Evaluation, GatePolicy, html};

#[test]
fn the_evaluation_and_its_page_are_current() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../models/baseline/evaluation");
    let read = |name: &str| fs::read_to_string(folder.join(name)).unwrap();
    let evaluation: Evaluation = serde_json::from_str(&read("evaluation.json")).unwrap();
    let current = [
        ("evaluation.json", evaluation.to_json()),
        ("report.html", html(&evaluation, &GatePolicy::default())),
    ];
    for (name, text) in current {
        if std::env::var_os("BONAFIDE_WRITE").is_some() {
            fs::write(folder.join(name), &text).unwrap();
        }
        assert!(read(name) == text, "{name} is out of date: set BONAFIDE_WRITE=1 to write it");
    }
}
