//! Webhook signatures of the vendors: HMAC-SHA-256 (RFC 2104) in hexadecimal.

use hmac::{Hmac, KeyInit, Mac};
use serde::Deserialize;
use sha2::Sha256;

use super::Kind;

/// Where a vendor puts the signature, and what it signs.
#[derive(Debug)]
pub(super) enum Scheme {
    /// The raw body. The signature follows the prefix in the header.
    Body { header: &'static str, prefix: &'static str },
    /// The time, a dot and the raw body. The header contains `t=…,v1=…`, with several `v1` or several such pairs while
    /// a secret is rotated.
    TimeAndBody { header: &'static str },
    /// `token` and `triggeredAt` from the body, next to `signature`. It covers nothing else in the body.
    TokenInBody,
}

/// The header with the vendor's signature. `None` if there is no such header.
pub fn header(kind: Kind) -> Option<&'static str> {
    match kind.webhook()? {
        Scheme::Body { header, .. } | Scheme::TimeAndBody { header } => Some(header),
        Scheme::TokenInBody => None,
    }
}

/// Whether the signature matches the body under one of the secrets, in constant time. Two secrets allow a tenant to
/// rotate theirs without losing an event.
pub fn is_valid(kind: Kind, written: &str, body: &[u8], secrets: &[&[u8]]) -> bool {
    match kind.webhook() {
        None => false,
        Some(Scheme::Body { prefix, .. }) => {
            let digits = written.trim().strip_prefix(prefix);
            digits.is_some_and(|digits| matches(digits, &[body], secrets))
        }
        Some(Scheme::TimeAndBody { .. }) => {
            written.split_whitespace().any(|pairs| time_and_body_match(pairs, body, secrets))
        }
        Some(Scheme::TokenInBody) => token_matches(body, secrets),
    }
}

fn time_and_body_match(pairs: &str, body: &[u8], secrets: &[&[u8]]) -> bool {
    let of = |name| pairs.split(',').filter_map(move |pair| pair.trim().strip_prefix(name));
    let Some(time) = of("t=").next() else { return false };
    of("v1=").any(|digits| matches(digits, &[time.as_bytes(), b".", body], secrets))
}

/// The largest body that is read before its signature is checked. Events that contain only ids are far smaller.
const MAX_UNSIGNED_BYTES: usize = 64 * 1024;

fn token_matches(body: &[u8], secrets: &[&[u8]]) -> bool {
    #[derive(Deserialize)]
    struct Signed {
        token: String,
        #[serde(rename = "triggeredAt")]
        triggered_at: serde_json::Number,
        signature: String,
    }
    let small = Some(body).filter(|body| body.len() <= MAX_UNSIGNED_BYTES);
    let signed = small.and_then(|body| serde_json::from_slice::<Signed>(body).ok());
    signed.is_some_and(|signed| {
        let time = signed.triggered_at.to_string();
        matches(&signed.signature, &[signed.token.as_bytes(), time.as_bytes()], secrets)
    })
}

/// Whether the digits are the signature of the parts under one of the secrets.
fn matches(digits: &str, parts: &[&[u8]], secrets: &[&[u8]]) -> bool {
    let Some(signature) = bytes(digits.trim()) else { return false };
    let mut valid = false;
    for secret in secrets.iter().filter(|secret| !secret.is_empty()) {
        let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(secret) else { continue };
        for part in parts {
            mac.update(part);
        }
        valid |= mac.verify_slice(&signature).is_ok();
    }
    valid
}

fn bytes(digits: &str) -> Option<Vec<u8>> {
    let (pairs, rest) = digits.as_bytes().as_chunks::<2>();
    let byte = |pair: &[u8; 2]| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok();
    rest.is_empty().then(|| pairs.iter().map(byte).collect())?
}
