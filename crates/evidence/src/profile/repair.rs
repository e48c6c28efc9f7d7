//! Repairs JSON that other readers refuse although its grammar is right.

/// The bytes without what JSON's grammar allows but readers can't represent, or `None` if there is no such thing.
///
/// The result has the same length, so that places in it stay the same:
///
/// - A byte order mark at the start becomes spaces.
/// - The escape of a lone surrogate, such as `\ud800`, becomes that of a code point that is no character.
/// - A number that is too large becomes the largest power of ten, which no field takes.
pub(super) fn repaired(json: &[u8]) -> Option<Vec<u8>> {
    const MARK: &[u8] = b"\xEF\xBB\xBF";
    let mut repaired = json.to_vec();
    if json.starts_with(MARK) {
        repaired[..MARK.len()].fill(b' ');
    }
    let mut at = 0;
    let mut in_text = false;
    while let Some(byte) = json.get(at) {
        at += match (in_text, byte) {
            (_, b'"') => {
                in_text = !in_text;
                1
            }
            (true, b'\\') => {
                let (length, is_lone) = escape(&json[at..]);
                if is_lone {
                    repaired[at..at + length].copy_from_slice(b"\\ufdd0");
                }
                length
            }
            (false, b'-' | b'0'..=b'9') => {
                let length = number(&json[at..]);
                make_finite(&mut repaired[at..at + length]);
                length
            }
            _ => 1,
        };
    }
    (repaired != json).then_some(repaired)
}

/// The length of the escape that starts here, and whether it is half of a surrogate pair without the other half.
fn escape(json: &[u8]) -> (usize, bool) {
    const LENGTH: usize = 6;
    match unit(json) {
        Some(0xD800..=0xDBFF) => match json.get(LENGTH..).and_then(unit) {
            Some(0xDC00..=0xDFFF) => (2 * LENGTH, false),
            _ => (LENGTH, true),
        },
        Some(0xDC00..=0xDFFF) => (LENGTH, true),
        Some(_) => (LENGTH, false),
        None => (2, false),
    }
}

/// The UTF-16 code unit of the escape that starts here.
fn unit(json: &[u8]) -> Option<u16> {
    let digits = json.strip_prefix(b"\\u")?.get(..4)?;
    let is_hex = digits.iter().all(u8::is_ascii_hexdigit);
    let digits = std::str::from_utf8(digits).ok().filter(|_| is_hex)?;
    u16::from_str_radix(digits, 16).ok()
}

/// The length of the number that starts here.
fn number(json: &[u8]) -> usize {
    let is_part = |byte: &&u8| matches!(byte, b'0'..=b'9' | b'-' | b'+' | b'.' | b'e' | b'E');
    json.iter().take_while(is_part).count()
}

fn make_finite(number: &mut [u8]) {
    const LARGEST: &[u8] = b"1e308";
    let value: Option<f64> = std::str::from_utf8(number).ok().and_then(|text| text.parse().ok());
    let start = usize::from(number.starts_with(b"-"));
    // The shortest infinite number is as long as the largest power.
    let end = start + LARGEST.len();
    if value.is_some_and(f64::is_infinite) && number.len() >= end {
        number[start..end].copy_from_slice(LARGEST);
        number[end..].fill(b' ');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn repaired_text(json: &str) -> Option<String> {
        repaired(json.as_bytes()).map(|bytes| String::from_utf8(bytes).unwrap())
    }

    #[test]
    fn readable_json_is_left_alone() {
        for json in [
            "",
            r#"{"a": ["\ud83d\ude00", "\\ud800", "\"\\\ud83D\uDE00"], "b": -1.5e+300, "c": 1e-999}"#,
            r#"["1e999", "-1e999"]"#,
            "\"\u{FEFF}\"",
            r#""\u"#,
            r#""\"#,
        ] {
            assert_eq!(repaired_text(json), None, "{json}");
        }
    }

    #[test]
    fn what_readers_refuse_is_replaced_in_place() {
        for (json, expected) in [
            ("\u{FEFF}{}", "   {}"),
            (r#"["\ud800", 1]"#, r#"["\ufdd0", 1]"#),
            (r#"["\uDC00\ud83d"]"#, r#"["\ufdd0\ufdd0"]"#),
            (r#"["\ud83d\ud83d\ude00"]"#, r#"["\ufdd0\ud83d\ude00"]"#),
            (r#"["\ud83d\u0041"]"#, r#"["\ufdd0\u0041"]"#),
            (r#"["\\\ud83d"]"#, r#"["\\\ufdd0"]"#),
            ("[1e309,2]", "[1e308,2]"),
            ("[-12345e+9999 ,2]", "[-1e308       ,2]"),
        ] {
            assert_eq!(repaired_text(json).as_deref(), Some(expected), "{json}");
            assert!(serde_json::from_str::<serde_json::Value>(expected).is_ok(), "{expected}");
        }
    }

    proptest::proptest! {
        #[test]
        fn repairing_keeps_the_length_and_never_panics(json in "[\\\\ud8DcC0e+\\-.1-9\"\\u{FEFF}]{0,60}") {
            if let Some(repaired) = repaired(json.as_bytes()) {
                proptest::prop_assert_eq!(repaired.len(), json.len());
            }
        }
    }
}
