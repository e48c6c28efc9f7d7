//! Cleans text that people paste: characters that no one meant to write are removed, and characters that a wrong
//! conversion broke are repaired.
//!
//! Clean text never changes. So digests and comparisons of clean texts stay the same.

use std::collections::BTreeSet;

/// What does not belong in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Control,
    Windows1252,
    MisreadUtf8,
    ByteOrderMark,
    DirectionMark,
    Invisible,
    NoCharacter,
}

impl Kind {
    fn name(self) -> &'static str {
        match self {
            Self::Control => "control characters",
            Self::Windows1252 => "Windows-1252 characters (U+0080 to U+009F)",
            Self::MisreadUtf8 => "UTF-8 that was read as Latin-1",
            Self::ByteOrderMark => "byte order marks",
            Self::DirectionMark => "text direction marks",
            Self::Invisible => "invisible characters",
            Self::NoCharacter => "lone surrogates or code points that are not characters",
        }
    }
}

/// What was found in a text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Kinds(BTreeSet<Kind>);

impl Kinds {
    /// What a warning says about them.
    pub(super) fn detail(&self) -> String {
        let found: Vec<&str> = self.0.iter().map(|kind| kind.name()).collect();
        format!("contains {}; they were removed or repaired", found.join(", "))
    }
}

/// The cleaned text and what was found in it, or `None` if it was clean.
pub(super) fn clean(written: &str) -> Option<(String, Kinds)> {
    if !needs_cleaning(written) {
        return None;
    }
    let mut text = String::with_capacity(written.len());
    let mut kinds = Kinds::default();
    let mut rest = written.chars();
    while let Some(c) = rest.next() {
        if let Some((meant, length)) = misread_utf8(c, rest.as_str()) {
            kinds.0.insert(Kind::MisreadUtf8);
            text.extend(keep(meant, &mut kinds));
            rest = skip(rest, length - 1);
        } else if is_stray(text.chars().next_back(), c) {
            kinds.0.insert(Kind::Invisible);
        } else {
            text.extend(keep(c, &mut kinds));
        }
    }
    Some((text, kinds))
}

fn needs_cleaning(text: &str) -> bool {
    let is_plain = |byte: &u8| matches!(byte, b' '..=b'~' | b'\n' | b'\r' | b'\t');
    if text.as_bytes().iter().all(is_plain) {
        return false;
    }
    let before = std::iter::once(None).chain(text.chars().map(Some));
    text.chars().zip(before).any(|(c, before)| is_odd(c) || is_stray(before, c))
}

/// Whether a character that shapes its neighbours stands where it shapes nothing: a joiner after an ASCII character, or a
/// tag outside a flag. It would make equal texts differ.
fn is_stray(before: Option<char>, c: char) -> bool {
    const BLACK_FLAG: char = '\u{1F3F4}';
    let is_tag = |c: char| matches!(c, '\u{E0000}'..='\u{E007F}');
    match c {
        '\u{200C}' | '\u{200D}' => before.is_none_or(|before| before.is_ascii()),
        c if is_tag(c) => !before.is_some_and(|before| before == BLACK_FLAG || is_tag(before)),
        _ => false,
    }
}

/// Whether a character doesn't belong in a text.
fn is_odd(c: char) -> bool {
    repair(c).is_some()
}

/// What remains of a character.
fn keep(c: char, kinds: &mut Kinds) -> Option<char> {
    match repair(c) {
        None => Some(c),
        Some((kind, kept)) => {
            kinds.0.insert(kind);
            kept
        }
    }
}

/// Why a character doesn't belong in a text, and what takes its place.
fn repair(c: char) -> Option<(Kind, Option<char>)> {
    Some(match c {
        '\n' | '\r' | '\t' | ' '..='~' => return None,
        // Word processors break lines with VT, and PDF text breaks pages with FF.
        '\u{0B}' | '\u{0C}' => (Kind::Control, Some('\n')),
        '\u{1C}'..='\u{1F}' => (Kind::Control, Some(' ')),
        '\0'..='\u{1F}' | '\u{7F}' => (Kind::Control, None),
        '\u{80}'..='\u{9F}' => (Kind::Windows1252, windows_1252(c)),
        '\u{FEFF}' => (Kind::ByteOrderMark, None),
        '\u{061C}'
        | '\u{200E}'
        | '\u{200F}'
        | '\u{202A}'..='\u{202E}'
        | '\u{2066}'..='\u{2069}' => (Kind::DirectionMark, None),
        // Web pages and word processors insert them where a line may or may not break.
        '\u{AD}' | '\u{200B}' | '\u{2060}'..='\u{2064}' => (Kind::Invisible, None),
        _ if is_no_character(c) => (Kind::NoCharacter, None),
        _ => return None,
    })
}

/// Whether a code point is reserved as "not a character". The reader also puts one in the place of a lone surrogate.
pub(super) fn is_no_character(c: char) -> bool {
    matches!(c, '\u{FDD0}'..='\u{FDEF}') || u32::from(c) & 0xFFFE == 0xFFFE
}

