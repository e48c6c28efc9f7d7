//! Where the applicant claimed to live, and how often that changed.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Duration, Utc};

use super::super::history::{Home, claimed_home, spans_a_day};
use super::super::reading::count;
use super::super::{Case, Family, Indicator, MissRule, Scope, Usage};
use crate::finding::{Evidence, Finding};
use crate::geography::Region;
use crate::profile::CountryCode;
use crate::profile::contact::AddressPurpose;

pub(super) const CLAIMED_LOCATION_CHANGES: Indicator = Indicator {
    id: "claimed_location_changes",
    family: Family::Resume,
    cause: None,
    usage: Usage::Use,
    scope: Scope::Temporal,
    strength: 3,
    observed: "The applicant claimed three or more different homes within a year.",
    unit: "homes in a year",
    question: "Where did the applicant claim to live, and when? Send `contact.addresses` with purpose `residence` and `added_at`.",
    innocent_explanations: "Digital nomads, students, and people who move house often.",
    how_to_verify: "Ask for a document that shows the address, for each home.",
    sources: &["US2022", "SEAL", "DTEX25"],
    wording: "
    .hit = Within a year, the applicant claimed { $countries_count ->
        [0] { $homes } different homes
       *[other] { $homes } different homes in { $countries }
    }{ $cities_count ->
        [0] .
       *[other] : { $cities }.
    }
    .miss = { $homes ->
        [one] Within any year, the applicant claimed only one home.
       *[other] Within any year, the applicant claimed no more than { $homes } different homes.
    }
",
    miss: MissRule::Counts,
    observe: claimed_location_changes,
    #[cfg(test)]
    examples: tests::claimed_location_changes,
};

/// A home that the applicant claimed at some time.
#[derive(Clone, Copy)]
struct Claimed<'a> {
    /// The position of the address. `None` if the home comes from a version of the profile.
    index: Option<usize>,
    at: DateTime<Utc>,
    home: Home<'a>,
}

/// Three homes within a year, without declared stays.
fn claimed_location_changes(case: &Case<'_>) -> Finding {
    const OFTEN: usize = 3;
    let mut homes: Vec<Claimed<'_>> =
        addresses(case).into_iter().chain(claims_of_versions(case)).collect();
    if homes.is_empty() {
        return Finding::Unknown;
    }
    // The most exact first, so that a vague home is the same as one of them.
    homes.sort_by_key(|claimed| Reverse(claimed.home.city.is_some()));
    let years = homes.iter().map(|claimed| year_from(claimed.at, &homes));
    let fullest = years.max_by_key(Vec::len).unwrap_or_default();
    let mut pointers: Vec<String> = Vec::new();
    for claimed in &homes {
        let pointer = match claimed.index {
            None => "/claims/country".to_owned(),
            Some(i) => format!("/contact/addresses/{i}"),
        };
        if !pointers.contains(&pointer) {
            pointers.push(pointer);
        }
    }
    pointers.sort();
    let evidence = Evidence::about(pointers).with("homes", fullest.len());
    if fullest.len() < OFTEN {
        return Finding::miss(evidence);
    }
    if certain(&fullest) < OFTEN {
        return Finding::Unknown;
    }
    let countries: BTreeSet<CountryCode> =
        fullest.iter().filter_map(|claimed| claimed.home.country).collect();
    let evidence = evidence.with("countries", countries.into_iter().collect::<Vec<_>>());
    let evidence = evidence.with("cities", cities(&fullest));
    Finding::hit(count(fullest.len()), evidence)
}

