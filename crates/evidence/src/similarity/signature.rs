//! What is kept of a text: keyed digests of its shingles, by which two texts are compared, and the bands by which
//! those with many in common are found.

use std::hash::Hasher;

use siphasher::sip::SipHasher24;

/// How many shingles of a text are kept. Of a longer one, those with the least digests: a sample that is the same for
/// the same shingles.
const MOST: usize = 2_048;
/// How many bands there are, and how many `MinHash` values make one.
const BANDS: u64 = 40;
const ROWS: u64 = 3;

/// What signatures of one tenant are made with. Under another key the same text has another signature.
#[derive(Clone, Copy)]
pub struct Key(pub [u8; 16]);

impl std::fmt::Debug for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Key(..)")
    }
}

impl Key {
    /// The digest of a shingle: without the key nobody can tell of which (J.-P. Aumasson and D. J. Bernstein,
    /// "`SipHash`: a fast short-input PRF", 2012).
    fn digest(self, shingle: u64) -> u64 {
        let mut hasher = SipHasher24::new_with_key(&self.0);
        hasher.write_u64(shingle);
        hasher.finish()
    }
}

/// The digests of a text's shingles, in the text's order, each once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signature(Vec<u32>);

impl Signature {
    /// The signature of a text's shingles, and its bands. Texts with a band in common are worth comparing.
    pub(super) fn of(shingles: &[u64], key: Key) -> (Self, Vec<i64>) {
        let digests: Vec<u64> = shingles.iter().map(|shingle| key.digest(*shingle)).collect();
        let mut kept: Vec<u32> = digests.iter().map(|digest| high(*digest)).collect();
        if let Some(most) = ranked(&kept).get(MOST - 1).copied() {
            kept.retain(|digest| *digest <= most);
        }
        (Self(kept), bands(&digests))
    }

    /// The digests, in the text's order.
    pub(super) fn digests(&self) -> &[u32] {
        &self.0
    }

    /// Up to which digest nothing was left out.
    pub(super) fn complete_to(&self) -> u32 {
        let whole = self.0.len() < MOST;
        self.0.iter().copied().max().filter(|_| !whole).unwrap_or(u32::MAX)
    }

    /// As the store keeps it.
    pub fn to_bytes(&self) -> Vec<u8> {
        self.0.iter().flat_map(|digest| digest.to_be_bytes()).collect()
    }

    /// From the store. `None` if it is no signature.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (digests, rest) = bytes.as_chunks::<4>();
        let fits = rest.is_empty() && !digests.is_empty();
        fits.then(|| Self(digests.iter().map(|digest| u32::from_be_bytes(*digest)).collect()))
    }

    /// A number for the text: the same for the same shingles in the same order.
    pub(super) fn id(&self) -> i64 {
        self.0.iter().fold(0_u64, |hash, digest| mix(hash ^ u64::from(*digest))).cast_signed()
    }
}

/// The digests, the least first.
pub(super) fn ranked(digests: &[u32]) -> Vec<u32> {
    let mut ranked = digests.to_vec();
    ranked.sort_unstable();
    ranked
}

/// Runs of least digests, under a hash function for each, as one number each.
fn bands(digests: &[u64]) -> Vec<i64> {
    let least = |i: u64| {
        let seed = mix(i);
        digests.iter().map(|digest| mix(digest ^ seed)).min().unwrap_or(u64::MAX)
    };
    let band = |i: u64| {
        let rows = (i * ROWS..(i + 1) * ROWS).map(least);
        rows.fold(mix(i + 1), |hash, row| mix(hash ^ row)).cast_signed()
    };
    (0..BANDS).map(band).collect()
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
