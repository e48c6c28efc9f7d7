//! Near-duplicate photos, by the Hamming distance of their perceptual hashes.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use files::Picture;
use ids::ApplicantId;

use crate::identifier::IdentifierKind;
use crate::linkage::links::strength;
use crate::links::{Links, Other};
use crate::pepper::PhotoKey;
use crate::profile::Profile;

/// The largest number of differing bits, of 64, between two hashes of the same photo. Scaling and compression change
/// a few bits; portraits of strangers differ in ten or more.
pub const DISTANCE: i32 = 4;

/// The hashes of a photo, masked with the tenant's key (exclusive or), which preserves distances.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PhotoHash {
    /// A JSON Pointer to the photo.
    pub pointer: String,
    /// The hashes to store: of the photo and of its crops.
    pub stored: Vec<i64>,
    /// The hashes to look up: the stored ones and those of slighter crops.
    pub searched: Vec<i64>,
}

/// Another applicant's near-duplicate of one of our photos.
#[derive(Clone, Copy, Debug)]
pub struct NearPhoto {
    /// The index of our photo among the hashes.
    pub photo: usize,
    pub applicant: ApplicantId,
    /// When the other applicant last used it.
    pub used_at: DateTime<Utc>,
}

/// The hashes of a profile's photos, with crops for those that were sent as images. Hashes of almost only zeros or
/// ones are left out: they belong to blank images, which all look the same.
pub fn hashes(
    profile: &Profile,
    pictures: &BTreeMap<usize, Picture>,
    key: PhotoKey,
) -> Vec<PhotoHash> {
    const NOT_BLANK: std::ops::RangeInclusive<u32> = 8..=56;
    // Many people use the same drawing or stock avatar.
    let photos = profile.photos.iter().enumerate();
    let of_people = photos.filter(|(_, photo)| photo.shows_no_person != Some(true));
    let hashes = of_people.filter_map(|(i, photo)| Some((i, photo.perceptual_hash?.0)));
    let usable = hashes.filter(|(_, hash)| NOT_BLANK.contains(&hash.count_ones()));
    let masked = usable.map(|(i, hash)| {
        let picture = pictures.get(&i);
        let cropped = picture.map(|picture| picture.cropped.as_slice()).unwrap_or_default();
        let slightly = picture.map(|picture| picture.slightly_cropped.as_slice());
        let mask = |hash: &u64| (hash ^ key.0).cast_signed();
        let stored: Vec<i64> = std::iter::once(&hash).chain(cropped).map(mask).collect();
        let slightly = slightly.unwrap_or_default().iter().map(mask);
        let searched = stored.iter().copied().chain(slightly).collect();
        PhotoHash { pointer: format!("/photos/{i}/perceptual_hash"), stored, searched }
    });
    masked.collect()
}

/// Adds the applicants with a near-duplicate photo who are not linked by it yet.
pub fn add(links: &mut Links, hashes: &[PhotoHash], near: &[NearPhoto]) {
    for near in near {
        let Some(hash) = hashes.get(near.photo) else { continue };
        let mut photos = links.shared.iter_mut();
        let shared = photos
            .find(|shared| shared.kind == IdentifierKind::Photo && shared.pointer == hash.pointer);
        let Some(shared) = shared else { continue };
        let known = shared.others.iter().any(|other| other.applicant == near.applicant);
        if !known && shared.others.len() < Links::CAP {
            // Nothing explains one face under two names.
            let (applicant, used_at) = (near.applicant, near.used_at);
            let other = Other { applicant, first_used_at: None, used_at, declared: None };
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
    fn a_key_masks_a_hash_but_keeps_distances_and_blank_images_are_left_out() {
        let document = json!({ "external_id": "a", "photos": [
            { "perceptual_hash": "c3d0e1f08794a5b2" }, { "perceptual_hash": "c3d0e1f08794a5b1" },
            { "perceptual_hash": "0000000000000001" }, { "perceptual_hash": "ffffffffffffffff" },
        ] });
        let (profile, _) = profile::parse(document.to_string().as_bytes()).unwrap();
        let [ours, theirs] = [7, 8].map(|key| hashes(&profile, &BTreeMap::new(), PhotoKey(key)));
        assert_eq!(ours.len(), 2);
        assert_ne!(ours, theirs);
        assert_eq!((ours[0].stored[0] ^ ours[1].stored[0]).count_ones(), 2);
        assert_eq!(ours[1].pointer, "/photos/1/perceptual_hash");
    }
}
