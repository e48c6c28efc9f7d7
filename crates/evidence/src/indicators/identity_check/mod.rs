//! Identity checks.

use super::reading::count;
use super::sharing::shared;
use super::{Case, Family, Indicator, MissRule, Scope, Usage};
use crate::finding::{Evidence, Finding};
use crate::identifier::IdentifierKind;
use crate::profile::identity_checks::CheckResult;
use crate::profile::{Agreement, PersonName};

/// Every indicator of the family.
pub(super) const INDICATORS: &[Indicator] = &[
    ID_DOCUMENT_REUSED_ACROSS_ACCOUNTS,
    VERIFIED_NAME_VS_PROFILE_OR_PAYOUT_MISMATCH,
    ID_DOCUMENT_TAMPER_SIGNALS,
    VERIFICATION_AVOIDANCE_OR_REPEAT_FAILURE,
    ID_IMAGE_BACKGROUND_OR_TEMPLATE_SHARED,
];

const ID_DOCUMENT_REUSED_ACROSS_ACCOUNTS: Indicator = Indicator {
    id: "id_document_reused_across_accounts",
    family: Family::IdentityCheck,
    usage: Usage::Use,
    scope: Scope::CrossAccount,
    strength: 5,
    observed: "Same document number/image on 2+ accounts.",
    unit: "other applicants",
    question: "Which document was checked? Send `identity_checks[].document_digest`.",
    innocent_explanations: "Re-registration after lost login.",
    how_to_verify: "Ask every account with the document for live video holding it.",
    sources: &["JP24", "US2022"],
    wording: "",
    miss: MissRule::Counts,
    observe: id_document_reused_across_accounts,
    #[cfg(test)]
    examples: None,
};

const VERIFIED_NAME_VS_PROFILE_OR_PAYOUT_MISMATCH: Indicator = Indicator {
    id: "verified_name_vs_profile_or_payout_mismatch",
    family: Family::IdentityCheck,
    usage: Usage::UseInconsistencyOnly,
    scope: Scope::Profile,
    strength: 4,
    observed: "Verified legal name differs from profile and payout names.",
    unit: "places that name somebody else",
    question: "Whose name is on the checked document? Send `identity_checks[].name_on_document`.",
    innocent_explanations: "Transliteration, patronymics, trans people, business names: fuzzy match.",
    how_to_verify: "Ask for the document behind a change of name, or for the business that is paid.",
    sources: &["JP24", "US2022", "GH"],
    wording: "",
    miss: MissRule::Counts,
    observe: verified_name_vs_profile_or_payout_mismatch,
    #[cfg(test)]
    examples: None,
};

const ID_DOCUMENT_TAMPER_SIGNALS: Indicator = Indicator {
    id: "id_document_tamper_signals",
    family: Family::IdentityCheck,
    usage: Usage::Use,
    scope: Scope::Profile,
    strength: 4,
    observed: "Vendor check reports edits, font/hologram/MRZ faults.",
    unit: "signals",
    question: "Did the provider look for tampering? Send `identity_checks[].tamper_signals`, empty if it found none.",
    innocent_explanations: "Poor scans; higher error on some countries' documents.",
    how_to_verify: "Ask for the document on live video, or for a second document, read by chip if it has one.",
    sources: &["US2022", "PSA25", "BFV24", "MSMT25"],
    wording: "",
    miss: MissRule::Counts,
    observe: id_document_tamper_signals,
    #[cfg(test)]
    examples: None,
};

const VERIFICATION_AVOIDANCE_OR_REPEAT_FAILURE: Indicator = Indicator {
    id: "verification_avoidance_or_repeat_failure",
    family: Family::IdentityCheck,
    usage: Usage::Use,
    scope: Scope::Temporal,
    strength: 3,
    observed: "Repeated abandon/fail/change of document.",
    unit: "failed checks",
    question: "How did the identity checks go? Send every one in `identity_checks` with its result.",
    innocent_explanations: "Old phones, disability, rare documents, privacy fear.",
    how_to_verify: "Offer a check with a person instead of the automatic one.",
    sources: &["PSA23", "PSA25", "GH"],
    wording: "",
    miss: MissRule::Counts,
    observe: verification_avoidance_or_repeat_failure,
    #[cfg(test)]
    examples: None,
};

