//! The texts of the console, one file per language. A text is a string or, if it depends on a number, one string for
//! exactly one and one for all other numbers: Korean and Japanese need only the latter, and Spanish needs no more for
//! the numbers that a page shows.

use std::collections::BTreeMap;
use std::fmt::Display;
use std::sync::LazyLock;

use serde::Deserialize;

use crate::domain::language::Language;

/// A text with `{name}` placeholders.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
enum Text {
    Fixed(String),
    /// The first argument decides which form is used.
    Counted {
        one: String,
        other: String,
    },
}

type Catalogue = BTreeMap<String, Text>;

static CATALOGUES: LazyLock<[Catalogue; 4]> = LazyLock::new(|| Language::ALL.map(read));

/// The texts of one language.
#[derive(Clone, Copy)]
pub struct Texts(&'static Catalogue);

fn read(language: Language) -> Catalogue {
    let json = match language {
        Language::English => include_str!("en.json"),
        Language::Korean => include_str!("ko.json"),
        Language::Japanese => include_str!("ja.json"),
        Language::Spanish => include_str!("es.json"),
    };
    serde_json::from_str(json).expect("a test reads every file of texts")
}

impl Texts {
    pub fn new(language: Language) -> Self {
        Self(&CATALOGUES[language as usize])
    }

    /// A text without placeholders, or the key itself if there is no such text, so that the page still renders.
    pub fn t(self, key: &str) -> String {
        self.f(key, &[])
    }

    /// A text without placeholders, if there is one with this key.
    pub fn find(self, key: &str) -> Option<String> {
        self.0.contains_key(key).then(|| self.t(key))
    }

    /// A text with its placeholders filled in.
    pub fn f(self, key: &str, arguments: &[(&str, &dyn Display)]) -> String {
        let mut text = match self.0.get(key) {
            None => key,
            Some(Text::Fixed(text)) => text,
            Some(Text::Counted { one, other }) => {
                let count = arguments.first().map(|(_, value)| value.to_string());
                if count.as_deref() == Some("1") { one } else { other }
            }
        }
        .to_owned();
        for (name, value) in arguments {
            text = text.replace(&format!("{{{name}}}"), &value.to_string());
        }
        text
    }
}

#[cfg(test)]
mod tests;
