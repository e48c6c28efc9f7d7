//! Access tokens: signed JWT (RFC 9068, `at+jwt`), with the algorithm pinned to `EdDSA` (RFC 8725 §3.1).

use std::collections::HashMap;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use chrono::{DateTime, Duration, Utc};
use evidence::identifier::hex;
use jsonwebtoken::{
    Algorithm, DecodingKey, EncodingKey, Header, Validation, decode, decode_header,
};
use ring::rand::SystemRandom;
use ring::signature::{Ed25519KeyPair, KeyPair as _};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::{Scope, signatures};
use crate::domain::tenant::TenantId;
use crate::keys::KeyFileError;
use crate::keys::file;

/// How far clocks may be apart.
const LEEWAY: Duration = Duration::seconds(30);
/// How many checked tokens are remembered.
const MAX_CHECKED: usize = 4_096;
/// What the header calls an access token.
const TYPE: &str = "at+jwt";

/// The pair of keys that tokens are signed and checked with.
pub struct KeyPair {
    id: String,
    sign: EncodingKey,
    check: DecodingKey,
}

/// Signs and checks tokens.
pub struct TokenKeys {
    pair: KeyPair,
    issuer: String,
    audience: String,
    /// Tokens whose signature was checked, by their digest. Only whoever has a valid token adds one.
    checked: Mutex<HashMap<[u8; 32], Arc<Claims>>>,
}

/// What a token is minted for.
#[derive(Clone, Debug)]
pub struct Grant {
    /// Whose rows it opens.
    pub tenant: TenantId,
    /// What it allows.
    pub scopes: Vec<Scope>,
    /// Who holds it.
    pub subject: String,
    /// For how long.
    pub lifetime: Duration,
}

/// Who presented a token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bearer {
    /// Whose rows they may see.
    pub tenant: TenantId,
    /// What they may do.
    pub scopes: Vec<Scope>,
    /// Who they are.
    pub subject: String,
}

/// Why a token is not accepted. It tells no more than a stranger may know.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadToken {
    /// It is no token of ours.
    #[error("the token is not valid")]
    Invalid,
    /// It was valid once.
    #[error("the token has expired")]
    Expired,
}

