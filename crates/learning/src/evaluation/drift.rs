//! Drift: how far what comes in is from what a model learned from.
//!
//! The population stability index is Σ (actual − expected) · ln (actual / expected) over the bins of the reference
//! (Siddiqi 2006, "Credit Risk Scorecards"; it is the symmetric Kullback–Leibler divergence of Jeffreys 1946).
//! Half a person is added to each bin, so that an empty one is no infinity. Without any drift chance alone makes it
//! about (bins − 1) · (1/n + 1/m) for n people against m of the reference (Yurdakul 2018): that much is taken off
//! before it is held against a threshold, else every rare indicator of a small platform would seem to drift.

use scoring::model::Scorer;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::measure::evidence;
use super::number;
use super::reference::score_bin;
use super::report::{IndicatorReference, Reference, ScoreReference};
use super::shapes::bin;

/// Where drift begins.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct DriftBounds {
    /// From which index on something has moved.
    #[serde(rename = "moved_threshold", alias = "moved_from")]
    pub moved_from: f64,
    /// From which index on it has drifted, which is told.
    #[serde(rename = "drifted_threshold", alias = "drifted_from")]
    pub drifted_from: f64,
    /// Of fewer people than this nothing is said.
    #[serde(rename = "min_sample_size", alias = "people_needed")]
    pub people_needed: u32,
}

/// How often something was said.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DriftCounts {
    /// How often nothing was known.
    pub unknown: u64,
    /// How often each bin of the reference was met.
    pub known: Vec<u64>,
}

/// What an index says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum DriftLevel {
    /// There are too few people to tell.
    #[serde(rename = "insufficient_data", alias = "too_few")]
    TooFew,
    /// As in the reference.
    Stable,
    /// Something has moved.
    Moved,
    /// It is unlike the reference.
    Drifted,
}

/// A population stability index.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = StabilityIndex)]
pub struct Stability {
    /// The index.
    pub psi: f64,
    /// What chance alone makes of it with so few people, on average.
    #[serde(rename = "expected_by_chance", alias = "by_chance")]
    pub by_chance: f64,
    /// The index less that, not below 0: what is held against the bounds.
    #[serde(rename = "excess", alias = "corrected")]
    pub corrected: f64,
    /// Of how many people.
    #[serde(rename = "sample_size", alias = "people")]
    pub people: u64,
    /// What it says.
    pub level: DriftLevel,
}

impl DriftCounts {
    /// Nothing counted yet, for an indicator.
    pub fn of_indicator(reference: &IndicatorReference) -> Self {
        Self { unknown: 0, known: vec![0; reference.known.len()] }
    }

    /// Nothing counted yet, for scores.
    pub fn of_scores(reference: &ScoreReference) -> Self {
        Self { unknown: 0, known: vec![0; reference.shares.len()] }
    }

    /// Counts what an indicator said.
    pub fn observe(&mut self, reference: &IndicatorReference, value: Option<f64>) {
        match value {
            None => self.unknown += 1,
            Some(value) => self.count(bin(&reference.edges, value)),
        }
    }

    /// Counts the score of what was observed, whatever the base rate.
    pub fn score(&mut self, reference: &ScoreReference, scorer: &Scorer, values: &[Option<f64>]) {
        self.count(score_bin(&reference.edges, evidence(scorer, values)));
    }

    fn count(&mut self, place: usize) {
        if let Some(bin) = self.known.get_mut(place) {
            *bin += 1;
        }
    }

    /// Adds what was counted elsewhere.
    pub fn add(&mut self, other: &Self) {
        self.unknown += other.unknown;
        self.known.iter_mut().zip(&other.known).for_each(|(own, other)| *own += other);
    }

    /// How often anything was known.
    pub fn known(&self) -> u64 {
        self.known.iter().sum()
    }

    /// The share of which nothing was known.
    pub fn unknown_share(&self) -> f64 {
        float(self.unknown) / float(self.unknown + self.known()).max(1.0)
    }
}

/// How far the values of those of whom something is known are from the reference.
pub fn values_stability(
    reference: &Reference,
    one: &IndicatorReference,
    counts: &DriftCounts,
    bounds: &DriftBounds,
) -> Stability {
    let people = reference.effective_rows * (1.0 - one.unknown);
    stability(&one.known, people, &counts.known, bounds)
}

/// How far the share of unknowns is from the reference.
pub fn unknown_stability(
    reference: &Reference,
    one: &IndicatorReference,
    counts: &DriftCounts,
    bounds: &DriftBounds,
) -> Stability {
    let shares = [one.unknown, 1.0 - one.unknown];
    stability(&shares, reference.effective_rows, &[counts.unknown, counts.known()], bounds)
}

/// How far scores are from the reference.
pub fn score_stability(
    reference: &Reference,
    counts: &DriftCounts,
    bounds: &DriftBounds,
) -> Stability {
    stability(&reference.scores.shares, reference.effective_rows, &counts.known, bounds)
}

/// The index of counts against shares that so many people had.
fn stability(expected: &[f64], of: f64, counts: &[u64], bounds: &DriftBounds) -> Stability {
    let people: u64 = counts.iter().sum();
    let bins = number(expected.len());
    let share = |count: f64, all: f64| (count + 0.5) / (all + 0.5 * bins);
    let psi: f64 = (expected.iter().zip(counts))
        .map(|(expected, count)| {
            let (was, is) = (share(expected * of, of), share(float(*count), float(people)));
            (is - was) * (is / was).ln()
        })
        .sum();
    let by_chance = (bins - 1.0) * (1.0 / float(people).max(1.0) + 1.0 / of.max(1.0));
    let corrected = (psi - by_chance).max(0.0);
    let level = match corrected {
        _ if people < u64::from(bounds.people_needed) || of < 1.0 => DriftLevel::TooFew,
        corrected if corrected >= bounds.drifted_from => DriftLevel::Drifted,
        corrected if corrected >= bounds.moved_from => DriftLevel::Moved,
        _ => DriftLevel::Stable,
    };
    Stability { psi, by_chance, corrected, people, level }
}

#[expect(clippy::cast_precision_loss, reason = "counts of people are far below 2^53")]
fn float(count: u64) -> f64 {
    count as f64
}
