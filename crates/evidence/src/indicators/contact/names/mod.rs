//! What an e-mail address says of a name, and which addresses are built alike.

use chrono::Duration;

use super::super::reading::count;
use super::super::{Case, Family, Indicator, MissRule, Scope, Usage};
use crate::finding::{Evidence, Finding};
use crate::identifier::IdentifierKind;
use crate::profile::{Agreement, PersonName};

/// Every indicator of this file.
pub(in crate::indicators) const INDICATORS: &[Indicator] =
    &[EMAIL_TEMPLATE_FAMILY, EMAIL_NAME_MISMATCH];

const EMAIL_TEMPLATE_FAMILY: Indicator = Indicator {
    id: "email_template_family",
    family: Family::Contact,
    usage: Usage::UseCrossAccountOnly,
    scope: Scope::CrossAccount,
    strength: 3,
    observed: "Local parts of several accounts share a constructed stem + running digits.",
    unit: "other applicants",
    question: "Which addresses does the applicant have? Send `contact.emails`.",
    innocent_explanations: "Common name + birth year; family members.",
    how_to_verify: "Ask each account to answer from its address.",
    sources: &["RAV25", "OWN"],
    wording: "",
    miss: MissRule::Counts,
    observe: email_template_family,
    #[cfg(test)]
    examples: None,
};

const EMAIL_NAME_MISMATCH: Indicator = Indicator {
    id: "email_name_mismatch",
    family: Family::Contact,
    usage: Usage::ContextOnly,
    scope: Scope::Profile,
    strength: 2,
    observed: "Name inside the email contradicts the stated name.",
    unit: "addresses",
    question: "Which name is claimed, and which addresses are there? Send `claims.name` and `contact.emails`.",
    innocent_explanations: "Nicknames, maiden names, transliteration, gender transition.",
    how_to_verify: "Nothing needs settling: nicknames, former names and other scripts explain it.",
    sources: &["US2022", "KOL25"],
    wording: "",
    miss: MissRule::Counts,
    observe: email_name_mismatch,
    #[cfg(test)]
    examples: None,
};

/// Three accounts or more that came within a quarter of a year and whose addresses differ in the last digit
/// alone. A year of birth is no running number, and two of a family are not three.
fn email_template_family(case: &Case<'_>) -> Finding {
    const OTHERS: usize = 2;
    const TOGETHER: Duration = Duration::days(90);
    let looked: Vec<_> = case.links.of(IdentifierKind::EmailFamily).collect();
    let emails = case.profile.contact.iter().flat_map(|contact| &contact.emails).count();
    if emails == 0 || (looked.is_empty() && case.links.of(IdentifierKind::Email).next().is_none()) {
        return Finding::Unknown;
    }
    let near = |other: &&crate::links::Other| (case.now - other.used_at).abs() <= TOGETHER;
    let most =
        looked.iter().map(|shared| (shared.undeclared().filter(near).count(), &shared.pointer));
    let (others, pointer) = most.max().map_or((0, None), |(others, at)| (others, Some(at.clone())));
    let text =
        format!("{others} other applicants of a quarter with an address of the same pattern");
    let evidence = Evidence::stored(text, pointer.or_else(|| Some("/contact/emails".to_owned())));
    if others >= OTHERS { Finding::hit(count(others), evidence) } else { Finding::miss(evidence) }
}

/// Two words or more that share nothing with the claimed name. A part in common, an initial and another
/// script are no contradiction.
fn email_name_mismatch(case: &Case<'_>) -> Finding {
    let claimed = case.profile.claims.as_ref().and_then(|claims| claims.name.as_ref());
    let Some(claimed) = claimed else { return Finding::Unknown };
    let emails = case.profile.contact.iter().flat_map(|contact| &contact.emails);
    let named: Vec<(usize, bool)> = (emails.zip(&case.facts.emails).enumerate())
        .filter(|(_, (_, facts))| !facts.role_account && !facts.relay)
        .filter_map(|(i, (email, _))| {
            let name = words(email.address.local())?;
            let agreement = claimed.agrees_with(&name);
            agreement.is_known().then_some((i, agreement == Agreement::Differ))
        })
        .collect();
    if named.is_empty() {
        return Finding::Unknown;
    }
    let hits: Vec<usize> = named.iter().filter(|(_, differ)| *differ).map(|(i, _)| *i).collect();
    let text = format!("{} of {} addresses are built from another name", hits.len(), named.len());
    let pointers = hits.iter().map(|i| format!("/contact/emails/{i}/address"));
    Finding::graded(count(hits.len()), Evidence::stored(text, pointers))
}

/// The words of a local part, if it is built of two at least.
fn words(local: &str) -> Option<PersonName> {
    let words: Vec<&str> = local
        .split(|c: char| !c.is_alphabetic())
        .filter(|word| word.chars().count() >= 3)
        .collect();
    if words.len() < 2 { None } else { PersonName::new(&words.join(" ")) }
}

#[cfg(test)]
mod tests;
