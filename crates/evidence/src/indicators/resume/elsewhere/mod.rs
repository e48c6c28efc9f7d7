//! The person on other networks: who they are there, how long, and since when.

use chrono::{DateTime, Duration, Utc};

use super::super::reading::{count, day};
use super::super::{Case, Family, Indicator, MissRule, Scope, Usage};
use crate::finding::{Evidence, Finding};
use crate::profile::Agreement;
use crate::profile::elsewhere::{ElsewhereProfile, PageStatus};

/// Every indicator of this file.
pub(in crate::indicators) const INDICATORS: &[Indicator] = &[
    CLAIMED_IDENTITY_INCONSISTENT_ACROSS_PLATFORMS,
    PROFESSIONAL_PROFILE_DEAD_OR_MISSING,
    PROFESSIONAL_PROFILE_NEW_OR_THIN,
    PROFESSIONAL_PROFILE_HIJACKED,
    STERILE_DIGITAL_FOOTPRINT,
];

const CLAIMED_IDENTITY_INCONSISTENT_ACROSS_PLATFORMS: Indicator = Indicator {
    id: "claimed_identity_inconsistent_across_platforms",
    family: Family::Resume,
    usage: Usage::UseInconsistencyOnly,
    scope: Scope::Profile,
    strength: 5,
    observed: "Name/location/birth/nationality claims differ between platforms for the same handle or email.",
    unit: "profiles that tell another identity",
    question: "What do the profiles elsewhere say? Send `links.profiles` with `name` and `country`.",
    innocent_explanations: "Westernised names, pseudonyms, moves.",
    how_to_verify: "Ask which profiles are theirs, and for a message sent from each.",
    sources: &["US2022", "SEAL", "RF26"],
    wording: "",
    miss: MissRule::Counts,
    observe: claimed_identity_inconsistent_across_platforms,
    #[cfg(test)]
    examples: None,
};

const PROFESSIONAL_PROFILE_DEAD_OR_MISSING: Indicator = Indicator {
    id: "professional_profile_dead_or_missing",
    family: Family::Resume,
    usage: Usage::Use,
    scope: Scope::Profile,
    strength: 3,
    observed: "Profile URL broken, private, renamed or absent.",
    unit: "pages",
    question: "What is at the addresses on the resume? Send `links.profiles[].status`.",
    innocent_explanations: "Private settings, people not on LinkedIn, banned by mistake.",
    how_to_verify: "Ask for the present address; networks take pages down by mistake too.",
    sources: &["END", "KOL25", "ASH"],
    wording: "",
    miss: MissRule::Counts,
    observe: professional_profile_dead_or_missing,
    #[cfg(test)]
    examples: None,
};

const PROFESSIONAL_PROFILE_NEW_OR_THIN: Indicator = Indicator {
    id: "professional_profile_new_or_thin",
    family: Family::Resume,
    usage: Usage::Use,
    scope: Scope::Profile,
    strength: 3,
    observed: "Profile weeks old, few connections, no interaction.",
    unit: "profiles",
    question: "How old and how connected is the professional profile? Send `links.profiles` with `created_at`, `connections` and `interactions`.",
    innocent_explanations: "Juniors, career changers, privacy.",
    how_to_verify: "Ask for a former colleague who can be found independently.",
    sources: &["END", "FIN", "FLAME", "DTEX25"],
    wording: "",
    miss: MissRule::Counts,
    observe: professional_profile_new_or_thin,
    #[cfg(test)]
    examples: None,
};

const PROFESSIONAL_PROFILE_HIJACKED: Indicator = Indicator {
    id: "professional_profile_hijacked",
    family: Family::Resume,
    usage: Usage::Use,
    scope: Scope::Temporal,
    strength: 4,
    observed: "Old dormant profile with sudden new name, photo or field.",
    unit: "things that changed",
    question: "What changed on the profile after a pause? Send `links.profiles` with `dormant_since` and the times of changes.",
    innocent_explanations: "Returners, rebranding.",
    how_to_verify: "Write to the contact of the time before the change.",
    sources: &["AMZ25", "IBM26", "SEAL"],
    wording: "",
    miss: MissRule::Counts,
    observe: professional_profile_hijacked,
    #[cfg(test)]
    examples: None,
};

const STERILE_DIGITAL_FOOTPRINT: Indicator = Indicator {
    id: "sterile_digital_footprint",
    family: Family::Resume,
    usage: Usage::ContextOnly,
    scope: Scope::Profile,
    strength: 3,
    observed: "Identity exists only on job-related services.",
    unit: "services for finding work",
    question: "Where else is the identity known? Send `links.footprint`.",
    innocent_explanations: "Privacy-minded people; needs third-party data; GDPR weight.",
    how_to_verify: "Nothing needs settling: privacy is no fault.",
    sources: &["TOFU", "CIN24", "AMZ25"],
    wording: "",
    miss: MissRule::Counts,
    observe: sterile_digital_footprint,
    #[cfg(test)]
    examples: None,
};

fn profiles<'a>(case: &Case<'a>) -> impl Iterator<Item = (usize, &'a ElsewhereProfile)> {
    case.profile.links.iter().flat_map(|links| &links.profiles).enumerate()
}

fn pointers(hits: &[usize]) -> impl Iterator<Item = String> {
    hits.iter().map(|i| format!("/links/profiles/{i}"))
}

