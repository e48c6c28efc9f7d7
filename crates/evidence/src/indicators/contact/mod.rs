//! E-mail addresses, phones and how they change.

pub(super) mod footprint;
pub(super) mod names;

use std::collections::BTreeSet;

use chrono::{DateTime, Duration, Utc};

use super::history::{Changed, changes};
use super::reading::{count, day, fullest, ratio};
use super::sharing::shared;
use super::{Case, Family, Indicator, MissRule, Scope, Usage};
use crate::facts::{LineType, MailClass, MailFacts};
use crate::finding::{Evidence, Finding};
use crate::identifier::IdentifierKind;
use crate::lists::{ListKind, ListMeaning};
use crate::profile::contact::{Change, ChangeOf};

/// Every indicator of the family.
pub(super) const INDICATORS: &[Indicator] = &[
    PHONE_SHARED_ACROSS_ACCOUNTS,
    EMAIL_SHARED_ACROSS_IDENTITIES,
    CONTACT_DETAILS_CHANGED_REPEATEDLY,
    EMAIL_DISPOSABLE_OR_ALIAS_DOMAIN,
    PHONE_VOIP_OR_DISPOSABLE,
    PHONE_REGION_VS_CLAIMED_LOCATION,
    EMAIL_JOB_KEYWORD_LOCAL_PART,
];

const PHONE_SHARED_ACROSS_ACCOUNTS: Indicator = Indicator {
    id: "phone_shared_across_accounts",
    family: Family::Contact,
    usage: Usage::Use,
    scope: Scope::CrossAccount,
    strength: 5,
    observed: "Same phone (or one forwarding target) on 2+ differently named accounts.",
    unit: "other applicants",
    question: "Which phone is the applicant reached on? Send `contact.phones`.",
    innocent_explanations: "Couples, agencies, recycled numbers.",
    how_to_verify: "Call the number and ask for each account's holder by what only they know.",
    sources: &["US2022", "SAR", "ASH"],
    wording: "",
    miss: MissRule::Counts,
    observe: phone_shared_across_accounts,
    #[cfg(test)]
    examples: None,
};

const EMAIL_SHARED_ACROSS_IDENTITIES: Indicator = Indicator {
    id: "email_shared_across_identities",
    family: Family::Contact,
    usage: Usage::Use,
    scope: Scope::CrossAccount,
    strength: 5,
    observed: "Applicant email appears with a different person name elsewhere (own data, breach/profile index).",
    unit: "other applicants",
    question: "Which e-mail addresses does the applicant use? Send `contact.emails`.",
    innocent_explanations: "Name change, shared family mailbox.",
    how_to_verify: "Write to the address and ask which account is whose; ask for live video with a document.",
    sources: &["MAN24", "RF26", "SEAL"],
    wording: "",
    miss: MissRule::Counts,
    observe: email_shared_across_identities,
    #[cfg(test)]
    examples: None,
};

const CONTACT_DETAILS_CHANGED_REPEATEDLY: Indicator = Indicator {
    id: "contact_details_changed_repeatedly",
    family: Family::Contact,
    usage: Usage::Use,
    scope: Scope::Temporal,
    strength: 4,
    observed: "Phone/email/payout contact changed several times in a short span.",
    unit: "changes in 90 days",
    question: "How often did contact details change? Send `contact.changes`, empty if never.",
    innocent_explanations: "Moves, hacks, carrier change.",
    how_to_verify: "Reach the person over a contact from before the changes.",
    sources: &["US2022", "JP24", "PSA25"],
    wording: "",
    miss: MissRule::Counts,
    observe: contact_details_changed_repeatedly,
    #[cfg(test)]
    examples: None,
};

const EMAIL_DISPOSABLE_OR_ALIAS_DOMAIN: Indicator = Indicator {
    id: "email_disposable_or_alias_domain",
    family: Family::Contact,
    usage: Usage::Use,
    scope: Scope::Profile,
    strength: 2,
    observed: "Disposable, forwarding-alias or shut-down privacy mail domain.",
    unit: "addresses",
    question: "Which e-mail addresses does the applicant use? Send `contact.emails`.",
    innocent_explanations: "SimpleLogin/addy.io privacy users.",
    how_to_verify: "Ask for an address that they keep, and let them confirm it.",
    sources: &["RAV25", "GEM", "OWN"],
    wording: "",
    miss: MissRule::Counts,
    observe: email_disposable_or_alias_domain,
    #[cfg(test)]
    examples: None,
};