/// A token cannot be signed.
#[derive(Debug, thiserror::Error)]
#[error("the token cannot be signed")]
pub struct CannotSign(#[from] jsonwebtoken::errors::Error);

#[derive(Serialize, Deserialize)]
struct Claims {
    iss: String,
    aud: String,
    sub: String,
    iat: i64,
    nbf: i64,
    exp: i64,
    jti: String,
    tenant: String,
    scope: String,
}

impl KeyPair {
    /// Reads the pair, or makes one on the first start.
    pub fn load_or_create(path: &Path) -> Result<Self, KeyFileError> {
        let document = file::load_or_create(path, fresh)?;
        Self::read(&document).ok_or_else(|| KeyFileError::Malformed { path: path.to_owned() })
    }

    /// A fresh pair that is kept nowhere, for tests.
    pub fn generate() -> Result<Self, KeyFileError> {
        Self::read(&fresh()?).ok_or(KeyFileError::NoRandomness)
    }

    fn read(document: &[u8]) -> Option<Self> {
        let pair = Ed25519KeyPair::from_pkcs8(document).ok()?;
        let public = pair.public_key().as_ref();
        Some(Self {
            id: hex(&Sha256::digest(public))[..16].to_owned(),
            sign: EncodingKey::from_ed_der(document),
            check: DecodingKey::from_ed_der(public),
        })
    }
}

/// An Ed25519 pair in PKCS #8 form.
fn fresh() -> Result<Vec<u8>, KeyFileError> {
    let document = Ed25519KeyPair::generate_pkcs8(&SystemRandom::new());
    document.map(|document| document.as_ref().to_vec()).map_err(|_| KeyFileError::NoRandomness)
}

impl TokenKeys {
    /// Keys with the issuer and the audience that tokens must name.
    pub fn new(pair: KeyPair, issuer: &str, audience: &str) -> Self {
        signatures::install();
        Self {
            pair,
            issuer: issuer.to_owned(),
            audience: audience.to_owned(),
            checked: Mutex::default(),
        }
    }

    /// Signs a token.
    pub fn mint(&self, grant: &Grant, now: DateTime<Utc>) -> Result<String, CannotSign> {
        let mut header = Header::new(Algorithm::EdDSA);
        header.typ = Some(TYPE.to_owned());
        header.kid = Some(self.pair.id.clone());
        let scopes: Vec<&str> = grant.scopes.iter().map(|scope| scope.name()).collect();
        let claims = Claims {
            iss: self.issuer.clone(),
            aud: self.audience.clone(),
            sub: grant.subject.clone(),
            iat: now.timestamp(),
            nbf: now.timestamp(),
            exp: (now + grant.lifetime).timestamp(),
            jti: uuid::Uuid::new_v4().simple().to_string(),
            tenant: grant.tenant.as_str().to_owned(),
            scope: scopes.join(" "),
        };
        Ok(jsonwebtoken::encode(&header, &claims, &self.pair.sign)?)
    }

    /// Checks a token. A scope that this build does not know is passed over.
    pub fn verify(&self, token: &str, now: DateTime<Utc>) -> Result<Bearer, BadToken> {
        let claims = self.signed_claims(token)?;
        let leeway = LEEWAY.num_seconds();
        if claims.nbf > now.timestamp() + leeway || claims.iat > now.timestamp() + leeway {
            return Err(BadToken::Invalid);
        }
        if claims.exp.saturating_add(leeway) <= now.timestamp() {
            return Err(BadToken::Expired);
        }
        Ok(Bearer {
            tenant: TenantId::parse(&claims.tenant).map_err(|_| BadToken::Invalid)?,
            scopes: claims.scope.split(' ').filter_map(|scope| scope.parse().ok()).collect(),
            subject: claims.sub.clone(),
        })
    }

    /// The claims of a token that we signed. A signature is checked once, because that takes as long as a third of a
    /// decision; times are checked at every use.
    fn signed_claims(&self, token: &str) -> Result<Arc<Claims>, BadToken> {
        let digest: [u8; 32] = Sha256::digest(token).into();
        let known = || self.checked.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(claims) = known().get(&digest) {
            return Ok(Arc::clone(claims));
        }
        let claims = Arc::new(self.check_signature(token)?);
        let mut known = known();
        if known.len() >= MAX_CHECKED {
            known.clear();
        }
        known.insert(digest, Arc::clone(&claims));
        Ok(claims)
    }

    fn check_signature(&self, token: &str) -> Result<Claims, BadToken> {
        let header = decode_header(token).map_err(|_| BadToken::Invalid)?;
        let ours = header.kid.as_deref() == Some(&self.pair.id);
        let access = header.typ.is_some_and(|typ| typ.eq_ignore_ascii_case(TYPE));
        // What `crit` names must be understood (RFC 7515 §4.1.11), and nothing that it could name is.
        if !ours || !access || header.crit.is_some() {
            return Err(BadToken::Invalid);
        }
        let decoded = decode::<Claims>(token, &self.pair.check, &self.rules());
        Ok(decoded.map_err(|_| BadToken::Invalid)?.claims)
    }

    /// Times are checked against the service's own clock, above.
    fn rules(&self) -> Validation {
        let mut rules = Validation::new(Algorithm::EdDSA);
        rules.set_issuer(&[&self.issuer]);
        rules.set_audience(&[&self.audience]);
        rules.set_required_spec_claims(&["exp", "nbf", "iss", "aud", "sub"]);
        rules.validate_exp = false;
        rules.validate_nbf = false;
        rules
    }
}

#[cfg(test)]
mod tests {
    use base64::Engine as _;
    use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
    use hmac::{Hmac, KeyInit as _, Mac as _};
    use serde_json::{Value, json};

    use super::*;

    fn now() -> DateTime<Utc> {
        "2026-06-01T12:00:00Z".parse().unwrap()
    }

    fn keys() -> TokenKeys {
        TokenKeys::new(KeyPair::generate().unwrap(), "bonafide", "bonafide")
    }

    fn grant() -> Grant {
        Grant {
            tenant: TenantId::parse("acme").unwrap(),
            scopes: vec![Scope::DecisionsWrite, Scope::DecisionsRead],
            subject: "backend".to_owned(),
            lifetime: Duration::minutes(10),
        }
    }

    /// A token whose header and claims were changed and signed again with the same key.
    fn forged(keys: &TokenKeys, change: impl Fn(&mut Header, &mut Value)) -> String {
        let token = keys.mint(&grant(), now()).unwrap();
        let mut header = decode_header(&token).unwrap();
        let payload = URL_SAFE_NO_PAD.decode(token.split('.').nth(1).unwrap()).unwrap();
        let mut claims: Value = serde_json::from_slice(&payload).unwrap();
        change(&mut header, &mut claims);
        jsonwebtoken::encode(&header, &claims, &keys.pair.sign).unwrap()
    }

    #[test]
    fn a_token_names_its_tenant_and_scopes_until_it_expires() {
        let keys = keys();
        let token = keys.mint(&grant(), now()).unwrap();
        let bearer = keys.verify(&token, now()).unwrap();
        assert_eq!((bearer.tenant, bearer.scopes), (grant().tenant, grant().scopes));
        let later = |minutes| keys.verify(&token, now() + Duration::minutes(minutes));
        assert!(later(10).is_ok(), "clocks may be a little apart");
        assert_eq!(later(11), Err(BadToken::Expired));
        assert_eq!(later(-2), Err(BadToken::Invalid), "it does not hold before it was made");
    }

    #[test]
    fn another_issuer_audience_type_key_or_tenant_is_refused() {
        let keys = keys();
        assert!(keys.verify(&forged(&keys, |_, _| {}), now()).is_ok());
        let refused = |change: &dyn Fn(&mut Header, &mut Value)| {
            assert_eq!(keys.verify(&forged(&keys, change), now()), Err(BadToken::Invalid));
        };
        refused(&|_, claims| claims["iss"] = "somebody".into());
        refused(&|_, claims| claims["aud"] = "something".into());
        refused(&|_, claims| claims["tenant"] = "No Tenant".into());
        refused(&|_, claims| drop(claims.as_object_mut().unwrap().remove("tenant")));
        refused(&|_, claims| drop(claims.as_object_mut().unwrap().remove("exp")));
        refused(&|_, claims| claims["nbf"] = json!(now().timestamp() + 3600));
        refused(&|header, _| header.typ = Some("JWT".to_owned()));
        refused(&|header, _| header.typ = None);
        refused(&|header, _| header.kid = Some("another".to_owned()));
        refused(&|header, _| header.crit = Some(vec!["exp".to_owned()]));
        assert_eq!(self::keys().verify(&forged(&keys, |_, _| {}), now()), Err(BadToken::Invalid));
    }

    #[test]
    fn no_other_algorithm_is_accepted() {
        let keys = keys();
        let token = keys.mint(&grant(), now()).unwrap();
        let parts: Vec<&str> = token.split('.').collect();
        let with_header = |header: Value, signature: &str| {
            let header = URL_SAFE_NO_PAD.encode(header.to_string());
            format!("{header}.{}.{signature}", parts[1])
        };
        let none = json!({ "alg": "none", "typ": "at+jwt", "kid": keys.pair.id });
        assert_eq!(keys.verify(&with_header(none, ""), now()), Err(BadToken::Invalid));
        // The classic confusion: everybody knows the public key, so it must not work as a secret.
        let header = json!({ "alg": "HS256", "typ": "at+jwt", "kid": keys.pair.id });
        let message = with_header(header, "");
        let message = message.trim_end_matches('.');
        for secret in [keys.pair.check.try_get_as_bytes().unwrap(), b"guess".as_slice()] {
            let mut mac = Hmac::<Sha256>::new_from_slice(secret).unwrap();
            mac.update(message.as_bytes());
            let signature = URL_SAFE_NO_PAD.encode(mac.finalize().into_bytes());
            let confused = format!("{message}.{signature}");
            assert_eq!(keys.verify(&confused, now()), Err(BadToken::Invalid));
        }
    }

    /// Made with `aws-lc-rs`, which this crate used before: installations keep their `signing.key`.
    #[test]
    fn a_key_file_of_an_earlier_version_is_read() {
        let document = "MFECAQEwBQYDK2VwBCIEIKUB3//VpZmJNhCFO50H0NDE1I9Znv8B4I1T9ocVEQ3kgSEABU2E1LrSydI\
                        BB2IrOf0Jioz8aa2nMmm7JrqOGhf07B4=";
        let pair = KeyPair::read(&STANDARD.decode(document).unwrap()).unwrap();
        let public = STANDARD.encode(pair.check.try_get_as_bytes().unwrap());
        assert_eq!(public, "BU2E1LrSydIBB2IrOf0Jioz8aa2nMmm7JrqOGhf07B4=");
        let keys = TokenKeys::new(pair, "bonafide", "bonafide");
        assert!(keys.verify(&keys.mint(&grant(), now()).unwrap(), now()).is_ok());
    }

    #[test]
    fn what_is_no_token_is_refused() {
        let keys = keys();
        let token = keys.mint(&grant(), now()).unwrap();
        let long = "a".repeat(100_000);
        for bad in ["", ".", "..", "a.b.c", "null", &token[..token.len() - 2], &long] {
            assert_eq!(keys.verify(bad, now()), Err(BadToken::Invalid), "{bad}");
        }
    }
}
