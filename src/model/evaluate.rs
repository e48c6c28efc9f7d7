//! Measuring a model on people that it has not seen.

use std::collections::BTreeMap;

use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use serde::{Deserialize, Serialize};

use super::{logit, sigmoid};

/// What a model said of one applicant, and what it was.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Outcome {
    /// The log-odds at the cohort's own base rate.
    pub log_odds: f64,
    /// Whether the applicant was fake.
    pub fake: bool,
    /// The ring or person; the bootstrap draws whole groups.
    pub group: u64,
}

/// How to measure.
#[derive(Clone, Debug)]
pub struct EvaluationOptions {
    /// The share of fakes in the cohort.
    pub cohort_base_rate: f64,
    /// The share of fakes for which precision is stated.
    pub base_rate: f64,
    /// How many times the cohort is drawn anew for the intervals.
    pub draws: usize,
    /// The seed of the draws.
    pub seed: u64,
}

/// What was measured.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Evaluation {
    /// How many applicants.
    pub rows: usize,
    /// How many of them were fake.
    pub fakes: usize,
    /// The area under the ROC curve.
    pub roc_auc: Interval,
    /// The area under the precision-recall curve, as average precision, in the cohort.
    pub average_precision: Interval,
    /// The mean squared error of the probabilities (Brier 1950), in the cohort.
    pub brier: f64,
    /// The expected calibration error over ten equal groups, in the cohort.
    pub calibration_error: f64,
    /// The share of fakes for which the budgets' precision is stated.
    pub base_rate: f64,
    /// What reviewers would find with so much work.
    pub budgets: Vec<Budget>,
}

/// A figure with the interval that holds 95 % of the draws.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Interval {
    /// The figure.
    pub value: f64,
    /// 2.5 % of the draws are below.
    pub low: f64,
    /// 2.5 % of the draws are above.
    pub high: f64,
}

/// What is found when a share of all genuine applicants may be looked at for nothing.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Budget {
    /// The share of genuine applicants above the threshold.
    pub false_positive_rate: f64,
    /// The share of fakes above it.
    pub recall: Interval,
    /// How many of those above it are fake, at the stated base rate.
    pub precision: f64,
}

const BUDGETS: [f64; 4] = [0.001, 0.005, 0.01, 0.05];

/// Measures; both classes must be there.
pub fn evaluate(outcomes: &[Outcome], options: &EvaluationOptions) -> Option<Evaluation> {
    let sorted = Sorted::new(outcomes.to_vec())?;
    let mut draws: Vec<Vec<f64>> = vec![Vec::new(); 2 + BUDGETS.len()];
    let mut random = ChaCha8Rng::seed_from_u64(options.seed);
    let groups = groups(outcomes);
    for _ in 0..options.draws {
        let drawn =
            (0..groups.len()).flat_map(|_| groups[random.random_range(0..groups.len())].clone());
        if let Some(drawn) = Sorted::new(drawn.collect()) {
            figures(&drawn).iter().zip(&mut draws).for_each(|(figure, all)| all.push(*figure));
        }
    }
    let values = figures(&sorted);
    let mut intervals = values.iter().zip(draws).map(|(value, draws)| interval(*value, draws));
    let (roc_auc, average_precision) = (intervals.next()?, intervals.next()?);
    let budget = |(rate, recall): (&f64, Interval)| Budget {
        false_positive_rate: *rate,
        recall,
        precision: precision(recall.value, *rate, options.base_rate),
    };
    Some(Evaluation {
        rows: outcomes.len(),
        fakes: sorted.fakes,
        roc_auc,
        average_precision,
        brier: brier(outcomes),
        calibration_error: calibration_error(&sorted.outcomes),
        base_rate: options.base_rate,
        budgets: BUDGETS.iter().zip(intervals).map(budget).collect(),
    })
}

/// Shifts log-odds from one base rate to another (Elkan 2001).
pub fn shifted(log_odds: f64, from: f64, to: f64) -> f64 {
    log_odds - logit(from) + logit(to)
}

fn groups(outcomes: &[Outcome]) -> Vec<Vec<Outcome>> {
    let mut groups: BTreeMap<u64, Vec<Outcome>> = BTreeMap::new();
    for outcome in outcomes {
        groups.entry(outcome.group).or_default().push(*outcome);
    }
    groups.into_values().collect()
}

fn figures(sorted: &Sorted) -> Vec<f64> {
    let mut figures = vec![sorted.roc_auc(), sorted.average_precision()];
    figures.extend(BUDGETS.iter().map(|rate| sorted.recall(*rate)));
    figures
}

fn interval(value: f64, mut draws: Vec<f64>) -> Interval {
    draws.sort_by(f64::total_cmp);
    let at = |share: usize| draws.get(draws.len() * share / 1000).copied().unwrap_or(value);
    Interval { value, low: at(25), high: at(975) }
}

fn precision(recall: f64, false_positive_rate: f64, base_rate: f64) -> f64 {
    let (found, wrong) = (recall * base_rate, false_positive_rate * (1.0 - base_rate));
    if found + wrong > 0.0 { found / (found + wrong) } else { 0.0 }
}

