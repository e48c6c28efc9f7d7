//! Compares two texts by their common shingles and passages. Wording that many people use counts less.

use std::collections::{BTreeMap, HashMap, HashSet};

use ids::ApplicantId;

use super::signature::{Signature, ranked};

/// How many consecutive shingles make a passage. Five words in a row are hardly ever equal by chance.
const PASSAGE: usize = 3;
/// The longest gap between passages, in shingles, that counts as edited. One changed word makes a gap of three, five
/// changed words in a row one of seven. A longer gap is the other writer's own text.
const MAX_GAP: usize = 9;
/// How many people can have a shingle before it counts half: larger than a ring, smaller than the users of a template.
const TEMPLATE_USERS: f64 = 20.0;
/// The same if both texts have long passages of their own. Then a third user already makes it a template.
const TEMPLATE_USERS_OF_DIFFERENT_TEXTS: f64 = 0.5;

/// The minimum share of common shingles of near-duplicates.
const THRESHOLD: f64 = 0.6;
/// The thresholds for texts with single changed words. They have fewer shingles but most passages in common, and their
/// differences are in the gaps. Texts of strangers differ in whole passages.
const EDITED_THRESHOLD: f64 = 0.35;
const EDITED_PASSAGES: f64 = 0.7;
const EDITED_GAPS: f64 = 0.25;
/// The thresholds for a text that was cut off: nearly all of its passages are in the longer one.
const CUT_THRESHOLD: f64 = 0.3;
const CUT_PASSAGES: f64 = 0.9;
/// Below this share of common passages, both texts have long passages of their own.
const OWN_PASSAGES: f64 = 6.0 / 7.0;
/// Texts with fewer shingles have to be almost equal.
const SHORT: usize = 24;
const SHORT_THRESHOLD: f64 = 0.9;
/// The minimum share that must remain in common after templates are discounted.
const RARE_THRESHOLD: f64 = 0.3;

/// How many applicants have each digest, among the candidates.
#[derive(Default)]
pub(super) struct Frequencies(HashMap<u32, u32>);

impl Frequencies {
    pub(super) fn count<'a>(texts: impl Iterator<Item = (ApplicantId, &'a Signature)>) -> Self {
        let mut written: BTreeMap<ApplicantId, HashSet<u32>> = BTreeMap::new();
        for (applicant, text) in texts {
            written.entry(applicant).or_default().extend(text.digests());
        }
        let mut counts = HashMap::new();
        for digest in written.into_values().flatten() {
            *counts.entry(digest).or_default() += 1;
        }
        Self(counts)
    }

    fn applicants_with(&self, digest: u32) -> u32 {
        self.0.get(&digest).copied().unwrap_or_default()
    }
}

/// Two texts compared with each other.
pub(super) struct Pair {
    texts: [Text; 2],
    /// The share of common shingles in the union (Jaccard).
    pub(super) whole: f64,
    /// The share of common passages, with short gaps, in both texts together.
    passages: f64,
    /// The larger of the two texts' own shares of common passages: 1 if one text contains the other.
    contained: f64,
    /// The share of differing shingles that lie in short gaps.
    gaps: f64,
}

impl Pair {
    /// Compares our text with another one. `None` if they have too little in common.
    pub(super) fn compare(ours: &Signature, theirs: &Signature) -> Option<Self> {
        let limit = ours.complete_to().min(theirs.complete_to());
        let [ours, theirs] = [ours, theirs].map(|text| within(text, limit));
        let [first, second] = [ranked(&ours), ranked(&theirs)];
        let whole = resemblance(&first, &second);
        if whole < CUT_THRESHOLD {
            return None;
        }
        let texts = [Text::compare(ours, &second), Text::compare(theirs, &first)];
        let [lengths, common, passages] =
            [Text::len, Text::common, Text::in_passages].map(|count| texts.each_ref().map(count));
        let (all, shared, covered) =
            (lengths[0] + lengths[1], common[0] + common[1], passages[0] + passages[1]);
        Some(Self {
            whole,
            passages: ratio(covered, all),
            contained: ratio(passages[0], lengths[0]).max(ratio(passages[1], lengths[1])),
            gaps: ratio(covered.saturating_sub(shared), all - shared),
            texts,
        })
    }

    /// Whether one text is the other with single words changed.
    pub(super) fn is_edited(&self) -> bool {
        self.whole >= EDITED_THRESHOLD
            && self.passages >= EDITED_PASSAGES
            && self.gaps >= EDITED_GAPS
    }

