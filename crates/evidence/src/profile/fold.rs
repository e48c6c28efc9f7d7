//! Folds texts for comparison: spellings that look alike become equal.
//!
//! The definition is [`by_definition`]. Normalising and looking up look-alikes character by character is slow, so
//! [`fold`] takes the folded form of ASCII characters and of most others from tables. A character has an entry of its
//! own unless it can combine with the one before it; then the characters are folded together, by definition.

use std::sync::{LazyLock, OnceLock};

use unicode_normalization::char::canonical_combining_class;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};
use unicode_security::confusable_detection::skeleton;

use crate::work::{Work, count};

/// Folds a text for comparison: NFKC, upper case, UTS #39 skeleton (unifies confusable letters), lower case, single
/// spaces.
pub fn fold(text: &str) -> String {
    count(Work::FoldedBytes, text.len());
    let mut folded = Folded { bytes: Vec::with_capacity(text.len()), space: false };
    let mut start = 0;
    while start < text.len() {
        let ascii = ascii_run(&text[start..]);
        folded.push_ascii(&text.as_bytes()[start..start + ascii]);
        start += ascii;
        let segment = first_segment(&text[start..]);
        folded.push_segment(segment);
        start += segment.len();
    }
    String::from_utf8(folded.bytes).expect("pieces of UTF-8 give UTF-8")
}

/// Builds all tables. Otherwise, the first text with characters of a block takes longer.
pub fn build_tables() {
    LazyLock::force(&ASCII);
    for number in 0..BLOCKS.len() {
        block(number);
    }
}

/// What [`fold`] computes, without tables.
fn by_definition(text: &str) -> String {
    looks(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The folded form before spaces are unified.
fn looks(text: &str) -> String {
    // Upper case first: some letters look alike only in upper case, and the case of the input must not matter.
    let plain: String = text.nfkc().flat_map(char::to_uppercase).collect();
    skeleton(&plain).collect::<String>().to_lowercase()
}

/// The length of the ASCII characters at the start of a text that don't combine with what follows.
fn ascii_run(text: &str) -> usize {
    let length = text.bytes().position(|byte| !byte.is_ascii()).unwrap_or(text.len());
    let next = text[length..].chars().next();
    length - usize::from(length > 0 && next.is_some_and(joins_previous))
}

/// The first character and those that can combine with it.
fn first_segment(text: &str) -> &str {
    let mut rest = text.char_indices().skip(1);
    let end = rest.find(|(_, c)| c.is_ascii() || !joins_previous(*c));
    end.map_or(text, |(end, _)| &text[..end])
}

/// A folded text, without spaces at its start and with single spaces inside.
struct Folded {
    bytes: Vec<u8>,
    /// Whether a space follows before the next character.
    space: bool,
}

impl Folded {
    fn push_ascii(&mut self, text: &[u8]) {
        let table = &*ASCII;
        for byte in text {
            match table[usize::from(*byte)] {
                [b' ', _] => self.space = !self.bytes.is_empty(),
                [LONGER, _] => self.push_segment(&char::from(*byte).to_string()),
                [first, 0] => self.push(&[first]),
                both => self.push(&both),
            }
        }
    }

    fn push_segment(&mut self, segment: &str) {
        let mut characters = segment.chars();
        let known = characters.next().and_then(character);
        match known {
            Some(known) if characters.next().is_none() => self.push_text(known.folded),
            _ => self.push_text(&looks(segment)),
        }
    }

    fn push_text(&mut self, text: &str) {
        for c in text.chars() {
            if c.is_whitespace() {
                self.space = !self.bytes.is_empty();
            } else {
                self.push(c.encode_utf8(&mut [0; 4]).as_bytes());
            }
        }
    }

    fn push(&mut self, character: &[u8]) {
        if std::mem::take(&mut self.space) {
            self.bytes.push(b' ');
        }
        self.bytes.extend_from_slice(character);
    }
}

/// Marks a character whose folded form does not fit in the table of ASCII characters.
const LONGER: u8 = u8::MAX;

/// The folded form of each ASCII character: one or two ASCII characters, a space, or [`LONGER`].
static ASCII: LazyLock<[[u8; 2]; 128]> = LazyLock::new(|| {
    std::array::from_fn(|code| {
        let c = u8::try_from(code).map_or('\0', char::from);
        match by_definition(&c.to_string()).as_bytes() {
            [] => [b' ', 0],
            [first] => [*first, 0],
            [first, second] if first.is_ascii() => [*first, *second],
            _ => [LONGER, 0],
        }
    })
});

/// A character by itself.
#[derive(Clone, Copy)]
struct Known<'a> {
    folded: &'a str,
    joins_previous: bool,
}

/// Characters per block.
const BLOCK: u32 = 256;

/// The characters of the first two planes, which contain all living scripts and the emoji. A block is built when it is
/// first needed.
static BLOCKS: [OnceLock<Block>; 512] = [const { OnceLock::new() }; 512];

struct Block {
    /// The folded characters, one after the other.
    text: String,
    /// Where each character ends in the text, and whether it joins the previous one.
    characters: Vec<(u32, bool)>,
}

fn block(number: usize) -> &'static Block {
    BLOCKS[number].get_or_init(|| {
        let first = u32::try_from(number).unwrap_or_default() * BLOCK;
        let (mut text, mut characters) = (String::new(), Vec::new());
        for code in first..first + BLOCK {
            // A surrogate is no character, so nothing looks it up.
            let c = char::from_u32(code).unwrap_or_default();
            text.push_str(&looks(c.encode_utf8(&mut [0; 4])));
            let end = u32::try_from(text.len()).unwrap_or_default();
            characters.push((end, can_combine_backwards(c)));
        }
        Block { text, characters }
    })
}

