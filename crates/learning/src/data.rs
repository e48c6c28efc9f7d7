//! Training data: labelled examples for the learner, the evaluation and the audit.

use chrono::{DateTime, Utc};
use ids::DecisionId;
use scoring::model::{Model, Scorer};

#[derive(Clone, Debug, Default)]
pub struct TrainingData {
    pub columns: Vec<Column>,
    pub examples: Vec<TrainingExample>,
}

impl TrainingData {
    /// The examples of a class that have a weight.
    pub(crate) fn counted(&self, fake: bool) -> impl Iterator<Item = &TrainingExample> {
        self.examples.iter().filter(move |example| example.fake == fake && example.weight > 0.0)
    }
}

/// A scored indicator.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    pub indicator: String,
    pub family: String,
}

/// The findings for one profile, and whether its applicant turned out to be fake.
#[derive(Clone, Debug, PartialEq)]
pub struct TrainingExample {
    /// The decision that the findings were stored with; `None` if the example comes from a file.
    pub decision: Option<DecisionId>,
    pub submitted_at: DateTime<Utc>,
    /// The applicant's ring, or the applicant if they are in none. A group is used for training or for measurement,
    /// never for both.
    pub group: u64,
    /// An input per column: `None` for unknown, 0 for a miss, above 0 for a hit.
    pub inputs: Vec<Option<f64>>,
    pub fake: bool,
    /// The weight of the label; 1 if it is beyond doubt.
    pub weight: f64,
    /// The group for which parity is measured. Only the audit reads it, never a model.
    pub audit_group: Option<String>,
}

#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadExample {
    #[error("example {row} has {inputs} inputs for {columns} columns")]
    Shape { row: usize, inputs: usize, columns: usize },
    #[error("example {row} has an input or weight that is negative or not finite")]
    Value { row: usize },
}

/// Checks that every example has a valid weight and a valid input for each column.
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

/// Binds a model to inputs in the order of these columns.
pub(crate) fn bind(model: &Model, columns: &[Column]) -> Scorer {
    let names: Vec<&str> = columns.iter().map(|column| column.indicator.as_str()).collect();
    model.definition().scorer(&names)
}
