//! What sharing something is worth: the rates of `models/links.toml`.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use chrono::{DateTime, Duration, Utc};
use serde::Deserialize;

use crate::identifier::IdentifierKind;

/// The smallest group of each column of the file, counted in applicants.
const GROUPS: [usize; 5] = [2, 3, 5, 9, 17];

/// The largest group that can be a household.
pub const HOUSEHOLD: usize = 4;

/// The largest weight of a single link, in log-odds.
const MAX_WEIGHT: f64 = 6.0;

/// What sharing one kind of thing is worth.
#[derive(Clone, Debug)]
pub struct LinkRate {
    /// What has one innocent explanation together.
    pub cause: String,
    /// Whether a household shares it.
    pub household: bool,
    /// Whether those who share it for an innocent reason are in one place.
    pub one_place: bool,
    half_life: Duration,
    weights: [f64; GROUPS.len()],
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    kind: BTreeMap<String, Entry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    cause: String,
    #[serde(default)]
    household: bool,
    #[serde(default)]
    one_place: bool,
    half_life_days: u16,
    honest: [f64; GROUPS.len()],
    ring: [f64; GROUPS.len()],
    #[serde(rename = "note")]
    _note: String,
}

static RATES: LazyLock<BTreeMap<IdentifierKind, LinkRate>> = LazyLock::new(|| {
    let file = include_str!("../../../../models/links.toml");
    let file: File = toml::from_str(file).expect("a test reads the file");
    let rate = |(name, entry): (String, Entry)| {
        let kind = IdentifierKind::from_name(&name).expect("a test reads the file");
        (kind, LinkRate::from(entry))
    };
    file.kind.into_iter().map(rate).collect()
});

impl From<Entry> for LinkRate {
    fn from(entry: Entry) -> Self {
        let mut weights = [0.0; GROUPS.len()];
        for ((weight, honest), ring) in weights.iter_mut().zip(entry.honest).zip(entry.ring) {
            *weight = (ring / honest).ln().clamp(0.0, MAX_WEIGHT);
        }
        let half_life = Duration::days(entry.half_life_days.into());
        let Entry { cause, household, one_place, .. } = entry;
        Self { cause, household, one_place, half_life, weights }
    }
}

/// Reads the rates now, so that no decision waits for it.
pub fn prepare() {
    LazyLock::force(&RATES);
}

impl LinkRate {
    /// The rate of a kind; `None` if sharing it means nothing.
    pub fn of(kind: IdentifierKind) -> Option<&'static Self> {
        RATES.get(&kind)
    }

    /// The weight of sharing it in a group of so many applicants, in log-odds, while they use it.
    pub fn weight(&self, group: usize) -> f64 {
        let column = GROUPS.iter().rposition(|smallest| group >= *smallest);
        column.map_or(0.0, |column| self.weights[column])
    }

    /// How much of a link's worth is left when it was last used by both at `used_at`: from 0 to 1.
    pub fn left(&self, used_at: DateTime<Utc>, now: DateTime<Utc>) -> f64 {
        let hours =
            |duration: Duration| f64::from(i32::try_from(duration.num_hours()).unwrap_or(i32::MAX));
        let unused = (now - used_at).max(Duration::zero());
        0.5_f64.powf(hours(unused) / hours(self.half_life))
    }

    /// The weight compared with that of a pair, from 0 to 1. A larger group never counts for more than a pair.
    pub fn strength(&self, group: usize) -> f64 {
        let pair = self.weights[0];
        if pair > 0.0 { (self.weight(group) / pair).min(1.0) } else { 0.0 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rate(kind: IdentifierKind) -> &'static LinkRate {
        LinkRate::of(kind).unwrap()
    }

    #[test]
    fn every_kind_that_connects_has_a_rate_and_no_other() {
        for kind in IdentifierKind::ALL {
            assert_eq!(LinkRate::of(kind).is_some(), kind.connects(), "{}", kind.name());
        }
    }

    #[test]
    fn a_link_is_worth_what_honest_strangers_seldom_share() {
        use IdentifierKind as K;
        assert!(rate(K::ResumeText).weight(2) > rate(K::Device).weight(2));
        assert!(rate(K::HomeLine).weight(2) < rate(K::Device).weight(2));
        assert!(rate(K::ShippingAddress).weight(21) > rate(K::ShippingAddress).weight(2));
        assert!(rate(K::Device).weight(30) < rate(K::Device).weight(2), "a hub");
        assert!(rate(K::RatingClient).weight(2) < 0.2, "clients rate many people");
        assert!(rate(K::Device).weight(1).abs() < f64::EPSILON, "nobody else");
    }

    #[test]
    fn a_group_never_counts_for_more_than_a_pair_for_one_applicant() {
        for kind in IdentifierKind::ALL {
            let Some(rate) = LinkRate::of(kind) else { continue };
            assert!((2..60).all(|group| rate.strength(group) <= 1.0), "{}", kind.name());
        }
        assert!(rate(IdentifierKind::Device).strength(40) < 0.9);
        assert!((rate(IdentifierKind::PayoutAccount).strength(40) - 1.0).abs() < 1e-9);
    }

    #[test]
    fn a_link_fades() {
        let now = DateTime::<Utc>::UNIX_EPOCH + Duration::days(10_000);
        let device = rate(IdentifierKind::Device);
        assert!((device.left(now, now) - 1.0).abs() < 1e-9);
        assert!((device.left(now - Duration::days(365), now) - 0.5).abs() < 1e-3);
        assert!((device.left(now + Duration::days(9), now) - 1.0).abs() < 1e-9, "clocks differ");
    }
}
