//! The applicant's identity on other networks. The age of those profiles is in `age`.

mod age;

use std::collections::BTreeSet;

use super::super::reading::count;
use super::super::{Case, Family, Indicator, MissRule, Scope, Usage};
use crate::finding::{Evidence, Finding};
use crate::profile::elsewhere::{ElsewhereProfile, PageStatus};
use crate::profile::{Agreement, CountryCode, PageUrl, PersonName, Text};

/// Every indicator of this file.
pub(in crate::indicators) const INDICATORS: &[Indicator] = &[
    CLAIMED_IDENTITY_INCONSISTENT_ACROSS_PLATFORMS,
    PROFESSIONAL_PROFILE_DEAD_OR_MISSING,
    age::PROFESSIONAL_PROFILE_NEW_OR_THIN,
    age::PROFESSIONAL_PROFILE_HIJACKED,
    STERILE_DIGITAL_FOOTPRINT,
];

const CLAIMED_IDENTITY_INCONSISTENT_ACROSS_PLATFORMS: Indicator = Indicator {
    id: "claimed_identity_inconsistent_across_platforms",
    family: Family::Resume,
    cause: None,
    usage: Usage::UseInconsistencyOnly,
    scope: Scope::Profile,
    strength: 5,
    observed: "Profiles on other sites show a different name or country than the applicant claims.",
    unit: "profiles with another identity",
    question: "What do the profiles on other sites say? Send `links.profiles` with `name` and `country`.",
    innocent_explanations: "Names adapted to English, pseudonyms, and moves to another country.",
    how_to_verify: "Ask which profiles belong to the applicant, and for a message sent from each.",
    sources: &["US2022", "SEAL", "RF26"],
    wording: "
    .names = { other-profiles } showed a different name than the applicant’s.
    .countries = { other-profiles } located the applicant in { $countries }, but the applicant claims to live in { $claimed }.
    .outdated = { other-profiles } located the applicant in { $countries }, but the applicant claims to live in { $claimed }. A single profile may be out of date.
    .miss = { other-profiles } did not contradict the applicant’s name or country.
",
    miss: MissRule::Counts,
    observe: claimed_identity_inconsistent_across_platforms,
    #[cfg(test)]
    examples: tests::claimed_identity_inconsistent_across_platforms,
};

const PROFESSIONAL_PROFILE_DEAD_OR_MISSING: Indicator = Indicator {
    id: "professional_profile_dead_or_missing",
    family: Family::Resume,
    cause: None,
    usage: Usage::Use,
    scope: Scope::Profile,
    strength: 3,
    observed: "A professional profile that the applicant named does not exist or was removed.",
    unit: "pages",
    question: "Do the applicant’s profiles on other sites exist? Send `links.profiles[].status`.",
    innocent_explanations: "Renamed profiles, people who left the network, and accounts that were blocked by mistake.",
    how_to_verify: "Ask for the current address. Networks also remove profiles by mistake.",
    sources: &["END", "KOL25", "ASH"],
    wording: "
    .hit = { other-profiles } { $status ->
        [not_found] could not be found.
        [removed] had been removed by the site.
       *[mixed] could not be found or had been removed by the site.
    }
    .miss = { other-profiles } could be found.
",
    miss: MissRule::Counts,
    observe: professional_profile_dead_or_missing,
    #[cfg(test)]
    examples: tests::professional_profile_dead_or_missing,
};

const STERILE_DIGITAL_FOOTPRINT: Indicator = Indicator {
    id: "sterile_digital_footprint",
    family: Family::Resume,
    cause: None,
    usage: Usage::ContextOnly,
    scope: Scope::Profile,
    strength: 3,
    observed: "Only services for job seekers know the applicant.",
    unit: "job services",
    question: "Which other services know the applicant? Send `links.footprint`.",
    innocent_explanations: "People who protect their privacy, and gaps in the data of the look-up service.",
    how_to_verify: "Nothing needs to be verified. It is fine to protect one’s privacy.",
    sources: &["TOFU", "CIN24", "AMZ25"],
    wording: "
    .hit = { $job ->
        [one] One job service knows
       *[other] { $job } job services know
    } the applicant, but no other service does.
    .miss = { $job ->
        [0] No job service knows
        [one] One job service knows
       *[other] { $job } job services know
    } the applicant, and { $other ->
        [0] no other service does.
        [one] one other service does.
       *[other] { $other } other services do.
    }
",
    miss: MissRule::Counts,
    observe: sterile_digital_footprint,
    #[cfg(test)]
    examples: tests::sterile_digital_footprint,
};

