//! A strict JSON reader. It reports duplicate keys (which lenient readers resolve silently), deep nesting, and U+0000
//! (which Postgres can't store), each with its pointer.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

use super::read::{Notes, Pointer};

/// How deep arrays and objects may be nested.
pub const MAX_DEPTH: usize = 24;

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
    let text = std::str::from_utf8(bytes)
        .map_err(|error| BadJson::NotUtf8 { byte: error.valid_up_to() })?;
    let mut reader = serde_json::Deserializer::from_str(text);
    let root = Pointer::root();
    let seed = Strict { at: &root, depth: 0, notes };
    let value = seed.deserialize(&mut reader).and_then(|value| reader.end().map(|()| value));
    value.map_err(|error| BadJson::Syntax { line: error.line(), column: error.column() })
}

struct Strict<'a> {
    at: &'a Pointer<'a>,
    depth: usize,
    notes: &'a mut Notes,
}

impl<'de> DeserializeSeed<'de> for Strict<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl Strict<'_> {
    /// Reports nesting that is too deep, once, where it starts.
    fn too_deep(&mut self) -> bool {
        if self.depth == MAX_DEPTH {
            let detail = format!("nested deeper than {MAX_DEPTH} levels; flatten it");
            self.notes.fault(self.at, "too_deep", detail);
        }
        self.depth >= MAX_DEPTH
    }

    /// Reports a character that JSON allows but Postgres can't store.
    fn note_nul(notes: &mut Notes, at: &Pointer<'_>, text: &str) {
        if text.contains('\0') {
            notes.fault(at, "nul_character", "contains the character U+0000; remove it");
        }
    }
}

impl<'de> Visitor<'de> for Strict<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(Value::from(value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(Value::from(value))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(Value::from(value))
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Self::note_nul(self.notes, self.at, value);
        Ok(Value::from(value))
    }

    fn visit_string<E>(self, value: String) -> Result<Value, E> {
        Self::note_nul(self.notes, self.at, &value);
        Ok(Value::from(value))
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut items: A) -> Result<Value, A::Error> {
        let skip = self.too_deep();
        let mut list = Vec::new();
        loop {
            let at = self.at.index(list.len());
            let seed = Strict { at: &at, depth: self.depth + 1, notes: self.notes };
            let Some(item) = items.next_element_seed(seed)? else { break };
            if !skip {
                list.push(item);
            }
        }
        Ok(Value::Array(list))
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut entries: A) -> Result<Value, A::Error> {
        let skip = self.too_deep();
        let mut map = Map::new();
        while let Some(key) = entries.next_key::<String>()? {
            let at = self.at.field(&key);
            Self::note_nul(self.notes, &at, &key);
            if map.contains_key(&key) {
                let detail = "this key occurs twice in the object; keep one";
                self.notes.fault(&at, "duplicate_key", detail);
            }
            let seed = Strict { at: &at, depth: self.depth + 1, notes: self.notes };
            let value = entries.next_value_seed(seed)?;
            if !skip {
                map.insert(key, value);
            }
        }
        Ok(Value::Object(map))
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
    fn invalid_json_is_rejected_with_its_line_or_byte() {
        for text in ["", "{", "NaN", "{\"a\": Infinity}", "[1,]", "1 2", "1e999", "\"\\ud800\""] {
            let result = parse(text.as_bytes(), &mut Notes::default());
            assert!(matches!(result, Err(BadJson::Syntax { .. })), "{text}");
        }
        let result = parse(b"\"\xff\"", &mut Notes::default());
        assert!(matches!(result, Err(BadJson::NotUtf8 { byte: 1 })));
    }
}
