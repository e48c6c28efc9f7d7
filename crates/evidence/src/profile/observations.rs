//! What people reported about the applicant, with the words they quote.

use chrono::{DateTime, Utc};

use super::read::{choices, sections};
use super::{MediumText, ShortText};

sections! {
    /// A typed observation by a client, a recruiter, a moderator or the owner of an identity.
    pub struct ReportedObservation [200] {
        /// Id of the observed indicator, such as `off_platform_move_request`. An id that accepts no reports is stored, but
        /// not shown as evidence.
        pub indicator: Option<ShortText> | "kind",
        /// Role of the person who reported it. An observation without a role is stored, but not shown as evidence.
        pub role: Option<ObserverRole>,
        /// When it was observed.
        pub observed_at: Option<DateTime<Utc>> | "at",
        /// Name of the person who reported it.
        pub observer: Option<ShortText>,
        /// The applicant's words, or those of the owner of the identity. An observation without them is stored, but not
        /// shown as evidence.
        pub quote: Option<MediumText>,
        /// For the owner of an identity: how you checked that the person owns it. Without a check, the observation has no
        /// weight.
        pub verified_by: Option<ClaimantCheck>,
    }
}

choices! {
    /// Role of a person who reports something: `client`, `recruiter`, `moderator` (the platform's staff) or
    /// `identity_owner` (the person whose identity the applicant uses).
    #[derive(Hash, serde::Serialize, serde::Deserialize)]
    #[serde(rename_all = "snake_case")]
    pub enum ObserverRole {
        /// A client of the applicant.
        Client = "client",
        /// A recruiter or hiring manager.
        Recruiter = "recruiter",
        /// The platform's staff.
        Moderator = "moderator",
        /// The person whose identity the applicant uses.
        IdentityOwner = "identity_owner",
    }

    /// How it was checked that a person owns an identity: `one_time_link` (sent to a known address), `call_back` (to a
    /// known number) or `letter` (to a known address).
    #[derive(Hash, serde::Serialize, serde::Deserialize)]
    #[serde(rename_all = "snake_case")]
    pub enum ClaimantCheck {
        /// A link that works once, sent to an address that was known before.
        OneTimeLink = "one_time_link",
        /// A call to a number that was known before.
        CallBack = "call_back",
        /// A letter to an address that was known before.
        Letter = "letter",
    }
}
