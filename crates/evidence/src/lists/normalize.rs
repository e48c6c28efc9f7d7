//! Normalises values, so that list entries and profile values can be compared.

use std::net::IpAddr;

use ipnet::IpNet;

use crate::lists::ListKind;
use crate::profile::contact::Address;
use crate::profile::{EmailAddress, ExternalId, PayoutAccount, PhoneNumber, Text, fold};

/// The normal form of a list entry, or the reason why it is invalid.
pub fn normalize(kind: ListKind, written: &str) -> Result<String, &'static str> {
    let written = written.trim();
    if written.is_empty() || written.len() > 400 || written.contains(char::is_control) {
        return Err("must be 1 to 400 bytes without control characters");
    }
    match kind {
        ListKind::Email => {
            let address = EmailAddress::parse(written).ok_or("is not an e-mail address")?;
            Ok(address.canonical())
        }
        ListKind::Handle => {
            let handle = handle(written);
            if handle.contains(char::is_whitespace) { Err("is not a handle") } else { Ok(handle) }
        }
        ListKind::Phone => {
            let number = PhoneNumber::parse(written, None);
            Ok(number.ok_or("is not a phone number in international form")?.as_str().to_owned())
        }
        ListKind::Ip => Ok(network(written)?.to_string()),
        ListKind::Asn => {
            let digits = written.strip_prefix("AS").or_else(|| written.strip_prefix("as"));
            let number = digits.unwrap_or(written).parse::<u32>();
            Ok(asn(number.map_err(|_| "is not the number of an autonomous system")?))
        }
        ListKind::Domain => domain(written).ok_or("is not a domain"),
        ListKind::Wallet => {
            let account = PayoutAccount::parse(written);
            Ok(account.ok_or("is not an account of 4 to 128 characters")?.expose().to_owned())
        }
        ListKind::Address => Ok(letters(written)),
        ListKind::Document => Ok(fold(written)),
        ListKind::Device => Ok(written.to_owned()),
        ListKind::Account => {
            let name = ExternalId::parse(written);
            Ok(name.ok_or("is not a valid external id")?.as_str().to_owned())
        }
    }
}

/// A handle without `@`, folded for comparison.
pub(super) fn handle(written: &str) -> String {
    fold(written.trim_start_matches('@'))
}

pub(super) fn asn(number: u32) -> String {
    format!("AS{number}")
}

/// A host name in lower-case ASCII.
pub(super) fn domain(written: &str) -> Option<String> {
    let written = written.trim_start_matches("*.").trim_end_matches('.');
    match url::Host::parse(written).ok()? {
        url::Host::Domain(domain) if domain.contains('.') => Some(domain),
        _ => None,
    }
}

/// A network. Very large ones are rejected.
fn network(written: &str) -> Result<IpNet, &'static str> {
    let network = written.parse::<IpNet>().ok();
    let address = || written.parse::<IpAddr>().ok().map(|ip| IpNet::from(ip.to_canonical()));
    let network = network.or_else(address).ok_or("is not an IP address or network")?;
    let narrow = match network {
        IpNet::V4(network) => network.prefix_len() >= 8,
        IpNet::V6(network) => network.prefix_len() >= 16,
    };
    if narrow { Ok(network.trunc()) } else { Err("is too large; use at least /8, or /16 for IPv6") }
}

/// The prefix length of a normalised network as stored: plus 1000 for IPv6.
pub fn prefix_length(network: &str) -> Option<i16> {
    let network: IpNet = network.parse().ok()?;
    let length = i16::from(network.prefix_len());
    Some(if matches!(network, IpNet::V4(_)) { length } else { 1000 + length })
}

/// The network with a stored prefix length that contains an address.
pub(super) fn within(ip: IpAddr, prefix: i16) -> Option<String> {
    let (v6, length) = (prefix >= 1000, u8::try_from(prefix % 1000).ok()?);
    (v6 == ip.is_ipv6()).then_some(())?;
    IpNet::new(ip, length).ok().map(|network| network.trunc().to_string())
}

/// A postal address reduced to its letters and digits.
pub(super) fn address(address: &Address) -> Option<String> {
    let line = address.line.as_ref()?.as_str();
    let code = address.postal_code.as_ref().map_or("", Text::as_str);
    let country = address.country.map(|country| country.to_string()).unwrap_or_default();
    Some(letters(&format!("{line} {code} {country}")))
}

