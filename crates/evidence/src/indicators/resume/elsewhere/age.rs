//! Profiles on other networks that are new, empty or suddenly someone else's.

use chrono::{DateTime, Duration, Utc};

use super::super::super::reading::{count, day};
use super::super::super::{Case, Family, Indicator, MissRule, Scope, Usage};
use super::{about, host, profiles, with_sites};
use crate::finding::{Evidence, Finding};
use crate::profile::elsewhere::ElsewhereProfile;
use crate::profile::{Agreement, Text, fold};

pub(super) const PROFESSIONAL_PROFILE_NEW_OR_THIN: Indicator = Indicator {
    id: "professional_profile_new_or_thin",
    family: Family::Resume,
    cause: None,
    usage: Usage::Use,
    scope: Scope::Profile,
    strength: 3,
    observed: "A professional profile is only weeks old, or has hardly any connections and no activity.",
    unit: "profiles",
    question: "How old and how connected is the professional profile? Send `links.profiles` with `network` or `professional`, and `created_at`, `connections` and `interactions`.",
    innocent_explanations: "Juniors, career changers, and people who protect their privacy.",
    how_to_verify: "Ask for a former colleague as a reference. Find the contact details independently.",
    sources: &["END", "FIN", "FLAME", "DTEX25"],
    wording: "
    .hit = { other-profiles } { $why ->
        [new] had existed for less than 90 days,
        [thin] had fewer than 10 connections and no activity,
       *[mixed] had existed for less than 90 days, or had fewer than 10 connections and no activity,
    } but the applicant claims { $years } years of experience.
    .junior = { other-profiles } { $why ->
        [new] had existed for less than 90 days,
        [thin] had fewer than 10 connections and no activity,
       *[mixed] had existed for less than 90 days, or had fewer than 10 connections and no activity,
    } which fits the little experience that the applicant claims.
    .miss = { other-profiles } looked neither new nor empty.
",
    miss: MissRule::Counts,
    observe: professional_profile_new_or_thin,
    #[cfg(test)]
    examples: tests::professional_profile_new_or_thin,
};

pub(super) const PROFESSIONAL_PROFILE_HIJACKED: Indicator = Indicator {
    id: "professional_profile_hijacked",
    family: Family::Resume,
    cause: None,
    usage: Usage::ContextOnly,
    scope: Scope::Temporal,
    strength: 4,
    observed: "A professional profile got a new name, photo or field of work after a year or more without activity.",
    unit: "replaced details",
    question: "What changed on the profile after a long pause? Send `links.profiles` with `dormant_since` and the times of changes.",
    innocent_explanations: "People who return to work in another field, and people who present themselves anew.",
    how_to_verify: "Write to a contact address from before the change.",
    sources: &["AMZ25", "IBM26", "SEAL"],
    wording: "
    .hit = { other-profiles } fell silent on { $silent_since }, and got { $replaced ->
        [name_photo] a new name and a new photo
        [name_field] a new name and a new field of work
        [photo_field] a new photo and a new field of work
       *[all] a new name, a new photo and a new field of work
    } a year or more later.
    .miss = { other-profiles } fell silent on { $silent_since }, and got { $replaced ->
        [name] only a new name
        [photo] only a new photo
        [field] only a new field of work
       *[none] no new name, photo or field of work
    } a year or more later.
",
    miss: MissRule::Counts,
    observe: professional_profile_hijacked,
    #[cfg(test)]
    examples: tests::professional_profile_hijacked,
};

/// How a profile looks, given its age and number of connections.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Look {
    Ordinary,
    New,
    Thin,
}

/// Counts only with claimed experience, because juniors and career changers have young profiles.
fn professional_profile_new_or_thin(case: &Case<'_>) -> Finding {
    const EXPERIENCED: f64 = 3.0;
    let claimed = case.profile.claims.as_ref().and_then(|claims| claims.years_of_experience);
    let Some(claimed) = claimed else { return Finding::Unknown };
    let mut looked_at = profiles(case);
    looked_at.retain(|(_, profile)| is_professional(profile));
    looked_at.retain(|(_, profile)| look(profile, case.now).is_some());
    if looked_at.is_empty() {
        return Finding::Unknown;
    }
    let mut hits = looked_at.clone();
    hits.retain(|(_, profile)| look(profile, case.now) != Some(Look::Ordinary));
    // One ordinary profile outweighs a new one.
    if hits.len() < looked_at.len() {
        looked_at.retain(|(_, profile)| look(profile, case.now) == Some(Look::Ordinary));
        return Finding::miss(with_sites(Evidence::about([]), &looked_at));
    }
    let all_are =
        |look_of_all| hits.iter().all(|(_, profile)| look(profile, case.now) == Some(look_of_all));
    let why = match (all_are(Look::New), all_are(Look::Thin)) {
        (true, _) => "new",
        (_, true) => "thin",
        _ => "mixed",
    };
    let evidence = about(&hits).with("why", why);
    if claimed.0 < EXPERIENCED {
        return Finding::miss(evidence.worded("junior"));
    }
    Finding::hit(count(hits.len()), evidence.with("years", claimed.0.round()))
}

