//! A person's name. It can be compared with another and nothing else: no indicator can look at what
//! a name says, so none can stand in for origin.

mod forms;
mod sound;

use std::collections::BTreeSet;

use ids::text_schema;
use serde_json::Value;
use unicode_normalization::UnicodeNormalization;

use super::read::{Notes, Pointer, Read};
use super::values::ShortText;

/// A person's name as it is written somewhere.
#[derive(Clone)]
pub struct PersonName {
    tokens: Vec<String>,
    scripts: BTreeSet<Script>,
}

/// Whether two names can be the same person's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Agreement {
    /// They are the same but for order, initials, diacritics, script, case, romanisation or a short form.
    Agree,
    /// They share a part, as names before and after a marriage do, or a part is misspelt.
    Unclear,
    /// They share nothing.
    Differ,
    /// They are written in different scripts, and nothing shows that they agree. That says nothing.
    Incomparable,
}

/// What stands before names and is none.
const PARTICLES: [&str; 12] =
    ["al", "el", "bin", "ibn", "ben", "bint", "abu", "mr", "mrs", "ms", "dr", "prof"];

impl PersonName {
    /// Takes a name as people write it. `None` if it holds no letter.
    pub fn new(written: &str) -> Option<Self> {
        // Sound counts here, not looks: a transliteration, where `fold` would take a look-alike.
        let written: String = written.nfkc().collect();
        let mut tokens: Vec<String> = spaced(&written)
            .split(|c: char| !c.is_ascii_alphanumeric() && c != '\'')
            .map(|token| token.replace('\'', ""))
            .filter(|token| !token.is_empty())
            .collect();
        let scripts = written.chars().filter(|c| c.is_alphabetic()).map(Script::of).collect();
        let is_particle = |token: &String| PARTICLES.contains(&token.as_str());
        if tokens.iter().filter(|token| !is_particle(token)).count() > 1 {
            tokens.retain(|token| !is_particle(token));
        }
        (!tokens.is_empty()).then_some(Self { tokens, scripts })
    }

    /// Compares two names. Symmetric, and blind to everything but the comparison.
    pub fn agrees_with(&self, other: &Self) -> Agreement {
        if self.tokens.concat() == other.tokens.concat() {
            return Agreement::Agree;
        }
        let (ours, theirs) = (Parts::of(&self.tokens), Parts::of(&other.tokens));
        let agree = ours.written.iter().any(|one| theirs.written.iter().any(|two| fits(one, two)));
        if agree {
            return Agreement::Agree;
        }
        // A character-wise transliteration is not the one that people chose: between two scripts,
        // agreement can be seen and a difference cannot.
        if self.scripts.is_disjoint(&other.scripts) {
            return Agreement::Incomparable;
        }
        let whole = |part: &Part| theirs.tokens().any(|other| part.is_same(other));
        if ours.tokens().any(whole) {
            return Agreement::Unclear;
        }
        let near = |a: &String| other.tokens.iter().any(|b| is_near(a, b));
        if self.tokens.iter().any(near) { Agreement::Unclear } else { Agreement::Differ }
    }
}

impl Agreement {
    /// Whether two names could be compared at all.
    pub fn is_known(self) -> bool {
        self != Self::Incomparable
    }
}

/// The name in Latin letters. Scripts that write a syllable a sign and no spaces are taken apart into signs:
/// which of them are the family name is found by putting them together again.
fn spaced(written: &str) -> String {
    let mut spaced = String::with_capacity(written.len());
    for c in written.chars() {
        let sign = matches!(Script::of(c), Script::Han | Script::Hangul);
        if sign {
            spaced.push(' ');
        }
        spaced.push_str(any_ascii::any_ascii_char(c));
        if sign {
            spaced.push(' ');
        }
    }
    spaced.to_lowercase()
}

/// A part of a name and what it is known by.
#[derive(Clone, Debug)]
struct Part {
    text: String,
    keys: Vec<String>,
}

impl Part {
    fn of(text: String) -> Self {
        Self { keys: sound::keys(&text), text }
    }

    /// Whether both are one name, in other spellings or short.
    fn is_same(&self, other: &Self) -> bool {
        self.keys.iter().any(|key| other.keys.contains(key))
    }

    /// Whether both can be one name: an initial can be whatever begins with it.
    fn can_be(&self, other: &Self) -> bool {
        let initial = |short: &str, long: &str| short.len() == 1 && long.starts_with(short);
        self.is_same(other) || initial(&self.text, &other.text) || initial(&other.text, &self.text)
    }
}

/// The ways to put a name's tokens together: `min su kim` is `minsu kim` as well.
struct Parts {
    /// Each way, the tokens as they are first.
    written: Vec<Vec<Part>>,
}

impl Parts {
    fn of(tokens: &[String]) -> Self {
        /// Longer names are taken as they are.
        const MOST: usize = 5;
        let ways = if tokens.len() <= MOST { 1_usize << (tokens.len() - 1) } else { 1 };
        let way = |joined: usize| {
            let mut parts: Vec<String> = Vec::new();
            for (i, token) in tokens.iter().enumerate() {
                match parts.last_mut() {
                    Some(last) if joined & (1 << (i - 1)) != 0 => last.push_str(token),
                    _ => parts.push(token.clone()),
                }
            }
            parts.into_iter().map(Part::of).collect()
        };
        Self { written: (0..ways).map(way).collect() }
    }

    fn tokens(&self) -> impl Iterator<Item = &Part> {
        self.written.iter().take(1).flatten()
    }
}

/// Whether every part of the shorter name has one of its own in the longer, and one of them is more than an
/// initial. A single word agrees with a single word only.
fn fits(one: &[Part], other: &[Part]) -> bool {
    let (few, many) = if one.len() <= other.len() { (one, other) } else { (other, one) };
    let whole = few.iter().any(|part| many.iter().any(|other| part.is_same(other)));
    whole && (few.len() > 1 || many.len() == 1) && matched(few, many, &mut vec![false; many.len()])
}

/// Whether each of the first can be given another of the second.
fn matched(few: &[Part], many: &[Part], taken: &mut [bool]) -> bool {
    let Some((first, rest)) = few.split_first() else { return true };
    for (i, part) in many.iter().enumerate() {
        if !taken[i] && first.can_be(part) {
            taken[i] = true;
            if matched(rest, many, taken) {
                return true;
            }
            taken[i] = false;
        }
    }
    false
}

/// Whether one is the other misspelt.
fn is_near(a: &str, b: &str) -> bool {
    const NEAR: f64 = 0.92;
    strsim::jaro_winkler(a, b).max(strsim::jaro_winkler(b, a)) > NEAR
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
    "A person's name. It is only compared with other names.",
    "Sam Example"
);

#[cfg(test)]
mod tests;
