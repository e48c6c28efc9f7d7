//! The stored form of a text: keyed digests of its shingles for comparison, and bands that find texts with many
//! shingles in common.

use std::hash::Hasher;

use siphasher::sip::SipHasher24;

use crate::pepper::TextKey;

/// How many shingles are kept. Longer texts keep those with the smallest digests, which is the same sample for the
/// same shingles.
const MAX_SHINGLES: usize = 2_048;
/// The number of bands, and of `MinHash` values per band.
const BANDS: u64 = 40;
const ROWS: u64 = 3;

/// The digest of a shingle. Without the key it doesn't reveal the shingle (J.-P. Aumasson and D. J. Bernstein,
/// "`SipHash`: a fast short-input PRF", 2012).
fn digest(key: TextKey, shingle: u64) -> u64 {
    let mut hasher = SipHasher24::new_with_key(&key.0);
    hasher.write_u64(shingle);
    hasher.finish()
}

/// The distinct digests of a text's shingles, in the text's order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signature(Vec<u32>);

impl Signature {
    /// The signature of a text's shingles, and its bands. Texts with a common band are worth comparing.
    pub(super) fn sign(shingles: &[u64], key: TextKey) -> (Self, Vec<i64>) {
        let digests: Vec<u64> = shingles.iter().map(|shingle| digest(key, *shingle)).collect();
        (Self::keep(&digests), bands(&digests))
    }

    /// The signature alone, for texts that are not looked up.
    pub(super) fn without_bands(shingles: &[u64], key: TextKey) -> Self {
        let digests: Vec<u64> = shingles.iter().map(|shingle| digest(key, *shingle)).collect();
        Self::keep(&digests)
    }

    fn keep(digests: &[u64]) -> Self {
        let mut kept: Vec<u32> = digests.iter().map(|digest| high(*digest)).collect();
        if let Some(max) = ranked(&kept).get(MAX_SHINGLES - 1).copied() {
            kept.retain(|digest| *digest <= max);
        }
        Self(kept)
    }

    pub(super) fn digests(&self) -> &[u32] {
        &self.0
    }

    /// The largest digest below which no shingle was left out.
    pub(super) fn complete_to(&self) -> u32 {
        let whole = self.0.len() < MAX_SHINGLES;
        self.0.iter().copied().max().filter(|_| !whole).unwrap_or(u32::MAX)
    }

    /// The stored form.
    pub fn to_bytes(&self) -> Vec<u8> {
        self.0.iter().flat_map(|digest| digest.to_be_bytes()).collect()
    }

    /// Reads the stored form. `None` if it is malformed.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (digests, rest) = bytes.as_chunks::<4>();
        let fits = rest.is_empty() && !digests.is_empty();
        fits.then(|| Self(digests.iter().map(|digest| u32::from_be_bytes(*digest)).collect()))
    }

    /// A number that is the same for the same shingles in the same order.
    pub(super) fn id(&self) -> i64 {
        self.0.iter().fold(0_u64, |hash, digest| mix(hash ^ u64::from(*digest))).cast_signed()
    }
}

/// The digests in ascending order.
pub(super) fn ranked(digests: &[u32]) -> Vec<u32> {
    let mut ranked = digests.to_vec();
    ranked.sort_unstable();
    ranked
}

/// For each band, the smallest digests under its hash functions, mixed into one number.
fn bands(digests: &[u64]) -> Vec<i64> {
    let min = |i: u64| {
        let seed = mix(i);
        digests.iter().map(|digest| mix(digest ^ seed)).min().unwrap_or(u64::MAX)
    };
    let band = |i: u64| {
        let rows = (i * ROWS..(i + 1) * ROWS).map(min);
        rows.fold(mix(i + 1), |hash, row| mix(hash ^ row)).cast_signed()
    };
    (0..BANDS).map(band).collect()
}

/// A 64-bit mixer (G. Steele, D. Lea, C. Flood, `SplitMix64`, 2014).
fn mix(number: u64) -> u64 {
    let number = number.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let number = (number ^ (number >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let number = (number ^ (number >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    number ^ (number >> 31)
}

fn high(number: u64) -> u32 {
    u32::try_from(number >> 32).unwrap_or_default()
}
