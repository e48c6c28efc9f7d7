//! Accounts whose person was replaced: the name and other personal details changed.

use std::collections::BTreeSet;

use super::super::history::spans_a_day;
use super::super::reading::{count, day};
use super::super::{Case, Family, Indicator, MissRule, Scope, Usage};
use super::elsewhere::with_sites;
use crate::finding::{Evidence, Finding};
use crate::profile::elsewhere::ElsewhereProfile;
use crate::profile::{Agreement, PersonName, Profile};

/// Every indicator of this file.
pub(in crate::indicators) const INDICATORS: &[Indicator] =
    &[IDENTITY_ROTATION_NAME_OR_HANDLE_CHANGE];

const IDENTITY_ROTATION_NAME_OR_HANDLE_CHANGE: Indicator = Indicator {
    id: "identity_rotation_name_or_handle_change",
    family: Family::Resume,
    usage: Usage::Use,
    scope: Scope::Temporal,
    strength: 4,
    observed: "The name was replaced by another one, together with the document, photo or contact details.",
    unit: "replaced identities",
    question: "Was the name ever different? Submit the profile under the same `external_id` whenever it changes, or send `links.profiles[].previous_name`.",
    innocent_explanations: "Marriage, gender transition, or a new business name. These keep the document, photo or contact details.",
    how_to_verify: "Contact the person at an address or number from before the change.",
    sources: &["SEAL", "US2022"],
    wording: "
    .hit = { $days_count ->
        [one] An earlier version of the profile (from { $days }) had
       *[other] { $days_count } earlier versions of the profile (from { $days }) had
    } a different name and { $replaced ->
        [document] a different identity document.
        [photo] a different photo.
        [contact] different contact details.
       *[mixed] a different document, photo or contact details.
    }
    .elsewhere = { other-profiles } got a different name and a new photo.
    .miss = { $versions ->
        [one] The only earlier version of the profile did not have
       *[other] None of the { $versions } earlier versions of the profile had
    } a different name together with a different document, photo or contact details.
    .same_elsewhere = { other-profiles } did not get both a different name and a new photo.
",
    miss: MissRule::Counts,
    observe: identity_rotation_name_or_handle_change,
    #[cfg(test)]
    examples: tests::identity_rotation_name_or_handle_change,
};

/// The name was replaced by one that shares nothing with it, together with something that belongs to one person: the
/// document, the photo, or all contact details. After a marriage, a transition or a rebranding, these stay.
fn identity_rotation_name_or_handle_change(case: &Case<'_>) -> Finding {
    let versions = compare_versions(case);
    let elsewhere = compare_elsewhere(case);
    let has_versions = versions.compared > 0 && spans_a_day(case);
    if elsewhere.compared.is_empty() && versions.replaced.is_empty() && !has_versions {
        return Finding::Unknown;
    }
    let value = count(versions.replaced.len() + elsewhere.replaced.len());
    if value > 0.0 {
        let evidence = about_versions(&versions).into_iter().chain(about_elsewhere(&elsewhere));
        return Finding::Hit { value, evidence: evidence.collect() };
    }
    let about_versions = (versions.compared > 0)
        .then(|| Evidence::about([]).worded("miss").with("versions", versions.compared));
    let about_elsewhere = (!elsewhere.compared.is_empty())
        .then(|| with_sites(Evidence::about([]), &elsewhere.compared).worded("same_elsewhere"));
    let evidence = about_versions.into_iter().chain(about_elsewhere).collect();
    Finding::Miss { evidence }.unless_cut(|| versions.is_cut || elsewhere.is_cut)
}

