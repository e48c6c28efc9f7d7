//! Makes converted documents valid: drops each value that a profile can't contain, with a note.

use serde_json::Value;

use super::{Converted, Note, fault};
use crate::profile::read::Fault;
use crate::profile::{BadProfile, parse};

/// How many values may be dropped before the document is rejected.
const MAX_DROPPED: usize = 2_000;

pub(super) fn document(document: Value, notes: Vec<Note>) -> Result<Converted, Vec<Fault>> {
    documents(vec![document], notes)
}

/// Cleans several documents. If there is more than one, each pointer starts with the index of its document.
pub(super) fn documents(
    documents: Vec<Value>,
    mut notes: Vec<Note>,
) -> Result<Converted, Vec<Fault>> {
    let several = documents.len() > 1;
    let mut cleaned = Vec::with_capacity(documents.len());
    for (i, document) in documents.into_iter().enumerate() {
        let (document, dropped) = clean(document)?;
        let prefix = if several { format!("/{i}") } else { String::new() };
        let with_prefix =
            |note: Note| Note { pointer: format!("{prefix}{}", note.pointer), ..note };
        notes.extend(dropped.into_iter().map(with_prefix));
        cleaned.push(document);
    }
    Ok(Converted::Profiles { documents: cleaned, notes })
}

fn clean(mut document: Value) -> Result<(Value, Vec<Note>), Vec<Fault>> {
    let mut notes: Vec<Note> = Vec::new();
    loop {
        let faults = match parse(document.to_string().as_bytes()) {
            Ok(_) => return Ok((document, notes)),
            Err(BadProfile::Faults(faults)) => faults,
            Err(BadProfile::Json(error)) => {
                return Err(vec![fault("", "malformed_json", error.to_string())]);
            }
        };
        // Last first, so that removing a list element does not move the others.
        let mut ordered: Vec<&Fault> = faults.iter().collect();
        ordered.sort_by(|a, b| sort_key(&b.pointer).cmp(&sort_key(&a.pointer)));
        for fault in ordered {
            let required = fault.code == "required";
            let pointer = if required { parent(&fault.pointer) } else { &fault.pointer };
            if pointer.is_empty() || pointer == "/external_id" || notes.len() >= MAX_DROPPED {
                return Err(faults);
            }
            if fault.code == "wrong_type" && convert_to_number(&mut document, pointer) {
                continue;
            }
            if remove(&mut document, pointer) {
                notes.push(Note { pointer: pointer.to_owned(), detail: fault.detail.clone() });
            }
        }
    }
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
