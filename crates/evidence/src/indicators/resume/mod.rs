//! The resume, the photo and what is claimed there.

pub(super) mod author;
pub(super) mod elsewhere;
mod histories;
pub(super) mod photos;
pub(super) mod portfolio;
pub(super) mod references;
pub(super) mod rotation;
mod technologies;
pub(super) mod verification;
pub(super) mod wording;

use std::collections::BTreeSet;

use chrono::{DateTime, Datelike, Duration, Utc};

use super::history::{homes, spans_a_day};
use super::reading::count;
use super::sharing::{shared, weigh};
use super::{Case, Family, Indicator, MissRule, Scope, Usage};
use crate::finding::{Evidence, Finding};
use crate::identifier::IdentifierKind;
use crate::links::Shared;
use crate::profile::contact::AddressPurpose;
use crate::profile::resume::Work;
use crate::profile::{Agreement, CountryCode, PartialDate, Profile, Text};

/// Every indicator of the family.
pub(super) const INDICATORS: &[Indicator] = &[
    PHOTO_REUSED_ACROSS_ACCOUNTS,
    DOCUMENT_METADATA_REUSE,
    RESUME_VS_PROFILE_CONFLICT,
    TIMELINE_IMPOSSIBLE_OR_INCONSISTENT,
    CLAIMED_LOCATION_CHANGES,
];

const PHOTO_REUSED_ACROSS_ACCOUNTS: Indicator = Indicator {
    id: "photo_reused_across_accounts",
    family: Family::Resume,
    usage: Usage::Use,
    scope: Scope::CrossAccount,
    strength: 5,
    observed: "Same face/photo (perceptual hash) under other names.",
    unit: "other applicants",
    question: "Which photo does the profile show? Send `photos[].image` or `photos[].perceptual_hash`.",
    innocent_explanations: "Stock avatars, fan pictures, agency staff pages.",
    how_to_verify: "Ask each account for live video and compare.",
    sources: &["US2022", "SEAL", "SAR"],
    wording: "",
    miss: MissRule::Counts,
    observe: photo_reused_across_accounts,
    #[cfg(test)]
    examples: None,
};

const DOCUMENT_METADATA_REUSE: Indicator = Indicator {
    id: "document_metadata_reuse",
    family: Family::Resume,
    usage: Usage::Use,
    scope: Scope::CrossAccount,
    strength: 4,
    observed: "PDF/DOCX producer, author, template id or edit chain shared by unrelated applicants.",
    unit: "other applicants",
    question: "Which file was the resume? Send `resume_file.content`, or its `digest` and `document_id`.",
    innocent_explanations: "Popular resume builders, career services: use rare values only.",
    how_to_verify: "Ask for the source document; ask both about the same project in an interview.",
    sources: &["GEM", "TOFU", "NOVA"],
    wording: "",
    miss: MissRule::Counts,
    observe: document_metadata_reuse,
    #[cfg(test)]
    examples: None,
};

const RESUME_VS_PROFILE_CONFLICT: Indicator = Indicator {
    id: "resume_vs_profile_conflict",
    family: Family::Resume,
    usage: Usage::Use,
    scope: Scope::Profile,
    strength: 4,
    observed: "Titles, dates or employers differ between resume, LinkedIn and platform profile.",
    unit: "conflicts",
    question: "What does the resume say, and what profiles elsewhere? Send `resume` with `basics` and `work`, `claims`, and `links.profiles[].work`.",
    innocent_explanations: "Outdated profiles, tailoring.",
    how_to_verify: "Ask about each difference; outdated resumes explain most.",
    sources: &["US2022", "PSA23", "FIN", "SEAL"],
    wording: "",
    miss: MissRule::Counts,
    observe: resume_vs_profile_conflict,
    #[cfg(test)]
    examples: None,
};

const TIMELINE_IMPOSSIBLE_OR_INCONSISTENT: Indicator = Indicator {
    id: "timeline_impossible_or_inconsistent",
    family: Family::Resume,
    usage: Usage::Use,
    scope: Scope::Profile,
    strength: 2,
    observed: "Overlapping full-time roles, future dates, experience exceeds age, jobs before degree.",
    unit: "impossible entries",
    question: "What are the dates of the jobs? Send `resume.work` with `startDate` and `endDate`.",
    innocent_explanations: "Contracting, part-time study, typos.",
    how_to_verify: "Ask one former employer, over a contact found independently, for the dates.",
    sources: &["NOVA", "FIN", "SEAL"],
    wording: "",
    miss: MissRule::Counts,
    observe: timeline_impossible_or_inconsistent,
    #[cfg(test)]
    examples: None,
};

