//! Identity checks and their results. The document's country is not read, because it is no evidence of fraud.

use chrono::{DateTime, Utc};

use super::read::{choices, sections};
use super::{Ip, PersonName, ShortText};

sections! {
    /// One identity check.
    pub struct IdentityCheck [50] {
        /// Who checked.
        pub provider: Option<ShortText>,
        /// With which result.
        pub result: Option<CheckResult>,
        /// When.
        pub checked_at: Option<DateTime<Utc>>,
        /// The document, as its number or a digest that is the same for the same document.
        pub document_digest: Option<ShortText>,
        /// The name on it.
        pub name_on_document: Option<PersonName>,
        /// The device on which the check was passed.
        pub device_id: Option<ShortText>,
        /// The address from which it was passed.
        pub ip: Option<Ip>,
        /// The provider's own name of the picture's backdrop, crop or template: the same for pictures that share it.
        pub image_template_id: Option<ShortText>,
        /// Signs of tampering that the provider reported. Give an empty list when it looked and found none.
        #[schema(max_items = 100)]
        pub tamper_signals: Option<Vec<ShortText>>,
    }
}

choices! {
    /// What an identity check found.
    pub enum CheckResult {
        /// The document and the person were accepted.
        Passed = "passed",
        /// They were refused.
        Failed = "failed",
        /// Neither.
        Inconclusive = "inconclusive",
    }
}
