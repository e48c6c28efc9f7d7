//! Names of people. A name can only be compared with another one: no indicator can look at the name itself, so none
//! can stand in for origin.

mod forms;
mod sound;

use std::collections::BTreeSet;

use ids::text_schema;
use serde_json::Value;
use unicode_normalization::UnicodeNormalization;

use super::read::{Notes, Pointer, Read};
use super::values::ShortText;

/// A person's name as written in one place.
#[derive(Clone)]
pub struct PersonName {
    tokens: Vec<String>,
    scripts: BTreeSet<Script>,
}

/// Whether two names can belong to the same person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Agreement {
    /// They are equal except for order, initials, diacritics, script, case, romanisation or short forms.
    Agree,
    /// They share a part, as before and after a marriage, or a part is misspelt.
    Unclear,
    /// They have nothing in common.
    Differ,
    /// They are in different scripts and don't visibly agree, which is no evidence.
    Incomparable,
}

/// Words before names that are not part of them.
const PARTICLES: [&str; 12] =
    ["al", "el", "bin", "ibn", "ben", "bint", "abu", "mr", "mrs", "ms", "dr", "prof"];

impl PersonName {
    /// Parses a name. `None` if it contains no letter.
    pub fn new(written: &str) -> Option<Self> {
        // A transliteration, because sound matters here. `fold` would replace look-alike letters.
        let written: String = written.nfkc().collect();
        let mut tokens: Vec<String> = spaced(&written)
            .split(|c: char| !c.is_ascii_alphanumeric() && c != '\'')
            .map(|token| token.replace('\'', ""))
            .filter(|token| !token.is_empty())
            .collect();
        let scripts =
            written.chars().filter(|c| c.is_alphabetic()).map(Script::from_char).collect();
        let is_particle = |token: &String| PARTICLES.contains(&token.as_str());
        if tokens.iter().filter(|token| !is_particle(token)).count() > 1 {
            tokens.retain(|token| !is_particle(token));
        }
        (!tokens.is_empty()).then_some(Self { tokens, scripts })
    }

    /// Compares two names. Symmetric.
    pub fn agrees_with(&self, other: &Self) -> Agreement {
        if self.tokens.concat() == other.tokens.concat() {
            return Agreement::Agree;
        }
        let (ours, theirs) = (Parts::new(&self.tokens), Parts::new(&other.tokens));
        let agree = ours.ways.iter().any(|a| theirs.ways.iter().any(|b| is_compatible(a, b)));
        if agree {
            return Agreement::Agree;
        }
        // A character-wise transliteration can differ from the one that a person uses. So between two scripts,
        // agreement is meaningful and a difference is not.
        if self.scripts.is_disjoint(&other.scripts) {
            return Agreement::Incomparable;
        }
        let is_shared = |part: &Part| theirs.tokens().any(|other| part.is_same(other));
        if ours.tokens().any(is_shared) {
            return Agreement::Unclear;
        }
        let near = |a: &String| other.tokens.iter().any(|b| is_near(a, b));
        if self.tokens.iter().any(near) { Agreement::Unclear } else { Agreement::Differ }
    }
}

impl Agreement {
    pub fn is_known(self) -> bool {
        self != Self::Incomparable
    }
}

/// The name in Latin letters. Han and Hangul, which don't separate words, are split into characters; [`Parts`] tries
/// all ways to join them again.
fn spaced(written: &str) -> String {
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

/// A part of a name and the keys of its spellings.
#[derive(Clone, Debug)]
struct Part {
    text: String,
    keys: Vec<String>,
}

impl Part {
    fn new(text: String) -> Self {
        Self { keys: sound::keys(&text), text }
    }

    /// Whether both are the same name, in other spellings or as a short form.
    fn is_same(&self, other: &Self) -> bool {
        self.keys.iter().any(|key| other.keys.contains(key))
    }

    /// Whether both can be the same name: an initial matches every name that starts with it.
    fn is_possibly(&self, other: &Self) -> bool {
        let initial = |short: &str, long: &str| short.len() == 1 && long.starts_with(short);
        self.is_same(other) || initial(&self.text, &other.text) || initial(&other.text, &self.text)
    }
}

/// The ways to join the tokens of a name: `min su kim` is also `minsu kim`.
struct Parts {
    /// The first way leaves the tokens separate.
    ways: Vec<Vec<Part>>,
}

impl Parts {
    fn new(tokens: &[String]) -> Self {
        /// The tokens of longer names are never joined.
        const MAX_TOKENS: usize = 5;
        let ways = if tokens.len() <= MAX_TOKENS { 1_usize << (tokens.len() - 1) } else { 1 };
        let way = |joined: usize| {
            let mut parts: Vec<String> = Vec::new();
            for (i, token) in tokens.iter().enumerate() {
                match parts.last_mut() {
                    Some(last) if joined & (1 << (i - 1)) != 0 => last.push_str(token),
                    _ => parts.push(token.clone()),
                }
            }
            parts.into_iter().map(Part::new).collect()
        };
        Self { ways: (0..ways).map(way).collect() }
    }

    fn tokens(&self) -> impl Iterator<Item = &Part> {
        self.ways.iter().take(1).flatten()
    }
}

/// Whether each part of the shorter name matches a different part of the longer one, at least one of them by more than
/// an initial. A single word matches only a single word.
fn is_compatible(a: &[Part], b: &[Part]) -> bool {
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    let by_name = short.iter().any(|part| long.iter().any(|other| part.is_same(other)));
    let words = short.len() > 1 || long.len() == 1;
    by_name && words && can_assign(short, long, &mut vec![false; long.len()])
}

/// Whether each part of `short` can be assigned to a different part of `long`.
fn can_assign(short: &[Part], long: &[Part], taken: &mut [bool]) -> bool {
    let Some((first, rest)) = short.split_first() else { return true };
    for (i, part) in long.iter().enumerate() {
        if !taken[i] && first.is_possibly(part) {
            taken[i] = true;
            if can_assign(rest, long, taken) {
                return true;
            }
            taken[i] = false;
        }
    }
    false
}

/// Whether one may be a misspelling of the other.
fn is_near(a: &str, b: &str) -> bool {
    const MIN_SIMILARITY: f64 = 0.92;
    strsim::jaro_winkler(a, b).max(strsim::jaro_winkler(b, a)) > MIN_SIMILARITY
}

/// The script of a letter, for finding out whether two names share one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Script {
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
            notes.fault(
                at,
                "invalid_name",
                "contains no letter; omit the field if the name is unknown",
            );
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
mod tests;
