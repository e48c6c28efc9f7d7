//! The signatures of tokens, made and verified with `ring`: what `jsonwebtoken` needs of a cryptography library.
//!
//! Only public-key algorithms: nobody shares a secret with this service to sign tokens with.

use jsonwebtoken::crypto::{CryptoProvider, JwtSigner, JwtVerifier, KeyUtils};
use jsonwebtoken::errors::{ErrorKind, Result};
use jsonwebtoken::signature::{Error, Signer, Verifier};
use jsonwebtoken::{Algorithm, DecodingKey, DecodingKeyKind, EncodingKey};
use ring::signature::{
    ECDSA_P256_SHA256_FIXED, ECDSA_P384_SHA384_FIXED, ED25519, Ed25519KeyPair,
    RSA_PKCS1_2048_8192_SHA256, RSA_PKCS1_2048_8192_SHA384, RSA_PKCS1_2048_8192_SHA512,
    RSA_PSS_2048_8192_SHA256, RSA_PSS_2048_8192_SHA384, RSA_PSS_2048_8192_SHA512, RsaParameters,
    RsaPublicKeyComponents, UnparsedPublicKey, VerificationAlgorithm,
};

static PROVIDER: CryptoProvider = CryptoProvider {
    signer_factory: signer,
    verifier_factory: verifier,
    key_utils: KeyUtils::new_unimplemented(),
};

/// Makes `jsonwebtoken` use this module. Later calls do nothing.
pub(super) fn install() {
    // The error says that a provider is installed, and there is no other one.
    let _ = PROVIDER.install_default();
}

/// Signs access tokens.
struct Ed25519Signer(Ed25519KeyPair);

impl Signer<Vec<u8>> for Ed25519Signer {
    fn try_sign(&self, message: &[u8]) -> std::result::Result<Vec<u8>, Error> {
        Ok(self.0.sign(message).as_ref().to_vec())
    }
}

impl JwtSigner for Ed25519Signer {
    fn algorithm(&self) -> Algorithm {
        Algorithm::EdDSA
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "`jsonwebtoken` fixes the signature")]
fn signer(algorithm: &Algorithm, key: &EncodingKey) -> Result<Box<dyn JwtSigner>> {
    if *algorithm != Algorithm::EdDSA || key.family() != algorithm.family() {
        return Err(ErrorKind::InvalidAlgorithm.into());
    }
    let pair =
        Ed25519KeyPair::from_pkcs8(key.as_bytes()).map_err(|_| ErrorKind::InvalidEddsaKey)?;
    Ok(Box::new(Ed25519Signer(pair)))
}

/// Verifies with one key.
struct KeyVerifier {
    algorithm: Algorithm,
    key: PublicKey,
}

