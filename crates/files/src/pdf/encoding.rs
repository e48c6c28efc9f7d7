//! The characters that the codes of simple fonts represent (ISO 32000-1 annex D).

use unicode_normalization::UnicodeNormalization;

/// Windows code page 1252 from 0x80 to 0x9f.
const WINDOWS: &str = "€\u{81}‚ƒ„…†‡ˆ‰Š‹Œ\u{8d}Ž\u{8f}\u{90}‘’“”•–—˜™š›œ\u{9d}žŸ";
/// Mac OS Roman from 0x80.
const MAC: &str = "ÄÅÇÉÑÖÜáàâäãåçéèêëíìîïñóòôöõúùûü†°¢£§•¶ß®©™´¨≠ÆØ∞±≤≥¥µ∂∑∏π∫ªºΩæø¿¡¬√ƒ≈∆«»…\u{a0}ÀÃÕŒœ\
    –—“”‘’÷◊ÿŸ⁄€‹›ﬁﬂ‡·‚„‰ÂÊÁËÈÍÎÏÌÓÔ\u{f8ff}ÒÚÛÙıˆ˜¯˘˙˚¸˝˛ˇ";
/// The differences of Adobe's standard encoding from ASCII.
const STANDARD: &[(u8, char)] = &[
    (0x27, '’'),
    (0x60, '‘'),
    (0xa9, '\''),
    (0xaa, '“'),
    (0xab, '«'),
    (0xac, '‹'),
    (0xad, '›'),
    (0xae, 'ﬁ'),
    (0xaf, 'ﬂ'),
    (0xb1, '–'),
    (0xb7, '•'),
    (0xba, '”'),
    (0xbb, '»'),
    (0xbc, '…'),
    (0xd0, '—'),
    (0xe1, 'Æ'),
    (0xe9, 'Ø'),
    (0xea, 'Œ'),
    (0xf1, 'æ'),
    (0xf5, 'ı'),
    (0xf9, 'ø'),
    (0xfa, 'œ'),
    (0xfb, 'ß'),
];
/// Names of characters, except letters with or without an accent.
const NAMES: &str = "space  |exclam !|quotedbl \"|numbersign #|dollar $|percent %|ampersand &|quotesingle '|\
    parenleft (|parenright )|asterisk *|plus +|comma ,|hyphen -|minus -|period .|slash /|zero 0|one 1|two 2|\
    three 3|four 4|five 5|six 6|seven 7|eight 8|nine 9|colon :|semicolon ;|less <|equal =|greater >|question ?|\
    at @|bracketleft [|backslash \\|bracketright ]|asciicircum ^|underscore _|grave `|braceleft {|bar ¦|\
    braceright }|asciitilde ~|quoteleft ‘|quoteright ’|quotedblleft “|quotedblright ”|quotedblbase „|\
    quotesinglbase ‚|guillemotleft «|guillemotright »|guilsinglleft ‹|guilsinglright ›|endash –|emdash —|\
    bullet •|periodcentered ·|ellipsis …|dagger †|daggerdbl ‡|fi fi|fl fl|ff ff|ffi ffi|ffl ffl|germandbls ß|\
    ae æ|AE Æ|oe œ|OE Œ|oslash ø|Oslash Ø|lslash ł|Lslash Ł|eth ð|Eth Ð|thorn þ|Thorn Þ|dotlessi ı|\
    dcroat đ|Dcroat Đ|section §|paragraph ¶|copyright ©|registered ®|trademark ™|degree °|Euro €|sterling £|\
    yen ¥|cent ¢|currency ¤|multiply ×|divide ÷|plusminus ±|mu µ|onehalf ½|onequarter ¼|exclamdown ¡|\
    questiondown ¿|nbspace  |nonbreakingspace  |sfthyphen |softhyphen ";
/// The endings of the names of accented letters, with the combining accent.
const ACCENTS: &[(&str, char)] = &[
    ("acute", '\u{301}'),
    ("grave", '\u{300}'),
    ("circumflex", '\u{302}'),
    ("dieresis", '\u{308}'),
    ("tilde", '\u{303}'),
    ("cedilla", '\u{327}'),
    ("caron", '\u{30c}'),
    ("ring", '\u{30a}'),
    ("ogonek", '\u{328}'),
    ("macron", '\u{304}'),
    ("breve", '\u{306}'),
    ("dotaccent", '\u{307}'),
    ("dot", '\u{307}'),
    ("hungarumlaut", '\u{30b}'),
    ("commaaccent", '\u{326}'),
];

/// The encoding that a font is based on.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Base {
    Standard,
    Windows,
    Mac,
}

/// The character for a code.
pub(super) fn character(base: Base, code: u8) -> Option<char> {
    let plain = matches!(code, 0x20..=0x7e | b'\t' | b'\n' | b'\r').then(|| char::from(code));
    match base {
        Base::Standard => STANDARD.iter().find(|(c, _)| *c == code).map(|(_, c)| *c).or(plain),
        Base::Windows => match code {
            0x80..=0x9f => WINDOWS.chars().nth(usize::from(code - 0x80)),
            0xa0..=0xff => Some(char::from(code)),
            _ => plain,
        },
        Base::Mac if code >= 0x80 => MAC.chars().nth(usize::from(code - 0x80)),
        Base::Mac => plain,
    }
}

/// The text for the name of a character (Adobe Glyph List, as far as names follow a rule).
pub(super) fn named(name: &str) -> Option<String> {
    // `a.alt` is a variant of `a`.
    let name = name.split('.').next().unwrap_or_default();
    let mut letters = name.chars();
    if let (Some(letter), None) = (letters.next(), letters.next()) {
        return Some(letter.to_string());
    }
    let mut names = NAMES.split('|').filter_map(|entry| entry.split_once(' '));
    if let Some((_, text)) = names.find(|(known, _)| *known == name) {
        return Some(text.to_owned());
    }
    if let Some(code) = name.strip_prefix("uni").or_else(|| name.strip_prefix('u')) {
        let code = code.get(..4.min(code.len())).filter(|code| code.len() == 4)?;
        return u32::from_str_radix(code, 16).ok().and_then(char::from_u32).map(String::from);
    }
    let letter = name.chars().next().filter(char::is_ascii_alphabetic)?;
    let (_, accent) = ACCENTS.iter().find(|(accent, _)| *accent == &name[1..])?;
    Some([letter, *accent].into_iter().nfc().collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_and_names_map_to_characters() {
        assert_eq!(character(Base::Windows, 0x92), Some('’'));
        assert_eq!(character(Base::Windows, 0xe9), Some('é'));
        assert_eq!(character(Base::Mac, 0x8e), Some('é'));
        assert_eq!(character(Base::Mac, 0xff), Some('ˇ'));
        assert_eq!(character(Base::Standard, 0xae), Some('ﬁ'));
        assert_eq!(character(Base::Standard, 0x01), None);
        for (name, text) in [
            ("a", "a"),
            ("a.sc", "a"),
            ("space", " "),
            ("eacute", "é"),
            ("Zcaron", "Ž"),
            ("ffi", "ffi"),
            ("uni0416", "Ж"),
            ("u00E9", "é"),
        ] {
            assert_eq!(named(name).as_deref(), Some(text), "{name}");
        }
        assert_eq!(named("g23"), None);
    }
}
