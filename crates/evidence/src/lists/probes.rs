//! Selects the values of a profile to look up on threat lists.

use std::collections::BTreeSet;

use super::normalize;
use crate::facts::Facts;
use crate::lists::ListKind;
use crate::profile::claims::Claims;
use crate::profile::contact::{Address, AddressPurpose};
use crate::profile::{EmailAddress, Profile};

/// A normalised value and its position.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Probe {
    pub kind: ListKind,
    pub value: String,
    /// A JSON Pointer into the profile.
    pub pointer: String,
}

/// The distinct values of a profile that lists of these kinds can contain. `prefixes` are the prefix lengths of the
/// networks on the lists.
pub fn probes(
    profile: &Profile,
    facts: &Facts,
    kinds: &BTreeSet<ListKind>,
    prefixes: &BTreeSet<i16>,
) -> Vec<Probe> {
    let mut collector = Collector { kinds, known: BTreeSet::new(), probes: Vec::new() };
    collector.contact(profile);
    collector.sessions(profile, facts, prefixes);
    collector.accounts(profile);
    collector.code(profile);
    if let Some(claims) = &profile.claims {
        collector.referrals(claims);
    }
    collector.probes
}

struct Collector<'a> {
    kinds: &'a BTreeSet<ListKind>,
    known: BTreeSet<(ListKind, String)>,
    probes: Vec<Probe>,
}

