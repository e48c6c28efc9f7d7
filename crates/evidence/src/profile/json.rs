//! A JSON reader. It reports duplicate keys (which other readers resolve silently), deep nesting and, outside of
//! profiles, U+0000 (which Postgres can't store), each with its pointer.

use std::borrow::Cow;
use std::collections::HashSet;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};
use serde_json::{Number, Value};

pub use super::json_value::{Json, Object};
use super::read::{Notes, Pointer};
use super::repair::repaired;

/// How deep arrays and objects may be nested.
pub const MAX_DEPTH: usize = 24;
/// How many values a profile may contain. Memory and time grow with their number, not only with the bytes.
pub const MAX_VALUES: usize = 250_000;

/// Why the bytes are not JSON. Never repeats the input.
#[derive(Debug, thiserror::Error)]
pub enum BadJson {
    #[error("the body is not valid UTF-8 (byte {byte})")]
    NotUtf8 {
        /// The index of the first invalid byte.
        byte: usize,
    },
    /// The text is not JSON (RFC 8259). `NaN` and `Infinity` are invalid too.
    #[error("the body is not valid JSON (line {line}, column {column})")]
    Syntax {
        /// From 1.
        line: usize,
        /// From 1.
        column: usize,
    },
}

/// Reads a JSON value. Duplicate keys, deep nesting and U+0000 become faults.
pub fn parse(bytes: &[u8], notes: &mut Notes) -> Result<Value, BadJson> {
    read_within(Limits { values: usize::MAX, nul: false }, bytes, notes).map(Value::from)
}

/// Reads a JSON value of another system as far as possible. Duplicate keys and deep nesting become faults.
pub fn parse_liberally(bytes: &[u8], notes: &mut Notes) -> Result<Value, BadJson> {
    let limits = Limits { values: usize::MAX, nul: true };
    let Some(repaired) = repaired(bytes) else {
        return read_within(limits, bytes, notes).map(Value::from);
    };
    read_within(limits, &repaired, notes).map(Value::from)
}

/// Reads a JSON value that borrows from the bytes. Duplicate keys, deep nesting and more than [`MAX_VALUES`] become
/// faults.
pub fn read<'a>(bytes: &'a [u8], notes: &mut Notes) -> Result<Json<'a>, BadJson> {
    read_within(Limits { values: MAX_VALUES, nul: true }, bytes, notes)
}

/// The same as [`read`], except that U+0000 becomes a fault too.
pub fn read_strictly<'a>(bytes: &'a [u8], notes: &mut Notes) -> Result<Json<'a>, BadJson> {
    read_within(Limits { values: MAX_VALUES, nul: false }, bytes, notes)
}

/// What a value may contain.
#[derive(Clone, Copy)]
struct Limits {
    values: usize,
    /// Whether texts may contain U+0000.
    nul: bool,
}

fn read_within<'a>(
    limits: Limits,
    bytes: &'a [u8],
    notes: &mut Notes,
) -> Result<Json<'a>, BadJson> {
    let text = std::str::from_utf8(bytes)
        .map_err(|error| BadJson::NotUtf8 { byte: error.valid_up_to() })?;
    let mut reader = serde_json::Deserializer::from_str(text);
    let root = Pointer::root();
    let mut left = limits.values;
    let seed = Strict { at: &root, depth: 0, nul: limits.nul, left: &mut left, notes };
    let value = seed.deserialize(&mut reader).and_then(|value| reader.end().map(|()| value));
    match value {
        Err(error) if left == 0 && error.to_string().starts_with(TOO_MANY) => {
            let detail = format!("the document has more than {MAX_VALUES} values; send fewer");
            notes.fault(&root, "too_many_values", detail);
            Ok(Json::Null)
        }
        // Reading ended because of it.
        Err(_) if notes.faults.iter().any(|fault| fault.code == TOO_DEEP) => Ok(Json::Null),
        value => {
            value.map_err(|error| BadJson::Syntax { line: error.line(), column: error.column() })
        }
    }
}

/// Tells the end of reading from a fault in the syntax.
const TOO_MANY: &str = "too many values";
const TOO_DEEP: &str = "too_deep";

