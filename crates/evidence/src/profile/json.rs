//! Reading the bytes of a document strictly: what a lenient reader would silently resolve (duplicate
//! keys) or choke on (deep nesting), and what the store cannot hold (U+0000), is reported with the place where it
//! stands.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

use super::read::{Notes, Pointer};

/// How deep arrays and objects may be nested.
pub const MOST_DEPTH: usize = 24;

/// Why bytes are not JSON at all. Never repeats what stood there.
#[derive(Debug, thiserror::Error)]
pub enum BadJson {
    /// The bytes are not UTF-8.
    #[error("the body is not valid UTF-8 (byte {byte})")]
    NotUtf8 {
        /// The first byte that is not.
        byte: usize,
    },
    /// The text is not JSON (RFC 8259). `NaN` and `Infinity` are not JSON either.
    #[error("the body is not valid JSON (line {line}, column {column})")]
    Syntax {
        /// The line, from 1.
        line: usize,
        /// The column, from 1.
        column: usize,
    },
}

/// Reads one JSON value, noting duplicate keys, too deep nesting and U+0000 in text as faults.
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
    /// Notes a nesting that is too deep, once, where it begins.
    fn too_deep(&mut self) -> bool {
        if self.depth == MOST_DEPTH {
            let detail = format!("nested deeper than {MOST_DEPTH} levels; flatten it");
            self.notes.fault(self.at, "too_deep", detail);
        }
        self.depth >= MOST_DEPTH
    }

    /// Notes a character that is JSON and that no text of the store can hold.
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
                let detail = "the same key stands twice in this object; keep one";
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
    fn a_duplicate_key_is_named_where_it_stands() {
        let text = r#"{"a": [{"b": 1, "b": 2}], "c": 1}"#;
        assert_eq!(faults(text), [("/a/0/b".to_owned(), "duplicate_key")]);
    }

    #[test]
    fn a_character_that_cannot_be_stored_is_named_where_it_stands() {
        let text = r#"{"a": ["b", "c\u0000"], "d\u0000": 1, "e": "\\u0000"}"#;
        let named = ["/a/1", "/d\0"].map(|place| (place.to_owned(), "nul_character"));
        assert_eq!(faults(text), named);
    }

    #[test]
    fn nesting_is_followed_so_far_and_no_further() {
        let deep = |levels: usize| format!("{}{}", "[".repeat(levels), "]".repeat(levels));
        assert_eq!(faults(&deep(MOST_DEPTH)), []);
        let pointer = "/0".repeat(MOST_DEPTH);
        assert_eq!(faults(&deep(MOST_DEPTH + 1)), [(pointer, "too_deep")]);
    }

    #[test]
    fn what_is_not_json_is_refused_with_its_place() {
        for text in ["", "{", "NaN", "{\"a\": Infinity}", "[1,]", "1 2", "1e999", "\"\\ud800\""] {
            let refused = parse(text.as_bytes(), &mut Notes::default());
            assert!(matches!(refused, Err(BadJson::Syntax { .. })), "{text}");
        }
        let refused = parse(b"\"\xff\"", &mut Notes::default());
        assert!(matches!(refused, Err(BadJson::NotUtf8 { byte: 1 })));
    }
}
