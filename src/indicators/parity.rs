//! Parity: people who behave alike and differ in where they live, how they are called and which providers
//! they use are flagged equally often.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::{Case, Scope, all};
use crate::domain::links::Links;
use crate::domain::observation::{Finding, State};
use crate::domain::profile;
use crate::enrichment::{Enricher, EnrichmentConfig};
use crate::simulator::{CohortOptions, Simulated, cohort};

/// What is customary where somebody lives. Invented, and unlike each other on purpose.
struct Custom {
    /// How many of ten addresses and logins end in digits.
    digits: usize,
    mail: &'static str,
    name: &'static str,
    phone: &'static str,
}

const CUSTOMS: [Custom; 6] = [
    Custom { digits: 1, mail: "mail.example", name: "Robin Example", phone: "+120255501" },
    Custom { digits: 9, mail: "post.example", name: "김 민준", phone: "+82105550" },
    Custom { digits: 2, mail: "brev.example", name: "Åsa Øverby-Ek", phone: "+4670174" },
    Custom {
        digits: 8, mail: "pochta.example", name: "Олена Шевченко", phone: "+380445550"
    },
    Custom { digits: 2, mail: "correo.example", name: "María Núñez", phone: "+54115550" },
    Custom { digits: 2, mail: "barua.example", name: "Wanjirũ Mwangi", phone: "+254205550" },
];

/// The custom of a region: always the same one.
fn custom(region: &str) -> &'static Custom {
    let sum: usize = region.bytes().map(usize::from).sum();
    &CUSTOMS[sum % CUSTOMS.len()]
}

/// The document with the region's names, providers and schools. What the person does stays as it is.
fn dressed(mut document: Value, region: &str, turn: usize) -> Value {
    let custom = custom(region);
    let handle = if turn % 10 < custom.digits {
        format!("person{turn}")
    } else {
        format!("person-{turn}-x")
    };
    document = renamed(&document, custom.name);
    if document.pointer("/contact/emails/0/address").is_some_and(is_ordinary) {
        document["contact"]["emails"][0]["address"] = format!("{handle}@{}", custom.mail).into();
    }
    document["contact"]["phones"][0]["number"] =
        format!("{}{:04}", custom.phone, turn % 10_000).into();
    if let Some(user) = document.pointer_mut("/links/github/user") {
        let login = std::mem::replace(&mut user["login"], handle.clone().into());
        let text = document.to_string();
        let (old, new) = (format!("\"login\":{login}"), format!("\"login\":\"{handle}\""));
        document = serde_json::from_str(&text.replace(&old, &new)).unwrap();
    }
    if let Some(school) = document.pointer_mut("/resume/education/0") {
        school["institution"] = format!("University of {region}").into();
        school["location"] = json!({ "countryCode": region });
    }
    document
}

/// The document with another name, word for word wherever one of the old words stands: who shares a part of
/// their name with another paper shares it still.
fn renamed(document: &Value, name: &str) -> Value {
    let old = document["claims"]["name"].as_str().unwrap_or_default();
    let new: Vec<&str> = name.splitn(2, ' ').collect();
    let words = old.split(' ').zip(new);
    let text = words.fold(document.to_string(), |text, (old, new)| text.replace(old, new));
    serde_json::from_str(&text).unwrap()
}

fn is_ordinary(address: &Value) -> bool {
    address.as_str().is_some_and(|address| address.ends_with("@mail.example"))
}

/// An indicator as the measurement sees it: what it says of a case, and of the document that it came from.
type Look<'a> = Box<dyn Fn(&Case<'_>, &Value) -> Finding + 'a>;

/// For each indicator and region: hits among those of whom something is known.
type Rates = BTreeMap<&'static str, BTreeMap<String, (u32, u32)>>;

fn rates(looks: &[(&'static str, Look<'_>)]) -> Rates {
    let options = CohortOptions { fake_share: 0.0, ..CohortOptions::new(5_000, 11) };
    let config = EnrichmentConfig { demo: true, ..EnrichmentConfig::default() };
    let enricher = Enricher::load(&config).unwrap();
    let mut rates = Rates::new();
    // Members of an agency live in one place and are alike: each of them is no separate person to count.
    let alone = |one: &Simulated| {
        let claims = &one.document["claims"];
        claims.get("declared_agency").is_none() && claims.get("related_accounts").is_none()
    };
    for (turn, one) in cohort(&options).into_iter().filter(alone).enumerate() {
        let region = one.label.region;
        let document = dressed(one.document, &region, turn);
        let (profile, _) = profile::parse(document.to_string().as_bytes())
            .unwrap_or_else(|error| panic!("{error:?} {document:#}"));
        let (now, links) = (one.submitted_at, Links::default());
        let facts = enricher.enrich(&profile, now);
        let case = Case { profile: &profile, facts: &facts, links: &links, earlier: &[], now };
        for (id, look) in looks {
            let finding = look(&case, &document);
            if finding.state() != State::Unknown {
                let counts = rates.entry(id).or_default().entry(region.clone()).or_default();
                counts.0 += u32::from(finding.state() == State::Hit);
                counts.1 += 1;
            }
        }
    }
    rates
}

