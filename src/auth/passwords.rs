//! Passwords: Argon2id with a random salt, kept as a PHC string.

use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};

use crate::domain::user::EmailAddress;
use crate::keys;

/// How short a password may be, in characters.
pub const SHORTEST: usize = 12;
/// How long it may be.
pub const LONGEST: usize = 200;

/// Why a password is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadPassword {
    /// Too short or too long.
    #[error("a password has 12 to 200 characters")]
    Length,
    /// It is the address, or a few characters again and again.
    #[error("the password is easily guessed")]
    Guessed,
}

/// A password cannot be hashed.
#[derive(Debug, thiserror::Error)]
#[error("a password cannot be hashed")]
pub struct CannotHash;

/// Whether a new password may be used.
pub fn check(password: &str, email: &EmailAddress) -> Result<(), BadPassword> {
    if !(SHORTEST..=LONGEST).contains(&password.chars().count()) {
        return Err(BadPassword::Length);
    }
    let lower = password.to_lowercase();
    let local = email.as_str().split('@').next().unwrap_or_default();
    let kinds: std::collections::BTreeSet<char> = lower.chars().collect();
    let known = ["password", "123456", "qwerty", "bonafide"];
    let guessed = kinds.len() < 5
        || lower.contains(email.as_str())
        || (local.len() >= 4 && lower.starts_with(local))
        || known.iter().any(|known| lower.starts_with(known));
    if guessed { Err(BadPassword::Guessed) } else { Ok(()) }
}

/// The hash to keep. It takes some tens of milliseconds and 19 MiB: not for an asynchronous thread.
pub fn hash(password: &str) -> Result<String, CannotHash> {
    let salt = keys::random().map_err(|_| CannotHash)?;
    let hash: PasswordHash = (Argon2::default()
        .hash_password_with_salt(password.as_bytes(), &salt[..16]))
    .map_err(|_| CannotHash)?;
    Ok(hash.to_string())
}

/// Whether a password is the one whose hash is kept; without a hash it takes as long and is wrong.
pub fn matches(password: &str, kept: Option<&str>) -> bool {
    let hash = kept.unwrap_or(NOBODYS);
    let Ok(hash) = PasswordHash::new(hash) else { return false };
    let right = Argon2::default().verify_password(password.as_bytes(), &hash).is_ok();
    right && kept.is_some()
}

/// A hash of no password, of the same cost as a real one.
const NOBODYS: &str = "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_matches_its_own_hash_and_no_other() {
        let kept = hash("a long enough phrase").unwrap();
        assert!(kept.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{kept}");
        assert!(matches("a long enough phrase", Some(&kept)));
        assert!(!matches("another long phrase", Some(&kept)));
        assert!(!matches("", None));
        assert_ne!(kept, hash("a long enough phrase").unwrap(), "each has a salt of its own");
    }

    #[test]
    fn what_is_short_or_easily_guessed_is_refused() {
        let email = EmailAddress::parse("robin.example@mail.example").unwrap();
        assert_eq!(check("short", &email), Err(BadPassword::Length));
        assert_eq!(check(&"ab".repeat(8), &email), Err(BadPassword::Guessed));
        assert_eq!(check("robin.example2026", &email), Err(BadPassword::Guessed));
        assert_eq!(check("password-of-today", &email), Err(BadPassword::Guessed));
        assert_eq!(check("three brown otters", &email), Ok(()));
    }
}
