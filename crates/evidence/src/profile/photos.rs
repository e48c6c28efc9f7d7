//! Profile photos, as a perceptual hash or as an image. Nothing looks at what a photo shows; photos are only compared
//! for being the same.

use serde_json::Value;
use utoipa::ToSchema;

use super::ShortText;
use super::base64::file_bytes;
use super::read::{Notes, Pointer, Read, sections};

sections! {
    /// One photo.
    pub struct Photo [50] {
        /// A 64-bit perceptual hash: 16 hexadecimal digits. It is made of `image` if that is sent. Hashes of
        /// different programs cannot be compared; ours are those of `imagehash.phash`.
        pub perceptual_hash: Option<PerceptualHash>,
        /// The image itself, PNG or JPEG, in base64, at most 2 MiB and 60 million pixels. It is read and not kept.
        pub image: Option<ImageBytes>,
        /// A digest of the image's bytes. It is made of `image` if that is sent.
        pub digest: Option<ShortText>,
        /// Whether it shows no person: a drawing, a logo, a stock avatar.
        pub generic: Option<bool>,
        /// Whether a detector found that it was generated.
        pub synthetic: Option<bool>,
        /// Whether a detector found that a face was put on another's picture.
        pub face_swapped: Option<bool>,
    }
}

/// A 64-bit perceptual hash.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ToSchema)]
#[schema(value_type = String, pattern = "^[0-9A-Fa-f]{16}$", example = "c3d0e1f08794a5b2")]
pub struct PerceptualHash(pub u64);

impl Read for PerceptualHash {
    fn read(value: &Value, at: &Pointer<'_>, notes: &mut Notes) -> Option<Self> {
        let written = notes.text(value, at)?;
        let hex = written.len() == 16 && written.bytes().all(|byte| byte.is_ascii_hexdigit());
        let hash = hex.then(|| u64::from_str_radix(written, 16).ok()).flatten();
        if hash.is_none() {
            notes.fault(at, "invalid_hash", "must be 16 hexadecimal digits");
        }
        hash.map(Self)
    }
}

file_bytes! {
    /// The bytes of an image.
    pub struct ImageBytes: 2 MiB, "send `perceptual_hash` instead";
}
