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
    /// The number of earlier versions that a decision reads.
    pub const MAX: usize = 10;

    /// The versions that a decision about a version reads: the latest ones, older ones at growing distances, and the
    /// first. So no number of saves makes earlier details disappear. Versions are numbered from 1.
    pub fn chosen(version: i32) -> Vec<i32> {
        const BACK: [i32; EarlierVersion::MAX - 1] = [1, 2, 3, 4, 6, 10, 20, 40, 80];
        let mut chosen: Vec<i32> =
            BACK.into_iter().map(|back| version.saturating_sub(back)).collect();
        chosen.push(1);
        chosen.retain(|earlier| (1..version).contains(earlier));
        chosen.dedup();
        chosen
    }
}

/// The latest passed identity check with a known device.
pub fn passed_check(earlier: &[EarlierVersion]) -> Option<&IdentityCheck> {
    let checks = earlier.iter().flat_map(|version| &version.profile.identity_checks);
    let passed = checks.filter(|check| check.result == Some(CheckResult::Passed));
    passed.filter(|check| check.device_id.is_some()).max_by_key(|check| check.checked_at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_number_of_saves_hides_the_first_version() {
        assert!(EarlierVersion::chosen(1).is_empty());
        assert_eq!(EarlierVersion::chosen(2), [1]);
        assert_eq!(EarlierVersion::chosen(6), [5, 4, 3, 2, 1]);
        assert_eq!(EarlierVersion::chosen(12), [11, 10, 9, 8, 6, 2, 1]);
        assert_eq!(EarlierVersion::chosen(500), [499, 498, 497, 496, 494, 490, 480, 460, 420, 1]);
        for version in 1..2_000 {
            assert!(EarlierVersion::chosen(version).len() <= EarlierVersion::MAX);
        }
    }
}
