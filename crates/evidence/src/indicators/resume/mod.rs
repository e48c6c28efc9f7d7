//! The resume, the photo and the claims in them. This file contains what applicants share.

pub(super) mod author;
mod conflicts;
pub(super) mod elsewhere;
mod histories;
mod homes;
pub(super) mod photos;
pub(super) mod portfolio;
pub(super) mod records;
pub(super) mod references;
pub(super) mod rotation;
mod technologies;
mod timeline;
pub(super) mod verification;
pub(super) mod wording;

use std::collections::BTreeSet;

use ids::ApplicantId;

pub(super) use self::technologies::build_automaton;
use super::sharing::weigh_sharing;
use super::{Case, Family, Indicator, MissRule, Scope, Usage};
use crate::finding::Finding;
use crate::identifier::IdentifierKind;
use crate::links::Shared;
use crate::profile::PartialDate;

/// Every indicator of this file and of its private modules.
pub(super) const INDICATORS: &[Indicator] = &[
    PHOTO_REUSED_ACROSS_ACCOUNTS,
    DOCUMENT_METADATA_REUSE,
    conflicts::RESUME_VS_PROFILE_CONFLICT,
    timeline::TIMELINE_IMPOSSIBLE_OR_INCONSISTENT,
    homes::CLAIMED_LOCATION_CHANGES,
];

const PHOTO_REUSED_ACROSS_ACCOUNTS: Indicator = Indicator {
    id: "photo_reused_across_accounts",
    family: Family::Resume,
    cause: None,
    usage: Usage::Use,
    scope: Scope::CrossAccount,
    strength: 5,
    observed: "Two or more applicants use the same photo.",
    unit: "strength of the link, from 0 to 1",
    question: "Which photo does the profile show? Send `photos[].image` or `photos[].perceptual_hash`.",
    innocent_explanations: "Stock avatars, pictures of celebrities, and a forgotten second account of the same person.",
    how_to_verify: "Ask each applicant for a live video call, and compare them with the photo.",
    sources: &["US2022", "SEAL", "SAR"],
    wording: "
    .hit = { $photos ->
        [one] The profile photo is
       *[other] At least one of the { $photos } profile photos is
    } also used by { other-applicants }.
    .miss = { $photos ->
        [one] The profile photo is
       *[other] The { $photos } profile photos are
    } used { by-too-few-applicants }.
",
    miss: MissRule::Counts,
    observe: photo_reused_across_accounts,
    #[cfg(test)]
    examples: tests::photo_reused_across_accounts,
};

const DOCUMENT_METADATA_REUSE: Indicator = Indicator {
    id: "document_metadata_reuse",
    family: Family::Resume,
    cause: None,
    usage: Usage::Use,
    scope: Scope::CrossAccount,
    strength: 4,
    observed: "Two or more applicants sent the same resume file or copies of it.",
    unit: "strength of the link, from 0 to 1",
    question: "Which file was the resume? Send `resume_file.content`, or its `digest` and `document_id`.",
    innocent_explanations: "Career services and agencies that prepare the files of many people, and templates of resume builders.",
    how_to_verify: "Ask for the source document. Ask both applicants about the same project in an interview.",
    sources: &["GEM", "TOFU", "NOVA"],
    wording: "
    .hit = { $sent ->
        [file] The same resume file was
        [copy] A copy of the same resume file was
       *[both] The same resume file or a copy of it was
    } also sent by { other-applicants }.
    .miss = The resume file was sent { by-too-few-applicants }.
",
    miss: MissRule::Counts,
    observe: document_metadata_reuse,
    #[cfg(test)]
    examples: tests::document_metadata_reuse,
};

fn photo_reused_across_accounts(case: &Case<'_>) -> Finding {
    let looked_up: Vec<&Shared> = case.links.of_kind(IdentifierKind::Photo).collect();
    let positions = looked_up.iter().filter_map(|shared| shared.pointer.split('/').nth(2));
    let photos = positions.collect::<BTreeSet<_>>().len();
    weigh_sharing(case, &looked_up, 1).with("photos", photos)
}

