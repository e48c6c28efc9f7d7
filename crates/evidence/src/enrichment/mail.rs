//! Facts about e-mail addresses.

use std::collections::HashSet;

use crate::facts::{MailClass, MailFacts};
use crate::profile::EmailAddress;

/// Local parts that refer to a role rather than a person.
const ROLES: [&str; 24] = [
    "abuse",
    "admin",
    "billing",
    "career",
    "careers",
    "contact",
    "hello",
    "help",
    "hiring",
    "hr",
    "info",
    "jobs",
    "mail",
    "marketing",
    "noreply",
    "office",
    "postmaster",
    "recruiting",
    "recruitment",
    "sales",
    "service",
    "support",
    "team",
    "webmaster",
];

/// Domains of privacy aliases: mail to them is forwarded to the person's own mailbox.
const RELAYS: [&str; 34] = [
    "33mail.com",
    "4wrd.cc",
    "8alias.com",
    "8shield.net",
    "addy.io",
    "addymail.com",
    "aleeas.com",
    "anonaddy.com",
    "anonaddy.me",
    "burnermail.io",
    "dralias.com",
    "duck.com",
    "e4ward.com",
    "erine.email",
    "forwardemail.net",
    "mailer.me",
    "maskmail.net",
    "mozmail.com",
    "opayq.com",
    "passfwd.com",
    "passinbox.com",
    "passmail.com",
    "passmail.net",
    "privaterelay.appleid.com",
    "relay.example",
    "relay.firefox.com",
    "silomails.com",
    "simplelogin.co",
    "simplelogin.com",
    "simplelogin.fr",
    "slmail.me",
    "slmails.com",
    "sneakemail.com",
    "spamgourmet.com",
];

/// The lists of mail domains.
#[derive(Debug)]
pub(super) struct Mail {
    disposable: HashSet<&'static str>,
    free: HashSet<&'static str>,
}

impl Mail {
    pub(super) fn load() -> Self {
        let free = include_str!("free_mail.txt").lines().filter(|line| !line.starts_with('#'));
        Self { disposable: mailchecker::blacklist().into_iter().collect(), free: free.collect() }
    }

    pub(super) fn facts(&self, address: &EmailAddress) -> MailFacts {
        let relay = parents(address.domain()).any(|domain| RELAYS.contains(&domain));
        let local = address.local().split('+').next().unwrap_or_default();
        MailFacts {
            class: self.class(address.domain(), relay),
            role_account: ROLES.binary_search(&local).is_ok(),
            relay,
        }
    }

    /// A relay forwards to the person's own mailbox, so it is not disposable.
    fn class(&self, domain: &str, relay: bool) -> MailClass {
        let is_on =
            |list: &HashSet<&'static str>| parents(domain).any(|parent| list.contains(parent));
        match () {
            () if relay => MailClass::Free,
            // Lists of disposable domains contain some providers of permanent mailboxes.
            () if is_on(&self.free) => MailClass::Free,
            () if is_on(&self.disposable) => MailClass::Disposable,
            () => MailClass::OwnDomain,
        }
    }
}

/// A domain and its parents, down to the registrable domain (public suffix list).
fn parents(domain: &str) -> impl Iterator<Item = &str> {
    let registrable = psl::domain_str(domain).unwrap_or(domain).len();
    std::iter::successors(Some(domain), |domain| domain.split_once('.').map(|(_, rest)| rest))
        .take_while(move |domain| domain.len() >= registrable)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn facts(address: &str) -> MailFacts {
        Mail::load().facts(&EmailAddress::parse(address).unwrap())
    }

    #[test]
    fn a_domain_is_free_disposable_or_owned() {
        assert_eq!(facts("sam@gmail.com").class, MailClass::Free);
        assert_eq!(facts("sam@mailinator.com").class, MailClass::Disposable);
        assert_eq!(facts("sam@under.mailinator.com").class, MailClass::Disposable);
        assert_eq!(facts("sam@example.com").class, MailClass::OwnDomain);
        // This name only ends like a provider's.
        assert_eq!(facts("sam@notgmail.com").class, MailClass::OwnDomain);
    }

    #[test]
    fn no_ordinary_provider_of_any_country_is_disposable() {
        let mail = Mail::load();
        let providers: Vec<&str> = mail.free.iter().copied().collect();
        assert!(providers.len() > 50);
        for domain in providers {
            assert_eq!(mail.class(domain, false), MailClass::Free, "{domain}");
        }
    }

    #[test]
    fn a_permanent_mailbox_is_not_disposable_whatever_a_list_says() {
        for domain in ["consultant.com", "dr.com", "techie.com", "writeme.com", "keemail.me"] {
            assert_eq!(facts(&format!("robin@{domain}")).class, MailClass::Free, "{domain}");
        }
        for domain in ["burnermail.io", "maskmail.net", "e4ward.com"] {
            assert!(facts(&format!("x7@{domain}")).relay, "{domain}");
        }
    }

    #[test]
    fn a_relay_is_not_disposable_and_a_role_is_not_a_person() {
        let relay = facts("x7@privaterelay.appleid.com");
        assert!(relay.relay && relay.class == MailClass::Free);
        for domain in ["aleeas.com", "simplelogin.co", "sam.anonaddy.com", "passinbox.com"] {
            let facts = facts(&format!("x7@{domain}"));
            assert!(facts.relay && facts.class == MailClass::Free, "{domain}");
        }
        assert!(facts("jobs@example.com").role_account);
        assert!(facts("info+ads@example.com").role_account);
        assert!(!facts("infanta@example.com").role_account);
    }

    #[test]
    fn the_lists_are_sorted_for_binary_search() {
        assert!(ROLES.is_sorted() && RELAYS.is_sorted());
    }
}
