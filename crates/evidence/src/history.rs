//! Earlier versions of an applicant's profile.

use chrono::{DateTime, Utc};

use crate::profile::Profile;
use crate::profile::identity_checks::{CheckResult, IdentityCheck};

/// An earlier version of an applicant's profile.
#[derive(Clone, Debug)]
pub struct EarlierVersion {
    pub at: DateTime<Utc>,
    pub profile: Profile,
}

impl EarlierVersion {
    /// The number of earlier versions that a decision reads, latest first.
    pub const MAX: usize = 10;
}

/// The latest passed identity check with a known device.
pub fn passed_check(earlier: &[EarlierVersion]) -> Option<&IdentityCheck> {
    let checks = earlier.iter().flat_map(|version| &version.profile.identity_checks);
    let passed = checks.filter(|check| check.result == Some(CheckResult::Passed));
    passed.filter(|check| check.device_id.is_some()).max_by_key(|check| check.checked_at)
}
