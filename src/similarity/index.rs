//! An index of texts in memory, for cohorts that never see a database.

use std::collections::{BTreeSet, HashMap};

use super::{Candidate, Signature, Sketch};
use crate::domain::ids::ApplicantId;
use crate::domain::links::{Links, TextKind};

/// Who wrote which texts.
#[derive(Debug, Default)]
pub struct TextIndex {
    texts: Vec<(ApplicantId, Signature)>,
    bands: HashMap<(TextKind, i64), Vec<usize>>,
}

impl TextIndex {
    /// Keeps an applicant's texts.
    pub fn insert(&mut self, applicant: ApplicantId, sketches: &[Sketch]) {
        for sketch in sketches {
            for band in sketch.signature.bands() {
                self.bands.entry((sketch.kind, band)).or_default().push(self.texts.len());
            }
            self.texts.push((applicant, sketch.signature.clone()));
        }
    }

    /// Texts of others that have a band in common with one of these, of each band the latest
    /// [`Links::CAP`] and one more.
    pub fn candidates(&self, applicant: ApplicantId, sketches: &[Sketch]) -> Vec<Candidate> {
        let mut found: BTreeSet<(usize, usize)> = BTreeSet::new();
        for (i, sketch) in sketches.iter().enumerate() {
            for band in sketch.signature.bands() {
                let texts = self.bands.get(&(sketch.kind, band)).into_iter().flatten().rev();
                let others = texts.filter(|text| self.texts[**text].0 != applicant);
                found.extend(others.take(Links::CAP + 1).map(|text| (i, *text)));
            }
        }
        let candidate = |(sketch, text): (usize, usize)| {
            let (applicant, signature) = self.texts[text].clone();
            Candidate { sketch, applicant, signature }
        };
        found.into_iter().map(candidate).collect()
    }
}
