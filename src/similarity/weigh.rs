//! How alike two texts are, with what many people write counted for less.
//!
//! Where two signatures agree, the shingle behind it stands in both texts; where they do not, the lesser of the
//! two hashes is that of a shingle in one of them. So the places of a pair of signatures are a sample of all shingles
//! of both, and weighing them gives an estimate of the weighted share that is common. How many other applicants have
//! a shingle is counted among the texts that were looked up: a template's users come up with it.

use std::collections::BTreeMap;

use super::signature::{HASHES, Signature};
use crate::domain::ids::ApplicantId;

/// How many may have the same words before those are a template that goes round: a ring has fewer members.
const CIRCLE: f64 = 20.0;

/// How alike two texts are.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Likeness {
    /// The share of common shingles among those of both.
    pub(super) whole: f64,
    /// The same among those of the shorter text.
    pub(super) shorter: f64,
    /// The share of common shingles among those of both, each weighed by its rarity.
    pub(super) rare: f64,
}

/// How many applicants have a hash at a place, for the texts that came up with one.
pub(super) struct Frequencies {
    counts: Vec<BTreeMap<u32, u32>>,
}

impl Frequencies {
    /// Counts the applicants of these texts.
    pub(super) fn of<'a>(
        texts: &(impl Iterator<Item = (ApplicantId, &'a Signature)> + Clone),
    ) -> Self {
        let count = |place: usize| {
            let mut seen: Vec<(u32, ApplicantId)> =
                texts.clone().map(|(applicant, text)| (text.hashes()[place], applicant)).collect();
            seen.sort_unstable();
            seen.dedup();
            let mut counts: BTreeMap<u32, u32> = BTreeMap::new();
            for (hash, _) in seen {
                *counts.entry(hash).or_default() += 1;
            }
            counts
        };
        Self { counts: (0..HASHES).map(count).collect() }
    }

    /// How alike our text and another's, which is among those that were counted, are.
    pub(super) fn likeness(&self, ours: &Signature, theirs: &Signature) -> Likeness {
        let (mut common, mut all) = (0.0, 0.0);
        let pairs = ours.hashes().iter().zip(theirs.hashes());
        for (counts, (one, other)) in self.counts.iter().zip(pairs) {
            let lesser = one.min(other);
            let others = counts.get(lesser).copied().unwrap_or_default();
            // Of the others, the one that is looked at is not counted against itself.
            let weight = weight(others.saturating_sub(u32::from(lesser == other)));
            all += weight;
            if one == other {
                common += weight;
            }
        }
        let rare = if all > 0.0 { common / all } else { 0.0 };
        let whole = ours.similarity(theirs);
        let [ours, theirs] = [ours.size(), theirs.size()];
        let shorter = whole / (1.0 + whole) * (ours + theirs) / ours.min(theirs).max(1.0);
        Likeness { whole, shorter: shorter.min(1.0), rare }
    }
}

/// 1 for what a few have, a half for what a circle has, next to nothing for what goes round.
fn weight(others: u32) -> f64 {
    1.0 / (1.0 + (f64::from(others) / CIRCLE).powi(4))
}
