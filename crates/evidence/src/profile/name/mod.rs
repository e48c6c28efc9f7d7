//! Names of people. A name can only be compared with another one: no indicator can look at the name itself, so none
//! can stand in for origin.

mod forms;
mod parts;
mod sound;

use std::collections::BTreeSet;
use std::sync::OnceLock;

use ids::text_schema;
use unicode_normalization::UnicodeNormalization;

use self::parts::{Parts, may_be_romanised, share_a_part};
use super::json_value::Json;
use super::organisation::is_organisation;
use super::read::{Notes, Pointer, Read};
use super::values::ShortText;
use crate::work::{Work, count};

/// A person's name as written in one place.
#[derive(Clone)]
pub struct PersonName {
    tokens: Vec<String>,
    /// The tokens without spaces between them.
    joined: String,
    scripts: BTreeSet<Script>,
    is_organisation: bool,
    /// Whether it was written without a space.
    is_one_word: bool,
    /// Computed for the first comparison with a name that is not equal, and then kept.
    parts: OnceLock<Parts>,
}

/// Whether two names can belong to the same person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Agreement {
    /// They are equal except for order, initials, diacritics, script, case, romanisation or short forms.
    Agree,
    /// They share a part, as before and after a marriage, or a part is misspelt.
    Unclear,
    /// One of them is too long to compare, which is no evidence.
    TooLong,
    /// They have nothing in common.
    Differ,
    /// They are in different scripts and don't visibly agree, which is no evidence.
    Incomparable,
}

/// Words before names that are not part of them.
const PARTICLES: [&str; 12] =
    ["al", "el", "bin", "ibn", "ben", "bint", "abu", "mr", "mrs", "ms", "dr", "prof"];

impl PersonName {
    /// How many words of a name are compared, and the bytes of a word. Real names are far below both.
    const MAX_TOKENS: usize = 8;
    const MAX_TOKEN_BYTES: usize = 64;

    /// Parses a name. `None` if it contains no letter.
    pub fn new(written: &str) -> Option<Self> {
        let is_organisation = is_organisation(written);
        // A transliteration, because sound matters here. `fold` would replace look-alike letters.
        let normal: String;
        let written = if written.is_ascii() {
            written
        } else {
            normal = written.nfkc().collect();
            &normal
        };
        let mut tokens: Vec<String> = spaced(written)
            .split(|c: char| !c.is_ascii_alphanumeric() && c != '\'')
            .map(|token| token.replace('\'', ""))
            .filter(|token| !token.is_empty())
            .collect();
        let scripts = scripts(written);
        let is_particle = |token: &String| PARTICLES.contains(&token.as_str());
        if tokens.iter().filter(|token| !is_particle(token)).count() > 1 {
            tokens.retain(|token| !is_particle(token));
        }
        let joined = tokens.concat();
        let is_one_word = written.split_whitespace().nth(1).is_none();
        let parts = OnceLock::new();
        let name = Self { tokens, joined, scripts, is_organisation, is_one_word, parts };
        (!name.tokens.is_empty()).then_some(name)
    }

    /// Compares two names. Symmetric.
    pub fn agrees_with(&self, other: &Self) -> Agreement {
        if self.joined == other.joined {
            return Agreement::Agree;
        }
        if self.is_too_long() || other.is_too_long() {
            return Agreement::TooLong;
        }
        count(Work::NamePairs, 1);
        let (ours, theirs) = (self.parts(), other.parts());
        if ours.are_compatible(theirs) {
            return Agreement::Agree;
        }
        // A character-wise transliteration can differ from the one that a person uses. So between two scripts,
        // agreement is meaningful and a difference is not.
        if self.scripts.is_disjoint(&other.scripts) {
            return Agreement::Incomparable;
        }
        if share_a_part(ours, theirs) || may_be_romanised(ours, theirs) {
            Agreement::Unclear
        } else {
            Agreement::Differ
        }
    }