type Profiles<'a> = Vec<(usize, &'a ElsewhereProfile)>;

fn profiles<'a>(case: &Case<'a>) -> Profiles<'a> {
    case.profile.links.iter().flat_map(|links| &links.profiles).enumerate().collect()
}

/// Evidence about profiles, for the message `other-profiles`.
fn about(profiles: &[(usize, &ElsewhereProfile)]) -> Evidence {
    let pointers = profiles.iter().map(|(i, _)| format!("/links/profiles/{i}"));
    with_sites(Evidence::about(pointers), profiles)
}

/// Adds `$count` and `$sites` for the message `other-profiles`.
pub(super) fn with_sites(evidence: Evidence, profiles: &[(usize, &ElsewhereProfile)]) -> Evidence {
    let mut sites: Vec<String> = profiles.iter().filter_map(|(_, profile)| site(profile)).collect();
    sites.sort_unstable();
    sites.dedup();
    evidence.with("count", profiles.len()).with("sites", sites)
}

/// The host of a profile, or else the network's name.
pub(super) fn site(profile: &ElsewhereProfile) -> Option<String> {
    let network = || profile.network.as_ref().map(Text::as_str).map(str::to_owned);
    profile.url.as_ref().and_then(host).or_else(network)
}

/// The host of a page, without a leading `www`.
pub(in crate::indicators) fn host(url: &PageUrl) -> Option<String> {
    let host = url.url().host_str()?;
    Some(host.strip_prefix("www.").unwrap_or(host).to_owned())
}

/// A name that shares nothing with the claimed one. A name of one word can be a pseudonym, so it can only agree. Countries count only from two profiles on, because a single profile
/// is often not updated after a move.
fn claimed_identity_inconsistent_across_platforms(case: &Case<'_>) -> Finding {
    const OUTDATED: usize = 1;
    let Some(claims) = &case.profile.claims else { return Finding::Unknown };
    let mut compared = Profiles::new();
    let (mut names, mut countries) = (Profiles::new(), Profiles::new());
    let mut is_cut = false;
    for (i, profile) in profiles(case) {
        let name = profile.name.as_ref().filter(|name| !name.is_organisation());
        let both = name.zip(claims.name.as_ref().filter(|name| !name.is_organisation()));
        let agreement = both.map(|(name, claimed)| name.agrees_with(claimed));
        is_cut |= agreement == Some(Agreement::TooLong);
        let may_be_pseudonym = profile.name.as_ref().is_some_and(PersonName::is_one_word);
        // Elsewhere people show the names of channels and studios, and scrapers fill in texts.
        let is_real =
            !may_be_pseudonym && age::is_professional(profile) && !is_placeholder(profile);
        let agreement = agreement.filter(|agreement| {
            agreement.is_known() && (is_real || *agreement != Agreement::Differ)
        });
        let country = profile.country.filter(|_| claims.country.is_some());
        if agreement.is_some() || country.is_some() {
            compared.push((i, profile));
        }
        if agreement == Some(Agreement::Differ) {
            names.push((i, profile));
        } else if country.is_some_and(|country| claims.covers(country, case.now) == Some(false)) {
            countries.push((i, profile));
        }
    }
    if compared.is_empty() {
        return Finding::Unknown;
    }
    let by_country = if countries.len() > OUTDATED { countries.len() } else { 0 };
    let value = count(names.len() + by_country);
    let variant = if by_country > 0 { "countries" } else { "outdated" };
    let about_names = (!names.is_empty()).then(|| about(&names).worded("names"));
    let about_countries = claims.country.filter(|_| !countries.is_empty()).map(|claimed| {
        let shown: BTreeSet<CountryCode> =
            countries.iter().filter_map(|(_, profile)| profile.country).collect();
        let evidence = about(&countries).with("countries", shown.into_iter().collect::<Vec<_>>());
        evidence.worded(variant).with("claimed", claimed)
    });
    let evidence: Vec<Evidence> = about_names.into_iter().chain(about_countries).collect();
    if evidence.is_empty() {
        let evidence = with_sites(Evidence::about([]), &compared);
        return Finding::miss(evidence).unless_cut(|| is_cut);
    }
    let finding =
        if value > 0.0 { Finding::Hit { value, evidence } } else { Finding::Miss { evidence } };
    finding.unless_cut(|| is_cut)
}