const PHONE_VOIP_OR_DISPOSABLE: Indicator = Indicator {
    id: "phone_voip_or_disposable",
    family: Family::Contact,
    usage: Usage::Use,
    scope: Scope::Profile,
    strength: 3,
    observed: "Number is VoIP, virtual or on a public SMS-receive list.",
    unit: "share of numbers",
    question: "Which phone is the applicant reached on? Send `contact.phones`; import a list of kind `phone` with the meaning `disposable`.",
    innocent_explanations: "Google Voice users, expats, privacy users, small businesses.",
    how_to_verify: "Ask for a number with a contract and call back on it.",
    sources: &["MAN24", "OKTA25", "SAR", "GEM"],
    wording: "",
    miss: MissRule::Counts,
    observe: phone_voip_or_disposable,
    #[cfg(test)]
    examples: None,
};

const PHONE_REGION_VS_CLAIMED_LOCATION: Indicator = Indicator {
    id: "phone_region_vs_claimed_location",
    family: Family::Contact,
    usage: Usage::ContextOnly,
    scope: Scope::Profile,
    strength: 2,
    observed: "Number region contradicts claimed residence.",
    unit: "numbers",
    question: "Which phone is the applicant reached on, and where do they say they live?",
    innocent_explanations: "Number portability makes this common in the US.",
    how_to_verify: "Ask how they came by the number; portability explains most.",
    sources: &["CIN24", "GEM"],
    wording: "",
    miss: MissRule::Counts,
    observe: phone_region_vs_claimed_location,
    #[cfg(test)]
    examples: None,
};

const EMAIL_JOB_KEYWORD_LOCAL_PART: Indicator = Indicator {
    id: "email_job_keyword_local_part",
    family: Family::Contact,
    usage: Usage::ContextOnly,
    scope: Scope::Profile,
    strength: 2,
    observed: "Local part built from job words (dev, fullstack, coder).",
    unit: "addresses",
    question: "Which e-mail addresses does the applicant use? Send `contact.emails`.",
    innocent_explanations: "Freelancers with business mailboxes.",
    how_to_verify: "Nothing to settle: shown as context.",
    sources: &["RAV25", "OWN"],
    wording: "",
    miss: MissRule::Counts,
    observe: email_job_keyword_local_part,
    #[cfg(test)]
    examples: None,
};

fn phone_shared_across_accounts(case: &Case<'_>) -> Finding {
    shared(case, IdentifierKind::Phone, "with this phone number")
}

fn email_shared_across_identities(case: &Case<'_>) -> Finding {
    shared(case, IdentifierKind::Email, "with this e-mail address")
}

/// Changes of e-mail and phone; a move changes one of each, so three within a quarter are the first hit.
fn contact_details_changed_repeatedly(case: &Case<'_>) -> Finding {
    const QUARTER: Duration = Duration::days(90);
    const REPEATED: usize = 3;
    let Some((times, pointer)) = changed_contacts(case) else { return Finding::Unknown };
    let (most, since) = fullest(&times, QUARTER);
    let from = since.map(|since| format!(" from {} on", day(since))).unwrap_or_default();
    let text = format!("{most} changes of e-mail or phone within 90 days{from}");
    let evidence = Evidence::stored(text, [pointer.to_owned()]);
    if most >= REPEATED { Finding::hit(count(most), evidence) } else { Finding::miss(evidence) }
}

