//! The values in a page of a text column.

use std::io;

use super::{invalid, unsupported};

/// Values of the enums in `parquet.thrift`.
pub(super) const PLAIN: i64 = 0;
const PLAIN_DICTIONARY: i64 = 2;
const RLE_DICTIONARY: i64 = 8;
pub(super) const UNCOMPRESSED: i64 = 0;
const SNAPPY: i64 = 1;
const ZSTD: i64 = 6;

/// Takes bytes from the start of `data`.
pub(super) fn split<'a>(data: &mut &'a [u8], count: usize) -> io::Result<&'a [u8]> {
    let (taken, rest) = data.split_at_checked(count).ok_or_else(|| invalid("a page is cut off"))?;
    *data = rest;
    Ok(taken)
}

fn length(data: &mut &[u8]) -> io::Result<usize> {
    let bytes = split(data, 4)?.try_into().expect("these are four bytes");
    Ok(u32::from_le_bytes(bytes) as usize)
}

pub(super) fn decompress(codec: i64, data: &[u8], size: usize) -> io::Result<Vec<u8>> {
    let plain = match codec {
        UNCOMPRESSED => data.to_vec(),
        SNAPPY => snappy(data, size)?,
        ZSTD => zstd::bulk::decompress(data, size)?,
        _ => return Err(unsupported("compression other than Snappy or Zstandard")),
    };
    if plain.len() == size {
        Ok(plain)
    } else {
        Err(invalid("a page has another size than it says"))
    }
}

/// Decompresses Snappy's raw format: literals, and copies of what was written before.
fn snappy(mut data: &[u8], size: usize) -> io::Result<Vec<u8>> {
    if varint(&mut data)? != size as u64 {
        return Err(invalid("a page has another size than it says"));
    }
    let mut out = Vec::with_capacity(size);
    while !data.is_empty() {
        let tag = usize::from(split(&mut data, 1)?[0]);
        let (count, distance) = match tag & 3 {
            0 => {
                let count = match tag >> 2 {
                    count @ 0..60 => count,
                    bytes => little(split(&mut data, bytes - 59)?),
                };
                out.extend_from_slice(split(&mut data, count + 1)?);
                continue;
            }
            1 => (4 + (tag >> 2 & 7), (tag >> 5) << 8 | little(split(&mut data, 1)?)),
            2 => (1 + (tag >> 2), little(split(&mut data, 2)?)),
            _ => (1 + (tag >> 2), little(split(&mut data, 4)?)),
        };
        if distance == 0 || distance > out.len() || out.len() + count > size {
            return Err(invalid("a page is not valid Snappy"));
        }
        for _ in 0..count {
            out.push(out[out.len() - distance]);
        }
    }
    Ok(out)
}

fn little(bytes: &[u8]) -> usize {
    bytes.iter().rev().fold(0, |number, byte| number << 8 | usize::from(*byte))
}

fn varint(data: &mut &[u8]) -> io::Result<u64> {
    let mut value = 0;
    for shift in (0..64).step_by(7) {
        let byte = split(data, 1)?[0];
        value |= u64::from(byte & 0x7f) << shift;
        if byte < 0x80 {
            return Ok(value);
        }
    }
    Err(invalid("a number is too long"))
}

/// Texts, each after its length.
pub(super) fn plain(mut data: &[u8], count: usize) -> io::Result<Vec<Vec<u8>>> {
    let mut texts = Vec::new();
    for _ in 0..count {
        let size = length(&mut data)?;
        texts.push(split(&mut data, size)?.to_vec());
    }
    Ok(texts)
}

/// Which of the values are there: definition levels of an optional column, after their length.
pub(super) fn levels_after_length(data: &mut &[u8], count: usize) -> io::Result<Vec<bool>> {
    let size = length(data)?;
    levels(split(data, size)?, count)
}

pub(super) fn levels(data: &[u8], count: usize) -> io::Result<Vec<bool>> {
    Ok(runs(data, 1, count)?.into_iter().map(|level| level == 1).collect())
}

/// The texts of a data page, without nulls.
pub(super) fn texts(
    encoding: i64,
    mut data: &[u8],
    count: usize,
    dictionary: &[Vec<u8>],
) -> io::Result<Vec<Vec<u8>>> {
    match encoding {
        PLAIN => plain(data, count),
        PLAIN_DICTIONARY | RLE_DICTIONARY => {
            let width = u32::from(split(&mut data, 1)?[0]);
            let look_up = |index: u32| dictionary.get(index as usize).cloned();
            let texts = runs(data, width, count)?.into_iter().map(look_up).collect::<Option<_>>();
            texts.ok_or_else(|| invalid("a value is not in the dictionary"))
        }
        _ => Err(unsupported("encodings other than plain and dictionary")),
    }
}

/// Numbers of `width` bits as runs of one value or groups of eight packed values.
fn runs(mut data: &[u8], width: u32, count: usize) -> io::Result<Vec<u32>> {
    if width > 32 {
        return Err(invalid("a number has more than 32 bits"));
    }
    let mut numbers = Vec::new();
    while numbers.len() < count {
        let head = varint(&mut data)?;
        let length = usize::try_from(head >> 1).unwrap_or(usize::MAX);
        let missing = count - numbers.len();
        if head & 1 == 0 {
            let value = little(split(&mut data, width.div_ceil(8) as usize)?);
            let value = u32::try_from(value).unwrap_or(u32::MAX);
            numbers.extend(std::iter::repeat_n(value, length.min(missing)));
            if length == 0 {
                return Err(invalid("a run is empty"));
            }
        } else {
            let groups = length.min(missing.div_ceil(8));
            let packed = split(&mut data, groups.saturating_mul(width as usize))?;
            numbers.extend((0..(groups * 8).min(missing)).map(|n| bits(packed, n, width)));
            if groups == 0 {
                return Err(invalid("a run is empty"));
            }
        }
    }
    Ok(numbers)
}

/// The number at a position, lowest bits first.
fn bits(packed: &[u8], position: usize, width: u32) -> u32 {
    let width = width as usize;
    let first = position * width;
    let bit = |n: usize| u32::from(packed[(first + n) / 8] >> ((first + n) % 8) & 1);
    (0..width).fold(0, |number, n| number | bit(n) << n)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn snappy_copies_may_overlap_and_never_reach_before_the_start() {
        // Five bytes of literal, then a copy of six from two back.
        let data = [11, 4 << 2, b'a', b'b', b'c', b'd', b'e', 1 | 2 << 2, 2];
        assert_eq!(snappy(&data, 11).unwrap(), b"abcdedededed"[..11]);
        for bad in [&[4, 1, 1][..], &[4, 3 << 2, b'a'], &[1], &[200, 1, 0, b'a'], &[]] {
            assert!(snappy(bad, 4).is_err(), "{bad:?}");
        }
    }

    #[test]
    fn runs_and_packed_groups_give_the_same_numbers() {
        // The example of the format's description: 0 to 7 with three bits each.
        assert_eq!(runs(&[3, 0x88, 0xc6, 0xfa], 3, 8).unwrap(), [0, 1, 2, 3, 4, 5, 6, 7]);
        assert_eq!(runs(&[10, 4, 3, 0x88, 0xc6, 0xfa], 3, 7).unwrap(), [4, 4, 4, 4, 4, 0, 1]);
        assert_eq!(runs(&[8], 0, 4).unwrap(), [0; 4]);
        for bad in [&[0][..], &[1], &[3, 0x88], &[]] {
            assert!(runs(bad, 3, 8).is_err(), "{bad:?}");
        }
    }
}
