//! What is at the address that is given as a home.

use super::super::checks::contradicted;
use super::super::{Case, Family, Indicator, MissRule, Scope, Usage};
use crate::finding::Finding;
use crate::profile::background_checks::{CheckOutcome, CheckedClaim};

/// Every indicator of this file.
pub(in crate::indicators) const INDICATORS: &[Indicator] = &[HOME_ADDRESS_IS_NOT_RESIDENTIAL];

const HOME_ADDRESS_IS_NOT_RESIDENTIAL: Indicator = Indicator {
    id: "home_address_is_not_residential",
    family: Family::Shipping,
    usage: Usage::Use,
    scope: Scope::Profile,
    strength: 3,
    observed: "Stated home is a court, shop or empty lot.",
    unit: "addresses",
    question: "What is at the stated home? Send `background_checks` of kind `residence`.",
    innocent_explanations: "Data error, live-work units, shelters.",
    how_to_verify: "Ask for a bill or a lease; people live above shops and in shelters.",
    sources: &["KOL25", "SEAL"],
    wording: "",
    miss: MissRule::Counts,
    observe: home_address_is_not_residential,
    #[cfg(test)]
    examples: None,
};

fn home_address_is_not_residential(case: &Case<'_>) -> Finding {
    const OUTCOMES: [CheckOutcome; 2] = [CheckOutcome::NotResidential, CheckOutcome::DoesNotExist];
    contradicted(case, CheckedClaim::Residence, &OUTCOMES, "stated homes are no dwelling")
}

#[cfg(test)]
mod tests;
