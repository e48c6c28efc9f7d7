//! PNG, decoded by `zune-png` within limits.

use zune_png::PngDecoder;
use zune_png::zune_core::bytestream::ZCursor;
use zune_png::zune_core::options::DecoderOptions;

use super::super::Refusal;
use super::{Grey, MAX_SIDE, check, shade};

/// The positions of the width, the height and the colour type in the header chunk (ISO 15948, 11.2.2).
const WIDTH: usize = 16;
const HEIGHT: usize = 20;
const COLOUR: usize = 25;
/// The bit of the colour type that means that every pixel has an alpha sample.
const ALPHA: u8 = 4;

pub(super) fn read(bytes: &[u8]) -> Result<Grey, Refusal> {
    let (width, height) = (side(bytes, WIDTH)?, side(bytes, HEIGHT)?);
    check(width, height)?;
    let has_alpha = bytes.get(COLOUR).is_some_and(|colour| colour & ALPHA != 0);
    let options = DecoderOptions::new_safe()
        .set_max_width(MAX_SIDE)
        .set_max_height(MAX_SIDE)
        .png_set_confirm_crc(false)
        .png_set_strip_to_8bit(true);
    let mut decoder = PngDecoder::new_with_options(ZCursor::new(bytes), options);
    let samples = decoder.decode_raw().map_err(|_| Refusal::Damaged)?;
    let channels = decoder.colorspace().map_or(0, |space| space.num_components());
    let shades: Vec<u8> = match channels {
        1 => samples,
        2 => samples
            .as_chunks::<2>()
            .0
            .iter()
            .map(|[grey, alpha]| on_white(*grey, *alpha, has_alpha))
            .collect(),
        3 => samples.as_chunks::<3>().0.iter().map(|[r, g, b]| shade(*r, *g, *b)).collect(),
        4 => {
            let pixels = samples.as_chunks::<4>().0.iter();
            pixels.map(|[r, g, b, alpha]| on_white(shade(*r, *g, *b), *alpha, has_alpha)).collect()
        }
        _ => return Err(Refusal::Damaged),
    };
    let whole = shades.len() == width * height;
    whole.then_some(Grey { width, height, shades }).ok_or(Refusal::Damaged)
}

fn side(bytes: &[u8], at: usize) -> Result<usize, Refusal> {
    let side = bytes.get(at..).and_then(|rest| rest.first_chunk::<4>()).ok_or(Refusal::Damaged)?;
    usize::try_from(u32::from_be_bytes(*side)).map_err(|_| Refusal::TooManyPixels)
}

/// The shade on white paper. Transparency that only some colours have (`tRNS`) is not applied.
#[expect(clippy::cast_possible_truncation, reason = "a mean of two bytes is a byte")]
fn on_white(shade: u8, alpha: u8, has_alpha: bool) -> u8 {
    if !has_alpha {
        return shade;
    }
    let (shade, alpha) = (u32::from(shade), u32::from(alpha));
    ((shade * alpha + 255 * (255 - alpha)) / 255) as u8
}
