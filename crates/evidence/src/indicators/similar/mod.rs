//! Texts that are nearly the same as another person's.

use std::collections::{BTreeMap, BTreeSet};

use ids::ApplicantId;

use super::sharing::weigh;
use super::{Case, Family, Indicator, MissRule, Scope, Usage};
use crate::finding::{Evidence, Finding};
use crate::identifier::IdentifierKind;
use crate::links::{Shared, SharedText, TextKind};
use crate::pepper::TextKey;
use crate::profile::Agreement;
use crate::similarity::{near_duplicate, sketch, sketches};

/// Every indicator of this file.
pub(super) const INDICATORS: &[Indicator] = &[
    RESUME_NEAR_DUPLICATE_ACROSS_ACCOUNTS,
    RESUME_COPIED_FROM_PUBLIC_PERSON,
    MESSAGE_TEMPLATE_REUSE_ACROSS_ACCOUNTS,
    PORTFOLIO_CLONED_OR_SHARED,
];

const RESUME_NEAR_DUPLICATE_ACROSS_ACCOUNTS: Indicator = Indicator {
    id: "resume_near_duplicate_across_accounts",
    family: Family::Resume,
    usage: Usage::Use,
    scope: Scope::CrossAccount,
    strength: 5,
    observed: "Resume or profile text near-identical to that of a different person.",
    unit: "other applicants",
    question: "What does the resume say? Send `resume_file` with `content` or `text`, or `resume` with its summaries and highlights.",
    innocent_explanations: "Shared templates, bootcamp boilerplate, recruiters rewriting; compare achievement text not headings.",
    how_to_verify: "Ask each of them about the same project in an interview.",
    sources: &["US2022", "MAN24", "NIS24", "SAR"],
    wording: "",
    miss: MissRule::Counts,
    observe: resume_near_duplicate_across_accounts,
    #[cfg(test)]
    examples: None,
};

const RESUME_COPIED_FROM_PUBLIC_PERSON: Indicator = Indicator {
    id: "resume_copied_from_public_person",
    family: Family::Resume,
    usage: Usage::Use,
    scope: Scope::CrossAccount,
    strength: 5,
    observed: "Experience section lifted from a real public profile under another name.",
    unit: "public profiles",
    question: "Is the same text public under another name? Search for a sentence of it and send `links.public_texts`.",
    innocent_explanations: "Own second profile; same employer job text.",
    how_to_verify: "Reach the person of the public profile.",
    sources: &["AMZ25", "MAN24", "CIN24"],
    wording: "",
    miss: MissRule::Counts,
    observe: resume_copied_from_public_person,
    #[cfg(test)]
    examples: None,
};

const MESSAGE_TEMPLATE_REUSE_ACROSS_ACCOUNTS: Indicator = Indicator {
    id: "message_template_reuse_across_accounts",
    family: Family::Marketplace,
    usage: Usage::Use,
    scope: Scope::CrossAccount,
    strength: 5,
    observed: "Proposals/cover letters near-identical across accounts.",
    unit: "other applicants",
    question: "What do the letters and proposals say? Send `activity.applications[].cover_letter` and `messages`.",
    innocent_explanations: "LLM default phrasing, shared advice templates: use rare n-grams.",
    how_to_verify: "Ask for a few sentences on why this job, written now.",
    sources: &["US2022", "ROK22"],
    wording: "",
    miss: MissRule::Counts,
    observe: message_template_reuse_across_accounts,
    #[cfg(test)]
    examples: None,
};

const PORTFOLIO_CLONED_OR_SHARED: Indicator = Indicator {
    id: "portfolio_cloned_or_shared",
    family: Family::Resume,
    usage: Usage::Use,
    scope: Scope::CrossAccount,
    strength: 5,
    observed: "Portfolio HTML, assets or analytics id shared with other applicants or copied from a real developer.",
    unit: "other applicants",
    question: "What is on the portfolio page? Send `links.portfolios[]` with `text` and `analytics_id`.",
    innocent_explanations: "Public templates: strip template part.",
    how_to_verify: "Ask them to change a sentence on the page while you look.",
    sources: &["US2022", "MAN24", "SEAL"],
    wording: "",
    miss: MissRule::Counts,
    observe: portfolio_cloned_or_shared,
    #[cfg(test)]
    examples: None,
};

