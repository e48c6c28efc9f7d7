//! A person's name. It can be compared with another and nothing else: no indicator can look at what
//! a name says, so none can stand in for origin.

use std::collections::BTreeSet;

use serde_json::Value;
use unicode_normalization::UnicodeNormalization;

use super::read::{Notes, Pointer, Read};
use super::values::{ShortText, text_schema};

/// A person's name as it is written somewhere.
#[derive(Clone)]
pub struct PersonName {
    tokens: Vec<String>,
    scripts: BTreeSet<Script>,
}

/// Whether two names can be the same person's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Agreement {
    /// They are the same but for order, initials, diacritics, script or case.
    Agree,
    /// They share a part, as names before and after a marriage do, or a part is misspelt.
    Unclear,
    /// They share nothing.
    Differ,
}

impl PersonName {
    /// Takes a name as people write it. `None` if it holds no letter.
    pub fn new(written: &str) -> Option<Self> {
        // Sound counts here, not looks: a transliteration, where `fold` would take a look-alike.
        let written: String = written.nfkc().collect();
        let plain = any_ascii::any_ascii(&written).to_lowercase();
        let tokens: Vec<String> = plain
            .split(|c: char| !c.is_ascii_alphanumeric() && c != '\'')
            .map(|token| token.replace('\'', ""))
            .filter(|token| !token.is_empty())
            .collect();
        let scripts = written.chars().filter(|c| c.is_alphabetic()).map(Script::of).collect();
        (!tokens.is_empty()).then_some(Self { tokens, scripts })
    }

    /// Compares two names. Symmetric, and blind to everything but the comparison.
    pub fn agrees_with(&self, other: &Self) -> Agreement {
        let (few, many) = if self.tokens.len() <= other.tokens.len() {
            (&self.tokens, &other.tokens)
        } else {
            (&other.tokens, &self.tokens)
        };
        if few.concat() == many.concat() {
            return Agreement::Agree;
        }
        let whole = few.iter().filter(|token| many.contains(token)).count();
        let same = |a: &String| many.iter().any(|b| is_same_part(a, b));
        if whole > 0 && (few.len() > 1 || many.len() == 1) && few.iter().all(same) {
            return Agreement::Agree;
        }
        // A character-wise transliteration is not the one that people chose: between two scripts,
        // agreement can be seen and a difference cannot.
        if self.scripts.is_disjoint(&other.scripts) {
            return Agreement::Unclear;
        }
        let near = |a: &String| many.iter().any(|b| strsim::jaro_winkler(a, b) > 0.92);
        if whole > 0 || few.iter().any(near) { Agreement::Unclear } else { Agreement::Differ }
    }
}

/// The script of a letter, as far as it matters whether two names are written in the same one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Script {
    Latin,
    Greek,
    Cyrillic,
    Arabic,
    Kana,
    Han,
    Hangul,
    /// Another, by its block of 128 characters.
    Block(u32),
}

impl Script {
    fn of(c: char) -> Self {
        match u32::from(c) {
            0..=0x02AF | 0x1E00..=0x1EFF => Self::Latin,
            0x0370..=0x03FF | 0x1F00..=0x1FFF => Self::Greek,
            0x0400..=0x052F => Self::Cyrillic,
            0x0600..=0x06FF | 0x0750..=0x077F | 0x08A0..=0x08FF => Self::Arabic,
            0x3040..=0x30FF | 0x31F0..=0x31FF => Self::Kana,
            0x3005 | 0x3400..=0x9FFF | 0xF900..=0xFAFF | 0x20000..=0x3FFFF => Self::Han,
            0x1100..=0x11FF | 0x3130..=0x318F | 0xAC00..=0xD7FF => Self::Hangul,
            code => Self::Block(code / 128),
        }
    }
}

fn is_same_part(a: &str, b: &str) -> bool {
    let initial = |short: &str, long: &str| short.len() == 1 && long.starts_with(short);
    a == b || initial(a, b) || initial(b, a)
}

impl std::fmt::Debug for PersonName {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("PersonName(..)")
    }
}

impl Read for PersonName {
    fn read(value: &Value, at: &Pointer<'_>, notes: &mut Notes) -> Option<Self> {
        let text = ShortText::read(value, at, notes)?;
        let name = Self::new(text.as_str());
        if name.is_none() {
            notes.fault(at, "invalid_name", "holds no letter; leave the field out if unknown");
        }
        name
    }
}

text_schema!(
    PersonName,
    "PersonName",
    "A person's name. It is only ever compared with another.",
    "Sam Example"
);

#[cfg(test)]
mod tests {
    use super::*;

    fn compare(a: &str, b: &str) -> Agreement {
        let (a, b) = (PersonName::new(a).unwrap(), PersonName::new(b).unwrap());
        assert_eq!(a.agrees_with(&b), b.agrees_with(&a));
        a.agrees_with(&b)
    }

    #[test]
    fn order_initials_diacritics_and_script_do_not_matter() {
        for (a, b) in [
            ("José Álvarez", "ALVAREZ, Jose"),
            ("Mary Jane Watson", "M. J. Watson"),
            ("Anna-Lena Berg", "Anna Lena Berg"),
            ("Иван Петров", "Ivan Petrov"),
            ("O'Neil Pat", "Pat ONeil"),
            ("Mary Ann Lee Smith", "Mary Smith"),
        ] {
            assert_eq!(compare(a, b), Agreement::Agree, "{a} / {b}");
        }
    }

    #[test]
    fn two_scripts_never_differ_and_one_script_can() {
        for (a, b) in [
            ("王小明", "Xiaoming Wang"),
            ("김민수", "Minsoo Kim"),
            ("佐藤 健", "サトウ タケル"),
            ("محمد علي", "Mohammed Ali"),
            ("דוד כהן", "David Cohen"),
        ] {
            assert_ne!(compare(a, b), Agreement::Differ, "{a} / {b}");
        }
        assert_eq!(compare("王小明", "李娜"), Agreement::Differ);
        assert_eq!(compare("김민수", "이지은"), Agreement::Differ);
    }

    #[test]
    fn a_shared_part_is_unclear_and_none_is_a_difference() {
        assert_eq!(compare("Dana Miller", "Dana Example"), Agreement::Unclear);
        assert_eq!(compare("Katarina Novak", "Katerina Novak"), Agreement::Unclear);
        assert_eq!(compare("Dana Miller", "Robin Stone"), Agreement::Differ);
        assert_eq!(compare("A B", "Robin Stone"), Agreement::Differ);
    }
}