impl Collector<'_> {
    fn add(&mut self, kind: ListKind, value: String, pointer: impl Into<String>) {
        if self.kinds.contains(&kind) && self.known.insert((kind, value.clone())) {
            self.probes.push(Probe { kind, value, pointer: pointer.into() });
        }
    }

    /// The local part is not looked up as a handle: at another provider, it belongs to someone else, and many people have
    /// the same name.
    fn email(&mut self, email: &EmailAddress, pointer: &str) {
        self.add(ListKind::Email, email.canonical(), pointer);
        self.domains(email.domain(), pointer);
    }

    fn contact(&mut self, profile: &Profile) {
        let contact = profile.contact.as_ref();
        for (i, email) in contact.iter().flat_map(|contact| &contact.emails).enumerate() {
            self.email(&email.address, &format!("/contact/emails/{i}/address"));
        }
        let basics = profile.resume.as_ref().and_then(|resume| resume.basics.as_ref());
        if let Some(email) = basics.and_then(|basics| basics.email.as_ref()) {
            self.email(email, "/resume/basics/email");
        }
        for (i, profile) in basics.iter().flat_map(|basics| &basics.profiles).enumerate() {
            if let Some(login) = profile.code_host_login() {
                let pointer = format!("/resume/basics/profiles/{i}/username");
                self.add(ListKind::Handle, normalize::handle(login.as_str()), pointer);
            }
        }
        for (i, phone) in contact.iter().flat_map(|contact| &contact.phones).enumerate() {
            let number = phone.number.as_str().to_owned();
            self.add(ListKind::Phone, number, format!("/contact/phones/{i}/number"));
        }
        for (i, address) in contact.iter().flat_map(|contact| &contact.addresses).enumerate() {
            if address.purpose == Some(AddressPurpose::Shipping) {
                self.address(address, &format!("/contact/addresses/{i}"));
            }
        }
        for (i, shipment) in profile.shipments.iter().enumerate() {
            if let Some(address) = &shipment.address {
                self.address(address, &format!("/shipments/{i}/address"));
            }
        }
    }

    fn address(&mut self, address: &Address, pointer: &str) {
        let values = [normalize::address(address), normalize::building(address)];
        for value in values.into_iter().flatten() {
            self.add(ListKind::Address, value, pointer);
        }
    }

    /// A domain and all its parent domains.
    fn domains(&mut self, host: &str, pointer: &str) {
        let Some(domain) = normalize::domain(host) else { return };
        let mut rest = domain.as_str();
        while rest.contains('.') {
            self.add(ListKind::Domain, rest.to_owned(), pointer);
            rest = rest.split_once('.').map_or("", |(_, rest)| rest);
        }
    }

    fn sessions(&mut self, profile: &Profile, facts: &Facts, prefixes: &BTreeSet<i16>) {
        for (i, (session, facts)) in profile.sessions.iter().zip(&facts.sessions).enumerate() {
            if let Some(ip) = session.ip {
                for prefix in prefixes {
                    if let Some(network) = normalize::within(ip.0, *prefix) {
                        self.add(ListKind::Ip, network, format!("/sessions/{i}/ip"));
                    }
                }
            }
            if let Some(number) = facts.ip.as_ref().and_then(|ip| ip.asn) {
                self.add(ListKind::Asn, normalize::asn(number), format!("/sessions/{i}/ip"));
            }
            if let Some(device) = &session.device_id {
                let pointer = format!("/sessions/{i}/device_id");
                self.add(ListKind::Device, device.as_str().to_owned(), pointer);
            }
        }
    }

    fn accounts(&mut self, profile: &Profile) {
        for (i, payout) in profile.payouts.iter().enumerate() {
            if let Some(account) = &payout.account {
                let pointer = format!("/payouts/{i}/account");
                self.add(ListKind::Wallet, account.expose().to_owned(), pointer);
            }
        }
        for (i, check) in profile.identity_checks.iter().enumerate() {
            if let Some(document) = &check.document_digest {
                let pointer = format!("/identity_checks/{i}/document_digest");
                self.add(ListKind::Document, document.folded().to_owned(), pointer);
            }
        }
    }

    /// Followers and other people's commits are not looked up: anyone can follow an account and commit to a repository,
    /// and a fork brings its history along.
    fn code(&mut self, profile: &Profile) {
        let Some(links) = &profile.links else { return };
        for (i, url) in links.urls.iter().enumerate() {
            if let Some(host) = url.url().host_str() {
                self.domains(host, &format!("/links/urls/{i}"));
            }
        }
        let Some(github) = &links.github else { return };
        if let Some(login) = github.user.as_ref().and_then(|user| user.login.as_ref()) {
            self.add(
                ListKind::Handle,
                normalize::handle(login.as_str()),
                "/links/github/user/login",
            );
        }
        for (i, account) in github.following.iter().enumerate() {
            if let Some(login) = &account.login {
                let pointer = format!("/links/github/following/{i}/login");
                self.add(ListKind::Handle, normalize::handle(login.as_str()), pointer);
            }
        }
        for own in github.own_commits() {
            let (i, commit) = (own.0, own.1);
            let author = commit.commit.as_ref().and_then(|commit| commit.author.as_ref());
            let email = author.and_then(|author| author.email.as_ref());
            if let Some(email) = email.and_then(|email| EmailAddress::parse(email.as_str())) {
                let pointer = format!("/links/github/commits/{i}/commit/author/email");
                self.add(ListKind::Email, email.canonical(), pointer);
            }
        }
    }

    fn referrals(&mut self, claims: &Claims) {
        for (i, referral) in claims.referrals.iter().enumerate() {
            let pointer = format!("/claims/referrals/{i}/external_id");
            self.add(ListKind::Account, referral.external_id.as_str().to_owned(), pointer);
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::facts::SessionFacts;
    use crate::profile;

    #[test]
    fn a_mailbox_is_looked_up_with_the_address_of_its_building() {
        let document = json!({
            "external_id": "case",
            "shipments": [{ "address": { "line": "1 Main St PMB 12", "postal_code": "00000", "country": "US" } }],
        });
        let (profile, _) = profile::parse(document.to_string().as_bytes()).unwrap();
        let kinds = [ListKind::Address].into();
        let probes = probes(&profile, &Facts::default(), &kinds, &BTreeSet::new());
        let listed = normalize::normalize(ListKind::Address, "1 Main St, 00000, US").unwrap();
        assert!(probes.iter().any(|probe| probe.value == listed), "{probes:?}");
    }

    #[test]
    fn own_addresses_are_looked_up_wherever_they_stand_and_other_people_nowhere() {
        let commit = |login: &str, email: &str| json!({ "author": { "login": login }, "commit": { "author": { "email": email } } });
        let document = json!({
            "external_id": "case",
            "resume": { "basics": { "email": "cv@example.com", "profiles": [
                { "network": "GitHub", "username": "second" },
                { "network": "Chess", "username": "third" },
            ] } },
            "links": { "github": {
                "user": { "login": "own" },
                "followers": [{ "login": "follower" }],
                "following": [{ "login": "followed" }],
                "commits": [commit("own", "code@example.com"), commit("other", "other@example.com")],
            } },
        });
        let (profile, _) = profile::parse(document.to_string().as_bytes()).unwrap();
        let kinds = [ListKind::Email, ListKind::Handle].into();
        let probes = probes(&profile, &Facts::default(), &kinds, &BTreeSet::new());
        let pointers: Vec<&str> = probes.iter().map(|probe| probe.pointer.as_str()).collect();
        assert_eq!(
            pointers,
            [
                "/resume/basics/email",
                "/resume/basics/profiles/0/username",
                "/links/github/user/login",
                "/links/github/following/0/login",
                "/links/github/commits/0/commit/author/email",
            ]
        );
    }

    #[test]
    fn each_value_is_looked_up_once_in_its_normal_form() {
        let document = json!({
            "external_id": "case",
            "contact": { "emails": [{ "address": "Octo-Example@mail.example.com" }] },
            "sessions": [
                { "started_at": "2026-05-01T00:00:00Z", "ip": "192.0.2.7" },
                { "started_at": "2026-05-02T00:00:00Z", "ip": "192.0.2.8" },
            ],
        });
        let (profile, _) = profile::parse(document.to_string().as_bytes()).unwrap();
        let sessions = vec![SessionFacts::default(); 2];
        let facts = Facts { sessions, ..Facts::default() };
        let kinds = [ListKind::Email, ListKind::Ip, ListKind::Domain, ListKind::Handle].into();
        let probes = probes(&profile, &facts, &kinds, &[24, 1032].into());
        let values: Vec<&str> = probes.iter().map(|probe| probe.value.as_str()).collect();
        let canonical = profile.contact.as_ref().unwrap().emails[0].address.canonical();
        assert_eq!(values, [canonical.as_str(), "mail.example.com", "example.com", "192.0.2.0/24"]);
        assert_eq!(probes[3].pointer, "/sessions/0/ip");
    }
}
