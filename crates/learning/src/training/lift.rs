//! Measures how much labels from another platform improve a model. The model is refitted on part of another cohort and
//! measured on later applicants of that cohort.

use std::collections::BTreeMap;

use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use scoring::model::Model;

use super::{columns, split};
use crate::data::{TrainingData, TrainingExample, bind};
use crate::evaluation::{Lift, average_precision};
use crate::fit::{FitOptions, fit, fit_from};

/// The numbers of labels to try; all labels are tried last.
const LABELS: [usize; 5] = [80, 200, 500, 1000, 2000];
/// How many samples are drawn per number of labels: with few labels, results vary widely.
const DRAWS: u64 = 5;

/// Average precision on later applicants: of the unchanged model, and after refitting with more and more earlier
/// labels.
pub(super) fn lift(model: &Model, people: &[TrainingExample], options: &FitOptions) -> Vec<Lift> {
    let (earlier, later) = split(people);
    let unchanged = precision(model, &later);
    let mut lifts = vec![Lift::new(0, &[unchanged], &[])];
    let all = earlier.len();
    for labels in LABELS.into_iter().filter(|labels| *labels < all).chain([all]) {
        let draws = if labels == all { 1 } else { DRAWS };
        let (mut from_model, mut from_nothing) = (Vec::new(), Vec::new());
        for draw in 0..draws {
            let seed = options.seed.wrapping_add(draw);
            let examples = draw_examples(&earlier, labels, seed);
            let data = TrainingData { columns: columns(), examples };
            let options = FitOptions { seed, ..options.clone() };
            // With too few examples of a class, fitting fails and the model stays unchanged.
            from_model.push(match fit_from(model, &data, &options) {
                Ok(fitted) => precision(&fitted.model, &later),
                Err(_) => unchanged,
            });
            if let Ok(fitted) = fit(&data, &options) {
                from_nothing.push(precision(&fitted.model, &later));
            }
        }
        if from_nothing.len() < from_model.len() {
            // A mean of only the draws that could be fitted would be too optimistic.
            from_nothing.clear();
        }
        lifts.push(Lift::new(labels, &from_model, &from_nothing));
    }
    lifts
}

/// Draws `count` examples by group, so that rings stay together. The last group may be cut off.
fn draw_examples(examples: &[TrainingExample], count: usize, seed: u64) -> Vec<TrainingExample> {
    let mut groups: Vec<u64> = examples.iter().map(|example| example.group).collect();
    groups.sort_unstable();
    groups.dedup();
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    for i in (1..groups.len()).rev() {
        groups.swap(i, random.random_range(0..=i));
    }
    let turns: BTreeMap<u64, usize> =
        groups.into_iter().enumerate().map(|(turn, group)| (group, turn)).collect();
    let mut drawn = examples.to_vec();
    drawn.sort_by_key(|example| turns[&example.group]);
    drawn.truncate(count);
    drawn
}

fn precision(model: &Model, people: &[TrainingExample]) -> f64 {
    let scorer = bind(model, &columns());
    // The base rate does not change the order.
    let score = |example: &TrainingExample| scorer.score(&example.inputs, 0.01).log_odds;
    let scored: Vec<(f64, bool)> =
        people.iter().map(|example| (score(example), example.fake)).collect();
    average_precision(&scored).unwrap_or_default()
}
