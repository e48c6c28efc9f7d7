//! Sealing: AES-256-GCM-SIV (RFC 8452), which forgives a repeated nonce.
//!
//! Sealed bytes are a header, a nonce of 12 bytes, and the ciphertext with its tag. The header has four bytes: the
//! version of the form, the codec of the plain bytes, and the number of the key (16 bits, big-endian). It is
//! authenticated together with the purpose. In form 1, which release 0.1.0 wrote, the header is the version alone.
//!
//! Long texts are compressed first, with a dictionary of what answers and their inputs have in common, because most of an
//! answer is the same in all answers. A text's length then tells something about its content, but only to someone who
//! can read the database.

use std::cell::RefCell;
use std::sync::LazyLock;

use aes_gcm_siv::aead::{Aead as _, Payload};
use aes_gcm_siv::{Aes256GcmSiv, KeyInit as _, Nonce};
use rand::TryRng;
use rand::rngs::SysRng;
use zeroize::ZeroizeOnDrop;
use zstd::bulk::{Compressor, Decompressor};
use zstd::dict::{DecoderDictionary, EncoderDictionary};

/// The version of the form, which is the first byte of sealed bytes.
const FORM: u8 = 2;
const FIRST_FORM: u8 = 1;
const NONCE: usize = 12;
/// The number of the only key that a key's owner has. Others will come with rotation.
const KEY: u16 = 0;

/// How the plain bytes are coded.
mod codec {
    pub(super) const PLAIN: u8 = 0;
    pub(super) const ZSTD: u8 = 1;
    /// Zstandard with the first dictionary.
    pub(super) const ZSTD_1: u8 = 2;
}

/// The first dictionary. Stored bytes need it, so it never changes; a better one would be the second.
const DICTIONARY_1: &[u8] = include_bytes!("dictionary-1");

/// Shorter bytes are not worth compressing.
const MIN_COMPRESSED: usize = 200;
/// The level of compression. The levels above it take three times as long for a tenth less.
const LEVEL: i32 = 1;
/// No sealed bytes are longer than this before compression.
const MAX_PLAIN: usize = 64 << 20;

/// A key that seals one applicant's data.
#[derive(ZeroizeOnDrop)]
pub struct DataKey([u8; 32]);

/// Sealed bytes that this key did not seal for this purpose, or that were changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("sealed bytes do not open with this key")]
pub struct CannotOpen;

impl DataKey {
    pub(super) fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    pub(super) fn bytes(&self) -> &[u8] {
        &self.0
    }

    /// Seals bytes for a purpose; they open only for the same purpose.
    ///
    /// # Panics
    ///
    /// If the operating system gives no random bytes, or for more than 64 GiB.
    pub fn seal(&self, plain: &[u8], purpose: &str) -> Vec<u8> {
        let compressed = compress(plain);
        let (codec, message) = match &compressed {
            Some(compressed) => (codec::ZSTD_1, compressed.as_slice()),
            None => (codec::PLAIN, plain),
        };
        let [high, low] = KEY.to_be_bytes();
        let header = [FORM, codec, high, low];
        let mut nonce = [0; NONCE];
        fill_random(&mut nonce).expect("the operating system gives random bytes");
        let aad = [&header[..], purpose.as_bytes()].concat();
        let sealed = (self.cipher())
            .encrypt(&Nonce::from(nonce), Payload { msg: message, aad: &aad })
            .expect("what is sealed is far below 64 GiB");
        [&header[..], &nonce, &sealed].concat()
    }

