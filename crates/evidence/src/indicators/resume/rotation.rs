//! Accounts whose person was replaced: the name and other personal details changed.

use std::collections::BTreeSet;

use chrono::{DateTime, Duration, Utc};

use super::super::history::spans_a_day;
use super::super::reading::{count, day};
use super::super::{Case, Family, Indicator, MissRule, Scope, Usage};
use super::elsewhere::with_sites;
use crate::finding::{Evidence, Finding};
use crate::profile::elsewhere::ElsewhereProfile;
use crate::profile::{Agreement, PersonName, Profile};
use crate::work::{Work, count as count_work};

/// Every indicator of this file.
pub(in crate::indicators) const INDICATORS: &[Indicator] =
    &[IDENTITY_ROTATION_NAME_OR_HANDLE_CHANGE];

const IDENTITY_ROTATION_NAME_OR_HANDLE_CHANGE: Indicator = Indicator {
    id: "identity_rotation_name_or_handle_change",
    family: Family::Resume,
    cause: None,
    usage: Usage::Use,
    scope: Scope::Temporal,
    strength: 4,
    observed: "The name was replaced by another one, together with at least two of document, photo and contact details, and nothing stayed.",
    unit: "replaced identities",
    question: "Was the name ever different? Submit the profile under the same `external_id` whenever it changes, or send `links.profiles[].previous_name`.",
    innocent_explanations: "Marriage, gender transition, or a new business name. These keep the document, photo or contact details.",
    how_to_verify: "Contact the person at an address or number from before the change.",
    sources: &["SEAL", "US2022"],
    wording: "
    .hit = On { $day }, the name was replaced by a different one, together with { $replaced ->
        [document_photo] the identity document and the photo.
        [document_contact] the identity document and all contact details.
        [photo_contact] the photo and all contact details.
       *[all] the identity document, the photo and all contact details.
    }
    .elsewhere = { other-profiles } got a different name, a new photo and a new occupation within a month.
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

/// The name was replaced by one that shares nothing with it, together with at least two things that belong to one
/// person: the document, the photo, all contact details. After a marriage, a transition or a rebranding, some of them
/// stay.
fn identity_rotation_name_or_handle_change(case: &Case<'_>) -> Finding {
    let versions = compare_versions(case);
    let elsewhere = compare_elsewhere(case);
    let has_versions = versions.compared > 0 && spans_a_day(case);
    if elsewhere.compared.is_empty() && versions.replaced.is_empty() && !has_versions {
        return Finding::Unknown;
    }
    let value = count(versions.replaced.len() + elsewhere.replaced.len());
    if value > 0.0 {
        let evidence = about_versions(&versions).chain(about_elsewhere(&elsewhere));
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
    /// The days on which another person's name came, and what was replaced with the name.
    replaced: Vec<(String, &'static str)>,
    /// Whether a name was too long to compare, or a replaced one has too few details next to it.
    is_cut: bool,
}

/// Profiles on other networks with an earlier name that can be compared.
struct Elsewhere<'a> {
    compared: Vec<(usize, &'a ElsewhereProfile)>,
    /// Those whose name and photo were replaced.
    replaced: Vec<(usize, &'a ElsewhereProfile)>,
    /// Whether a name was too long to compare, or it is not known what was replaced with it.
    is_cut: bool,
}

/// Walks through the versions, oldest first. Each one is compared with the first version of the person before it, so a
/// replacement counts once, and also if the name is replaced in one version and the rest in a later one.
fn compare_versions(case: &Case<'_>) -> Versions {
    let mut versions = Versions { compared: 0, replaced: Vec::new(), is_cut: false };
    let now = std::iter::once((case.now, case.profile));
    let all = case.earlier.iter().map(|earlier| (earlier.at, &earlier.profile)).chain(now);
    let mut named = all.filter_map(|(at, profile)| Some((at, profile, name(profile)?)));
    if name(case.profile).is_none() {
        return versions;
    }
    let Some((_, first, name)) = named.next() else { return versions };
    let mut person = Person { name, details: Details::new(first) };
    for (at, profile, name) in named {
        let agreement = name.agrees_with(person.name);
        versions.compared += usize::from(agreement.is_known());
        versions.is_cut |= agreement == Agreement::TooLong;
        let details = Details::new(profile);
        if agreement != Agreement::Differ {
            person.details.update(details);
            continue;
        }
        match person.details.compare(&details) {
            Comparison::Kept => {}
            Comparison::Unclear => versions.is_cut = true,
            Comparison::Replaced(what) => {
                versions.replaced.push((day(at), what));
                person = Person { name, details };
            }
        }
    }
    versions
}

/// The person of some versions: their name, and the latest of their details.
struct Person<'a> {
    name: &'a PersonName,
    details: Details,
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
        if agreement == Agreement::Differ {
            match is_replaced(profile) {
                Some(true) => elsewhere.replaced.push((i, profile)),
                Some(false) => {}
                None => elsewhere.is_cut = true,
            }
        }
    }
    elsewhere
}

/// Whether photo and occupation were replaced together with the name. After a marriage or a transition, people renew their
/// photo too, so without a new occupation and without times it is unknown.
fn is_replaced(profile: &ElsewhereProfile) -> Option<bool> {
    const TOGETHER: Duration = Duration::days(30);
    let photo = profile.photo_changed_at;
    if photo.is_none() {
        return Some(false);
    }
    let renamed = profile.name_changed_at?;
    let is_together = |at: DateTime<Utc>| (at - renamed).abs() <= TOGETHER;
    let both =
        photo.is_some_and(is_together) && profile.occupation_changed_at.is_some_and(is_together);
    both.then_some(true)
}

fn about_versions(versions: &Versions) -> impl Iterator<Item = Evidence> {
    versions.replaced.iter().map(|(day, what)| {
        let evidence = Evidence::about(["/claims/name".to_owned()]).worded("hit");
        evidence.with("day", day.clone()).with("replaced", *what)
    })
}

fn about_elsewhere(elsewhere: &Elsewhere<'_>) -> Option<Evidence> {
    let replaced = &elsewhere.replaced;
    let pointers = replaced.iter().map(|(i, _)| format!("/links/profiles/{i}/previous_name"));
    let evidence = with_sites(Evidence::about(pointers), replaced).worded("elsewhere");
    (!replaced.is_empty()).then_some(evidence)
}

/// The claimed name, if it is that of a person.
fn name(profile: &Profile) -> Option<&PersonName> {
    let name = profile.claims.as_ref()?.name.as_ref();
    name.filter(|name| !name.is_organisation())
}

/// What belongs to one person: all identity documents, photos, contact details and payout accounts of a version.
struct Details {
    documents: BTreeSet<String>,
    photos: Vec<u64>,
    contact: BTreeSet<String>,
    payouts: BTreeSet<String>,
}

/// Whether the details of two versions belong to different people.
enum Comparison {
    /// Something stayed.
    Kept,
    /// Nothing stayed, but only one kind of detail can be compared. A new photo, document or number alone is nothing
    /// unusual after a change of name.
    Unclear,
    /// Nothing stayed, and at least two kinds were replaced.
    Replaced(&'static str),
}

impl Details {
    fn new(profile: &Profile) -> Self {
        let documents = profile.identity_checks.iter();
        let documents =
            documents.filter_map(|check| Some(check.document_digest.as_ref()?.folded()));
        let people = profile.photos.iter().filter(|photo| photo.shows_no_person != Some(true));
        let contact = profile.contact.as_ref();
        let emails = contact.into_iter().flat_map(|contact| &contact.emails);
        let phones = contact.into_iter().flat_map(|contact| &contact.phones);
        let emails = emails.map(|email| email.address.canonical());
        let phones = phones.map(|phone| phone.number.as_str().to_owned());
        let payouts = profile.payouts.iter().filter_map(|payout| payout.account.as_ref());
        Self {
            documents: documents.map(str::to_owned).collect(),
            photos: people.filter_map(|photo| Some(photo.perceptual_hash?.0)).collect(),
            contact: emails.chain(phones).collect(),
            payouts: payouts.map(|account| account.expose().to_owned()).collect(),
        }
    }

    /// Takes over the details that a later version of the same person has.
    fn update(&mut self, later: Self) {
        let sets = [
            (&mut self.documents, later.documents),
            (&mut self.contact, later.contact),
            (&mut self.payouts, later.payouts),
        ];
        for (then, now) in sets {
            if !now.is_empty() {
                *then = now;
            }
        }
        if !later.photos.is_empty() {
            self.photos = later.photos;
        }
    }

    fn compare(&self, other: &Self) -> Comparison {
        let kept = |then: &BTreeSet<String>, now: &BTreeSet<String>| {
            (!then.is_empty() && !now.is_empty()).then(|| !then.is_disjoint(now))
        };
        let kinds = [
            kept(&self.documents, &other.documents),
            are_photos_kept(&self.photos, &other.photos),
            kept(&self.contact, &other.contact),
            kept(&self.payouts, &other.payouts),
        ];
        if kinds.contains(&Some(true)) {
            return Comparison::Kept;
        }
        let [documents, photos, contact, _] = kinds.map(|kept| kept.is_some());
        match (documents, photos, contact) {
            (true, true, true) => Comparison::Replaced("all"),
            (true, true, false) => Comparison::Replaced("document_photo"),
            (true, false, true) => Comparison::Replaced("document_contact"),
            (false, true, true) => Comparison::Replaced("photo_contact"),
            _ => Comparison::Unclear,
        }
    }
}

/// Whether a photo stayed, also scaled or cropped. `None` if one of the versions has no photo.
fn are_photos_kept(then: &[u64], now: &[u64]) -> Option<bool> {
    /// Portraits of strangers differ in ten or more of 64 bits.
    const SAME: u32 = 9;
    if then.is_empty() || now.is_empty() {
        return None;
    }
    count_work(Work::Pairs, then.len() * now.len());
    Some(then.iter().any(|hash| now.iter().any(|other| (hash ^ other).count_ones() <= SAME)))
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

    fn only_documents() -> Fixture {
        let only = |name: &str, document: &str| {
            json!({
                "claims": { "name": name },
                "identity_checks": [{ "document_digest": document }],
            })
        };
        Fixture::new(only("Otto Specimen", "D2"))
            .after(Duration::days(60), only("Ana Sample", "D1"))
    }

    fn paid_as_before() -> Fixture {
        let paid = |mut version: Value| {
            version["payouts"] = json!([{ "account": "US-ACCT-4401" }]);
            version
        };
        let now = paid(version("Otto Specimen", "D2", "o@example.com"));
        let was = paid(version("Ana Sample", "D1", "a@example.com"));
        Fixture::new(now).after(Duration::days(60), was)
    }

    /// Another name, document and photo, without contact details.
    fn papers() -> Fixture {
        let papers = |name: &str, document: &str, hash: &str| {
            json!({
                "claims": { "name": name },
                "photos": [{ "perceptual_hash": hash }],
                "identity_checks": [{ "document_digest": document }],
            })
        };
        Fixture::new(papers("Otto Specimen", "D2", NEW_FACE))
            .after(Duration::days(60), papers("Ana Sample", "D1", OLD_FACE))
    }

    const OLD_FACE: &str = "0000e1f08794a5b2";
    const NEW_FACE: &str = "c3d0e1f0ffff5a4d";

    pub(super) fn identity_rotation_name_or_handle_change() -> Examples {
        let was = || version("Ana Sample", "D1", "a@example.com");
        let then = |now: Value| Fixture::new(now).after(Duration::days(60), was());
        let other = || version("Otto Specimen", "D2", "o@example.com");
        let photo = |name: &str, hash: &str, email: &str| {
            json!({
                "claims": { "name": name },
                "photos": [{ "perceptual_hash": hash }],
                "contact": { "emails": [{ "address": email }] },
            })
        };
        let photos = |email: &str| {
            Fixture::new(photo("Otto Specimen", NEW_FACE, email))
                .after(Duration::days(60), photo("Ana Sample", OLD_FACE, "a@example.com"))
        };
        let scaled = Fixture::new(photo("Otto Specimen", "0000e1f08794a5b3", "o@example.com"))
            .after(Duration::days(60), photo("Ana Sample", OLD_FACE, "a@example.com"));
        let mut everything = other();
        everything["photos"] = json!([{ "perceptual_hash": NEW_FACE }]);
        let mut was_everything = was();
        was_everything["photos"] = json!([{ "perceptual_hash": OLD_FACE }]);
        let everything = Fixture::new(everything).after(Duration::days(60), was_everything);
        // The rename was saved six times, which is still one rename.
        let renamed_once = (1..6).fold(Fixture::new(other()), |case, month| {
            case.after(Duration::days(20 * month), if month > 3 { was() } else { other() })
        });
        let twice = Fixture::new(version("Kim Third", "D3", "k@example.com"))
            .after(Duration::days(40), other())
            .after(Duration::days(60), was());
        let in_steps = then(other())
            .after(Duration::days(30), version("Otto Specimen", "D1", "a@example.com"));
        let renamed = |photo_changed_at: Value| {
            json!({
                "network": "LinkedIn", "name": "Otto Specimen", "previous_name": "Ana Sample",
                "photo_changed_at": photo_changed_at, "name_changed_at": "2026-01-09T00:00:00Z", "occupation_changed_at": "2026-01-20T00:00:00Z",
            })
        };
        let married = json!({ "name": "Anna Keller", "previous_name": "Maria Schulze", "name_changed_at": "2012-06-01T00:00:00Z", "photo_changed_at": "2024-01-01T00:00:00Z" });
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
            .says("On 2026-06-01, the name was replaced by a different one, together with the identity document and all contact details.")
            .hit("another name under another photo", photos("o@example.com"))
            .says("On 2026-06-01, the name was replaced by a different one, together with the photo and all contact details.")
            .hit("another name, document and photo", papers())
            .says("On 2026-06-01, the name was replaced by a different one, together with the identity document and the photo.")
            .hit("everything is new", everything)
            .says("On 2026-06-01, the name was replaced by a different one, together with the identity document, the photo and all contact details.")
            .hit("one rename in many versions", renamed_once)
            .value(1.0)
            .says("On 2026-04-02, the name was replaced by a different one, together with the identity document and all contact details.")
            .hit("two replacements", twice)
            .value(2.0)
            .says("On 2026-04-22, the name was replaced by a different one, together with the identity document and all contact details.")
            .says("On 2026-06-01, the name was replaced by a different one, together with the identity document and all contact details.")
            .hit("first the name, then the rest", in_steps)
            .value(1.0)
            .hit("a profile elsewhere got another name and photo", elsewhere(renamed(at)))
            .value(1.0)
            .pointers(&["/links/profiles/0/previous_name"])
            .says("The profile on LinkedIn got a different name, a new photo and a new occupation within a month.")
            .hit("here and elsewhere", then(everywhere))
            .value(2.0)
            .says("On 2026-06-01, the name was replaced by a different one, together with the identity document and all contact details.")
            .says("The profile on LinkedIn got a different name, a new photo and a new occupation within a month.")
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
            .miss("the photo was only scaled", scaled)
            .miss("a rebranding that is paid to the same account", paid_as_before())
            .miss("a new photo under a new name", photos("a@example.com"))
            .unknown("only the document can be compared", only_documents())
            .unknown("no earlier version", Fixture::new(was()))
            .unknown("a new name elsewhere, and years later a new photo", elsewhere(married))
            .innocent(
                "marriage, and a new document with it",
                then(version("Ana Rossi", "D2", "a@example.com")),
            )
    }
}
