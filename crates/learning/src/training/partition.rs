//! Divides examples into those for training and those held out for measurement.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

/// Whether each example, identified by its group and time, is held out. Groups are never split: about `share` of the
/// groups are held out, namely those that begin last.
pub fn held_out(examples: &[(u64, DateTime<Utc>)], share: f64) -> Vec<bool> {
    let mut begins: BTreeMap<u64, DateTime<Utc>> = BTreeMap::new();
    for (group, at) in examples {
        let first = begins.entry(*group).or_insert(*at);
        *first = (*first).min(*at);
    }
    let mut starts: Vec<(DateTime<Utc>, u64)> =
        begins.iter().map(|(group, at)| (*at, *group)).collect();
    starts.sort_unstable();
    let cut = starts.get(part(starts.len(), 1.0 - share)).copied();
    let is_late = |group: u64| cut.is_some_and(|cut| (begins[&group], group) >= cut);
    examples.iter().map(|(group, _)| is_late(*group)).collect()
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

    #[test]
    fn the_groups_that_begin_last_are_held_out_and_no_ring_is_split() {
        // Ring 7 begins early and ends late.
        let minute = |n: u64| DateTime::from_timestamp(n.cast_signed(), 0).unwrap();
        let examples: Vec<(u64, DateTime<Utc>)> = (0..100_u64)
            .map(|n| (n % 10 + if n >= 50 { 100 } else { 0 }, minute(n)))
            .chain([(7, minute(99))])
            .collect();
        let held_out = held_out(&examples, 0.3);
        for (group, _) in &examples {
            let members = examples.iter().zip(&held_out).filter(|((other, _), _)| other == group);
            let sides: std::collections::BTreeSet<bool> = members.map(|(_, side)| *side).collect();
            assert_eq!(sides.len(), 1, "group {group}");
        }
        assert!(!held_out[100], "a late member stays with its ring");
        assert_eq!(held_out.iter().filter(|side| **side).count(), 30);
    }
}