/// Whether a network or a scraper shows these words instead of a name.
fn is_placeholder(profile: &ElsewhereProfile) -> bool {
    const WORDS: [&str; 16] = [
        "account",
        "anonymous",
        "deactivated",
        "deleted",
        "error",
        "found",
        "linkedin",
        "login",
        "member",
        "page",
        "private",
        "removed",
        "unavailable",
        "unknown",
        "user",
        "work",
    ];
    profile.name.as_ref().is_some_and(|name| name.has_word(&WORDS))
}

/// A private page exists, so it is not missing. A page that can be seen outweighs a dead one.
fn professional_profile_dead_or_missing(case: &Case<'_>) -> Finding {
    let mut visited = profiles(case);
    visited.retain(|(_, profile)| profile.status.is_some() && age::is_professional(profile));
    if visited.is_empty() {
        return Finding::Unknown;
    }
    let is_dead = |(_, profile): &&(usize, &ElsewhereProfile)| {
        matches!(profile.status, Some(PageStatus::NotFound | PageStatus::Removed))
    };
    let dead: Profiles<'_> = visited.iter().filter(is_dead).copied().collect();
    if dead.len() < visited.len() {
        visited.retain(|visited| !is_dead(&visited));
        return Finding::miss(with_sites(Evidence::about([]), &visited));
    }
    let all_are = |status| dead.iter().all(|(_, profile)| profile.status == Some(status));
    let status = match (all_are(PageStatus::NotFound), all_are(PageStatus::Removed)) {
        (true, _) => "not_found",
        (_, true) => "removed",
        _ => "mixed",
    };
    Finding::hit(count(dead.len()), about(&dead).with("status", status))
}

