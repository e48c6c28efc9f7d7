//! Checks of claims by the platform's staff, a screening firm or a registry.

use chrono::{DateTime, Utc};

use super::read::{choices, sections};
use super::{PartialDate, ShortText};

sections! {
    /// One claim that was checked.
    pub struct BackgroundCheck {
        /// What was checked.
        pub kind: Option<CheckedClaim>,
        /// What came out.
        pub outcome: Option<CheckOutcome>,
        /// Where in this document the claim stands, as a JSON Pointer, such as `/resume/work/0`.
        pub claim: Option<ShortText>,
        /// Who checked.
        pub checked_by: Option<ShortText>,
        /// When.
        pub checked_at: Option<DateTime<Utc>>,
        /// For an employer: since when it exists.
        pub operating_since: Option<PartialDate>,
    }
}

choices! {
    /// What kind of claim was checked.
    pub enum CheckedClaim {
        /// That the person worked there.
        Employment = "employment",
        /// That the person took that degree there.
        Education = "education",
        /// That name, birth date, address and tax number belong together.
        IdentityElements = "identity_elements",
        /// That the person lives at that address.
        Residence = "residence",
    }

    /// What a check found.
    pub enum CheckOutcome {
        /// The claim holds.
        Confirmed = "confirmed",
        /// Whoever should know denies it.
        Denied = "denied",
        /// There is no such employer, school, course or dwelling.
        DoesNotExist = "does_not_exist",
        /// The parts of the claim belong to different people or times.
        Conflict = "conflict",
        /// The address is no home: a shop, an office, an empty lot.
        NotResidential = "not_residential",
        /// Nothing is on record. That is no contradiction.
        NoRecord = "no_record",
        /// Nobody could tell.
        Inconclusive = "inconclusive",
    }
}
