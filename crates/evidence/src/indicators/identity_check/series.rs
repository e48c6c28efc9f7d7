//! Identity documents that were photographed in one series.

use super::super::sharing::weigh_sharing;
use super::super::{Case, Family, Indicator, MissRule, Scope, Usage};
use crate::finding::Finding;
use crate::identifier::IdentifierKind;

pub(super) const ID_IMAGE_BACKGROUND_OR_TEMPLATE_SHARED: Indicator = Indicator {
    id: "id_image_background_or_template_shared",
    family: Family::IdentityCheck,
    cause: None,
    usage: Usage::Use,
    scope: Scope::CrossAccount,
    strength: 5,
    observed: "The identity documents of two or more applicants were photographed on the same backdrop or made from the same template.",
    unit: "strength of the link, from 0 to 1",
    question: "Does the provider name the backdrop or template of the picture? Send `identity_checks[].image_template_id`.",
    innocent_explanations: "Photo booths, or the same verification desk.",
    how_to_verify: "Compare the pictures. Strangers can share the curtain of a photo booth, but not a tabletop.",
    sources: &["US2022", "GLAB26", "RF26"],
    wording: "
    .hit = The picture of the applicant’s identity document has the same backdrop or template as that of { other-applicants }.
    .miss = The backdrop or template of the picture of the applicant’s identity document is used { by-too-few-applicants }.
",
    miss: MissRule::Counts,
    observe: id_image_background_or_template_shared,
    #[cfg(test)]
    examples: tests::id_image_background_or_template_shared,
};

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

/// A backdrop that many applicants share belongs to a photo booth, so its value falls with their number.
fn id_image_background_or_template_shared(case: &Case<'_>) -> Finding {
    weigh_sharing(case, &case.links.of_kind(IdentifierKind::IdImage).collect::<Vec<_>>(), 1)
}

/// The identifiers contain only combinations that are rare enough.
fn id_submissions_one_production_line(case: &Case<'_>) -> Finding {
    weigh_sharing(case, &case.links.of_kind(IdentifierKind::IdSubmission).collect::<Vec<_>>(), 1)
}

#[cfg(test)]
mod tests {
    use chrono::Duration;
    use serde_json::json;

    use crate::identifier::IdentifierKind::{IdImage, IdSubmission};
    use crate::indicators::examples::Examples;
    use crate::indicators::fixture::Fixture;
    use crate::relation::Declared;

    pub(super) fn id_image_background_or_template_shared() -> Examples {
        let shared = |others, declared| {
            Fixture::new(json!({})).sharing(IdImage, others, Duration::days(1), declared)
        };
        let mut booth = shared(50, None);
        booth.links.shared[0].strength = 0.0;
        Examples::new()
            .hit("three strangers share the backdrop", shared(3, None))
            .value(1.0)
            .says("The picture of the applicant’s identity document has the same backdrop or template as that of 3 other applicants.")
            .miss("no one else has the backdrop", shared(0, None))
            .says("The backdrop or template of the picture of the applicant’s identity document is used by no other applicant.")
            .hit("a confirmed agency doesn't explain it", shared(3, Some(Declared::AGENCY)))
            .innocent("a photo booth", booth)
            .says("The backdrop or template of the picture of the applicant’s identity document is used by 50 other applicants, too many to mean anything.")
    }

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
