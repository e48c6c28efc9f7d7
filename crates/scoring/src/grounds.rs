//! The input of an assessment.

use chrono::{DateTime, Utc};
use evidence::facts::Facts;
use evidence::indicators::Observed;
use evidence::links::Links;

use crate::champion::Champion;
use crate::policy::{Policy, Versioned};

/// The input of an assessment.
#[derive(Clone, Copy, Debug)]
pub struct Grounds<'a> {
    /// The findings of this build's indicators.
    pub observed: &'a [Observed],
    /// The identifiers that the applicant shares with others.
    pub links: &'a Links,
    /// Facts about the profile's values.
    pub facts: &'a Facts,
    /// When the profile was submitted.
    pub now: DateTime<Utc>,
    pub champion: &'a Champion,
    pub policy: &'a Versioned,
}

impl Grounds<'_> {
    /// The probability that the applicant's ring is fake, at the tenant's base rate; 0 without a ring.
    pub fn ring_risk(&self) -> f64 {
        ring_risk(self.links, &self.policy.policy)
    }
}

/// The probability that a ring with these links is fake; 0 without one.
pub fn ring_risk(links: &Links, policy: &Policy) -> f64 {
    links.ring_risk.as_ref().map_or(0.0, |risk| risk.probability(policy.base_rate))
}