const CLAIMED_LOCATION_CHANGES: Indicator = Indicator {
    id: "claimed_location_changes",
    family: Family::Resume,
    usage: Usage::Use,
    scope: Scope::Temporal,
    strength: 3,
    observed: "Stated home location changes repeatedly.",
    unit: "residences in a year",
    question: "Where did the applicant say they live, and when? Send `contact.addresses` with purpose `residence` and `added_at`.",
    innocent_explanations: "Nomads, students.",
    how_to_verify: "Ask for a document with an address from each place.",
    sources: &["US2022", "SEAL", "DTEX25"],
    wording: "",
    miss: MissRule::Counts,
    observe: claimed_location_changes,
    #[cfg(test)]
    examples: None,
};

fn photo_reused_across_accounts(case: &Case<'_>) -> Finding {
    shared(case, IdentifierKind::Photo, "showing this photo")
}

/// The very same file; the look of a template is not compared.
fn document_metadata_reuse(case: &Case<'_>) -> Finding {
    let kinds = [IdentifierKind::ResumeFile, IdentifierKind::FileOrigin];
    let files: Vec<&Shared> = kinds.into_iter().flat_map(|kind| case.links.of(kind)).collect();
    weigh(&files, 1.0, "with this very resume file or a copy of it")
}

fn resume_vs_profile_conflict(case: &Case<'_>) -> Finding {
    let Some(resume) = &case.profile.resume else { return Finding::Unknown };
    let claims = case.profile.claims.as_ref();
    let basics = resume.basics.as_ref();
    let mut compared = 0;
    let mut conflicts: Vec<(&str, &str)> = Vec::new();
    let mut compare = |conflict: Option<bool>, what, pointer| {
        compared += usize::from(conflict.is_some());
        if conflict == Some(true) {
            conflicts.push((what, pointer));
        }
    };
    let country = basics.and_then(|basics| basics.location.as_ref()?.country);
    let living = claims.filter(|claims| claims.country.is_some());
    let moved = living.zip(country).map(|(claims, country)| !claims.covers(country, case.now));
    compare(moved, "country", "/resume/basics/location/countryCode");
    let names = basics
        .and_then(|basics| basics.name.as_ref())
        .zip(claims.and_then(|claims| claims.name.as_ref()));
    let agreement = names.map(|(one, other)| one.agrees_with(other));
    let agreement = agreement.filter(|agreement| agreement.is_known());
    let named = agreement.map(|agreement| agreement == Agreement::Differ);
    compare(named, "name", "/resume/basics/name");
    compare(years_conflict(case), "years of experience", "/resume/work");
    let otherwise = histories::told_otherwise(case.profile);
    let told = otherwise.as_ref().map(|jobs| !jobs.is_empty());
    compare(told, "employers or dates on a profile elsewhere", "/links/profiles");
    if compared == 0 {
        return Finding::Unknown;
    }
    let what: Vec<&str> = conflicts.iter().map(|(what, _)| *what).collect();
    let list = if what.is_empty() { "nothing".to_owned() } else { what.join(", ") };
    let text = format!("resume and profile differ in {list}, of {compared} things compared");
    let jobs = otherwise.unwrap_or_default().into_iter().map(|i| format!("/resume/work/{i}"));
    let pointers = conflicts.iter().map(|(_, pointer)| (*pointer).to_owned()).chain(jobs);
    Finding::graded(count(conflicts.len()), Evidence::stored(text, pointers))
}

/// Whether the claimed years are more than the resume has room for; four years are forgiven for work
/// that nobody lists.
fn years_conflict(case: &Case<'_>) -> Option<bool> {
    const FORGIVEN: f64 = 4.0;
    let claimed = case.profile.claims.as_ref()?.years_of_experience?.0;
    let work = &case.profile.resume.as_ref()?.work;
    let first = work.iter().filter_map(|job| Some(job.start?.months(1))).min()?;
    let listed = f64::from(this_month(case) - first) / 12.0;
    Some(claimed > listed + FORGIVEN)
}

fn this_month(case: &Case<'_>) -> i32 {
    case.now.year() * 12 + i32::try_from(case.now.month0()).unwrap_or_default()
}