/// Whether the network is about careers. Accounts elsewhere are often new or without contacts.
pub(super) fn is_professional(profile: &ElsewhereProfile) -> bool {
    if let Some(stated) = profile.professional {
        return stated;
    }
    let host = profile.url.as_ref().and_then(host);
    let network = profile.network.as_ref().map(Text::folded);
    let is_known = |line: &str| {
        let mut names = line.split(' ');
        let domain = names.next().unwrap_or_default();
        let is_host = host.as_deref().is_some_and(|host| {
            host == domain || host.strip_suffix(domain).is_some_and(|rest| rest.ends_with('.'))
        });
        is_host || network.is_some_and(|network| names.any(|name| fold(name) == network))
    };
    let mut known = include_str!("networks.txt").lines().filter(|line| !line.starts_with('#'));
    !profile.work.is_empty() || known.any(is_known)
}

fn look(profile: &ElsewhereProfile, now: DateTime<Utc>) -> Option<Look> {
    const NEW: Duration = Duration::days(90);
    const FEW: f64 = 10.0;
    let is_new = profile.created_at.map(|at| now - at < NEW);
    let has_few = profile.connections.map(|connections| connections.0 < FEW);
    let is_silent = profile.interactions.map(|interactions| interactions.0 < 1.0);
    let is_thin = has_few.zip(is_silent).map(|(few, silent)| few && silent);
    match (is_new, is_thin) {
        (None, None) => None,
        (Some(true), _) => Some(Look::New),
        (_, Some(true)) => Some(Look::Thin),
        _ => Some(Look::Ordinary),
    }
}