/// Undeclared others with a near-duplicate, each once. From a crowd on it is a template that goes round:
/// what it means falls with the crowd's size.
fn alike(case: &Case<'_>, kind: TextKind, says: &str) -> Finding {
    const CIRCLE: f64 = 20.0;
    let texts: Vec<&SharedText> =
        case.links.texts.iter().filter(|text| text.kind == kind).collect();
    if texts.is_empty() {
        return Finding::Unknown;
    }
    let mut others: BTreeMap<ApplicantId, f64> = BTreeMap::new();
    for other in texts.iter().flat_map(|text| text.undeclared()) {
        let similarity = others.entry(other.applicant).or_default();
        *similarity = similarity.max(other.similarity);
    }
    let people = if others.len() == 1 { "applicant" } else { "applicants" };
    let most = others.values().copied().fold(0.0, f64::max);
    let crowd = super::reading::count(others.len());
    if others.is_empty() {
        let text = format!("no other applicant {says}");
        return Finding::miss(Evidence::stored(
            text,
            texts.iter().map(|text| text.pointer.clone()),
        ));
    }
    let text =
        format!("{} other {people} {says}, up to {:.0} % the same", others.len(), most * 100.0);
    let held = texts.iter().filter(|text| text.undeclared().next().is_some());
    let evidence = Evidence::stored(text, held.map(|text| text.pointer.clone()));
    Finding::hit(if crowd <= CIRCLE { crowd } else { CIRCLE * CIRCLE / crowd }, evidence)
}

fn resume_near_duplicate_across_accounts(case: &Case<'_>) -> Finding {
    alike(case, TextKind::Resume, "with nearly this resume")
}

fn message_template_reuse_across_accounts(case: &Case<'_>) -> Finding {
    alike(case, TextKind::Letter, "with nearly this letter or message")
}

/// The text, or the identifier under which its visitors are counted.
fn portfolio_cloned_or_shared(case: &Case<'_>) -> Finding {
    let text = alike(case, TextKind::Portfolio, "with nearly this portfolio");
    if matches!(text, Finding::Hit { .. }) {
        return text;
    }
    let counted: Vec<&Shared> = case.links.of(IdentifierKind::AnalyticsId).collect();
    match weigh(&counted, 1.0, "with this analytics identifier") {
        Finding::Unknown => text,
        counted => counted,
    }
}

/// A public text of somebody with another name that is nearly this resume. A second profile of one's own
/// has one's own name.
fn resume_copied_from_public_person(case: &Case<'_>) -> Finding {
    // Nothing of this is kept, so any key will do.
    const KEY: TextKey = TextKey([0; 16]);
    let claimed = case.profile.claims.as_ref().and_then(|claims| claims.name.as_ref());
    let own = sketches(case.profile, KEY).into_iter().find(|one| one.kind == TextKind::Resume);
    let (Some(claimed), Some(own)) = (claimed, own) else { return Finding::Unknown };
    let public = case.profile.links.iter().flat_map(|links| &links.public_texts).enumerate();
    let mut compared = 0;
    let mut copied: Vec<usize> = Vec::new();
    for (i, text) in public {
        let Some(name) = &text.name else { continue };
        let none = BTreeSet::new();
        let Some(theirs) = sketch(TextKind::Resume, String::new(), text.text.as_str(), &none, KEY)
        else {
            continue;
        };
        let agreement = claimed.agrees_with(name);
        if !agreement.is_known() {
            continue;
        }
        compared += 1;
        if agreement == Agreement::Differ && near_duplicate(&own, &theirs).is_some() {
            copied.push(i);
        }
    }
    if compared == 0 {
        return Finding::Unknown;
    }
    let text = format!(
        "{} of {compared} public texts are nearly this resume under another name",
        copied.len()
    );
    let pointers = copied.iter().map(|i| format!("/links/public_texts/{i}"));
    Finding::graded(super::reading::count(copied.len()), Evidence::stored(text, pointers))
}

#[cfg(test)]
mod tests;
