//! The inputs of an evaluation.

use evidence::identifier::hex;
use scoring::model::{Model, Stop};
use sha2::{Digest, Sha256};

use crate::data::{self, BadExample, Column, TrainingExample};

/// A model fitted on some of the examples, for the learning curve.
#[derive(Clone, Copy, Debug)]
pub struct Refit<'a> {
    /// The number of examples it was fitted on.
    pub rows: usize,
    pub fakes: usize,
    pub model: &'a Model,
}

/// Examples that differ from the training data.
#[derive(Clone, Copy, Debug)]
pub struct OtherCohortInput<'a> {
    /// How they differ, in a sentence.
    pub description: &'a str,
    pub examples: &'a [TrainingExample],
}

/// Digests of some applicants' scores before and after swapping name, nationality and schools.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SwapProof {
    pub people: usize,
    #[serde(alias = "as_they_are")]
    pub original: String,
    pub swapped: String,
}

#[derive(Clone, Copy, Debug)]
pub struct EvaluationInput<'a> {
    pub columns: &'a [Column],
    /// The held-out examples.
    pub examples: &'a [TrainingExample],
    /// The training examples, as the reference for drift. If empty, the held-out examples are used.
    pub learned_from: &'a [TrainingExample],
    pub model: &'a Model,
    /// The current champion, if it is another model.
    pub champion: Option<&'a Model>,
    /// Models fitted on some of the examples, fewest first.
    pub refits: &'a [Refit<'a>],
    pub other_cohort: Option<OtherCohortInput<'a>>,
    pub swap: Option<&'a SwapProof>,
    /// The share of fakes for which precision is stated.
    pub base_rate: f64,
    /// The share of applicants that reviewers have time for.
    pub review_budget: f64,
    /// How many times groups are resampled for the intervals.
    pub draws: usize,
    /// The seed of the resampling.
    pub seed: u64,
    pub stop: Option<&'a Stop>,
}

#[derive(Debug, thiserror::Error)]
pub enum EvaluateError {
    #[error(transparent)]
    Example(#[from] BadExample),
    #[error("the evaluation was stopped")]
    Stopped,
    #[error("`{name}` must be above 0 and below 1")]
    Share { name: &'static str },
}

impl<'a> EvaluationInput<'a> {
    /// An evaluation of only the model, with 200 draws and a review budget of 2 %.
    pub fn new(columns: &'a [Column], examples: &'a [TrainingExample], model: &'a Model) -> Self {
        Self {
            columns,
            examples,
            learned_from: &[],
            model,
            champion: None,
            refits: &[],
            other_cohort: None,
            swap: None,
            base_rate: 0.005,
            review_budget: 0.02,
            draws: 200,
            seed: 1,
            stop: None,
        }
    }

    pub(super) fn is_stopped(&self) -> bool {
        self.stop.is_some_and(Stop::is_requested)
    }

    pub(super) fn check(&self) -> Result<(), EvaluateError> {
        for (name, share) in [("base_rate", self.base_rate), ("review_budget", self.review_budget)]
        {
            if !(share > 0.0 && share < 1.0) {
                return Err(EvaluateError::Share { name });
            }
        }
        let other_cohort = self.other_cohort.map_or(&[][..], |other_cohort| other_cohort.examples);
        for examples in [self.examples, self.learned_from, other_cohort] {
            data::check(self.columns.len(), examples)?;
        }
        Ok(())
    }
}

impl SwapProof {
    /// Digests the log-odds of the same applicants, in the same order, before and after the swap. Any changed bit
    /// changes the digest.
    pub fn new(original: &[f64], swapped: &[f64]) -> Self {
        Self {
            people: original.len().min(swapped.len()),
            original: digest(original),
            swapped: digest(swapped),
        }
    }

    /// Whether no score changed.
    pub fn holds(&self) -> bool {
        self.original == self.swapped
    }
}

fn digest(scores: &[f64]) -> String {
    let mut hash = Sha256::new();
    for score in scores {
        hash.update(score.to_bits().to_be_bytes());
    }
    format!("sha256:{}", hex(&hash.finalize()))
}
