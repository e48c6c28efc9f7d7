//! How alike two texts are: shingles in common, passages in common, and what is left of these when what many people
//! write counts for less.

use std::collections::{BTreeMap, HashMap, HashSet};

use ids::ApplicantId;

use super::signature::{Signature, ranked};

/// How many shingles in a row make a passage: five words that stand in both texts are hardly there by chance.
const PASSAGE: usize = 3;
/// How many shingles a gap between passages has at most that was made by changing a few words; what is longer is
/// somebody's own text. One changed word is a gap of three, five changed words in a row one of seven.
const GAP: usize = 9;
/// How many may have the same words before those are a template that goes round: a ring has fewer members.
const CIRCLE: f64 = 20.0;
/// The same for texts with passages of their writers' own: what a third has too is a template.
const PAIR: f64 = 0.5;

/// From which share of common shingles on two texts are near-duplicates.
const THRESHOLD: f64 = 0.6;
/// A text of which a word here and there was changed has fewer shingles in common, but most passages, and what is not
/// common stands in the gaps of these. Where strangers' texts differ, whole passages do.
const EDITED_THRESHOLD: f64 = 0.35;
const EDITED_PASSAGES: f64 = 0.7;
const EDITED_GAPS: f64 = 0.25;
/// A text that was cut off has less in common with the whole one: nearly all of its own passages.
const CUT_THRESHOLD: f64 = 0.3;
const CUT_PASSAGES: f64 = 0.9;
/// With less than this in common passages, texts have passages of their writers' own.
const OWN_PASSAGES: f64 = 6.0 / 7.0;
/// A text of fewer shingles has to be the same.
const SHORT: usize = 24;
const SHORT_THRESHOLD: f64 = 0.9;
/// What must be left in common when what goes round is not counted.
const RARE_THRESHOLD: f64 = 0.3;

/// How many applicants have a digest, among the texts that came up with one.
#[derive(Default)]
pub(super) struct Frequencies(HashMap<u32, u32>);

impl Frequencies {
    /// Counts the applicants of some texts.
    pub(super) fn of<'a>(texts: impl Iterator<Item = (ApplicantId, &'a Signature)>) -> Self {
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

    /// How many have a digest.
    fn count(&self, digest: u32) -> u32 {
        self.0.get(&digest).copied().unwrap_or_default()
    }
}

/// Two texts side by side.
pub(super) struct Pair {
    texts: [Text; 2],
    /// The share of common shingles among those of both (Jaccard).
    pub(super) whole: f64,
    /// The share of common passages, gaps of a few words included, in both texts together.
    passages: f64,
    /// The same in that text of which they are the greater part.
    contained: f64,
    /// Which part of what is not common stands in gaps of a few words, less what is common by chance.
    gaps: f64,
}