/// The address of the building, if the address names a unit in it: "1 Main St" for "1 Main St PMB 12". A list of
/// forwarders can't contain the number of every mailbox.
pub(super) fn building(address: &Address) -> Option<String> {
    let line = without_unit(address.line.as_ref()?.as_str())?;
    let code = address.postal_code.as_ref().map_or("", Text::as_str);
    let country = address.country.map(|country| country.to_string()).unwrap_or_default();
    Some(letters(&format!("{line} {code} {country}")))
}

/// The line without the unit at its end, which is a number and the word before it, in any language. `None` if it has
/// none: a street with its number must remain.
fn without_unit(line: &str) -> Option<String> {
    let words: Vec<&str> = line
        .split(|c: char| c.is_whitespace() || c == ',')
        .filter(|word| !word.is_empty())
        .collect();
    let has_digit = |word: &&str| word.contains(|c: char| c.is_numeric());
    let (unit, rest) = words.split_last().filter(|(unit, _)| has_digit(unit))?;
    let is_joined = unit.starts_with(|c: char| !c.is_numeric());
    let rest = match rest.split_last() {
        Some((designator, rest)) if !is_joined && !has_digit(designator) => rest,
        _ if is_joined => rest,
        _ => return None,
    };
    let has_word = rest.iter().any(|word| !has_digit(word));
    (has_word && rest.iter().any(has_digit)).then(|| rest.join(" "))
}

fn letters(text: &str) -> String {
    fold(text).chars().filter(|c| c.is_alphanumeric()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn different_spellings_of_one_value_are_equal() {
        for (kind, first, second) in [
            (ListKind::Email, "A@Example.com", "a@example.com"),
            (ListKind::Handle, "@Octo-Example", "octo-example"),
            (ListKind::Phone, "+1 (202) 555-0123", "+12025550123"),
            (ListKind::Ip, "192.0.2.7", "192.0.2.7/32"),
            (ListKind::Ip, "192.0.2.77/24", "192.0.2.0/24"),
            (ListKind::Asn, "AS64500", "64500"),
            (ListKind::Domain, "*.Example.COM.", "example.com"),
            (ListKind::Address, "1 Sample St., 00000, US", "1 SAMPLE ST 00000 US"),
        ] {
            assert_eq!(normalize(kind, first), normalize(kind, second), "{first}");
            assert!(normalize(kind, first).is_ok(), "{first}");
        }
    }

    #[test]
    fn a_unit_is_left_out_of_the_address_of_its_building() {
        for (line, building) in [
            ("1 Main St PMB 12", Some("1 Main St")),
            ("1 Main St, #12", Some("1 Main St")),
            ("1 Main St # 12", Some("1 Main St")),
            ("Hauptstr. 1 Whg 12", Some("Hauptstr. 1")),
            ("ул. Примерная 1 кв. 12", Some("ул. Примерная 1")),
            ("1 Main St", None),
            ("Hauptstr. 12", None),
            ("12 Highway 61", None),
            ("서울로 12", None),
        ] {
            assert_eq!(without_unit(line).as_deref(), building, "{line}");
        }
    }

    #[test]
    fn invalid_values_are_rejected() {
        for (kind, bad) in [
            (ListKind::Email, "no one"),
            (ListKind::Ip, "0.0.0.0/0"),
            (ListKind::Ip, "example.com"),
            (ListKind::Domain, "192.0.2.1"),
            (ListKind::Asn, "AS"),
            (ListKind::Phone, "555-0123"),
            (ListKind::Device, ""),
            (ListKind::Handle, "two words"),
        ] {
            assert!(normalize(kind, bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn an_address_lies_only_in_networks_of_its_ip_version() {
        let ip: IpAddr = "192.0.2.77".parse().unwrap();
        assert_eq!(within(ip, 24).as_deref(), Some("192.0.2.0/24"));
        assert_eq!(within(ip, 1064), None);
        let v6: IpAddr = "2001:db8::1".parse().unwrap();
        let length = prefix_length("2001:db8::/32").unwrap();
        assert_eq!(within(v6, length).as_deref(), Some("2001:db8::/32"));
    }
}
