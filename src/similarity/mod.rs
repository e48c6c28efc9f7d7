//! Near-duplicate texts: word shingles, `MinHash` signatures, bands that find candidates, an estimate that
//! verifies them. And photos, by the distance of their hashes.
//!
//! A. Broder, "On the resemblance and containment of documents" (1997); P. Indyk and R. Motwani,
//! "Approximate nearest neighbors" (1998) for the bands.

pub mod index;
pub mod photos;
mod shingles;
mod signature;
mod texts;

pub use signature::{Key, Signature};
pub use texts::{LEAST_SHINGLES, Sketch, sketch, sketches};

use std::collections::BTreeMap;

use crate::domain::ids::ApplicantId;
use crate::domain::links::{Links, SharedText, Similar};

/// From which estimated share of common shingles on two texts are near-duplicates. At 0.5 a candidate is
/// found with a probability of 0.995 (40 bands of 3), and the estimate's standard error is 0.046.
pub const THRESHOLD: f64 = 0.5;

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
        let mut alike: BTreeMap<ApplicantId, f64> = BTreeMap::new();
        for candidate in candidates.iter().filter(|candidate| candidate.sketch == i) {
            let similarity = sketch.signature.similarity(&candidate.signature);
            if similarity >= THRESHOLD {
                let kept = alike.entry(candidate.applicant).or_default();
                *kept = kept.max(similarity);
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
