//! Statements by the person whose identity the applicant uses.

use super::reports::{DISPUTE, reported};
use super::{Case, Family, Indicator, MissRule, Scope, Usage};
use crate::finding::Finding;

/// Every indicator of this file.
pub(super) const INDICATORS: &[Indicator] = &[IDENTITY_OWNER_DISPUTE];

const IDENTITY_OWNER_DISPUTE: Indicator = Indicator {
    id: DISPUTE,
    family: Family::IdentityCheck,
    cause: None,
    usage: Usage::Use,
    scope: Scope::Profile,
    strength: 5,
    observed: "The owner of the identity says that they never applied.",
    unit: "reports",
    question: "Did the owner of the identity object? Send it in `observations[]` with the role `identity_owner` and `verified_by`.",
    innocent_explanations: "Forgotten applications, people of the same name, and false reports by a rival.",
    how_to_verify: "Contact the owner at an address or number that was known before, and ask the applicant for the document on live video.",
    sources: &["HUN26"],
    wording: "
    .reported = { person-reported } that they never applied: “{ $quote }” Their identity was checked by { $check ->
        [one_time_link] a link to a known address.
        [call_back] a call to a known number.
       *[letter] a letter to a known address.
    }
    .unverified = { person-reported } that they never applied, but nobody checked that they own the identity: “{ $quote }”
",
    miss: MissRule::Ignored,
    observe: identity_owner_dispute,
    #[cfg(test)]
    examples: tests::identity_owner_dispute,
};

/// A statement weighs only if someone checked who made it. Nothing in a profile shows that the owner agrees.
fn identity_owner_dispute(case: &Case<'_>) -> Finding {
    reported(case, DISPUTE, Finding::Unknown)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::DISPUTE;
    use crate::indicators::examples::Examples;
    use crate::indicators::fixture::{Fixture, reported};

    fn disputed(verified_by: Value) -> Fixture {
        Fixture::new(json!({ "observations": [{
            "indicator": DISPUTE, "role": "identity_owner", "observed_at": "2026-05-20T10:00:00Z",
            "quote": "I have never used your site.", "verified_by": verified_by,
        }] }))
    }

    pub(super) fn identity_owner_dispute() -> Examples {
        Examples::new()
            .hit("a call to a known number", disputed("call_back".into()))
            .value(1.0)
            .says(
                "The owner of the identity reported on 2026-05-20 that they never applied: \
                 “I have never used your site.” Their identity was checked by a call to a known number.",
            )
            .pointers(&["/observations/0/quote"])
            .hit("a link", disputed("one_time_link".into()))
            .hit("a letter", disputed("letter".into()))
            .context("nobody checked who it is", disputed(Value::Null))
            .says(
                "The owner of the identity reported on 2026-05-20 that they never applied, but nobody checked \
                 that they own the identity: “I have never used your site.”",
            )
            .unknown("a client says so", reported(DISPUTE, "client", "It is not her."))
            .innocent("an anonymous rival", disputed(Value::Null))
    }
}
