//! Identity documents that were photographed in one series.

use super::super::sharing::weigh_sharing;
use super::super::{Case, Family, Indicator, MissRule, Scope, Usage};
use crate::finding::Finding;
use crate::identifier::IdentifierKind;

pub(super) const ID_SUBMISSIONS_ONE_PRODUCTION_LINE: Indicator = Indicator {
    id: "id_submissions_one_production_line",
    family: Family::IdentityCheck,
    cause: None,
    usage: Usage::UseCrossAccountOnly,
    scope: Scope::CrossAccount,
    strength: 5,
    observed: "Identity documents of several applicants were photographed in one series: at least three of issuing office, validity, camera model, minute and an odd clock offset are the same.",
    unit: "strength of the link, from 0 to 1",
    question: "Where do the document and its photograph come from? Send `identity_checks[]` with `issuing_office`, `valid_from`, `valid_until`, `camera_model`, `photographed_at` and `clock_offset_seconds`.",
    innocent_explanations: "Relocation agents and employers who photograph the documents of a group.",
    how_to_verify: "Ask each applicant to show the document on live video, at the same time if possible.",
    sources: &["HUN26"],
    wording: "
    .hit = The photograph of the applicant’s identity document belongs to one series with those of { other-applicants }: at least three of issuing office, validity, camera model, minute and clock offset are the same.
    .miss = The office, validity, camera, minute and clock offset of the photograph of the applicant’s identity document are shared { by-too-few-applicants }.
",
    miss: MissRule::Counts,
    observe: id_submissions_one_production_line,
    #[cfg(test)]
    examples: tests::id_submissions_one_production_line,
};

/// The identifiers contain only combinations that are rare enough.
fn id_submissions_one_production_line(case: &Case<'_>) -> Finding {
    weigh_sharing(case, &case.links.of_kind(IdentifierKind::IdSubmission).collect::<Vec<_>>(), 1)
}

#[cfg(test)]
mod tests {
    use chrono::Duration;
    use serde_json::json;

    use crate::identifier::IdentifierKind::IdSubmission;
    use crate::indicators::examples::Examples;
    use crate::indicators::fixture::Fixture;
    use crate::relation::Declared;

    pub(super) fn id_submissions_one_production_line() -> Examples {
        let shared = |others, declared| {
            Fixture::new(json!({})).sharing(IdSubmission, others, Duration::days(1), declared)
        };
        // Several combinations of one pair of photographs are one link.
        let twice = shared(2, None).sharing(IdSubmission, 2, Duration::days(1), None);
        Examples::new()
            .hit("three strangers in one series", shared(3, None))
            .value(1.0)
            .says("The photograph of the applicant’s identity document belongs to one series with those of 3 other applicants: at least three of issuing office, validity, camera model, minute and clock offset are the same.")
            .hit("two combinations with the same strangers", twice)
            .value(1.0)
            .miss("no one else in the series", shared(0, None))
            .says("The office, validity, camera, minute and clock offset of the photograph of the applicant’s identity document are shared by no other applicant.")
            .hit("a confirmed agency doesn't explain it", shared(3, Some(Declared::AGENCY)))
            .innocent("a relocation agent's many customers", shared(50, None).in_a_hub())
    }
}
