//! JPEG, decoded by `zune-jpeg` within limits.

use std::io::Cursor;

use zune_jpeg::JpegDecoder;
use zune_jpeg::zune_core::colorspace::ColorSpace;
use zune_jpeg::zune_core::options::DecoderOptions;

use super::super::Refusal;
use super::{Grey, MAX_SIDE, check, shade};

/// The maximum number of scans of a progressive picture. Real ones have about ten.
const MAX_SCANS: usize = 64;

pub(super) fn read(bytes: &[u8]) -> Result<Grey, Refusal> {
    let options = DecoderOptions::new_safe()
        .set_max_width(MAX_SIDE)
        .set_max_height(MAX_SIDE)
        .jpeg_set_max_scans(MAX_SCANS)
        .jpeg_set_out_colorspace(ColorSpace::RGB);
    // Checked first, because the decoder's own limit gives no specific error.
    let (width, height) = size(bytes).ok_or(Refusal::Damaged)?;
    check(width, height)?;
    let mut decoder = JpegDecoder::new_with_options(Cursor::new(bytes), options);
    let pixels = decoder.decode().map_err(|_| Refusal::Damaged)?;
    let (colours, _) = pixels.as_chunks::<3>();
    let shades: Vec<u8> = colours.iter().map(|[r, g, b]| shade(*r, *g, *b)).collect();
    let whole = shades.len() == width * height;
    whole.then_some(Grey { width, height, shades }).ok_or(Refusal::Damaged)
}

/// Width and height from the frame header (ITU-T T.81 §B.2.2).
fn size(bytes: &[u8]) -> Option<(usize, usize)> {
    let mut at = 2;
    loop {
        let [0xff, marker, high, low] = *bytes.get(at..at + 4)?.first_chunk::<4>()? else {
            // Fill bytes before a marker.
            at += 1;
            continue;
        };
        if marker == 0xff {
            at += 1;
            continue;
        }
        let is_frame = matches!(marker, 0xc0..=0xcf) && !matches!(marker, 0xc4 | 0xc8 | 0xcc);
        if is_frame {
            let size = bytes.get(at + 5..at + 9)?.first_chunk::<4>()?;
            let side = |high: u8, low: u8| usize::from(u16::from_be_bytes([high, low]));
            return Some((side(size[2], size[3]), side(size[0], size[1])));
        }
        let alone = matches!(marker, 0x01 | 0xd0..=0xd9);
        at += if alone { 2 } else { 2 + usize::from(u16::from_be_bytes([high, low])) };
    }
}