/// The table's entry for a character. `None` above the first two planes.
fn character(c: char) -> Option<Known<'static>> {
    let code = u32::from(c);
    let number = usize::try_from(code / BLOCK).ok().filter(|number| *number < BLOCKS.len())?;
    let block = block(number);
    let index = usize::try_from(code % BLOCK).ok()?;
    let (end, joins_previous) = block.characters[index];
    let start = index.checked_sub(1).map_or(0, |previous| block.characters[previous].0);
    let folded = &block.text[usize::try_from(start).ok()?..usize::try_from(end).ok()?];
    Some(Known { folded, joins_previous })
}

fn joins_previous(c: char) -> bool {
    character(c).map_or_else(|| can_combine_backwards(c), |known| known.joins_previous)
}

/// Whether a step of folding can reorder the character with those before it or compose them. Between two texts, each
/// step of folding leaves a boundary if the second one starts with a character that has the combining class 0 (UAX #15,
/// section 9.1) before and after the step, and for NFKC also if it never composes with what is before it.
fn can_combine_backwards(c: char) -> bool {
    let is_mark = |first: Option<char>| first.is_none_or(|c| canonical_combining_class(c) != 0);
    let written = c.encode_utf8(&mut [0; 4]).to_owned();
    let decomposed = written.nfkd().next();
    let composes =
        decomposed.is_some_and(|c| is_nfc_quick(std::iter::once(c)) != IsNormalized::Yes);
    let upper: String = written.nfkc().flat_map(char::to_uppercase).collect();
    // Nothing is left of an invisible character, so what follows meets what is before.
    composes
        || is_mark(decomposed)
        || is_mark(upper.nfd().next())
        || is_mark(skeleton(&upper).next())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn look_alike_letters_fold_together() {
        assert_eq!(fold("Pаypal  ОК"), fold("paypal ok")); // Cyrillic а, О, К
        assert_eq!(fold("Ｊｏｓｅ\u{301}"), fold("josé"));
        assert_ne!(fold("Anna"), fold("Hanna"));
    }

    #[test]
    fn every_pair_of_ascii_characters_folds_by_definition() {
        let ascii = || (0_u8..128).map(char::from);
        for (first, second) in ascii().flat_map(|first| ascii().map(move |second| (first, second)))
        {
            let pair = format!("{first}{second}");
            assert_eq!(fold(&pair), by_definition(&pair), "{pair:?}");
        }
    }

    #[test]
    fn every_character_folds_by_definition_alone_and_between_letters_and_marks() {
        for c in (0..0x3_0000).filter_map(char::from_u32) {
            for text in [format!("{c}"), format!("a{c}b"), format!("e\u{301}{c}\u{323}ﬁ가")] {
                assert_eq!(fold(&text), by_definition(&text), "{text:?} U+{:04X}", u32::from(c));
            }
        }
    }

    /// Lower case depends on the neighbours of this letter only.
    #[test]
    fn no_folded_text_contains_a_letter_whose_lower_case_depends_on_its_neighbours() {
        for c in (0..0x11_0000).filter_map(char::from_u32) {
            let text = c.to_string();
            assert!(!skeleton(&text).any(|c| c == 'Σ'), "U+{:04X}", u32::from(c));
        }
    }

    proptest! {
        #[test]
        fn every_text_folds_by_definition(text in TEXTS) {
            prop_assert_eq!(fold(&text), by_definition(&text));
        }
    }

    /// Letters, marks of several classes, invisible characters, jamo, spaces and anything else.
    const TEXTS: &str = "([a-zA-Z01|\"m \\n]|[\u{300}-\u{36f}]|[\u{34f}\u{ad}\u{200b}-\u{200d}\u{a8}\u{fdfa}\u{3099}]\
                         |[\u{1100}-\u{11ff}]|[가-깋]|[Σσςİıǰΐǅ\u{345}]|[\u{900}-\u{94f}]|[\u{a0}\u{2028}\u{3000}\u{1680}]|\\PC){0,24}";
}