fn sterile_digital_footprint(case: &Case<'_>) -> Finding {
    let footprint = case.profile.links.as_ref().and_then(|links| links.footprint.as_ref());
    let known = footprint.and_then(|sites| Some((sites.job_services?.0, sites.other_services?.0)));
    let Some((job, other)) = known else { return Finding::Unknown };
    let evidence = Evidence::about(["/links/footprint".to_owned()]).with("job", job.round());
    if job >= 1.0 && other < 1.0 {
        Finding::hit(job, evidence)
    } else {
        Finding::miss(evidence.with("other", other.round()))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::indicators::examples::Examples;
    use crate::indicators::fixture::Fixture;

    fn found(profiles: Value) -> Fixture {
        Fixture::new(json!({
            "claims": { "name": "Minjun Example", "country": "PL" },
            "links": { "profiles": profiles },
        }))
    }

    pub(super) fn claimed_identity_inconsistent_across_platforms() -> Examples {
        let at = |host: &str, mut profile: Value| {
            profile["url"] = format!("https://{host}/in/minjun").into();
            profile
        };
        let name = at("www.example.com", json!({ "name": "Otto Sample", "professional": true }));
        let shown = |name: &str| found(json!([{ "name": name, "network": "LinkedIn" }]));
        let studio = json!([{ "name": "Northwind Design Studio", "network": "Behance" }]);
        let brazil = at("example.org", json!({ "country": "BR" }));
        let vietnam = at("example.net", json!({ "country": "VN" }));
        let same = json!({ "name": "Minjun Example", "country": "PL" });
        Examples::new()
            .hit("another name", found(json!([name])))
            .value(1.0)
            .says("The profile on example.com showed a different name than the applicant’s.")
            .hit("two other countries", found(json!([brazil, vietnam])))
            .value(2.0)
            .says(
                "2 profiles on other sites (example.net and example.org) located the applicant in Brazil \
                 and Vietnam, but the applicant claims to live in Poland.",
            )
            .hit("another name, and one other country", found(json!([brazil, name, same])))
            .value(1.0)
            .says("The profile on example.com showed a different name than the applicant’s.")
            .says(
                "The profile on example.org located the applicant in Brazil, but the applicant claims to \
                 live in Poland. A single profile may be out of date.",
            )
            .pointers(&["/links/profiles/1"])
            .miss("the same name and country", found(json!([same])))
            .says("A profile on another site did not contradict the applicant’s name or country.")
            .miss("the same twice", found(json!([same, same])))
            .says("2 profiles on other sites did not contradict the applicant’s name or country.")
            .miss("one profile that was not updated after a move", found(json!([{ "country": "DE" }])))
            .says(
                "A profile on another site located the applicant in Germany, but the applicant claims to \
                 live in Poland. A single profile may be out of date.",
            )
            .unknown("neither name nor country", found(json!([{ "status": "found" }])))
            .unknown("a studio's name", found(studio))
            .unknown("a company's page", shown("Northwind GmbH"))
            .unknown("a hidden name", shown("LinkedIn Member"))
            .unknown("a dead page", shown("Page not found"))
            .unknown("a pseudonym", found(json!([{ "name": "octocat" }, { "name": "달빛개발자" }])))
            .miss("the name in one word", found(json!([{ "name": "minjunexample" }])))
            .innocent("a transliterated name", found(json!([{ "name": "민준 Example" }])))
    }

    pub(super) fn professional_profile_dead_or_missing() -> Examples {
        let page = |network: &str, status: &str| json!({ "network": network, "status": status });
        let missing = page("LinkedIn", "not_found");
        let removed = page("Xing", "removed");
        let private = || found(json!([page("LinkedIn", "private")]));
        Examples::new()
            .hit("no such page", found(json!([missing])))
            .value(1.0)
            .pointers(&["/links/profiles/0"])
            .says("The profile on LinkedIn could not be found.")
            .hit("a page that the network removed", found(json!([removed])))
            .says("The profile on Xing had been removed by the site.")
            .miss("a page next to one that is gone", found(json!([missing, page("Xing", "found")])))
            .unknown("a page at a network for everyone", found(json!([page("Mastodon", "not_found")])))
            .hit("two pages that are gone", found(json!([missing, removed])))
            .value(2.0)
            .says("2 profiles on other sites (LinkedIn and Xing) could not be found or had been removed by the site.")
            .miss("a page", found(json!([page("LinkedIn", "found")])))
            .says("The profile on LinkedIn could be found.")
            .miss("two pages", found(json!([page("LinkedIn", "found"), page("Xing", "private")])))
            .says("2 profiles on other sites (LinkedIn and Xing) could be found.")
            .miss("a page that is not public", private())
            .unknown("no one looked", found(json!([{}])))
            .innocent("a private page", private())
    }

    pub(super) fn sterile_digital_footprint() -> Examples {
        let known = |job: u32, other: u32| {
            let footprint = json!({ "job_services": job, "other_services": other });
            Fixture::new(json!({ "links": { "footprint": footprint } }))
        };
        let empty = Fixture::new(json!({ "links": { "footprint": {} } }));
        Examples::new()
            .hit("three job services", known(3, 0))
            .value(3.0)
            .says("3 job services know the applicant, but no other service does.")
            .hit("one job service", known(1, 0))
            .says("One job service knows the applicant, but no other service does.")
            .miss("job services and another one", known(3, 1))
            .says("3 job services know the applicant, and one other service does.")
            .miss("no service at all", known(0, 0))
            .says("No job service knows the applicant, and no other service does.")
            .miss("only other services", known(0, 2))
            .says("No job service knows the applicant, and 2 other services do.")
            .unknown("no one looked", empty)
            .innocent("someone whom no service knows", known(0, 0))
    }
}
