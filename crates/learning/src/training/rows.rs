//! Exports training data: a row per labelled decision, without anything that identifies a person.

use std::io::{self, Write};

use serde_json::{Map, Value, json};

use super::parquet::{ColumnType, ParquetWriter, Values};

#[derive(Clone, Debug, PartialEq)]
pub struct TrainingRow {
    /// A pseudonym that is the same in every export.
    pub row: String,
    /// A pseudonym of the ring, or of the applicant if they are in none.
    pub group: String,
    /// `learn` or `measure`.
    pub part: &'static str,
    /// The day of the decision.
    pub day: String,
    /// `fake` or `genuine`.
    pub label: &'static str,
    pub weight: f64,
    /// A value per indicator: `None` for unknown, 0 for a miss, above 0 for a hit.
    pub values: Vec<Option<f64>>,
}

/// A row as a line of JSON.
pub fn line(row: &TrainingRow, indicators: &[&str]) -> String {
    let TrainingRow { row, group, part, day, label, weight, values } = row;
    let values: Map<String, Value> =
        indicators.iter().zip(values).map(|(id, value)| ((*id).to_owned(), json!(value))).collect();
    let object = json!({
        "row": row, "group": group, "part": part, "day": day, "label": label, "weight": weight,
        "values": values,
    });
    format!("{object}\n")
}

/// Writes rows as Parquet, with the columns `row`, `group`, `part`, `day`, `label`, `weight` and one per indicator.
/// Unknown is null.
pub struct ParquetRows<W> {
    writer: ParquetWriter<W>,
}

const TEXTS: [&str; 5] = ["row", "group", "part", "day", "label"];

impl<W: Write> ParquetRows<W> {
    pub fn new(out: W, indicators: &[&str]) -> io::Result<Self> {
        let texts = TEXTS.iter().map(|name| (*name, ColumnType::Text));
        let weight = [("weight", ColumnType::Number)];
        let values = indicators.iter().map(|id| (*id, ColumnType::OptionalNumber));
        let columns = texts.chain(weight).chain(values);
        let schema = columns.map(|(name, column)| (name.to_owned(), column)).collect();
        Ok(Self { writer: ParquetWriter::new(out, schema)? })
    }

    /// Writes rows as a row group.
    pub fn write(&mut self, rows: &[TrainingRow]) -> io::Result<()> {
        let Some(first) = rows.first() else { return Ok(()) };
        let texts: [fn(&TrainingRow) -> &str; 5] =
            [|row| &row.row, |row| &row.group, |row| row.part, |row| &row.day, |row| row.label];
        let mut columns: Vec<Values<'_>> =
            texts.iter().map(|text| Values::Texts(rows.iter().map(text).collect())).collect();
        columns.push(Values::Numbers(rows.iter().map(|row| row.weight).collect()));
        columns.extend((0..first.values.len()).map(|i| {
            let values = rows.iter().map(|row| row.values.get(i).copied().flatten());
            Values::OptionalNumbers(values.collect())
        }));
        self.writer.write(rows.len(), &columns)
    }

    /// The output so far, which the caller may drain.
    pub fn out(&mut self) -> &mut W {
        self.writer.out()
    }

    pub fn finish(self) -> io::Result<W> {
        self.writer.finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(name: &str, values: Vec<Option<f64>>) -> TrainingRow {
        TrainingRow {
            row: name.to_owned(),
            group: "g".to_owned(),
            part: "learn",
            day: "2026-05-01".to_owned(),
            label: "fake",
            weight: 0.5,
            values,
        }
    }

    /// pyarrow read `rows.parquet` as three rows in two groups with these values and unknown as null. `.ci/long`
    /// repeats that.
    #[test]
    fn writes_a_parquet_file_that_another_library_has_read() {
        let mut file = ParquetRows::new(Vec::new(), &["one", "two"]).unwrap();
        file.write(&[row("a", vec![Some(2.0), None]), row("b", vec![None, Some(0.0)])]).unwrap();
        file.write(&[row("c", vec![None, None])]).unwrap();
        let written = file.finish().unwrap();
        assert!(written == include_bytes!("rows.parquet"), "{}", written.escape_ascii());
    }

    #[test]
    fn a_line_is_json_with_unknown_as_null() {
        let line = line(&row("a", vec![Some(2.0), None]), &["one", "two"]);
        let read: Value = serde_json::from_str(&line).unwrap();
        assert_eq!(read["values"], json!({ "one": 2.0, "two": null }));
    }
}
