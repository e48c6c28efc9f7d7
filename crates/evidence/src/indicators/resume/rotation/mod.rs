//! One account, another person: names that are replaced.

use std::collections::BTreeSet;

use super::super::history::spans_a_day;
use super::super::reading::{count, day};
use super::super::{Case, Family, Indicator, MissRule, Scope, Usage};
use crate::finding::{Evidence, Finding};
use crate::profile::{Agreement, Profile};

/// Every indicator of this file.
pub(in crate::indicators) const INDICATORS: &[Indicator] =
    &[IDENTITY_ROTATION_NAME_OR_HANDLE_CHANGE];

const IDENTITY_ROTATION_NAME_OR_HANDLE_CHANGE: Indicator = Indicator {
    id: "identity_rotation_name_or_handle_change",
    family: Family::Resume,
    usage: Usage::Use,
    scope: Scope::Temporal,
    strength: 4,
    observed: "Display name or handle replaced by a different identity.",
    unit: "replaced identities",
    question: "Was the name ever another one? Submit the profile under the same `external_id` whenever it changes, or send `links.profiles[].previous_name`.",
    innocent_explanations: "Marriage, transition, rebranding: require different-person evidence.",
    how_to_verify: "Reach the person over a contact from before the change.",
    sources: &["SEAL", "US2022"],
    wording: "",
    miss: MissRule::Counts,
    observe: identity_rotation_name_or_handle_change,
    #[cfg(test)]
    examples: None,
};

/// The name was replaced by one that shares nothing with it, and with it something that belongs to one
/// person: the document, the photo, or every way to reach them. Marriage, transition and rebranding keep these.
fn identity_rotation_name_or_handle_change(case: &Case<'_>) -> Finding {
    let (replaced, looked_at) = between_versions(case);
    let (elsewhere, told) = elsewhere(case);
    if told == 0 && replaced.is_empty() && (looked_at == 0 || !spans_a_day(case)) {
        return Finding::Unknown;
    }
    let value = count(replaced.len() + elsewhere.len());
    let since = replaced.first().map(|since| format!(", since the version of {since}"));
    let text = format!(
        "{} of {looked_at} earlier versions and {} of {told} profiles elsewhere were somebody else's by name and more{}",
        replaced.len(),
        elsewhere.len(),
        since.unwrap_or_default()
    );
    let name = (!replaced.is_empty()).then(|| "/claims/name".to_owned());
    let pointers = elsewhere.iter().map(|i| format!("/links/profiles/{i}/previous_name"));
    Finding::graded(value, Evidence::stored(text, name.into_iter().chain(pointers)))
}

/// The days of earlier versions that were another person's, and how many versions could be compared.
fn between_versions(case: &Case<'_>) -> (Vec<String>, usize) {
    let Some(now) = name(case.profile) else { return (Vec::new(), 0) };
    let mut replaced = Vec::new();
    let mut looked_at = 0;
    for earlier in case.earlier {
        let Some(then) = name(&earlier.profile) else { continue };
        let agreement = now.agrees_with(then);
        looked_at += usize::from(agreement.is_known());
        if agreement == Agreement::Differ && is_another(&earlier.profile, case.profile) {
            replaced.push(day(earlier.at));
        }
    }
    (replaced, looked_at)
}

fn elsewhere(case: &Case<'_>) -> (Vec<usize>, usize) {
    let profiles = case.profile.links.iter().flat_map(|links| &links.profiles).enumerate();
    let told: Vec<_> = profiles
        .filter_map(|(i, profile)| {
            let (now, then) = (profile.name.as_ref()?, profile.previous_name.as_ref()?);
            let agreement = now.agrees_with(then);
            let replaced = agreement == Agreement::Differ;
            agreement.is_known().then_some((i, replaced && profile.photo_changed_at.is_some()))
        })
        .collect();
    (told.iter().filter(|(_, replaced)| *replaced).map(|(i, _)| *i).collect(), told.len())
}

fn name(profile: &Profile) -> Option<&crate::profile::PersonName> {
    profile.claims.as_ref()?.name.as_ref()
}

/// Whether something that belongs to one person was replaced altogether.
fn is_another(then: &Profile, now: &Profile) -> bool {
    let replaced = |then: BTreeSet<String>, now: BTreeSet<String>| {
        !then.is_empty() && !now.is_empty() && then.is_disjoint(&now)
    };
    let reached = (replaced(emails(then), emails(now)), replaced(phones(then), phones(now)));
    replaced(documents(then), documents(now))
        || replaced(photos(then), photos(now))
        || reached == (true, true)
}

fn documents(profile: &Profile) -> BTreeSet<String> {
    let checks = profile.identity_checks.iter();
    checks.filter_map(|check| Some(check.document_digest.as_ref()?.folded())).collect()
}

fn photos(profile: &Profile) -> BTreeSet<String> {
    let hashes = profile.photos.iter().filter_map(|photo| photo.perceptual_hash);
    hashes.map(|hash| format!("{:016x}", hash.0)).collect()
}

fn emails(profile: &Profile) -> BTreeSet<String> {
    let emails = profile.contact.iter().flat_map(|contact| &contact.emails);
    emails.map(|email| email.address.canonical()).collect()
}

fn phones(profile: &Profile) -> BTreeSet<String> {
    let phones = profile.contact.iter().flat_map(|contact| &contact.phones);
    phones.map(|phone| phone.number.as_str().to_owned()).collect()
}

#[cfg(test)]
mod tests;
