//! The tenant's policy: where bands begin and what the base rate is.
//!
//! Nothing here rejects anybody. The strongest recommendation is that a person looks.

mod ask_next;
mod bands;

pub use ask_next::ask_next;
pub use bands::{Standing, place};

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::decision::Band;

/// What a tenant decided about bands. A new version is stored for each change; decisions name theirs.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Policy {
    /// How many of a hundred applicants are fake, as a share; shifts every probability
    /// (prior correction: Elkan 2001, Saerens 2002). Above 0, below 0.5.
    #[schema(minimum = 0.0001, maximum = 0.5, example = 0.005)]
    pub base_rate: f64,
    /// From which probability on a profile is `elevated`.
    #[schema(minimum = 0, maximum = 1, example = 0.03)]
    pub elevated_from: f64,
    /// From which probability on a profile is `high`, if two independent families say so.
    #[schema(minimum = 0, maximum = 1, example = 0.25)]
    pub high_from: f64,
    /// How many scored indicators must be known before a profile can be `low`.
    #[schema(minimum = 1, maximum = 60, example = 10)]
    pub known_indicators_needed: u16,
    /// In how many families something must be known before a profile can be `low`.
    #[schema(minimum = 1, maximum = 10, example = 3)]
    pub known_families_needed: u16,
    /// How many unknowns `ask_next` lists at most.
    #[schema(minimum = 0, maximum = 60, example = 5)]
    pub ask_at_most: u16,
    /// From which tie with another applicant on a person should look, whatever the score: 1 − ∏ (1 − weight)
    /// over the kinds of personal things that both have, undeclared. A payout account is 0.95, a device 0.6, a
    /// device and a phone number 0.88. Above 1: never.
    #[serde(default = "Policy::usual_tie")]
    #[schema(minimum = 0.1, maximum = 2, example = 0.8)]
    pub ring_review_from: f64,
    /// From which band on every case gets a review, whatever is recommended; `null`: by the recommendation alone.
    #[serde(default)]
    pub review_from_band: Option<Band>,
    /// Which share of the cases with the band `low` gets a review by chance, so that it can be measured what is
    /// missed. Drawn from a keyed hash of the decision's id.
    #[serde(default)]
    #[schema(minimum = 0, maximum = 1, example = 0.01)]
    pub sample_low_rate: f64,
    /// For how long a reviewer can take a verdict back.
    #[serde(default = "Policy::usual_undo")]
    #[schema(minimum = 0, maximum = 1440, example = 5)]
    pub undo_minutes: u16,
}

impl Default for Policy {
    /// What the service does for a tenant that has not decided otherwise.
    fn default() -> Self {
        Self {
            base_rate: 0.005,
            elevated_from: 0.03,
            high_from: 0.25,
            known_indicators_needed: 10,
            known_families_needed: 3,
            ask_at_most: 5,
            ring_review_from: Self::usual_tie(),
            review_from_band: None,
            sample_low_rate: 0.0,
            undo_minutes: Self::usual_undo(),
        }
    }
}

/// A policy with its version; 0 for the one that comes with the service.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Versioned {
    /// The version.
    pub version: i32,
    /// The policy.
    pub policy: Policy,
}

impl Versioned {
    /// The policy that comes with the service.
    pub fn shipped() -> Self {
        Self { version: 0, policy: Policy::default() }
    }
}

/// What is wrong with a policy, field by field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PolicyFault {
    /// The field.
    pub field: &'static str,
    /// What is wrong and what to do.
    pub detail: &'static str,
}

impl Policy {
    /// What holds where a policy says nothing of rings.
    pub fn usual_tie() -> f64 {
        0.8
    }

    /// What holds where a policy says nothing of taking verdicts back.
    pub fn usual_undo() -> u16 {
        5
    }

    /// Everything that is wrong with it. Empty if it can be used.
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
            "is a share between 0.0001 and 0.5",
        );
        let probability = 0.0..=1.0;
        check(
            probability.contains(&self.elevated_from) && self.elevated_from > self.base_rate,
            "elevated_from",
            "is a probability above `base_rate`",
        );
        check(
            probability.contains(&self.high_from) && self.high_from > self.elevated_from,
            "high_from",
            "is a probability above `elevated_from`",
        );
        check(
            (1..=60).contains(&self.known_indicators_needed),
            "known_indicators_needed",
            "is a number from 1 to 60",
        );
        check(
            (1..=10).contains(&self.known_families_needed),
            "known_families_needed",
            "is a number from 1 to 10",
        );
        check(self.ask_at_most <= 60, "ask_at_most", "is a number up to 60");
        let tie = (0.1..=2.0).contains(&self.ring_review_from);
        check(tie, "ring_review_from", "is a number between 0.1 and 2; above 1 means never");
        let share = (0.0..=1.0).contains(&self.sample_low_rate);
        check(share, "sample_low_rate", "is a share between 0 and 1");
        check(self.undo_minutes <= 1_440, "undo_minutes", "is a number up to 1440");
        faults
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_default_can_be_used_and_every_fault_of_a_bad_policy_is_named() {
        assert_eq!(Policy::default().faults(), []);
        let bad = Policy {
            base_rate: f64::NAN,
            elevated_from: 0.9,
            high_from: 0.2,
            known_indicators_needed: 0,
            known_families_needed: 11,
            ask_at_most: 61,
            ring_review_from: 0.0,
            review_from_band: None,
            sample_low_rate: 1.5,
            undo_minutes: 1_441,
        };
        let fields: Vec<&str> = bad.faults().iter().map(|fault| fault.field).collect();
        let all = [
            "base_rate",
            "elevated_from",
            "high_from",
            "known_indicators_needed",
            "known_families_needed",
            "ask_at_most",
            "ring_review_from",
            "sample_low_rate",
            "undo_minutes",
        ];
        assert_eq!(fields, all);
    }
}
