//! From a text to its shingles: runs of three words that say something.

use std::collections::BTreeSet;

use crate::domain::profile::fold;

/// How many words a shingle has.
const WORDS: usize = 3;

/// Words that resumes and letters have in common whoever writes them. A shingle of these alone is
/// boilerplate: it tells of the genre, not of the writer.
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

/// The hash of each shingle, once. `without` are shingles that do not count: an advertisement's.
pub(super) fn shingles(text: &str, without: &BTreeSet<u64>) -> BTreeSet<u64> {
    let text = fold(text);
    let words: Vec<&str> = text
        .split(|c: char| !c.is_alphanumeric() && c != '+' && c != '#')
        .filter(|word| !word.is_empty())
        .collect();
    let common: BTreeSet<&str> = COMMON.split_ascii_whitespace().collect();
    let telling = |run: &&[&str]| run.iter().any(|word| !common.contains(word));
    let hashes = words.windows(WORDS).filter(telling).map(hash);
    hashes.filter(|hash| !without.contains(hash)).collect()
}

/// FNV-1a over the words with a zero between them.
fn hash(run: &[&str]) -> u64 {
    let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
    for word in run {
        for byte in word.bytes().chain([0]) {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
    hash
}