    /// Whether it has a legal form, so it is the name of an organisation and says nothing about a person's name.
    pub fn is_organisation(&self) -> bool {
        self.is_organisation
    }

    /// Equal for names with the same words in any order.
    pub(crate) fn key(&self) -> String {
        let mut tokens: Vec<&str> = self.tokens.iter().map(String::as_str).collect();
        tokens.sort_unstable();
        tokens.join(" ")
    }

    /// Equal for names that agree without a comparison of their parts.
    pub(super) fn joined(&self) -> &str {
        &self.joined
    }

    /// Whether one of these words, in lower case, is part of it.
    pub(crate) fn has_word(&self, words: &[&str]) -> bool {
        self.tokens.iter().any(|token| words.contains(&token.as_str()))
    }

    /// Whether it was written without a space, as pseudonyms are. Some full names are written like this too.
    pub(crate) fn is_one_word(&self) -> bool {
        self.is_one_word
    }

    pub(crate) fn is_too_long(&self) -> bool {
        self.tokens.len() > Self::MAX_TOKENS
            || self.tokens.iter().any(|token| token.len() > Self::MAX_TOKEN_BYTES)
    }

    fn parts(&self) -> &Parts {
        self.parts.get_or_init(|| Parts::new(&self.tokens))
    }
}

impl Agreement {
    /// Whether the comparison says anything.
    pub fn is_known(self) -> bool {
        !matches!(self, Self::Incomparable | Self::TooLong)
    }
}

/// The name in Latin letters. Han and Hangul, which don't separate words, are split into characters; [`Parts`] tries
/// all ways to join them again.
fn spaced(written: &str) -> String {
    if written.is_ascii() {
        return written.to_ascii_lowercase();
    }
    let mut spaced = String::with_capacity(written.len());
    for c in written.chars() {
        let syllable = matches!(Script::from_char(c), Script::Han | Script::Hangul);
        if syllable {
            spaced.push(' ');
        }
        spaced.push_str(any_ascii::any_ascii_char(c));
        if syllable {
            spaced.push(' ');
        }
    }
    spaced.to_lowercase()
}

/// Whether one may be a misspelling of the other.
fn is_near(a: &str, b: &str) -> bool {
    const MIN_SIMILARITY: f64 = 0.92;
    // With less than six tenths of the length, not even an equal beginning gives the minimum.
    let (short, long) = (a.len().min(b.len()), a.len().max(b.len()));
    short * 10 >= long * 6
        && strsim::jaro_winkler(a, b).max(strsim::jaro_winkler(b, a)) > MIN_SIMILARITY
}

/// The script of a letter, for finding out whether two names share one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Script {
    Latin,
    Greek,
    Cyrillic,
    Arabic,
    Kana,
    Han,
    Hangul,
    /// Any other script, by its block of 128 code points.
    Block(u32),
}

impl Script {
    fn from_char(c: char) -> Self {
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

/// The scripts of a text's letters.
pub(crate) fn scripts(text: &str) -> BTreeSet<Script> {
    text.chars().filter(|c| c.is_alphabetic()).map(Script::from_char).collect()
}

impl std::fmt::Debug for PersonName {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("PersonName(..)")
    }
}

impl Read for PersonName {
    fn read(value: &Json<'_>, at: &Pointer<'_>, notes: &mut Notes) -> Option<Self> {
        let text = ShortText::read(value, at, notes)?;
        let name = Self::new(text.as_str());
        if name.is_none() {
            notes.fault(
                at,
                "invalid_name",
                "contains no letter; omit the field if the name is unknown",
            );
        }
        if name.as_ref().is_some_and(Self::is_too_long) {
            let detail = format!(
                "only names of up to {} words are compared; comparisons with it are unknown",
                Self::MAX_TOKENS
            );
            notes.warn(at, "not_all_examined", detail);
        }
        name
    }
}

text_schema!(
    PersonName,
    "PersonName",
    "A person's name. It is only compared with other names.",
    "Sam Example"
);

#[cfg(test)]
mod strangers;
#[cfg(test)]
mod tests;
