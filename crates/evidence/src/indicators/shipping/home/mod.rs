//! What is at the address that is given as a home.

use super::super::checks::contradicted;
use super::super::{Case, Family, Indicator, Policy, Scope};
use crate::finding::Finding;
use crate::profile::background_checks::{CheckOutcome, CheckedClaim};

/// Every indicator of this file.
pub(in crate::indicators) const INDICATORS: &[Indicator] = &[HOME_ADDRESS_IS_NOT_RESIDENTIAL];

const HOME_ADDRESS_IS_NOT_RESIDENTIAL: Indicator = Indicator {
    id: "home_address_is_not_residential",
    family: Family::Shipping,
    policy: Policy::Use,
    scope: Scope::Profile,
    observed: "Stated home is a court, shop or empty lot.",
    unit: "addresses",
    question: "What is at the stated home? Send `background_checks` of kind `residence`.",
    false_positives: "Data error, live-work units, shelters.",
    settle: "Ask for a bill or a lease; people live above shops and in shelters.",
    sources: &["KOL25", "SEAL"],
    observe: home_address_is_not_residential,
};

fn home_address_is_not_residential(case: &Case<'_>) -> Finding {
    const OUTCOMES: [CheckOutcome; 2] = [CheckOutcome::NotResidential, CheckOutcome::DoesNotExist];
    contradicted(case, CheckedClaim::Residence, &OUTCOMES, "stated homes are no dwelling")
}

#[cfg(test)]
mod tests;