/// The very same file. Files made from the same template don't count.
fn document_metadata_reuse(case: &Case<'_>) -> Finding {
    let kinds = [IdentifierKind::ResumeFile, IdentifierKind::FileOrigin];
    let [same, copies] = kinds.map(|kind| applicants(case, kind));
    let sent = match (same.is_empty(), copies.is_subset(&same)) {
        (true, _) => "copy",
        (false, true) => "file",
        (false, false) => "both",
    };
    let files: Vec<&Shared> = kinds.into_iter().flat_map(|kind| case.links.of_kind(kind)).collect();
    match weigh_sharing(case, &files, 1) {
        hit @ Finding::Hit { .. } => hit.with("sent", sent),
        other => other,
    }
}

/// The other applicants who share an unexplained identifier of a kind.
fn applicants(case: &Case<'_>, kind: IdentifierKind) -> BTreeSet<ApplicantId> {
    let others = case.links.of_kind(kind).flat_map(Shared::undeclared);
    others.map(|other| other.applicant).collect()
}

/// A date as a sentence quotes it: "2021" or "2021-06". The day is not compared and left out.
fn quoted_date(date: PartialDate) -> String {
    let year = date.year;
    date.month.map_or_else(|| year.to_string(), |month| format!("{year}-{month:02}"))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::identifier::IdentifierKind;
    use crate::indicators::examples::Examples;
    use crate::indicators::fixture::Fixture;
    use crate::relation::Declared;

    pub(super) fn photo_reused_across_accounts() -> Examples {
        let kind = IdentifierKind::Photo;
        let shared = |others, declared| {
            let photo = json!({ "perceptual_hash": "c3d0e1f08794a5b2" });
            Fixture::new(json!({ "photos": [photo] })).sharing_at(
                "/photos/0/perceptual_hash",
                kind,
                others,
                declared,
            )
        };
        let second = |others| shared(0, None).sharing_at("/photos/1/digest", kind, others, None);
        Examples::new()
            .hit("three strangers show the photo", shared(3, None))
            .says("The profile photo is also used by 3 other applicants.")
            .hit("a stranger shows the second of two photos", second(1))
            .says("At least one of the 2 profile photos is also used by one other applicant.")
            .pointers(&["/photos/1/digest"])
            .miss("no one else shows the photo", shared(0, None))
            .says("The profile photo is used by no other applicant.")
            .miss("no one else shows either photo", second(0))
            .says("The 2 profile photos are used by no other applicant.")
            .hit("a confirmed agency doesn't explain one face", shared(3, Some(Declared::AGENCY)))
            .hit("neither does a household", shared(3, Some(Declared::HOUSEHOLD)))
            .innocent("a stock portrait that many use", shared(50, None).in_a_hub())
    }

    pub(super) fn document_metadata_reuse() -> Examples {
        let with = |case: Fixture, kind, field: &str, others, declared| {
            case.sharing_at(&format!("/resume_file/{field}"), kind, others, declared)
        };
        let file = |others, declared| {
            let file = json!({ "digest": "d1g357", "document_id": "4F2A" });
            let case = Fixture::new(json!({ "resume_file": file }));
            with(case, IdentifierKind::ResumeFile, "digest", others, declared)
        };
        let copied =
            |case, others| with(case, IdentifierKind::FileOrigin, "document_id", others, None);
        Examples::new()
            .hit("three strangers sent the file", copied(file(3, None), 3))
            .says("The same resume file was also sent by 3 other applicants.")
            .hit("a stranger sent a copy", copied(file(0, None), 1))
            .says("A copy of the same resume file was also sent by one other applicant.")
            .hit("one stranger sent the file, another one a copy", copied(file(1, None), 2))
            .says("The same resume file or a copy of it was also sent by 2 other applicants.")
            .miss("no one else sent it", file(0, None))
            .says("The resume file was sent by no other applicant.")
            .hit("a confirmed agency doesn't explain it", file(3, Some(Declared::AGENCY)))
            .innocent("a career service's example that many send", file(50, None).in_a_hub())
    }
}
