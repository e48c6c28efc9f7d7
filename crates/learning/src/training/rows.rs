//! Exported training data: a row for each labelled decision, with nothing that identifies a person.

use std::io::Write;
use std::sync::Arc;

use parquet::basic::{LogicalType, Repetition, Type as PhysicalType};
use parquet::data_type::{ByteArray, ByteArrayType, DataType, DoubleType};
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedFileWriter, SerializedRowGroupWriter};
use parquet::schema::types::Type;
use serde_json::{Map, Value, json};

#[derive(Clone, Debug, PartialEq)]
pub struct TrainingRow {
    /// A pseudonym, the same in every export.
    pub row: String,
    /// A pseudonym of the ring, or of the applicant if they are in none.
    pub group: String,
    /// `learn` or `measure`.
    pub part: &'static str,
    /// The day of the decision.
    pub day: String,
    /// `fake` or `genuine`.
    pub label: &'static str,
    /// How much the label counts.
    pub weight: f64,
    /// One for each indicator: `None` for unknown, 0 for a miss, above 0 for a hit.
    pub values: Vec<Option<f64>>,
}

/// One line of JSON.
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

/// Writes rows as Parquet: `row`, `group`, `part`, `day`, `label`, `weight`, and a column for each indicator. Unknown is null.
pub struct ParquetRows<W: Write + Send> {
    writer: SerializedFileWriter<W>,
}

const TEXTS: [&str; 5] = ["row", "group", "part", "day", "label"];

impl<W: Write + Send> ParquetRows<W> {
    pub fn new(out: W, indicators: &[&str]) -> Result<Self, ParquetError> {
        let text = |name: &&str| {
            Type::primitive_type_builder(name, PhysicalType::BYTE_ARRAY)
                .with_logical_type(Some(LogicalType::String))
                .with_repetition(Repetition::REQUIRED)
                .build()
        };
        let number = |name: &str, repetition| {
            Type::primitive_type_builder(name, PhysicalType::DOUBLE)
                .with_repetition(repetition)
                .build()
        };
        let mut fields = TEXTS.iter().map(text).collect::<Result<Vec<Type>, _>>()?;
        fields.push(number("weight", Repetition::REQUIRED)?);
        for id in indicators {
            fields.push(number(id, Repetition::OPTIONAL)?);
        }
        let fields = fields.into_iter().map(Arc::new).collect();
        let schema = Type::group_type_builder("training_data").with_fields(fields).build()?;
        let properties = Arc::new(WriterProperties::builder().build());
        Ok(Self { writer: SerializedFileWriter::new(out, Arc::new(schema), properties)? })
    }

    /// Writes rows as one group.
    pub fn write(&mut self, rows: &[TrainingRow]) -> Result<(), ParquetError> {
        let Some(first) = rows.first() else { return Ok(()) };
        let mut group = self.writer.next_row_group()?;
        let texts: [fn(&TrainingRow) -> &str; 5] =
            [|row| &row.row, |row| &row.group, |row| row.part, |row| &row.day, |row| row.label];
        for text in texts {
            let column: Vec<ByteArray> = rows.iter().map(|row| text(row).into()).collect();
            write_column::<ByteArrayType, W>(&mut group, &column, None)?;
        }
        let weights: Vec<f64> = rows.iter().map(|row| row.weight).collect();
        write_column::<DoubleType, W>(&mut group, &weights, None)?;
        for i in 0..first.values.len() {
            let column = || rows.iter().map(|row| row.values.get(i).copied().flatten());
            let known: Vec<f64> = column().flatten().collect();
            let levels: Vec<i16> = column().map(|value| i16::from(value.is_some())).collect();
            write_column::<DoubleType, W>(&mut group, &known, Some(&levels))?;
        }
        group.close()?;
        Ok(())
    }

    /// The output so far, for the caller to take.
    pub fn out(&mut self) -> &mut W {
        self.writer.inner_mut()
    }

    pub fn finish(self) -> Result<W, ParquetError> {
        self.writer.into_inner()
    }
}

fn write_column<T: DataType, W: Write + Send>(
    group: &mut SerializedRowGroupWriter<'_, W>,
    values: &[T::T],
    levels: Option<&[i16]>,
) -> Result<(), ParquetError> {
    let Some(mut column) = group.next_column()? else { return Ok(()) };
    column.typed::<T>().write_batch(values, levels, None)?;
    column.close()
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;
    use parquet::file::reader::{FileReader, SerializedFileReader};
    use parquet::record::RowAccessor;

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

    #[test]
    fn parquet_reads_back_as_it_was_written_with_unknown_as_null() {
        let mut file = ParquetRows::new(Vec::new(), &["one", "two"]).unwrap();
        file.write(&[row("a", vec![Some(2.0), None]), row("b", vec![None, Some(0.0)])]).unwrap();
        file.write(&[row("c", vec![None, None])]).unwrap();
        let bytes = Bytes::from(file.finish().unwrap());
        let reader = SerializedFileReader::new(bytes).unwrap();
        let rows: Vec<_> = reader.get_row_iter(None).unwrap().map(Result::unwrap).collect();
        assert_eq!(rows.len(), 3);
        assert_eq!(rows[0].get_string(0).unwrap(), "a");
        assert!((rows[0].get_double(6).unwrap() - 2.0).abs() < 1e-12);
        assert!(rows[0].get_double(7).is_err(), "unknown is null");
        assert!(rows[1].get_double(7).unwrap().abs() < 1e-12, "a miss is 0");
    }

    #[test]
    fn a_line_is_json_with_unknown_as_null() {
        let line = line(&row("a", vec![Some(2.0), None]), &["one", "two"]);
        let read: Value = serde_json::from_str(&line).unwrap();
        assert_eq!(read["values"], json!({ "one": 2.0, "two": null }));
    }
}
