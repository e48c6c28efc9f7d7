//! Near-duplicate texts: word shingles, `MinHash` bands that find candidates, and a look at the shingles themselves
//! that verifies them. And photos, by the distance of their hashes.
//!
//! A. Broder, "On the resemblance and containment of documents" (1997); P. Indyk and R. Motwani,
//! "Approximate nearest neighbors" (1998) for the bands.

pub mod index;
pub mod photos;
mod plain;
mod shingles;
mod signature;
mod sketch;
mod texts;
mod weigh;

pub use signature::{Key, Signature};
pub use sketch::{Sketch, sketch};
pub use texts::sketches;

use std::collections::BTreeMap;

use ids::ApplicantId;

use self::weigh::{Frequencies, Pair};
use crate::links::{Links, SharedText, Similar};

/// How many texts of others are compared with one: those with the most bands in common.
pub const MOST_CANDIDATES: usize = 200;

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

/// Bands of a profile's first texts by which two who send nearly the same at one moment are made to come one after the
/// other: copies with nine in ten runs in common have one of them with a probability of 0.9996, strangers hardly ever.
pub fn bonds(sketches: &[Sketch]) -> Vec<i64> {
    const TEXTS: usize = 4;
    const BANDS: usize = 6;
    sketches
        .iter()
        .take(TEXTS)
        .flat_map(|sketch| sketch.bands.iter().take(BANDS).copied())
        .collect()
}

/// What each text shares with whom: candidates that are near-duplicates in truth, the most alike first.
pub fn verified(sketches: &[Sketch], candidates: &[Candidate], links: &Links) -> Vec<SharedText> {
    let shared = |(i, sketch): (usize, &Sketch)| {
        let near: Vec<(&Candidate, Option<Pair>)> = (candidates.iter())
            .filter(|candidate| candidate.sketch == i)
            .map(|candidate| (candidate, Pair::of(&sketch.signature, &candidate.signature)))
            .collect();
        // A text that has many copies is no template: it is not held against itself.
        let edited = |pair: &Option<Pair>| pair.as_ref().is_some_and(Pair::is_edited);
        let others = near.iter().filter(|(_, pair)| !edited(pair));
        let frequencies =
            Frequencies::of(others.map(|(other, _)| (other.applicant, &other.signature)));
        let mut alike: BTreeMap<ApplicantId, f64> = BTreeMap::new();
        for (candidate, pair) in &near {
            let similarity = pair.as_ref().and_then(|pair| pair.near_duplicate(&frequencies));
            if let Some(similarity) = similarity {
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

/// How alike two texts are, if they are near-duplicates and nobody else's are known.
pub fn alike(one: &Sketch, other: &Sketch) -> Option<f64> {
    Pair::of(&one.signature, &other.signature)?.near_duplicate(&Frequencies::default())
}

#[cfg(test)]
mod tests;
