//! Identity checks and their results. The document's country is not read, because it is no evidence of fraud.

use chrono::{DateTime, Utc};

use super::read::{choices, sections};
use super::{Ip, Number, PartialDate, PersonName, ShortText};

/// A difference between two clocks, in seconds: at most ten years.
pub type ClockOffset = Number<-315_576_000, 315_576_000>;

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
        /// Name of the camera, as the provider reports it.
        pub camera_label: Option<ShortText>,
        /// Office that issued the document. Only compared for equality with other applicants' documents.
        pub issuing_office: Option<ShortText>,
        /// First day on which the document is valid.
        pub valid_from: Option<PartialDate>,
        /// Last day on which the document is valid.
        pub valid_until: Option<PartialDate>,
        /// Model of the camera, from the image's metadata.
        pub camera_model: Option<ShortText>,
        /// When the document was photographed, from the image's metadata.
        pub photographed_at: Option<DateTime<Utc>>,
        /// How far the camera's clock was ahead of the provider's, in seconds. Negative if it was behind.
        pub clock_offset_seconds: Option<ClockOffset>,
        /// Signs of tampering the provider reported. Send an empty list if it looked and found none.
        #[schema(max_items = 100)]
        pub tamper_signals: Option<Vec<ShortText>>,
    }
}

choices! {
    /// Result of an identity check: `passed`, `failed`, `abandoned` (never finished: given up, expired or cancelled) or
    /// `inconclusive` (such as a blurred picture or a technical fault).
    pub enum CheckResult {
        /// The document and the person were accepted.
        Passed = "passed",
        /// The document or the person was rejected.
        Failed = "failed",
        /// The applicant never finished the check: they gave up, or it expired or was cancelled.
        Abandoned = "abandoned",
        /// Neither accepted nor rejected.
        Inconclusive = "inconclusive",
    }
}
