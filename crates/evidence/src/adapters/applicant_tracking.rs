//! What adapters for applicant tracking systems have in common: how contact details, links, jobs, applications and
//! sessions of any vendor become parts of a profile.

use chrono::{DateTime, SecondsFormat};
use serde_json::Value;

use super::draft::{Draft, Element};
use super::place;
use super::source::Node;
use crate::profile::phone;

/// Why data about protected traits is left out.
pub(super) const PROTECTED: &str =
    "is about a protected trait or a person's origin and is never carried over";
/// Why data about people other than the applicant is left out.
pub(super) const STAFF: &str = "is about the hiring team, not about the applicant";
/// Why an applicant tracking system's own records are left out.
pub(super) const PROCESS: &str = "is about the hiring process, not about the applicant";
/// Why files are left out.
pub(super) const FILE: &str = "refers to a file, which is not fetched: send it in `resume_file`";
/// Why custom fields are left out.
pub(super) const CUSTOM: &str =
    "has a meaning that only you know: add it to the profile yourself if it is needed";
/// Why a vendor's verdict is left out.
pub(super) const VERDICT: &str = "is a verdict, not evidence: send it as an outcome";

/// Adds the e-mail addresses in a text.
pub(super) fn emails(draft: &mut Draft, node: &Node<'_>) {
    let Some(text) = node.text() else { return };
    for written in text.split([',', ';', '\n']).filter(|part| !part.trim().is_empty()) {
        let inner = written.split_once('<').and_then(|(_, rest)| rest.split_once('>'));
        let address = inner.map_or(written, |(inner, _)| inner).trim();
        let address = address.strip_prefix("mailto:").unwrap_or(address);
        if draft.is_new("/contact/emails", &address.to_lowercase()) {
            let element = Element::default().with("address", Some(address), node);
            draft.push("/contact/emails", element, node);
        }
    }
}

/// Adds the phone numbers in a text. Numbers without a country code belong to the country the applicant states.
pub(super) fn phones(draft: &mut Draft, node: &Node<'_>) {
    let Some(text) = node.text() else { return };
    let numbers = numbers(&text);
    if numbers.is_empty() {
        node.leave("contains no phone number");
    }
    let country = draft.text("/claims/country").map(str::to_owned);
    for number in numbers {
        let digits: String = number.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect();
        if draft.is_new("/contact/phones", &digits) {
            let country = country.clone().filter(|_| !number.starts_with('+'));
            let element = Element::default().with("number", Some(number), node);
            draft.push("/contact/phones", element.with("country", country, node), node);
        }
    }
}

/// The numbers in a text as people write it: `tel:` URLs, several numbers, extensions and remarks.
fn numbers(text: &str) -> Vec<String> {
    /// A country's shortest numbers have fewer digits, but so do dates and extensions.
    const FEWEST_DIGITS: usize = 7;
    let text = phone::plain(text);
    let parts = text.split([',', ';', '|', '\n']).flat_map(|part| part.split(" or "));
    let parts = parts.flat_map(|part| part.split(" / "));
    let number = |part: &str| {
        let start = part.find(|c: char| c.is_ascii_digit() || c == '+')?;
        let start = if part[..start].ends_with('(') { start - 1 } else { start };
        let rest = &part[start..];
        // What follows is an extension or a remark, in any language.
        let end = rest.find(|c: char| c.is_alphabetic() || matches!(c, '#' | '=' | ':' | '['));
        let number =
            rest[..end.unwrap_or(rest.len())].trim_end_matches(|c: char| !c.is_ascii_digit());
        let plain = match number.strip_prefix("00") {
            Some(international) => format!("+{international}"),
            None => number.to_owned(),
        };
        let digits = plain.chars().filter(char::is_ascii_digit).count();
        (digits >= FEWEST_DIGITS).then_some(plain)
    };
    parts.filter_map(number).collect()
}

