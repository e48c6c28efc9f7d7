//! Keyed digests: the store keeps these and never the values.

use hmac::{Hmac, KeyInit, Mac};
use ids::{AppealLinkId, ApplicantId};
use sha2::Sha256;
use zeroize::ZeroizeOnDrop;

use crate::identifier::{IdentifierDigest, IdentifierKind};
use crate::lists::ListKind;
use crate::profile::ExternalId;
use crate::similarity::Key;
use crate::similarity::photos::PhotoKey;

/// A tenant's secret for identifier digests. Under another tenant's pepper the same value has another
/// digest, so no join crosses tenants.
#[derive(Clone, ZeroizeOnDrop)]
pub struct Pepper([u8; 32]);

impl Pepper {
    /// A pepper of these bytes.
    pub fn new(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The digest of a value of a kind: HMAC-SHA-256 (RFC 2104) over the kind's name, a zero byte, the value.
    pub fn digest(&self, kind: IdentifierKind, value: &str) -> IdentifierDigest {
        IdentifierDigest(self.mac(kind.name(), value))
    }

    /// What stands in the place of an erased applicant's name.
    pub fn erased(&self, id: ApplicantId) -> [u8; 32] {
        self.mac("erased", &id.to_string())
    }

    /// The key that hashes of photos are hidden with.
    pub fn photo_key(&self) -> PhotoKey {
        let bytes = self.mac("photo", "hash");
        let (first, _) = bytes.split_first_chunk::<8>().expect("a digest has more than 8 bytes");
        PhotoKey(u64::from_be_bytes(*first))
    }

    /// The key that signatures of texts are made with.
    pub fn text_key(&self) -> Key {
        let bytes = self.mac("text", "signature");
        let (first, _) = bytes.split_first_chunk::<16>().expect("a digest has more than 16 bytes");
        Key(*first)
    }

    /// The key under which a value stands on a list of a kind.
    pub fn listed(&self, kind: ListKind, value: &str) -> [u8; 32] {
        self.mac(&format!("list/{}", kind.name()), value)
    }

    /// A number from 0 up to 1 that belongs to an id: drawn once, the same for ever, and nobody without the pepper
    /// can tell it beforehand.
    pub fn chance(&self, purpose: &str, id: &str) -> f64 {
        const BITS: u32 = 53;
        let bytes = self.mac(&format!("chance/{purpose}"), id);
        let (first, _) = bytes.split_first_chunk::<8>().expect("a digest has more than 8 bytes");
        let whole = u64::from_be_bytes(*first) >> (u64::BITS - BITS);
        #[expect(clippy::cast_precision_loss, reason = "a double holds whole numbers of 53 bits")]
        let share = whole as f64 / (1_u64 << BITS) as f64;
        share
    }

    /// What signs a link through which an applicant contests.
    pub fn appeal_link(&self, id: AppealLinkId) -> [u8; 32] {
        self.mac("appeal_link", &id.to_string())
    }

    /// Whether a link was signed here; takes as long for a wrong signature as for a right one.
    pub fn signed_appeal_link(&self, id: AppealLinkId, signature: &[u8]) -> bool {
        let mut mac =
            Hmac::<Sha256>::new_from_slice(&self.0).expect("HMAC takes keys of any length");
        mac.update(b"appeal_link");
        mac.update(&[0]);
        mac.update(id.to_string().as_bytes());
        mac.verify_slice(signature).is_ok()
    }

    /// The digest under which an applicant is looked up by the tenant's own name.
    pub fn external(&self, id: &ExternalId) -> [u8; 32] {
        self.mac("external_id", id.as_str())
    }

    /// The digest under which a user of the console is looked up by their address.
    pub fn user(&self, email: &str) -> [u8; 32] {
        self.mac("user", email)
    }

    /// The digest under which a user is looked up by what an `OpenID` provider calls them.
    pub fn subject(&self, issuer: &str, subject: &str) -> [u8; 32] {
        self.mac("subject", &format!("{issuer}\n{subject}"))
    }

    /// The name of a row or a group of the training data outside the service.
    pub fn training(&self, of: &str) -> [u8; 32] {
        self.mac("training", of)
    }

    fn mac(&self, kind: &str, value: &str) -> [u8; 32] {
        let mut mac =
            Hmac::<Sha256>::new_from_slice(&self.0).expect("HMAC takes keys of any length");
        mac.update(kind.as_bytes());
        mac.update(&[0]);
        mac.update(value.as_bytes());
        mac.finalize().into_bytes().into()
    }
}

impl std::fmt::Debug for Pepper {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Pepper(..)")
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
