//! Where the applicant claimed to live, and how often that changed.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Duration, Utc};

use super::super::history::{homes, spans_a_day};
use super::super::reading::count;
use super::super::{Case, Family, Indicator, MissRule, Scope, Usage};
use crate::finding::{Evidence, Finding};
use crate::profile::contact::AddressPurpose;
use crate::profile::{CountryCode, Profile, ShortText, Text};

pub(super) const CLAIMED_LOCATION_CHANGES: Indicator = Indicator {
    id: "claimed_location_changes",
    family: Family::Resume,
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
struct Home<'a> {
    /// The position of the address. `None` if the home comes from a version of the profile.
    index: Option<usize>,
    at: DateTime<Utc>,
    city: Option<&'a ShortText>,
    country: Option<CountryCode>,
    /// City and country, for comparing homes.
    city_and_country: String,
}

/// Three homes within a year, without declared stays.
fn claimed_location_changes(case: &Case<'_>) -> Finding {
    const OFTEN: usize = 3;
    let homes: Vec<Home<'_>> =
        addresses(case).into_iter().chain(claims_of_versions(case)).collect();
    if homes.is_empty() {
        return Finding::Unknown;
    }
    let years = homes.iter().map(|home| year_from(home.at, &homes));
    let fullest = years.max_by_key(BTreeMap::len).unwrap_or_default();
    let evidence = Evidence::about(homes.iter().map(|home| match home.index {
        None => "/claims/country".to_owned(),
        Some(i) => format!("/contact/addresses/{i}"),
    }));
    let evidence = evidence.with("homes", fullest.len());
    if fullest.len() < OFTEN {
        return Finding::miss(evidence);
    }
    let countries: BTreeSet<CountryCode> =
        fullest.values().filter_map(|home| home.country).collect();
    let evidence = evidence.with("countries", countries.into_iter().collect::<Vec<_>>());
    let evidence = evidence.with("cities", cities(fullest.values().copied()));
    Finding::hit(count(fullest.len()), evidence)
}

/// The different cities, if all are known.
fn cities<'a>(homes: impl Iterator<Item = &'a Home<'a>>) -> Vec<String> {
    let cities: Option<BTreeMap<&str, &str>> =
        homes.map(|home| Some((home.city?.folded(), home.city?.as_str()))).collect();
    cities.unwrap_or_default().into_values().map(str::to_owned).collect()
}

/// The distinct homes in the year from `start` on, by city and country.
fn year_from<'a>(start: DateTime<Utc>, homes: &'a [Home<'a>]) -> BTreeMap<&'a str, &'a Home<'a>> {
    let is_inside = |home: &&Home<'_>| home.at >= start && home.at - start < Duration::days(365);
    homes.iter().filter(is_inside).map(|home| (home.city_and_country.as_str(), home)).collect()
}

fn addresses<'a>(case: &Case<'a>) -> Vec<Home<'a>> {
    let addresses = case.profile.contact.iter().flat_map(|contact| &contact.addresses);
    (addresses.enumerate())
        .filter(|(_, address)| address.purpose == Some(AddressPurpose::Residence))
        .filter_map(|(i, address)| {
            let country = address.country;
            if country.is_some_and(|country| is_declared_stay(case, country, address.added_at)) {
                return None;
            }
            let city = address.city.as_ref();
            let city_and_country = format!(
                "{}\n{}",
                city.map(Text::folded).unwrap_or_default(),
                country.map(|country| country.to_string()).unwrap_or_default()
            );
            Some(Home { index: Some(i), at: address.added_at?, city, country, city_and_country })
        })
        .collect()
}

/// The home claimed in each version of the profile, if there are versions over more than a day. Declared stays are left
/// out.
fn claims_of_versions<'a>(case: &Case<'a>) -> Vec<Home<'a>> {
    let claims = case.profile.claims.as_ref().filter(|_| spans_a_day(case));
    if claims.is_none_or(|claims| claims.country.is_none()) {
        return Vec::new();
    }
    let now = std::iter::once((case.now, case.profile));
    let earlier = case.earlier.iter().map(|earlier| (earlier.at, &earlier.profile));
    earlier.chain(now).filter_map(|(at, profile)| claimed_home(case, at, profile)).collect()
}

fn claimed_home<'a>(case: &Case<'_>, at: DateTime<Utc>, profile: &'a Profile) -> Option<Home<'a>> {
    let claims = profile.claims.as_ref()?;
    let country = claims.country?;
    if is_declared_stay(case, country, Some(at)) {
        return None;
    }
    let city_and_country = homes(profile).into_iter().next()?;
    let city = claims.city.as_ref();
    Some(Home { index: None, at, city, country: Some(country), city_and_country })
}

fn is_declared_stay(case: &Case<'_>, country: CountryCode, at: Option<DateTime<Utc>>) -> bool {
    let stays = case.profile.claims.iter().flat_map(|claims| &claims.stays);
    stays.filter(|stay| stay.country == Some(country)).any(|stay| {
        at.is_none_or(|at| {
            stay.from.is_none_or(|from| from <= at) && stay.until.is_none_or(|until| at <= until)
        })
    })
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
        let cities = [["Austin", "US"], ["Laredo", "US"], ["Kraków", "PL"]];
        let cities = cities.map(|[city, country]| json!({ "city": city, "country": country }));
        let mixed = json!({ "city": "AUSTIN", "country": "PL" });
        let mixed = [cities[0].clone(), mixed, cities[1].clone()];
        let some = [cities[0].clone(), countries[1].clone(), countries[2].clone()];
        let unnamed = ["Austin", "Laredo", "Kraków"].map(|city| json!({ "city": city }));
        let claimed = |city: &str| json!({ "claims": { "country": "US", "city": city } });
        let versions = Fixture::new(claimed("Austin"))
            .after(Duration::days(40), claimed("Laredo"))
            .after(Duration::days(20), claimed("El Paso"));
        let twice = Fixture::new(claimed("Austin")).after(Duration::days(40), claimed("AUSTIN"));
        let declared = json!([{ "country": "GB" }, { "country": "PL" }]);
        Examples::new()
            .hit("three countries in three months", lived(&countries, json!([])))
            .value(3.0)
            .pointers(&["/contact/addresses/0", "/contact/addresses/1", "/contact/addresses/2"])
            .says("Within a year, the applicant claimed 3 different homes in the United Kingdom, Poland and the United States.")
            .hit("three cities in three months", lived(&cities, json!([])))
            .says("Within a year, the applicant claimed 3 different homes in Poland and the United States: Austin, Kraków and Laredo.")
            .hit("cities of one name", lived(&mixed, json!([])))
            .says("Within a year, the applicant claimed 3 different homes in Poland and the United States: Austin and Laredo.")
            .hit("two homes without a city", lived(&some, json!([])))
            .says("Within a year, the applicant claimed 3 different homes in the United Kingdom, Poland and the United States.")
            .hit("cities whose countries are not known", lived(&unnamed, json!([])))
            .says("Within a year, the applicant claimed 3 different homes: Austin, Kraków and Laredo.")
            .hit("three versions of the profile", versions)
            .pointers(&["/claims/country", "/claims/country", "/claims/country"])
            .says("Within a year, the applicant claimed 3 different homes in the United States: Austin, El Paso and Laredo.")
            .miss("two countries", lived(&countries[..2], json!([])))
            .says("Within any year, the applicant claimed no more than 2 different homes.")
            .miss("one city in two versions", twice)
            .says("Within any year, the applicant claimed only one home.")
            .unknown("no homes", lived(&[], json!([])))
            .innocent("a nomad who declared the stays", lived(&countries, declared))
    }
}
