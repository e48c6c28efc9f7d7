//! The perceptual hash: 64 signs of a discrete cosine transform.
//!
//! The picture is scaled to 32 × 32 (Lanczos) and transformed, and the 8 × 8 lowest frequencies are compared with their
//! median (C. Zauner, "Implementation and benchmarking of perceptual image hash functions", 2010). The bits are in row
//! order from the highest bit, as in `imagehash.phash`.

use super::{Grey, Picture};

/// The side of the scaled picture, and of the low frequencies.
const SIDE: usize = 32;
const LOW: usize = 8;
/// Pictures are first reduced to about this size; finer details don't affect the hash.
const REDUCED: usize = 256;
/// A picture with a smaller standard deviation is blank.
const MIN_SPREAD: f64 = 3.0;
/// The share of a side that is cropped.
const CROP: f64 = 0.04;
const SLIGHT_CROP: f64 = 0.02;

/// The hashes of a picture. `None` if it is blank.
pub(super) fn hashes(grey: &Grey) -> Option<Picture> {
    let grey = reduced(grey);
    if spread(&grey) < MIN_SPREAD {
        return None;
    }
    let each = |crop: f64| -> Vec<u64> {
        // Crops with the same left and right side share the scaled columns.
        let sides = (0..4_u8).flat_map(|columns| {
            let [left, _, right, _] = frame(&grey, columns & 1 | (columns & 2) << 1, crop);
            let narrow = narrow(&grey, left, right);
            let rows = (0..4_u8).map(move |rows| (columns, (rows & 1) << 1 | (rows & 2) << 2));
            let rows = rows.filter(|(columns, rows)| columns | rows != 0);
            rows.map(|(_, rows)| frame(&grey, rows, crop))
                .map(|[_, top, _, bottom]| hash(&narrow[top..bottom]))
                .collect::<Vec<u64>>()
        });
        sides.collect()
    };
    Some(Picture {
        hash: hash(&narrow(&grey, 0, grey.width)),
        cropped: each(CROP),
        slightly_cropped: each(SLIGHT_CROP),
    })
}

/// Left, top, right and bottom, cropped at the sides whose bits are set.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "sides are a few hundred pixels here"
)]
fn frame(grey: &Grey, sides: u8, crop: f64) -> [usize; 4] {
    let part =
        |bit: u8, of: usize| if sides & bit == 0 { 0 } else { (of as f64 * crop).round() as usize };
    [
        part(1, grey.width),
        part(2, grey.height),
        grey.width - part(4, grey.width),
        grey.height - part(8, grey.height),
    ]
}

/// The picture reduced by an integer factor. Each pixel is the mean of a square.
#[expect(clippy::cast_possible_truncation, reason = "a mean of bytes is a byte")]
fn reduced(grey: &Grey) -> Grey {
    let by = (grey.width.min(grey.height) / REDUCED).max(1);
    let (width, height) = (grey.width / by, grey.height / by);
    let mut shades = Vec::with_capacity(width * height);
    for y in 0..height {
        for x in 0..width {
            let rows = (y * by..(y + 1) * by).map(|row| row * grey.width + x * by);
            let sum: u64 =
                rows.flat_map(|at| &grey.shades[at..at + by]).map(|shade| u64::from(*shade)).sum();
            shades.push((sum / (by * by) as u64) as u8);
        }
    }
    Grey { width, height, shades }
}

/// The standard deviation of the shades.
#[expect(clippy::cast_precision_loss, reason = "far below 2^53")]
fn spread(grey: &Grey) -> f64 {
    let count = grey.shades.len().max(1) as f64;
    let mean = grey.shades.iter().map(|shade| f64::from(*shade)).sum::<f64>() / count;
    let squares = grey.shades.iter().map(|shade| (f64::from(*shade) - mean).powi(2));
    (squares.sum::<f64>() / count).sqrt()
}

