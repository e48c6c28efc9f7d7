//! Near-duplicate texts and photos. For texts, `MinHash` bands over word shingles find candidates, and a comparison of
//! the shingles verifies them. Photos are compared by the Hamming distance of their hashes.
//!
//! Sources: A. Broder, "On the resemblance and containment of documents" (1997); P. Indyk and R. Motwani,
//! "Approximate nearest neighbors" (1998) for the bands.

pub mod index;
pub mod photos;
mod plain;
mod shingles;
mod signature;
mod sketch;
mod texts;
mod weigh;

pub use signature::Signature;
pub(crate) use sketch::signature;
pub use sketch::{Sketch, sketch};
pub(crate) use texts::resume_signature;
pub use texts::sketches;

use std::collections::BTreeMap;

use ids::ApplicantId;

use self::weigh::{Frequencies, Pair};
use crate::links::{SharedText, Similar};

/// How many texts of other applicants are compared with one text: those with the most bands in common.
pub const MAX_CANDIDATES: usize = 200;

/// Another applicant's text that has a band in common with one of ours.
#[derive(Clone, Debug)]
pub struct Candidate {
    /// The index of our text among the sketches.
    pub sketch: usize,
    pub applicant: ApplicantId,
    pub signature: Signature,
}

/// Bands of a profile's first texts. Submissions lock them, so that of two near-duplicates sent at the same moment the
/// second sees the first. Copies with 90 % of their shingles in common share a band with a probability of 0.9996;
/// strangers hardly ever do.
pub fn locking_bands(sketches: &[Sketch]) -> Vec<i64> {
    const TEXTS: usize = 4;
    const BANDS: usize = 6;
    sketches
        .iter()
        .take(TEXTS)
        .flat_map(|sketch| sketch.bands.iter().take(BANDS).copied())
        .collect()
}

/// For each text, the other applicants with a near-duplicate, the most similar first. Each candidate is verified.
pub fn verified(sketches: &[Sketch], candidates: &[Candidate]) -> Vec<SharedText> {
    let shared = |(i, sketch): (usize, &Sketch)| {
        let near: Vec<(&Candidate, Option<Pair>)> = (candidates.iter())
            .filter(|candidate| candidate.sketch == i)
            .map(|candidate| (candidate, Pair::compare(&sketch.signature, &candidate.signature)))
            .collect();
        // A text with many copies must not look like a template because of these copies.
        let edited = |pair: &Option<Pair>| pair.as_ref().is_some_and(Pair::is_edited);
        let others = near.iter().filter(|(_, pair)| !edited(pair));
        let frequencies =
            Frequencies::count(others.map(|(other, _)| (other.applicant, &other.signature)));
        let mut similarities: BTreeMap<ApplicantId, f64> = BTreeMap::new();
        for (candidate, pair) in &near {
            let similarity = pair.as_ref().and_then(|pair| pair.near_duplicate(&frequencies));
            if let Some(similarity) = similarity {
                let highest = similarities.entry(candidate.applicant).or_default();
                *highest = highest.max(similarity);
            }
        }
        let similar = |(applicant, similarity)| Similar { applicant, similarity };
        let mut others: Vec<Similar> = similarities.into_iter().map(similar).collect();
        others.sort_by(|a, b| b.similarity.total_cmp(&a.similarity));
        SharedText { kind: sketch.kind, pointer: sketch.pointer.clone(), others }
    };
    sketches.iter().enumerate().map(shared).collect()
}

/// The similarity of two texts if they are near-duplicates. Without other texts, nothing counts as a template.
pub fn near_duplicate(first: &Signature, second: &Signature) -> Option<f64> {
    Pair::compare(first, second)?.near_duplicate(&Frequencies::default())
}

#[cfg(test)]
mod tests;
