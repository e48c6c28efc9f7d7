//! Drift: how far new applicants differ from a model's training data.
//!
//! The population stability index is Σ (actual − expected) · ln (actual / expected) over the bins of the reference
//! (Siddiqi 2006, "Credit Risk Scorecards"; it is the symmetric Kullback–Leibler divergence of Jeffreys 1946). Half a
//! person is added to each bin, so that an empty bin does not make it infinite. Without drift, chance makes the index
//! about (bins − 1) · (1/n + 1/m) for n people and m people of the reference (Yurdakul 2018). This is subtracted before
//! the index is compared with a threshold. Otherwise every rare indicator of a small platform would appear to drift.

use scoring::model::Scorer;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::number;
use super::reference::score_bin;
use super::report::{IndicatorReference, Reference, ScoreReference};
use super::scores::evidence;
use super::shapes::bin;

/// The thresholds of drift.
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
    /// Too few people for a result.
    #[serde(alias = "too_few")]
    InsufficientData,
    /// Similar to the reference.
    Stable,
    /// Somewhat different from the reference.
    Moved,
    /// Different from the reference.
    Drifted,
}

/// A population stability index.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = StabilityIndex)]
pub struct Stability {
    pub psi: f64,
    /// The index that chance would cause with this number of people.
    #[serde(alias = "by_chance")]
    pub expected_by_chance: f64,
    /// `psi` minus `expected_by_chance`, but at least 0. The bounds apply to this.
    #[serde(alias = "corrected")]
    pub excess: f64,
    /// The number of people counted.
    #[serde(alias = "people")]
    pub sample_size: u64,
    pub level: DriftLevel,
}

impl DriftCounts {
    pub fn for_indicator(reference: &IndicatorReference) -> Self {
        Self { unknown: 0, known: vec![0; reference.known.len()] }
    }

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

    /// Counts the score for some inputs, independently of the base rate.
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

    pub fn add(&mut self, other: &Self) {
        self.unknown += other.unknown;
        self.known.iter_mut().zip(&other.known).for_each(|(own, other)| *own += other);
    }

    /// The number of known values.
    pub fn known(&self) -> u64 {
        self.known.iter().sum()
    }

    pub fn unknown_share(&self) -> f64 {
        float(self.unknown) / float(self.unknown + self.known()).max(1.0)
    }
}

/// How far the known values differ from the reference.
pub fn values_stability(
    reference: &Reference,
    indicator: &IndicatorReference,
    counts: &DriftCounts,
    bounds: &DriftBounds,
) -> Stability {
    let people = reference.effective_rows * (1.0 - indicator.unknown);
    stability(&indicator.known, people, &counts.known, bounds)
}

/// How far the share of unknown values differs from the reference.
pub fn unknown_stability(
    reference: &Reference,
    indicator: &IndicatorReference,
    counts: &DriftCounts,
    bounds: &DriftBounds,
) -> Stability {
    let shares = [indicator.unknown, 1.0 - indicator.unknown];
    stability(&shares, reference.effective_rows, &[counts.unknown, counts.known()], bounds)
}

/// How far the scores differ from the reference.
pub fn score_stability(
    reference: &Reference,
    counts: &DriftCounts,
    bounds: &DriftBounds,
) -> Stability {
    stability(&reference.scores.shares, reference.effective_rows, &counts.known, bounds)
}

/// The index of counts against the expected shares of the reference.
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
