//! An in-memory index of texts for cohorts without a database.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};

use ids::ApplicantId;

use super::{Candidate, MAX_CANDIDATES, Signature, Sketch};
use crate::links::{Links, TextKind};

/// Who wrote which texts.
#[derive(Debug, Default)]
pub struct TextIndex {
    texts: Vec<(ApplicantId, Signature)>,
    bands: HashMap<(TextKind, i64), Vec<usize>>,
}

impl TextIndex {
    pub fn insert(&mut self, applicant: ApplicantId, sketches: &[Sketch]) {
        for sketch in sketches {
            for band in &sketch.bands {
                self.bands.entry((sketch.kind, *band)).or_default().push(self.texts.len());
            }
            self.texts.push((applicant, sketch.signature.clone()));
        }
    }

    /// Texts of other applicants with a band in common. Of each band, the latest [`Links::CAP`] + 1 are read; the
    /// texts with the most bands are returned.
    pub fn candidates(&self, applicant: ApplicantId, sketches: &[Sketch]) -> Vec<Candidate> {
        let mut all = Vec::new();
        for (i, sketch) in sketches.iter().enumerate() {
            let mut common_bands: BTreeMap<usize, u32> = BTreeMap::new();
            for band in &sketch.bands {
                let texts = self.bands.get(&(sketch.kind, *band)).into_iter().flatten().rev();
                let others = texts.filter(|text| self.texts[**text].0 != applicant);
                for text in others.take(Links::CAP + 1) {
                    *common_bands.entry(*text).or_default() += 1;
                }
            }
            let mut ranked: Vec<(usize, u32)> = common_bands.into_iter().collect();
            ranked.sort_by_key(|(text, bands)| (Reverse(*bands), Reverse(*text)));
            all.extend(ranked.into_iter().take(MAX_CANDIDATES).map(|(text, _)| {
                let (applicant, signature) = self.texts[text].clone();
                Candidate { sketch: i, applicant, signature }
            }));
        }
        all
    }
}
