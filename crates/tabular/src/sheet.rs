//! A table as text, by column. Each distinct text of a column is stored once.

use std::collections::HashMap;
use std::io::Read;

#[derive(Clone, Debug, Default)]
pub struct Sheet {
    /// The name of the table's source, for messages.
    pub source: String,
    pub columns: Vec<Texts>,
    pub rows: usize,
}

#[derive(Clone, Debug, Default)]
pub struct Texts {
    pub name: String,
    /// The distinct texts.
    pub texts: Vec<String>,
    /// For each row, the index of its text in `texts`.
    pub codes: Vec<u32>,
}

#[derive(Debug, thiserror::Error)]
pub enum SheetError {
    #[error("{source_name}{}: {problem}", line.map(|line| format!(", line {line}")).unwrap_or_default())]
    Csv { source_name: String, line: Option<u64>, problem: String },
    #[error("{source_name}, line 1: there is no column `{column}`; the columns are {}", known.join(", "))]
    NoColumn { source_name: String, column: String, known: Vec<String> },
    /// A label is missing, or there are not exactly two different labels.
    #[error("{source_name}{}, column `{column}`: {problem}", line.map(|line| format!(", line {line}")).unwrap_or_default())]
    Label { source_name: String, line: Option<usize>, column: String, problem: String },
}

impl Sheet {
    /// Reads a CSV file with a header row. Blank lines are skipped; every row must have as many fields as the header.
    pub fn read(source: &str, input: impl Read) -> Result<Self, SheetError> {
        let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(input);
        let headings = reader.byte_headers().map_err(|error| bad(source, &error))?.clone();
        let mut columns: Vec<Texts> = Vec::new();
        for heading in &headings {
            let name = String::from_utf8_lossy(heading).trim_start_matches('\u{feff}').to_owned();
            if columns.iter().any(|column| column.name == name) {
                let problem = format!("the column `{name}` appears twice");
                return Err(SheetError::Csv {
                    source_name: source.to_owned(),
                    line: Some(1),
                    problem,
                });
            }
            columns.push(Texts { name, ..Texts::default() });
        }
        let mut known: Vec<HashMap<Vec<u8>, u32>> = vec![HashMap::new(); columns.len()];
        let mut record = csv::ByteRecord::new();
        let mut rows = 0;
        while reader.read_byte_record(&mut record).map_err(|error| bad(source, &error))? {
            for ((field, column), known) in record.iter().zip(&mut columns).zip(&mut known) {
                let code = known.get(field).copied().unwrap_or_else(|| {
                    let code = u32::try_from(column.texts.len()).unwrap_or(u32::MAX);
                    column.texts.push(String::from_utf8_lossy(field).into_owned());
                    known.insert(field.to_vec(), code);
                    code
                });
                column.codes.push(code);
            }
            rows += 1;
        }
        Ok(Self { source: source.to_owned(), columns, rows })
    }

    pub fn column(&self, name: &str) -> Result<&Texts, SheetError> {
        self.columns.iter().find(|column| column.name == name).ok_or_else(|| SheetError::NoColumn {
            source_name: self.source.clone(),
            column: name.to_owned(),
            known: self.columns.iter().map(|column| format!("`{}`", column.name)).collect(),
        })
    }
}

fn bad(source: &str, error: &csv::Error) -> SheetError {
    let line = error.position().map(csv::Position::line);
    let problem = match error.kind() {
        csv::ErrorKind::UnequalLengths { expected_len, len, .. } => {
            format!("there are {len} fields, but the heading has {expected_len}")
        }
        csv::ErrorKind::Io(error) => error.to_string(),
        _ => error.to_string(),
    };
    SheetError::Csv { source_name: source.to_owned(), line, problem }
}
