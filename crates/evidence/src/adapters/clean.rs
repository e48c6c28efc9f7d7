//! Makes converted documents valid: drops each value that a profile can't contain, with a note.

use std::collections::BTreeMap;

use serde_json::Value;

use super::{Converted, Note, fault};
use crate::profile::read::{Fault, Notes, Warning};
use crate::profile::{BadProfile, clean_text, read_with_notes};

/// How many values are dropped or cleaned. The profile's reader ignores further ones itself.
const MAX_DROPPED: usize = 2_000;

/// Cleans several documents. If there is more than one, each pointer starts with the index of its document.
pub(super) fn documents(
    documents: Vec<Value>,
    mut notes: Vec<Note>,
) -> Result<Converted, Vec<Fault>> {
    let several = documents.len() > 1;
    let mut cleaned = Vec::with_capacity(documents.len());
    for (i, document) in documents.into_iter().enumerate() {
        let (document, dropped) = clean(document, &mut Value::Null)?;
        let prefix = if several { format!("/{i}") } else { String::new() };
        let with_prefix =
            |note: Note| Note { pointer: format!("{prefix}{}", note.pointer), ..note };
        notes.extend(dropped.into_iter().map(with_prefix));
        cleaned.push(document);
    }
    Ok(Converted::Profiles { documents: cleaned, notes })
}

/// Cleans a document. Each note points to where the value comes from, according to a tree of the same shape with the
/// input's pointers.
pub(super) fn with_origins(
    document: Value,
    mut origins: Value,
) -> Result<(Value, Vec<Note>), Vec<Fault>> {
    let id = origin(&origins, "/external_id");
    let cleaned = clean(document, &mut origins);
    let with_origin = |fault: Fault| {
        let is_id = fault.pointer == "/external_id";
        Fault { pointer: if is_id { id.clone() } else { fault.pointer }, ..fault }
    };
    cleaned.map_err(|faults| faults.into_iter().map(with_origin).collect())
}

/// Where the value at a pointer comes from. A part of a value that was carried over whole is a part of its origin.
fn origin(origins: &Value, pointer: &str) -> String {
    if origins.is_null() {
        return pointer.to_owned();
    }
    let mut tree = origins;
    let mut rest = pointer;
    while let Some(names) = rest.strip_prefix('/') {
        let (name, further) = names.split_at(names.find('/').unwrap_or(names.len()));
        let index = name.parse::<usize>().ok();
        let below = tree.get(name.replace("~1", "/").replace("~0", "~"));
        let Some(below) = below.or_else(|| tree.get(index?)) else { break };
        (tree, rest) = (below, further);
    }
    match tree {
        Value::String(origin) => format!("{origin}{rest}"),
        tree => common_pointer(tree),
    }
}

/// The deepest pointer above all origins in a tree.
fn common_pointer(tree: &Value) -> String {
    let mut pointers = Vec::new();
    leaves(tree, &mut pointers);
    let Some((first, others)) = pointers.split_first() else { return String::new() };
    let mut common: Vec<&str> = first.split('/').collect();
    for other in others {
        let shared = common.iter().zip(other.split('/')).take_while(|(a, b)| **a == *b).count();
        common.truncate(shared);
    }
    common.join("/")
}

fn leaves<'v>(tree: &'v Value, into: &mut Vec<&'v str>) {
    match tree {
        Value::String(pointer) => into.push(pointer),
        Value::Array(items) => items.iter().for_each(|item| leaves(item, into)),
        Value::Object(fields) => fields.values().for_each(|field| leaves(field, into)),
        _ => {}
    }
}

