//! The input of an assessment.

use chrono::{DateTime, Utc};
use evidence::facts::Facts;
use evidence::indicators::Observed;
use evidence::linkage::ring::max_link_weight;
use evidence::links::Links;

use crate::champion::Champion;
use crate::policy::Versioned;

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
    /// The strength of the link to the closest other applicant, from 0 to 1.
    pub fn link_strength(&self) -> f64 {
        max_link_weight(self.links, self.now)
    }
}
