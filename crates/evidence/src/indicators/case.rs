//! The input of an indicator.

use chrono::{DateTime, Utc};

use crate::facts::Facts;
use crate::history::EarlierVersion;
use crate::links::Links;
use crate::profile::Profile;

/// A profile with its facts, links, earlier versions and time: everything that an indicator can read.
#[derive(Clone, Copy, Debug)]
pub struct Case<'a> {
    pub profile: &'a Profile,
    /// Facts about the profile's values. Their lists are parallel to the profile's.
    pub facts: &'a Facts,
    /// The identifiers and texts that the applicant shares with others.
    pub links: &'a Links,
    /// Earlier versions of the applicant's profile, oldest first.
    pub earlier: &'a [EarlierVersion],
    /// When the profile was submitted.
    pub now: DateTime<Utc>,
}