/// Drops each value that a profile can't contain, from the document and from the tree of origins. `Null` as the tree
/// leaves the pointers of the notes as they are.
pub(super) fn clean(
    mut document: Value,
    origins: &mut Value,
) -> Result<(Value, Vec<Note>), Vec<Fault>> {
    let mut dropped: Vec<Note> = Vec::new();
    loop {
        let mut found = match read_with_notes(document.to_string().as_bytes()) {
            Ok((_, notes)) => notes,
            Err(BadProfile::Faults(faults)) => {
                // Without a list that is too long, the rest can be read.
                if faults.iter().any(|fault| fault.code != "too_many") {
                    return Err(faults);
                }
                let mut notes = Notes::default();
                notes.faults = faults;
                notes
            }
            Err(error) => return Err(vec![fault("", "malformed_json", error.to_string())]),
        };
        for note in clean_texts(&mut document, &found.warnings) {
            dropped.push(Note { pointer: origin(origins, &note.pointer), ..note });
        }
        if convert_numbers(&mut document, &found.faults) {
            continue;
        }
        found.faults.extend(found.warnings.iter().filter_map(no_date));
        let mut changed = false;
        for (pointer, detail) in to_drop(&found) {
            if dropped.len() >= MAX_DROPPED {
                return Ok((document, dropped));
            }
            if remove(&mut document, pointer) {
                dropped.push(Note { pointer: origin(origins, pointer), detail: detail.to_owned() });
                remove(origins, pointer);
                changed = true;
            }
        }
        if !changed {
            return Ok((document, dropped));
        }
    }
}

/// The warning about an end of a period that contains no date, as a fault. The document is the same without it.
fn no_date(warning: &Warning) -> Option<Fault> {
    (warning.code == "no_date").then(|| fault(&warning.pointer, "no_date", &*warning.detail))
}

/// The values to drop with the reasons, last first, so that removing a list element does not move the others.
fn to_drop(found: &Notes) -> impl Iterator<Item = (&str, &str)> {
    let mut places = BTreeMap::new();
    for fault in &found.faults {
        let missing = fault.code == "required";
        let wrong = if missing { parent(&fault.pointer) } else { &fault.pointer };
        // If its element can't be used without it, the element has to go.
        let pointer = found.omitted.around(&fault.pointer).unwrap_or(wrong);
        places.entry(sort_key(pointer)).or_insert((pointer, &*fault.detail));
    }
    places.into_values().rev()
}

/// Cleans texts that contain odd characters, with a note for each.
fn clean_texts(document: &mut Value, warnings: &[Warning]) -> Vec<Note> {
    let cleaned = |warning: &&Warning| warning.code == "cleaned_text";
    let mut notes = Vec::new();
    for Warning { pointer, detail, .. } in warnings.iter().filter(cleaned) {
        let Some(Value::String(text)) = document.pointer_mut(pointer) else { continue };
        if let Some(clean) = clean_text(text) {
            *text = clean;
            notes.push(Note { pointer: pointer.clone(), detail: detail.clone() });
        }
    }
    notes
}

/// Replaces numeric strings where a number is expected. True if there was one.
fn convert_numbers(document: &mut Value, faults: &[Fault]) -> bool {
    let wrong = faults.iter().filter(|fault| fault.code == "wrong_type");
    wrong.filter(|fault| convert_to_number(document, &fault.pointer)).count() > 0
}

/// Replaces a numeric string by its number, since tables contain only strings. False if it is not numeric.
fn convert_to_number(document: &mut Value, pointer: &str) -> bool {
    let Some(value) = document.pointer_mut(pointer) else { return false };
    let number = value.as_str().and_then(|text| text.trim().parse::<serde_json::Number>().ok());
    let Some(number) = number else { return false };
    *value = Value::Number(number);
    true
}

/// The parts of a pointer with parsed indexes, so that 10 comes after 9.
fn sort_key(pointer: &str) -> Vec<(usize, &str)> {
    pointer.split('/').map(|part| (part.parse().unwrap_or_default(), part)).collect()
}

fn parent(pointer: &str) -> &str {
    pointer.rsplit_once('/').map_or("", |(parent, _)| parent)
}

/// Removes a value from its object or list. False if it doesn't exist.
fn remove(document: &mut Value, pointer: &str) -> bool {
    let Some((parent, last)) = pointer.rsplit_once('/') else { return false };
    let last = last.replace("~1", "/").replace("~0", "~");
    match document.pointer_mut(parent) {
        Some(Value::Object(object)) => object.remove(&last).is_some(),
        Some(Value::Array(list)) => match last.parse::<usize>() {
            Ok(index) if index < list.len() => {
                list.remove(index);
                true
            }
            _ => false,
        },
        _ => false,
    }
}
