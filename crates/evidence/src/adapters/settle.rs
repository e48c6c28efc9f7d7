//! Makes a document one that the service takes: what cannot be read is taken out and told.

use serde_json::Value;

use super::{Converted, Note, fault};
use crate::profile::read::Fault;
use crate::profile::{BadProfile, parse};

/// How many things are taken out of one document before it is given up.
const MOST: usize = 2_000;

/// One document, settled.
pub(super) fn one(document: Value, notes: Vec<Note>) -> Result<Converted, Vec<Fault>> {
    many(vec![document], notes)
}

/// Several documents, each settled; the notes of a second one and on begin with its number.
pub(super) fn many(documents: Vec<Value>, mut notes: Vec<Note>) -> Result<Converted, Vec<Fault>> {
    let several = documents.len() > 1;
    let mut settled = Vec::with_capacity(documents.len());
    for (i, document) in documents.into_iter().enumerate() {
        let (document, left_out) = settle(document)?;
        let at = if several { format!("/{i}") } else { String::new() };
        let placed = left_out
            .into_iter()
            .map(|note| Note { pointer: format!("{at}{}", note.pointer), ..note });
        notes.extend(placed);
        settled.push(document);
    }
    Ok(Converted::Profiles { documents: settled, notes })
}

fn settle(mut document: Value) -> Result<(Value, Vec<Note>), Vec<Fault>> {
    let mut notes: Vec<Note> = Vec::new();
    loop {
        let faults = match parse(document.to_string().as_bytes()) {
            Ok(_) => return Ok((document, notes)),
            Err(BadProfile::Faults(faults)) => faults,
            Err(BadProfile::Json(error)) => {
                return Err(vec![fault("", "malformed_json", error.to_string())]);
            }
        };
        // From the last place to the first, so that taking one out of a list moves none of the others.
        let mut places: Vec<&Fault> = faults.iter().collect();
        places.sort_by(|one, other| order(&other.pointer).cmp(&order(&one.pointer)));
        for fault in places {
            let required = fault.code == "required";
            let place = if required { parent(&fault.pointer) } else { &fault.pointer };
            if place.is_empty() || place == "/external_id" || notes.len() >= MOST {
                return Err(faults);
            }
            if fault.code == "wrong_type" && as_number(&mut document, place) {
                continue;
            }
            if take_out(&mut document, place) {
                notes.push(Note { pointer: place.to_owned(), detail: fault.detail.clone() });
            }
        }
    }
}

/// Makes a number of a text that is one: tables have nothing but text. False if it is none.
fn as_number(document: &mut Value, place: &str) -> bool {
    let Some(value) = document.pointer_mut(place) else { return false };
    let number = value.as_str().and_then(|text| text.trim().parse::<serde_json::Number>().ok());
    let Some(number) = number else { return false };
    *value = Value::Number(number);
    true
}

/// A pointer's parts with numbers as numbers, so that 10 comes after 9.
fn order(pointer: &str) -> Vec<(usize, &str)> {
    pointer.split('/').map(|part| (part.parse().unwrap_or_default(), part)).collect()
}

fn parent(pointer: &str) -> &str {
    pointer.rsplit_once('/').map_or("", |(parent, _)| parent)
}

/// Takes the value at a place out of its object or list. False if it is gone already.
fn take_out(document: &mut Value, pointer: &str) -> bool {
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
