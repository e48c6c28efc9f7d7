//! A model's scores for some examples.

use std::borrow::Cow;

use scoring::model::{Model, Scorer, logit, sigmoid};

use super::ranking::Ranking;
use crate::data::{Column, TrainingExample, bind};

pub(super) struct Scores<'a> {
    pub(super) examples: Cow<'a, [TrainingExample]>,
    pub(super) scorer: Scorer,
    /// The log-odds of the evidence, without the base rate.
    pub(super) evidence: Vec<f64>,
    /// The amount that the model adds to the base rate's log-odds before any evidence.
    pub(super) shift: f64,
}

impl<'a> Scores<'a> {
    pub(super) fn new(model: &Model, columns: &[Column], examples: &'a [TrainingExample]) -> Self {
        let scorer = bind(model, columns);
        let evidence = examples.iter().map(|example| evidence(&scorer, &example.inputs)).collect();
        // The log-odds of 0.5 are 0, so only the shift is left.
        let shift = scorer.score(&vec![None; columns.len()], 0.5).base_log_odds;
        Self { examples: Cow::Borrowed(examples), scorer, evidence, shift }
    }

    pub(super) fn probabilities(&self, base_rate: f64) -> Vec<f64> {
        let base = logit(base_rate) + self.shift;
        self.evidence.iter().map(|evidence| sigmoid(base + evidence)).collect()
    }

    pub(super) fn ranking(&self) -> Ranking {
        Ranking::new(&self.evidence, &self.examples)
    }
}

/// The log-odds of the evidence, without the base rate.
pub(super) fn evidence(scorer: &Scorer, inputs: &[Option<f64>]) -> f64 {
    let score = scorer.score(inputs, 0.5);
    score.log_odds - score.base_log_odds
}