/// How many homes are certainly different. Cities have several names, as Munich and München, so within a country only known
/// states or provinces show it.
fn certain(homes: &[&Claimed<'_>]) -> usize {
    let mut certain: Vec<&Home<'_>> = Vec::new();
    for claimed in homes {
        if certain.iter().all(|other| are_certainly_different(&claimed.home, other)) {
            certain.push(&claimed.home);
        }
    }
    certain.len()
}

fn are_certainly_different(home: &Home<'_>, other: &Home<'_>) -> bool {
    let (Some(country), Some(theirs)) = (home.country, other.country) else { return false };
    if !country.includes(theirs) && !theirs.includes(country) {
        return true;
    }
    let region = |home: &Home<'_>| Region::find(home.country?, home.region?.as_str());
    region(home).zip(region(other)).is_some_and(|(one, other)| !std::ptr::eq(one, other))
}

/// The different cities, if all are known.
fn cities(homes: &[&Claimed<'_>]) -> Vec<String> {
    let city = |claimed: &&Claimed<'_>| {
        let city = claimed.home.city?;
        Some((city.folded().to_owned(), city.as_str().to_owned()))
    };
    // The first spelling of a city is shown.
    let cities: Option<BTreeMap<String, String>> = homes.iter().rev().map(city).collect();
    cities.unwrap_or_default().into_values().collect()
}

/// Homes in the year from `start` on that certainly differ from each other.
fn year_from<'a>(start: DateTime<Utc>, homes: &'a [Claimed<'a>]) -> Vec<&'a Claimed<'a>> {
    /// More homes make no difference, and comparing them takes time.
    const MAX_HOMES: usize = 10;
    let mut different: Vec<&Claimed<'_>> = Vec::new();
    for claimed in homes {
        let is_inside = claimed.at >= start && claimed.at - start < Duration::days(365);
        if is_inside
            && different.len() < MAX_HOMES
            && different.iter().all(|other| claimed.home.differs_from(&other.home))
        {
            different.push(claimed);
        }
    }
    different
}

fn addresses<'a>(case: &Case<'a>) -> Vec<Claimed<'a>> {
    let addresses = case.profile.contact.iter().flat_map(|contact| &contact.addresses);
    (addresses.enumerate())
        .filter(|(_, address)| address.purpose == Some(AddressPurpose::Residence))
        .filter_map(|(i, address)| {
            let country = address.country;
            if country.is_some_and(|country| is_declared_stay(case, country, address.added_at)) {
                return None;
            }
            let (region, city) = (address.region.as_ref(), address.city.as_ref());
            let home = Home { country, region, city };
            Some(Claimed { index: Some(i), at: address.added_at?, home })
        })
        .collect()
}

/// The home claimed in each version of the profile, if there are versions over more than a day. Declared stays are left
/// out.
fn claims_of_versions<'a>(case: &Case<'a>) -> Vec<Claimed<'a>> {
    let claims = case.profile.claims.as_ref().filter(|_| spans_a_day(case));
    if claims.is_none_or(|claims| claims.country.is_none()) {
        return Vec::new();
    }
    let now = std::iter::once((case.now, case.profile));
    let earlier = case.earlier.iter().map(|earlier| (earlier.at, &earlier.profile));
    let claimed = |(at, profile)| {
        let home = claimed_home(profile)?;
        let is_stay = home.country.is_some_and(|country| is_declared_stay(case, country, Some(at)));
        (!is_stay).then_some(Claimed { index: None, at, home })
    };
    earlier.chain(now).filter_map(claimed).collect()
}

fn is_declared_stay(case: &Case<'_>, country: CountryCode, at: Option<DateTime<Utc>>) -> bool {
    let stays = case.profile.claims.iter().flat_map(|claims| &claims.stays);
    stays
        .filter(|stay| stay.country == Some(country))
        .any(|stay| at.is_none_or(|at| stay.covers(at) != Some(false)))
}

#[cfg(test)]
mod tests {
    use chrono::Duration;
    use serde_json::{Value, json};

    use crate::indicators::examples::Examples;
    use crate::indicators::fixture::Fixture;

