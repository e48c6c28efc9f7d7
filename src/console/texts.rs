//! The console's words, a file for each language. English is the reference: a test holds the others against it.

use std::collections::BTreeMap;
use std::fmt::Display;
use std::sync::LazyLock;

use crate::domain::user::Language;

type Words = BTreeMap<String, String>;

static WORDS: LazyLock<[Words; 4]> = LazyLock::new(|| Language::ALL.map(read));

/// The words of one language.
#[derive(Clone, Copy)]
pub struct Texts(Language);

fn source(language: Language) -> &'static str {
    match language {
        Language::English => include_str!("texts/en.json"),
        Language::Korean => include_str!("texts/ko.json"),
        Language::Japanese => include_str!("texts/ja.json"),
        Language::Spanish => include_str!("texts/es.json"),
    }
}

fn read(language: Language) -> Words {
    serde_json::from_str(source(language)).expect("a test reads every file of texts")
}

impl Texts {
    /// The words of a language.
    pub fn of(language: Language) -> Self {
        Self(language)
    }

    /// The language's tag.
    pub fn tag(self) -> &'static str {
        self.0.tag()
    }

    /// A text; its key if there is none, so that a page stands all the same.
    pub fn t(self, key: &str) -> String {
        self.known(key).unwrap_or_else(|| key.to_owned())
    }

    /// A text if there is one.
    pub fn known(self, key: &str) -> Option<String> {
        let at = Language::ALL.iter().position(|one| *one == self.0)?;
        WORDS[at].get(key).or_else(|| WORDS[0].get(key)).cloned()
    }

    /// A text with `{name}` replaced.
    pub fn f(self, key: &str, with: &[(&str, &dyn Display)]) -> String {
        let mut text = self.t(key);
        for (name, value) in with {
            text = text.replace(&format!("{{{name}}}"), &value.to_string());
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn placeholders(text: &str) -> BTreeSet<&str> {
        text.split('{').skip(1).filter_map(|rest| rest.split('}').next()).collect()
    }

    #[test]
    fn every_language_has_every_text_with_the_same_placeholders() {
        let english = read(Language::English);
        for language in Language::ALL {
            let words = read(language);
            let missing: Vec<_> = english.keys().filter(|key| !words.contains_key(*key)).collect();
            assert!(missing.is_empty(), "{} lacks {missing:?}", language.tag());
            let unknown: Vec<_> = words.keys().filter(|key| !english.contains_key(*key)).collect();
            assert!(unknown.is_empty(), "{} has {unknown:?}", language.tag());
            for (key, text) in &words {
                assert!(!text.trim().is_empty(), "{}: {key} is empty", language.tag());
                assert_eq!(
                    placeholders(text),
                    placeholders(&english[key]),
                    "{}: {key}",
                    language.tag()
                );
            }
        }
    }

    /// The keys that templates and code name as they stand.
    fn named() -> BTreeSet<String> {
        let root = env!("CARGO_MANIFEST_DIR");
        let mut keys = BTreeSet::new();
        let mut folders = vec![format!("{root}/templates/console"), format!("{root}/src/console")];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path.to_str().unwrap().to_owned());
                    continue;
                }
                if path.extension().is_some_and(|extension| extension == "json") {
                    continue;
                }
                let source = std::fs::read_to_string(&path).unwrap();
                for mark in [".t(\"", ".f(\"", ".with(\"", ".with2(\""] {
                    let found =
                        source.split(mark).skip(1).filter_map(|rest| rest.split('"').next());
                    keys.extend(found.map(str::to_owned));
                }
            }
        }
        keys
    }

    #[test]
    fn every_text_that_a_page_names_is_there() {
        let english = read(Language::English);
        let missing: Vec<String> =
            named().into_iter().filter(|key| !english.contains_key(key)).collect();
        assert_eq!(missing, Vec::<String>::new());
    }
}
