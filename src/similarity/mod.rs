//! Near-duplicate texts: word shingles, `MinHash` signatures, bands that find candidates, an estimate that
//! verifies them. And photos, by the distance of their hashes.
//!
//! A. Broder, "On the resemblance and containment of documents" (1997); P. Indyk and R. Motwani,
//! "Approximate nearest neighbors" (1998) for the bands.

pub mod index;
pub mod photos;
mod plain;
mod shingles;
mod signature;
mod texts;
mod weigh;

pub use signature::{Key, Signature};
pub use texts::{LEAST_SHINGLES, Sketch, sketch, sketches};

use std::collections::BTreeMap;

use self::weigh::{Frequencies, Likeness};
use crate::domain::ids::ApplicantId;
use crate::domain::links::{Links, SharedText, Similar};

/// From which estimated share of common shingles on two texts are near-duplicates. At 0.6 a candidate is
/// found with a probability of 0.9999 (40 bands of 3), and the estimate's standard error is 0.032. Strangers of one
/// trade who fill in one template of which 40 % of their texts are have 0.3 to 0.45 in common.
pub const THRESHOLD: f64 = 0.6;
/// A text that was cut off has less in common with the whole one: nearly all of its own.
const CUT_THRESHOLD: f64 = 0.3;
const CUT_PART: f64 = 0.85;
/// What must be left in common when what goes round is not counted.
const RARE_THRESHOLD: f64 = 0.3;

/// Another applicant's text that has a band in common with one of ours.
#[derive(Clone, Debug)]
pub struct Candidate {
    /// The place of our text among the sketches.
    pub sketch: usize,
    /// Whose it is.
    pub applicant: ApplicantId,
    /// Its signature.
    pub signature: Signature,
}

/// What each text shares with whom: candidates that are near-duplicates in truth, the most alike first.
pub fn verified(sketches: &[Sketch], candidates: &[Candidate], links: &Links) -> Vec<SharedText> {
    let shared = |(i, sketch): (usize, &Sketch)| {
        let near = candidates.iter().filter(|candidate| candidate.sketch == i);
        let frequencies = Frequencies::of(&near.clone().map(|one| (one.applicant, &one.signature)));
        let mut alike: BTreeMap<ApplicantId, f64> = BTreeMap::new();
        for candidate in near {
            let Likeness { whole, shorter, rare } =
                frequencies.likeness(&sketch.signature, &candidate.signature);
            let cut_off = whole >= CUT_THRESHOLD && shorter >= CUT_PART;
            if rare >= RARE_THRESHOLD && (whole >= THRESHOLD || cut_off) {
                let kept = alike.entry(candidate.applicant).or_default();
                *kept = kept.max(whole);
            }
        }
        let similar = |(applicant, similarity)| Similar {
            applicant,
            similarity,
            declared: links.declared(applicant),
        };
        let mut others: Vec<Similar> = alike.into_iter().map(similar).collect();
        others.sort_by(|one, other| other.similarity.total_cmp(&one.similarity));
        SharedText { kind: sketch.kind, pointer: sketch.pointer.clone(), others }
    };
    sketches.iter().enumerate().map(shared).collect()
}

#[cfg(test)]
mod tests;
