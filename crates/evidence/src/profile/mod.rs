//! The profile document that a tenant submits about an applicant (`bonafide.profile/v1`).
//!
//! [`parse`] turns bytes into a [`Profile`]. It refuses a document only if it is no JSON object, has no valid
//! `external_id` or exceeds a limit. Everything else that it can't read is left out with a warning. What indicators must not see is not
//! readable here: a name can only be compared, and languages, nationality and the names of schools are stored with the
//! document but have no field.

pub mod activity;
pub(crate) mod attribution;
pub mod background_checks;
mod base64;
pub mod claims;
pub mod code_hosting;
pub mod commit_message;
pub mod contact;
mod country;
pub mod elsewhere;
mod email;
pub mod endpoint;
mod fold;
pub mod git_name;
pub mod identity_checks;
pub mod interviews;
pub mod json;
mod json_value;
pub mod messages;
mod misspelt;
mod name;
pub(crate) mod newest;
mod notes;
pub mod observations;
mod omitted;
pub(crate) mod organisation;
mod pasted;
pub mod payouts;
pub(crate) mod phone;
pub mod photos;
mod pointer;
pub mod read;
mod repair;
pub mod resume;
pub mod sessions;
pub mod shipments;
mod values;
mod zone;

pub use country::CountryCode;
pub use email::EmailAddress;
pub use fold::{build_tables, fold};
pub use name::{Agreement, PersonName};
pub(crate) use name::{Script, scripts};
pub use omitted::Omitted;
pub use payouts::PayoutAccount;
pub use phone::PhoneNumber;

pub(crate) use values::TextView;
pub use values::{
    Count, ExternalId, Ip, LongText, MediumText, Milliseconds, Money, Number, OffsetMinutes,
    PageUrl, PartialDate, Share, ShortText, Stars, Text, WeeklyHours, Years,
};
pub use zone::Zone;

use self::json::BadJson;
use self::read::{Fault, Notes, Pointer, Read, Warning, choices, counted, sections};
use self::repair::repaired;

choices! {
    /// Format version of the profile document.
    pub enum SchemaVersion {
        /// The first version.
        V1 = "bonafide.profile/v1",
    }
}

sections! {
    /// What you know about one applicant. Only `external_id` is required; anything you leave out stays unknown and adds
    /// nothing to the score.
    pub struct Profile {
        /// Format version of this document.
        pub schema: Option<SchemaVersion>,
        /// Your id for the applicant. Sending the same id again creates a new version of the profile.
        pub external_id: ExternalId,
        /// What applicants state about themselves.
        pub claims: Option<claims::Claims>,
        /// E-mail addresses, phone numbers and postal addresses, with their changes.
        pub contact: Option<contact::Contact>,
        /// The resume as a JSON Resume 1.x document.
        pub resume: Option<resume::Resume>,
        /// The resume as a file.
        pub resume_file: Option<resume::ResumeFile>,
        /// The applicant's pages and accounts on other sites.
        pub links: Option<code_hosting::ProfileLinks>,
        /// Sign-in sessions.
        #[schema(max_items = 2000)]
        pub sessions: Vec<sessions::Session>,
        /// Accounts the applicant is paid to.
        #[schema(max_items = 100)]
        pub payouts: Vec<payouts::Payout>,
        /// Identity checks and their results.
        #[schema(max_items = 50)]
        pub identity_checks: Vec<identity_checks::IdentityCheck>,
        /// Background checks of individual claims.
        #[schema(max_items = 100)]
        pub background_checks: Vec<background_checks::BackgroundCheck>,
        /// What the applicant does on the platform.
        pub activity: Option<activity::Activity>,
        /// Messages with clients or the platform.
        #[schema(max_items = 2000)]
        pub messages: Vec<messages::Message>,
        /// Devices shipped to the applicant.
        #[schema(max_items = 100)]
        pub shipments: Vec<shipments::Shipment>,
        /// Interviews and what interviewers observed.
        #[schema(max_items = 50)]
        pub interviews: Vec<interviews::Interview>,
        /// What clients, recruiters, moderators and owners of identities reported about the applicant.
        #[schema(max_items = 200)]
        #[schema(required = false)]
        pub observations: Vec<observations::ReportedObservation>,
        /// Telemetry of devices that were issued after hiring.
        pub endpoint: Option<endpoint::Endpoint>,
        /// Profile photos.
        #[schema(max_items = 50)]
        pub photos: Vec<photos::Photo>,
        @ /// What could not be read of the document.
        omitted: Omitted,
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
    /// The caller asked to refuse a profile with warnings.
    #[error("the profile has {} warnings, which `strict` refuses", .0.len())]
    Warnings(Vec<Warning>),
}

/// Whether warnings make a profile invalid.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Strictness {
    /// What can't be read is left out.
    #[default]
    Liberal,
    /// A profile with warnings is refused.
    Strict,
}