/// The hash of rows that have 32 pixels each.
fn hash(rows: &[[f64; SIDE]]) -> u64 {
    let small = shortened(rows);
    let basis = basis();
    // Columns first, then rows. Only the low frequencies are computed.
    let mut half = [[0.0; SIDE]; LOW];
    for (frequency, row) in half.iter_mut().enumerate() {
        for (x, value) in row.iter_mut().enumerate() {
            *value = (0..SIDE).map(|y| small[y][x] * basis[frequency][y]).sum();
        }
    }
    let mut low = [0.0; LOW * LOW];
    for (i, value) in low.iter_mut().enumerate() {
        let (row, frequency) = (&half[i / LOW], &basis[i % LOW]);
        *value = row.iter().zip(frequency).map(|(value, wave)| value * wave).sum();
    }
    let mut sorted = low;
    sorted.sort_unstable_by(f64::total_cmp);
    let median = f64::midpoint(sorted[LOW * LOW / 2 - 1], sorted[LOW * LOW / 2]);
    low.iter().fold(0, |hash, value| hash << 1 | u64::from(*value > median))
}

/// The low frequencies of a discrete cosine transform (type II).
#[expect(clippy::cast_precision_loss, reason = "small numbers")]
fn basis() -> [[f64; SIDE]; LOW] {
    let mut basis = [[0.0; SIDE]; LOW];
    for (frequency, wave) in basis.iter_mut().enumerate() {
        for (at, value) in wave.iter_mut().enumerate() {
            let angle = std::f64::consts::PI * frequency as f64 * (2 * at + 1) as f64;
            *value = (angle / (2 * SIDE) as f64).cos();
        }
    }
    basis
}

/// All rows between two columns, scaled to 32 pixels.
fn narrow(grey: &Grey, left: usize, right: usize) -> Vec<[f64; SIDE]> {
    let weights = weights(right - left);
    let row = |row: &[u8]| {
        let mut line = [0.0; SIDE];
        for (value, (from, weights)) in line.iter_mut().zip(&weights) {
            for (shade, weight) in row[left + from..].iter().zip(weights) {
                *value += f64::from(*shade) * weight;
            }
        }
        line
    };
    grey.shades.chunks_exact(grey.width).map(row).collect()
}

/// The rows, scaled to 32.
fn shortened(rows: &[[f64; SIDE]]) -> [[f64; SIDE]; SIDE] {
    let mut small = [[0.0; SIDE]; SIDE];
    for (line, (from, weights)) in small.iter_mut().zip(&weights(rows.len())) {
        for (row, weight) in rows[*from..].iter().zip(weights) {
            for (value, shade) in line.iter_mut().zip(row) {
                *value += shade * weight;
            }
        }
        // Rounded like the pixels of a picture.
        for value in line {
            *value = value.clamp(0.0, 255.0).round();
        }
    }
    small
}

/// For each of 32 pixels: the first of the `length` source pixels and their weights (Lanczos, a = 3, stretched by the
/// scale).
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "sides are a few hundred pixels here, and negative numbers are cut off at 0"
)]
fn weights(length: usize) -> Vec<(usize, Vec<f64>)> {
    const LOBES: f64 = 3.0;
    let scale = length as f64 / SIDE as f64;
    let stretch = scale.max(1.0);
    let sinc = |x: f64| {
        if x == 0.0 { 1.0 } else { (x * std::f64::consts::PI).sin() / (x * std::f64::consts::PI) }
    };
    let lanczos = |x: f64| if x.abs() < LOBES { sinc(x) * sinc(x / LOBES) } else { 0.0 };
    let pixel = |i: usize| {
        let centre = (i as f64 + 0.5) * scale;
        let from = (centre - LOBES * stretch).max(0.0) as usize;
        let to = ((centre + LOBES * stretch).ceil() as usize).min(length);
        let raw = (from..to).map(|at| lanczos((at as f64 + 0.5 - centre) / stretch));
        let raw: Vec<f64> = raw.collect();
        let sum: f64 = raw.iter().sum();
        (from, raw.into_iter().map(|weight| weight / sum).collect())
    };
    (0..SIDE).map(pixel).collect()
}
