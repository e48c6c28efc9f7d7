//! Photos that are nearly the same, by the Hamming distance of their perceptual hashes.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use files::Picture;
use ids::ApplicantId;

use crate::identifier::IdentifierKind;
use crate::linkage::links::strength;
use crate::links::{Links, Other};
use crate::profile::Profile;

/// In how many of 64 bits two hashes of one photo may differ: what scaling and compression change. Strangers'
/// portraits differ in ten and more.
pub const DISTANCE: i32 = 4;

/// What hashes of one tenant's photos are hidden with.
#[derive(Clone, Copy)]
pub struct PhotoKey(pub u64);

impl std::fmt::Debug for PhotoKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("PhotoKey(..)")
    }
}

/// A photo's hashes under a tenant's key, and where the photo stands. Each is hidden with the key (exclusive or):
/// distances stay what they are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PhotoHash {
    /// Where it stands, as a JSON Pointer.
    pub pointer: String,
    /// What is kept: the hash, and those of the photo without its edges.
    pub kept: Vec<i64>,
    /// What is looked for: the same, and those without narrower edges.
    pub sought: Vec<i64>,
}

/// Another applicant's photo that is nearly one of ours.
#[derive(Clone, Copy, Debug)]
pub struct NearPhoto {
    /// The place of our photo among the hashes.
    pub photo: usize,
    /// Whose it is.
    pub applicant: ApplicantId,
    /// When it was used last.
    pub used_at: DateTime<Utc>,
}

/// The hashes of a profile's photos; of those that were sent as pictures, those of their insides too. Hashes of
/// next to nothing but zeros or ones are those of empty pictures, which are alike whoever they are of.
pub fn hashes(
    profile: &Profile,
    pictures: &BTreeMap<usize, Picture>,
    key: PhotoKey,
) -> Vec<PhotoHash> {
    const EMPTY: std::ops::RangeInclusive<u32> = 8..=56;
    let photos = profile.photos.iter().enumerate();
    let hashes = photos.filter_map(|(i, photo)| Some((i, photo.perceptual_hash?.0)));
    let telling = hashes.filter(|(_, hash)| EMPTY.contains(&hash.count_ones()));
    let keyed = telling.map(|(i, hash)| {
        let picture = pictures.get(&i);
        let cropped = picture.map(|one| one.cropped.as_slice()).unwrap_or_default();
        let slightly = picture.map(|one| one.slightly_cropped.as_slice()).unwrap_or_default();
        let hidden = |hash: &u64| (hash ^ key.0).cast_signed();
        let kept: Vec<i64> = std::iter::once(&hash).chain(cropped).map(hidden).collect();
        let sought = kept.iter().copied().chain(slightly.iter().map(hidden)).collect();
        PhotoHash { pointer: format!("/photos/{i}/perceptual_hash"), kept, sought }
    });
    keyed.collect()
}

/// Adds to the links whoever has nearly the same photo and is not linked by it yet.
pub fn add(links: &mut Links, hashes: &[PhotoHash], near: &[NearPhoto]) {
    for one in near {
        let declared = links.declared(one.applicant);
        let Some(hash) = hashes.get(one.photo) else { continue };
        let mut photos = links.shared.iter_mut();
        let shared = photos
            .find(|shared| shared.kind == IdentifierKind::Photo && shared.pointer == hash.pointer);
        let Some(shared) = shared else { continue };
        let known = shared.others.iter().any(|other| other.applicant == one.applicant);
        if !known && shared.others.len() < Links::CAP {
            let other = Other { applicant: one.applicant, used_at: one.used_at, declared };
            shared.others.push(other);
            shared.strength = strength(IdentifierKind::Photo, shared.others.len(), shared.capped);
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::profile;

    #[test]
    fn a_key_hides_a_hash_and_keeps_distances_and_empty_pictures_are_left_out() {
        let document = json!({ "external_id": "a", "photos": [
            { "perceptual_hash": "c3d0e1f08794a5b2" }, { "perceptual_hash": "c3d0e1f08794a5b1" },
            { "perceptual_hash": "0000000000000001" }, { "perceptual_hash": "ffffffffffffffff" },
        ] });
        let (profile, _) = profile::parse(document.to_string().as_bytes()).unwrap();
        let [ours, theirs] = [7, 8].map(|key| hashes(&profile, &BTreeMap::new(), PhotoKey(key)));
        assert_eq!(ours.len(), 2);
        assert_ne!(ours, theirs);
        assert_eq!((ours[0].kept[0] ^ ours[1].kept[0]).count_ones(), 2);
        assert_eq!(ours[1].pointer, "/photos/1/perceptual_hash");
    }
}
