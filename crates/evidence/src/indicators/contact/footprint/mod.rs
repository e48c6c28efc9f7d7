//! How long an e-mail address has been known elsewhere.

use chrono::Duration;

use super::super::reading::count;
use super::super::{Case, Family, Indicator, MissRule, Scope, Usage};
use crate::finding::{Evidence, Finding};
use crate::profile::contact::Email;

/// Every indicator of this file.
pub(in crate::indicators) const INDICATORS: &[Indicator] = &[EMAIL_NEW_OR_NO_FOOTPRINT];

const EMAIL_NEW_OR_NO_FOOTPRINT: Indicator = Indicator {
    id: "email_new_or_no_footprint",
    family: Family::Contact,
    usage: Usage::Use,
    scope: Scope::Profile,
    strength: 3,
    observed: "Email recently created / never seen in any service or breach corpus.",
    unit: "addresses",
    question: "How long is the address known? Send `contact.emails[].first_seen_at` or `known_sources` of a look-up service.",
    innocent_explanations: "Young people, privacy-minded, job-hunt-only mailboxes.",
    how_to_verify: "Ask for an older address as well, and write to both.",
    sources: &["TOFU", "SPY25", "GEM"],
    wording: "",
    miss: MissRule::Counts,
    observe: email_new_or_no_footprint,
    #[cfg(test)]
    examples: None,
};

/// Every address that was looked up is new to the world. Addresses that a mail provider makes for privacy
/// are new by design, and one that the platform itself has known for a year is not new.
fn email_new_or_no_footprint(case: &Case<'_>) -> Finding {
    let emails = case.profile.contact.iter().flat_map(|contact| &contact.emails);
    let looked_up: Vec<(usize, bool)> = (emails.zip(&case.facts.emails).enumerate())
        .filter(|(_, (_, facts))| !facts.relay)
        .filter_map(|(i, (email, _))| Some((i, is_new(case, email)?)))
        .collect();
    if looked_up.is_empty() {
        return Finding::Unknown;
    }
    let new = looked_up.iter().filter(|(_, new)| *new).count();
    let text = format!("{new} of {} e-mail addresses are new or known nowhere", looked_up.len());
    let pointers = looked_up.iter().map(|(i, _)| format!("/contact/emails/{i}/address"));
    let evidence = Evidence::stored(text, pointers);
    if new == looked_up.len() {
        Finding::hit(count(new), evidence)
    } else {
        Finding::miss(evidence)
    }
}

/// Whether nobody knew the address a month ago; nothing if no service was asked.
fn is_new(case: &Case<'_>, email: &Email) -> Option<bool> {
    const NEW: Duration = Duration::days(30);
    const LONG: Duration = Duration::days(365);
    let older = |at, age| case.now - at > age;
    if email.added_at.is_some_and(|at| older(at, LONG)) {
        return Some(false);
    }
    match (email.first_seen_at, email.known_sources) {
        (Some(first), _) => Some(!older(first, NEW)),
        (None, Some(known)) => Some(known.0 < 1.0),
        (None, None) => None,
    }
}

#[cfg(test)]
mod tests;
