//! Places as people write them in a profile: "Berlin, Germany", "São Paulo 🇧🇷", "서울, 대한민국". A place is read only if it
//! names a country. Nothing is guessed: a city's name is the name of several cities, and "GA" or "Georgia" of two countries.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde_json::{Value, json};

use crate::profile::{CountryCode, fold};

/// Countries by folded name: their names in the languages of the console, and in their own languages.
static NAMES: LazyLock<BTreeMap<String, CountryCode>> = LazyLock::new(|| {
    let translations = [
        include_str!("../../translations/en.ftl"),
        include_str!("../../translations/es.ftl"),
        include_str!("../../translations/ja.ftl"),
        include_str!("../../translations/ko.ftl"),
    ];
    let translated = translations.into_iter().flat_map(str::lines).filter_map(|line| {
        let (code, name) = line.strip_prefix("country-")?.split_once(" = ")?;
        Some((CountryCode::parse(code)?, without_article(name)))
    });
    let own = include_str!("country_names.txt").lines().filter(|line| !line.starts_with('#'));
    let own = own.filter_map(|line| line.split_once(' ')).flat_map(|(code, names)| {
        let country = CountryCode::parse(code);
        names.split('|').filter_map(move |name| Some((country?, name)))
    });
    translated.chain(own).map(|(country, name)| (fold(name), country)).collect()
});

/// Countries by the folded name, or the code in capitals, of a state or province. Only names and codes that no other country
/// uses, of countries whose people write them instead of the country.
static REGIONS: LazyLock<BTreeMap<String, Option<CountryCode>>> = LazyLock::new(|| {
    let mut regions: BTreeMap<String, Option<CountryCode>> = BTreeMap::new();
    let lines = include_str!("../geography/regions.txt").lines();
    for line in lines.filter(|line| !line.starts_with('#')) {
        let mut fields = line.split('|');
        let Some((country, code)) = fields.next().and_then(|id| id.split_once('-')) else {
            continue;
        };
        let country = CountryCode::parse(country).filter(|_| REGION_WRITERS.contains(&country));
        let names = fields.nth(1).unwrap_or_default().split(';').filter(|name| !name.is_empty());
        for name in names.map(fold).chain([code.to_owned()]) {
            let unique = regions.entry(name).or_insert(country);
            *unique = unique.filter(|first| Some(*first) == country);
        }
    }
    regions
});

/// Countries whose states and provinces have names of their own. Those of others are often called like cities elsewhere.
const REGION_WRITERS: [&str; 4] = ["AU", "BR", "CA", "US"];

/// Codes of provinces and states of Italy and India, which people write after the city too.
const OTHER_CODES: &str = "AG AL AN AO AP AQ AR AS AT AV BA BG BI BL BN BO BR BS BT BZ CA CB CE CG CH CI CL CN CO CR CS \
    CT CZ DD DL DN EN FC FE FG FI FM FR GA GE GJ GO GR HP HR IM IS JH JK KA KL KR LA LC LD LE LI LO LT LU MB MC ME MH MI \
    ML MN MO MP MS MT MZ NA NL NO NU OD OG OR OT PA PB PC PD PE PG PI PN PO PR PT PU PV PY PZ RA RC RE RG RI RJ RM RN RO \
    SA SI SK SO SP SR SS SU SV TA TE TG TN TO TP TR TS TV UD UK UP UT VA VB VC VE VI VR VS VT VV WB";

/// Names of countries that are also names of states or provinces elsewhere.
const AMBIGUOUS: [&str; 3] = ["georgia", "luxembourg", "jersey"];

/// The place as `country`, `region` and `city`. `None` if it names no country.
pub(super) fn read(written: &str) -> Option<Value> {
    let (flags, written) = split_flags(written);
    let parts: Vec<&str> = (written.split([',', '，', '、', '،', '|', '/', '(', ')', '·', ';']))
        .map(str::trim)
        .filter(|part| part.chars().any(char::is_alphabetic))
        .collect();
    let named = parts.last().and_then(|last| country(last, parts.len()));
    let by_region = || parts.last().filter(|_| parts.len() == 2).and_then(|last| country_of(last));
    let (country, rest) = match (named, flags.as_slice()) {
        (Some(country), flags) if flags.iter().all(|flag| *flag == country) => {
            (country, &parts[..parts.len() - 1])
        }
        (None, [flag]) => (*flag, &parts[..]),
        (None, []) => (by_region()?, &parts[..]),
        _ => return None,
    };
    // Several countries are no home, as in "Berlin, Germany / Lagos, Nigeria".
    if rest.iter().any(|part| NAMES.contains_key(&fold(part))) {
        return None;
    }
    let mut place = json!({ "country": country });
    match rest {
        [city] => place["city"] = (*city).into(),
        [city, region] => {
            place["city"] = (*city).into();
            place["region"] = (*region).into();
        }
        _ => {}
    }
    Some(place)
}

