//! The tenant's policy: thresholds for bands and reviews, and the base rate.
//!
//! Nothing here rejects an applicant. The strongest recommendation is a review by a person.

mod ask_next;
mod bands;

pub use ask_next::ask_next;
pub use bands::{Linkage, Standing, classify};

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::decision::Band;

/// A tenant's thresholds and switches. Each change creates a new version, and each decision names the version it used.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Policy {
    /// Share of applicants that are fake, above 0 and below 0.5. It shifts every probability (prior correction: Elkan
    /// 2001, Saerens 2002).
    #[schema(minimum = 0.0001, maximum = 0.5, example = 0.005)]
    pub base_rate: f64,
    /// Minimum probability for the band `elevated`.
    #[schema(minimum = 0, maximum = 1, example = 0.03)]
    #[serde(alias = "elevated_from")]
    pub elevated_threshold: f64,
    /// Minimum probability for the band `high`. At least two independent families must support it.
    #[schema(minimum = 0, maximum = 1, example = 0.25)]
    #[serde(alias = "high_from")]
    pub high_threshold: f64,
    /// Minimum number of scored indicators that must be known for the band `low`. Only indicators that the model has a
    /// term for count.
    #[schema(minimum = 1, maximum = 60, example = 10)]
    #[serde(alias = "known_indicators_needed")]
    pub min_known_indicators: u16,
    /// Minimum number of families with a known indicator for the band `low`.
    #[schema(minimum = 1, maximum = 10, example = 3)]
    #[serde(alias = "known_families_needed")]
    pub min_known_families: u16,
    /// Maximum number of entries in `ask_next`.
    #[schema(minimum = 0, maximum = 60, example = 5)]
    #[serde(alias = "ask_at_most")]
    pub max_questions: u16,
    /// Minimum risk of a ring that calls for a review of it, whatever its members' scores. The risk is the probability,
    /// at `base_rate`, that a ring whose members share what they share is fake. From a quarter of this value on, a member
    /// is asked to verify. A value above 1 turns both off.
    #[serde(default = "Policy::default_ring_review_threshold", alias = "ring_review_from")]
    #[schema(minimum = 0.01, maximum = 2, example = 0.25)]
    pub ring_review_threshold: f64,
    /// Lowest band in which every case gets a review. With `null`, only the recommendation decides.
    #[serde(default, alias = "review_from_band")]
    pub min_review_band: Option<Band>,
    /// Share of cases in the band `low` that get a review at random, to measure what is missed. The draw depends on a
    /// keyed hash of the decision id.
    #[serde(default, alias = "sample_low_rate")]
    #[schema(minimum = 0, maximum = 1, example = 0.01)]
    pub low_band_sample_rate: f64,
    /// Minutes in which a reviewer can undo a verdict.
    #[serde(default = "Policy::default_undo_minutes")]
    #[schema(minimum = 0, maximum = 1440, example = 5)]
    pub undo_minutes: u16,
}

impl Default for Policy {
    /// The defaults for a tenant without a policy.
    fn default() -> Self {
        Self {
            base_rate: 0.005,
            elevated_threshold: 0.03,
            high_threshold: 0.25,
            min_known_indicators: 10,
            min_known_families: 3,
            max_questions: 5,
            ring_review_threshold: Self::default_ring_review_threshold(),
            min_review_band: None,
            low_band_sample_rate: 0.0,
            undo_minutes: Self::default_undo_minutes(),
        }
    }
}

/// A policy with its version; 0 for the built-in default.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Versioned {
    pub version: i32,
    pub policy: Policy,
}

impl Versioned {
    /// The built-in default policy.
    pub fn shipped() -> Self {
        Self { version: 0, policy: Policy::default() }
    }
}

/// A fault in a field of a policy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PolicyFault {
    pub field: &'static str,
    /// What is wrong and what to do.
    pub detail: &'static str,
}

impl Policy {
    /// The default of `ring_review_threshold`.
    pub fn default_ring_review_threshold() -> f64 {
        0.25
    }

    /// The default of `undo_minutes`.
    pub fn default_undo_minutes() -> u16 {
        5
    }

    /// Every fault. Empty if the policy is valid.
    pub fn faults(&self) -> Vec<PolicyFault> {
        let mut faults = Vec::new();
        let mut check = |holds: bool, field, detail| {
            if !holds {
                faults.push(PolicyFault { field, detail });
            }
        };
        check(
            (0.0001..=0.5).contains(&self.base_rate),
            "base_rate",
            "must be a share from 0.0001 to 0.5",
        );
        let probability = 0.0..=1.0;
        check(
            probability.contains(&self.elevated_threshold)
                && self.elevated_threshold > self.base_rate,
            "elevated_threshold",
            "must be a probability above `base_rate`",
        );
        check(
            probability.contains(&self.high_threshold)
                && self.high_threshold > self.elevated_threshold,
            "high_threshold",
            "must be a probability above `elevated_threshold`",
        );
        check(
            (1..=60).contains(&self.min_known_indicators),
            "min_known_indicators",
            "must be a number from 1 to 60",
        );
        check(
            (1..=10).contains(&self.min_known_families),
            "min_known_families",
            "must be a number from 1 to 10",
        );
        check(self.max_questions <= 60, "max_questions", "must be a number up to 60");
        let is_risk = (0.01..=2.0).contains(&self.ring_review_threshold);
        check(
            is_risk,
            "ring_review_threshold",
            "must be a number from 0.01 to 2; above 1 means never",
        );
        let share = (0.0..=1.0).contains(&self.low_band_sample_rate);
        check(share, "low_band_sample_rate", "must be a share from 0 to 1");
        check(self.undo_minutes <= 1_440, "undo_minutes", "must be a number up to 1440");
        faults
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_default_is_valid_and_every_fault_of_a_bad_policy_is_reported() {
        assert_eq!(Policy::default().faults(), []);
        let bad = Policy {
            base_rate: f64::NAN,
            elevated_threshold: 0.9,
            high_threshold: 0.2,
            min_known_indicators: 0,
            min_known_families: 11,
            max_questions: 61,
            ring_review_threshold: 0.0,
            min_review_band: None,
            low_band_sample_rate: 1.5,
            undo_minutes: 1_441,
        };
        let fields: Vec<&str> = bad.faults().iter().map(|fault| fault.field).collect();
        let all = [
            "base_rate",
            "elevated_threshold",
            "high_threshold",
            "min_known_indicators",
            "min_known_families",
            "max_questions",
            "ring_review_threshold",
            "low_band_sample_rate",
            "undo_minutes",
        ];
        assert_eq!(fields, all);
    }
}
