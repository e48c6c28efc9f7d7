//! A profile document under construction. It remembers where each value comes from, so that notes point into the input.

use std::collections::HashSet;

use serde_json::{Map, Value, json};

use super::source::{Node, Source, child};
use super::{Converted, Note, clean};
use crate::profile::read::Fault;

/// Why an element was left out of a full list.
const FULL: &str = "is one more than the profile has room for";

pub(super) struct Draft {
    document: Value,
    /// The same tree with the input's JSON Pointer in place of each value.
    origins: Value,
    /// What the lists already contain, to drop duplicates.
    known: HashSet<String>,
}

/// An element of a list, with the origin of each field.
#[derive(Default)]
pub(super) struct Element {
    fields: Map<String, Value>,
    origins: Map<String, Value>,
}

impl Element {
    /// Adds a field that was read from `from`. Without a value, nothing happens.
    pub(super) fn with(
        mut self,
        field: &str,
        value: Option<impl Into<Value>>,
        from: &Node<'_>,
    ) -> Self {
        if let Some(value) = value {
            self.fields.insert(field.to_owned(), value.into());
            self.origins.insert(field.to_owned(), from.pointer().into());
        }
        self
    }

    /// Adds a field that the adapter knows without reading it, if the element has others.
    pub(super) fn with_constant(mut self, field: &str, value: &str) -> Self {
        if !self.fields.is_empty() {
            self.fields.insert(field.to_owned(), value.into());
            self.origins.insert(field.to_owned(), Value::Null);
        }
        self
    }

    pub(super) fn is_empty(&self) -> bool {
        self.fields.is_empty()
    }

    pub(super) fn has(&self, field: &str) -> bool {
        self.fields.contains_key(field)
    }
}

impl Draft {
    /// Starts a document. `id` is where the external id comes from, for faults in it.
    pub(super) fn new(external_id: &str, id: &Node<'_>) -> Self {
        let document = json!({ "schema": "bonafide.profile/v1", "external_id": external_id });
        let origins = json!({ "external_id": id.pointer() });
        Self { document, origins, known: HashSet::new() }
    }

    /// The text at a JSON Pointer.
    pub(super) fn text(&self, path: &str) -> Option<&str> {
        self.document.pointer(path)?.as_str()
    }

    /// The elements of a list.
    pub(super) fn list(&self, path: &str) -> &[Value] {
        self.document.pointer(path).and_then(Value::as_array).map_or(&[], Vec::as_slice)
    }

    /// Sets a value unless an earlier part of the input has set it.
    pub(super) fn set(&mut self, path: &str, value: Option<impl Into<Value>>, from: &Node<'_>) {
        let Some(value) = value else { return };
        if self.document.pointer(path).is_none() {
            let value = value.into();
            *place(&mut self.origins, path) = mirror(&value, from.pointer().to_owned());
            *place(&mut self.document, path) = value;
        }
    }

    /// Whether a list gets a value for the first time that its elements would write in several ways.
    pub(super) fn is_new(&mut self, path: &str, canonical: &str) -> bool {
        self.known.insert(format!("{path} = {canonical}"))
    }

    /// Adds an element to a list, unless it is empty or the list contains an equal one.
    pub(super) fn push(&mut self, path: &str, element: Element, from: &Node<'_>) {
        let Element { fields, origins } = element;
        if !fields.is_empty() {
            self.append(path, Value::Object(fields), Value::Object(origins), from);
        }
    }

    /// Adds a simple value to a list, unless the list contains it.
    pub(super) fn push_value(&mut self, path: &str, value: String, from: &Node<'_>) {
        self.append(path, value.into(), from.pointer().into(), from);
    }

    fn append(&mut self, path: &str, value: Value, origin: Value, from: &Node<'_>) {
        if !self.known.insert(format!("{path} {value}")) {
            return;
        }
        if self.list(path).len() >= max_items(path) {
            return from.leave(FULL);
        }
        for (tree, value) in [(&mut self.document, value), (&mut self.origins, origin)] {
            let list = place(tree, path);
            match list {
                Value::Array(list) => list.push(value),
                other => *other = json!([value]),
            }
        }
    }
}

/// How many elements the profile accepts in a list.
pub(super) fn max_items(path: &str) -> usize {
    match path {
        "/activity/applications" => 5_000,
        "/sessions" | "/messages" => 2_000,
        "/contact/emails" | "/contact/phones" | "/links/urls" | "/identity_checks" => 50,
        _ => 100,
    }
}

/// A tree of the same shape, with each value's pointer below `pointer`.
fn mirror(value: &Value, pointer: String) -> Value {
    match value {
        Value::Array(items) => (items.iter().enumerate())
            .map(|(i, item)| mirror(item, format!("{pointer}/{i}")))
            .collect(),
        Value::Object(fields) => (fields.iter())
            .map(|(name, field)| (name.clone(), mirror(field, child(&pointer, name))))
            .collect(),
        _ => pointer.into(),
    }
}

/// The place of a value in objects, which are created if necessary.
fn place<'v>(tree: &'v mut Value, path: &str) -> &'v mut Value {
    let names = path.split('/').skip(1);
    names.fold(tree, |tree, name| {
        if !tree.is_object() {
            *tree = json!({});
        }
        &mut tree[name]
    })
}

/// Drops what a profile can't contain, and notes it together with everything that was not read.
pub(super) fn finish(
    drafts: Vec<Draft>,
    source: &Source,
) -> Result<(Vec<Value>, Vec<Note>), Vec<Fault>> {
    let mut documents = Vec::with_capacity(drafts.len());
    let mut notes = Vec::new();
    for Draft { document, origins, .. } in drafts {
        let (document, dropped) = clean::with_origins(document, origins)?;
        documents.push(document);
        notes.extend(dropped);
    }
    notes.extend(source.notes());
    Ok((documents, notes))
}

/// Complete profiles.
pub(super) fn profiles(drafts: Vec<Draft>, source: &Source) -> Result<Converted, Vec<Fault>> {
    let (documents, notes) = finish(drafts, source)?;
    Ok(Converted::Profiles { documents, notes })
}

/// Documents that add to what is known about their applicants. `complete` names the lists that they contain
/// completely.
pub(super) fn additions(
    drafts: Vec<Draft>,
    source: &Source,
    complete: &'static [&'static str],
) -> Result<Converted, Vec<Fault>> {
    let (documents, notes) = finish(drafts, source)?;
    Ok(Converted::Additions { documents, notes, complete })
}
