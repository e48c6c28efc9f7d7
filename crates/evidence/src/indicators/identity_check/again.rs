//! Accounts that are probably the same person's.

use super::super::sharing::weigh_sharing;
use super::super::{Case, Family, Indicator, MissRule, Scope, Usage};
use crate::finding::Finding;
use crate::identifier::IdentifierKind;

pub(super) const SAME_PERSON_REGISTERED_AGAIN: Indicator = Indicator {
    id: "same_person_registered_again",
    family: Family::IdentityCheck,
    usage: Usage::ContextOnly,
    scope: Scope::CrossAccount,
    cause: None,
    strength: 1,
    observed: "Another account has the same name with the same document, or the same name, e-mail address and phone number.",
    unit: "strength of the link, from 0 to 1",
    question: "Has the applicant registered before? Send `identity_checks[]` with `name_on_document` and `document_digest`, or `claims.name` and `contact`.",
    innocent_explanations: "This is the innocent explanation itself: a lost password, a second account. But a stolen identity that is used twice looks the same, so it explains nothing away.",
    how_to_verify: "Ask the applicant, on both accounts, whether the other one is theirs. If so, let them close one.",
    sources: &["OWN2"],
    wording: "
    .hit = The name and the document or contact details are the same as those of { other-applicants }: probably one person with several accounts.
    .miss = The name with this document or these contact details is used { by-too-few-applicants }.
",
    miss: MissRule::Counts,
    observe: same_person_registered_again,
    #[cfg(test)]
    examples: tests::same_person_registered_again,
};

fn same_person_registered_again(case: &Case<'_>) -> Finding {
    weigh_sharing(case, &case.links.of_kind(IdentifierKind::SamePerson).collect::<Vec<_>>(), 1)
}

#[cfg(test)]
mod tests {
    use chrono::Duration;
    use serde_json::json;

    use crate::identifier::IdentifierKind::SamePerson;
    use crate::indicators::examples::Examples;
    use crate::indicators::fixture::Fixture;

    pub(super) fn same_person_registered_again() -> Examples {
        let shared =
            |others| Fixture::new(json!({})).sharing(SamePerson, others, Duration::days(90), None);
        Examples::new()
            .hit("the same name and document", shared(1))
            .says("The name and the document or contact details are the same as those of one other applicant: probably one person with several accounts.")
            .miss("nobody else", shared(0))
            .says("The name with this document or these contact details is used by no other applicant.")
            .innocent("an account of someone else", shared(0))
            .unknown("no name with a document", Fixture::new(json!({})))
    }
}
