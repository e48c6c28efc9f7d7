//! An index of texts in memory, for cohorts that never see a database.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};

use ids::ApplicantId;

use super::{Candidate, MOST_CANDIDATES, Signature, Sketch};
use crate::links::{Links, TextKind};

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
            for band in &sketch.bands {
                self.bands.entry((sketch.kind, *band)).or_default().push(self.texts.len());
            }
            self.texts.push((applicant, sketch.signature.clone()));
        }
    }

    /// Texts of others that have a band in common with one of these, of each band the latest
    /// [`Links::CAP`] and one more; of them those with the most bands.
    pub fn candidates(&self, applicant: ApplicantId, sketches: &[Sketch]) -> Vec<Candidate> {
        let mut all = Vec::new();
        for (i, sketch) in sketches.iter().enumerate() {
            let mut found: BTreeMap<usize, u32> = BTreeMap::new();
            for band in &sketch.bands {
                let texts = self.bands.get(&(sketch.kind, *band)).into_iter().flatten().rev();
                let others = texts.filter(|text| self.texts[**text].0 != applicant);
                for text in others.take(Links::CAP + 1) {
                    *found.entry(*text).or_default() += 1;
                }
            }
            let mut found: Vec<(usize, u32)> = found.into_iter().collect();
            found.sort_by_key(|(text, bands)| (Reverse(*bands), Reverse(*text)));
            all.extend(found.into_iter().take(MOST_CANDIDATES).map(|(text, _)| {
                let (applicant, signature) = self.texts[text].clone();
                Candidate { sketch: i, applicant, signature }
            }));
        }
        all
    }
}
