//! The bootstrap: rows drawn anew, whole groups at a time.
//!
//! Members of a ring are alike, so that drawing rows one by one would make every interval too narrow (cluster
//! bootstrap: Davison and Hinkley 1997, §3.8).

use std::collections::BTreeMap;

use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

use super::input::{EvaluateError, EvaluationInput, HeldOut};
use super::report::Interval;

/// Rows dealt to groups, with the weight of each row.
pub(super) struct Resampling {
    /// The group of each row, from 0.
    groups: Vec<usize>,
    count: usize,
    weights: Vec<f64>,
}

impl Resampling {
    pub(super) fn new(rows: &[HeldOut]) -> Self {
        let mut places: BTreeMap<u64, usize> = BTreeMap::new();
        for row in rows {
            let next = places.len();
            places.entry(row.group).or_insert(next);
        }
        Self {
            groups: rows.iter().map(|row| places[&row.group]).collect(),
            count: places.len(),
            weights: rows.iter().map(|row| row.weight).collect(),
        }
    }

    /// How many groups there are.
    pub(super) fn groups(&self) -> usize {
        self.count
    }

    /// The weights as they are.
    pub(super) fn weights(&self) -> &[f64] {
        &self.weights
    }

    /// Draws the groups anew as often as is asked for, and hands on the weights of each draw. It is no result if
    /// somebody wanted it to end meanwhile.
    pub(super) fn draw(
        &self,
        input: &EvaluationInput<'_>,
        mut each: impl FnMut(&[f64]),
    ) -> Result<(), EvaluateError> {
        let mut random = ChaCha8Rng::seed_from_u64(input.seed);
        let mut times = vec![0.0; self.count];
        let mut weights = vec![0.0; self.weights.len()];
        // One group alone gives the same draw again and again.
        let draws = if self.count > 1 { input.draws } else { 0 };
        for _ in 0..draws {
            if input.is_to_end() {
                return Err(EvaluateError::Stopped);
            }
            times.fill(0.0);
            for _ in 0..self.count {
                times[random.random_range(0..self.count)] += 1.0;
            }
            for (row, weight) in weights.iter_mut().enumerate() {
                *weight = self.weights[row] * times[self.groups[row]];
            }
            each(&weights);
        }
        Ok(())
    }
}

/// A figure and what the draws gave for it.
#[derive(Default)]
pub(super) struct Drawn {
    value: Option<f64>,
    draws: Vec<f64>,
}

impl Drawn {
    pub(super) fn new(value: Option<f64>) -> Self {
        Self { value, draws: Vec::new() }
    }

    pub(super) fn push(&mut self, draw: Option<f64>) {
        self.draws.extend(draw);
    }

    /// The figure with the interval that holds 95 % of the draws.
    pub(super) fn interval(mut self) -> Option<Interval> {
        let value = self.value?;
        self.draws.sort_by(f64::total_cmp);
        let last = self.draws.len().saturating_sub(1);
        let at = |place: usize| self.draws.get(place).copied().unwrap_or(value);
        Some(Interval { value, low: at(last * 25 / 1000), high: at((last * 975).div_ceil(1000)) })
    }

    /// The standard deviation of the draws.
    pub(super) fn spread(&self) -> f64 {
        let count = super::number(self.draws.len().max(1));
        let mean = self.draws.iter().sum::<f64>() / count;
        (self.draws.iter().map(|draw| (draw - mean).powi(2)).sum::<f64>() / count).sqrt()
    }
}
