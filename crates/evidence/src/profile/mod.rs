//! The profile document that a tenant submits about an applicant (`bonafide.profile/v1`).
//!
//! [`parse`] turns bytes into a [`Profile`], or returns all faults at once. What indicators must not see is not
//! readable here: a name can only be compared, and languages, nationality and the names of schools are stored with the
//! document but have no field.

pub mod activity;
pub mod background_checks;
mod base64;
pub mod claims;
pub mod code_hosting;
pub mod contact;
mod country;
pub mod elsewhere;
mod email;
pub mod endpoint;
pub mod identity_checks;
pub mod interviews;
pub mod json;
pub mod messages;
mod name;
pub mod payouts;
mod phone;
pub mod photos;
pub mod read;
pub mod resume;
pub mod sessions;
pub mod shipments;
mod values;
mod zone;

use serde_json::Value;

pub use country::CountryCode;
pub use email::EmailAddress;
pub use name::{Agreement, PersonName};
pub use payouts::PayoutAccount;
pub use phone::PhoneNumber;

pub use values::{
    Count, ExternalId, Ip, LongText, MediumText, Milliseconds, Money, Number, OffsetMinutes,
    PageUrl, PartialDate, Share, ShortText, Stars, Text, WeeklyHours, Years, fold,
};
pub use zone::Zone;

use self::json::BadJson;
use self::read::{Fault, Notes, Pointer, Read, Warning, choices, counted, sections};

choices! {
    /// The version of the document's shape.
    pub enum SchemaVersion {
        /// The first.
        V1 = "bonafide.profile/v1",
    }
}

sections! {
    /// The document: what a tenant knows of one applicant. Everything is optional but `external_id`;
    /// what is not given stays unknown and adds nothing to the score.
    pub struct Profile {
        /// The version of this document's shape.
        pub schema: Option<SchemaVersion>,
        /// The tenant's own name of the applicant. The same name again is a new version of the profile.
        pub external_id: ExternalId,
        /// What the person says of themselves.
        pub claims: Option<claims::Claims>,
        /// E-mail addresses, phones, postal addresses and how they changed.
        pub contact: Option<contact::Contact>,
        /// A JSON Resume 1.x document as it is.
        pub resume: Option<resume::Resume>,
        /// The resume as a file.
        pub resume_file: Option<resume::ResumeFile>,
        /// Profiles elsewhere.
        pub links: Option<code_hosting::ProfileLinks>,
        /// Sign-ins and what was seen of them.
        #[schema(max_items = 2000)]
        pub sessions: Vec<sessions::Session>,
        /// Where the applicant is paid.
        #[schema(max_items = 100)]
        pub payouts: Vec<payouts::Payout>,
        /// Identity checks and their results.
        #[schema(max_items = 50)]
        pub identity_checks: Vec<identity_checks::IdentityCheck>,
        /// What was found out about claims.
        #[schema(max_items = 100)]
        pub background_checks: Vec<background_checks::BackgroundCheck>,
        /// Applications, bids, engagements, ratings, withdrawals.
        pub activity: Option<activity::Activity>,
        /// Messages with clients or the platform.
        #[schema(max_items = 2000)]
        pub messages: Vec<messages::Message>,
        /// Devices that were sent.
        #[schema(max_items = 100)]
        pub shipments: Vec<shipments::Shipment>,
        /// What interviewers observed.
        #[schema(max_items = 50)]
        pub interviews: Vec<interviews::Interview>,
        /// Telemetry of a device that was issued.
        pub endpoint: Option<endpoint::Endpoint>,
        /// Profile photos.
        #[schema(max_items = 50)]
        pub photos: Vec<photos::Photo>,
    }
}

/// Why the bytes are not a valid profile.
#[derive(Debug, thiserror::Error)]
pub enum BadProfile {
    #[error(transparent)]
    Json(#[from] BadJson),
    /// The JSON is valid, but the profile is not.
    #[error("the profile has {}", counted(.0.len()))]
    Faults(Vec<Fault>),
}

/// Reads a profile with warnings about ignored parts, or returns all faults.
pub fn parse(bytes: &[u8]) -> Result<(Profile, Vec<Warning>), BadProfile> {
    let mut notes = Notes::default();
    let value = json::parse(bytes, &mut notes)?;
    read_value(&value, &Pointer::root(), notes)
}

/// Reads a profile at position `at` of another document, whose faults so far are in `notes`.
pub fn read_value(
    value: &Value,
    at: &Pointer<'_>,
    mut notes: Notes,
) -> Result<(Profile, Vec<Warning>), BadProfile> {
    match Profile::read(value, at, &mut notes) {
        Some(profile) if notes.faults.is_empty() => Ok((profile, notes.warnings)),
        _ => Err(BadProfile::Faults(notes.faults)),
    }
}