/// It is shown without weight: that a photo shows someone else, or that an occupation is another field, is the conclusion of
/// whoever looked. After a year without activity, two of name, photo and field of work are replaced at once. People who come back or
/// change careers replace only one of them.
fn professional_profile_hijacked(case: &Case<'_>) -> Finding {
    const SILENCE: Duration = Duration::days(365);
    const TOGETHER: usize = 2;
    let mut worst: Option<(usize, &ElsewhereProfile, DateTime<Utc>, Vec<&str>)> = None;
    let mut is_cut = false;
    for (i, profile) in profiles(case) {
        let Some(silent_since) = profile.dormant_since else { continue };
        // A new name of the same person, as after a marriage, is no replacement.
        let names = profile.name.as_ref().zip(profile.previous_name.as_ref());
        let agreement = names.map(|(now, then)| now.agrees_with(then));
        is_cut |= agreement == Some(Agreement::TooLong);
        let same = agreement.is_some_and(|agreement| agreement != Agreement::Differ);
        let changes = [
            ("name", profile.name_changed_at.filter(|_| !same)),
            ("photo", profile.photo_changed_at),
            ("field", profile.occupation_changed_at),
        ];
        let is_late = |at: DateTime<Utc>| at - silent_since >= SILENCE;
        let late = changes.into_iter().filter(|(_, at)| at.is_some_and(is_late));
        let replaced: Vec<&str> = late.map(|(what, _)| what).collect();
        if worst.as_ref().is_none_or(|(.., worst)| replaced.len() > worst.len()) {
            worst = Some((i, profile, silent_since, replaced));
        }
    }
    let Some((i, profile, silent_since, replaced)) = worst else { return Finding::Unknown };
    let choice = match replaced.len() {
        0 => "none".to_owned(),
        3 => "all".to_owned(),
        _ => replaced.join("_"),
    };
    let evidence =
        about(&[(i, profile)]).with("silent_since", day(silent_since)).with("replaced", choice);
    if replaced.len() >= TOGETHER {
        Finding::hit(count(replaced.len()), evidence)
    } else {
        Finding::miss(evidence).unless_cut(|| is_cut)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::indicators::examples::Examples;
    use crate::indicators::fixture::Fixture;

    fn claimed(years: u32, profiles: Value) -> Fixture {
        Fixture::new(json!({
            "claims": { "years_of_experience": years },
            "links": { "profiles": profiles },
        }))
    }

    pub(super) fn professional_profile_new_or_thin() -> Examples {
        let new = json!({ "network": "LinkedIn", "created_at": "2026-05-01T00:00:00Z" });
        let old = json!({ "network": "LinkedIn", "created_at": "2015-05-01T00:00:00Z" });
        let connected = |connections: u32| json!({ "professional": true, "connections": connections, "interactions": 0 });
        Examples::new()
            .hit("a new profile and 8 years of experience", claimed(8, json!([new])))
            .value(1.0)
            .says("The profile on LinkedIn had existed for less than 90 days, but the applicant claims 8 years of experience.")
            .hit("3 connections and no activity", claimed(8, json!([connected(3)])))
            .says(
                "A profile on another site had fewer than 10 connections and no activity, but the \
                 applicant claims 8 years of experience.",
            )
            .hit("one of each", claimed(8, json!([new, connected(3)])))
            .value(2.0)
            .pointers(&["/links/profiles/0", "/links/profiles/1"])
            .says(
                "2 profiles on other sites (LinkedIn) had existed for less than 90 days, or had fewer than \
                 10 connections and no activity, but the applicant claims 8 years of experience.",
            )
            .miss("a new profile next to an old one", claimed(8, json!([new, old])))
            .miss("an old profile", claimed(8, json!([old])))
            .says("The profile on LinkedIn looked neither new nor empty.")
            .miss("300 connections", claimed(8, json!([old, connected(300)])))
            .says("2 profiles on other sites (LinkedIn) looked neither new nor empty.")
            .miss("a new profile and a year of experience", claimed(1, json!([new])))
            .says(
                "The profile on LinkedIn had existed for less than 90 days, which fits the little \
                 experience that the applicant claims.",
            )
            .unknown("a new account at a network for everyone", claimed(8, json!([
                { "network": "Mastodon", "created_at": "2026-05-01T00:00:00Z" },
                { "url": "https://mastodon.example/@sam", "connections": 2, "interactions": 0 },
            ])))
            .unknown("nobody knows which network it is", claimed(8, json!([{ "created_at": "2026-05-01T00:00:00Z" }])))
            .miss("an old page at a subdomain", claimed(8, json!([
                { "url": "https://de.linkedin.com/in/sam", "created_at": "2015-05-01T00:00:00Z" },
            ])))
            .unknown("neither age nor connections", claimed(8, json!([{ "status": "found" }])))
            .innocent("a junior", claimed(1, json!([new])))
    }

    pub(super) fn professional_profile_hijacked() -> Examples {
        let changed = |mut profile: Value| {
            profile["network"] = "LinkedIn".into();
            profile["dormant_since"] = "2022-01-01T00:00:00Z".into();
            claimed(5, json!([profile]))
        };
        let (at, soon) = ("2026-03-01T00:00:00Z", "2022-03-01T00:00:00Z");
        let married = json!({ "name": "Ana Sample-Rossi", "previous_name": "Ana Sample",
            "name_changed_at": at, "photo_changed_at": at });
        let all =
            json!({ "name_changed_at": at, "photo_changed_at": at, "occupation_changed_at": at });
        Examples::new()
            .hit(
                "name and photo were replaced",
                changed(json!({ "name_changed_at": at, "photo_changed_at": at })),
            )
            .value(2.0)
            .pointers(&["/links/profiles/0"])
            .says("The profile on LinkedIn fell silent on 2022-01-01, and got a new name and a new photo a year or more later.")
            .hit("everything was replaced", changed(all))
            .value(3.0)
            .says(
                "The profile on LinkedIn fell silent on 2022-01-01, and got a new name, a new photo and a \
                 new field of work a year or more later.",
            )
            .miss("changes within the year", changed(json!({ "name_changed_at": soon, "photo_changed_at": soon })))
            .says(
                "The profile on LinkedIn fell silent on 2022-01-01, and got no new name, photo or field of \
                 work a year or more later.",
            )
            .miss("a return in another field", changed(json!({ "occupation_changed_at": at })))
            .says(
                "The profile on LinkedIn fell silent on 2022-01-01, and got only a new field of work a \
                 year or more later.",
            )
            .unknown("no silence", claimed(5, json!([{ "name_changed_at": at }])))
            .innocent("a marriage after a long silence", changed(married))
            .says(
                "The profile on LinkedIn fell silent on 2022-01-01, and got only a new photo a year or \
                 more later.",
            )
    }
}