    /// Opens what was sealed for a purpose.
    pub fn open(&self, sealed: &[u8], purpose: &str) -> Result<Vec<u8>, CannotOpen> {
        match sealed.split_first() {
            Some((&FORM, _)) => {
                let (header, rest) = sealed.split_first_chunk::<4>().ok_or(CannotOpen)?;
                let aad = [header, purpose.as_bytes()].concat();
                let message = self.decrypt(rest, &aad)?;
                let [_, codec, key @ ..] = *header;
                match codec {
                    _ if u16::from_be_bytes(key) != KEY => Err(CannotOpen),
                    codec::PLAIN => Ok(message),
                    codec::ZSTD => decompress(&message, Decompressor::new()),
                    codec::ZSTD_1 => {
                        decompress(&message, Decompressor::with_prepared_dictionary(&TO_DECOMPRESS))
                    }
                    _ => Err(CannotOpen),
                }
            }
            Some((&FIRST_FORM, rest)) => self.decrypt(rest, purpose.as_bytes()),
            _ => Err(CannotOpen),
        }
    }

    fn decrypt(&self, bytes: &[u8], aad: &[u8]) -> Result<Vec<u8>, CannotOpen> {
        let (nonce, sealed) = bytes.split_first_chunk::<NONCE>().ok_or(CannotOpen)?;
        let payload = Payload { msg: sealed, aad };
        self.cipher().decrypt(&Nonce::from(*nonce), payload).map_err(|_| CannotOpen)
    }

    fn cipher(&self) -> Aes256GcmSiv {
        Aes256GcmSiv::new((&self.0).into())
    }
}

impl std::fmt::Debug for DataKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("DataKey(..)")
    }
}

static TO_COMPRESS: LazyLock<EncoderDictionary<'static>> =
    LazyLock::new(|| EncoderDictionary::copy(DICTIONARY_1, LEVEL));
static TO_DECOMPRESS: LazyLock<DecoderDictionary<'static>> =
    LazyLock::new(|| DecoderDictionary::copy(DICTIONARY_1));

thread_local! {
    /// A compressor works in about a megabyte of memory, which is worth keeping.
    static COMPRESSOR: RefCell<Option<Compressor<'static>>> =
        RefCell::new(Compressor::with_prepared_dictionary(&TO_COMPRESS).ok());
}

/// The bytes compressed, if that makes them shorter.
fn compress(plain: &[u8]) -> Option<Vec<u8>> {
    if plain.len() < MIN_COMPRESSED {
        return None;
    }
    let compressed =
        COMPRESSOR.with_borrow_mut(|compressor| compressor.as_mut()?.compress(plain).ok())?;
    (compressed.len() < plain.len()).then_some(compressed)
}

fn decompress(
    message: &[u8],
    decompressor: std::io::Result<Decompressor<'_>>,
) -> Result<Vec<u8>, CannotOpen> {
    let size = zstd::zstd_safe::get_frame_content_size(message).ok().flatten();
    let size = size.and_then(|size| usize::try_from(size).ok()).filter(|size| *size <= MAX_PLAIN);
    let size = size.ok_or(CannotOpen)?;
    decompressor.and_then(|mut by| by.decompress(message, size)).map_err(|_| CannotOpen)
}

/// Random bytes of the operating system.
pub(super) fn fill_random(bytes: &mut [u8]) -> Result<(), <SysRng as TryRng>::Error> {
    SysRng.try_fill_bytes(bytes)
}

#[cfg(test)]
mod tests {
    use sha2::{Digest as _, Sha256};

    use super::*;

    /// RFC 8452, appendix C.2: what was sealed by another implementation opens.
    #[test]
    fn the_cipher_is_the_one_of_the_standard() {
        let mut key = [0; 32];
        key[0] = 1;
        let mut nonce = [0; NONCE];
        nonce[0] = 3;
        let mut sealed = vec![FIRST_FORM];
        sealed.extend(nonce);
        sealed.extend([0xc2, 0xef, 0x32, 0x8e, 0x5c, 0x71, 0xc8, 0x3b]);
        sealed.extend([0x84, 0x31, 0x22, 0x13, 0x0f, 0x73, 0x64, 0xb7]);
        sealed.extend([0x61, 0xe0, 0xb9, 0x74, 0x27, 0xe3, 0xdf, 0x28]);
        let plain = DataKey::from_bytes(key).open(&sealed, "").unwrap();
        assert_eq!(plain, [1, 0, 0, 0, 0, 0, 0, 0]);
    }