/// When e-mail or phone changed: by the platform's log, else from one version of the profile to the next.
fn changed_contacts(case: &Case<'_>) -> Option<(Vec<DateTime<Utc>>, &'static str)> {
    let logged = case.profile.contact.as_ref().and_then(|contact| contact.changes.as_ref());
    if let Some(logged) = logged {
        let reached = |change: &&Change| {
            matches!(change.changed, Some(ChangeOf::Email | ChangeOf::Phone) | None)
        };
        let times = logged.iter().filter(reached).map(|change| change.at).collect();
        return Some((times, "/contact/changes"));
    }
    let reached = |changed: &&Changed| matches!(changed.what, ChangeOf::Email | ChangeOf::Phone);
    let between = case.profile.contact.as_ref().and_then(|_| changes(case))?;
    Some((between.iter().filter(reached).map(|changed| changed.at).collect(), "/contact"))
}

/// A relay that forwards to a mailbox of one's own is no throw-away address.
fn email_disposable_or_alias_domain(case: &Case<'_>) -> Finding {
    mailboxes(case, "are of throw-away providers", |facts, _| facts.class == MailClass::Disposable)
}

fn email_job_keyword_local_part(case: &Case<'_>) -> Finding {
    const WORDS: [&str; 9] = [
        "dev",
        "coder",
        "coding",
        "engineer",
        "freelance",
        "fullstack",
        "program",
        "software",
        "tech",
    ];
    mailboxes(case, "are built from job words", |_, local| {
        WORDS.iter().any(|word| local.contains(word))
    })
}

fn mailboxes(case: &Case<'_>, says: &str, is: fn(&MailFacts, &str) -> bool) -> Finding {
    let emails = case.profile.contact.iter().flat_map(|contact| &contact.emails);
    let all: Vec<_> = emails.zip(&case.facts.emails).enumerate().collect();
    if all.is_empty() {
        return Finding::Unknown;
    }
    let hits: Vec<usize> = (all.iter())
        .filter(|(_, (email, facts))| is(facts, email.address.local()))
        .map(|(i, _)| *i)
        .collect();
    let text = format!("{} of {} e-mail addresses {says}", hits.len(), all.len());
    let pointers = hits.iter().map(|i| format!("/contact/emails/{i}/address"));
    Finding::graded(count(hits.len()), Evidence::stored(text, pointers))
}

/// An internet line, or a number that stands on a list of those that anybody can read the messages of.
fn phone_voip_or_disposable(case: &Case<'_>) -> Finding {
    let (kind, meaning) = (ListKind::Phone, ListMeaning::Disposable);
    let lists = &case.facts.lists;
    let looked_up = lists.looked_for(kind, meaning);
    let listed: BTreeSet<&str> =
        lists.found(kind, meaning).map(|one| one.pointer.as_str()).collect();
    let at = |i: usize| format!("/contact/phones/{i}/number");
    let known: Vec<(usize, bool)> = (case.facts.phones.iter().enumerate())
        .filter(|(_, facts)| looked_up || (facts.valid && facts.line != LineType::Unknown))
        .map(|(i, facts)| (i, facts.line == LineType::Voip || listed.contains(at(i).as_str())))
        .collect();
    if known.is_empty() {
        return Finding::Unknown;
    }
    let hits: Vec<usize> = known.iter().filter(|(_, hit)| *hit).map(|(i, _)| *i).collect();
    let text = format!(
        "{} of {} phone numbers are internet lines or listed as anybody's",
        hits.len(),
        known.len()
    );
    let pointers = hits.iter().map(|i| at(*i));
    Finding::graded(ratio(hits.len(), known.len()), Evidence::stored(text, pointers))
}

fn phone_region_vs_claimed_location(case: &Case<'_>) -> Finding {
    let Some(claims) = case.profile.claims.as_ref().filter(|claims| claims.country.is_some())
    else {
        return Finding::Unknown;
    };
    let known: Vec<(usize, bool)> = (case.facts.phones.iter().enumerate())
        .filter_map(|(i, facts)| Some((i, claims.covers(facts.region?, case.now))))
        .collect();
    if known.is_empty() {
        return Finding::Unknown;
    }
    let hits: Vec<usize> = known.iter().filter(|(_, covered)| !covered).map(|(i, _)| *i).collect();
    let text = format!("{} of {} phone numbers are of another country", hits.len(), known.len());
    let pointers = hits.iter().map(|i| format!("/contact/phones/{i}/number"));
    Finding::graded(count(hits.len()), Evidence::stored(text, pointers))
}

#[cfg(test)]
mod tests;
