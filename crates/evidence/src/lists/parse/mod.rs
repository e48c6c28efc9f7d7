//! Parses threat lists: text, CSV, NDJSON and STIX 2.1.

mod csv;
mod stix;

use chrono::{DateTime, Utc};
use serde::Deserialize;

use super::normalize::normalize;
use crate::lists::ListKind;

/// The format of a list file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// One value per line; `#` starts a comment.
    Text,
    /// CSV (RFC 4180) with the columns `value` and, optionally, `expires_at` and `confidence`.
    Csv,
    /// One JSON object per line, with the same fields.
    Ndjson,
    /// A STIX 2.1 bundle, of which the indicator patterns and observables are read.
    Stix,
}

/// A list entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// In its normal form.
    pub value: String,
    /// When it expires, if the file says so.
    pub expires_at: Option<DateTime<Utc>>,
    /// From 0 to 100, if the file states it.
    pub confidence: Option<i16>,
}

/// An error in a line of the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineFault {
    /// The line number, or the number of the object in a STIX bundle, from 1.
    pub line: usize,
    /// What is wrong. Never repeats the value.
    pub detail: String,
}

/// The content of a list file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Parsed {
    /// In the file's order.
    pub entries: Vec<Entry>,
    /// The first 100 faults.
    pub faults: Vec<LineFault>,
    /// The number of all faults.
    pub fault_count: usize,
    /// The number of objects in a STIX bundle without a value of the kind.
    pub skipped_objects: usize,
}

pub const MAX_ENTRIES: usize = 5_000_000;

impl Parsed {
    const MAX_FAULTS: usize = 100;

    /// Whether the file must not be imported: it has no entries, or it has faults that may not be skipped.
    pub fn is_rejected(&self, skip_invalid: bool) -> bool {
        self.entries.is_empty() || (self.fault_count > 0 && !skip_invalid)
    }

    fn fault(&mut self, line: usize, detail: impl Into<String>) {
        self.fault_count += 1;
        if self.faults.len() < Self::MAX_FAULTS {
            self.faults.push(LineFault { line, detail: detail.into() });
        }
    }

    fn add(&mut self, kind: ListKind, line: usize, row: Row<'_>) {
        let value = match normalize(kind, row.value) {
            Ok(value) => value,
            Err(detail) => return self.fault(line, detail),
        };
        let expires_at = match row.expires_at.map(str::trim).filter(|at| !at.is_empty()) {
            None => None,
            Some(at) => match DateTime::parse_from_rfc3339(at) {
                Ok(at) => Some(at.with_timezone(&Utc)),
                Err(_) => return self.fault(line, "`expires_at` is not an RFC 3339 time"),
            },
        };
        let confidence = match row.confidence {
            Some(confidence) if !(0..=100).contains(&confidence) => {
                return self.fault(line, "`confidence` is not between 0 and 100");
            }
            confidence => confidence.and_then(|confidence| i16::try_from(confidence).ok()),
        };
        self.entries.push(Entry { value, expires_at, confidence });
    }
}

/// A row before validation.
#[derive(Clone, Copy)]
struct Row<'a> {
    value: &'a str,
    expires_at: Option<&'a str>,
    confidence: Option<i64>,
}

/// Parses a list of values of one kind.
pub fn parse(format: Format, kind: ListKind, bytes: &[u8]) -> Parsed {
    let mut parsed = Parsed::default();
    let Ok(text) = std::str::from_utf8(bytes) else {
        parsed.fault(1, "the file is not UTF-8");
        return parsed;
    };
    let text = text.trim_start_matches('\u{feff}');
    match format {
        Format::Text => lines(text, kind, &mut parsed),
        Format::Csv => csv::read(text, kind, &mut parsed),
        Format::Ndjson => ndjson(text, kind, &mut parsed),
        Format::Stix => stix::read(text, kind, &mut parsed),
    }
    if parsed.entries.len() > MAX_ENTRIES {
        parsed.entries.clear();
        parsed.fault(1, format!("the file has more than {MAX_ENTRIES} entries"));
    }
    if parsed.entries.is_empty() && parsed.fault_count == 0 {
        parsed.fault(1, "the file has no entries of this kind");
    }
    parsed
}

fn lines(text: &str, kind: ListKind, parsed: &mut Parsed) {
    for (i, line) in text.lines().enumerate() {
        let value = line.split('#').next().unwrap_or_default().trim();
        if !value.is_empty() {
            parsed.add(kind, i + 1, Row { value, expires_at: None, confidence: None });
        }
    }
}

fn ndjson(text: &str, kind: ListKind, parsed: &mut Parsed) {
    #[derive(Deserialize)]
    struct Object {
        value: String,
        expires_at: Option<String>,
        confidence: Option<i64>,
    }
    for (i, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        match serde_json::from_str::<Object>(line) {
            Ok(Object { value, expires_at, confidence }) => {
                let row = Row { value: &value, expires_at: expires_at.as_deref(), confidence };
                parsed.add(kind, i + 1, row);
            }
            Err(_) => parsed.fault(i + 1, "is not a JSON object with a string `value`"),
        }
    }
}

#[cfg(test)]
mod tests;
