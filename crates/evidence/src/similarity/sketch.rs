//! A sketch: the part of a text that is stored and compared.

use std::collections::BTreeSet;

use super::shingles::{Blanks, Shingles, shingles};
use super::signature::Signature;
use crate::links::TextKind;
use crate::pepper::TextKey;

/// Shorter texts are not compared, because they match by chance. Resumes may be shorter, as they are usually complete;
/// the shortest ones have to be almost equal.
const MIN_SHINGLES: usize = 40;
const MIN_RESUME_SHINGLES: usize = 12;

/// A text's signature and its position in the profile.
#[derive(Clone, Debug)]
pub struct Sketch {
    pub kind: TextKind,
    /// A JSON Pointer to the text.
    pub pointer: String,
    /// The same for the same content.
    pub id: i64,
    pub signature: Signature,
    /// Look-up keys for similar texts.
    pub bands: Vec<i64>,
}

/// The sketch of a text. `None` if the text is too short. Shingles in `without` don't count.
pub fn sketch(
    kind: TextKind,
    pointer: String,
    text: &str,
    without: &BTreeSet<u64>,
    key: TextKey,
) -> Option<Sketch> {
    let shingles = long_enough(kind, shingles(text, blanks(kind), without))?;
    let (signature, bands) = Signature::sign(&shingles.hashes, key);
    Some(Sketch { kind, pointer, id: signature.id(), signature, bands })
}

/// The signature of a text that is compared but not looked up. `None` if the text is too short.
pub(crate) fn signature(
    kind: TextKind,
    text: &str,
    without: &BTreeSet<u64>,
    key: TextKey,
) -> Option<Signature> {
    let shingles = long_enough(kind, shingles(text, blanks(kind), without))?;
    Some(Signature::without_bands(&shingles.hashes, key))
}

fn long_enough(kind: TextKind, shingles: Shingles) -> Option<Shingles> {
    let min = if kind == TextKind::Resume { MIN_RESUME_SHINGLES } else { MIN_SHINGLES };
    (shingles.length >= min).then_some(shingles)
}

/// Letters are adapted to each addressee; the numbers in a resume belong to the person.
fn blanks(kind: TextKind) -> Blanks {
    match kind {
        TextKind::Letter => Blanks::Replaced,
        TextKind::Resume | TextKind::Portfolio => Blanks::Kept,
    }
}
