//! The input of an adapter. It remembers what was read, so that everything else can be reported in the notes.

use std::cell::RefCell;
use std::collections::BTreeMap;

use serde_json::Value;

use super::{Note, fault};
use crate::profile::read::Fault;

/// How many notes about one input are listed.
const MAX_NOTES: usize = 300;

/// Why something was left out if the adapter gives no other reason.
const UNUSED: &str = "is not carried over";

/// A vendor's document.
pub(super) struct Source {
    root: Value,
    /// What was read or deliberately left out, by JSON Pointer.
    seen: RefCell<BTreeMap<String, Seen>>,
}

#[derive(Clone, Copy)]
enum Seen {
    Read,
    Left(&'static str),
}

/// A value of the document, perhaps a missing one.
#[derive(Clone)]
pub(super) struct Node<'a> {
    source: &'a Source,
    value: &'a Value,
    pointer: String,
}

static MISSING: Value = Value::Null;

impl Source {
    pub(super) fn new(root: Value) -> Self {
        Self { root, seen: RefCell::default() }
    }

    pub(super) fn root(&self) -> Node<'_> {
        Node { source: self, value: &self.root, pointer: String::new() }
    }

    /// A note on each part of the document that was not read, at the highest pointer that covers only such parts.
    pub(super) fn notes(&self) -> Vec<Note> {
        let mut notes = Vec::new();
        self.collect(&self.root, String::new(), &mut notes);
        let more = notes.len().saturating_sub(MAX_NOTES);
        if more > 0 {
            notes.truncate(MAX_NOTES);
            let detail = format!("{more} more parts of the input are not carried over");
            notes.push(Note { pointer: String::new(), detail });
        }
        notes
    }

    fn collect(&self, value: &Value, pointer: String, notes: &mut Vec<Note>) {
        match self.seen.borrow().get(&pointer) {
            Some(Seen::Read) => return,
            Some(Seen::Left(reason)) => {
                return notes.push(Note { pointer, detail: (*reason).to_owned() });
            }
            _ if is_empty(value) => return,
            _ => {}
        }
        if !self.has_seen_below(&pointer) {
            return notes.push(Note { pointer, detail: UNUSED.to_owned() });
        }
        match value {
            Value::Object(fields) => {
                for (name, value) in fields {
                    self.collect(value, child(&pointer, name), notes);
                }
            }
            Value::Array(items) => {
                for (i, value) in items.iter().enumerate() {
                    self.collect(value, format!("{pointer}/{i}"), notes);
                }
            }
            _ => {}
        }
    }

    fn has_seen_below(&self, pointer: &str) -> bool {
        let prefix = format!("{pointer}/");
        let seen = self.seen.borrow();
        seen.range(prefix.clone()..).next().is_some_and(|(at, _)| at.starts_with(&prefix))
    }
}

