//! Parity: people who behave alike and differ in where they live, how they are called and which providers
//! they use are flagged equally often.

use std::collections::BTreeMap;

use evidence::enrichment::{Enricher, EnrichmentConfig, no_files};
use evidence::facts::{Facts, NetworkKind};
use evidence::finding::{Finding, State};
use evidence::indicators::{Case, Scope, all};
use evidence::links::Links;
use evidence::profile;
use serde_json::{Value, json};

use crate::simulator::{CohortOptions, Simulated, cohort};

/// What is customary where somebody lives. Invented, and unlike each other on purpose.
struct Custom {
    region: &'static str,
    /// How many of ten addresses and logins end in digits.
    digits: usize,
    mail: &'static str,
    /// In the script that is written there.
    name: &'static str,
    /// The beginning of a number of that plan, and what stands between its groups.
    phone: (&'static str, char),
    /// How many of ten lines at home are a carrier's, behind one address with many others.
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

/// Every region of the simulator; half of them have daylight saving, half have none.
const CUSTOMS: [Custom; 16] = [
    custom("US", 1, "mail.example", "Robin Example", ("+120255501", '-'), 1),
    custom("CA", 1, "courriel.example", "Élodie Échantillon", ("+120255501", '-'), 1),
    custom("GB", 2, "post.example", "Siân O'Sample-Lloyd", ("+44770090", ' '), 1),
    custom("DE", 1, "brief.example", "Käthe Mustermann-Groß", ("+4930231", ' '), 1),
    custom("PL", 3, "poczta.example", "Łucja Przykładowska", ("+4850550", ' '), 3),
    custom("UA", 8, "poshta.example", "Олена Шевченко", ("+380445550", ' '), 4),
    custom("IN", 7, "dak.example", "प्रिया शर्मा", ("+911155550", ' '), 7),
    custom("PK", 6, "khat.example", "مثال خان", ("+92215550", ' '), 6),
    custom("PH", 5, "sulat.example", "Ma. Cristina de la Cruz", ("+6325550", ' '), 7),
    custom("BR", 4, "correio.example", "João Ñandú", ("+5511555", ' '), 3),
    custom("AR", 2, "correo.example", "María Núñez", ("+54115550", ' '), 3),
    custom("NG", 5, "wasika.example", "Chiamaka Ọbi", ("+23415550", ' '), 8),
    custom("KE", 4, "barua.example", "Wanjirũ Mwangi", ("+254205550", ' '), 8),
    custom("KR", 9, "pyeonji.example", "김 민준", ("+82105550", '-'), 2),
    custom("JP", 6, "tegami.example", "佐藤 さくら", ("+81355550", '-'), 2),
    custom("ES", 2, "carta.example", "Iñaki Etxeberria", ("+3491555", ' '), 1),
];

/// The custom of a region.
fn customary(region: &str) -> &'static Custom {
    let found = CUSTOMS.iter().find(|custom| custom.region == region);
    found.unwrap_or_else(|| panic!("{region} has no customs; add them"))
}

/// The facts with the region's lines: what was somebody's own is a carrier's for some.
fn connected(facts: &mut Facts, region: &str, turn: usize) {
    if turn % 10 >= customary(region).mobile {
        return;
    }
    for facts in facts.sessions.iter_mut().filter_map(|session| session.ip.as_mut()) {
        if facts.network == Some(NetworkKind::Residential) {
            facts.network = Some(NetworkKind::Mobile);
        }
    }
}

/// The document with the region's names, providers and schools. What the person does stays as it is.
fn dressed(mut document: Value, region: &str, turn: usize) -> Value {
    let custom = customary(region);
    let handle = if turn % 10 < custom.digits {
        format!("person{turn}")
    } else {
        format!("person-{turn}-x")
    };
    document = renamed(&document, custom.name);
    if document.pointer("/contact/emails/0/address").is_some_and(is_ordinary) {
        document["contact"]["emails"][0]["address"] = format!("{handle}@{}", custom.mail).into();
    }
    let (plan, between) = custom.phone;
    document["contact"]["phones"][0]["number"] =
        format!("{plan}{between}{:04}", turn % 10_000).into();
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
    let enricher = Enricher::load(&config, no_files).unwrap();
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
        let mut facts = enricher.enrich(&profile, now);
        connected(&mut facts, &region, turn);
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
        .map(|one| (one.id, Box::new(|case: &Case<'_>, _: &Value| one.examine(case)) as Look<'_>))
        .collect();
    let rates = rates(&looks);
    assert!(rates.len() >= 60, "{} indicators know something", rates.len());
    let everywhere = rates.values().filter(|regions| regions.len() == CUSTOMS.len()).count();
    assert!(everywhere >= 60, "{everywhere} are measured in each of the regions");
    let apart: Vec<String> = rates
        .iter()
        .flat_map(|(id, regions)| {
            apart(regions).into_iter().map(move |region| format!("{id}: {region}"))
        })
        .collect();
    assert_eq!(apart, Vec::<String>::new());
}

/// Proxies for origin, as somebody might add them one day.
#[test]
fn proxies_for_origin_do_not_pass() {
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
                flag(phone.map(|phone| phone.number.as_str().starts_with("+821")))
            }),
        ),
        (
            "phone_written_with_spaces",
            Box::new(|_, document| {
                let number = document.pointer("/contact/phones/0/number").and_then(Value::as_str);
                // How most people of four regions do not write.
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
        assert!(!apart(&rates[id]).is_empty(), "{id}: {:?}", rates[id]);
    }
}