enum PublicKey {
    Curve(&'static dyn VerificationAlgorithm, Vec<u8>),
    Rsa(&'static RsaParameters, RsaPublicKeyComponents<Vec<u8>>),
}

impl Verifier<Vec<u8>> for KeyVerifier {
    fn verify(&self, message: &[u8], signature: &Vec<u8>) -> std::result::Result<(), Error> {
        match &self.key {
            PublicKey::Curve(rules, point) => {
                UnparsedPublicKey::new(*rules, point).verify(message, signature)
            }
            PublicKey::Rsa(rules, key) => key.verify(rules, message, signature),
        }
        .map_err(|_| Error::new())
    }
}

impl JwtVerifier for KeyVerifier {
    fn algorithm(&self) -> Algorithm {
        self.algorithm
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "`jsonwebtoken` fixes the signature")]
fn verifier(algorithm: &Algorithm, key: &DecodingKey) -> Result<Box<dyn JwtVerifier>> {
    if key.family() != algorithm.family() {
        return Err(ErrorKind::InvalidKeyFormat.into());
    }
    let curve = |rules| match key.kind() {
        DecodingKeyKind::SecretOrDer(point) => Ok(PublicKey::Curve(rules, point.clone())),
        DecodingKeyKind::RsaModulusExponent { .. } => Err(ErrorKind::InvalidKeyFormat),
    };
    let rsa = |rules| match key.kind() {
        DecodingKeyKind::RsaModulusExponent { n, e } => {
            Ok(PublicKey::Rsa(rules, RsaPublicKeyComponents { n: n.clone(), e: e.clone() }))
        }
        DecodingKeyKind::SecretOrDer(_) => Err(ErrorKind::InvalidKeyFormat),
    };
    let key = match algorithm {
        Algorithm::EdDSA => curve(&ED25519),
        Algorithm::ES256 => curve(&ECDSA_P256_SHA256_FIXED),
        Algorithm::ES384 => curve(&ECDSA_P384_SHA384_FIXED),
        Algorithm::RS256 => rsa(&RSA_PKCS1_2048_8192_SHA256),
        Algorithm::RS384 => rsa(&RSA_PKCS1_2048_8192_SHA384),
        Algorithm::RS512 => rsa(&RSA_PKCS1_2048_8192_SHA512),
        Algorithm::PS256 => rsa(&RSA_PSS_2048_8192_SHA256),
        Algorithm::PS384 => rsa(&RSA_PSS_2048_8192_SHA384),
        Algorithm::PS512 => rsa(&RSA_PSS_2048_8192_SHA512),
        _ => Err(ErrorKind::InvalidAlgorithm),
    }?;
    Ok(Box::new(KeyVerifier { algorithm: *algorithm, key }))
}

#[cfg(test)]
mod tests {
    use jsonwebtoken::errors::Error;
    use jsonwebtoken::jwk::JwkSet;
    use jsonwebtoken::{Validation, decode, decode_header};
    use serde_json::Value;

    use super::*;

    /// Keys and tokens that another library made (Python's `cryptography`).
    fn made_elsewhere() -> (JwkSet, serde_json::Map<String, Value>) {
        let mut file: Value = serde_json::from_str(include_str!("signatures.json")).unwrap();
        let Value::Object(tokens) = file["tokens"].take() else { panic!("no tokens") };
        (serde_json::from_value(file).unwrap(), tokens)
    }

    fn verify(token: &str, keys: &JwkSet, kid: &str, algorithm: Algorithm) -> Option<Error> {
        install();
        let mut rules = Validation::new(algorithm);
        rules.validate_exp = false;
        rules.required_spec_claims.clear();
        let key = DecodingKey::from_jwk(keys.find(kid).unwrap()).unwrap();
        decode::<Value>(token, &key, &rules).err()
    }

    #[test]
    fn tokens_of_another_library_verify_with_each_algorithm() {
        let (keys, tokens) = made_elsewhere();
        assert_eq!(tokens.len(), 9);
        for (name, token) in &tokens {
            let token = token.as_str().unwrap();
            let header = decode_header(token).unwrap();
            let kid = header.kid.unwrap();
            assert_eq!(verify(token, &keys, &kid, header.alg), None, "{name}");
            // The claims are `{"sub":"someone"}`; one letter changes.
            let changed = token.replacen("b25lIn0", "b25kIn0", 1);
            assert_ne!(changed, token);
            assert!(verify(&changed, &keys, &kid, header.alg).is_some(), "{name}, changed");
        }
    }

    #[test]
    fn a_key_verifies_only_with_an_algorithm_of_its_kind() {
        let (keys, tokens) = made_elsewhere();
        for (name, token) in &tokens {
            let token = token.as_str().unwrap();
            let header = decode_header(token).unwrap();
            for kid in ["rsa", "p256", "p384", "ed"] {
                let fits = Some(kid) == header.kid.as_deref();
                assert_eq!(verify(token, &keys, kid, header.alg).is_none(), fits, "{name}, {kid}");
            }
        }
    }
}