struct Strict<'a> {
    at: &'a Pointer<'a>,
    depth: usize,
    /// Whether texts may contain U+0000.
    nul: bool,
    /// How many more values are accepted.
    left: &'a mut usize,
    notes: &'a mut Notes,
}

impl<'de> DeserializeSeed<'de> for Strict<'_> {
    type Value = Json<'de>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Json<'de>, D::Error> {
        match self.left.checked_sub(1) {
            Some(left) => {
                *self.left = left;
                deserializer.deserialize_any(self)
            }
            None => Err(D::Error::custom(TOO_MANY)),
        }
    }
}

impl Strict<'_> {
    /// Reports nesting that is too deep, once, where it starts.
    fn too_deep(&mut self) -> bool {
        if self.depth == MAX_DEPTH {
            let detail = format!("nested deeper than {MAX_DEPTH} levels; flatten it");
            self.notes.fault(self.at, TOO_DEEP, detail);
        }
        self.depth >= MAX_DEPTH
    }

    /// Reports a character that JSON allows but Postgres can't store.
    fn note_nul(&mut self, at: &Pointer<'_>, text: &str) {
        if !self.nul && text.contains('\0') {
            self.notes.fault(at, "nul_character", "contains the character U+0000; remove it");
        }
    }

    fn text(mut self, text: Cow<'_, str>) -> Json<'_> {
        let at = self.at;
        self.note_nul(at, &text);
        Json::Text(text)
    }
}

impl<'de> Visitor<'de> for Strict<'_> {
    type Value = Json<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Json<'de>, E> {
        Ok(Json::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Json<'de>, E> {
        Ok(Json::Number(value.into()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Json<'de>, E> {
        Ok(Json::Number(value.into()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Json<'de>, E> {
        Ok(Number::from_f64(value).map_or(Json::Null, Json::Number))
    }

    fn visit_borrowed_str<E>(self, value: &'de str) -> Result<Json<'de>, E> {
        Ok(self.text(Cow::Borrowed(value)))
    }

    fn visit_str<E>(self, value: &str) -> Result<Json<'de>, E> {
        Ok(self.text(Cow::Owned(value.to_owned())))
    }

    fn visit_unit<E>(self) -> Result<Json<'de>, E> {
        Ok(Json::Null)
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut items: A) -> Result<Json<'de>, A::Error> {
        let skip = self.too_deep();
        let mut list = Vec::new();
        loop {
            let at = self.at.index(list.len());
            let depth = self.depth + 1;
            let seed = Strict { at: &at, depth, nul: self.nul, left: self.left, notes: self.notes };
            let Some(item) = items.next_element_seed(seed)? else { break };
            if !skip {
                list.push(item);
            }
        }
        Ok(Json::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut entries: A) -> Result<Json<'de>, A::Error> {
        let skip = self.too_deep();
        let mut members = Members::default();
        while let Some(key) = entries.next_key_seed(Key)? {
            let at = self.at.field(&key);
            self.note_nul(&at, &key);
            if members.contains(&key) {
                let detail = "this key occurs twice in the object; keep one";
                self.notes.fault(&at, "duplicate_key", detail);
            }
            let depth = self.depth + 1;
            let seed = Strict { at: &at, depth, nul: self.nul, left: self.left, notes: self.notes };
            let value = entries.next_value_seed(seed)?;
            if !skip {
                members.push(key, value);
            }
        }
        Ok(Json::Object(members.object))
    }
}

/// The members of an object while it is read.
#[derive(Default)]
struct Members<'a> {
    object: Object<'a>,
    /// The keys of an object with many of them, for [`Members::contains`].
    known: HashSet<Cow<'a, str>>,
}

impl<'a> Members<'a> {
    /// Up to this many keys are compared one by one.
    const FEW: usize = 24;

    fn contains(&self, key: &str) -> bool {
        let Object(members) = &self.object;
        if members.len() > Self::FEW {
            self.known.contains(key)
        } else {
            members.iter().any(|(known, _)| known == key)
        }
    }

