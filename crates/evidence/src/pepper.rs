//! Keyed digests of personal values. The database stores these instead of the values.

use hmac::{Hmac, KeyInit, Mac};
use ids::ApplicantId;
use sha2::Sha256;
use zeroize::ZeroizeOnDrop;

use crate::identifier::{IdentifierDigest, IdentifierKind};
use crate::lists::ListKind;
use crate::profile::ExternalId;

/// A tenant's secret for digests. The same value has a different digest under another tenant's pepper, so no join
/// can cross tenants.
#[derive(Clone, ZeroizeOnDrop)]
pub struct Pepper([u8; 32]);

/// The key that masks the photo hashes of a tenant.
#[derive(Clone, Copy)]
pub struct PhotoKey(pub u64);

/// The key for the text signatures of a tenant. The same text has a different signature under another key.
#[derive(Clone, Copy)]
pub struct TextKey(pub [u8; 16]);

impl Pepper {
    pub fn new(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    pub fn digest(&self, kind: IdentifierKind, value: &str) -> IdentifierDigest {
        self.keyed().digest(kind, value)
    }

    /// The pepper, prepared for many digests.
    pub fn keyed(&self) -> KeyedPepper {
        let mac = Hmac::<Sha256>::new_from_slice(&self.0);
        KeyedPepper(mac.expect("HMAC accepts keys of any length"))
    }

    /// The digest that replaces the external id of an erased applicant.
    pub fn erased(&self, id: ApplicantId) -> [u8; 32] {
        self.mac("erased", &id.to_string())
    }

    pub fn photo_key(&self) -> PhotoKey {
        PhotoKey(u64::from_be_bytes(first(self.mac("photo", "hash"))))
    }

    pub fn text_key(&self) -> TextKey {
        TextKey(first(self.mac("text", "signature")))
    }

    pub fn list_entry(&self, kind: ListKind, value: &str) -> [u8; 32] {
        self.mac(&format!("list/{}", kind.name()), value)
    }

    /// A random-looking number from 0 (inclusive) to 1 (exclusive) for an id. It is always the same for the same id,
    /// and no one can predict it without the pepper.
    pub fn chance(&self, purpose: &str, id: &str) -> f64 {
        const BITS: u32 = 53;
        let number = u64::from_be_bytes(first(self.mac(&format!("chance/{purpose}"), id)));
        #[expect(
            clippy::cast_precision_loss,
            reason = "a double represents 53-bit integers exactly"
        )]
        let share = (number >> (u64::BITS - BITS)) as f64 / (1_u64 << BITS) as f64;
        share
    }

    pub fn external(&self, id: &ExternalId) -> [u8; 32] {
        self.mac("external_id", id.as_str())
    }

    /// The digest of a console user's e-mail address.
    pub fn user(&self, email: &str) -> [u8; 32] {
        self.mac("user", email)
    }

    /// The digest of a user's `sub` claim at an `OpenID` provider.
    pub fn subject(&self, issuer: &str, subject: &str) -> [u8; 32] {
        self.mac("subject", &format!("{issuer}\n{subject}"))
    }

    /// The pseudonym of an example or group in exported training data.
    pub fn training(&self, name: &str) -> [u8; 32] {
        self.mac("training", name)
    }

    fn mac(&self, purpose: &str, value: &str) -> [u8; 32] {
        self.keyed().mac(purpose, value)
    }
}

/// A pepper whose key is already mixed in.
#[derive(Clone)]
pub struct KeyedPepper(Hmac<Sha256>);

impl KeyedPepper {
    pub fn digest(&self, kind: IdentifierKind, value: &str) -> IdentifierDigest {
        IdentifierDigest(i64::from_be_bytes(first(self.mac(kind.name(), value))))
    }

    /// HMAC-SHA-256 (RFC 2104) of the purpose, a zero byte and the value.
    fn mac(&self, purpose: &str, value: &str) -> [u8; 32] {
        let mut mac = self.0.clone();
        mac.update(purpose.as_bytes());
        mac.update(&[0]);
        mac.update(value.as_bytes());
        mac.finalize().into_bytes().into()
    }
}

fn first<const N: usize>(digest: [u8; 32]) -> [u8; N] {
    *digest.first_chunk().expect("a digest has 32 bytes")
}

impl std::fmt::Debug for Pepper {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Pepper(..)")
    }
}

impl std::fmt::Debug for PhotoKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("PhotoKey(..)")
    }
}

impl std::fmt::Debug for TextKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("TextKey(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_digest_depends_on_pepper_kind_and_value() {
        let (ours, theirs) = (Pepper::new([1; 32]), Pepper::new([2; 32]));
        let digest = ours.digest(IdentifierKind::Email, "sam@example.com");
        assert_eq!(digest, ours.digest(IdentifierKind::Email, "sam@example.com"));
        assert_ne!(digest, theirs.digest(IdentifierKind::Email, "sam@example.com"));
        assert_ne!(digest, ours.digest(IdentifierKind::CommitEmail, "sam@example.com"));
        assert_ne!(digest, ours.digest(IdentifierKind::Email, "sam@example.net"));
    }
}
