//! Identity checks and their results. The document's country is not read, because it is no evidence of fraud.

use chrono::{DateTime, Utc};

use super::read::{choices, sections};
use super::{Ip, PersonName, ShortText};

sections! {
    /// An identity check and its result.
    pub struct IdentityCheck [50] {
        /// The provider's id for the check. A later result with the same id replaces an earlier one.
        pub id: Option<ShortText>,
        /// Provider of the check.
        pub provider: Option<ShortText>,
        /// Result of the check.
        pub result: Option<CheckResult>,
        /// When the check was completed.
        pub checked_at: Option<DateTime<Utc>>,
        /// Document number, or a digest that is equal for equal documents.
        pub document_digest: Option<ShortText>,
        /// Name on the document.
        pub name_on_document: Option<PersonName>,
        /// Fingerprint of the device used for the check.
        pub device_id: Option<ShortText>,
        /// IP address used for the check.
        pub ip: Option<Ip>,
        /// The provider's id for the image's background, crop or template. Equal for images that share it.
        pub image_template_id: Option<ShortText>,
        /// Signs of tampering the provider reported. Send an empty list if it looked and found none.
        #[schema(max_items = 100)]
        pub tamper_signals: Option<Vec<ShortText>>,
    }
}

choices! {
    /// Result of an identity check: `passed`, `failed` or `inconclusive`.
    pub enum CheckResult {
        /// The document and the person were accepted.
        Passed = "passed",
        /// The document or the person was rejected.
        Failed = "failed",
        /// Neither accepted nor rejected.
        Inconclusive = "inconclusive",
    }
}
