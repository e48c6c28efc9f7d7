//! `MinHash` signatures and their bands.

use std::collections::BTreeSet;

/// How many hash functions.
pub(super) const HASHES: usize = 240;
/// How many bands there are, and how many hashes make one. Those after them are for the estimate alone.
const BANDS: usize = 40;
const ROWS: usize = 3;

/// What signatures of one tenant are made with. Under another key the same text has another signature.
#[derive(Clone, Copy)]
pub struct Key(pub u64);

impl std::fmt::Debug for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Key(..)")
    }
}

/// The least hash of a text's shingles under each of 240 hash functions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signature(Vec<u32>);

impl Signature {
    /// The signature of a set of shingles.
    pub(super) fn of(shingles: &BTreeSet<u64>, key: Key) -> Self {
        let seeds = (0..HASHES as u64).map(|i| mix(key.0.wrapping_add(mix(i))));
        let least = |seed: u64| {
            let hashes = shingles.iter().map(|shingle| high(mix(shingle ^ seed)));
            hashes.min().unwrap_or(u32::MAX)
        };
        Self(seeds.map(least).collect())
    }

    /// The estimated share of common shingles (Jaccard), from 0 to 1.
    pub fn similarity(&self, other: &Self) -> f64 {
        let same = self.0.iter().zip(&other.0).filter(|(one, other)| one == other).count();
        let same = u32::try_from(same).unwrap_or_default();
        f64::from(same) / f64::from(u32::try_from(HASHES).unwrap_or(1))
    }

    /// Its bands, each as one number. Texts with one in common are worth comparing.
    pub fn bands(&self) -> Vec<i64> {
        let band = |(i, rows): (usize, &[u32])| {
            let first = mix(i as u64 + 1);
            let all = rows.iter().fold(first, |hash, row| mix(hash ^ u64::from(*row)));
            all.cast_signed()
        };
        self.0.chunks(ROWS).take(BANDS).enumerate().map(band).collect()
    }

    /// The hashes, each at its place.
    pub(super) fn hashes(&self) -> &[u32] {
        &self.0
    }

    /// About how many shingles the text has: the more there are, the less is the least of their hashes. The
    /// standard error is a fifteenth.
    pub(super) fn size(&self) -> f64 {
        let whole = f64::from(u32::MAX) + 1.0;
        let rates = self.0.iter().map(|hash| -(1.0 - (f64::from(*hash) + 0.5) / whole).ln());
        f64::from(u32::try_from(HASHES).unwrap_or(1)) / rates.sum::<f64>()
    }

    /// As the store keeps it.
    pub fn to_bytes(&self) -> Vec<u8> {
        self.0.iter().flat_map(|hash| hash.to_be_bytes()).collect()
    }

    /// From the store. `None` if it is of another length.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (hashes, rest) = bytes.as_chunks::<4>();
        let fits = hashes.len() == HASHES && rest.is_empty();
        fits.then(|| Self(hashes.iter().map(|hash| u32::from_be_bytes(*hash)).collect()))
    }

    /// A number for the text: the same for the same shingles.
    pub(super) fn id(&self) -> i64 {
        self.0.iter().fold(0_u64, |hash, row| mix(hash ^ u64::from(*row))).cast_signed()
    }
}

/// A mixer of 64 bits (G. Steele, D. Lea, C. Flood, `SplitMix64`, 2014).
fn mix(number: u64) -> u64 {
    let number = number.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let number = (number ^ (number >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let number = (number ^ (number >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    number ^ (number >> 31)
}

fn high(number: u64) -> u32 {
    u32::try_from(number >> 32).unwrap_or_default()
}
