//! A table of accounts: CSV (RFC 4180) with a header, and a mapping from profile paths to columns.
//!
//! A path looks like `claims.country` or, for list elements, `contact.emails[].address`. All paths with the same list
//! form one element per row; several rows with the same `external_id` form several elements.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::{Adapter, Convert, Converted, clean, fault};
use crate::profile::read::Fault;

const MAX_ACCOUNTS: usize = 10_000;

pub(super) const ADAPTER: Adapter = Adapter {
    name: "csv",
    convert: Convert::Table(|bytes, options| convert(bytes, &options.mapping)),
    webhook: None,
};

pub(super) fn convert(
    bytes: &[u8],
    mapping: &BTreeMap<String, String>,
) -> Result<Converted, Vec<Fault>> {
    let mut reader = csv::Reader::from_reader(bytes);
    let header = reader.headers().cloned();
    let header =
        header.map_err(|_| vec![fault("", "malformed_csv", "the header is not UTF-8 CSV")])?;
    let columns = columns(mapping, &header)?;
    // Each account with the line of its first row.
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
        let id = columns.iter().find(|(path, _)| path == "external_id");
        let id = id.and_then(|(_, column)| record.get(*column)).unwrap_or_default().trim();
        if id.is_empty() {
            faults.push(fault(&line, "required", "the column for `external_id` is empty"));
            continue;
        }
        let empty = || (number, json!({ "schema": "bonafide.profile/v1", "external_id": id }));
        let (_, document) = accounts.entry(id.to_owned()).or_insert_with(empty);
        row(document, &columns, &record);
    }
    if accounts.len() > MAX_ACCOUNTS {
        let detail = format!("has {} accounts; the maximum is {MAX_ACCOUNTS}", accounts.len());
        faults.push(fault("", "too_many", detail));
    }
    if accounts.is_empty() && faults.is_empty() {
        faults.push(fault("", "required", "the table has no rows"));
    }
    if faults.is_empty() {
        let (lines, documents): (Vec<usize>, Vec<Value>) = accounts.into_values().unzip();
        Ok(with_lines(clean::documents(documents, Vec::new())?, &lines))
    } else {
        faults.truncate(100);
        Err(faults)
    }
}

/// Adds to each note the line on which the account starts, because the documents are in a different order.
fn with_lines(mut converted: Converted, lines: &[usize]) -> Converted {
    if let Converted::Profiles { notes, .. } = &mut converted {
        for note in notes {
            let number = note.pointer.split('/').nth(1).and_then(|part| part.parse().ok());
            // A single document has no number.
            if let Some(line) = lines.get(number.unwrap_or(0)) {
                note.detail = format!("{} (the account starts on line {line})", note.detail);
            }
        }
    }
    converted
}

fn detail(error: &csv::Error) -> &'static str {
    match error.kind() {
        csv::ErrorKind::UnequalLengths { .. } => "has a different number of fields than the header",
        csv::ErrorKind::Utf8 { .. } => "is not UTF-8",
        _ => "cannot be read as CSV",
    }
}

/// The index of the column for each path.
fn columns(
    mapping: &BTreeMap<String, String>,
    header: &csv::StringRecord,
) -> Result<Vec<(String, usize)>, Vec<Fault>> {
    let mut faults = Vec::new();
    if !mapping.contains_key("external_id") {
        faults.push(fault(
            "/mapping",
            "required",
            "the mapping must include the column for `external_id`",
        ));
    }
    let mut columns = Vec::new();
    for (path, column) in mapping {
        let pointer = format!("/mapping/{path}");
        if !is_path(path) {
            let detail = "is not a path such as `claims.country` or `contact.emails[].address`";
            faults.push(fault(&pointer, "invalid_place", detail));
        } else if let Some(index) = header.iter().position(|name| name.trim() == column) {
            columns.push((path.clone(), index));
        } else {
            let detail = format!("the table has no column `{column}`");
            faults.push(fault(&pointer, "unknown_column", detail));
        }
    }
    if faults.is_empty() { Ok(columns) } else { Err(faults) }
}

fn is_path(written: &str) -> bool {
    let mut parts = written.split('.');
    written.chars().all(|c| c.is_ascii_alphanumeric() || "._[]".contains(c))
        && parts.clone().count() <= 6
        && written.matches("[]").count() <= 1
        && parts.all(|part| !part.trim_end_matches("[]").is_empty())
}

/// Writes a row into the document of its account.
fn row(document: &mut Value, columns: &[(String, usize)], record: &csv::StringRecord) {
    let mut elements: BTreeMap<&str, Value> = BTreeMap::new();
    for (path, column) in columns.iter().filter(|(path, _)| path != "external_id") {
        let written = record.get(*column).unwrap_or_default().trim();
        if written.is_empty() {
            continue;
        }
        match path.split_once("[]") {
            None => put(document, path, typed(written)),
            Some((list, "")) => elements.insert(list, typed(written)).map_or((), drop),
            Some((list, rest)) => {
                let element = elements.entry(list).or_insert_with(|| json!({}));
                put(element, rest.trim_start_matches('.'), typed(written));
            }
        }
    }
    for (list, element) in elements {
        let mut target = &mut *document;
        for part in list.split('.') {
            target = entry(target, part);
        }
        if !target.is_array() {
            *target = json!([]);
        }
        if let Some(list) = target.as_array_mut().filter(|list| !list.contains(&element)) {
            list.push(element);
        }
    }
}

fn put(value: &mut Value, path: &str, written: Value) {
    let mut target = value;
    for part in path.split('.') {
        target = entry(target, part);
    }
    *target = written;
}

/// The named field, in an object that is created if necessary.
fn entry<'a>(value: &'a mut Value, name: &str) -> &'a mut Value {
    if !value.is_object() {
        *value = Value::Object(Map::new());
    }
    &mut value[name]
}

/// Converts `true` and `false`. Numbers remain strings, since they can be phone numbers or names; cleaning converts
/// them where the profile needs a number.
fn typed(written: &str) -> Value {
    match written {
        "true" => true.into(),
        "false" => false.into(),
        text => text.into(),
    }
}
