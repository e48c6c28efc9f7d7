//! What the same applicant submitted before.

use chrono::{DateTime, Utc};

use super::profile::Profile;

/// An earlier version of an applicant's profile.
#[derive(Clone, Debug)]
pub struct Earlier {
    /// When it was submitted.
    pub at: DateTime<Utc>,
    /// The profile as it was.
    pub profile: Profile,
}

impl Earlier {
    /// How many versions are looked at: the latest ones.
    pub const MOST: usize = 10;
}
