//! Unpacks the bytes of streams (ISO 32000-1 §7.4), each within a limit.

use std::io::Read as _;

use super::object::{Dictionary, is_space};

/// Unpacks a stream up to `max` bytes. Returns true if there is more. If the data is damaged, returns everything before
/// the damage.
pub(super) fn unpack(filter: &[u8], raw: &[u8], max: usize) -> Option<(Vec<u8>, bool)> {
    let mut bytes = match filter {
        b"FlateDecode" | b"Fl" => inflate(raw, max),
        b"LZWDecode" | b"LZW" => lzw(raw, max),
        b"ASCIIHexDecode" | b"AHx" => ascii_hex(raw),
        b"ASCII85Decode" | b"A85" => ascii_85(raw, max),
        b"RunLengthDecode" | b"RL" => run_length(raw, max),
        // Pictures and encryption.
        _ => return None,
    };
    let more = bytes.len() > max;
    bytes.truncate(max);
    Some((bytes, more))
}

fn inflate(raw: &[u8], max: usize) -> Vec<u8> {
    let mut bytes = Vec::new();
    let limit = max as u64 + 1;
    let read = flate2::read::ZlibDecoder::new(raw).take(limit).read_to_end(&mut bytes);
    if read.is_err() && bytes.is_empty() && raw.len() > 2 {
        // Wrong headers are common, and the data after them is often intact.
        let _ = flate2::read::DeflateDecoder::new(&raw[2..]).take(limit).read_to_end(&mut bytes);
    }
    bytes
}

fn ascii_hex(raw: &[u8]) -> Vec<u8> {
    let digits = raw.iter().take_while(|byte| **byte != b'>');
    let digits: Vec<u32> = digits.filter_map(|byte| char::from(*byte).to_digit(16)).collect();
    let pair = |pair: &[u32]| u8::try_from(pair[0] * 16 + pair.get(1).unwrap_or(&0)).ok();
    digits.chunks(2).filter_map(pair).collect()
}

fn ascii_85(raw: &[u8], max: usize) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut group: Vec<u32> = Vec::with_capacity(5);
    for byte in raw.iter().filter(|byte| !is_space(**byte)) {
        match byte {
            b'z' if group.is_empty() => bytes.extend([0; 4]),
            b'!'..=b'u' => group.push(u32::from(byte - b'!')),
            _ => break,
        }
        if group.len() == 5 {
            bytes.extend(quadruple(&group));
            group.clear();
        }
        if bytes.len() > max {
            break;
        }
    }
    if group.len() > 1 {
        let kept = group.len() - 1;
        group.resize(5, 84);
        bytes.extend(&quadruple(&group)[..kept]);
    }
    bytes
}

fn quadruple(group: &[u32]) -> [u8; 4] {
    group.iter().fold(0_u32, |sum, digit| sum.wrapping_mul(85).wrapping_add(*digit)).to_be_bytes()
}

fn run_length(raw: &[u8], max: usize) -> Vec<u8> {
    let (mut bytes, mut at) = (Vec::new(), 0);
    while let Some(length) = raw.get(at).filter(|length| **length != 128) {
        let length = usize::from(*length);
        if length < 128 {
            let end = (at + 2 + length).min(raw.len());
            bytes.extend(&raw[at + 1..end]);
            at = end;
        } else {
            let Some(byte) = raw.get(at + 1) else { break };
            bytes.extend(std::iter::repeat_n(*byte, 257 - length));
            at += 2;
        }
        if bytes.len() > max {
            break;
        }
    }
    bytes
}