impl<'a> Node<'a> {
    /// A field. It is missing if this is not an object or has no such field.
    pub(super) fn get(&self, name: &str) -> Node<'a> {
        self.below(self.value.get(name).unwrap_or(&MISSING), child(&self.pointer, name))
    }

    /// A field inside others: `location/city`.
    pub(super) fn at(&self, path: &str) -> Node<'a> {
        path.split('/').fold(self.clone(), |node, name| node.get(name))
    }

    /// A field whose name the vendor writes as `name-first`, `name_first` or `nameFirst`, as the tenant chose.
    pub(super) fn inflected(&self, name: &str) -> Node<'a> {
        let plain = |name: &str| name.replace(['-', '_'], "").to_lowercase();
        let wanted = plain(name);
        let found = self.fields().into_iter().find(|(name, _)| plain(name) == wanted);
        found.map_or_else(|| self.get(name), |(_, node)| node)
    }

    /// The fields of an object.
    pub(super) fn fields(&self) -> Vec<(&'a str, Node<'a>)> {
        let fields = self.value.as_object().into_iter().flatten();
        fields
            .map(|(name, value)| (name.as_str(), self.below(value, child(&self.pointer, name))))
            .collect()
    }

    /// The elements of a list. A single object counts as a list of one.
    pub(super) fn items(&self) -> Vec<Node<'a>> {
        match self.value {
            Value::Array(items) => (items.iter().enumerate())
                .map(|(i, value)| self.below(value, format!("{}/{i}", self.pointer)))
                .collect(),
            Value::Object(_) => vec![self.clone()],
            _ => Vec::new(),
        }
    }

    fn below(&self, value: &'a Value, pointer: String) -> Node<'a> {
        Node { source: self.source, value, pointer }
    }

    pub(super) fn pointer(&self) -> &str {
        &self.pointer
    }

    /// Whether there is a value that says something.
    pub(super) fn exists(&self) -> bool {
        !is_empty(self.value)
    }

    pub(super) fn is_object(&self) -> bool {
        self.value.is_object()
    }

    pub(super) fn is_array(&self) -> bool {
        self.value.is_array()
    }

    /// The text without surrounding blanks, unless it is empty.
    pub(super) fn text(&self) -> Option<String> {
        let text = self.value.as_str().map(str::trim).filter(|text| !text.is_empty())?;
        self.mark(Seen::Read);
        Some(text.to_owned())
    }

    pub(super) fn flag(&self) -> Option<bool> {
        let flag = self.value.as_bool()?;
        self.mark(Seen::Read);
        Some(flag)
    }

    pub(super) fn integer(&self) -> Option<i64> {
        let number = self.value.as_i64()?;
        self.mark(Seen::Read);
        Some(number)
    }

    /// A vendor's id, a string or an integer, as text.
    pub(super) fn id(&self) -> Option<String> {
        match self.value {
            Value::Number(number) if number.is_i64() || number.is_u64() => {
                self.mark(Seen::Read);
                Some(number.to_string())
            }
            _ => self.text(),
        }
    }

    /// A vendor's id, which must be there.
    pub(super) fn required_id(&self) -> Result<String, Vec<Fault>> {
        let detail = "must be a non-empty string or an integer";
        self.id().ok_or_else(|| vec![fault(&self.pointer, "required", detail)])
    }

    /// A text without marking it as read, to tell documents apart.
    pub(super) fn peek(&self) -> Option<&'a str> {
        self.value.as_str().map(str::trim)
    }

    /// Marks a value that carries no information about the applicant.
    pub(super) fn ignore(&self) {
        self.mark(Seen::Read);
    }

    /// Leaves the value out and says why.
    pub(super) fn leave(&self, reason: &'static str) {
        if self.exists() {
            self.mark(Seen::Left(reason));
        }
    }

    /// Leaves an element of a list out and says why, even if it is `null`.
    pub(super) fn drop_element(&self, reason: &'static str) {
        self.mark(Seen::Left(reason));
    }

    /// Leaves the value out and says why, unless it was read.
    pub(super) fn leave_unless_read(&self, reason: &'static str) {
        if !self.source.seen.borrow().contains_key(&self.pointer) {
            self.leave(reason);
        }
    }

    /// Leaves out every field of an object that was not read, for one reason.
    pub(super) fn leave_rest(&self, reason: &'static str) {
        for (_, field) in self.fields() {
            if !self.source.has_seen_below(&field.pointer) {
                field.leave_unless_read(reason);
            }
        }
    }

    fn mark(&self, seen: Seen) {
        self.source.seen.borrow_mut().insert(self.pointer.clone(), seen);
    }
}

/// Whether a value says nothing.
fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.trim().is_empty(),
        Value::Array(items) => items.iter().all(is_empty),
        Value::Object(fields) => fields.values().all(is_empty),
        Value::Bool(_) | Value::Number(_) => false,
    }
}

/// The JSON Pointer of a field.
pub(super) fn child(pointer: &str, name: &str) -> String {
    format!("{pointer}/{}", name.replace('~', "~0").replace('/', "~1"))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_was_not_read_is_noted_at_the_highest_pointer_that_covers_it() {
        let source = Source::new(json!({
            "name": " Robin ", "empty": "", "none": [null, {}], "odd/~": { "a": 1, "b": [2] },
            "list": [{ "value": "x", "kind": "y" }, { "value": 7 }], "race": { "id": 1 },
        }));
        let root = source.root();
        assert_eq!(root.get("name").text().as_deref(), Some("Robin"));
        let read: Vec<_> = root.get("list").items().iter().map(|i| i.get("value").text()).collect();
        assert_eq!(read, [Some("x".to_owned()), None]);
        root.get("race").leave("is never carried over");
        root.get("missing").leave("is not there");
        let notes: Vec<String> = source.notes().into_iter().map(|note| note.pointer).collect();
        assert_eq!(notes, ["/list/0/kind", "/list/1", "/odd~1~0", "/race"]);
    }

    #[test]
    fn a_field_is_found_in_every_inflection() {
        for name in ["name-first", "name_first", "nameFirst"] {
            let source = Source::new(json!({ name: "Robin" }));
            assert_eq!(source.root().inflected("name-first").text().as_deref(), Some("Robin"));
            assert_eq!(source.notes(), []);
        }
    }
}