fn brier(outcomes: &[Outcome]) -> f64 {
    let error = |one: &Outcome| (sigmoid(one.log_odds) - f64::from(u8::from(one.fake))).powi(2);
    outcomes.iter().map(error).sum::<f64>() / count(outcomes.len())
}

fn calibration_error(sorted: &[Outcome]) -> f64 {
    let size = sorted.len().div_ceil(10);
    let gap = |group: &[Outcome]| {
        let said: f64 = group.iter().map(|one| sigmoid(one.log_odds)).sum();
        let was = count(group.iter().filter(|one| one.fake).count());
        (said - was).abs()
    };
    sorted.chunks(size).map(gap).sum::<f64>() / count(sorted.len())
}

/// Outcomes from the most to the least suspicious.
struct Sorted {
    outcomes: Vec<Outcome>,
    fakes: usize,
    genuine: usize,
}

impl Sorted {
    fn new(mut outcomes: Vec<Outcome>) -> Option<Self> {
        outcomes.sort_by(|a, b| b.log_odds.total_cmp(&a.log_odds));
        let fakes = outcomes.iter().filter(|one| one.fake).count();
        let genuine = outcomes.len() - fakes;
        (fakes > 0 && genuine > 0).then_some(Self { outcomes, fakes, genuine })
    }

    /// How many fakes and others stand at each score or above, one step for each different score.
    fn steps(&self) -> impl Iterator<Item = (f64, f64)> {
        let (mut fakes, mut genuine) = (0, 0);
        let next = |i: usize| self.outcomes.get(i + 1).map(|one| one.log_odds);
        self.outcomes.iter().enumerate().filter_map(move |(i, one)| {
            if one.fake {
                fakes += 1;
            } else {
                genuine += 1;
            }
            (next(i) != Some(one.log_odds)).then(|| (count(fakes), count(genuine)))
        })
    }

    fn roc_auc(&self) -> f64 {
        let (mut area, mut before) = (0.0, (0.0, 0.0));
        for step in self.steps() {
            area += (step.1 - before.1) * f64::midpoint(step.0, before.0);
            before = step;
        }
        area / (count(self.fakes) * count(self.genuine))
    }

    fn average_precision(&self) -> f64 {
        let (mut sum, mut found) = (0.0, 0.0);
        for (fakes, genuine) in self.steps() {
            sum += (fakes - found) * fakes / (fakes + genuine);
            found = fakes;
        }
        sum / count(self.fakes)
    }

    /// The share of fakes above the lowest threshold with at most this share of genuine applicants.
    fn recall(&self, false_positive_rate: f64) -> f64 {
        let most = false_positive_rate * count(self.genuine);
        let found = self.steps().take_while(|(_, genuine)| *genuine <= most).last();
        found.map_or(0.0, |(fakes, _)| fakes / count(self.fakes))
    }
}

fn count(number: usize) -> f64 {
    f64::from(u32::try_from(number).unwrap_or(u32::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outcomes(scores: &[(f64, bool)]) -> Vec<Outcome> {
        let outcome = |(i, (log_odds, fake)): (usize, &(f64, bool))| Outcome {
            log_odds: *log_odds,
            fake: *fake,
            group: i as u64,
        };
        scores.iter().enumerate().map(outcome).collect()
    }

    fn options() -> EvaluationOptions {
        EvaluationOptions { cohort_base_rate: 0.5, base_rate: 0.01, draws: 50, seed: 1 }
    }

    #[test]
    fn a_perfect_order_has_area_one_and_ties_have_half() {
        let perfect = outcomes(&[(2.0, true), (1.0, true), (-1.0, false), (-2.0, false)]);
        let measured = evaluate(&perfect, &options()).unwrap();
        assert!((measured.roc_auc.value - 1.0).abs() < 1e-12);
        assert!((measured.average_precision.value - 1.0).abs() < 1e-12);
        let tied = outcomes(&[(0.0, true), (0.0, true), (0.0, false), (0.0, false)]);
        let measured = evaluate(&tied, &options()).unwrap();
        assert!((measured.roc_auc.value - 0.5).abs() < 1e-12);
    }

    #[test]
    fn average_precision_is_that_of_the_textbook() {
        let mixed = outcomes(&[(3.0, true), (2.0, false), (1.0, true), (0.0, false)]);
        let measured = evaluate(&mixed, &options()).unwrap();
        assert!((measured.average_precision.value - f64::midpoint(1.0, 2.0 / 3.0)).abs() < 1e-12);
    }

    #[test]
    fn one_class_alone_cannot_be_measured() {
        assert!(evaluate(&outcomes(&[(1.0, true)]), &options()).is_none());
    }

    #[test]
    fn a_shift_of_the_base_rate_moves_the_probability_as_bayes_does() {
        let moved = sigmoid(shifted(logit(0.5), 0.5, 0.01));
        assert!((moved - 0.01).abs() < 1e-12);
    }
}
