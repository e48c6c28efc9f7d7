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

    /// How far back the versions are that a decision reads next to the first one.
    pub const BACK: [i32; Self::MAX - 1] = [1, 2, 3, 4, 6, 10, 20, 40, 80];

    /// The versions that a decision about a version reads, latest first: the latest ones, older ones at growing
    /// distances, and the first. So no number of saves hides what the profile started with. Versions are numbered from
    /// 1.
    pub fn chosen(version: i32) -> Vec<i32> {
        let back = Self::BACK.into_iter().map(|back| version.saturating_sub(back));
        let mut chosen: Vec<i32> = back.chain([1]).collect();
        chosen.retain(|earlier| (1..version).contains(earlier));
        chosen.dedup();
        chosen
    }

    /// The versions that a decision about the next one reads, oldest first, of all versions so far, oldest first.
    pub fn chosen_of(all: &[Self]) -> Vec<Self> {
        let next = i32::try_from(all.len()).map_or(i32::MAX, |count| count.saturating_add(1));
        let chosen = Self::chosen(next).into_iter().rev();
        let index = |version: i32| usize::try_from(version - 1).ok();
        chosen.filter_map(|version| all.get(index(version)?).cloned()).collect()
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

    #[test]
    fn the_same_versions_are_chosen_in_memory() {
        let (profile, _) = crate::profile::parse(br#"{ "external_id": "a" }"#).unwrap();
        let at = |second| DateTime::from_timestamp(second, 0).unwrap();
        let all: Vec<EarlierVersion> = (1..=11)
            .map(|version| EarlierVersion { at: at(version), profile: profile.clone() })
            .collect();
        let chosen: Vec<i64> =
            EarlierVersion::chosen_of(&all).iter().map(|version| version.at.timestamp()).collect();
        assert_eq!(chosen, [1, 2, 6, 8, 9, 10, 11]);
        assert!(EarlierVersion::chosen_of(&[]).is_empty());
    }
}
