//! A text as it is compared.

use std::collections::BTreeSet;

use super::shingles::{Blanks, shingles};
use super::signature::{Key, Signature};
use crate::links::TextKind;

/// Shorter texts are not compared: they are alike by chance. Resumes that are short are often whole; the shortest
/// are compared for being the same.
const LEAST_SHINGLES: usize = 40;
const LEAST_OF_A_RESUME: usize = 12;

/// A text's signature and where the text stands.
#[derive(Clone, Debug)]
pub struct Sketch {
    /// What kind of text.
    pub kind: TextKind,
    /// Where it stands, as a JSON Pointer.
    pub pointer: String,
    /// A number for what it holds.
    pub id: i64,
    /// Its signature.
    pub signature: Signature,
    /// The bands by which texts like it are found.
    pub bands: Vec<i64>,
}

/// The sketch of one text; nothing if it is too short.
pub fn sketch(
    kind: TextKind,
    pointer: String,
    text: &str,
    without: &BTreeSet<u64>,
    key: Key,
) -> Option<Sketch> {
    let shingles = shingles(text, blanks(kind), without);
    let least = if kind == TextKind::Resume { LEAST_OF_A_RESUME } else { LEAST_SHINGLES };
    (shingles.length >= least).then(|| {
        let (signature, bands) = Signature::of(&shingles.hashes, key);
        Sketch { kind, pointer, id: signature.id(), signature, bands }
    })
}

/// A letter is filled in for each addressee; a resume's numbers are its own.
fn blanks(kind: TextKind) -> Blanks {
    match kind {
        TextKind::Letter => Blanks::Alike,
        TextKind::Resume | TextKind::Portfolio => Blanks::Kept,
    }
}
