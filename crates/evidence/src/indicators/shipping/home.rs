//! What background checks found at the stated home.

use super::super::checks::contradicted_claims;
use super::super::reading::count;
use super::super::{Case, Family, Indicator, MissRule, Scope, Usage};
use crate::finding::{Evidence, Finding};
use crate::profile::background_checks::{CheckOutcome, CheckedClaim};

/// Every indicator of this file.
pub(in crate::indicators) const INDICATORS: &[Indicator] = &[HOME_ADDRESS_IS_NOT_RESIDENTIAL];

const HOME_ADDRESS_IS_NOT_RESIDENTIAL: Indicator = Indicator {
    id: "home_address_is_not_residential",
    family: Family::Shipping,
    cause: None,
    usage: Usage::Use,
    scope: Scope::Profile,
    strength: 3,
    observed: "The stated home is a shop, an office or an empty lot, or does not exist.",
    unit: "addresses",
    question: "What is at the stated home? Send `background_checks` of kind `residence`.",
    innocent_explanations: "Errors in the data, homes in the same building as a business, and shelters.",
    how_to_verify: "Ask for a utility bill or a lease. People live above shops and in shelters.",
    sources: &["KOL25", "SEAL"],
    wording: "
    .hit = { $count ->
        [one] A background check found that the stated home { $outcome ->
            [not_residential] is not residential.
           *[missing] does not exist.
        }
       *[other] Background checks found that { $count } stated homes { $outcome ->
            [not_residential] are not residential.
            [missing] do not exist.
           *[mixed] are not residential or do not exist.
        }
    }
    .miss = { $total ->
        [one] A background check did not find the stated home to be non-residential or missing.
       *[other] Background checks did not find any of { $total } stated homes to be non-residential or missing.
    }
",
    miss: MissRule::Counts,
    observe: home_address_is_not_residential,
    #[cfg(test)]
    examples: tests::home_address_is_not_residential,
};

fn home_address_is_not_residential(case: &Case<'_>) -> Finding {
    const OUTCOMES: [CheckOutcome; 2] = [CheckOutcome::NotResidential, CheckOutcome::DoesNotExist];
    let Some(contradicted) = contradicted_claims(case, CheckedClaim::Residence, &OUTCOMES) else {
        return Finding::Unknown;
    };
    let hits = contradicted.hits;
    let is_outcome = |outcome| hits.iter().all(|hit| hit.check.outcome == Some(outcome));
    let outcome = match OUTCOMES.map(is_outcome) {
        [true, _] => "not_residential",
        [_, true] => "missing",
        _ => "mixed",
    };
    let pointers = hits.iter().map(|hit| format!("/background_checks/{}/outcome", hit.index));
    let evidence = Evidence::about(pointers)
        .with("count", hits.len())
        .with("total", contradicted.with_result)
        .with("outcome", outcome);
    Finding::graded(count(hits.len()), evidence)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::indicators::examples::Examples;
    use crate::indicators::fixture::Fixture;

    pub(super) fn home_address_is_not_residential() -> Examples {
        let checked = |outcomes: &[&str]| {
            let check = |(i, outcome): (usize, &&str)| json!({ "kind": "residence", "claim": format!("/contact/addresses/{i}"), "outcome": outcome });
            let checks: Vec<Value> = outcomes.iter().enumerate().map(check).collect();
            Fixture::new(json!({ "background_checks": checks }))
        };
        let visit = |outcome: &str, at: &str| json!({ "kind": "residence", "claim": "/contact/addresses/0", "outcome": outcome, "checked_at": at });
        let visited = || {
            let first = visit("not_residential", "2026-01-01T00:00:00Z");
            let second = visit("confirmed", "2026-02-01T00:00:00Z");
            Fixture::new(json!({ "background_checks": [first, second] }))
        };
        Examples::new()
            .hit("an empty lot", checked(&["does_not_exist"]))
            .says("A background check found that the stated home does not exist.")
            .hit("a shop", checked(&["not_residential"]))
            .says("A background check found that the stated home is not residential.")
            .hit("a shop and an empty lot", checked(&["not_residential", "does_not_exist"]))
            .says("Background checks found that 2 stated homes are not residential or do not exist.")
            .miss("a home", checked(&["confirmed"]))
            .says("A background check did not find the stated home to be non-residential or missing.")
            .miss("two homes", checked(&["confirmed", "confirmed"]))
            .says("Background checks did not find any of 2 stated homes to be non-residential or missing.")
            .miss("an error that was corrected", Fixture::new(json!({ "background_checks": [
                { "kind": "residence", "outcome": "not_residential", "checked_at": "2026-01-01T00:00:00Z" },
                { "kind": "residence", "outcome": "confirmed", "checked_at": "2026-02-01T00:00:00Z" },
            ] })))
            .unknown("no checks", checked(&[]))
            .unknown("no one could tell", checked(&["inconclusive"]))
            .innocent("a home above a shop that was visited", visited())
    }
}