const ID_IMAGE_BACKGROUND_OR_TEMPLATE_SHARED: Indicator = Indicator {
    id: "id_image_background_or_template_shared",
    family: Family::IdentityCheck,
    usage: Usage::Use,
    scope: Scope::CrossAccount,
    strength: 5,
    observed: "ID photos share backdrop, crop, EXIF or forgery-site template.",
    unit: "other applicants",
    question: "Does the provider name the backdrop or template of the picture? Send `identity_checks[].image_template_id`.",
    innocent_explanations: "Photo booths, same verification desk.",
    how_to_verify: "Compare the pictures; a booth's curtain is shared by strangers, a tabletop is not.",
    sources: &["US2022", "GLAB26", "RF26"],
    wording: "",
    miss: MissRule::Counts,
    observe: id_image_background_or_template_shared,
    #[cfg(test)]
    examples: None,
};

fn id_document_reused_across_accounts(case: &Case<'_>) -> Finding {
    shared(case, IdentifierKind::Document, "verified with this document")
}

/// A backdrop that many share is a booth's: what it means falls with the crowd.
fn id_image_background_or_template_shared(case: &Case<'_>) -> Finding {
    shared(
        case,
        IdentifierKind::IdImage,
        "with this backdrop or template in the document's picture",
    )
}

/// A name that shares a part, as before and after a marriage, is no difference.
fn verified_name_vs_profile_or_payout_mismatch(case: &Case<'_>) -> Finding {
    let checks = case.profile.identity_checks.iter().enumerate();
    let passed = checks.filter(|(_, check)| check.result != Some(CheckResult::Failed));
    let latest = passed
        .filter_map(|(i, check)| Some((check.checked_at, i, check.name_on_document.as_ref()?)))
        .max_by_key(|(at, i, _)| (*at, *i));
    let Some((_, i, verified)) = latest else { return Finding::Unknown };
    let claimed = case.profile.claims.as_ref().and_then(|claims| claims.name.as_ref());
    let claimed = claimed.map(|name| ("/claims/name".to_owned(), name));
    let holders = (case.profile.payouts.iter().enumerate())
        .filter(|(_, payout)| payout.removed_at.is_none())
        .filter_map(|(i, payout)| {
            Some((format!("/payouts/{i}/holder_name"), payout.holder_name.as_ref()?))
        });
    let comparable = |(_, name): &(String, &PersonName)| name.agrees_with(verified).is_known();
    let compared: Vec<(String, &PersonName)> =
        claimed.into_iter().chain(holders).filter(comparable).collect();
    if compared.is_empty() {
        return Finding::Unknown;
    }
    let others: Vec<String> = (compared.iter())
        .filter(|(_, name)| name.agrees_with(verified) == Agreement::Differ)
        .map(|(pointer, _)| pointer.clone())
        .collect();
    let text = format!(
        "the verified name shares nothing with {} of {} names on the profile and its payouts",
        others.len(),
        compared.len()
    );
    let value = count(others.len());
    let pointers = [format!("/identity_checks/{i}/name_on_document")].into_iter().chain(others);
    Finding::graded(value, Evidence::stored(text, pointers))
}

fn id_document_tamper_signals(case: &Case<'_>) -> Finding {
    let looked: Vec<(usize, usize)> = (case.profile.identity_checks.iter().enumerate())
        .filter_map(|(i, check)| Some((i, check.tamper_signals.as_ref()?.len())))
        .collect();
    if looked.is_empty() {
        return Finding::Unknown;
    }
    let signals: usize = looked.iter().map(|(_, signals)| signals).sum();
    let text = format!("{signals} signs of tampering in {} identity checks", looked.len());
    let hits = looked.iter().filter(|(_, signals)| *signals > 0);
    let pointers = hits.map(|(i, _)| format!("/identity_checks/{i}/tamper_signals"));
    Finding::graded(count(signals), Evidence::stored(text, pointers))
}

/// One failure is an old phone or bad light; two are the first hit.
fn verification_avoidance_or_repeat_failure(case: &Case<'_>) -> Finding {
    const REPEATED: usize = 2;
    let results: Vec<(usize, bool)> = (case.profile.identity_checks.iter().enumerate())
        .filter_map(|(i, check)| Some((i, check.result? != CheckResult::Passed)))
        .collect();
    if results.is_empty() {
        return Finding::Unknown;
    }
    let failed: Vec<usize> =
        results.iter().filter(|(_, failed)| *failed).map(|(i, _)| *i).collect();
    let text = format!("{} of {} identity checks were not passed", failed.len(), results.len());
    let pointers = failed.iter().map(|i| format!("/identity_checks/{i}/result"));
    let evidence = Evidence::stored(text, pointers);
    if failed.len() >= REPEATED {
        Finding::hit(count(failed.len()), evidence)
    } else {
        Finding::miss(evidence)
    }
}

#[cfg(test)]
mod tests;
