//! The applicant's professional references.

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
    cause: None,
    usage: Usage::Use,
    scope: Scope::CrossAccount,
    strength: 4,
    observed: "A reference is reached at the applicant’s own contact details, or at those of a linked applicant.",
    unit: "references",
    question: "How are the references reached? Send `claims.references` with `email`, `phone` or `ip`.",
    innocent_explanations: "A relative in the same home who really was the employer.",
    how_to_verify: "Call the employer on a number that you found independently, and ask for the person.",
    sources: &["US2022", "MAN24", "NIS24"],
    wording: "
    .hit = { $count ->
        [one] A reference
       *[other] { $count } references
    } { $way ->
        [email] can be reached at the applicant’s own e-mail address.
        [phone] can be reached at the applicant’s own phone number.
        [line] answered from the applicant’s own home connection.
        [linked] can be reached at the contact details of another applicant, who is linked to this one.
       *[mixed] led back to the applicant, by e-mail address, phone number, home connection or a linked applicant.
    }
    .miss = { $total ->
        [one] The only reference does not lead
       *[other] None of the { $total } references leads
    } back to the applicant.
",
    miss: MissRule::Counts,
    observe: reference_contact_controlled,
    #[cfg(test)]
    examples: tests::reference_contact_controlled,
};

/// A reference with the applicant's own address or number, one who answered from the applicant's own line, or an
/// applicant who also shares a strong identifier with this one. A colleague who is an applicant too, and a small firm
/// on a free mailbox, are not hits.
fn reference_contact_controlled(case: &Case<'_>) -> Finding {
    let references = case.profile.claims.iter().flat_map(|claims| &claims.references);
    let reachable: Vec<(usize, &Reference)> = (references.enumerate())
        .filter(|(_, it)| it.email.is_some() || it.phone.is_some() || it.ip.is_some())
        .collect();
    if reachable.is_empty() {
        return Finding::Unknown;
    }
    let linked = linked_applicants(case);
    let way = |i: usize, reference: &Reference| {
        own_way(case, reference).or_else(|| is_linked(case, i, &linked).then_some("linked"))
    };
    let hits: Vec<(usize, &str)> =
        (reachable.iter()).filter_map(|(i, reference)| Some((*i, way(*i, reference)?))).collect();
    let evidence = Evidence::about(hits.iter().map(|(i, _)| format!("/claims/references/{i}")));
    let Some((_, first)) = hits.first() else {
        return Finding::miss(evidence.with("total", reachable.len()));
    };
    let is_only_way = hits.iter().all(|(_, way)| way == first);
    let way = if is_only_way { first } else { "mixed" };
    Finding::hit(count(hits.len()), evidence.with("count", hits.len()).with("way", way))
}

