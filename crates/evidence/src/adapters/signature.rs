//! Webhook signatures of the vendors: HMAC-SHA-256 (RFC 2104) of the raw body.

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use super::Kind;

/// The header with the vendor's signature.
pub fn header(kind: Kind) -> Option<&'static str> {
    match kind {
        Kind::Greenhouse => Some("Signature"),
        Kind::Ashby => Some("Ashby-Signature"),
        _ => None,
    }
}

/// Whether the signature matches the body under one of the secrets, in constant time. Two secrets allow a tenant to
/// rotate theirs without losing an event.
pub fn is_valid(kind: Kind, written: &str, body: &[u8], secrets: &[&[u8]]) -> bool {
    let digits = match kind {
        Kind::Greenhouse => written.trim().strip_prefix("sha256 "),
        Kind::Ashby => written.trim().strip_prefix("sha256="),
        _ => None,
    };
    let Some(signature) = digits.and_then(|digits| bytes(digits.trim())) else { return false };
    let mut valid = false;
    for secret in secrets.iter().filter(|secret| !secret.is_empty()) {
        let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(secret) else { continue };
        mac.update(body);
        valid |= mac.verify_slice(&signature).is_ok();
    }
    valid
}

fn bytes(digits: &str) -> Option<Vec<u8>> {
    let (pairs, rest) = digits.as_bytes().as_chunks::<2>();
    let byte = |pair: &[u8; 2]| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok();
    rest.is_empty().then(|| pairs.iter().map(byte).collect())?
}
