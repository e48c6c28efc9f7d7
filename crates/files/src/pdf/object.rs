//! The objects of a PDF (ISO 32000-1 §7.3), and a lexer for possibly hostile bytes.

use std::collections::BTreeMap;
use std::ops::Range;

/// How deep arrays and dictionaries may be nested.
const MAX_DEPTH: usize = 40;

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Object {
    Null,
    Number(f64),
    Name(Vec<u8>),
    Text(Vec<u8>),
    List(Vec<Object>),
    Dictionary(Dictionary),
    /// The number of another object.
    Reference(u32),
    /// A dictionary with data, as a range of the file.
    Stream(Dictionary, Range<usize>),
    /// `true`, `false`, or an operator in the content of a page.
    Word(Vec<u8>),
}

#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Dictionary(pub(super) BTreeMap<Vec<u8>, Object>);

impl Dictionary {
    pub(super) fn get(&self, key: &str) -> &Object {
        self.0.get(key.as_bytes()).unwrap_or(&Object::Null)
    }
}

impl Object {
    pub(super) fn number(&self) -> Option<f64> {
        if let Self::Number(number) = self { Some(*number) } else { None }
    }

    /// A non-negative integer.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "checked to be in range"
    )]
    pub(super) fn count(&self) -> Option<usize> {
        self.number().filter(|number| (0.0..1e9).contains(number)).map(|number| number as usize)
    }

    pub(super) fn is_name(&self, name: &str) -> bool {
        matches!(self, Self::Name(this) if this == name.as_bytes())
    }

    pub(super) fn dictionary(&self) -> Option<&Dictionary> {
        match self {
            Self::Dictionary(dictionary) | Self::Stream(dictionary, _) => Some(dictionary),
            _ => None,
        }
    }

    pub(super) fn list(&self) -> &[Self] {
        if let Self::List(list) = self { list } else { &[] }
    }
}

/// Reads objects one by one.
pub(super) struct Lexer<'a> {
    pub(super) bytes: &'a [u8],
    pub(super) at: usize,
}

pub(super) fn is_space(byte: u8) -> bool {
    matches!(byte, 0 | b'\t' | b'\n' | 0x0c | b'\r' | b' ')
}

fn is_delimiter(byte: u8) -> bool {
    matches!(byte, b'(' | b')' | b'<' | b'>' | b'[' | b']' | b'{' | b'}' | b'/' | b'%')
}

fn hex(byte: u8) -> Option<u8> {
    char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok())
}