/// LZW with codes of 9 to 12 bits and early change, as in PDF.
fn lzw(raw: &[u8], max: usize) -> Vec<u8> {
    const CLEAR: usize = 256;
    const END: usize = 257;
    let (mut bytes, mut buffer, mut buffered): (Vec<u8>, u32, u32) = (Vec::new(), 0, 0);
    // Each entry is a range of the output.
    let mut table: Vec<(usize, usize)> = Vec::new();
    let mut before: Option<(usize, usize)> = None;
    let mut width = 9;
    for byte in raw {
        buffer = buffer << 8 | u32::from(*byte);
        buffered += 8;
        if buffered < width {
            continue;
        }
        buffered -= width;
        let code = (buffer >> buffered & ((1 << width) - 1)) as usize;
        buffer &= (1 << buffered) - 1;
        match code {
            CLEAR => {
                table.clear();
                (before, width) = (None, 9);
                continue;
            }
            END => break,
            _ => {}
        }
        let start = bytes.len();
        if let Ok(byte) = u8::try_from(code) {
            bytes.push(byte);
        } else if let Some((from, length)) = table.get(code - 258).copied() {
            bytes.extend_from_within(from..from + length);
        } else if let Some((from, length)) = before {
            bytes.extend_from_within(from..from + length);
            bytes.push(bytes[start]);
        } else {
            break;
        }
        if let Some((from, length)) = before
            && table.len() < 4096 - 258
        {
            table.push((from, length + 1));
        }
        before = Some((start, bytes.len() - start));
        width = match table.len() + 259 {
            0..=511 => 9,
            512..=1023 => 10,
            1024..=2047 => 11,
            _ => 12,
        };
        if bytes.len() > max {
            break;
        }
    }
    bytes
}

/// Reverses PNG prediction.
pub(super) fn unpredict(bytes: Vec<u8>, parameters: &Dictionary) -> Vec<u8> {
    let number = |key: &str, otherwise| parameters.get(key).count().unwrap_or(otherwise);
    if number("Predictor", 1) < 10 {
        return bytes;
    }
    let bits = number("Colors", 1).min(64) * number("BitsPerComponent", 8).min(64);
    let pixel = bits.div_ceil(8).max(1);
    let row = (bits * number("Columns", 1).min(1 << 20)).div_ceil(8).max(1);
    let mut plain = vec![0; row];
    for line in bytes.chunks(row + 1) {
        let above = plain.len() - row;
        let (filter, line) = (line[0], &line[1..]);
        for (i, byte) in line.iter().enumerate() {
            let left = if i >= pixel { plain[above + row + i - pixel] } else { 0 };
            let up = plain[above + i];
            let corner = if i >= pixel { plain[above + i - pixel] } else { 0 };
            plain.push(byte.wrapping_add(predicted(filter, left, up, corner)));
        }
        // An incomplete last line is padded.
        plain.resize(above + 2 * row, 0);
    }
    plain.split_off(row)
}

/// The prediction of a byte from its neighbours by PNG's filters (ISO 15948 §9).
fn predicted(filter: u8, left: u8, up: u8, corner: u8) -> u8 {
    match filter {
        1 => left,
        2 => up,
        3 => u8::midpoint(left, up),
        4 => {
            let [a, b, c] = [left, up, corner].map(i16::from);
            let [near_left, near_up, near_corner] =
                [(b - c).abs(), (a - c).abs(), (a + b - 2 * c).abs()];
            if near_left <= near_up && near_left <= near_corner {
                left
            } else if near_up <= near_corner {
                up
            } else {
                corner
            }
        }
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use super::*;

    fn unpacked(filter: &str, raw: &[u8]) -> Vec<u8> {
        unpack(filter.as_bytes(), raw, 1000).unwrap().0
    }

    #[test]
    fn every_filter_restores_what_was_packed() {
        let mut packer = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
        packer.write_all(b"some text").unwrap();
        assert_eq!(unpacked("FlateDecode", &packer.finish().unwrap()), b"some text");
        assert_eq!(unpacked("AHx", b"48 65 6C6c 6F>"), b"Hello");
        assert_eq!(unpacked("A85", b"87cURD]i,\"Ebo80~>"), b"Hello World!");
        assert_eq!(unpacked("RL", &[2, b'a', b'b', b'c', 254, b'd', 128]), b"abcddd");
        // The example of ISO 32000-1 §7.4.4.2.
        let lzw = [0x80, 0x0B, 0x60, 0x50, 0x22, 0x0C, 0x0C, 0x85, 0x01];
        assert_eq!(unpacked("LZW", &lzw), [45, 45, 45, 45, 45, 65, 45, 45, 45, 66]);
        assert_eq!(unpack(b"DCTDecode", b"", 1), None);
    }

    #[test]
    fn a_bomb_is_unpacked_only_up_to_the_limit() {
        let mut packer = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
        packer.write_all(&vec![0; 10_000_000]).unwrap();
        let (bytes, more) = unpack(b"Fl", &packer.finish().unwrap(), 1000).unwrap();
        assert_eq!((bytes.len(), more), (1000, true));
    }
}
