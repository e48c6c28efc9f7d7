//! The accounts to which the applicant is paid.

use chrono::{DateTime, Utc};
use utoipa::ToSchema;

use super::json_value::Json;
use super::read::{Notes, Pointer, Read, choices, sections};
use super::{CountryCode, PersonName, ShortText};

sections! {
    /// An account the applicant is paid to.
    pub struct Payout {
        /// Type of account.
        pub method: Option<PayoutMethod>,
        /// Bank, payment processor or blockchain.
        pub provider: Option<ShortText>,
        /// Account number, card, wallet or payment address, or a reference that is equal for equal accounts.
        pub account: Option<PayoutAccount>,
        /// Name of the account holder.
        pub holder_name: Option<PersonName>,
        /// Country of the account.
        pub country: Option<CountryCode>,
        /// When the account was opened, if the provider reports it.
        pub opened_at: Option<DateTime<Utc>>,
        /// When the applicant added the account.
        pub added_at: Option<DateTime<Utc>>,
        /// When the applicant removed the account.
        pub removed_at: Option<DateTime<Utc>>; decisive,
    }
}

choices! {
    /// Type of payout account: `bank`, `card`, `processor` (a payment service), `crypto` (a wallet) or `other`.
    pub enum PayoutMethod {
        /// A bank account.
        Bank = "bank",
        /// A payment card.
        Card = "card",
        /// A payment service's account.
        Processor = "processor",
        /// A crypto wallet.
        Crypto = "crypto",
        /// Something else.
        Other = "other",
    }
}

/// A payout account: 4 to 128 characters, ignoring spaces and hyphens. Case matters, except in IBANs, wallet addresses
/// that start with `0x`, and addresses with an `@`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, ToSchema)]
#[schema(value_type = String, min_length = 4, max_length = 160, example = "US-ACCT-4401")]
pub struct PayoutAccount(String);

impl PayoutAccount {
    /// Removes spaces and hyphens, and unifies the case where it doesn't matter.
    pub fn parse(written: &str) -> Option<Self> {
        let spaced = |c: char| c.is_whitespace() || c == '-';
        let plain: String = written.chars().filter(|c| !spaced(*c)).collect();
        if !(4..=128).contains(&plain.chars().count()) || plain.contains(char::is_control) {
            return None;
        }
        let mut start = plain.bytes();
        let mut next = |class: fn(&u8) -> bool| start.next().is_some_and(|byte| class(&byte));
        let iban = next(u8::is_ascii_alphabetic)
            && next(u8::is_ascii_alphabetic)
            && next(u8::is_ascii_digit)
            && next(u8::is_ascii_digit)
            && plain.len() <= 34;
        let insensitive = iban || plain.contains('@') || plain.starts_with("0x");
        Some(Self(if insensitive { plain.to_lowercase() } else { plain }))
    }

    /// The full account number.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for PayoutAccount {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("PayoutAccount(..)")
    }
}

impl Read for PayoutAccount {
    fn read(value: &Json<'_>, at: &Pointer<'_>, notes: &mut Notes) -> Option<Self> {
        let account = Self::parse(notes.text(value, at)?.trim());
        if account.is_none() {
            let detail = "must be 4 to 128 characters, not counting spaces and hyphens";
            notes.fault(at, "invalid_account", detail);
        }
        account
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn different_spellings_of_one_account_are_equal() {
        let parse = |written| PayoutAccount::parse(written).unwrap();
        assert_eq!(parse("GB29 NWBK 6016 1331 9268 19"), parse("gb29nwbk60161331926819"));
        assert_ne!(parse("1BoatSLRHtKN"), parse("1boatslrhtkn"));
        assert_eq!(PayoutAccount::parse("a b"), None);
    }
}
