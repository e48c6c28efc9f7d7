//! What the same applicant submitted before.

use chrono::{DateTime, Utc};

use crate::profile::Profile;
use crate::profile::identity_checks::{CheckResult, IdentityCheck};

/// An earlier version of an applicant's profile.
#[derive(Clone, Debug)]
pub struct Earlier {
    /// When it was submitted.
    pub at: DateTime<Utc>,
    /// The profile as it was.
    pub profile: Profile,
}

/// The last identity check of these versions that was passed on a known device.
pub fn passed_check(earlier: &[Earlier]) -> Option<&IdentityCheck> {
    let checks = earlier.iter().flat_map(|earlier| &earlier.profile.identity_checks);
    let passed = checks.filter(|check| check.result == Some(CheckResult::Passed));
    passed.filter(|check| check.device_id.is_some()).max_by_key(|check| check.checked_at)
}

impl Earlier {
    /// How many versions are looked at: the latest ones.
    pub const MOST: usize = 10;
}
