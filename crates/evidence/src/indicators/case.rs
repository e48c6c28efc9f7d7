//! All that an indicator can see.

use chrono::{DateTime, Utc};

use crate::facts::Facts;
use crate::history::EarlierVersion;
use crate::links::Links;
use crate::profile::Profile;

/// A profile, the facts about what it names, what it shares with others, and the time.
#[derive(Clone, Copy, Debug)]
pub struct Case<'a> {
    /// The profile.
    pub profile: &'a Profile,
    /// What enrichment knows. Its lists run parallel to the profile's.
    pub facts: &'a Facts,
    /// Who else shares its identifiers.
    pub links: &'a Links,
    /// What the same applicant submitted before, the oldest first.
    pub earlier: &'a [EarlierVersion],
    /// When the profile was submitted.
    pub now: DateTime<Utc>,
}