/// Earlier versions of the profile with a name that can be compared.
struct Versions {
    compared: usize,
    /// The days of versions with another person's name, and what was replaced with the name.
    replaced: Vec<(String, &'static str)>,
    /// Whether a name was too long to compare.
    is_cut: bool,
}

/// Profiles on other networks with an earlier name that can be compared.
struct Elsewhere<'a> {
    compared: Vec<(usize, &'a ElsewhereProfile)>,
    /// Those whose name and photo were replaced.
    replaced: Vec<(usize, &'a ElsewhereProfile)>,
    /// Whether a name was too long to compare.
    is_cut: bool,
}

fn compare_versions(case: &Case<'_>) -> Versions {
    let mut versions = Versions { compared: 0, replaced: Vec::new(), is_cut: false };
    let Some(now) = name(case.profile) else { return versions };
    for earlier in case.earlier {
        let Some(then) = name(&earlier.profile) else { continue };
        let agreement = now.agrees_with(then);
        versions.compared += usize::from(agreement.is_known());
        versions.is_cut |= agreement == Agreement::TooLong;
        if agreement == Agreement::Differ
            && let Some(what) = replaced_with_name(&earlier.profile, case.profile)
        {
            versions.replaced.push((day(earlier.at), what));
        }
    }
    versions
}

fn compare_elsewhere<'a>(case: &Case<'a>) -> Elsewhere<'a> {
    let mut elsewhere = Elsewhere { compared: Vec::new(), replaced: Vec::new(), is_cut: false };
    let profiles = case.profile.links.iter().flat_map(|links| &links.profiles);
    for (i, profile) in profiles.enumerate() {
        let Some((now, then)) = profile.name.as_ref().zip(profile.previous_name.as_ref()) else {
            continue;
        };
        let agreement = now.agrees_with(then);
        elsewhere.is_cut |= agreement == Agreement::TooLong;
        if agreement.is_known() {
            elsewhere.compared.push((i, profile));
        }
        if agreement == Agreement::Differ && profile.photo_changed_at.is_some() {
            elsewhere.replaced.push((i, profile));
        }
    }
    elsewhere
}

fn about_versions(versions: &Versions) -> Option<Evidence> {
    let (_, first) = versions.replaced.first()?;
    let is_only = versions.replaced.iter().all(|(_, what)| what == first);
    let days: Vec<String> = versions.replaced.iter().map(|(day, _)| day.clone()).collect();
    let evidence = Evidence::about(["/claims/name".to_owned()]).worded("hit").with("days", days);
    Some(evidence.with("replaced", if is_only { first } else { "mixed" }))
}

fn about_elsewhere(elsewhere: &Elsewhere<'_>) -> Option<Evidence> {
    let replaced = &elsewhere.replaced;
    let pointers = replaced.iter().map(|(i, _)| format!("/links/profiles/{i}/previous_name"));
    let evidence = with_sites(Evidence::about(pointers), replaced).worded("elsewhere");
    (!replaced.is_empty()).then_some(evidence)
}

fn name(profile: &Profile) -> Option<&PersonName> {
    profile.claims.as_ref()?.name.as_ref()
}

/// Something that belongs to one person and was replaced completely.
fn replaced_with_name(then: &Profile, now: &Profile) -> Option<&'static str> {
    let is_replaced = |read: fn(&Profile) -> BTreeSet<String>| {
        let (then, now) = (read(then), read(now));
        !then.is_empty() && !now.is_empty() && then.is_disjoint(&now)
    };
    if is_replaced(documents) {
        return Some("document");
    }
    if is_replaced(photos) {
        return Some("photo");
    }
    (is_replaced(emails) && is_replaced(phones)).then_some("contact")
}

