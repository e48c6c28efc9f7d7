//! Compares names of employers, job titles and places, which people spell, shorten and translate differently.

use std::collections::BTreeSet;

use crate::profile::{Script, scripts};

/// Whether two names can mean the same thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Likeness {
    /// They are the same words.
    Same,
    /// They share a word, are spelt almost alike, or shorten each other.
    Similar,
    /// They have nothing in common.
    Different,
    /// They are in different scripts, so a difference is no evidence.
    Incomparable,
}

/// A name, prepared for comparisons.
#[derive(Clone, Debug)]
pub(super) struct Spelling {
    /// In Latin letters and lower case.
    words: Vec<String>,
    joined: String,
    scripts: BTreeSet<Script>,
}

impl Spelling {
    /// How many words are compared.
    const MAX_WORDS: usize = 8;

    /// Prepares the words of a name. `None` if they contain no letter or digit.
    pub(super) fn new(words: &[String]) -> Option<Self> {
        let scripts = words.iter().flat_map(|word| scripts(word)).collect();
        let latin = words.iter().flat_map(|word| latin(word)).take(Self::MAX_WORDS);
        let words: Vec<String> = latin.collect();
        let joined = words.concat();
        (!joined.is_empty()).then_some(Self { words, joined, scripts })
    }

    /// Prepares a text that has no legal form.
    pub(super) fn of_text(text: &str) -> Option<Self> {
        let words = text.split(|c: char| !c.is_alphanumeric() && !is_joiner(c));
        Self::new(&words.map(str::to_owned).collect::<Vec<_>>())
    }

    /// Compares two names. Symmetric.
    pub(super) fn compare(&self, other: &Self) -> Likeness {
        if self.joined == other.joined {
            return Likeness::Same;
        }
        if self.is_similar(other) {
            return Likeness::Similar;
        }
        if self.scripts == other.scripts { Likeness::Different } else { Likeness::Incomparable }
    }

    /// The same, but a common word such as "New" in the names of two towns doesn't make them similar. Symmetric.
    pub(super) fn compare_closely(&self, other: &Self) -> Likeness {
        if self.joined == other.joined {
            return Likeness::Same;
        }
        if self.is_spelt_like(other) {
            return Likeness::Similar;
        }
        if self.scripts == other.scripts { Likeness::Different } else { Likeness::Incomparable }
    }

    fn is_similar(&self, other: &Self) -> bool {
        const MIN_WORD: usize = 2;
        let shares_word =
            self.words.iter().any(|word| word.len() >= MIN_WORD && other.words.contains(word));
        let abbreviates = self.abbreviates(other) || other.abbreviates(self);
        shares_word || abbreviates || self.is_spelt_like(other)
    }

    fn is_spelt_like(&self, other: &Self) -> bool {
        const MIN_PART: usize = 3;
        let contains = |long: &Self, short: &Self| {
            short.joined.len() >= MIN_PART && long.joined.contains(&short.joined)
        };
        let (ours, theirs) = (self.without(other), other.without(self));
        contains(self, other) || contains(other, self) || is_near(&ours, &theirs)
    }

    /// Its words that the other one does not have.
    fn without(&self, other: &Self) -> String {
        self.words.iter().filter(|word| !other.words.contains(word)).map(String::as_str).collect()
    }

    /// Whether it is the initials of the other one: "IBM" and "International Business Machines".
    fn abbreviates(&self, other: &Self) -> bool {
        const MIN_INITIALS: usize = 2;
        let initials: String = other.words.iter().filter_map(|word| word.chars().next()).collect();
        initials.len() >= MIN_INITIALS
            && (self.joined == initials || self.words.contains(&initials))
    }
}

/// Whether one may be a misspelling or a transliteration of the other.
fn is_near(a: &str, b: &str) -> bool {
    const MIN_SIMILARITY: f64 = 0.85;
    let (short, long) = (a.len().min(b.len()), a.len().max(b.len()));
    short * 10 >= long * 6
        && strsim::jaro_winkler(a, b).max(strsim::jaro_winkler(b, a)) > MIN_SIMILARITY
}

/// The words of a text in Latin letters and lower case.
fn latin(text: &str) -> Vec<String> {
    let ascii = any_ascii::any_ascii(text).to_lowercase();
    let words = ascii.split(|c: char| !c.is_ascii_alphanumeric());
    words.filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// Whether the character joins the letters of a word.
fn is_joiner(c: char) -> bool {
    matches!(c, '\'' | '’' | '.') || unicode_normalization::char::is_combining_mark(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn compare(a: &str, b: &str) -> Likeness {
        let [ours, theirs] = [a, b].map(|text| Spelling::of_text(text).unwrap());
        assert_eq!(ours.compare(&theirs), theirs.compare(&ours), "{a} and {b}");
        ours.compare(&theirs)
    }

    #[test]
    fn spellings_of_one_name_are_not_different() {
        for (a, b) in [
            ("Acme", "ACME"),
            ("München", "Munchen"),
            ("München", "Munich"),
            ("Kyiv", "Kiev"),
            ("International Business Machines", "IBM"),
            ("Example Works", "Example"),
            ("삼성 SDS", "Samsung SDS"),
            ("三星电子", "三星"),
        ] {
            let likeness = compare(a, b);
            assert!(matches!(likeness, Likeness::Same | Likeness::Similar), "{a} and {b}");
        }
    }

    #[test]
    fn a_difference_between_two_scripts_is_no_evidence() {
        for (a, b) in
            [("Київ", "London"), ("삼성전자", "Acme"), ("株式会社", "Sample"), ("القاهرة", "Cairo")]
        {
            assert_ne!(compare(a, b), Likeness::Different, "{a} and {b}");
        }
    }

    #[test]
    fn a_common_word_makes_no_two_towns_alike() {
        for (a, b) in [
            ("San Antonio", "San Diego"),
            ("New York", "New Orleans"),
            ("Saint Paul", "Saint Louis"),
        ] {
            let [ours, theirs] = [a, b].map(|text| Spelling::of_text(text).unwrap());
            assert_eq!(ours.compare_closely(&theirs), Likeness::Different, "{a} and {b}");
        }
    }

    #[test]
    fn other_names_are_different_in_every_script() {
        for (a, b) in [
            ("Example Works", "Sample Mills"),
            ("Austin", "Laredo"),
            ("Київ", "Львів"),
            ("서울", "부산"),
            ("東京", "大阪"),
            ("القاهرة", "الرياض"),
        ] {
            assert_eq!(compare(a, b), Likeness::Different, "{a} and {b}");
        }
    }
}
