//! The perceptual hash of a picture. What the picture shows is not analysed.

mod hash;
mod jpeg;
mod png;

use serde::{Deserialize, Serialize};

use super::Refusal;

/// The largest side and the largest number of pixels: more than phone cameras have.
const MAX_SIDE: usize = 16_000;
const MAX_PIXELS: usize = 60_000_000;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Picture {
    /// The hash of the whole picture, like `imagehash.phash`.
    pub hash: u64,
    /// The hashes of crops by 4 % at some of the four sides. They are stored, so that a slightly cropped copy is found.
    pub cropped: Vec<u64>,
    /// The hashes of crops by 2 %. They are only looked up.
    pub slightly_cropped: Vec<u64>,
}

/// A greyscale picture, row by row.
#[derive(Clone, Debug)]
struct Grey {
    width: usize,
    height: usize,
    shades: Vec<u8>,
}

/// Reads a picture in the format that its bytes show.
pub(super) fn read(bytes: &[u8]) -> Result<Picture, Refusal> {
    let grey = if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
        png::read(bytes)?
    } else if bytes.starts_with(b"\xff\xd8\xff") {
        jpeg::read(bytes)?
    } else {
        return Err(Refusal::UnknownFormat);
    };
    hash::hashes(&grey).ok_or(Refusal::Blank)
}

/// Rejects pictures that are too large, before they are unpacked.
fn check(width: usize, height: usize) -> Result<(), Refusal> {
    if width == 0 || height == 0 {
        return Err(Refusal::Damaged);
    }
    let fits = width <= MAX_SIDE && height <= MAX_SIDE && width * height <= MAX_PIXELS;
    if fits { Ok(()) } else { Err(Refusal::TooManyPixels) }
}

/// The luminance of a colour (ITU-R BT.601).
#[expect(clippy::cast_possible_truncation, reason = "the weights sum to 2^16")]
fn shade(red: u8, green: u8, blue: u8) -> u8 {
    ((u32::from(red) * 19_595 + u32::from(green) * 38_470 + u32::from(blue) * 7_471 + 0x8000) >> 16)
        as u8
}

#[cfg(test)]
pub(crate) mod tests;
