//! The submitted profile as a tree of rows, each with an anchor to which evidence links.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use serde_json::Value;

use crate::console::display::{MAX_CHARS, safe_text};

/// The maximum number of rows, not counting rows to which evidence refers.
const MAX_ROWS: usize = 2_500;
/// The number of entries of a long list that are shown, not counting those to which evidence refers.
const MAX_ENTRIES: usize = 12;
const MAX_INDENT: usize = 8;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    pub anchor: String,
    pub depth: usize,
    pub name: String,
    /// Empty for objects and arrays, which have rows below.
    pub value: String,
    /// The number of list entries that are not shown here.
    pub left_out: usize,
    /// Whether a red flag refers to the field.
    pub is_marked: bool,
}

/// The HTML id for a JSON Pointer: letters, digits, `.`, `-` and `_`, with `~` for everything else.
pub fn anchor(pointer: &str) -> String {
    let mut id = String::from("p");
    for byte in pointer.bytes() {
        match byte {
            b'/' => id.push('.'),
            byte if byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-' => {
                id.push(char::from(byte));
            }
            byte => {
                let _ = write!(id, "~{byte:02x}");
            }
        }
    }
    id
}

/// The pointer itself if the document has it, or else its nearest ancestor that the document has.
pub fn nearest_pointer(document: &Value, pointer: &str) -> String {
    let mut nearest = pointer;
    while document.pointer(nearest).is_none() {
        match nearest.rfind('/') {
            Some(end) => nearest = &nearest[..end],
            None => return String::new(),
        }
    }
    nearest.to_owned()
}

/// The rows of a document. `referenced` are the pointers to which any evidence refers, `marked` those to which a red
/// flag refers.
pub fn rows(
    document: &Value,
    referenced: &BTreeSet<String>,
    marked: &BTreeSet<String>,
) -> Vec<Row> {
    let mut tree = Tree { referenced, marked, rows: Vec::new() };
    tree.below(document, "", 0);
    tree.rows
}

struct Tree<'a> {
    referenced: &'a BTreeSet<String>,
    marked: &'a BTreeSet<String>,
    rows: Vec<Row>,
}

impl Tree<'_> {
    fn below(&mut self, value: &Value, pointer: &str, depth: usize) {
        match value {
            Value::Object(fields) => {
                for (name, field) in fields {
                    let escaped = name.replace('~', "~0").replace('/', "~1");
                    self.row(field, &format!("{pointer}/{escaped}"), name, depth);
                }
            }
            Value::Array(entries) => self.entries(entries, pointer, depth),
            _ => {}
        }
    }

    fn entries(&mut self, entries: &[Value], pointer: &str, depth: usize) {
        let mut left_out = 0;
        for (i, entry) in entries.iter().enumerate() {
            let entry_pointer = format!("{pointer}/{i}");
            if i >= MAX_ENTRIES && !self.is_referenced(&entry_pointer) {
                left_out += 1;
                continue;
            }
            self.row(entry, &entry_pointer, &(i + 1).to_string(), depth);
        }
        if left_out > 0 {
            let anchor = anchor(&format!("{pointer}/-"));
            let depth = depth.min(MAX_INDENT);
            self.rows.push(Row {
                anchor,
                depth,
                name: String::new(),
                value: String::new(),
                left_out,
                is_marked: false,
            });
        }
    }

    fn row(&mut self, value: &Value, pointer: &str, name: &str, depth: usize) {
        let is_marked = self.marked.contains(pointer);
        if self.rows.len() >= MAX_ROWS && !self.is_referenced(pointer) {
            return;
        }
        let text = match value {
            Value::String(text) => safe_text(text, MAX_CHARS),
            Value::Object(fields) if fields.is_empty() => "{}".to_owned(),
            Value::Array(entries) if entries.is_empty() => "[]".to_owned(),
            Value::Object(_) | Value::Array(_) => String::new(),
            other => other.to_string(),
        };
        let row = Row {
            anchor: anchor(pointer),
            depth: depth.min(MAX_INDENT),
            name: safe_text(name, 80),
            value: text,
            left_out: 0,
            is_marked,
        };
        self.rows.push(row);
        self.below(value, pointer, depth + 1);
    }

    /// Whether evidence refers to this pointer or one below it.
    fn is_referenced(&self, pointer: &str) -> bool {
        let below = format!("{pointer}/");
        let next = self.referenced.range(below.clone()..).next();
        self.referenced.contains(pointer) || next.is_some_and(|next| next.starts_with(&below))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn pointer_set(pointers: &[&str]) -> BTreeSet<String> {
        pointers.iter().map(|pointer| (*pointer).to_owned()).collect()
    }

    #[test]
    fn referenced_entries_are_shown_however_long_the_list_is() {
        let sessions: Vec<Value> =
            (0..2000).map(|i| json!({ "ip": format!("192.0.2.{}", i % 250) })).collect();
        let document = json!({ "sessions": sessions });
        let referenced = pointer_set(&["/sessions/1800/ip"]);
        let rows = rows(&document, &referenced, &referenced);
        let row = rows.iter().find(|row| row.is_marked).unwrap();
        assert_eq!(row.anchor, "p.sessions.1800.ip");
        assert_eq!(rows.iter().map(|row| row.left_out).sum::<usize>(), 2000 - MAX_ENTRIES - 1);
    }

    #[test]
    fn anchors_are_plain_and_unique() {
        assert_eq!(anchor("/sessions/3/ip"), "p.sessions.3.ip");
        assert_eq!(anchor("/a b/<script>"), "p.a~20b.~3cscript~3e");
        assert_ne!(anchor("/a.b"), anchor("/a/b"));
    }

    #[test]
    fn a_pointer_to_a_missing_field_leads_to_its_parent() {
        let document = json!({ "sessions": [{ "ip": "192.0.2.1" }] });
        assert_eq!(nearest_pointer(&document, "/sessions/0/time_zone"), "/sessions/0");
        assert_eq!(nearest_pointer(&document, "/payouts/0"), "");
        assert_eq!(nearest_pointer(&document, "no pointer"), "");
    }

    #[test]
    fn hostile_names_and_values_become_ordinary_rows() {
        let mut deep = json!("end");
        for _ in 0..60 {
            deep = json!([deep]);
        }
        let document =
            json!({ "<script>": "\u{202e}x", "": deep, "long": "w".repeat(100_000), "none": null });
        let rows = rows(&document, &BTreeSet::new(), &BTreeSet::new());
        assert!(
            rows.iter()
                .all(|row| row.depth <= MAX_INDENT && row.value.chars().count() <= MAX_CHARS + 20)
        );
    }
}
