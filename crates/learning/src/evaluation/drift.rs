//! Drift: how far new applicants are from the data that a model learned from.
//!
//! The population stability index is Σ (actual − expected) · ln (actual / expected) over the bins of the reference
//! (Siddiqi 2006, "Credit Risk Scorecards"; it is the symmetric Kullback–Leibler divergence of Jeffreys 1946).
//! Half a person is added to each bin, so that an empty bin does not make it infinite. Without any drift, chance alone makes
//! the index about (bins − 1) · (1/n + 1/m) for n people against m of the reference (Yurdakul 2018). That much is subtracted
//! before the index is compared with a threshold. Otherwise every rare indicator of a small platform would seem to drift.

use scoring::model::Scorer;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::number;
use super::reference::score_bin;
use super::report::{IndicatorReference, Reference, ScoreReference};
use super::scores::evidence;
use super::shapes::bin;

/// Where drift begins.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct DriftBounds {
    /// The index from which a value counts as moved.
    #[serde(alias = "moved_from")]
    pub moved_threshold: f64,
    /// The index from which a value counts as drifted. The event `drift.detected` reports it.
    #[serde(alias = "drifted_from")]
    pub drifted_threshold: f64,
    /// With fewer people than this, there is no result.
    #[serde(alias = "people_needed")]
    pub min_sample_size: u32,
}

/// The counts of an indicator or of the scores.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DriftCounts {
    pub unknown: u64,
    /// The count of each bin of the reference.
    pub known: Vec<u64>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum DriftLevel {
    /// There are too few people to tell.
    #[serde(alias = "too_few")]
    InsufficientData,
    /// Like the reference.
    Stable,
    /// Somewhat unlike the reference.
    Moved,
    /// Unlike the reference.
    Drifted,
}

/// A population stability index.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = StabilityIndex)]
pub struct Stability {
    pub psi: f64,
    /// The index to expect from chance alone, with this number of people.
    #[serde(alias = "by_chance")]
    pub expected_by_chance: f64,
    /// `psi` minus `expected_by_chance`, but at least 0. The bounds apply to this.
    #[serde(alias = "corrected")]
    pub excess: f64,
    /// How many people were counted.
    #[serde(alias = "people")]
    pub sample_size: u64,
    pub level: DriftLevel,
}

impl DriftCounts {
    /// Empty counts for an indicator.
    pub fn for_indicator(reference: &IndicatorReference) -> Self {
        Self { unknown: 0, known: vec![0; reference.known.len()] }
    }

    /// Empty counts for scores.
    pub fn for_scores(reference: &ScoreReference) -> Self {
        Self { unknown: 0, known: vec![0; reference.shares.len()] }
    }

    /// Counts an indicator's model input.
    pub fn add_input(&mut self, reference: &IndicatorReference, value: Option<f64>) {
        match value {
            None => self.unknown += 1,
            Some(value) => self.count(bin(&reference.edges, value)),
        }
    }

    /// Counts the score of some inputs; the base rate does not matter.
    pub fn add_score(
        &mut self,
        reference: &ScoreReference,
        scorer: &Scorer,
        inputs: &[Option<f64>],
    ) {
        self.count(score_bin(&reference.edges, evidence(scorer, inputs)));
    }

    fn count(&mut self, bin: usize) {
        if let Some(count) = self.known.get_mut(bin) {
            *count += 1;
        }
    }

    /// Adds other counts.
    pub fn add(&mut self, other: &Self) {
        self.unknown += other.unknown;
        self.known.iter_mut().zip(&other.known).for_each(|(own, other)| *own += other);
    }

    /// How many were known.
    pub fn known(&self) -> u64 {
        self.known.iter().sum()
    }

    pub fn unknown_share(&self) -> f64 {
        float(self.unknown) / float(self.unknown + self.known()).max(1.0)
    }
}

/// How far the known values are from the reference.
pub fn values_stability(
    reference: &Reference,
    indicator: &IndicatorReference,
    counts: &DriftCounts,
    bounds: &DriftBounds,
) -> Stability {
    let people = reference.effective_rows * (1.0 - indicator.unknown);
    stability(&indicator.known, people, &counts.known, bounds)
}

/// How far the share of unknowns is from the reference.
pub fn unknown_stability(
    reference: &Reference,
    indicator: &IndicatorReference,
    counts: &DriftCounts,
    bounds: &DriftBounds,
) -> Stability {
    let shares = [indicator.unknown, 1.0 - indicator.unknown];
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

/// The index of counts against the shares of the reference, which has so many people.
fn stability(
    expected: &[f64],
    reference_people: f64,
    counts: &[u64],
    bounds: &DriftBounds,
) -> Stability {
    let people: u64 = counts.iter().sum();
    let bins = number(expected.len());
    let share = |count: f64, all: f64| (count + 0.5) / (all + 0.5 * bins);
    let psi: f64 = (expected.iter().zip(counts))
        .map(|(expected, count)| {
            let before = share(expected * reference_people, reference_people);
            let now = share(float(*count), float(people));
            (now - before) * (now / before).ln()
        })
        .sum();
    let expected_by_chance =
        (bins - 1.0) * (1.0 / float(people).max(1.0) + 1.0 / reference_people.max(1.0));
    let excess = (psi - expected_by_chance).max(0.0);
    let level = match excess {
        _ if people < u64::from(bounds.min_sample_size) || reference_people < 1.0 => {
            DriftLevel::InsufficientData
        }
        excess if excess >= bounds.drifted_threshold => DriftLevel::Drifted,
        excess if excess >= bounds.moved_threshold => DriftLevel::Moved,
        _ => DriftLevel::Stable,
    };
    Stability { psi, expected_by_chance, excess, sample_size: people, level }
}

#[expect(clippy::cast_precision_loss, reason = "counts of people are far below 2^53")]
fn float(count: u64) -> f64 {
    count as f64
}
