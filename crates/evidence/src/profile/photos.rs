//! Profile photos, as a perceptual hash or as an image. Nothing looks at what a photo shows; photos are only compared
//! for being the same.

use utoipa::ToSchema;

use super::ShortText;
use super::base64::file_bytes;
use super::json_value::Json;
use super::read::{Notes, Pointer, Read, sections};

sections! {
    /// A profile photo.
    pub struct Photo [50] {
        /// 64-bit perceptual hash as 16 hexadecimal digits. Computed from `image` if you send that. Hashes of different
        /// programs can't be compared; ours equal those of `imagehash.phash`.
        pub perceptual_hash: Option<PerceptualHash>,
        /// The image, PNG or JPEG, base64-encoded: at most 2 MiB and 60 million pixels. It is read and then discarded.
        pub image: Option<ImageBytes>,
        /// Digest of the image's bytes. Computed from `image` if you send that.
        pub digest: Option<ShortText>,
        /// Whether the image shows no person: a drawing, a logo or a stock avatar.
        pub shows_no_person: Option<bool> | "generic",
        /// Whether a detector found that the image was generated.
        pub synthetic: Option<bool>,
        /// Whether a detector found that one face was pasted over another.
        pub face_swapped: Option<bool>,
    }
}

/// A 64-bit perceptual hash as 16 hexadecimal digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ToSchema)]
#[schema(value_type = String, pattern = "^[0-9A-Fa-f]{16}$", example = "c3d0e1f08794a5b2")]
pub struct PerceptualHash(pub u64);

impl Read for PerceptualHash {
    fn read(value: &Json<'_>, at: &Pointer<'_>, notes: &mut Notes) -> Option<Self> {
        let written = notes.text(value, at)?;
        let written = written.trim();
        let hex = written.len() == 16 && written.bytes().all(|byte| byte.is_ascii_hexdigit());
        let hash = hex.then(|| u64::from_str_radix(written, 16).ok()).flatten();
        if hash.is_none() {
            notes.fault(at, "invalid_hash", "must be 16 hexadecimal digits");
        }
        hash.map(Self)
    }
}

file_bytes! {
    /// The bytes of an image, base64-encoded.
    pub struct ImageBytes: 2 MiB, "send `perceptual_hash` instead";
}