/// How a reference leads back to the applicant.
fn own_way(case: &Case<'_>, reference: &Reference) -> Option<&'static str> {
    let contact = case.profile.contact.as_ref();
    // A number that was given up can belong to someone else.
    let mut emails = contact.into_iter().flat_map(|contact| &contact.emails);
    let mut phones = (contact.into_iter().flat_map(|contact| &contact.phones))
        .filter(|phone| phone.removed_at.is_none());
    let by_email = reference
        .email
        .as_ref()
        .is_some_and(|theirs| emails.any(|own| own.address.canonical() == theirs.canonical()));
    if by_email {
        return Some("email");
    }
    if reference.phone.as_ref().is_some_and(|theirs| phones.any(|own| own.number == *theirs)) {
        return Some("phone");
    }
    let by_line = reference.ip.is_some_and(|theirs| own_lines(case).contains(&theirs.0));
    by_line.then_some("line")
}

/// Session addresses that belong to a single home. Networks that many people share and unknown networks are left out.
fn own_lines(case: &Case<'_>) -> BTreeSet<IpAddr> {
    let home = |kind: Option<NetworkKind>| kind == Some(NetworkKind::Residential);
    (sessions(case).into_iter())
        .filter(|session| session.facts.ip.as_ref().is_some_and(|ip| home(ip.network)))
        .filter_map(|session| Some(session.session.ip?.0))
        .collect()
}

/// The other applicants who share a personal identifier with this one.
fn linked_applicants(case: &Case<'_>) -> BTreeSet<ApplicantId> {
    use IdentifierKind as K;
    const PERSONAL: [IdentifierKind; 6] =
        [K::Email, K::Phone, K::Device, K::BrowserSession, K::PayoutAccount, K::Document];
    PERSONAL.into_iter().flat_map(|kind| others(case.links.of_kind(kind))).collect()
}

/// Whether a reference has contact details of one of the linked applicants.
fn is_linked(case: &Case<'_>, i: usize, linked: &BTreeSet<ApplicantId>) -> bool {
    let pointer = format!("/claims/references/{i}/");
    let kinds = [IdentifierKind::ReferenceEmail, IdentifierKind::ReferencePhone];
    let shared = kinds.into_iter().flat_map(|kind| case.links.of_kind(kind));
    others(shared.filter(|shared| shared.pointer.starts_with(&pointer)))
        .any(|other| linked.contains(&other))
}

fn others<'a>(shared: impl Iterator<Item = &'a Shared>) -> impl Iterator<Item = ApplicantId> {
    shared.flat_map(|shared| shared.undeclared().map(|other| other.applicant).collect::<Vec<_>>())
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::identifier::IdentifierKind;
    use crate::indicators::examples::Examples;
    use crate::indicators::fixture::Fixture;

    pub(super) fn reference_contact_controlled() -> Examples {
        let named = |references: Value| {
            Fixture::new(json!({
                "claims": { "references": references },
                "contact": { "emails": [{ "address": "me@example.com" }], "phones": [{ "number": "+12025550123" }] },
                "sessions": [{ "started_at": "2026-05-01T00:00:00Z", "ip": "192.0.2.10" }],
            }))
            .enriched()
        };
        let by_email = |address: &str| named(json!([{ "email": address }]));
        let colleague = || {
            let (pointer, kind) = ("/claims/references/0/email", IdentifierKind::ReferenceEmail);
            by_email("other@example.com").sharing_at(pointer, kind, 1, None)
        };
        let device = |case: Fixture| {
            case.sharing_at("/sessions/0/device_id", IdentifierKind::Device, 1, None)
        };
        let (email, phone) =
            (json!({ "email": "me@example.com" }), json!({ "phone": "+12025550123" }));
        Examples::new()
            .hit("the applicant's own mailbox", by_email("ME@example.com"))
            .value(1.0)
            .pointers(&["/claims/references/0"])
            .says("A reference can be reached at the applicant’s own e-mail address.")
            .hit("the applicant's own number", named(json!([{ "phone": "+1 202 555 0123" }])))
            .says("A reference can be reached at the applicant’s own phone number.")
            .hit("the applicant's own home", named(json!([{ "ip": "192.0.2.10" }])))
            .says("A reference answered from the applicant’s own home connection.")
            .hit("a colleague who shares a device with the applicant", device(colleague()))
            .says("A reference can be reached at the contact details of another applicant, who is linked to this one.")
            .hit("two references at the own mailbox", named(json!([email, email])))
            .value(2.0)
            .says("2 references can be reached at the applicant’s own e-mail address.")
            .hit("one at the own mailbox, one at the own number", named(json!([email, phone])))
            .says(
                "2 references led back to the applicant, by e-mail address, phone number, home \
                 connection or a linked applicant.",
            )
            .miss("the employer's mailbox", by_email("boss@firm.example.org"))
            .says("The only reference does not lead back to the applicant.")
            .miss(
                "two employers",
                named(json!([{ "email": "boss@example.org" }, { "email": "boss@example.net" }])),
            )
            .says("None of the 2 references leads back to the applicant.")
            .miss("a small firm on a free mailbox", by_email("boss@gmail.com"))
            .miss("a colleague who is an applicant too", colleague())
            .unknown("only a name", named(json!([{ "name": "R. Example" }])))
            .innocent("a small firm that uses a free mailbox", by_email("boss@gmail.com"))
    }
}
