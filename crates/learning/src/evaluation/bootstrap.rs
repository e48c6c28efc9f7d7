//! The bootstrap: confidence intervals from resampling whole groups.
//!
//! Members of a ring resemble each other, so resampling individual examples would make every interval too narrow
//! (cluster bootstrap: Davison and Hinkley 1997, §3.8).

use std::collections::BTreeMap;

use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

use super::input::{EvaluateError, EvaluationInput};
use super::ranking::Curve;
use super::report::Interval;
use crate::data::TrainingExample;

/// Examples by group.
pub(super) struct Resampling {
    /// The group of each example, counted from 0.
    groups: Vec<usize>,
    pub(super) group_count: usize,
    /// The original weights of the examples.
    pub(super) weights: Vec<f64>,
}

impl Resampling {
    pub(super) fn new(examples: &[TrainingExample]) -> Self {
        let mut numbers: BTreeMap<u64, usize> = BTreeMap::new();
        for example in examples {
            let next = numbers.len();
            numbers.entry(example.group).or_insert(next);
        }
        Self {
            groups: examples.iter().map(|example| numbers[&example.group]).collect(),
            group_count: numbers.len(),
            weights: examples.iter().map(|example| example.weight).collect(),
        }
    }

    /// Resamples the groups `input.draws` times and calls `each` with the weights of each draw. Returns an error if the
    /// evaluation is stopped.
    pub(super) fn draw(
        &self,
        input: &EvaluationInput<'_>,
        mut each: impl FnMut(&[f64]),
    ) -> Result<(), EvaluateError> {
        let mut random = ChaCha8Rng::seed_from_u64(input.seed);
        let mut times = vec![0.0; self.group_count];
        let mut weights = vec![0.0; self.weights.len()];
        // With a single group, every draw would be the same.
        let draws = if self.group_count > 1 { input.draws } else { 0 };
        for _ in 0..draws {
            if input.is_stopped() {
                return Err(EvaluateError::Stopped);
            }
            times.fill(0.0);
            for _ in 0..self.group_count {
                times[random.random_range(0..self.group_count)] += 1.0;
            }
            for (row, weight) in weights.iter_mut().enumerate() {
                *weight = self.weights[row] * times[self.groups[row]];
            }
            each(&weights);
        }
        Ok(())
    }
}

/// The weights of a draw, and the model's curve under them.
pub(super) struct Draw<'a> {
    pub(super) weights: &'a [f64],
    pub(super) curve: &'a Curve,
}

type Compute<'a> = Box<dyn Fn(&Draw<'_>) -> Vec<Option<f64>> + 'a>;

/// Figures that are computed for the original examples and again for every draw.
pub(super) struct Figures<'a> {
    compute: Compute<'a>,
    pub(super) drawn: Vec<Drawn>,
}

impl<'a> Figures<'a> {
    /// Computes the figures of the original examples.
    pub(super) fn new(
        original: &Draw<'_>,
        compute: impl Fn(&Draw<'_>) -> Vec<Option<f64>> + 'a,
    ) -> Self {
        let drawn = compute(original).into_iter().map(Drawn::new).collect();
        Self { compute: Box::new(compute), drawn }
    }

    pub(super) fn add(&mut self, draw: &Draw<'_>) {
        let figures = (self.compute)(draw);
        self.drawn.iter_mut().zip(figures).for_each(|(drawn, figure)| drawn.draws.extend(figure));
    }

    /// The figures with their intervals, in the order of computation.
    pub(super) fn intervals(self) -> impl Iterator<Item = Option<Interval>> {
        self.drawn.into_iter().map(Drawn::interval)
    }
}

/// A figure and its values in the draws.
pub(super) struct Drawn {
    value: Option<f64>,
    draws: Vec<f64>,
}

impl Drawn {
    fn new(value: Option<f64>) -> Self {
        Self { value, draws: Vec::new() }
    }

    /// The figure with the interval that contains 95 % of the draws.
    fn interval(mut self) -> Option<Interval> {
        let value = self.value?;
        self.draws.sort_by(f64::total_cmp);
        let last = self.draws.len().saturating_sub(1);
        let at = |i: usize| self.draws.get(i).copied().unwrap_or(value);
        Some(Interval { value, low: at(last * 25 / 1000), high: at((last * 975).div_ceil(1000)) })
    }

    /// The standard deviation of the draws.
    pub(super) fn deviation(&self) -> f64 {
        let count = super::number(self.draws.len().max(1));
        let mean = self.draws.iter().sum::<f64>() / count;
        (self.draws.iter().map(|draw| (draw - mean).powi(2)).sum::<f64>() / count).sqrt()
    }
}
