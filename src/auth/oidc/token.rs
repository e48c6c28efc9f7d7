//! The ID token: checked before a word of it is believed (OpenID Connect Core 1.0 §3.1.3.7).

use chrono::{DateTime, Utc};
use jsonwebtoken::jwk::JwkSet;
use jsonwebtoken::{Algorithm, DecodingKey, Validation, decode, decode_header};
use serde::Deserialize;
use serde_json::Value;

/// How far clocks may be apart, in seconds.
const LEEWAY_S: i64 = 60;

/// Who the provider says it is.
#[derive(Clone)]
pub struct Identity {
    /// The issuer's own name of them.
    pub subject: String,
    /// Their address, if the provider vouches for it.
    pub email: Option<String>,
    /// What they are called.
    pub name: Option<String>,
}

impl std::fmt::Debug for Identity {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Identity(..)")
    }
}

/// Why an ID token is not believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadIdToken {
    /// It is no token, or signed by another algorithm than the settings name.
    #[error("it is no token of the algorithm that is set")]
    Form,
    /// No key of the provider has its name.
    #[error("no key of the provider has its name")]
    UnknownKey,
    /// The signature does not hold.
    #[error("the signature does not hold")]
    Signature,
    /// Another issuer.
    #[error("another issuer")]
    Issuer,
    /// It was made for another client.
    #[error("it was made for another client")]
    Audience,
    /// It has expired, or comes from the future.
    #[error("it has expired, or comes from the future")]
    Time,
    /// It was made for another attempt.
    #[error("it was made for another attempt")]
    Nonce,
}

/// What a token must say.
pub(super) struct Expected<'a> {
    pub(super) issuer: &'a str,
    pub(super) client_id: &'a str,
    pub(super) algorithm: Algorithm,
    pub(super) nonce: &'a str,
    pub(super) now: DateTime<Utc>,
}

#[derive(Deserialize)]
struct Claims {
    iss: String,
    sub: String,
    aud: Value,
    azp: Option<String>,
    exp: i64,
    iat: i64,
    nonce: Option<String>,
    email: Option<String>,
    /// Some providers send it as text.
    email_verified: Option<Value>,
    name: Option<String>,
}

/// Checks a token.
pub(super) fn check(
    token: &str,
    keys: &JwkSet,
    expected: &Expected<'_>,
) -> Result<Identity, BadIdToken> {
    let header = decode_header(token).map_err(|_| BadIdToken::Form)?;
    if header.alg != expected.algorithm {
        return Err(BadIdToken::Form);
    }
    let key = match &header.kid {
        Some(kid) => keys.find(kid),
        None if keys.keys.len() == 1 => keys.keys.first(),
        None => None,
    };
    let key = DecodingKey::from_jwk(key.ok_or(BadIdToken::UnknownKey)?);
    let key = key.map_err(|_| BadIdToken::UnknownKey)?;
    // Only the signature is left to the library: the rest is checked here, against the service's own clock.
    let mut validation = Validation::new(expected.algorithm);
    validation.validate_exp = false;
    validation.validate_aud = false;
    validation.required_spec_claims.clear();
    let claims = decode::<Claims>(token, &key, &validation).map_err(|_| BadIdToken::Signature)?;
    believed(claims.claims, expected)
}

fn believed(claims: Claims, expected: &Expected<'_>) -> Result<Identity, BadIdToken> {
    if claims.iss != expected.issuer {
        return Err(BadIdToken::Issuer);
    }
    let client = Value::from(expected.client_id);
    let (names_us, alone) = match &claims.aud {
        Value::Array(all) => (all.contains(&client), all.len() == 1),
        one => (*one == client, true),
    };
    let party = claims.azp.as_deref();
    if !names_us
        || !(alone || party.is_some())
        || party.is_some_and(|azp| azp != expected.client_id)
    {
        return Err(BadIdToken::Audience);
    }
    let now = expected.now.timestamp();
    if claims.exp <= now - LEEWAY_S || claims.iat > now + LEEWAY_S {
        return Err(BadIdToken::Time);
    }
    if claims.nonce.as_deref() != Some(expected.nonce) {
        return Err(BadIdToken::Nonce);
    }
    let vouched = match &claims.email_verified {
        Some(Value::Bool(verified)) => *verified,
        Some(Value::String(verified)) => verified == "true",
        _ => false,
    };
    Ok(Identity { subject: claims.sub, email: claims.email.filter(|_| vouched), name: claims.name })
}
