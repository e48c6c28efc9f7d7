//! Whom a file names as its author.

use super::super::{Case, Family, Indicator, MissRule, Scope, Usage};
use crate::finding::{Evidence, Finding};
use crate::profile::Agreement;

/// Every indicator of this file.
pub(in crate::indicators) const INDICATORS: &[Indicator] = &[DOCUMENT_AUTHOR_IDENTITY_MISMATCH];

const DOCUMENT_AUTHOR_IDENTITY_MISMATCH: Indicator = Indicator {
    id: "document_author_identity_mismatch",
    family: Family::Resume,
    usage: Usage::Use,
    scope: Scope::Profile,
    strength: 3,
    observed: "File metadata author/title names someone other than the applicant.",
    unit: "files",
    question: "Whom does the file name as its author? Send `resume_file.content` or `resume_file.author`.",
    innocent_explanations: "Purchased templates, family computer, recruiter edits.",
    how_to_verify: "Ask who made the file; bought templates and a shared computer explain it.",
    sources: &["GEM", "TOFU"],
    wording: "",
    miss: MissRule::Counts,
    observe: document_author_identity_mismatch,
    #[cfg(test)]
    examples: None,
};

/// A name that shares nothing with the claimed one. What programs write by themselves is no name, and who
/// came through an agency has a file that the agency made.
fn document_author_identity_mismatch(case: &Case<'_>) -> Finding {
    let Some(claims) = case.profile.claims.as_ref().filter(|one| one.declared_agency.is_none())
    else {
        return Finding::Unknown;
    };
    let file = case.profile.resume_file.as_ref();
    let author = file.and_then(|file| file.author.as_ref()?.name());
    let (Some(author), Some(claimed)) = (author, claims.name.as_ref()) else {
        return Finding::Unknown;
    };
    let at = ["/resume_file/author".to_owned(), "/claims/name".to_owned()];
    let agreement = author.agrees_with(claimed);
    if !agreement.is_known() {
        return Finding::Unknown;
    }
    if agreement == Agreement::Differ {
        return Finding::hit(
            1.0,
            Evidence::stored("the file's author shares nothing with the claimed name", at),
        );
    }
    Finding::miss(Evidence::stored("the file's author does not contradict the claimed name", at))
}

#[cfg(test)]
mod tests;
