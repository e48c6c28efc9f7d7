//! What an evaluation is made of.

use chrono::{DateTime, Utc};
use evidence::identifier::hex;
use ids::DecisionId;
use scoring::model::{BindError, Model, Stop};
use sha2::{Digest, Sha256};

use crate::fit::Column;

/// One profile that the model has not learned from, with what its applicant turned out to be.
#[derive(Clone, Debug, PartialEq)]
pub struct HeldOut {
    /// The decision that its observations were stored with.
    pub decision: Option<DecisionId>,
    /// When it was submitted.
    pub at: DateTime<Utc>,
    /// The ring, or the applicant: the bootstrap draws whole groups.
    pub group: u64,
    /// One value for each column: nothing for unknown, 0 for a miss, above 0 for a hit.
    pub values: Vec<Option<f64>>,
    /// Whether the applicant was fake.
    pub fake: bool,
    /// How much the label counts.
    pub weight: f64,
    /// The group that parity is measured for. It is given for the audit alone and no model sees it.
    pub audit_group: Option<String>,
}

/// A model of the same kind that was fitted on a part of the rows, for the learning curve.
#[derive(Clone, Copy, Debug)]
pub struct Refit<'a> {
    /// On how many rows.
    pub rows: usize,
    /// How many of them were fake.
    pub fakes: usize,
    /// What came out.
    pub model: &'a Model,
}

/// Rows that are unlike those that the model learned from, measured apart.
#[derive(Clone, Copy, Debug)]
pub struct Elsewhere<'a> {
    /// How they are unlike, in a sentence.
    pub description: &'a str,
    /// The rows.
    pub rows: &'a [HeldOut],
}

/// The scores of some people as they are and under another name, nationality and school.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SwapProof {
    /// How many people.
    pub people: usize,
    /// The digest of the scores as they are.
    pub as_they_are: String,
    /// The digest of the scores after the swap.
    pub swapped: String,
}

/// Everything that an evaluation is made of.
#[derive(Clone, Copy, Debug)]
pub struct EvaluationInput<'a> {
    /// What the values stand for.
    pub columns: &'a [Column],
    /// Rows that the model has not learned from.
    pub rows: &'a [HeldOut],
    /// The rows that it learned from, for the reference that drift is measured against. If there are none, the
    /// held-out rows serve.
    pub learned_from: &'a [HeldOut],
    /// The model.
    pub model: &'a Model,
    /// The model that scores now, if it is another.
    pub champion: Option<&'a Model>,
    /// Models that were fitted on parts of the rows, the smallest part first.
    pub refits: &'a [Refit<'a>],
    /// Rows unlike those that were learned from.
    pub elsewhere: Option<Elsewhere<'a>>,
    /// What the swap gave.
    pub swap: Option<&'a SwapProof>,
    /// The share of fakes for which precision is stated.
    pub base_rate: f64,
    /// The share of all applicants that reviewers can work.
    pub review_budget: f64,
    /// How many times the groups are drawn anew for the intervals.
    pub draws: usize,
    /// The seed of the draws.
    pub seed: u64,
    /// Whether to end early; nothing for never.
    pub stop: Option<&'a Stop>,
}

/// Why there is no evaluation.
#[derive(Debug, thiserror::Error)]
pub enum EvaluateError {
    /// A model does not fit the columns.
    #[error(transparent)]
    Bind(#[from] BindError),
    /// A row has another number of values than there are columns.
    #[error("row {row} has {values} values for {columns} columns")]
    Shape {
        /// Which row, from 0.
        row: usize,
        /// How many values it has.
        values: usize,
        /// How many columns there are.
        columns: usize,
    },
    /// A value or weight is not a finite number from 0 on.
    #[error("row {row} has a value or weight that is not a finite number from 0 on")]
    Value {
        /// Which row, from 0.
        row: usize,
    },
    /// Somebody wanted it to end.
    #[error("it was ended before it was done")]
    Stopped,
    /// A share is none.
    #[error("`{name}` must be above 0 and below 1")]
    Share {
        /// Which one.
        name: &'static str,
    },
}

impl<'a> EvaluationInput<'a> {
    /// Two hundred draws, a budget of 2 in 100 and nothing besides the model and its rows.
    pub fn new(columns: &'a [Column], rows: &'a [HeldOut], model: &'a Model) -> Self {
        Self {
            columns,
            rows,
            learned_from: &[],
            model,
            champion: None,
            refits: &[],
            elsewhere: None,
            swap: None,
            base_rate: 0.005,
            review_budget: 0.02,
            draws: 200,
            seed: 1,
            stop: None,
        }
    }

    /// Whether somebody wants it to end.
    pub(super) fn is_to_end(&self) -> bool {
        self.stop.is_some_and(Stop::is_wanted)
    }

    /// Whether it can be evaluated at all.
    pub(super) fn check(&self) -> Result<(), EvaluateError> {
        for (name, share) in [("base_rate", self.base_rate), ("review_budget", self.review_budget)]
        {
            if !(share > 0.0 && share < 1.0) {
                return Err(EvaluateError::Share { name });
            }
        }
        let elsewhere = self.elsewhere.map_or(&[][..], |one| one.rows);
        [self.rows, self.learned_from, elsewhere].into_iter().try_for_each(|rows| self.fits(rows))
    }

    fn fits(&self, rows: &[HeldOut]) -> Result<(), EvaluateError> {
        for (row, one) in rows.iter().enumerate() {
            let (values, columns) = (one.values.len(), self.columns.len());
            if values != columns {
                return Err(EvaluateError::Shape { row, values, columns });
            }
            let fine = |number: &f64| number.is_finite() && *number >= 0.0;
            if !one.values.iter().flatten().all(fine) || !fine(&one.weight) {
                return Err(EvaluateError::Value { row });
            }
        }
        Ok(())
    }
}

impl SwapProof {
    /// Digests the log-odds of the same people, in the same order, before and after the swap: to the bit.
    pub fn of(as_they_are: &[f64], swapped: &[f64]) -> Self {
        Self {
            people: as_they_are.len().min(swapped.len()),
            as_they_are: digest(as_they_are),
            swapped: digest(swapped),
        }
    }

    /// Whether no score moved.
    pub fn holds(&self) -> bool {
        self.as_they_are == self.swapped
    }
}

fn digest(scores: &[f64]) -> String {
    let mut hash = Sha256::new();
    for score in scores {
        hash.update(score.to_bits().to_be_bytes());
    }
    format!("sha256:{}", hex(&hash.finalize()))
}