/// Adds a page or an account on another site. `network` is the site's name, if the vendor states it.
pub(super) fn page(draft: &mut Draft, node: &Node<'_>, network: Option<&str>) {
    let Some(text) = node.text() else { return };
    let mut found = false;
    for written in text.split([' ', ',', ';', '\n', '\t']).filter(|part| !part.is_empty()) {
        let handle = written.strip_prefix('@').unwrap_or(written);
        let url = page_url(written).or_else(|| network_url(network?, handle));
        if let Some(url) = url {
            found = true;
            draft.push_value("/links/urls", url, node);
        } else if written.starts_with('@') && handle.len() > 1 {
            found = true;
            let element = Element::default().with("network", network, node);
            let element = element.with("username", Some(handle), node);
            draft.push("/resume/basics/profiles", element, node);
        }
    }
    if !found {
        node.leave("is not the address of a page");
    }
}

/// Adds a page if it is an account on a site that is known to name accounts in its URLs. False if it is not: the answer
/// to a question can link to anything.
pub(super) fn profile_page(draft: &mut Draft, node: &Node<'_>) -> bool {
    let written = node.peek().filter(|text| !text.contains(char::is_whitespace));
    let url = written.and_then(page_url).and_then(|url| url::Url::parse(&url).ok());
    let is_account = url.is_some_and(|url| {
        let host = url.domain().unwrap_or_default();
        let host = host.strip_prefix("www.").unwrap_or(host);
        let is_site = NETWORKS.iter().any(|(_, before)| {
            let site = before.trim_start_matches("https://").trim_start_matches("www.");
            site.split('/').next() == Some(host)
        });
        // LinkedIn has a subdomain for each country.
        let is_site = is_site || host.ends_with(".linkedin.com");
        is_site && !url.path().trim_matches('/').is_empty()
    });
    if is_account {
        page(draft, node, None);
    }
    is_account
}

/// The URL of a page, which people often write without its scheme.
fn page_url(written: &str) -> Option<String> {
    let with_scheme =
        if written.contains("://") { written.to_owned() } else { format!("https://{written}") };
    let url = url::Url::parse(&with_scheme).ok()?;
    let is_page = matches!(url.scheme(), "http" | "https") && url.username().is_empty();
    let host = url.domain()?;
    // `e.g.`, `n/a` and an address `sam@example.com` are no pages.
    let labels: Vec<&str> = host.split('.').collect();
    let is_host = labels.len() > 1 && labels.iter().all(|label| !label.is_empty());
    (is_page && is_host).then_some(with_scheme)
}

/// Sites that name accounts in their URLs, and what stands before the name.
const NETWORKS: [(&str, &str); 17] = [
    ("behance", "https://www.behance.net/"),
    ("bitbucket", "https://bitbucket.org/"),
    ("dev", "https://dev.to/"),
    ("devto", "https://dev.to/"),
    ("dribbble", "https://dribbble.com/"),
    ("facebook", "https://www.facebook.com/"),
    ("github", "https://github.com/"),
    ("gitlab", "https://gitlab.com/"),
    ("instagram", "https://www.instagram.com/"),
    ("kaggle", "https://www.kaggle.com/"),
    ("linkedin", "https://www.linkedin.com/in/"),
    ("medium", "https://medium.com/@"),
    ("telegram", "https://t.me/"),
    ("twitter", "https://twitter.com/"),
    ("twitter", "https://x.com/"),
    ("x", "https://x.com/"),
    ("youtube", "https://www.youtube.com/@"),
];

/// The URL of an account on a site that names accounts in its URLs.
fn network_url(network: &str, handle: &str) -> Option<String> {
    let is_handle = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.');
    if handle.is_empty() || !handle.chars().all(is_handle) {
        return None;
    }
    let name: String = network.chars().filter(char::is_ascii_alphanumeric).collect();
    let name = name.to_lowercase();
    let (_, before) = NETWORKS.iter().find(|(known, _)| *known == name)?;
    Some(format!("{before}{handle}"))
}

/// Adds a postal address that is a single text.
pub(super) fn postal_address(draft: &mut Draft, node: &Node<'_>, home: bool) {
    let line = node.text().map(|text| text.split_whitespace().collect::<Vec<_>>().join(" "));
    let element = Element::default().with("line", line, node);
    let element = if home { element.with_constant("purpose", "residence") } else { element };
    draft.push("/contact/addresses", element, node);
}

