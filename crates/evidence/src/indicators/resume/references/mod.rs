//! Who vouches for the applicant.

use std::collections::BTreeSet;
use std::net::IpAddr;

use ids::ApplicantId;

use super::super::reading::{count, sessions};
use super::super::{Case, Family, Indicator, MissRule, Scope, Usage};
use crate::facts::NetworkKind;
use crate::finding::{Evidence, Finding};
use crate::identifier::IdentifierKind;
use crate::links::Shared;
use crate::profile::claims::Reference;

/// Every indicator of this file.
pub(in crate::indicators) const INDICATORS: &[Indicator] = &[REFERENCE_CONTACT_CONTROLLED];

const REFERENCE_CONTACT_CONTROLLED: Indicator = Indicator {
    id: "reference_contact_controlled",
    family: Family::Resume,
    usage: Usage::Use,
    scope: Scope::CrossAccount,
    strength: 4,
    observed: "Reference phone/email/IP belongs to the applicant cluster or VoIP/free mail.",
    unit: "references",
    question: "How are the references reached? Send `claims.references` with `email`, `phone` or `ip`.",
    innocent_explanations: "Small firms on Gmail.",
    how_to_verify: "Reach the employer over a number found independently and ask for the person.",
    sources: &["US2022", "MAN24", "NIS24"],
    wording: "",
    miss: MissRule::Counts,
    observe: reference_contact_controlled,
    #[cfg(test)]
    examples: None,
};

/// A reference that is reached at the applicant's own address or number, that answered from the
/// applicant's own line, or that is an account with which the applicant shares something personal besides.
/// A colleague who is an applicant too, and a small firm on a free mailbox, are no hit.
fn reference_contact_controlled(case: &Case<'_>) -> Finding {
    let references = case.profile.claims.iter().flat_map(|claims| &claims.references);
    let all: Vec<(usize, &Reference)> = (references.enumerate())
        .filter(|(_, one)| one.email.is_some() || one.phone.is_some() || one.ip.is_some())
        .collect();
    if all.is_empty() {
        return Finding::Unknown;
    }
    let companions = companions(case);
    let controlled = |i: usize, reference: &Reference| {
        is_own(case, reference) || is_companions(case, i, &companions)
    };
    let hits: Vec<usize> =
        all.iter().filter(|(i, one)| controlled(*i, one)).map(|(i, _)| *i).collect();
    let text = format!("{} of {} references lead back to the applicant", hits.len(), all.len());
    let pointers = hits.iter().map(|i| format!("/claims/references/{i}"));
    Finding::graded(count(hits.len()), Evidence::stored(text, pointers))
}

fn is_own(case: &Case<'_>, reference: &Reference) -> bool {
    let contact = case.profile.contact.as_ref();
    let emails = contact.into_iter().flat_map(|contact| &contact.emails);
    let phones = contact.into_iter().flat_map(|contact| &contact.phones);
    let by_mail = reference.email.as_ref().is_some_and(|theirs| {
        emails.into_iter().any(|own| own.address.canonical() == theirs.canonical())
    });
    let by_phone = reference
        .phone
        .as_ref()
        .is_some_and(|theirs| phones.into_iter().any(|own| own.number == *theirs));
    let by_line = reference.ip.is_some_and(|theirs| own_lines(case).contains(&theirs.0));
    by_mail || by_phone || by_line
}

/// Addresses of sessions that one home has. Of networks that many people share, nothing follows, and of
/// networks that nobody knows, neither.
fn own_lines(case: &Case<'_>) -> BTreeSet<IpAddr> {
    let home = |kind: Option<NetworkKind>| kind == Some(NetworkKind::Residential);
    (sessions(case).into_iter())
        .filter(|seen| seen.facts.ip.as_ref().is_some_and(|ip| home(ip.network)))
        .filter_map(|seen| Some(seen.session.ip?.0))
        .collect()
}

/// Others with whom the applicant shares something personal.
fn companions(case: &Case<'_>) -> BTreeSet<ApplicantId> {
    use IdentifierKind as K;
    const PERSONAL: [IdentifierKind; 6] =
        [K::Email, K::Phone, K::Device, K::BrowserSession, K::PayoutAccount, K::Document];
    PERSONAL.into_iter().flat_map(|kind| others(case.links.of(kind))).collect()
}

fn is_companions(case: &Case<'_>, i: usize, companions: &BTreeSet<ApplicantId>) -> bool {
    let place = format!("/claims/references/{i}/");
    let kinds = [IdentifierKind::ReferenceEmail, IdentifierKind::ReferencePhone];
    let shared = kinds.into_iter().flat_map(|kind| case.links.of(kind));
    others(shared.filter(|shared| shared.pointer.starts_with(&place)))
        .any(|other| companions.contains(&other))
}

fn others<'a>(shared: impl Iterator<Item = &'a Shared>) -> impl Iterator<Item = ApplicantId> {
    shared.flat_map(|shared| shared.undeclared().map(|other| other.applicant).collect::<Vec<_>>())
}

#[cfg(test)]
mod tests;
