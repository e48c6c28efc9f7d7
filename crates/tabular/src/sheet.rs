//! A table as text, column by column; each different text of a column is kept once.

use std::collections::HashMap;
use std::io::Read;

/// A table.
#[derive(Clone, Debug, Default)]
pub struct Sheet {
    /// Where it comes from, for messages.
    pub source: String,
    /// Its columns.
    pub columns: Vec<Texts>,
    /// How many rows it has.
    pub rows: usize,
}

/// A column as text.
#[derive(Clone, Debug, Default)]
pub struct Texts {
    /// Its heading.
    pub name: String,
    /// Each different text.
    pub texts: Vec<String>,
    /// For each row, which of them.
    pub codes: Vec<u32>,
}

/// Why a table cannot be read or used.
#[derive(Debug, thiserror::Error)]
pub enum SheetError {
    /// It is no CSV.
    #[error("{source_name}{}: {problem}", line.map(|line| format!(", line {line}")).unwrap_or_default())]
    Csv {
        /// Which table.
        source_name: String,
        /// Where.
        line: Option<u64>,
        /// What is wrong.
        problem: String,
    },
    /// It has no such column.
    #[error("{source_name}, line 1: there is no column `{column}`; there are {}", known.join(", "))]
    NoColumn {
        /// Which table.
        source_name: String,
        /// Which column.
        column: String,
        /// Which there are.
        known: Vec<String>,
    },
    /// A label is missing, or there are not two of them.
    #[error("{source_name}{}, column `{column}`: {problem}", line.map(|line| format!(", line {line}")).unwrap_or_default())]
    Label {
        /// Which table.
        source_name: String,
        /// Where.
        line: Option<usize>,
        /// Which column.
        column: String,
        /// What is wrong.
        problem: String,
    },
}

impl Sheet {
    /// Reads a CSV with a heading. Blank lines are skipped; every row must have as many fields as the heading.
    pub fn read(source: &str, input: impl Read) -> Result<Self, SheetError> {
        let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(input);
        let headings = reader.byte_headers().map_err(|error| bad(source, &error))?.clone();
        let mut columns: Vec<Texts> = Vec::new();
        for heading in &headings {
            let name = String::from_utf8_lossy(heading).trim_start_matches('\u{feff}').to_owned();
            if columns.iter().any(|column| column.name == name) {
                let problem = format!("the column `{name}` stands there twice");
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

    /// A column by its heading.
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
            format!("there are {len} fields, the heading has {expected_len}")
        }
        csv::ErrorKind::Io(error) => error.to_string(),
        _ => error.to_string(),
    };
    SheetError::Csv { source_name: source.to_owned(), line, problem }
}