    fn push(&mut self, key: Cow<'a, str>, value: Json<'a>) {
        let Object(members) = &mut self.object;
        members.push((key, value));
        match members.len() {
            ..=Self::FEW => {}
            len if len == Self::FEW + 1 => {
                self.known = members.iter().map(|(key, _)| key.clone()).collect();
            }
            _ => self.known.extend(members.last().map(|(key, _)| key.clone())),
        }
    }
}

/// Reads a key, borrowed if it contains no escapes.
struct Key;

impl<'de> DeserializeSeed<'de> for Key {
    type Value = Cow<'de, str>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<'de> Visitor<'de> for Key {
    type Value = Cow<'de, str>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_borrowed_str<E>(self, key: &'de str) -> Result<Self::Value, E> {
        Ok(Cow::Borrowed(key))
    }

    fn visit_str<E>(self, key: &str) -> Result<Self::Value, E> {
        Ok(Cow::Owned(key.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn faults(text: &str) -> Vec<(String, &'static str)> {
        let mut notes = Notes::default();
        parse(text.as_bytes(), &mut notes).unwrap();
        notes.faults.into_iter().map(|fault| (fault.pointer, fault.code)).collect()
    }

    #[test]
    fn a_duplicate_key_is_reported_with_its_pointer() {
        let text = r#"{"a": [{"b": 1, "b": 2}], "c": 1}"#;
        assert_eq!(faults(text), [("/a/0/b".to_owned(), "duplicate_key")]);
    }

    #[test]
    fn a_character_that_cannot_be_stored_is_reported_with_its_pointer() {
        let text = r#"{"a": ["b", "c\u0000"], "d\u0000": 1, "e": "\\u0000"}"#;
        let expected = ["/a/1", "/d\0"].map(|pointer| (pointer.to_owned(), "nul_character"));
        assert_eq!(faults(text), expected);
    }

    #[test]
    fn nesting_is_accepted_up_to_the_limit() {
        let deep = |levels: usize| format!("{}{}", "[".repeat(levels), "]".repeat(levels));
        assert_eq!(faults(&deep(MAX_DEPTH)), []);
        let pointer = "/0".repeat(MAX_DEPTH);
        assert_eq!(faults(&deep(MAX_DEPTH + 1)), [(pointer, "too_deep")]);
    }

    #[test]
    fn a_profile_has_at_most_a_quarter_of_a_million_values() {
        let list = |values: usize| format!("[{}0]", "0,".repeat(values - 2));
        let read_all = |text: &str| {
            let mut notes = Notes::default();
            read(text.as_bytes(), &mut notes).unwrap();
            notes.faults
        };
        assert_eq!(read_all(&list(MAX_VALUES)), []);
        let faults = read_all(&list(MAX_VALUES + 9));
        let [fault] = &faults[..] else { panic!("{faults:?}") };
        assert_eq!((fault.code, fault.pointer.as_str()), ("too_many_values", ""));
        assert!(fault.detail.contains("250000"), "{}", fault.detail);
    }

    #[test]
    fn a_key_is_found_again_in_an_object_of_any_size() {
        for members in [2, 24, 25, 26, 300] {
            let keys: Vec<String> = (0..members).map(|i| format!("\"k{i}\":{i}")).collect();
            assert_eq!(faults(&format!("{{{}}}", keys.join(","))), []);
            let twice = format!("{{{},\"k\\u0031\":0}}", keys.join(","));
            assert_eq!(faults(&twice), [("/k1".to_owned(), "duplicate_key")], "{members}");
        }
    }

    #[test]
    fn invalid_json_is_rejected_with_its_line_or_byte() {
        for text in ["", "{", "NaN", "{\"a\": Infinity}", "[1,]", "1 2", "1e999", "\"\\ud800\""] {
            let result = parse(text.as_bytes(), &mut Notes::default());
            assert!(matches!(result, Err(BadJson::Syntax { .. })), "{text}");
        }
        let result = parse(b"\"\xff\"", &mut Notes::default());
        assert!(matches!(result, Err(BadJson::NotUtf8 { byte: 1 })));
    }
}