/// A country by its name. Codes of two letters are mostly those of states and provinces.
fn country(written: &str, parts: usize) -> Option<CountryCode> {
    let name = fold(without_article(written.trim_end_matches('.')));
    if parts > 1 && AMBIGUOUS.iter().any(|ambiguous| fold(ambiguous) == name) {
        return None;
    }
    NAMES.get(&name).copied()
}

/// The country of a state or province.
fn country_of(region: &str) -> Option<CountryCode> {
    let is_code = region.len() <= 3 && region.bytes().all(|byte| byte.is_ascii_uppercase());
    if is_code {
        let is_ambiguous = CountryCode::parse(region).is_some()
            || OTHER_CODES.split_whitespace().any(|code| code == region);
        return REGIONS.get(region).copied().flatten().filter(|_| !is_ambiguous);
    }
    let name = fold(region);
    REGIONS.get(&name).copied().flatten().filter(|_| !NAMES.contains_key(&name))
}

fn without_article(name: &str) -> &str {
    let articles = ["the ", "The ", "el ", "la ", "los ", "las "];
    articles.iter().find_map(|article| name.strip_prefix(article)).unwrap_or(name)
}

/// The countries of flags, and the text without flags and other emoji.
fn split_flags(written: &str) -> (Vec<CountryCode>, String) {
    let mut flags: Vec<CountryCode> = Vec::new();
    let mut text = String::with_capacity(written.len());
    let mut first: Option<char> = None;
    for c in written.chars() {
        let Some(letter) = regional_letter(c) else {
            first = None;
            text.push(c);
            continue;
        };
        let Some(other) = first.take() else {
            first = Some(letter);
            continue;
        };
        let code = CountryCode::parse(&[other, letter].iter().collect::<String>());
        flags.extend(code.filter(|code| !flags.contains(code)));
        text.push(' ');
    }
    (flags, text)
}

/// The letter of a regional indicator, two of which make a flag.
fn regional_letter(c: char) -> Option<char> {
    let index = u32::from(c).checked_sub(0x1_F1E6).filter(|index| *index < 26)?;
    char::from_u32(u32::from('A') + index)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_with_a_country_is_read_in_any_language() {
        for (written, place) in [
            (
                "Austin, Texas, United States",
                json!({ "country": "US", "city": "Austin", "region": "Texas" }),
            ),
            ("Austin, TX", json!({ "country": "US", "city": "Austin", "region": "TX" })),
            (
                "Toronto, Ontario",
                json!({ "country": "CA", "city": "Toronto", "region": "Ontario" }),
            ),
            ("Sydney, NSW", json!({ "country": "AU", "city": "Sydney", "region": "NSW" })),
            (
                "Campinas, São Paulo",
                json!({ "country": "BR", "city": "Campinas", "region": "São Paulo" }),
            ),
            ("Austin, TX, USA", json!({ "country": "US", "city": "Austin", "region": "TX" })),
            ("the Netherlands", json!({ "country": "NL" })),
            ("Berlin, Deutschland", json!({ "country": "DE", "city": "Berlin" })),
            ("São Paulo 🇧🇷", json!({ "country": "BR", "city": "São Paulo" })),
            ("São Paulo, Brasil 🇧🇷", json!({ "country": "BR", "city": "São Paulo" })),
            ("서울, 대한민국", json!({ "country": "KR", "city": "서울" })),
            ("大阪、日本", json!({ "country": "JP", "city": "大阪" })),
            ("Київ, Україна", json!({ "country": "UA", "city": "Київ" })),
            ("दिल्ली, भारत", json!({ "country": "IN", "city": "दिल्ली" })),
            ("القاهرة، مصر", json!({ "country": "EG", "city": "القاهرة" })),
            ("Hà Nội, Việt Nam", json!({ "country": "VN", "city": "Hà Nội" })),
            ("Lagos, Nigeria.", json!({ "country": "NG", "city": "Lagos" })),
            ("Lagos (Nigeria)", json!({ "country": "NG", "city": "Lagos" })),
        ] {
            assert_eq!(read(written), Some(place), "{written}");
        }
    }

    #[test]
    fn nothing_is_guessed() {
        for written in [
            "Berlin",
            "San Francisco, CA",
            "Atlanta, Georgia",
            "Texas",
            "Perth, WA",
            "Campinas, SP",
            "Torino, TO",
            "Chennai, TN",
            "Villa Allende, Córdoba",
            "Remote",
            "Earth 🌍",
            "127.0.0.1",
            "",
            "Berlin, Germany / Lagos, Nigeria",
            "🇩🇪 🇳🇬",
            "Berlin, Germany 🇳🇬",
            "GMT+9",
            "Your heart",
        ] {
            assert_eq!(read(written), None, "{written}");
        }
    }
}
