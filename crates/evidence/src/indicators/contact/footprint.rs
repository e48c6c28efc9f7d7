//! How long an e-mail address has been known elsewhere.

use chrono::{DateTime, Duration, Utc};

use super::super::reading::{count, day};
use super::super::{Case, Family, Indicator, MissRule, Scope, Usage};
use super::domains;
use crate::finding::{Evidence, Finding};
use crate::profile::EmailAddress;
use crate::profile::contact::Email;

/// Every indicator of this file.
pub(in crate::indicators) const INDICATORS: &[Indicator] = &[EMAIL_NEW_OR_NO_FOOTPRINT];

const EMAIL_NEW_OR_NO_FOOTPRINT: Indicator = Indicator {
    id: "email_new_or_no_footprint",
    family: Family::Contact,
    cause: None,
    usage: Usage::Use,
    scope: Scope::Profile,
    strength: 3,
    observed: "The e-mail addresses of the applicant are new, or no look-up service knows them.",
    unit: "addresses",
    question: "How long has the e-mail address been known? Send `contact.emails[].first_seen_at` or `known_sources` from a look-up service.",
    innocent_explanations: "Young people, people who care about privacy, and mailboxes that were opened for a job search.",
    how_to_verify: "Ask for an older address as well, and write to both.",
    sources: &["TOFU", "SPY25", "GEM"],
    wording: "
    .hit = { the-email-addresses } { $addresses ->
        [one] was first seen on { $first_seen },
       *[other] were first seen on { $first_seen } or later,
    } at most 30 days before the profile was submitted.
    .nowhere = No look-up service knows { $addresses ->
        [one] the e-mail address at { $domains }.
       *[other] the { $addresses } e-mail addresses at { $domains }.
    }
    .mixed = { the-email-addresses } were first seen on { $first_seen } or later, or no look-up service knows them.
    .miss = { the-email-addresses } { $addresses ->
        [one] is
       *[other] are
    } not new: a look-up service or the platform already knew { $addresses ->
        [one] it.
       *[other] them.
    }
",
    miss: MissRule::Counts,
    observe: email_new_or_no_footprint,
    #[cfg(test)]
    examples: tests::email_new_or_no_footprint,
};

/// All addresses that were looked up are new. Privacy aliases of mail providers are new by design and don't count. An
/// address that the platform itself has known for a year is not new.
fn email_new_or_no_footprint(case: &Case<'_>) -> Finding {
    let emails = case.profile.contact.iter().flat_map(|contact| &contact.emails);
    let looked_up: Vec<(usize, &Email, bool)> = (emails.zip(&case.facts.emails).enumerate())
        .filter(|(_, (_, facts))| !facts.relay)
        .filter_map(|(i, (email, _))| Some((i, email, is_new(case, email)?)))
        .collect();
    if looked_up.is_empty() {
        return Finding::Unknown;
    }
    let known: Vec<&Email> =
        (looked_up.iter()).filter(|(.., is_new)| !is_new).map(|(_, email, _)| *email).collect();
    let all: Vec<&Email> = looked_up.iter().map(|(_, email, _)| *email).collect();
    let named = if known.is_empty() { &all } else { &known };
    let addresses: Vec<&EmailAddress> = named.iter().map(|email| &email.address).collect();
    let pointers = looked_up.iter().map(|(i, ..)| format!("/contact/emails/{i}/address"));
    let evidence = Evidence::about(pointers)
        .with("addresses", addresses.len())
        .with("domains", domains(&addresses));
    if !known.is_empty() {
        return Finding::miss(evidence);
    }
    let first_seen: Vec<DateTime<Utc>> =
        all.iter().filter_map(|email| email.first_seen_at).collect();
    let evidence = match first_seen.iter().min() {
        Some(first) if first_seen.len() == all.len() => evidence.with("first_seen", day(*first)),
        Some(first) => evidence.worded("mixed").with("first_seen", day(*first)),
        None => evidence.worded("nowhere"),
    };
    Finding::hit(count(all.len()), evidence)
}

