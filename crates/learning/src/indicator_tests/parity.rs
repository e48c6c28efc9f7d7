//! Parity: people who behave the same but differ in region, name and providers are flagged equally often.

use std::collections::BTreeMap;

use evidence::enrichment::{Enricher, EnrichmentConfig, no_files};
use evidence::facts::{Facts, NetworkKind};
use evidence::finding::{Finding, State};
use evidence::indicators::{Case, Scope, all};
use evidence::links::Links;
use evidence::profile;
use serde_json::{Value, json};

use crate::simulator::{CohortOptions, Simulated, cohort};

/// The customs of a region. They are invented and deliberately different.
struct Custom {
    region: &'static str,
    /// How many of ten e-mail addresses and logins end in digits.
    digits: usize,
    mail: &'static str,
    /// A name in a local script.
    name: &'static str,
    /// The beginning of a phone number, and the separator of its groups.
    phone: (&'static str, char),
    /// How many of ten home connections are mobile, with an IP address shared by many.
    mobile: usize,
}

const fn custom(
    region: &'static str,
    digits: usize,
    mail: &'static str,
    name: &'static str,
    phone: (&'static str, char),
    mobile: usize,
) -> Custom {
    Custom { region, digits, mail, name, phone, mobile }
}

/// Every region of the simulator; half of them have daylight saving time.
const CUSTOMS: [Custom; 16] = [
    custom("US", 1, "mail.example", "Robin Example", ("+120255501", '-'), 1),
    custom("CA", 1, "courriel.example", "Élodie Échantillon", ("+120255501", '-'), 1),
    custom("GB", 2, "post.example", "Siân O'Sample-Lloyd", ("+44770090", ' '), 1),
    custom("DE", 1, "brief.example", "Käthe Mustermann-Groß", ("+4930231", ' '), 1),
    custom("PL", 3, "poczta.example", "Łucja Przykładowska", ("+4850550", ' '), 3),
    custom("UA", 8, "poshta.example", "Олена Шевченко", ("+380445550", ' '), 4),
    custom("IN", 7, "dak.example", "प्रिया शर्मा", ("+911155550", ' '), 7),
    custom("PK", 3, "khat.example", "مثال خان", ("+92215550", ' '), 6),
    custom("PH", 5, "sulat.example", "Ma. Cristina de la Cruz", ("+6325550", ' '), 7),
    custom("BR", 4, "correio.example", "João Ñandú", ("+5511555", ' '), 3),
    custom("AR", 2, "correo.example", "María Núñez", ("+54115550", ' '), 3),
    custom("NG", 2, "wasika.example", "Chiamaka Ọbi", ("+23415550", ' '), 8),
    custom("KE", 4, "barua.example", "Wanjirũ Mwangi", ("+254205550", ' '), 8),
    custom("KR", 10, "pyeonji.example", "김 민준", ("+82105550", '-'), 2),
    custom("JP", 6, "tegami.example", "佐藤 さくら", ("+81355550", '-'), 2),
    custom("ES", 2, "carta.example", "Iñaki Etxeberria", ("+3491555", ' '), 1),
];

fn custom_of(region: &str) -> &'static Custom {
    let custom = CUSTOMS.iter().find(|custom| custom.region == region);
    custom.unwrap_or_else(|| panic!("{region} has no customs; add them"))
}

/// Turns some residential connections into mobile ones, as often as in the region.
fn apply_connections(facts: &mut Facts, region: &str, turn: usize) {
    if turn % 10 >= custom_of(region).mobile {
        return;
    }
    for facts in facts.sessions.iter_mut().filter_map(|session| session.ip.as_mut()) {
        if facts.network == Some(NetworkKind::Residential) {
            facts.network = Some(NetworkKind::Mobile);
        }
    }
}

/// The document with the region's names, providers and schools. The person's behaviour stays the same.
fn localised(mut document: Value, region: &str, turn: usize) -> Value {
    let custom = custom_of(region);
    let handle = if turn % 10 < custom.digits {
        format!("person{turn}")
    } else {
        format!("person-{turn}-x")
    };
    document = renamed(&document, custom.name);
    if document.pointer("/contact/emails/0/address").is_some_and(is_ordinary) {
        document["contact"]["emails"][0]["address"] = format!("{handle}@{}", custom.mail).into();
    }
    let (prefix, separator) = custom.phone;
    document["contact"]["phones"][0]["number"] =
        format!("{prefix}{separator}{:04}", turn % 10_000).into();
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

/// The document with another name. Each word is replaced everywhere, so partial matches between documents remain.
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

/// An indicator: a function of a case and its document.
type Look<'a> = Box<dyn Fn(&Case<'_>, &Value) -> Finding + 'a>;

/// For each indicator and region, the number of hits and of known findings.
type Rates = BTreeMap<&'static str, BTreeMap<String, (u32, u32)>>;

fn rates(looks: &[(&'static str, Look<'_>)]) -> Rates {
    let options = CohortOptions { fake_share: 0.0, ..CohortOptions::new(5_000, 11) };
    let config = EnrichmentConfig { demo: true, ..EnrichmentConfig::default() };
    let enricher = Enricher::load(&config, no_files).unwrap();
    let mut rates = Rates::new();
    // Members of an agency share a home and habits, so they are not independent.
    let is_independent = |person: &Simulated| {
        let claims = &person.document["claims"];
        claims.get("declared_agency").is_none() && claims.get("related_accounts").is_none()
    };
    for (turn, person) in cohort(&options).into_iter().filter(is_independent).enumerate() {
        let region = person.label.region;
        let document = localised(person.document, &region, turn);
        let (profile, _) = profile::parse(document.to_string().as_bytes())
            .unwrap_or_else(|error| panic!("{error:?} {document:#}"));
        let (now, links) = (person.submitted_at, Links::default());
        let mut facts = enricher.enrich(&profile, now);
        apply_connections(&mut facts, &region, turn);
        let case = Case::new(&profile, &facts, &links, &[], now);
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

/// The regions in which an indicator's rate is an outlier: more than twice the median, more than two percentage points
/// above it, and more than four standard errors above the pooled rate (there are about 1,500 comparisons).
fn outliers(regions: &BTreeMap<String, (u32, u32)>) -> Vec<String> {
    const MIN_PEOPLE: u32 = 40;
    let known: Vec<(&String, f64, f64)> = (regions.iter())
        .filter(|(_, (_, all))| *all >= MIN_PEOPLE)
        .map(|(region, (hits, all))| (region, f64::from(*hits), f64::from(*all)))
        .collect();
    let mut sorted: Vec<f64> = known.iter().map(|(_, hits, all)| hits / all).collect();
    sorted.sort_by(f64::total_cmp);
    let Some(median) = sorted.get(sorted.len() / 2).copied() else { return Vec::new() };
    let (hits, all) =
        known.iter().fold((0.0, 0.0), |sum, known| (sum.0 + known.1, sum.1 + known.2));
    let pooled: f64 = hits / all;
    let is_outlier = |(_, hits, all): &&(&String, f64, f64)| {
        let rate = hits / all;
        let error = (pooled * (1.0 - pooled) / all).sqrt();
        rate > 2.0 * median && rate > median + 0.02 && rate > pooled + 4.0 * error
    };
    let describe = |(region, hits, all): &(&String, f64, f64)| {
        format!("{region} {:.3}, median {median:.3}", hits / all)
    };
    known.iter().filter(is_outlier).map(describe).collect()
}

#[test]
fn no_region_is_flagged_more_often_than_the_others() {
    let indicators = all().filter(|indicator| indicator.scope != Scope::CrossAccount);
    let looks: Vec<(&str, Look<'_>)> = indicators
        .map(|indicator| {
            let look = |case: &Case<'_>, _: &Value| indicator.examine(case);
            (indicator.id, Box::new(look) as Look<'_>)
        })
        .collect();
    let rates = rates(&looks);
    assert!(rates.len() >= 60, "only {} indicators have known findings", rates.len());
    let everywhere = rates.values().filter(|regions| regions.len() == CUSTOMS.len()).count();
    assert!(everywhere >= 60, "only {everywhere} are measured in every region");
    let outliers: Vec<String> = rates
        .iter()
        .flat_map(|(id, regions)| {
            outliers(regions).into_iter().map(move |region| format!("{id}: {region}"))
        })
        .collect();
    assert_eq!(outliers, Vec::<String>::new());
}

/// Checks that the measurement would catch indicators that stand in for origin.
#[test]
fn proxies_for_origin_are_detected() {
    fn flag(hit: Option<bool>) -> Finding {
        use evidence::finding::Evidence;
        match hit {
            None => Finding::Unknown,
            Some(hit) => Finding::graded(f64::from(u8::from(hit)), Evidence::about([])),
        }
    }
    let ends_in_digit = |text: &str| text.ends_with(|c: char| c.is_ascii_digit());
    let looks: Vec<(&str, Look<'_>)> = vec![
        (
            "email_ends_in_digits",
            Box::new(move |case, _| {
                let email =
                    case.profile.contact.as_ref().and_then(|contact| contact.emails.first());
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
            "phone_number_prefix",
            Box::new(|case, _| {
                let phone =
                    case.profile.contact.as_ref().and_then(|contact| contact.phones.first());
                flag(phone.map(|phone| phone.number.as_str().starts_with("+821")))
            }),
        ),
        (
            "phone_written_with_spaces",
            Box::new(|_, document| {
                let number = document.pointer("/contact/phones/0/number").and_then(Value::as_str);
                // In four regions, most people do not use spaces.
                flag(number.map(|number| !number.contains(' ')))
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
        assert!(!outliers(&rates[id]).is_empty(), "{id}: {:?}", rates[id]);
    }
}