    /// Sealed with `aws-lc-rs`, which this crate used before: what is stored must stay readable.
    #[test]
    fn bytes_sealed_by_an_earlier_version_open() {
        let key = DataKey::from_bytes(std::array::from_fn(|i| u8::try_from(i).unwrap()));
        let sealed: Vec<u8> = [
            "01716a5dbfc5521bb82faa5d2a1f7516a948d2bdea0aafaf763eb3aff9cf0be34d6fbe7ef61adc09",
            "0d5ee4f2150aa835e371f3331b36b73e",
        ]
        .iter()
        .flat_map(|hex| hex.as_bytes().chunks(2))
        .map(|pair| u8::from_str_radix(str::from_utf8(pair).unwrap(), 16).unwrap())
        .collect();
        let plain = key.open(&sealed, "profile/1").unwrap();
        assert_eq!(str::from_utf8(&plain), Ok("Zoë Müller, née O’Hara"));
        assert_eq!(key.open(&sealed, "profile/2"), Err(CannotOpen));
    }

    #[test]
    fn long_texts_are_compressed_and_come_back_whole() {
        let key = DataKey::from_bytes([3; 32]);
        let text = "{\"indicator\":\"payout_account_shared\",\"state\":\"miss\"},".repeat(100);
        let sealed = key.seal(text.as_bytes(), "answer/1");
        assert!(sealed.len() < text.len() / 10, "{}", sealed.len());
        assert_eq!(key.open(&sealed, "answer/1").unwrap(), text.as_bytes());
        let mut noise = vec![0; 10_000];
        fill_random(&mut noise).unwrap();
        let sealed = key.seal(&noise, "answer/1");
        assert_eq!(sealed.len(), 4 + NONCE + noise.len() + 16, "noise is sealed as it is");
        assert_eq!(key.open(&sealed, "answer/1").unwrap(), noise);
    }

    /// Sealed by a build that compressed without a dictionary.
    #[test]
    fn bytes_compressed_without_a_dictionary_open() {
        let key = DataKey::from_bytes(std::array::from_fn(|i| u8::try_from(i).unwrap()));
        let text = "{\"state\":\"miss\"},".repeat(20);
        let header = [FORM, codec::ZSTD, 0, 0];
        let message = zstd::bulk::compress(text.as_bytes(), LEVEL).unwrap();
        let aad = [&header[..], b"answer/1"].concat();
        let sealed =
            key.cipher().encrypt(&Nonce::from([7; NONCE]), Payload { msg: &message, aad: &aad });
        let sealed = [&header[..], &[7; NONCE], &sealed.unwrap()].concat();
        assert_eq!(key.open(&sealed, "answer/1").unwrap(), text.as_bytes());
    }

    /// What is stored does not open with another.
    #[test]
    fn the_first_dictionary_is_what_it_was() {
        let digest = evidence::identifier::hex(&Sha256::digest(DICTIONARY_1));
        assert_eq!(digest, "025ad7041e328e9b7b301acaf58f1cee03cf224bef2fb955cf9aa86f076b73ef");
    }

    #[test]
    fn sealed_bytes_open_for_their_purpose_and_not_when_changed() {
        let key = DataKey::from_bytes([3; 32]);
        let sealed = key.seal(b"a resume", "profile/1");
        assert_eq!(key.open(&sealed, "profile/1").unwrap(), b"a resume");
        assert_eq!(key.open(&sealed, "profile/2"), Err(CannotOpen));
        for changed in 0..sealed.len() {
            let mut bytes = sealed.clone();
            bytes[changed] ^= 1;
            assert_eq!(key.open(&bytes, "profile/1"), Err(CannotOpen), "byte {changed}");
        }
        assert_eq!(key.open(&[], "profile/1"), Err(CannotOpen));
    }
}
