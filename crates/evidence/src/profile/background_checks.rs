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
    /// (name, birth date, address and tax number belong together), `residence` (lives at the address), `licence` (the
    /// register of a licence or certificate knows it) or `reference` (a referee confirms the work).
    pub enum CheckedClaim {
        /// The person worked there.
        Employment = "employment",
        /// The person earned the degree there.
        Education = "education",
        /// Name, birth date, address and tax number belong together.
        IdentityElements = "identity_elements",
        /// The person lives at the address.
        Residence = "residence",
        /// The register of a licence or certificate knows it.
        Licence = "licence",
        /// A referee confirms the work.
        Reference = "reference",
    }

    /// Result of a background check: `confirmed`, `denied` by the employer or school, `does_not_exist` (no such
    /// employer, school, course or home), `conflict` (parts of the claim belong to different people or times),
    /// `forged` (the issuer says that the document or its seal is not genuine), `not_residential` (the address is a shop, an office or an empty lot), `no_record` (nothing on record, which
    /// contradicts nothing) or `inconclusive`.
    pub enum CheckOutcome {
        /// The claim is true.
        Confirmed = "confirmed",
        /// The employer or school denies the claim.
        Denied = "denied",
        /// There is no such employer, school, course or home.
        DoesNotExist = "does_not_exist",
        /// The parts of the claim belong to different people or times.
        Conflict = "conflict",
        /// The issuer says that the document or its seal is not genuine.
        Forged = "forged",
        /// The address is a shop, an office or an empty lot.
        NotResidential = "not_residential",
        /// Nothing is on record, which contradicts nothing.
        NoRecord = "no_record",
        /// The check had no clear result.
        Inconclusive = "inconclusive",
    }
}
