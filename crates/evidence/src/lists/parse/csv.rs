//! CSV with a header.

use super::{Parsed, Row};
use crate::lists::ListKind;

pub(super) fn read(text: &str, kind: ListKind, parsed: &mut Parsed) {
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(text.as_bytes());
    let Ok(header) = reader.headers().cloned() else {
        return parsed.fault(1, "the header cannot be read");
    };
    let column =
        |name: &str| header.iter().position(|column| column.trim().eq_ignore_ascii_case(name));
    let Some(value) = column("value") else {
        return parsed.fault(1, "the header has no column `value`");
    };
    let (expires, confidence) = (column("expires_at"), column("confidence"));
    for record in reader.records() {
        let record = match record {
            Ok(record) => record,
            Err(error) => {
                let line = error.position().map_or(1, csv::Position::line);
                parsed.fault(whole(line), "cannot be read as CSV");
                continue;
            }
        };
        let line = whole(record.position().map_or(1, csv::Position::line));
        let field = |column: Option<usize>| column.and_then(|column| record.get(column));
        let written = field(confidence).map(str::trim).filter(|written| !written.is_empty());
        let confidence = match written.map(str::parse::<i64>) {
            None => None,
            Some(Ok(number)) => Some(number),
            Some(Err(_)) => {
                parsed.fault(line, "`confidence` is not a whole number");
                continue;
            }
        };
        let value = field(Some(value)).unwrap_or_default();
        parsed.add(kind, line, Row { value, expires_at: field(expires), confidence });
    }
}

fn whole(line: u64) -> usize {
    usize::try_from(line).unwrap_or(usize::MAX)
}
