//! A table of accounts: CSV (RFC 4180) with a header, and a mapping from places in the profile to columns.
//!
//! A place is written `claims.country` or, for something in a list, `contact.emails[].address`. All list places
//! of one row that share a list make one element of it; several rows of one `external_id` make several.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::{Converted, fault, settle};
use crate::profile::read::Fault;

/// How many accounts one table may have.
const MOST_ACCOUNTS: usize = 10_000;

pub(super) fn convert(
    bytes: &[u8],
    mapping: &BTreeMap<String, String>,
) -> Result<Converted, Vec<Fault>> {
    let mut reader = csv::Reader::from_reader(bytes);
    let header = reader.headers().cloned();
    let header =
        header.map_err(|_| vec![fault("", "malformed_csv", "the header is not UTF-8 CSV")])?;
    let columns = columns(mapping, &header)?;
    // Each account with the line on which it is met first.
    let mut accounts: BTreeMap<String, (usize, Value)> = BTreeMap::new();
    let mut faults = Vec::new();
    for (i, record) in reader.records().enumerate() {
        // The header is line 1.
        let number = i + 2;
        let line = format!("/lines/{number}");
        let record = match record {
            Ok(record) => record,
            Err(error) => {
                faults.push(fault(&line, "malformed_csv", detail(&error)));
                continue;
            }
        };
        let name = columns.iter().find(|(place, _)| place == "external_id");
        let name = name.and_then(|(_, column)| record.get(*column)).unwrap_or_default().trim();
        if name.is_empty() {
            faults.push(fault(&line, "required", "the column of `external_id` is empty"));
            continue;
        }
        let empty = || (number, json!({ "schema": "bonafide.profile/v1", "external_id": name }));
        let (_, document) = accounts.entry(name.to_owned()).or_insert_with(empty);
        row(document, &columns, &record);
    }
    if accounts.len() > MOST_ACCOUNTS {
        let detail = format!("{} accounts; at most {MOST_ACCOUNTS} are taken", accounts.len());
        faults.push(fault("", "too_many", detail));
    }
    if accounts.is_empty() && faults.is_empty() {
        faults.push(fault("", "required", "the table has no rows"));
    }
    if faults.is_empty() {
        let (lines, documents): (Vec<usize>, Vec<Value>) = accounts.into_values().unzip();
        Ok(with_lines(settle::many(documents, Vec::new())?, &lines))
    } else {
        faults.truncate(100);
        Err(faults)
    }
}

/// Says in each note on which line of the table its account begins: the documents stand in another order.
fn with_lines(mut converted: Converted, lines: &[usize]) -> Converted {
    if let Converted::Profiles { notes, .. } = &mut converted {
        for note in notes {
            let number = note.pointer.split('/').nth(1).and_then(|part| part.parse().ok());
            // A single document has no number.
            if let Some(line) = lines.get(number.unwrap_or(0)) {
                note.detail = format!("{} (the account begins on line {line})", note.detail);
            }
        }
    }
    converted
}

fn detail(error: &csv::Error) -> &'static str {
    match error.kind() {
        csv::ErrorKind::UnequalLengths { .. } => "has another number of fields than the header",
        csv::ErrorKind::Utf8 { .. } => "is not UTF-8",
        _ => "cannot be read as CSV",
    }
}

/// Each place with its column's number.
fn columns(
    mapping: &BTreeMap<String, String>,
    header: &csv::StringRecord,
) -> Result<Vec<(String, usize)>, Vec<Fault>> {
    let mut faults = Vec::new();
    if !mapping.contains_key("external_id") {
        faults.push(fault(
            "/mapping",
            "required",
            "the mapping must name the column of `external_id`",
        ));
    }
    let mut columns = Vec::new();
    for (place, column) in mapping {
        let depth = place.split('.').count();
        let plain = place.chars().all(|c| c.is_ascii_alphanumeric() || "._[]".contains(c));
        let lists = place.matches("[]").count();
        if !plain
            || depth > 6
            || lists > 1
            || place.split('.').any(|part| part.trim_end_matches("[]").is_empty())
        {
            let detail = "is no place such as `claims.country` or `contact.emails[].address`";
            faults.push(fault(&format!("/mapping/{place}"), "invalid_place", detail));
            continue;
        }
        if let Some(at) = header.iter().position(|name| name.trim() == column) {
            columns.push((place.clone(), at));
        } else {
            let detail = format!("the table has no column `{column}`");
            faults.push(fault(&format!("/mapping/{place}"), "unknown_column", detail));
        }
    }
    if faults.is_empty() { Ok(columns) } else { Err(faults) }
}

/// Writes a row into its account's document.
fn row(document: &mut Value, columns: &[(String, usize)], record: &csv::StringRecord) {
    let mut elements: BTreeMap<&str, Value> = BTreeMap::new();
    for (place, column) in columns.iter().filter(|(place, _)| place != "external_id") {
        let written = record.get(*column).unwrap_or_default().trim();
        if written.is_empty() {
            continue;
        }
        match place.split_once("[]") {
            None => put(document, place, typed(written)),
            Some((list, "")) => elements.insert(list, typed(written)).map_or((), drop),
            Some((list, rest)) => {
                let element = elements.entry(list).or_insert_with(|| json!({}));
                put(element, rest.trim_start_matches('.'), typed(written));
            }
        }
    }
    for (list, element) in elements {
        let mut at = &mut *document;
        for part in list.split('.') {
            at = entry(at, part);
        }
        if !at.is_array() {
            *at = json!([]);
        }
        let elements = at.as_array_mut().into_iter();
        elements
            .filter(|list| !list.contains(&element))
            .for_each(|list| list.push(element.clone()));
    }
}

fn put(value: &mut Value, place: &str, written: Value) {
    let mut at = value;
    for part in place.split('.') {
        at = entry(at, part);
    }
    *at = written;
}

/// The field of that name, in an object that is made if there is none.
fn entry<'a>(value: &'a mut Value, name: &str) -> &'a mut Value {
    if !value.is_object() {
        *value = Value::Object(Map::new());
    }
    &mut value[name]
}

/// `true` and `false` as they are meant. Numbers stay text, since they can be phones or names; where the
/// profile takes a number alone, settling makes one of it.
fn typed(written: &str) -> Value {
    match written {
        "true" => true.into(),
        "false" => false.into(),
        text => text.into(),
    }
}
