//! Checks of claims by the platform's staff, a screening firm or a registry.

use chrono::{DateTime, Utc};

use super::read::{choices, sections};
use super::{PartialDate, ShortText};

sections! {
    /// The result of checking one claim, for example by a screening firm.
    pub struct BackgroundCheck {
        /// What was checked.
        pub kind: Option<CheckedClaim>,
        /// What the check found.
        pub outcome: Option<CheckOutcome>,
        /// JSON Pointer to the checked claim in this document, such as `/resume/work/0`.
        pub claim: Option<ShortText>,
        /// Who ran the check, such as the name of a screening firm.
        pub checked_by: Option<ShortText>,
        /// When the check was completed.
        pub checked_at: Option<DateTime<Utc>>,
        /// For an employer: when the company started operating.
        pub operating_since: Option<PartialDate>,
    }
}

choices! {
    /// The claim that was checked: `employment` (worked there), `education` (earned the degree), `identity_elements`
    /// (name, birth date, address and tax number belong together) or `residence` (lives at the address).
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

    /// Result of a background check: `confirmed`, `denied` by the employer or school, `does_not_exist` (no such
    /// employer, school, course or home), `conflict` (parts of the claim belong to different people or times),
    /// `not_residential` (the address is a shop, an office or an empty lot), `no_record` (nothing on record, which
    /// contradicts nothing) or `inconclusive`.
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