/// The regions in which an indicator's rate is more than twice the median and two in a hundred above it,
/// and farther from what all have together than chance goes (four standard errors; there are some fifteen
/// hundred comparisons).
fn apart(regions: &BTreeMap<String, (u32, u32)>) -> Vec<String> {
    const NEEDED: u32 = 40;
    let known: Vec<(&String, f64, f64)> = (regions.iter())
        .filter(|(_, (_, all))| *all >= NEEDED)
        .map(|(region, (hits, all))| (region, f64::from(*hits), f64::from(*all)))
        .collect();
    let mut sorted: Vec<f64> = known.iter().map(|(_, hits, all)| hits / all).collect();
    sorted.sort_by(f64::total_cmp);
    let Some(median) = sorted.get(sorted.len() / 2).copied() else { return Vec::new() };
    let (hits, all) = known.iter().fold((0.0, 0.0), |sum, one| (sum.0 + one.1, sum.1 + one.2));
    let pooled: f64 = hits / all;
    let is_apart = |(_, hits, all): &&(&String, f64, f64)| {
        let rate = hits / all;
        let error = (pooled * (1.0 - pooled) / all).sqrt();
        rate > 2.0 * median && rate > median + 0.02 && rate > pooled + 4.0 * error
    };
    let told = |(region, hits, all): &(&String, f64, f64)| {
        format!("{region} {:.3} against {median:.3}", hits / all)
    };
    known.iter().filter(is_apart).map(told).collect()
}

#[test]
fn no_region_is_flagged_more_often_than_the_others() {
    let of_a_profile = all().filter(|one| one.scope != Scope::CrossAccount);
    let looks: Vec<(&str, Look<'_>)> = of_a_profile
        .map(|one| (one.id, Box::new(|case: &Case<'_>, _: &Value| (one.observe)(case)) as Look<'_>))
        .collect();
    let rates = rates(&looks);
    assert!(rates.len() >= 60, "{} indicators know something", rates.len());
    let apart: Vec<String> = rates
        .iter()
        .flat_map(|(id, regions)| {
            apart(regions).into_iter().map(move |region| format!("{id}: {region}"))
        })
        .collect();
    assert_eq!(apart, Vec::<String>::new());
}

/// Four proxies for origin, as somebody might add them one day.
#[test]
fn proxies_for_origin_do_not_pass() {
    fn flag(hit: Option<bool>) -> Finding {
        use crate::domain::observation::Evidence;
        match hit {
            None => Finding::Unknown,
            Some(hit) => Finding::graded(f64::from(u8::from(hit)), Evidence::new("a proxy", [])),
        }
    }
    let ends_in_digit = |text: &str| text.ends_with(|c: char| c.is_ascii_digit());
    let looks: Vec<(&str, Look<'_>)> = vec![
        (
            "email_ends_in_digits",
            Box::new(move |case, _| {
                let email = case.profile.contact.as_ref().and_then(|one| one.emails.first());
                flag(email.map(|email| ends_in_digit(email.address.local())))
            }),
        ),
        (
            "login_ends_in_digits",
            Box::new(move |_, document| {
                let login = document.pointer("/links/github/user/login").and_then(Value::as_str);
                flag(login.map(ends_in_digit))
            }),
        ),
        (
            "phone_of_one_plan",
            Box::new(|case, _| {
                let phone = case.profile.contact.as_ref().and_then(|one| one.phones.first());
                flag(phone.map(|phone| phone.number.as_str().starts_with("+8210")))
            }),
        ),
        (
            "school_abroad",
            Box::new(|_, document| {
                let country = document.pointer("/resume/education/0/location/countryCode");
                flag(country.map(|country| country == "KE" || country == "PK"))
            }),
        ),
    ];
    let rates = rates(&looks);
    for (id, _) in looks {
        assert!(!apart(&rates[id]).is_empty(), "{id}: {:?}", rates[id]);
    }
}
