//! Names that were probably meant by others.

use crate::work::{Work, count};

/// The known name with the fewest typing errors in `key`, at most two.
pub(super) fn nearest<'a>(key: &str, known: &[&'a str]) -> Option<&'a str> {
    const MAX_ERRORS: usize = 2;
    // Each error adds, removes or replaces at most one character.
    let is_near = |name: &&&str| {
        key.chars().count().abs_diff(name.chars().count()) <= MAX_ERRORS
            && missing(key, name).max(missing(name, key)) <= MAX_ERRORS
    };
    let errors = |name: &&'a str| {
        count(Work::Pairs, 1);
        (strsim::damerau_levenshtein(name, key), *name)
    };
    let nearest = known.iter().filter(is_near).map(errors).min_by_key(|(errors, _)| *errors);
    nearest.filter(|(errors, _)| *errors <= MAX_ERRORS).map(|(_, name)| name)
}

/// How many characters of a text another one lacks, regardless of their order, as far as their first bytes show it.
fn missing(text: &str, other: &str) -> usize {
    let first_bytes = |text: &str| -> Vec<usize> {
        text.char_indices().map(|(start, _)| usize::from(text.as_bytes()[start])).collect()
    };
    let mut counts = [0_i32; 256];
    for byte in first_bytes(other) {
        counts[byte] += 1;
    }
    for byte in first_bytes(text) {
        counts[byte] -= 1;
    }
    counts.iter().map(|count| usize::try_from(-count).unwrap_or_default()).sum()
}
