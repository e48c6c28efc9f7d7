use std::io::Write as _;

use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

use super::*;

/// A greyscale PNG with the shades of a function.
pub(crate) fn png(width: u32, height: u32, shade: impl Fn(u32, u32) -> u8) -> Vec<u8> {
    let mut packer = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
    for y in 0..height {
        let row: Vec<u8> = std::iter::once(0).chain((0..width).map(|x| shade(x, y))).collect();
        packer.write_all(&row).unwrap();
    }
    let head = [&width.to_be_bytes()[..], &height.to_be_bytes(), &[8, 0, 0, 0, 0]].concat();
    let mut file = b"\x89PNG\r\n\x1a\n".to_vec();
    for (kind, data) in [(b"IHDR", head), (b"IDAT", packer.finish().unwrap()), (b"IEND", vec![])] {
        file.extend(u32::try_from(data.len()).unwrap().to_be_bytes());
        file.extend(kind);
        file.extend(data);
        file.extend([0; 4]);
    }
    file
}

/// A random picture: blots of several shades on a gradient.
fn blots(seed: u64) -> Grey {
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    let (width, height) = (100, 120);
    let slope = random.random_range(0.0..0.5);
    let blots: Vec<[f64; 4]> = (0..12)
        .map(|_| {
            [
                random.random_range(0.0..100.0),
                random.random_range(0.0..120.0),
                random.random_range(8.0..35.0),
                random.random_range(0.0..255.0),
            ]
        })
        .collect();
    let mut shades = Vec::new();
    for y in 0..height {
        for x in 0..width {
            let mut shade = 60.0 + slope * f64::from(2 * (x + y));
            for [left, top, size, dark] in &blots {
                let near = (f64::from(x) - left).hypot(f64::from(y) - top) / size;
                let part = (1.0 - near).clamp(0.0, 0.25) * 4.0;
                shade = shade * (1.0 - part) + dark * part;
            }
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a shade")]
            shades.push(shade.clamp(0.0, 255.0) as u8);
        }
    }
    Grey { width: 100, height: 120, shades }
}

fn distance(a: u64, b: u64) -> u32 {
    (a ^ b).count_ones()
}

/// The smallest distance between the looked-up and the stored hashes.
fn nearest(searched: &Picture, stored: &Picture) -> u32 {
    let all =
        |picture: &Picture, more: &[u64]| [&[picture.hash][..], &picture.cropped, more].concat();
    let searched = all(searched, &searched.slightly_cropped);
    let stored = all(stored, &[]);
    let pairs = searched.iter().flat_map(|a| stored.iter().map(move |b| distance(*a, *b)));
    pairs.min().unwrap()
}

#[test]
fn hashes_equal_those_of_imagehash() {
    // The result of `imagehash.phash` (4.3.2) for these files.
    for bytes in [
        &include_bytes!("../../../../tests/files/photo.png")[..],
        include_bytes!("../../../../tests/files/photo.jpg"),
        include_bytes!("../../../../tests/files/photo-scaled.jpg"),
        include_bytes!("../../../../tests/files/photo-grey.jpg"),
    ] {
        let theirs = 0xe9da_4223_8b0d_2f8f;
        let ours = read(bytes).unwrap().hash;
        assert!(distance(ours, theirs) <= 2, "{ours:016x} {theirs:016x}");
    }
}

#[test]
fn a_scaled_recompressed_or_cropped_photo_is_near_and_a_hundred_others_are_not() {
    let photo = read(include_bytes!("../../../../tests/files/photo.png")).unwrap();
    for other in [
        &include_bytes!("../../../../tests/files/photo.jpg")[..],
        include_bytes!("../../../../tests/files/photo-scaled.jpg"),
        include_bytes!("../../../../tests/files/photo-recompressed.jpg"),
        include_bytes!("../../../../tests/files/photo-cropped.jpg"),
        include_bytes!("../../../../tests/files/photo-grey.jpg"),
    ] {
        let other = read(other).unwrap();
        assert!(nearest(&other, &photo) <= 4 && nearest(&photo, &other) <= 4);
    }
    let others: Vec<Picture> = (0..100).map(|n| hash::hashes(&blots(n)).unwrap()).collect();
    for (n, photo_a) in others.iter().enumerate() {
        assert!(nearest(photo_a, &photo) > 4, "{n}");
        for (m, other) in others.iter().enumerate().take(n) {
            assert!(nearest(photo_a, other) > 4, "{n} {m}");
        }
    }
}

#[test]
fn a_crop_of_up_to_five_percent_at_each_side_is_found() {
    let mut random = ChaCha8Rng::seed_from_u64(9);
    let mut found = 0;
    for n in 0..50 {
        let whole = blots(n);
        let [left, top, right, bottom] =
            [100, 120, 100, 120].map(|side| random.random_range(0..=side / 20));
        let (width, height) = (100 - left - right, 120 - top - bottom);
        let rows = (top..top + height).flat_map(|y| &whole.shades[y * 100 + left..][..width]);
        let part = Grey { width, height, shades: rows.copied().collect() };
        let [whole, part] = [&whole, &part].map(|grey| hash::hashes(grey).unwrap());
        if nearest(&part, &whole) <= 4 && nearest(&whole, &part) <= 4 {
            found += 1;
        }
    }
    assert!(found >= 47, "{found} of 50");
}

#[test]
fn a_header_with_too_many_pixels_is_rejected_before_unpacking() {
    let mut bomb = png(8, 8, |x, _| u8::try_from(x).unwrap());
    bomb[16..24].copy_from_slice(&[0, 0, 0xc3, 0x50, 0, 0, 0xc3, 0x50]); // 50,000 × 50,000
    assert_eq!(read(&bomb), Err(Refusal::TooManyPixels));
    let mut bomb = include_bytes!("../../../../tests/files/photo.jpg").to_vec();
    let frame = bomb.windows(2).position(|two| two == [0xff, 0xc0]).unwrap();
    bomb[frame + 5..frame + 9].copy_from_slice(&[0xc3, 0x50, 0xc3, 0x50]);
    assert_eq!(read(&bomb), Err(Refusal::TooManyPixels));
}

#[test]
fn damaged_truncated_blank_and_other_files_are_recognised() {
    let whole = png(64, 64, |x, y| u8::try_from(x * y % 256).unwrap());
    assert!(read(&whole).is_ok());
    assert_eq!(read(&whole[..whole.len() / 2]), Err(Refusal::Damaged));
    assert_eq!(read(&png(64, 64, |_, _| 200)), Err(Refusal::Blank));
    assert_eq!(read(b"GIF89a"), Err(Refusal::UnknownFormat));
    assert_eq!(read(b"MZ\x90"), Err(Refusal::UnknownFormat));
    let photo = include_bytes!("../../../../tests/files/photo-scaled.jpg");
    for cut in (3..photo.len()).step_by(31) {
        let _ = read(&photo[..cut]);
        let mut other = photo.to_vec();
        other[cut] ^= 0x33;
        let _ = read(&other);
    }
}
