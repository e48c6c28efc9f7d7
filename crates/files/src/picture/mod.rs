//! A picture, as the perceptual hash of what it shows. Nobody looks at what that is.

mod hash;
mod jpeg;
mod png;

use serde::{Deserialize, Serialize};

use super::Refusal;

/// How many pixels a side, and the whole, may have: what telephones make, and some more.
const MOST_SIDE: usize = 16_000;
const MOST_PIXELS: usize = 60_000_000;

/// The hashes of a picture.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Picture {
    /// Of the whole picture: 64 bits of a discrete cosine transform, as `imagehash.phash` makes them.
    pub hash: u64,
    /// Of the picture without 4 % of its width or height at some of its four sides: kept beside the hash,
    /// so that it is found again when somebody crops it a little.
    pub cropped: Vec<u64>,
    /// Without 2 %: looked for beside the others.
    pub slightly_cropped: Vec<u64>,
}

/// Shades of grey, row by row.
#[derive(Clone, Debug)]
struct Grey {
    width: usize,
    height: usize,
    shades: Vec<u8>,
}

/// Reads a picture by what its bytes say that it is.
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

/// Refuses what is too large, before any of it is unpacked.
fn check(width: usize, height: usize) -> Result<(), Refusal> {
    if width == 0 || height == 0 {
        return Err(Refusal::Damaged);
    }
    let fits = width <= MOST_SIDE && height <= MOST_SIDE && width * height <= MOST_PIXELS;
    if fits { Ok(()) } else { Err(Refusal::TooManyPixels) }
}

/// The shade of a colour (ITU-R BT.601).
#[expect(clippy::cast_possible_truncation, reason = "the weights sum to 2^16")]
fn shade(red: u8, green: u8, blue: u8) -> u8 {
    ((u32::from(red) * 19_595 + u32::from(green) * 38_470 + u32::from(blue) * 7_471 + 0x8000) >> 16)
        as u8
}

#[cfg(test)]
pub(crate) mod tests;
