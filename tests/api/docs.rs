//! The documentation quotes code that exists and links to pages that exist.

use std::fs;
use std::path::{Path, PathBuf};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Every Markdown page for people who use the service or work on it.
fn pages() -> Vec<PathBuf> {
    let markdown = |folder: PathBuf| {
        let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
        entries.filter(|path| path.extension().is_some_and(|extension| extension == "md"))
    };
    let crates = fs::read_dir(root().join("crates")).unwrap();
    let readmes = crates.map(|entry| entry.unwrap().path().join("README.md"));
    markdown(root().into()).chain(markdown(root().join("docs"))).chain(readmes).collect()
}

/// The blocks that follow a line `<!-- code: <file> -->`, each with its file.
fn quoted_code(page: &str) -> Vec<(&str, &str)> {
    fn quote(text: &str) -> Option<(&str, &str)> {
        let (file, rest) = text.split_once(" -->")?;
        let (_, code) = rest.split_once("```rust\n")?;
        Some((file, code.split("```").next()?))
    }
    page.split("<!-- code: ").skip(1).map(|text| quote(text).expect("a block follows")).collect()
}

#[test]
fn code_in_the_documentation_is_quoted_from_the_source() {
    let mut quotes = 0;
    for path in pages() {
        let page = fs::read_to_string(&path).unwrap();
        for (file, code) in quoted_code(&page) {
            let source = fs::read_to_string(root().join(file)).unwrap();
            let path = path.display();
            assert!(source.contains(code), "{path} quotes {file}, which has changed:\n{code}");
            quotes += 1;
        }
    }
    assert!(quotes > 0, "no page quotes code");
}

#[test]
fn links_between_pages_lead_somewhere() {
    let mut dead = Vec::new();
    for path in pages() {
        let page = fs::read_to_string(&path).unwrap();
        for link in page.split("](").skip(1) {
            let link = link.split(')').next().unwrap();
            let file = link.split('#').next().unwrap();
            if link.contains("://") || file.is_empty() || file.contains(char::is_whitespace) {
                continue;
            }
            if !path.parent().unwrap().join(file).exists() {
                dead.push(format!("{}: {link}", path.display()));
            }
        }
    }
    assert_eq!(dead, Vec::<String>::new());
}
