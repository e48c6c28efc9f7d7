//! Sealing: AES-256-GCM-SIV (RFC 8452), which forgives a repeated nonce.

use aes_gcm_siv::aead::{Aead, Payload};
use aes_gcm_siv::{Aes256GcmSiv, KeyInit, Nonce};
use rand::TryRng;
use rand::rngs::SysRng;
use zeroize::ZeroizeOnDrop;

/// How sealed bytes begin: the version of their form.
const VERSION: u8 = 1;
const NONCE: usize = 12;

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
        let mut nonce = [0; NONCE];
        fill_random(&mut nonce).expect("the operating system gives random bytes");
        let payload = Payload { msg: plain, aad: purpose.as_bytes() };
        let sealed = (self.cipher().encrypt(&Nonce::from(nonce), payload))
            .expect("what is sealed is far below 64 GiB");
        let mut bytes = Vec::with_capacity(1 + NONCE + sealed.len());
        bytes.push(VERSION);
        bytes.extend_from_slice(&nonce);
        bytes.extend_from_slice(&sealed);
        bytes
    }

    /// Opens what was sealed for a purpose.
    pub fn open(&self, sealed: &[u8], purpose: &str) -> Result<Vec<u8>, CannotOpen> {
        let (version, rest) = sealed.split_first().ok_or(CannotOpen)?;
        let (nonce, sealed) = rest.split_first_chunk::<NONCE>().ok_or(CannotOpen)?;
        if *version != VERSION {
            return Err(CannotOpen);
        }
        let payload = Payload { msg: sealed, aad: purpose.as_bytes() };
        self.cipher().decrypt(&Nonce::from(*nonce), payload).map_err(|_| CannotOpen)
    }

    fn cipher(&self) -> Aes256GcmSiv {
        Aes256GcmSiv::new(&self.0.into())
    }
}

impl std::fmt::Debug for DataKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("DataKey(..)")
    }
}

/// Random bytes of the operating system.
pub(super) fn fill_random(bytes: &mut [u8]) -> Result<(), <SysRng as TryRng>::Error> {
    SysRng.try_fill_bytes(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

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
