//! What an assessment is made from.

use chrono::{DateTime, Utc};
use evidence::facts::Facts;
use evidence::indicators::Observed;
use evidence::linkage::ring::max_link_weight;
use evidence::links::Links;

use crate::champion::Champion;
use crate::policy::Versioned;

/// What an assessment is made from.
#[derive(Clone, Copy, Debug)]
pub struct Grounds<'a> {
    /// What this build's indicators found.
    pub observed: &'a [Observed],
    /// What the applicant shares with others.
    pub links: &'a Links,
    /// What was looked up about the profile's values.
    pub facts: &'a Facts,
    /// When the profile was submitted.
    pub now: DateTime<Utc>,
    /// The model.
    pub champion: &'a Champion,
    /// The tenant's policy.
    pub policy: &'a Versioned,
}

impl Grounds<'_> {
    /// How strongly the applicant is tied to the closest other one, from 0 to 1.
    pub fn tie(&self) -> f64 {
        max_link_weight(self.links, self.now)
    }
}
