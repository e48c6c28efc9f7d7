//! The submitted document as a tree of rows, each with an anchor that evidence leads to.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use serde_json::Value;

use crate::console::shown::{MOST, shown};

/// How many rows a page shows; what evidence points at is always among them.
const MOST_ROWS: usize = 2_500;
/// How many entries of a long list are shown beside those that evidence points at.
const MOST_ENTRIES: usize = 12;
/// The deepest indentation.
const DEEPEST: usize = 8;

/// One row of the tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::console) struct Row {
    pub(in crate::console) anchor: String,
    pub(in crate::console) depth: usize,
    pub(in crate::console) name: String,
    /// The value; empty for what has rows below.
    pub(in crate::console) value: String,
    /// How many entries of a list are not shown here.
    pub(in crate::console) left_out: usize,
    /// Whether a red flag points at it.
    pub(in crate::console) named: bool,
}

/// The name of the place of a JSON Pointer in the page: letters, digits, `.`, `-`, `_`, and `~` for the rest.
pub(in crate::console) fn anchor(pointer: &str) -> String {
    let mut made = String::from("p");
    for byte in pointer.bytes() {
        match byte {
            b'/' => made.push('.'),
            byte if byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-' => {
                made.push(char::from(byte));
            }
            byte => {
                let _ = write!(made, "~{byte:02x}");
            }
        }
    }
    made
}

/// The pointer itself if it is in the document, else the nearest place above it that is.
pub(in crate::console) fn place(document: &Value, pointer: &str) -> String {
    let mut at = pointer;
    while document.pointer(at).is_none() {
        match at.rfind('/') {
            Some(end) => at = &at[..end],
            None => return String::new(),
        }
    }
    at.to_owned()
}

/// The rows of a document. `named` are the places that anything on the page points at, `marked` those that a red
/// flag points at.
pub(in crate::console) fn rows(
    document: &Value,
    named: &BTreeSet<String>,
    marked: &BTreeSet<String>,
) -> Vec<Row> {
    let mut tree = Tree { named, marked, rows: Vec::new() };
    tree.below(document, "", 0);
    tree.rows
}

struct Tree<'a> {
    named: &'a BTreeSet<String>,
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
            let at = format!("{pointer}/{i}");
            if i >= MOST_ENTRIES && !self.is_named(&at) {
                left_out += 1;
                continue;
            }
            self.row(entry, &at, &(i + 1).to_string(), depth);
        }
        if left_out > 0 {
            let anchor = anchor(&format!("{pointer}/-"));
            let depth = depth.min(DEEPEST);
            self.rows.push(Row {
                anchor,
                depth,
                name: String::new(),
                value: String::new(),
                left_out,
                named: false,
            });
        }
    }

    fn row(&mut self, value: &Value, pointer: &str, name: &str, depth: usize) {
        let named = self.marked.contains(pointer);
        if self.rows.len() >= MOST_ROWS && !self.is_named(pointer) {
            return;
        }
        let text = match value {
            Value::String(text) => shown(text, MOST),
            Value::Object(fields) if fields.is_empty() => "{}".to_owned(),
            Value::Array(entries) if entries.is_empty() => "[]".to_owned(),
            Value::Object(_) | Value::Array(_) => String::new(),
            other => other.to_string(),
        };
        let row = Row {
            anchor: anchor(pointer),
            depth: depth.min(DEEPEST),
            name: shown(name, 80),
            value: text,
            left_out: 0,
            named,
        };
        self.rows.push(row);
        self.below(value, pointer, depth + 1);
    }

    /// Whether evidence points at this place or below it.
    fn is_named(&self, pointer: &str) -> bool {
        let below = format!("{pointer}/");
        let next = self.named.range(below.clone()..).next();
        self.named.contains(pointer) || next.is_some_and(|next| next.starts_with(&below))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn named(pointers: &[&str]) -> BTreeSet<String> {
        pointers.iter().map(|pointer| (*pointer).to_owned()).collect()
    }

    #[test]
    fn what_evidence_points_at_is_shown_however_long_the_list() {
        let sessions: Vec<Value> =
            (0..2000).map(|i| json!({ "ip": format!("192.0.2.{}", i % 250) })).collect();
        let document = json!({ "sessions": sessions });
        let named = named(&["/sessions/1800/ip"]);
        let rows = rows(&document, &named, &named);
        let row = rows.iter().find(|row| row.named).unwrap();
        assert_eq!(row.anchor, "p.sessions.1800.ip");
        assert_eq!(rows.iter().map(|row| row.left_out).sum::<usize>(), 2000 - MOST_ENTRIES - 1);
    }

    #[test]
    fn anchors_are_plain_and_different_for_different_places() {
        assert_eq!(anchor("/sessions/3/ip"), "p.sessions.3.ip");
        assert_eq!(anchor("/a b/<script>"), "p.a~20b.~3cscript~3e");
        assert_ne!(anchor("/a.b"), anchor("/a/b"));
    }

    #[test]
    fn a_pointer_to_what_is_missing_leads_to_what_would_hold_it() {
        let document = json!({ "sessions": [{ "ip": "192.0.2.1" }] });
        assert_eq!(place(&document, "/sessions/0/time_zone"), "/sessions/0");
        assert_eq!(place(&document, "/payouts/0"), "");
        assert_eq!(place(&document, "no pointer"), "");
    }

    #[test]
    fn hostile_names_and_values_make_rows_like_any_other() {
        let mut deep = json!("end");
        for _ in 0..60 {
            deep = json!([deep]);
        }
        let document =
            json!({ "<script>": "\u{202e}x", "": deep, "long": "w".repeat(100_000), "none": null });
        let rows = rows(&document, &BTreeSet::new(), &BTreeSet::new());
        assert!(
            rows.iter().all(|row| row.depth <= DEEPEST && row.value.chars().count() <= MOST + 20)
        );
    }
}
