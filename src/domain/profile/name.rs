//! A person's name. It can be compared with another and nothing else: no indicator can look at what
//! a name says, so none can stand in for origin.

use serde_json::Value;
use unicode_normalization::UnicodeNormalization;

use super::read::{Notes, Pointer, Read};
use super::values::{ShortText, text_schema};

/// A person's name as it is written somewhere.
#[derive(Clone)]
pub struct PersonName {
    tokens: Vec<String>,
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
        (!tokens.is_empty()).then_some(Self { tokens })
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
        let near = |a: &String| many.iter().any(|b| strsim::jaro_winkler(a, b) > 0.92);
        if whole > 0 || few.iter().any(near) { Agreement::Unclear } else { Agreement::Differ }
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
    fn a_shared_part_is_unclear_and_none_is_a_difference() {
        assert_eq!(compare("Dana Miller", "Dana Example"), Agreement::Unclear);
        assert_eq!(compare("Katarina Novak", "Katerina Novak"), Agreement::Unclear);
        assert_eq!(compare("Dana Miller", "Robin Stone"), Agreement::Differ);
        assert_eq!(compare("A B", "Robin Stone"), Agreement::Differ);
    }
}