impl Pair {
    /// Puts our text beside another's. `None` if they have so little in common that nothing else matters.
    pub(super) fn of(ours: &Signature, theirs: &Signature) -> Option<Self> {
        let limit = ours.complete_to().min(theirs.complete_to());
        let [ours, theirs] = [ours, theirs].map(|text| within(text, limit));
        let [first, second] = [ranked(&ours), ranked(&theirs)];
        let whole = resemblance(&first, &second);
        if whole < CUT_THRESHOLD {
            return None;
        }
        let texts = [Text::beside(ours, &second), Text::beside(theirs, &first)];
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

    /// Whether one is the other with a word here and there changed.
    pub(super) fn is_edited(&self) -> bool {
        self.whole >= EDITED_THRESHOLD
            && self.passages >= EDITED_PASSAGES
            && self.gaps >= EDITED_GAPS
    }

    fn is_cut_off(&self) -> bool {
        self.whole >= CUT_THRESHOLD && self.contained >= CUT_PASSAGES
    }

    /// How alike the texts are, if they are near-duplicates. The second is one of those that were counted, unless it
    /// is an edited copy.
    pub(super) fn near_duplicate(&self, frequencies: &Frequencies) -> Option<f64> {
        let near = if self.texts.iter().any(|text| text.len() < SHORT) {
            self.whole >= SHORT_THRESHOLD
        } else {
            self.whole >= THRESHOLD || self.is_edited() || self.is_cut_off()
        };
        let near = near && self.rare(frequencies) >= RARE_THRESHOLD;
        near.then(|| self.whole.max(self.passages))
    }

    /// The share of common passages when each shingle is weighed by how many others have it. A few words that were
    /// changed weigh as much as the passages that they stand in.
    fn rare(&self, frequencies: &Frequencies) -> f64 {
        let own = self.passages < OWN_PASSAGES && !self.is_edited() && !self.is_cut_off();
        let circle = if own { PAIR } else { CIRCLE };
        let (mut shared, mut places, mut within, mut apart) = (0.0, 0_u32, 0_u32, 0.0);
        for (i, text) in self.texts.iter().enumerate() {
            for place in &text.0 {
                let theirs = !self.is_edited() && (place.common || i == 1);
                let others = frequencies.count(place.digest).saturating_sub(u32::from(theirs));
                let weight = weight(others, circle);
                within += u32::from(place.in_passage);
                if !place.in_passage {
                    apart += weight;
                } else if place.common {
                    shared += weight;
                    places += 1;
                }
            }
        }
        let within = shared / f64::from(places.max(1)) * f64::from(within);
        if within > 0.0 { within / (within + apart) } else { 0.0 }
    }
}

/// A text's shingles beside another text, in their order.
struct Text(Vec<Place>);

struct Place {
    digest: u32,
    /// Whether the other text has it.
    common: bool,
    /// Whether it stands in a passage that the other text has, or in a gap of a few words between such.
    in_passage: bool,
}

impl Text {
    fn beside(digests: Vec<u32>, others: &[u32]) -> Self {
        let common = |digest: &u32| others.binary_search(digest).is_ok();
        let mut in_passage: Vec<bool> = digests.iter().map(common).collect();
        let both = in_passage.clone();
        fill(&mut in_passage, true, PASSAGE - 1);
        if in_passage.contains(&true) {
            fill(&mut in_passage, false, GAP);
        }
        let places = digests.into_iter().zip(both).zip(in_passage);
        let place = |((digest, common), in_passage)| Place { digest, common, in_passage };
        Self(places.map(place).collect())
    }

    fn len(&self) -> usize {
        self.0.len()
    }

    fn common(&self) -> usize {
        self.0.iter().filter(|place| place.common).count()
    }

    fn in_passages(&self) -> usize {
        self.0.iter().filter(|place| place.in_passage).count()
    }
}

/// The share of common digests among those of both (Jaccard); both are sorted.
fn resemblance(ours: &[u32], theirs: &[u32]) -> f64 {
    let (mut first, mut second, mut common) = (0, 0, 0);
    while let (Some(one), Some(other)) = (ours.get(first), theirs.get(second)) {
        common += usize::from(one == other);
        first += usize::from(one <= other);
        second += usize::from(other <= one);
    }
    ratio(common, ours.len() + theirs.len() - common)
}

/// The digests up to a limit, in the text's order.
fn within(signature: &Signature, limit: u32) -> Vec<u32> {
    signature.digests().iter().copied().filter(|digest| *digest <= limit).collect()
}

/// Turns runs of a value that are no longer than `most` into their contrary.
fn fill(values: &mut [bool], value: bool, most: usize) {
    for run in values.chunk_by_mut(|one, other| one == other) {
        if run[0] == value && run.len() <= most {
            run.fill(!value);
        }
    }
}

fn ratio(part: usize, whole: usize) -> f64 {
    let number = |count: usize| f64::from(u32::try_from(count).unwrap_or(u32::MAX));
    number(part) / number(whole.max(1))
}

/// 1 for what a few have, a half for what a circle has, next to nothing for what goes round.
fn weight(others: u32, circle: f64) -> f64 {
    1.0 / (1.0 + (f64::from(others) / circle).powi(4))
}