/// The Windows-1252 character that a code from 0x80 to 0x9F stands for, if any.
fn windows_1252(c: char) -> Option<char> {
    const CHARACTERS: [char; 32] = [
        '€', '\0', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\0', 'Ž', '\0', //
        '\0', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\0', 'ž', 'Ÿ',
    ];
    let index = usize::try_from(u32::from(c).checked_sub(0x80)?).ok()?;
    CHARACTERS.get(index).copied().filter(|c| *c != '\0')
}

/// The character whose UTF-8 bytes were read as Latin-1 and start here, with their number. One of them must be a C1
/// control or a soft hyphen, because nobody writes those after such a letter: `Ã©` alone can be meant.
fn misread_utf8(first: char, rest: &str) -> Option<(char, usize)> {
    let length = match first {
        '\u{C2}'..='\u{DF}' => 2,
        '\u{E0}'..='\u{EF}' => 3,
        '\u{F0}'..='\u{F4}' => 4,
        _ => return None,
    };
    let mut bytes = [u8::try_from(first).ok()?, 0, 0, 0];
    let mut following = rest.chars();
    let mut has_control = false;
    for byte in bytes.get_mut(1..length)? {
        let c = following.next()?;
        has_control |= matches!(c, '\u{80}'..='\u{9F}' | '\u{AD}');
        *byte = u8::try_from(c).ok()?;
    }
    let decoded = std::str::from_utf8(bytes.get(..length)?).ok()?;
    decoded.chars().next().filter(|_| has_control).map(|c| (c, length))
}

fn skip(mut chars: std::str::Chars<'_>, count: usize) -> std::str::Chars<'_> {
    for _ in 0..count {
        chars.next();
    }
    chars
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cleaned(text: &str) -> String {
        clean(text).map_or_else(|| text.to_owned(), |(text, _)| text)
    }

    #[test]
    fn clean_text_is_left_alone() {
        for text in [
            "",
            "plain\r\n\ttext ~",
            "Zoë’s “café” – naïve œuvre…",
            "می‌خواهم", // with a zero-width non-joiner
            "👩‍💻 नमस्ते 数据 \u{FFFD}",
            "Ã© and Â° are letters",
            "🏴\u{E0067}\u{E0062}\u{E0065}\u{E006E}\u{E0067}\u{E007F}", // the flag of England
        ] {
            assert_eq!(clean(text), None, "{text}");
        }
    }

    #[test]
    fn pasted_text_becomes_what_was_meant() {
        for (pasted, meant) in [
            ("don\u{92}t \u{93}quote\u{94} \u{96} \u{95} \u{80}5", "don’t “quote” – • €5"),
            ("undefined \u{81}\u{8D}\u{8F}\u{90}\u{9D}codes", "undefined codes"),
            ("bullet \u{E2}\u{80}\u{A2} dash \u{E2}\u{80}\u{93}", "bullet • dash –"),
            ("\u{C3}\u{89}cole, na\u{C3}\u{AF}ve \u{C3}\u{9F}", "École, na\u{C3}\u{AF}ve ß"),
            ("\u{F0}\u{9F}\u{98}\u{80}", "😀"),
            ("twice \u{C2}\u{96} broken", "twice – broken"),
            ("cut off \u{E2}\u{80}", "cut off \u{E2}€"),
            ("a\0b\u{8}c\u{7F}", "abc"),
            ("page\u{0C}break\u{0B}line\u{1F}unit", "page\nbreak\nline unit"),
            ("\u{FEFF}start", "start"),
            ("\u{202E}evil\u{202C} \u{200F}mark\u{2069}", "evil mark"),
            ("dev\u{200B}-4f\u{2060}2\u{AD}9", "dev-4f29"),
            ("GB\u{200D}29\u{200C}NWBK", "GB29NWBK"),
            ("tag\u{E0041}ged", "tagged"),
            ("Mart\u{C3}\u{AD}nez", "Martínez"),
            ("half \u{FDD0}\u{FFFF}\u{1FFFE}", "half "),
        ] {
            assert_eq!(cleaned(pasted), meant);
            assert_eq!(clean(meant).map(|(text, _)| text), None, "{meant}: stays clean");
        }
    }

    #[test]
    fn the_detail_names_each_kind_once() {
        let detail = |text| clean(text).unwrap().1.detail();
        assert_eq!(
            detail("\u{92}\u{92}\0\0"),
            "contains control characters, Windows-1252 characters (U+0080 to U+009F); they were removed or repaired"
        );
        assert_eq!(
            detail("\u{E2}\u{80}\u{A2}"),
            "contains UTF-8 that was read as Latin-1; they were removed or repaired"
        );
    }

    proptest::proptest! {
        #[test]
        fn cleaning_twice_changes_nothing_more(text in "[\\x00-\\u{FF}\\u{2000}-\\u{206F}\\u{FDD0}a-z]{0,40}") {
            let once = cleaned(&text);
            // Repaired characters can end next to what follows them, but no odd character remains.
            proptest::prop_assert!(!needs_cleaning(&once), "{once:?}");
        }
    }
}
