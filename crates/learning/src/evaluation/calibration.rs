//! Calibration: whether probabilities match the observed shares of fakes.
//!
//! The examples' own share of fakes is used as the base rate, because a wrong base rate is not an error of the model.

use super::bootstrap::{Draw, Figures};
use super::number;
use super::ranking::Ranking;
use super::report::{Calibration, CalibrationGroup};
use crate::data::TrainingExample;

/// The number of groups of about equal weight.
const GROUPS: u32 = 10;

pub(super) struct CalibrationFigures<'a> {
    /// The calibration error, the Brier score, and the share of fakes in each group.
    pub(super) figures: Figures<'a>,
    /// The size and mean probability of each group.
    groups: Vec<(usize, f64)>,
}

#[derive(Clone, Copy, Default)]
struct Sums {
    weight: f64,
    predicted: f64,
    fakes: f64,
}

impl<'a> CalibrationFigures<'a> {
    pub(super) fn new(
        examples: &'a [TrainingExample],
        probabilities: &'a [f64],
        ranking: &Ranking,
        original: &Draw<'_>,
    ) -> Self {
        let group_of = groups(examples, probabilities, ranking, original.weights);
        let count = group_of.iter().max().map_or(0, |last| last + 1);
        let mut sizes = vec![0; count];
        for group in &group_of {
            sizes[*group] += 1;
        }
        let sums = move |weights: &[f64]| {
            let mut sums = vec![Sums::default(); count];
            for (row, weight) in weights.iter().enumerate() {
                let sums = &mut sums[group_of[row]];
                sums.weight += weight;
                sums.predicted += weight * probabilities[row];
                sums.fakes += weight * label(&examples[row]);
            }
            sums
        };
        let means = sums(original.weights).into_iter().map(|sums| sums.predicted / sums.weight);
        let groups = sizes.into_iter().zip(means).collect();
        let figures = Figures::new(original, move |draw| {
            let sums = sums(draw.weights);
            let scores = [error(&sums), brier(examples, probabilities, draw.weights)];
            scores.into_iter().chain(sums.iter().map(Sums::share)).collect()
        });
        Self { figures, groups }
    }

    pub(super) fn report(self) -> Option<Calibration> {
        let mut intervals = self.figures.intervals();
        let (error, brier) = (intervals.next()??, intervals.next()??);
        let group = |((rows, predicted), observed)| {
            Some(CalibrationGroup { rows, predicted, observed: observed? })
        };
        let groups = self.groups.into_iter().zip(intervals).filter_map(group).collect();
        Some(Calibration { error, brier, groups })
    }
}

impl Sums {
    fn share(&self) -> Option<f64> {
        (self.weight > 0.0).then(|| self.fakes / self.weight)
    }
}

fn label(example: &TrainingExample) -> f64 {
    f64::from(u8::from(example.fake))
}

fn error(sums: &[Sums]) -> Option<f64> {
    let all: f64 = sums.iter().map(|sums| sums.weight).sum();
    let gaps: f64 = sums.iter().map(|sums| (sums.predicted - sums.fakes).abs()).sum();
    (all > 0.0).then(|| gaps / all)
}

fn brier(examples: &[TrainingExample], probabilities: &[f64], weights: &[f64]) -> Option<f64> {
    let (mut sum, mut all) = (0.0, 0.0);
    for (row, weight) in weights.iter().enumerate() {
        sum += weight * (probabilities[row] - label(&examples[row])).powi(2);
        all += weight;
    }
    (all > 0.0).then(|| sum / all)
}

/// The group of each example. Groups have about equal weight, the least suspicious examples come first, and equal
/// probabilities stay together.
fn groups(
    examples: &[TrainingExample],
    probabilities: &[f64],
    ranking: &Ranking,
    weights: &[f64],
) -> Vec<usize> {
    let all: f64 = weights.iter().sum();
    let mut groups = vec![0; examples.len()];
    let (mut before, mut group, mut opened, mut last) = (0.0, 0, 0, None);
    for row in ranking.order.iter().rev() {
        let is_new = last.is_none_or(|last: f64| (probabilities[*row] - last).abs() > 1e-12);
        if is_new {
            let wanted = (0..GROUPS).filter(|n| before >= all * f64::from(*n) / f64::from(GROUPS));
            let wanted = wanted.count();
            if last.is_some() && wanted > opened {
                group += 1;
            }
            opened = wanted.max(opened);
        }
        groups[*row] = group;
        before += weights[*row];
        last = Some(probabilities[*row]);
    }
    debug_assert!(number(group) < f64::from(GROUPS), "there are at most `GROUPS` groups");
    groups
}
