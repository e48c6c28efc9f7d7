//! Profile photos, as a perceptual hash or as an image. What a photo shows is never looked at: a photo
//! can only be the same as another.

use base64::Engine as _;
use serde_json::Value;
use utoipa::ToSchema;

use super::read::{Notes, Pointer, Read, sections};

sections! {
    /// One photo.
    pub struct Photo [50] {
        /// A 64-bit perceptual hash: 16 hexadecimal digits.
        pub perceptual_hash: Option<PerceptualHash>,
        /// The image itself in base64, at most 512 KiB.
        pub image: Option<ImageBytes>,
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

/// The bytes of an image.
#[derive(Clone, PartialEq, Eq, ToSchema)]
#[schema(value_type = String, format = Byte, max_length = 699_052)]
pub struct ImageBytes(pub Vec<u8>);

impl std::fmt::Debug for ImageBytes {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "ImageBytes({} bytes)", self.0.len())
    }
}

impl Read for ImageBytes {
    fn read(value: &Value, at: &Pointer<'_>, notes: &mut Notes) -> Option<Self> {
        const MOST_BASE64: usize = 512 * 1024 / 3 * 4 + 4;
        let written = notes.text(value, at)?;
        if written.len() > MOST_BASE64 {
            notes.fault(at, "too_long", "is larger than 512 KiB; send `perceptual_hash` instead");
            return None;
        }
        let bytes = base64::engine::general_purpose::STANDARD.decode(written).ok();
        if bytes.is_none() {
            notes.fault(at, "invalid_base64", "is not base64 (RFC 4648 §4)");
        }
        bytes.map(Self)
    }
}