    pub(super) fn claimed_location_changes() -> Examples {
        let lived = |homes: &[Value], stays: Value| {
            let home = |(i, home): (usize, &Value)| {
                let mut home = home.clone();
                home["purpose"] = "residence".into();
                home["added_at"] = format!("2026-0{}-01T00:00:00Z", i + 1).into();
                home
            };
            let homes: Vec<Value> = homes.iter().enumerate().map(home).collect();
            Fixture::new(json!({ "contact": { "addresses": homes }, "claims": { "stays": stays } }))
        };
        let countries = ["US", "GB", "PL"].map(|country| json!({ "country": country }));
        let cities = [["Austin", "US"], ["Toronto", "CA"], ["Kraków", "PL"]];
        let cities = cities.map(|[city, country]| json!({ "city": city, "country": country }));
        let mixed = json!({ "city": "AUSTIN", "country": "PL" });
        let mixed = [cities[0].clone(), mixed, cities[1].clone()];
        let berlin =
            ["Berlin", "Berlin-Mitte"].map(|city| json!({ "city": city, "country": "DE" }));
        let exacter = [json!({ "country": "DE" }), berlin[0].clone(), berlin[1].clone()];
        let vague =
            [cities[0].clone(), json!({ "country": "US" }), cities[1].clone(), cities[2].clone()];
        let kyiv =
            ["Київ", "Kyiv", "Київ, Україна"].map(|city| json!({ "city": city, "country": "UA" }));
        let some = [cities[0].clone(), countries[1].clone(), countries[2].clone()];
        let unnamed = ["Austin", "Laredo", "Kraków"].map(|city| json!({ "city": city }));
        let munich =
            ["Munich", "München", "Muenchen"].map(|city| json!({ "city": city, "country": "DE" }));
        let claimed = |city: &str, region: &str| json!({ "claims": { "country": "US", "city": city, "region": region } });
        let versions = Fixture::new(claimed("Austin", "TX"))
            .after(Duration::days(40), claimed("Denver", "Colorado"))
            .after(Duration::days(20), claimed("Portland", "OR"));
        let twice = Fixture::new(claimed("Austin", "TX"))
            .after(Duration::days(40), claimed("AUSTIN", "TX"));
        let declared = json!([{ "country": "GB" }, { "country": "PL" }]);
        Examples::new()
            .hit("three countries in three months", lived(&countries, json!([])))
            .value(3.0)
            .pointers(&["/contact/addresses/0", "/contact/addresses/1", "/contact/addresses/2"])
            .says("Within a year, the applicant claimed 3 different homes in the United Kingdom, Poland and the United States.")
            .hit("three cities in three months", lived(&cities, json!([])))
            .says("Within a year, the applicant claimed 3 different homes in Canada, Poland and the United States: Austin, Kraków and Toronto.")
            .hit("cities of one name", lived(&mixed, json!([])))
            .says("Within a year, the applicant claimed 3 different homes in Canada, Poland and the United States: Austin and Toronto.")
            .hit("two homes without a city", lived(&some, json!([])))
            .says("Within a year, the applicant claimed 3 different homes in the United Kingdom, Poland and the United States.")
            .unknown("cities whose countries are not known", lived(&unnamed, json!([])))
            .unknown("three names of one city", lived(&munich, json!([])))
            .hit("three versions of the profile", versions)
            .pointers(&["/claims/country"])
            .says("Within a year, the applicant claimed 3 different homes in the United States: Austin, Denver and Portland.")
            .miss("two countries", lived(&countries[..2], json!([])))
            .says("Within any year, the applicant claimed no more than 2 different homes.")
            .miss("one city in two versions", twice)
            .says("Within any year, the applicant claimed only one home.")
            .miss("one home, more and more exactly", lived(&exacter, json!([])))
            .says("Within any year, the applicant claimed only one home.")
            .miss("one home in two scripts", lived(&kyiv, json!([])))
            .hit("three cities and a country alone", lived(&vague, json!([])))
            .value(3.0)
            .unknown("no homes", lived(&[], json!([])))
            .innocent("a nomad who declared the stays", lived(&countries, declared))
    }
}