/// A name that shares nothing with the claimed one. A country alone counts from two profiles on, since
/// one that was not updated after a move is ordinary.
fn claimed_identity_inconsistent_across_platforms(case: &Case<'_>) -> Finding {
    const OUTDATED: usize = 1;
    let Some(claims) = &case.profile.claims else { return Finding::Unknown };
    let (mut compared, mut named, mut placed) = (0, Vec::new(), Vec::new());
    for (i, profile) in profiles(case) {
        let names = profile.name.as_ref().zip(claims.name.as_ref());
        let agreement = names.map(|(one, other)| one.agrees_with(other));
        let agreement = agreement.filter(|agreement| agreement.is_known());
        let country = profile.country.filter(|_| claims.country.is_some());
        compared += usize::from(agreement.is_some() || country.is_some());
        if agreement == Some(Agreement::Differ) {
            named.push(i);
        } else if country.is_some_and(|country| !claims.covers(country, case.now)) {
            placed.push(i);
        }
    }
    if compared == 0 {
        return Finding::Unknown;
    }
    let text = format!(
        "of {compared} profiles elsewhere {} are in another name and {} in another country",
        named.len(),
        placed.len()
    );
    let places = if placed.len() > OUTDATED { placed.len() } else { 0 };
    let value = count(named.len() + places);
    named.extend(placed);
    Finding::graded(value, Evidence::stored(text, pointers(&named)))
}

/// A page that is private exists.
fn professional_profile_dead_or_missing(case: &Case<'_>) -> Finding {
    let looked: Vec<(usize, PageStatus)> =
        profiles(case).filter_map(|(i, profile)| Some((i, profile.status?))).collect();
    if looked.is_empty() {
        return Finding::Unknown;
    }
    let dead = |status| matches!(status, PageStatus::NotFound | PageStatus::Removed);
    let hits: Vec<usize> =
        looked.iter().filter(|(_, status)| dead(*status)).map(|(i, _)| *i).collect();
    let text = format!("{} of {} pages elsewhere are gone or never were", hits.len(), looked.len());
    Finding::graded(count(hits.len()), Evidence::stored(text, pointers(&hits)))
}

/// Only against claimed experience: juniors and career changers have young profiles.
fn professional_profile_new_or_thin(case: &Case<'_>) -> Finding {
    const EXPERIENCED: f64 = 3.0;
    let claimed = case.profile.claims.as_ref().and_then(|claims| claims.years_of_experience);
    let Some(claimed) = claimed else { return Finding::Unknown };
    let looked: Vec<(usize, bool)> = profiles(case)
        .filter_map(|(i, profile)| Some((i, is_new_or_thin(profile, case.now)?)))
        .collect();
    if looked.is_empty() {
        return Finding::Unknown;
    }
    let hits: Vec<usize> = looked.iter().filter(|(_, thin)| *thin).map(|(i, _)| *i).collect();
    let text = format!(
        "{} of {} profiles elsewhere are new or empty, {:.0} years of experience claimed",
        hits.len(),
        looked.len(),
        claimed.0
    );
    let evidence = Evidence::stored(text, pointers(&hits));
    if claimed.0 >= EXPERIENCED {
        Finding::graded(count(hits.len()), evidence)
    } else {
        Finding::miss(evidence)
    }
}

fn is_new_or_thin(profile: &ElsewhereProfile, now: DateTime<Utc>) -> Option<bool> {
    const NEW: Duration = Duration::days(90);
    const FEW: f64 = 10.0;
    let new = profile.created_at.map(|at| now - at < NEW);
    let connections = profile.connections.map(|connections| connections.0 < FEW);
    let silent = profile.interactions.map(|interactions| interactions.0 < 1.0);
    let thin = connections.zip(silent).map(|(few, silent)| few && silent);
    match (new, thin) {
        (None, None) => None,
        (new, thin) => Some(new == Some(true) || thin == Some(true)),
    }
}

/// After a year of silence two of name, photo and field are replaced at once. Somebody who comes back
/// or changes their field replaces one.
fn professional_profile_hijacked(case: &Case<'_>) -> Finding {
    const SILENCE: Duration = Duration::days(365);
    const TOGETHER: usize = 2;
    let mut most: Option<(usize, usize, DateTime<Utc>)> = None;
    for (i, profile) in profiles(case) {
        let Some(dormant) = profile.dormant_since else { continue };
        // The same person under a new name, as after a marriage, was not replaced.
        let names = profile.name.as_ref().zip(profile.previous_name.as_ref());
        let same = names.is_some_and(|(now, then)| now.agrees_with(then) != Agreement::Differ);
        let renamed = profile.name_changed_at.filter(|_| !same);
        let changes = [renamed, profile.photo_changed_at, profile.occupation_changed_at];
        let late = changes.into_iter().flatten().filter(|at| *at - dormant >= SILENCE).count();
        if most.is_none_or(|(_, changed, _)| late > changed) {
            most = Some((i, late, dormant));
        }
    }
    let Some((i, changed, dormant)) = most else { return Finding::Unknown };
    let text = format!(
        "{changed} of name, photo and field were replaced a year or more after the profile fell silent on {}",
        day(dormant)
    );
    let evidence = Evidence::stored(text, [format!("/links/profiles/{i}")]);
    if changed >= TOGETHER {
        Finding::hit(count(changed), evidence)
    } else {
        Finding::miss(evidence)
    }
}

fn sterile_digital_footprint(case: &Case<'_>) -> Finding {
    let footprint = case.profile.links.as_ref().and_then(|links| links.footprint.as_ref());
    let known = footprint.and_then(|found| Some((found.job_services?.0, found.other_services?.0)));
    let Some((job, other)) = known else { return Finding::Unknown };
    let text = format!("known to {job:.0} services for finding work and {other:.0} others");
    let evidence = Evidence::stored(text, ["/links/footprint".to_owned()]);
    if job >= 1.0 && other < 1.0 { Finding::hit(job, evidence) } else { Finding::miss(evidence) }
}

#[cfg(test)]
mod tests;
