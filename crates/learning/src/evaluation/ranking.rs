//! Ranks people by suspicion and computes the rates at each threshold.

use crate::data::TrainingExample;

/// Scores are compared to nine decimal places, because sums of the same numbers may differ in the last bits.
const PRECISION: f64 = 1e9;

/// Examples in the order of their scores.
pub(super) struct Ranking {
    /// The indexes of the examples, most suspicious first.
    pub(super) order: Vec<usize>,
    /// Whether the next in the order has a different score.
    ends: Vec<bool>,
    fake: Vec<bool>,
    /// The score of each step of a [`Curve`], highest first.
    pub(super) thresholds: Vec<f64>,
}

/// The weight at or above each distinct score.
pub(super) struct Curve {
    /// The weights of fakes and of genuine people at each step.
    steps: Vec<(f64, f64)>,
}

/// The rates of a threshold.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct OperatingRates {
    /// The share of fakes above it.
    pub(super) recall: f64,
    /// The share of genuine people above it.
    pub(super) false_positive_rate: f64,
}

/// The average precision of labelled scores; `None` unless there are both fakes and genuine people.
pub fn average_precision(scored: &[(f64, bool)]) -> Option<f64> {
    let (scores, fake): (Vec<f64>, Vec<bool>) = scored.iter().copied().unzip();
    let weights = vec![1.0; scores.len()];
    Ranking::from_labels(&scores, fake).curve(&weights).average_precision()
}

impl Ranking {
    pub(super) fn new(scores: &[f64], examples: &[TrainingExample]) -> Self {
        Self::from_labels(scores, examples.iter().map(|example| example.fake).collect())
    }

    fn from_labels(scores: &[f64], fake: Vec<bool>) -> Self {
        let keys: Vec<i64> = scores.iter().map(|score| key(*score)).collect();
        let mut order: Vec<usize> = (0..scores.len()).collect();
        order.sort_by_key(|row| std::cmp::Reverse(keys[*row]));
        let end = |i: usize| order.get(i + 1).is_none_or(|next| keys[*next] != keys[order[i]]);
        let ends: Vec<bool> = (0..order.len()).map(end).collect();
        let thresholds = (order.iter().zip(&ends))
            .filter(|(_, end)| **end)
            .map(|(row, _)| scores[*row])
            .collect();
        Self { order, ends, fake, thresholds }
    }

    /// The weight above each threshold, for the given weights of the examples.
    pub(super) fn curve(&self, weights: &[f64]) -> Curve {
        let (mut fakes, mut genuine) = (0.0, 0.0);
        let mut steps = Vec::with_capacity(self.thresholds.len());
        for (row, end) in self.order.iter().zip(&self.ends) {
            if self.fake[*row] {
                fakes += weights[*row];
            } else {
                genuine += weights[*row];
            }
            if *end {
                steps.push((fakes, genuine));
            }
        }
        Curve { steps }
    }
}

#[expect(clippy::cast_possible_truncation, reason = "log-odds are far below 2^63 / 10^9")]
fn key(score: f64) -> i64 {
    (score * PRECISION).round() as i64
}

impl Curve {
    /// The weights of all fakes and of all genuine people.
    pub(super) fn totals(&self) -> (f64, f64) {
        self.steps.last().copied().unwrap_or_default()
    }

    fn both(&self) -> Option<(f64, f64)> {
        let (fakes, genuine) = self.totals();
        (fakes > 0.0 && genuine > 0.0).then_some((fakes, genuine))
    }

    /// The rates of each step.
    pub(super) fn rates(&self) -> Vec<OperatingRates> {
        let Some((fakes, genuine)) = self.both() else { return Vec::new() };
        let rates = |step: &(f64, f64)| OperatingRates {
            recall: step.0 / fakes,
            false_positive_rate: step.1 / genuine,
        };
        self.steps.iter().map(rates).collect()
    }

    /// The area under the ROC curve; ties count half.
    pub(super) fn roc_auc(&self) -> Option<f64> {
        let (fakes, genuine) = self.both()?;
        let (mut area, mut before) = (0.0, (0.0, 0.0));
        for step in &self.steps {
            area += (step.1 - before.1) * f64::midpoint(step.0, before.0);
            before = *step;
        }
        Some(area / (fakes * genuine))
    }

    /// Average precision: the step-wise area under the precision-recall curve.
    pub(super) fn average_precision(&self) -> Option<f64> {
        let (fakes, _) = self.both()?;
        let (mut sum, mut found) = (0.0, 0.0);
        for (above, genuine) in &self.steps {
            if *above > found {
                sum += (above - found) * above / (above + genuine);
                found = *above;
            }
        }
        Some(sum / fakes)
    }

    /// The share of fakes above the lowest threshold with at most this false-positive rate.
    pub(super) fn recall_at(&self, false_positive_rate: f64) -> Option<f64> {
        let (fakes, genuine) = self.both()?;
        // Allow for rounding errors in sums of weights.
        let max = false_positive_rate * genuine * (1.0 + 1e-12);
        let above = self.steps.iter().take_while(|(_, genuine)| *genuine <= max).last();
        Some(above.map_or(0.0, |(above, _)| above / fakes))
    }

    /// The rates if reviewers work this share of all applicants from the top, at a base rate. Applicants with equal
    /// scores are worked in random order.
    pub(super) fn worked(&self, share: f64, base_rate: f64) -> Option<OperatingRates> {
        self.both()?;
        let mut before = (OperatingRates { recall: 0.0, false_positive_rate: 0.0 }, 0.0);
        for rates in self.rates() {
            let work = rates.flagged(base_rate);
            if work > share {
                let part = (share - before.1) / (work - before.1);
                return Some(between(before.0, rates, part));
            }
            before = (rates, work);
        }
        Some(before.0)
    }

    /// The rates of the highest threshold with at least this recall.
    pub(super) fn reaching(&self, recall: f64) -> Option<OperatingRates> {
        let (fakes, genuine) = self.both()?;
        let min = recall * fakes * (1.0 - 1e-12);
        let step = self.steps.iter().find(|(above, _)| *above > 0.0 && *above >= min)?;
        Some(OperatingRates { recall: step.0 / fakes, false_positive_rate: step.1 / genuine })
    }
}

fn between(from: OperatingRates, to: OperatingRates, part: f64) -> OperatingRates {
    let at = |from: f64, to: f64| from + part * (to - from);
    OperatingRates {
        recall: at(from.recall, to.recall),
        false_positive_rate: at(from.false_positive_rate, to.false_positive_rate),
    }
}

impl OperatingRates {
    /// The share of fakes among those above the threshold, at a base rate.
    pub(super) fn precision(self, base_rate: f64) -> Option<f64> {
        let fakes = self.recall * base_rate;
        let genuine = self.false_positive_rate * (1.0 - base_rate);
        (fakes + genuine > 0.0).then(|| fakes / (fakes + genuine))
    }

    /// The share of all applicants above the threshold, at a base rate.
    pub(super) fn flagged(self, base_rate: f64) -> f64 {
        self.recall * base_rate + self.false_positive_rate * (1.0 - base_rate)
    }
}
