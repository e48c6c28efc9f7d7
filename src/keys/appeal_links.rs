//! Signatures of the single-use links through which applicants appeal.

use hmac::{Hmac, KeyInit, Mac};
use ids::AppealLinkId;
use sha2::Sha256;
use zeroize::ZeroizeOnDrop;

/// A tenant's key for signing appeal links.
#[derive(ZeroizeOnDrop)]
pub struct AppealLinkKey([u8; 32]);

impl AppealLinkKey {
    pub(super) fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    pub fn sign(&self, id: AppealLinkId) -> [u8; 32] {
        self.mac(id).finalize().into_bytes().into()
    }

    /// Verifies a signature in constant time.
    pub fn verify(&self, id: AppealLinkId, signature: &[u8]) -> bool {
        self.mac(id).verify_slice(signature).is_ok()
    }

    /// HMAC-SHA-256 (RFC 2104) of the purpose, a zero byte and the id.
    fn mac(&self, id: AppealLinkId) -> Hmac<Sha256> {
        let mac = Hmac::<Sha256>::new_from_slice(&self.0).expect("HMAC accepts keys of any length");
        mac.chain_update(b"appeal_link\0").chain_update(id.to_string())
    }
}

impl std::fmt::Debug for AppealLinkKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("AppealLinkKey(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use evidence::identifier::hex;

    /// Links that were sent before must stay valid. The expected value was computed with Python's `hmac`.
    #[test]
    fn signatures_never_change() {
        let key = AppealLinkKey::from_bytes([7; 32]);
        let id: AppealLinkId = "alk_01937a1e5c007bd28f3c2a5d8e6b4f10".parse().unwrap();
        let signature = key.sign(id);
        assert_eq!(
            hex(&signature),
            "726a6015d75abc73b3965d3a477182b59dcb7960648f32cd7037ba502f687a9a"
        );
        assert!(key.verify(id, &signature));
        assert!(!key.verify(id, &signature[..31]));
        assert!(!AppealLinkKey::from_bytes([8; 32]).verify(id, &signature));
    }
}
