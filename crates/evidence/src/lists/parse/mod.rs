//! Reading lists: text, CSV, NDJSON, STIX 2.1. Everything is read before anything is kept.

mod csv;
mod stix;

use chrono::{DateTime, Utc};
use serde::Deserialize;

use super::normal::normal;
use crate::lists::ListKind;

/// How a list is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// One value a line; `#` begins a remark.
    Text,
    /// CSV (RFC 4180) with a header: `value`, and if wanted `expires_at`, `confidence`.
    Csv,
    /// One JSON object a line, with the same fields.
    Ndjson,
    /// A STIX 2.1 bundle: its indicators' patterns and its observables.
    Stix,
}

/// One entry in its one form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The value.
    pub value: String,
    /// When it ends to count, if the file tells.
    pub expires_at: Option<DateTime<Utc>>,
    /// From 0 to 100, if the file tells.
    pub confidence: Option<i16>,
}

/// What is wrong with a place of the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineFault {
    /// The line from 1, or the object's number in a STIX bundle.
    pub line: usize,
    /// What is wrong, without repeating the value.
    pub detail: String,
}

/// What a file holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Parsed {
    /// The entries, in the file's order.
    pub entries: Vec<Entry>,
    /// The first faults.
    pub faults: Vec<LineFault>,
    /// How many faults there are.
    pub faulty: usize,
    /// How many objects of a STIX bundle hold nothing of the kind.
    pub passed_over: usize,
}

/// How many entries one import takes.
pub const MOST_ENTRIES: usize = 5_000_000;

impl Parsed {
    /// How many faults are told.
    const MOST_FAULTS: usize = 100;

    /// Whether nothing of the file is kept: it has no entry, or faults that are not to be passed over.
    pub fn is_refused(&self, skip_invalid: bool) -> bool {
        self.entries.is_empty() || (self.faulty > 0 && !skip_invalid)
    }

    fn fault(&mut self, line: usize, detail: impl Into<String>) {
        self.faulty += 1;
        if self.faults.len() < Self::MOST_FAULTS {
            self.faults.push(LineFault { line, detail: detail.into() });
        }
    }

    fn take(&mut self, kind: ListKind, line: usize, row: Row<'_>) {
        let value = match normal(kind, row.value) {
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

/// A row as it is written.
#[derive(Clone, Copy)]
struct Row<'a> {
    value: &'a str,
    expires_at: Option<&'a str>,
    confidence: Option<i64>,
}

/// Reads a file of a kind.
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
    if parsed.entries.len() > MOST_ENTRIES {
        parsed.entries.clear();
        parsed.fault(1, format!("the file has more than {MOST_ENTRIES} entries"));
    }
    if parsed.entries.is_empty() && parsed.faulty == 0 {
        parsed.fault(1, "the file has no entry of this kind");
    }
    parsed
}

fn lines(text: &str, kind: ListKind, parsed: &mut Parsed) {
    for (i, line) in text.lines().enumerate() {
        let value = line.split('#').next().unwrap_or_default().trim();
        if !value.is_empty() {
            parsed.take(kind, i + 1, Row { value, expires_at: None, confidence: None });
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
                parsed.take(kind, i + 1, row);
            }
            Err(_) => parsed.fault(i + 1, "is not a JSON object with a text `value`"),
        }
    }
}

#[cfg(test)]
mod tests;