    fn is_cut_off(&self) -> bool {
        self.whole >= CUT_THRESHOLD && self.contained >= CUT_PASSAGES
    }

    /// The similarity of the texts if they are near-duplicates. The second text must be among those counted in
    /// `frequencies`, unless it is an edited copy.
    pub(super) fn near_duplicate(&self, frequencies: &Frequencies) -> Option<f64> {
        let near = if self.texts.iter().any(|text| text.len() < SHORT) {
            self.whole >= SHORT_THRESHOLD
        } else {
            self.whole >= THRESHOLD || self.is_edited() || self.is_cut_off()
        };
        let near = near && self.share_without_templates(frequencies) >= RARE_THRESHOLD;
        near.then(|| self.whole.max(self.passages))
    }

    /// The share of common passages when each shingle weighs less the more people have it. Changed words in a gap
    /// weigh as much as the passages around them.
    fn share_without_templates(&self, frequencies: &Frequencies) -> f64 {
        let different = self.passages < OWN_PASSAGES && !self.is_edited() && !self.is_cut_off();
        let users = if different { TEMPLATE_USERS_OF_DIFFERENT_TEXTS } else { TEMPLATE_USERS };
        let (mut shared, mut count, mut within, mut outside) = (0.0, 0_u32, 0_u32, 0.0);
        for (i, text) in self.texts.iter().enumerate() {
            for shingle in &text.0 {
                let theirs = !self.is_edited() && (shingle.common || i == 1);
                let others = frequencies.applicants_with(shingle.digest);
                let weight = weight(others.saturating_sub(u32::from(theirs)), users);
                within += u32::from(shingle.in_passage);
                if !shingle.in_passage {
                    outside += weight;
                } else if shingle.common {
                    shared += weight;
                    count += 1;
                }
            }
        }
        let within = shared / f64::from(count.max(1)) * f64::from(within);
        if within > 0.0 { within / (within + outside) } else { 0.0 }
    }
}

/// A text's shingles in order, compared with another text.
struct Text(Vec<Shingle>);

struct Shingle {
    digest: u32,
    /// Whether the other text has it too.
    common: bool,
    /// Whether it lies in a common passage or in a short gap between two of them.
    in_passage: bool,
}

impl Text {
    fn compare(digests: Vec<u32>, others: &[u32]) -> Self {
        let common = |digest: &u32| others.binary_search(digest).is_ok();
        let mut in_passage: Vec<bool> = digests.iter().map(common).collect();
        let is_common = in_passage.clone();
        flip_short_runs(&mut in_passage, true, PASSAGE - 1);
        if in_passage.contains(&true) {
            flip_short_runs(&mut in_passage, false, MAX_GAP);
        }
        let shingles = digests.into_iter().zip(is_common).zip(in_passage);
        let shingle = |((digest, common), in_passage)| Shingle { digest, common, in_passage };
        Self(shingles.map(shingle).collect())
    }

    fn len(&self) -> usize {
        self.0.len()
    }

    fn common(&self) -> usize {
        self.0.iter().filter(|shingle| shingle.common).count()
    }

    fn in_passages(&self) -> usize {
        self.0.iter().filter(|shingle| shingle.in_passage).count()
    }
}

/// The share of common digests in the union (Jaccard). Both slices must be sorted.
fn resemblance(ours: &[u32], theirs: &[u32]) -> f64 {
    let (mut i, mut j, mut common) = (0, 0, 0);
    while let (Some(first), Some(second)) = (ours.get(i), theirs.get(j)) {
        common += usize::from(first == second);
        i += usize::from(first <= second);
        j += usize::from(second <= first);
    }
    ratio(common, ours.len() + theirs.len() - common)
}

/// The digests up to a limit, in the text's order.
fn within(signature: &Signature, limit: u32) -> Vec<u32> {
    signature.digests().iter().copied().filter(|digest| *digest <= limit).collect()
}

/// Negates each run of `value` that has at most `max` elements.
fn flip_short_runs(values: &mut [bool], value: bool, max: usize) {
    for run in values.chunk_by_mut(|a, b| a == b) {
        if run[0] == value && run.len() <= max {
            run.fill(!value);
        }
    }
}

fn ratio(part: usize, whole: usize) -> f64 {
    let number = |count: usize| f64::from(u32::try_from(count).unwrap_or(u32::MAX));
    number(part) / number(whole.max(1))
}

/// 1 for a shingle that few others have, a half at `users` others, almost 0 for a common template.
fn weight(others: u32, users: f64) -> f64 {
    1.0 / (1.0 + (f64::from(others) / users).powi(4))
}