/// Jobs that end before they begin or begin in the future, and two jobs, each with an end, that began
/// and ended in the same months at different employers.
fn timeline_impossible_or_inconsistent(case: &Case<'_>) -> Finding {
    let Some(resume) = &case.profile.resume else { return Finding::Unknown };
    let dated: Vec<(usize, i32, i32)> = (resume.work.iter().enumerate())
        .filter_map(|(i, job)| {
            let start = job.start?.months(1);
            Some((i, start, job.end.map_or(this_month(case), |end| end.months(12))))
        })
        .collect();
    if dated.is_empty() {
        return Finding::Unknown;
    }
    let impossible =
        |(_, start, end): &&(usize, i32, i32)| end < start || *start > this_month(case) + 1;
    let mut wrong: Vec<usize> = dated.iter().filter(impossible).map(|(i, ..)| *i).collect();
    let alike = |(i, start, end): &(usize, i32, i32)| {
        let same = |(j, from, to): &(usize, i32, i32)| {
            j < i
                && (from, to) == (start, end)
                && is_to_the_month(&resume.work[*j])
                && are_different_employers(&resume.work[*i], &resume.work[*j])
        };
        end - start >= 6 && is_to_the_month(&resume.work[*i]) && dated.iter().any(same)
    };
    wrong.extend(dated.iter().filter(|job| alike(job)).map(|(i, ..)| *i));
    let text = format!("{} of {} jobs have dates that cannot be", wrong.len(), dated.len());
    let pointers = wrong.iter().map(|i| format!("/resume/work/{i}/startDate"));
    Finding::graded(count(wrong.len()), Evidence::stored(text, pointers))
}

/// Whole years say little: two clients of the same years are ordinary.
fn is_to_the_month(job: &Work) -> bool {
    let month = |date: Option<PartialDate>| date.is_some_and(|date| date.month.is_some());
    month(job.start) && month(job.end)
}

fn are_different_employers(one: &Work, other: &Work) -> bool {
    let employers = one.name.as_ref().zip(other.name.as_ref());
    employers.is_some_and(|(one, other)| one.folded() != other.folded())
}

/// Three residences in a year, stays that were told of left out.
fn claimed_location_changes(case: &Case<'_>) -> Finding {
    const OFTEN: usize = 3;
    let addresses = case.profile.contact.iter().flat_map(|contact| &contact.addresses);
    let homes: Vec<(Option<usize>, DateTime<Utc>, String)> = (addresses.enumerate())
        .filter(|(_, address)| address.purpose == Some(AddressPurpose::Residence))
        .filter_map(|(i, address)| {
            let city = address.city.as_ref().map(Text::folded).unwrap_or_default();
            let country = address.country.map(|country| country.to_string()).unwrap_or_default();
            let told =
                address.country.is_some_and(|country| stayed(case, country, address.added_at));
            Some((Some(i), address.added_at?, format!("{city}\n{country}"))).filter(|_| !told)
        })
        .collect();
    let homes = homes.into_iter().chain(claimed_before(case)).collect::<Vec<_>>();
    if homes.is_empty() {
        return Finding::Unknown;
    }
    let year_from = |start: DateTime<Utc>| {
        let inside =
            homes.iter().filter(|(_, at, _)| *at >= start && *at - start < Duration::days(365));
        inside.map(|(.., place)| place).collect::<BTreeSet<_>>().len()
    };
    let most = homes.iter().map(|(_, at, _)| year_from(*at)).max().unwrap_or_default();
    let text = format!("{most} different residences claimed within a year");
    let pointers = homes.iter().map(|(i, ..)| {
        i.map_or_else(|| "/claims/country".to_owned(), |i| format!("/contact/addresses/{i}"))
    });
    let evidence = Evidence::stored(text, pointers);
    if most >= OFTEN { Finding::hit(count(most), evidence) } else { Finding::miss(evidence) }
}

/// Where each version said that the person lives, when there are several versions over more than a
/// day. Stays that were told
/// of are left out.
fn claimed_before(case: &Case<'_>) -> Vec<(Option<usize>, DateTime<Utc>, String)> {
    let Some(claims) = case.profile.claims.as_ref().filter(|_| spans_a_day(case)) else {
        return Vec::new();
    };
    if claims.country.is_none() {
        return Vec::new();
    }
    let told = |profile: &Profile, at: DateTime<Utc>| {
        let country = profile.claims.as_ref().and_then(|claims| claims.country);
        country.is_some_and(|country| stayed(case, country, Some(at)))
    };
    let now = std::iter::once((case.now, case.profile));
    let versions = case.earlier.iter().map(|earlier| (earlier.at, &earlier.profile)).chain(now);
    versions
        .filter(|(at, profile)| !told(profile, *at))
        .flat_map(|(at, profile)| homes(profile).into_iter().map(move |home| (None, at, home)))
        .collect()
}

fn stayed(case: &Case<'_>, country: CountryCode, at: Option<DateTime<Utc>>) -> bool {
    let stays = case.profile.claims.iter().flat_map(|claims| &claims.stays);
    stays.filter(|stay| stay.country == Some(country)).any(|stay| {
        at.is_none_or(|at| {
            stay.from.is_none_or(|from| from <= at) && stay.until.is_none_or(|until| at <= until)
        })
    })
}

#[cfg(test)]
mod tests;