impl<'a> Lexer<'a> {
    pub(super) fn new(bytes: &'a [u8], at: usize) -> Self {
        Self { bytes, at }
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn starts_with(&self, with: &[u8]) -> bool {
        self.bytes.get(self.at..).is_some_and(|rest| rest.starts_with(with))
    }

    pub(super) fn skip_space(&mut self) {
        while let Some(byte) = self.peek() {
            if byte == b'%' {
                while self.peek().is_some_and(|byte| byte != b'\n' && byte != b'\r') {
                    self.at += 1;
                }
            } else if is_space(byte) {
                self.at += 1;
            } else {
                return;
            }
        }
    }

    /// The next object. `None` at the end, at a closing bracket, and where nesting is too deep.
    pub(super) fn object(&mut self) -> Option<Object> {
        self.nested(0)
    }

    fn nested(&mut self, depth: usize) -> Option<Object> {
        self.skip_space();
        match self.peek()? {
            _ if depth > MAX_DEPTH => None,
            b'/' => Some(Object::Name(self.name())),
            b'(' => Some(Object::Text(self.text())),
            b'<' if self.starts_with(b"<<") => Some(self.dictionary(depth)),
            b'<' => Some(Object::Text(self.hex_text())),
            b'[' => Some(self.list(depth)),
            b']' | b'>' | b')' => None,
            b'{' | b'}' => {
                self.at += 1;
                Some(Object::Null)
            }
            b'+' | b'-' | b'.' | b'0'..=b'9' => Some(self.number_or_reference()),
            _ => Some(self.word()),
        }
    }

    fn word(&mut self) -> Object {
        let start = self.at;
        self.regular();
        match &self.bytes[start..self.at] {
            b"null" => Object::Null,
            word => Object::Word(word.to_vec()),
        }
    }

    /// Skips everything except spaces and delimiters.
    fn regular(&mut self) {
        while self.peek().is_some_and(|byte| !is_space(byte) && !is_delimiter(byte)) {
            self.at += 1;
        }
    }

    fn name(&mut self) -> Vec<u8> {
        self.at += 1;
        let start = self.at;
        self.regular();
        let written = &self.bytes[start..self.at];
        let mut name = Vec::with_capacity(written.len());
        let mut i = 0;
        while i < written.len() {
            let escaped = (written[i] == b'#')
                .then(|| Some(hex(*written.get(i + 1)?)? << 4 | hex(*written.get(i + 2)?)?));
            if let Some(Some(byte)) = escaped {
                name.push(byte);
                i += 3;
            } else {
                name.push(written[i]);
                i += 1;
            }
        }
        name
    }

    fn text(&mut self) -> Vec<u8> {
        self.at += 1;
        let (mut text, mut open) = (Vec::new(), 1_usize);
        while let Some(byte) = self.peek() {
            self.at += 1;
            match byte {
                b'(' => open += 1,
                b')' => {
                    open -= 1;
                    if open == 0 {
                        break;
                    }
                }
                b'\\' => {
                    text.extend(self.escape());
                    continue;
                }
                _ => {}
            }
            text.push(byte);
        }
        text
    }

    /// The character after a backslash.
    fn escape(&mut self) -> Option<u8> {
        let byte = self.peek()?;
        self.at += 1;
        match byte {
            b'n' => Some(b'\n'),
            b'r' => Some(b'\r'),
            b't' => Some(b'\t'),
            b'b' => Some(8),
            b'f' => Some(12),
            b'\r' => {
                if self.peek() == Some(b'\n') {
                    self.at += 1;
                }
                None
            }
            b'\n' => None,
            b'0'..=b'7' => {
                let mut value = u32::from(byte - b'0');
                for _ in 0..2 {
                    let Some(digit @ b'0'..=b'7') = self.peek() else { break };
                    value = value * 8 + u32::from(digit - b'0');
                    self.at += 1;
                }
                u8::try_from(value & 255).ok()
            }
            other => Some(other),
        }
    }

    fn hex_text(&mut self) -> Vec<u8> {
        self.at += 1;
        let mut digits = Vec::new();
        while let Some(byte) = self.peek() {
            self.at += 1;
            if byte == b'>' {
                break;
            }
            digits.extend(hex(byte));
        }
        if digits.len() % 2 == 1 {
            digits.push(0);
        }
        let (pairs, _) = digits.as_chunks::<2>();
        pairs.iter().map(|[high, low]| high << 4 | low).collect()
    }

    fn list(&mut self, depth: usize) -> Object {
        self.at += 1;
        let mut list = Vec::new();
        while let Some(object) = self.nested(depth + 1) {
            list.push(object);
        }
        self.close(b"]");
        Object::List(list)
    }

    fn dictionary(&mut self, depth: usize) -> Object {
        self.at += 2;
        let mut map = BTreeMap::new();
        while let Some(key) = self.nested(depth + 1) {
            // A damaged entry is skipped without losing the rest.
            let Object::Name(key) = key else { continue };
            let Some(value) = self.nested(depth + 1) else { break };
            map.insert(key, value);
        }
        self.close(b">>");
        Object::Dictionary(Dictionary(map))
    }

    fn close(&mut self, with: &[u8]) {
        if self.starts_with(with) {
            self.at += with.len();
        } else if self.peek().is_some() {
            // A different bracket, or too deep: continue after it.
            self.at += 1;
        }
    }

    fn number_or_reference(&mut self) -> Object {
        let number = self.number();
        let start = self.at;
        let is_id = (0.0..1e9).contains(&number) && number.fract() == 0.0;
        if is_id && self.reference_follows() {
            return Object::Number(number)
                .count()
                .and_then(|id| u32::try_from(id).ok())
                .map_or(Object::Null, Object::Reference);
        }
        self.at = start;
        Object::Number(number)
    }

    /// Whether ` G R` follows.
    fn reference_follows(&mut self) -> bool {
        let space = self.at;
        while self.peek().is_some_and(is_space) {
            self.at += 1;
        }
        let digits = self.at;
        while self.peek().is_some_and(|byte| byte.is_ascii_digit()) && self.at - digits < 6 {
            self.at += 1;
        }
        let gap = self.at;
        while self.peek().is_some_and(is_space) {
            self.at += 1;
        }
        let found = space < digits && digits < gap && gap < self.at && self.peek() == Some(b'R');
        let after =
            self.bytes.get(self.at + 1).is_none_or(|byte| is_space(*byte) || is_delimiter(*byte));
        self.at += 1;
        found && after
    }

    fn number(&mut self) -> f64 {
        let start = self.at;
        self.at += 1;
        while self.peek().is_some_and(|byte| byte.is_ascii_digit() || byte == b'.' || byte == b'-')
        {
            self.at += 1;
        }
        let written = std::str::from_utf8(&self.bytes[start..self.at]).unwrap_or_default();
        let sane = |number: &f64| number.abs() < 1e12;
        written.trim_start_matches('+').parse().ok().filter(sane).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn object(text: &str) -> Object {
        Lexer::new(text.as_bytes(), 0).object().unwrap_or(Object::Null)
    }

    #[test]
    fn objects_are_read() {
        let Object::Dictionary(read) =
            object("<< /A#42 [1 -2.5 (a\\(b\\)\\101\\\n) <48 4> 7 0 R] /C null % no\n /D /E >>")
        else {
            panic!("a dictionary")
        };
        let list = read.get("AB").list();
        assert_eq!(list[0].number(), Some(1.0));
        assert_eq!(list[1].number(), Some(-2.5));
        assert_eq!(list[2], Object::Text(b"a(b)A".to_vec()));
        assert_eq!(list[3], Object::Text(vec![0x48, 0x40]));
        assert_eq!(list[4], Object::Reference(7));
        assert!(read.get("D").is_name("E"));
    }

    #[test]
    fn damaged_or_deeply_nested_input_ends() {
        for text in ["[[[", "<< /A", "(((", "<4", "]", "/", "1 0", "<< 1 2 >> >>", "{{"] {
            object(text);
        }
        object(&"[".repeat(1_000_000));
        object(&"<</A".repeat(1_000_000));
    }
}