impl Strictness {
    /// Refuses a profile with these warnings, or doesn't.
    pub fn check(self, warnings: &[Warning]) -> Result<(), BadProfile> {
        match self {
            Self::Strict if !warnings.is_empty() => Err(BadProfile::Warnings(warnings.to_vec())),
            Self::Strict | Self::Liberal => Ok(()),
        }
    }
}

/// A profile that was read, with warnings.
pub type Parsed = Result<(Profile, Vec<Warning>), BadProfile>;

/// Reads a profile as far as possible, with warnings about what was ignored or corrected.
pub fn parse(bytes: &[u8]) -> Parsed {
    read_with_notes(bytes).map(with_warnings)
}

/// The same as [`parse`], with the document in a form that every JSON reader can read.
pub fn parse_to_keep(document: Vec<u8>) -> (Vec<u8>, Parsed) {
    match read_plain(&document) {
        Err(BadProfile::Json(BadJson::Syntax { .. })) => {
            let document = repaired(&document).unwrap_or(document);
            let read = read_plain(&document).map(with_warnings);
            (document, read)
        }
        read => (document, read.map(with_warnings)),
    }
}

/// The values of a document that can't be used.
pub fn faults(bytes: &[u8]) -> Result<Vec<Fault>, BadProfile> {
    read_with_notes(bytes).map(|(_, notes)| notes.faults)
}

fn with_warnings((profile, notes): (Profile, Notes)) -> (Profile, Vec<Warning>) {
    // First, so that no number of other warnings hides them.
    let cuts = newest::cuts(&profile);
    (profile, notes.list(cuts))
}

/// The text without characters that no one meant to write, or `None` if it has none.
pub(crate) fn clean_text(text: &str) -> Option<String> {
    pasted::clean(text).map(|(text, _)| text)
}

/// Reads a profile as far as possible, with everything that was noted.
pub(crate) fn read_with_notes(bytes: &[u8]) -> Result<(Profile, Notes), BadProfile> {
    match read_plain(bytes) {
        Err(BadProfile::Json(BadJson::Syntax { line, column })) => match repaired(bytes) {
            Some(repaired) => read_plain(&repaired),
            None => Err(BadJson::Syntax { line, column }.into()),
        },
        result => result,
    }
}

fn read_plain(bytes: &[u8]) -> Result<(Profile, Notes), BadProfile> {
    let mut notes = Notes::default();
    let value = json::read(bytes, &mut notes)?;
    if !notes.faults.is_empty() {
        return Err(BadProfile::Faults(notes.faults));
    }
    let profile = Profile::read(&value, &Pointer::root(), &mut notes);
    if let Some(mut profile) = profile
        && notes.refusals.is_empty()
    {
        profile.omitted = notes.omitted.clone();
        return Ok((profile, notes));
    }
    let Notes { faults, mut refusals, .. } = notes;
    let is_fatal = |fault: &Fault| matches!(&*fault.pointer, "" | "/external_id");
    refusals.extend(faults.into_iter().filter(is_fatal));
    Err(BadProfile::Faults(refusals))
}

#[cfg(test)]
mod tests;