/// Whether the address was unknown a month ago; `None` if no service was asked.
fn is_new(case: &Case<'_>, email: &Email) -> Option<bool> {
    const NEW: Duration = Duration::days(30);
    const LONG: Duration = Duration::days(365);
    /// So many services don't learn of an address within a month.
    const MANY: f64 = 5.0;
    let is_older = |at, age| case.now - at > age;
    if email.added_at.is_some_and(|at| is_older(at, LONG)) {
        return Some(false);
    }
    match (email.first_seen_at, email.known_sources) {
        (Some(first), Some(sources)) if !is_older(first, NEW) && sources.0 >= MANY => None,
        (Some(first), _) => Some(!is_older(first, NEW)),
        (None, Some(sources)) => Some(sources.0 < 1.0),
        (None, None) => None,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::indicators::examples::Examples;
    use crate::indicators::fixture::Fixture;

    pub(super) fn email_new_or_no_footprint() -> Examples {
        let mails = |mails: &[(&str, &Value)]| {
            let email = |(address, looked_up): &(&str, &Value)| {
                let mut email = (*looked_up).clone();
                email["address"] = (*address).into();
                email
            };
            let emails: Vec<Value> = mails.iter().map(email).collect();
            Fixture::new(json!({ "contact": { "emails": emails } })).enriched()
        };
        let mail = |address: &str, looked_up: &Value| mails(&[(address, looked_up)]);
        let new = json!({ "first_seen_at": "2026-05-20T00:00:00Z" });
        let newer = json!({ "first_seen_at": "2026-05-25T00:00:00Z" });
        let old = json!({ "first_seen_at": "2019-01-01T00:00:00Z" });
        let nowhere = json!({ "known_sources": 0 });
        let somewhere = json!({ "known_sources": 3 });
        let kept = json!({ "known_sources": 0, "added_at": "2024-01-01T00:00:00Z" });
        let (com, org) = ("a@example.com", "a@example.org");
        Examples::new()
            .hit("first seen this month", mail(com, &new))
            .value(1.0)
            .says("The e-mail address at example.com was first seen on 2026-05-20, at most 30 days before the profile was submitted.")
            .unknown("first seen this month, and known to 25 services", mail(com, &json!({ "first_seen_at": "2026-05-20T00:00:00Z", "known_sources": 25 })))
            .hit("two addresses, first seen this month", mails(&[(com, &newer), (org, &new)]))
            .value(2.0)
            .says("The 2 e-mail addresses at example.com and example.org were first seen on 2026-05-20 or later, at most 30 days before the profile was submitted.")
            .hit("known nowhere", mail(com, &nowhere))
            .says("No look-up service knows the e-mail address at example.com.")
            .hit("two addresses, known nowhere", mails(&[(com, &nowhere), (com, &nowhere)]))
            .says("No look-up service knows the 2 e-mail addresses at example.com.")
            .hit("one is new, one is known nowhere", mails(&[(com, &new), (org, &nowhere)]))
            .says("The 2 e-mail addresses at example.com and example.org were first seen on 2026-05-20 or later, or no look-up service knows them.")
            .miss("known to three services", mail(com, &somewhere))
            .says("The e-mail address at example.com is not new: a look-up service or the platform already knew it.")
            .miss("one of two is old", mails(&[(com, &new), (org, &old)]))
            .pointers(&["/contact/emails/0/address", "/contact/emails/1/address"])
            .says("The e-mail address at example.org is not new: a look-up service or the platform already knew it.")
            .miss("both are old", mails(&[(com, &somewhere), (org, &old)]))
            .says("The 2 e-mail addresses at example.com and example.org are not new: a look-up service or the platform already knew them.")
            .miss("the platform has known it for long", mail(com, &kept))
            .unknown("no one looked it up", mail(com, &json!({})))
            .unknown("an alias is new by design", mail("a@relay.example", &new))
            .innocent("a privacy alias", mail("a@relay.example", &new))
            .innocent("an old address", mail(com, &old))
    }
}