/// Adds the place that the applicant states as their own, if it names a country. Of a postal address, only the country:
/// its other parts are not a city and a region.
pub(super) fn stated_place(draft: &mut Draft, node: &Node<'_>) {
    let Some(place) = node.peek().and_then(place::read) else { return };
    if draft.text("/claims/country").is_some() {
        return;
    }
    node.ignore();
    let is_street = node.peek().is_some_and(|text| text.chars().any(char::is_numeric));
    let fields: &[&str] = if is_street { &["country"] } else { &["country", "region", "city"] };
    for field in fields {
        draft.set(&format!("/claims/{field}"), place.get(*field).cloned(), node);
    }
}

/// Adds what is known of the device an application was sent from.
pub(super) fn session(
    draft: &mut Draft,
    ip: &Node<'_>,
    user_agent: &Node<'_>,
    at: (Option<String>, &Node<'_>),
) {
    let element = Element::default().with("ip", ip.text(), ip);
    let element = element.with("user_agent", user_agent.text(), user_agent);
    if element.has("ip") || element.has("user_agent") {
        draft.push("/sessions", element.with("started_at", at.0, at.1), ip);
    }
}

/// A time in RFC 3339, or in milliseconds since 1970.
pub(super) fn time(node: &Node<'_>) -> Option<String> {
    if let Some(milliseconds) = node.integer() {
        let at = DateTime::from_timestamp_millis(milliseconds)?;
        return Some(at.to_rfc3339_opts(SecondsFormat::Millis, true));
    }
    node.text()
}

/// A date: ISO 8601, `MM/DD/YYYY`, `MM/YYYY`, or an object with `year`, `month` and perhaps `day`. Other texts stay as they
/// are: the profile reads the year in `Jan 2016`.
pub(super) fn date(node: &Node<'_>) -> Option<String> {
    if node.is_object() {
        let year = node.get("year").id()?;
        let Some(month) = node.get("month").id() else { return Some(year) };
        let month = format!("{year}-{month:0>2}");
        let day = node.get("day").id();
        return Some(day.map_or_else(|| month.clone(), |day| format!("{month}-{day:0>2}")));
    }
    if let Some(milliseconds) = node.integer() {
        let at = DateTime::from_timestamp_millis(milliseconds)?;
        return Some(at.date_naive().to_string());
    }
    let text = node.text()?;
    let parts: Vec<&str> = text.split('/').map(str::trim).collect();
    Some(match parts[..] {
        // A month above 12 is a day.
        [day, month, year] if year.len() == 4 && is_over_12(day) => {
            format!("{year}-{month:0>2}-{day:0>2}")
        }
        [month, day, year] if year.len() == 4 => format!("{year}-{month:0>2}-{day:0>2}"),
        [month, year] if year.len() == 4 => format!("{year}-{month:0>2}"),
        _ => match text.split_once(['T', ' ']) {
            Some((date, _))
                if date.starts_with(|c: char| c.is_ascii_digit()) && date.contains('-') =>
            {
                date.to_owned()
            }
            _ => text,
        },
    })
}

fn is_over_12(number: &str) -> bool {
    number.parse::<u8>().is_ok_and(|number| number > 12)
}

/// Adds a job that the applicant states as the current one, unless the list of jobs contains the employer.
pub(super) fn current_job(draft: &mut Draft, title: &Node<'_>, company: &Node<'_>) {
    draft.set("/resume/basics/label", title.text(), title);
    let Some(employer) = company.text() else { return };
    let is_same = |job: &Value| {
        job["name"].as_str().is_some_and(|name| name.to_lowercase() == employer.to_lowercase())
    };
    if draft.list("/resume/work").iter().any(is_same) {
        return;
    }
    let element = Element::default().with("name", Some(employer), company);
    draft.push("/resume/work", element.with("position", title.text(), title), company);
}

/// Adds a cover letter that is not part of an application with a time.
pub(super) fn cover_letter(draft: &mut Draft, node: &Node<'_>) {
    let element = Element::default().with("text", node.text(), node);
    let element =
        element.with_constant("direction", "sent").with_constant("channel", "cover letter");
    draft.push("/messages", element, node);
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::source::Source;
    use super::*;

    /// What a text becomes, with the country that the applicant states.
    fn built(text: &str, country: Option<&str>, add: impl Fn(&mut Draft, &Node<'_>)) -> Value {
        let source = Source::new(json!({ "value": text }));
        let mut draft = Draft::new("x", &source.root());
        draft.set("/claims/country", country, &source.root());
        add(&mut draft, &source.root().get("value"));
        let (documents, notes) = super::super::draft::finish(vec![draft], &source).unwrap();
        json!({ "document": documents[0], "notes": notes.len() })
    }

    #[test]
    fn phone_numbers_are_read_as_people_write_them() {
        let read = |text, country| {
            let built = built(text, country, phones);
            let phones = built["document"]["contact"]["phones"].as_array().cloned();
            let of = |phone: &Value| phone["number"].as_str().unwrap().to_owned();
            phones.unwrap_or_default().iter().map(of).collect::<Vec<_>>()
        };
        for (text, expected) in [
            ("+1 (646) 555-0117 ext. 4", vec!["+1 (646) 555-0117"]),
            ("646.555.0118", vec!["646.555.0118"]),
            (
                "tel:+1-512-555-0150;ext=9, or +1 512 555 0151",
                vec!["+1-512-555-0150", "+1 512 555 0151"],
            ),
            ("WhatsApp: +1 202 555 0123 (mobile)", vec!["+1 202 555 0123"]),
            ("0044 20 7946 0018", vec!["+44 20 7946 0018"]),
            ("(202) 555\u{2011}0123 доб. 12", vec!["(202) 555-0123"]),
            ("+1\u{A0}202\u{202F}555\u{A0}0123", vec!["+1 202 555 0123"]),
            ("+1 202 555 0123 / +1 202 555 0124", vec!["+1 202 555 0123", "+1 202 555 0124"]),
            ("call me", vec![]),
            ("1-800-FLOWERS", vec![]),
        ] {
            assert_eq!(read(text, Some("US")), expected, "{text}");
        }
        assert!(read("646.555.0118", None).is_empty(), "no country is guessed");
        assert_eq!(built("646.555.0118", None, phones)["notes"], 1);
        assert_eq!(built("call me", Some("US"), phones)["notes"], 1);
    }

    #[test]
    fn addresses_are_trimmed_and_listed_once() {
        let emails = built(
            " Robin <robin@example.com>; mailto:robin@example.com, ROBIN@Example.com,r@example.net ",
            None,
            emails,
        );
        let emails = &emails["document"]["contact"]["emails"];
        let expected = json!([{ "address": "robin@example.com" }, { "address": "r@example.net" }]);
        assert_eq!(*emails, expected);
    }

    #[test]
    fn a_handle_is_never_made_a_host() {
        let read = |text, network: Option<&str>| {
            built(text, None, |draft, node| page(draft, node, network))["document"].clone()
        };
        let urls = |text, network| read(text, network)["links"]["urls"].clone();
        assert_eq!(urls("@robin", Some("Twitter")), json!(["https://twitter.com/robin"]));
        assert_eq!(urls("robin", Some("GitHub")), json!(["https://github.com/robin"]));
        assert_eq!(urls("robin.example.com", None), json!(["https://robin.example.com"]));
        for text in ["@robin", "n/a", "none", "-", "sam@example.com", "javascript:alert(1)"] {
            assert_eq!(urls(text, None), Value::Null, "{text}");
        }
        let profiles = &read("@robin", None)["resume"]["basics"]["profiles"];
        assert_eq!(*profiles, json!([{ "username": "robin" }]));
    }

    #[test]
    fn dates_of_every_vendor_become_iso_dates() {
        let of = |value: Value| {
            let source = Source::new(value);
            date(&source.root())
        };
        for (value, expected) in [
            (json!("09/15/2007"), "2007-09-15"),
            (json!("9/2007"), "2007-09"),
            (json!("2012-08-15T00:00:00.000Z"), "2012-08-15"),
            (json!({ "month": "1", "year": "2016" }), "2016-01"),
            (json!({ "year": 2016, "month": null }), "2016"),
            (json!("15/01/2012"), "2012-01-15"),
            (json!("Jan 2016"), "Jan 2016"),
            (json!("January 15, 2013"), "January 15, 2013"),
            (json!("2012-08-15 10:00"), "2012-08-15"),
            (json!({ "year": 2030, "month": 2, "day": 9 }), "2030-02-09"),
            (json!("Present"), "Present"),
        ] {
            assert_eq!(of(value.clone()).as_deref(), Some(expected), "{value}");
        }
    }
}
