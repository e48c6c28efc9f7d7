//! Splits a text into shingles: runs of three words, or runs of characters in scripts that don't separate words with
//! spaces.

use std::collections::{BTreeSet, HashSet};
use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization as _;

use super::plain::{BLANK, plain};
use crate::profile::fold;
use crate::work::{Work, count};

/// Words per shingle.
const WORDS: usize = 3;
/// Characters per shingle in Chinese, Japanese and Korean, and in Thai, Lao, Khmer and Burmese, whose words are
/// longer. Both are about three words.
const CJK: usize = 5;
const THAI: usize = 10;

/// Words that most resumes and letters contain. A shingle of nothing else is boilerplate: it is typical of the genre,
/// not of the writer.
const COMMON: &str = "a able about across all also am an and any application are as at be been best both but by \
    can clean code collaborated company contact cross daily dear deliver delivered design designed develop \
    developed developer development do each ensure ensuring etc experience experienced for forward from \
    full functional get good great had hard has have hearing help helped high hiring i if in including \
    interested into is it its job kind knowledge led letter like looking made maintain maintained make \
    manager many me more most my new of on one or other our out over own part passionate people position \
    problem product products project projects proficient quality regards responsible role s scalable self \
    skills software solutions solving stack strong such sincerely systems t team teams technical than thank \
    that the their them there these they this through time to tools up use used user using various very was \
    we web well were what when where which while who will with work worked working would year years you your";

/// The common words after folding, which unifies look-alike letters.
static ORDINARY: LazyLock<HashSet<String>> =
    LazyLock::new(|| COMMON.split_ascii_whitespace().chain([BLANK]).map(fold).collect());

/// Whether to blank out what changes from one addressee to the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Blanks {
    Kept,
    /// Numbers, dates, amounts and addresses are all treated as equal.
    Replaced,
}

#[derive(Clone, Debug, Default)]
pub(super) struct Shingles {
    /// The distinct hashes, in the text's order.
    pub(super) hashes: Vec<u64>,
    /// The length of the text in word shingles. A character shingle counts as half of one.
    pub(super) length: usize,
}

/// The shingles of a text, except those in `without` (of job advertisements).
pub(super) fn shingles(text: &str, blanks: Blanks, without: &BTreeSet<u64>) -> Shingles {
    let text = plain(text, blanks == Blanks::Replaced);
    let (rest, runs) = if text.is_ascii() { (text, Runs::new()) } else { split_runs(&text) };
    let rest = fold(&rest);
    let words = words(&rest);
    let is_specific: Vec<bool> = words.iter().map(|word| !ORDINARY.contains(*word)).collect();
    let word_shingles = (words.windows(WORDS).zip(is_specific.windows(WORDS)))
        .filter(|(_, is_specific)| is_specific.contains(&true))
        .map(|(run, _)| hash(run.iter().flat_map(|word| word.bytes().chain([0]))));
    let character_shingles = runs
        .iter()
        .flat_map(|(size, run)| run.windows(*size))
        .map(|run| hash(run.iter().flat_map(|c| u32::from(*c).to_be_bytes())));
    let mut known = HashSet::new();
    let mut is_new = |hash: &u64| !without.contains(hash) && known.insert(*hash);
    let mut hashes: Vec<u64> = word_shingles.filter(&mut is_new).collect();
    let words = hashes.len();
    hashes.extend(character_shingles.filter(is_new));
    count(Work::Shingles, hashes.len());
    let length = words + (hashes.len() - words) / 2;
    Shingles { hashes, length }
}

/// Runs of characters, each with the size of its shingles.
type Runs = Vec<(usize, Vec<char>)>;

/// The text without its runs, and the runs.
fn split_runs(text: &str) -> (String, Runs) {
    /// Some characters stand for many others. No text consists of them.
    const MAX_EXPANSION: usize = 3;
    let text: String = text.nfkc().take(text.chars().count() * MAX_EXPANSION).collect();
    let rest = text.chars().map(|c| if size_of_run(c).is_some() { ' ' } else { c }).collect();
    (rest, runs(&text))
}

/// The runs of a text. Punctuation, spaces and line ends don't end a run, because pasting often changes them.
fn runs(text: &str) -> Runs {
    let mut runs: Runs = vec![(CJK, Vec::new()), (THAI, Vec::new())];
    for c in text.chars() {
        if let Some((_, run)) = runs.iter_mut().find(|(size, _)| size_of_run(c) == Some(*size)) {
            run.push(c);
        }
    }
    runs
}

fn words(text: &str) -> Vec<&str> {
    let mut words: Vec<&str> = Vec::new();
    let is_word = |c: char| c.is_alphanumeric() || matches!(c, '+' | '#');
    for word in text.split(|c: char| !is_word(c)).filter(|word| !word.is_empty()) {
        // A date of several words becomes a single blank.
        if word != BLANK || words.last() != Some(&BLANK) {
            words.push(word);
        }
    }
    words
}

/// The shingle size for a character of a script without spaces between words, or with optional ones as in Korean.
fn size_of_run(c: char) -> Option<usize> {
    match u32::from(c) {
        0x0E00..=0x0EFF | 0x1000..=0x109F | 0x1780..=0x17FF => Some(THAI),
        0x3005..=0x3007
        | 0x3040..=0x30FF
        | 0x31F0..=0x31FF
        | 0x3400..=0x9FFF
        | 0xF900..=0xFAFF
        | 0x20000..=0x3FFFF
        | 0x1100..=0x11FF
        | 0x3130..=0x318F
        | 0xAC00..=0xD7FF => Some(CJK),
        _ => None,
    }
}

/// FNV-1a.
fn hash(bytes: impl Iterator<Item = u8>) -> u64 {
    bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}