fn documents(profile: &Profile) -> BTreeSet<String> {
    let checks = profile.identity_checks.iter();
    checks.filter_map(|check| Some(check.document_digest.as_ref()?.folded().to_owned())).collect()
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
mod tests {
    use chrono::Duration;
    use serde_json::{Value, json};

    use crate::indicators::examples::Examples;
    use crate::indicators::fixture::Fixture;

    fn version(name: &str, document: &str, email: &str) -> Value {
        json!({
            "claims": { "name": name },
            "contact": { "emails": [{ "address": email }] },
            "identity_checks": [{ "document_digest": document }],
        })
    }

    pub(super) fn identity_rotation_name_or_handle_change() -> Examples {
        let was = || version("Ana Sample", "D1", "a@example.com");
        let then = |now: Value| Fixture::new(now).after(Duration::days(60), was());
        let other = || version("Otto Specimen", "D2", "o@example.com");
        let photo = |name: &str, hash: &str| json!({ "claims": { "name": name }, "photos": [{ "perceptual_hash": hash }] });
        let photos = Fixture::new(photo("Otto Specimen", "c3d0e1f08794a5b2"))
            .after(Duration::days(60), photo("Ana Sample", "0000e1f08794a5b2"));
        let reached = |name: &str, email: &str, phone: &str| {
            let contact =
                json!({ "emails": [{ "address": email }], "phones": [{ "number": phone }] });
            json!({ "claims": { "name": name }, "contact": contact })
        };
        let reached = Fixture::new(reached("Otto Specimen", "o@example.com", "+12025550123"))
            .after(Duration::days(60), reached("Ana Sample", "a@example.com", "+12025550199"));
        let mut both = other();
        both["photos"] = json!([{ "perceptual_hash": "c3d0e1f08794a5b2" }]);
        let both = Fixture::new(both)
            .after(Duration::days(60), was())
            .after(Duration::days(20), photo("Ana Sample", "0000e1f08794a5b2"));
        let renamed = |photo_changed_at: Value| {
            json!({
                "network": "LinkedIn", "name": "Otto Specimen", "previous_name": "Ana Sample",
                "photo_changed_at": photo_changed_at,
            })
        };
        let elsewhere =
            |profile: Value| Fixture::new(json!({ "links": { "profiles": [profile] } }));
        let at = json!("2026-01-01T00:00:00Z");
        let mut everywhere = other();
        everywhere["links"] = json!({ "profiles": [renamed(at.clone())] });
        let mut nowhere = was();
        nowhere["links"] = json!({ "profiles": [renamed(Value::Null)] });
        Examples::new()
            .hit("another name on another document", then(other()))
            .value(1.0)
            .pointers(&["/claims/name"])
            .says("An earlier version of the profile (from 2026-04-02) had a different name and a different identity document.")
            .hit("another name under another photo", photos)
            .says("An earlier version of the profile (from 2026-04-02) had a different name and a different photo.")
            .hit("another name with other ways to reach it", reached)
            .says("An earlier version of the profile (from 2026-04-02) had a different name and different contact details.")
            .hit("two earlier versions", both)
            .value(2.0)
            .says(
                "2 earlier versions of the profile (from 2026-04-02 and 2026-05-12) had a different name \
                 and a different document, photo or contact details.",
            )
            .hit("a profile elsewhere got another name and photo", elsewhere(renamed(at)))
            .value(1.0)
            .pointers(&["/links/profiles/0/previous_name"])
            .says("The profile on LinkedIn got a different name and a new photo.")
            .hit("here and elsewhere", then(everywhere))
            .value(2.0)
            .says("An earlier version of the profile (from 2026-04-02) had a different name and a different identity document.")
            .says("The profile on LinkedIn got a different name and a new photo.")
            .miss("nothing changed", then(was()))
            .says("The only earlier version of the profile did not have a different name together with a different document, photo or contact details.")
            .miss("two versions", then(was()).after(Duration::days(20), was()))
            .says("None of the 2 earlier versions of the profile had a different name together with a different document, photo or contact details.")
            .miss("a transition on the same document", then(version("Leo Newname", "D1", "leo@example.com")))
            .miss("a profile elsewhere that only got another name", elsewhere(renamed(Value::Null)))
            .says("The profile on LinkedIn did not get both a different name and a new photo.")
            .miss("nothing here, and another name elsewhere", then(nowhere))
            .says("The only earlier version of the profile did not have a different name together with a different document, photo or contact details.")
            .says("The profile on LinkedIn did not get both a different name and a new photo.")
            .unknown("no earlier version", Fixture::new(was()))
            .innocent(
                "marriage, and a new document with it",
                then(version("Ana Rossi", "D2", "a@example.com")),
            )
    }
}
