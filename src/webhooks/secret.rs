//! Secrets and signatures by the Standard Webhooks specification.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ids::EventId;
use rand::TryRng as _;
use rand::rngs::SysRng;
use ring::hmac;
use ring::signature::{Ed25519KeyPair, KeyPair as _};
use zeroize::Zeroizing;

use crate::domain::webhook::Scheme;

/// What one endpoint's deliveries are signed with.
pub enum Secret {
    /// 32 random bytes.
    Shared(Zeroizing<Vec<u8>>),
    /// The seed of an Ed25519 pair, and the pair.
    Pair(Zeroizing<Vec<u8>>, Box<Ed25519KeyPair>),
}

/// Stored bytes are no secret of their scheme, or the operating system gives no random bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a webhook secret cannot be made or read")]
pub struct BadSecret;

impl Secret {
    /// A fresh one.
    pub fn generate(scheme: Scheme) -> Result<Self, BadSecret> {
        let mut bytes = Zeroizing::new(vec![0; 32]);
        SysRng.try_fill_bytes(&mut bytes).map_err(|_| BadSecret)?;
        Self::from_bytes(scheme, bytes)
    }

    /// The one of these bytes.
    pub fn from_bytes(scheme: Scheme, bytes: Zeroizing<Vec<u8>>) -> Result<Self, BadSecret> {
        match scheme {
            Scheme::V1 if bytes.len() == 32 => Ok(Self::Shared(bytes)),
            Scheme::V1 => Err(BadSecret),
            Scheme::V1a => {
                let pair = Ed25519KeyPair::from_seed_unchecked(&bytes).map_err(|_| BadSecret)?;
                Ok(Self::Pair(bytes, Box::new(pair)))
            }
        }
    }

    /// Its bytes, to be sealed.
    pub fn bytes(&self) -> &[u8] {
        match self {
            Self::Shared(bytes) | Self::Pair(bytes, _) => bytes,
        }
    }

    /// How it signs.
    pub fn scheme(&self) -> Scheme {
        match self {
            Self::Shared(_) => Scheme::V1,
            Self::Pair(..) => Scheme::V1a,
        }
    }

    /// What the receiver needs: `whsec_…`, the shared secret itself, or `whpk_…`, the public key. The private key is
    /// never shown to anybody.
    pub fn for_receiver(&self) -> String {
        match self {
            Self::Shared(bytes) => format!("whsec_{}", STANDARD.encode(bytes)),
            Self::Pair(_, pair) => format!("whpk_{}", STANDARD.encode(pair.public_key())),
        }
    }

    /// The signature of a delivery, with its scheme in front.
    pub fn sign(&self, event: EventId, timestamp: i64, payload: &[u8]) -> String {
        let mut signed = format!("{event}.{timestamp}.").into_bytes();
        signed.extend_from_slice(payload);
        let signature = match self {
            Self::Shared(bytes) => {
                let key = hmac::Key::new(hmac::HMAC_SHA256, bytes);
                STANDARD.encode(hmac::sign(&key, &signed))
            }
            Self::Pair(_, pair) => STANDARD.encode(pair.sign(&signed)),
        };
        format!("{},{signature}", self.scheme().name())
    }
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Secret({})", self.scheme().name())
    }
}

#[cfg(test)]
mod tests {
    use ring::signature::{ED25519, UnparsedPublicKey};
    use uuid::Uuid;

    use super::*;

    const EVENT: EventId = EventId(Uuid::from_u128(0x0193_7a1e_5c00_7bd2_8f3c_2a5d_8e6b_4f10));

    #[test]
    fn a_shared_secret_signs_as_the_reference_library_does() {
        let secret = Secret::generate(Scheme::V1).unwrap();
        let written = secret.for_receiver();
        assert!(written.starts_with("whsec_"), "{written}");
        let reference = standardwebhooks::Webhook::new(&written).unwrap();
        let payload = br#"{"type":"webhook.test"}"#;
        let expected = reference.sign(&EVENT.to_string(), 1_764_000_000, payload).unwrap();
        assert_eq!(secret.sign(EVENT, 1_764_000_000, payload), expected);
    }

    #[test]
    fn a_pair_signs_so_that_the_public_key_verifies_and_no_other_does() {
        let secret = Secret::generate(Scheme::V1a).unwrap();
        let signature = secret.sign(EVENT, 7, b"{}");
        let signature = STANDARD.decode(signature.strip_prefix("v1a,").unwrap()).unwrap();
        let verifies = |secret: &Secret, signed: &str| {
            let written = secret.for_receiver();
            let key = STANDARD.decode(written.strip_prefix("whpk_").unwrap()).unwrap();
            UnparsedPublicKey::new(&ED25519, key).verify(signed.as_bytes(), &signature).is_ok()
        };
        assert!(verifies(&secret, &format!("{EVENT}.7.{{}}")));
        assert!(!verifies(&secret, &format!("{EVENT}.8.{{}}")));
        assert!(!verifies(&Secret::generate(Scheme::V1a).unwrap(), &format!("{EVENT}.7.{{}}")));
    }

    #[test]
    fn a_secret_reads_back_from_its_bytes_and_never_prints() {
        for scheme in [Scheme::V1, Scheme::V1a] {
            let secret = Secret::generate(scheme).unwrap();
            let again =
                Secret::from_bytes(scheme, Zeroizing::new(secret.bytes().to_vec())).unwrap();
            assert_eq!(again.sign(EVENT, 7, b"{}"), secret.sign(EVENT, 7, b"{}"));
            assert_eq!(format!("{secret:?}"), format!("Secret({})", scheme.name()));
            assert!(Secret::from_bytes(scheme, Zeroizing::new(vec![1; 7])).is_err());
        }
    }
}
