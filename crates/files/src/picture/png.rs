//! PNG (ISO 15948), decoded to shades of grey row by row: of the colours only one row is ever held.

use std::io::{Cursor, Read};

use flate2::read::ZlibDecoder;

use super::super::Refusal;
use super::super::pdf::predicted;
use super::{Grey, check, shade};

/// What the head says.
#[derive(Clone, Copy)]
struct Head {
    width: usize,
    height: usize,
    /// Bits of a sample.
    bits: usize,
    colour: Colour,
    interlaced: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Colour {
    Grey,
    Rgb,
    Palette,
    GreyAlpha,
    RgbAlpha,
}

impl Colour {
    fn samples(self) -> usize {
        match self {
            Self::Grey | Self::Palette => 1,
            Self::GreyAlpha => 2,
            Self::Rgb => 3,
            Self::RgbAlpha => 4,
        }
    }
}

/// The seven passes of an interlaced picture: where they begin and how far they step (§8.2).
const PASSES: [[usize; 4]; 7] = [
    [0, 0, 8, 8],
    [4, 0, 8, 8],
    [0, 4, 4, 8],
    [2, 0, 4, 4],
    [0, 2, 2, 4],
    [1, 0, 2, 2],
    [0, 1, 1, 2],
];

pub(super) fn read(bytes: &[u8]) -> Result<Grey, Refusal> {
    let mut head = None;
    let (mut palette, mut packed) = (Vec::new(), Vec::new());
    let mut rest = &bytes[8..];
    while let Some((kind, data, after)) = chunk(rest) {
        match kind {
            b"IHDR" => head = Some(Head::read(data)?),
            b"PLTE" => {
                let (colours, _) = data.as_chunks::<3>();
                palette = colours.iter().map(|[r, g, b]| shade(*r, *g, *b)).collect();
            }
            b"IDAT" => packed.extend_from_slice(data),
            b"IEND" => break,
            _ => {}
        }
        rest = after;
    }
    let head = head.ok_or(Refusal::Damaged)?;
    Decoder { head, palette, rows: ZlibDecoder::new(Cursor::new(packed)) }.decode()
}

/// The kind and the data of the next chunk, and what follows it. A last one that is cut off is taken as
/// far as it goes.
fn chunk(bytes: &[u8]) -> Option<(&[u8], &[u8], &[u8])> {
    let (length, rest) = bytes.split_first_chunk::<4>()?;
    let (kind, rest) = rest.split_at_checked(4)?;
    let length = usize::try_from(u32::from_be_bytes(*length)).ok()?.min(rest.len());
    let (data, rest) = rest.split_at(length);
    Some((kind, data, rest.get(4..).unwrap_or_default()))
}

impl Head {
    fn read(data: &[u8]) -> Result<Self, Refusal> {
        let Some([w0, w1, w2, w3, h0, h1, h2, h3, bits, colour, _, _, interlace]) =
            data.first_chunk::<13>().copied()
        else {
            return Err(Refusal::Damaged);
        };
        let side = |bytes| usize::try_from(u32::from_be_bytes(bytes)).unwrap_or(usize::MAX);
        let (width, height) = (side([w0, w1, w2, w3]), side([h0, h1, h2, h3]));
        check(width, height)?;
        let colour = match (colour, bits) {
            (0, 1 | 2 | 4 | 8 | 16) => Colour::Grey,
            (2, 8 | 16) => Colour::Rgb,
            (3, 1 | 2 | 4 | 8) => Colour::Palette,
            (4, 8 | 16) => Colour::GreyAlpha,
            (6, 8 | 16) => Colour::RgbAlpha,
            _ => return Err(Refusal::Damaged),
        };
        Ok(Self { width, height, bits: bits.into(), colour, interlaced: interlace == 1 })
    }
}

struct Decoder {
    head: Head,
    palette: Vec<u8>,
    rows: ZlibDecoder<Cursor<Vec<u8>>>,
}

impl Decoder {
    fn decode(mut self) -> Result<Grey, Refusal> {
        let Head { width, height, interlaced, .. } = self.head;
        let mut grey = Grey { width, height, shades: vec![u8::MAX; width * height] };
        if !interlaced {
            self.pass(&mut grey, [0, 0, 1, 1])?;
            return Ok(grey);
        }
        for pass in PASSES {
            self.pass(&mut grey, pass)?;
        }
        Ok(grey)
    }

    /// Decodes the rows of a pass to their places.
    fn pass(
        &mut self,
        grey: &mut Grey,
        [left, top, right, down]: [usize; 4],
    ) -> Result<(), Refusal> {
        let Head { width, height, bits, colour, .. } = self.head;
        let columns = width.saturating_sub(left).div_ceil(right);
        if columns == 0 {
            return Ok(());
        }
        let pixel = (bits * colour.samples()).div_ceil(8);
        let length = (columns * bits * colour.samples()).div_ceil(8);
        let (mut above, mut row) = (vec![0; length], vec![0; length]);
        for y in (top..height).step_by(down) {
            let mut filter = [0];
            self.rows.read_exact(&mut filter).map_err(|_| Refusal::Damaged)?;
            self.rows.read_exact(&mut row).map_err(|_| Refusal::Damaged)?;
            for i in 0..length {
                let before = i.checked_sub(pixel);
                let left = before.map_or(0, |i| row[i]);
                let corner = before.map_or(0, |i| above[i]);
                row[i] = row[i].wrapping_add(predicted(filter[0], left, above[i], corner));
            }
            for column in 0..columns {
                grey.shades[y * width + left + column * right] = self.shade(&row, column);
            }
            std::mem::swap(&mut above, &mut row);
        }
        Ok(())
    }

    /// The shade of a pixel of a row, on white paper where it is transparent.
    fn shade(&self, row: &[u8], column: usize) -> u8 {
        let Head { bits, colour, .. } = self.head;
        let sample = |i: usize| {
            let at = column * colour.samples() + i;
            match bits {
                8 => row[at],
                16 => row[at * 2],
                _ => row[at * bits / 8] >> (8 - bits - at * bits % 8) & ((1 << bits) - 1),
            }
        };
        match colour {
            // The largest value of a few bits is white.
            Colour::Grey if bits < 8 => sample(0) * (u8::MAX / ((1 << bits) - 1)),
            Colour::Grey => sample(0),
            Colour::Palette => self.palette.get(usize::from(sample(0))).copied().unwrap_or(0),
            Colour::GreyAlpha => on_white(sample(0), sample(1)),
            Colour::Rgb => shade(sample(0), sample(1), sample(2)),
            Colour::RgbAlpha => on_white(shade(sample(0), sample(1), sample(2)), sample(3)),
        }
    }
}

#[expect(clippy::cast_possible_truncation, reason = "a mean of two bytes is a byte")]
fn on_white(shade: u8, alpha: u8) -> u8 {
    let (shade, alpha) = (u32::from(shade), u32::from(alpha));
    ((shade * alpha + 255 * (255 - alpha)) / 255) as u8
}
