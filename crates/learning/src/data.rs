//! Training data: the one type for a labelled example, read by the learner, the evaluation and the audit.

use chrono::{DateTime, Utc};
use ids::DecisionId;
use scoring::model::{BindError, Model, Scorer};

/// What is learned from.
#[derive(Clone, Debug, Default)]
pub struct TrainingData {
    pub columns: Vec<Column>,
    pub examples: Vec<TrainingExample>,
}

/// A scored indicator.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    pub indicator: String,
    pub family: String,
}

/// A profile with what its indicators found and whether its applicant turned out to be fake.
#[derive(Clone, Debug, PartialEq)]
pub struct TrainingExample {
    /// The decision that the findings were stored with; `None` if the example comes from a file.
    pub decision: Option<DecisionId>,
    pub submitted_at: DateTime<Utc>,
    /// The ring, or the applicant if they are in none. A group is either learned from or measured on, never both.
    pub group: u64,
    /// One input for each column: `None` for unknown, 0 for a miss, above 0 for a hit.
    pub inputs: Vec<Option<f64>>,
    pub fake: bool,
    /// How much the label counts; 1 for a label without doubt.
    pub weight: f64,
    /// The group for which parity is measured. Only the audit reads it; no model does.
    pub audit_group: Option<String>,
}

/// Why an example cannot be used.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadExample {
    #[error("example {row} has {inputs} inputs for {columns} columns")]
    Shape { row: usize, inputs: usize, columns: usize },
    #[error("example {row} has an input or a weight that is not a finite number of at least 0")]
    Value { row: usize },
}

/// Checks that every example has one valid input for each of so many columns.
pub(crate) fn check(columns: usize, examples: &[TrainingExample]) -> Result<(), BadExample> {
    let is_valid = |number: &f64| number.is_finite() && *number >= 0.0;
    for (row, example) in examples.iter().enumerate() {
        let inputs = example.inputs.len();
        if inputs != columns {
            return Err(BadExample::Shape { row, inputs, columns });
        }
        if !example.inputs.iter().flatten().all(is_valid) || !is_valid(&example.weight) {
            return Err(BadExample::Value { row });
        }
    }
    Ok(())
}

/// A model that scores inputs in the order of these columns.
pub(crate) fn bind(model: &Model, columns: &[Column]) -> Result<Scorer, BindError> {
    let names: Vec<(&str, &str)> =
        columns.iter().map(|column| (column.indicator.as_str(), column.family.as_str())).collect();
    model.bind(&names)
}
