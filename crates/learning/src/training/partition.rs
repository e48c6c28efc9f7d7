//! What is learned from and what is measured on: whole groups, the earlier ones and the later ones.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

/// Something that belongs to a group, at a time.
pub trait Placed {
    /// The ring, or the person.
    fn group(&self) -> u64;
    /// When it came.
    fn at(&self) -> DateTime<Utc>;
}

/// Whether each is measured on, the rest being learned from. Groups stand on one side whole: those that begin
/// late are measured on, so many that they are about `held_out` of all groups.
pub fn measured_on<T: Placed>(all: &[T], held_out: f64) -> Vec<bool> {
    let mut begins: BTreeMap<u64, DateTime<Utc>> = BTreeMap::new();
    for one in all {
        let first = begins.entry(one.group()).or_insert(one.at());
        *first = (*first).min(one.at());
    }
    let mut times: Vec<(DateTime<Utc>, u64)> =
        begins.iter().map(|(group, at)| (*at, *group)).collect();
    times.sort_unstable();
    let cut = times.get(part(times.len(), 1.0 - held_out)).copied();
    let late = |group: u64| cut.is_some_and(|cut| (begins[&group], group) >= cut);
    all.iter().map(|one| late(one.group())).collect()
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "a part of a count is a count"
)]
fn part(whole: usize, share: f64) -> usize {
    (whole as f64 * share) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    struct One(u64, i64);

    impl Placed for One {
        fn group(&self) -> u64 {
            self.0
        }
        fn at(&self) -> DateTime<Utc> {
            DateTime::from_timestamp(self.1, 0).unwrap()
        }
    }

    #[test]
    fn a_ring_is_never_on_both_sides_and_the_later_ones_are_measured_on() {
        // Ring 7 begins early and goes on late.
        let all: Vec<One> = (0..100_u64)
            .map(|n| One(n % 10 + if n >= 50 { 100 } else { 0 }, n.cast_signed()))
            .chain([One(7, 99)])
            .collect();
        let measured = measured_on(&all, 0.3);
        let sides = |group: u64| {
            let of: std::collections::BTreeSet<bool> = all
                .iter()
                .zip(&measured)
                .filter(|(one, _)| one.0 == group)
                .map(|(_, side)| *side)
                .collect();
            of.len()
        };
        assert!(all.iter().all(|one| sides(one.0) == 1));
        assert!(!measured[100], "it goes where it began");
        let groups = all.iter().zip(&measured).filter(|(one, side)| **side && one.1 < 60).count();
        assert_eq!(groups, 6);
    }
}
