//! What changed hands: devices between the check and the use, and accounts that come back.

use std::collections::BTreeSet;

use chrono::{DateTime, Duration, Utc};

use super::super::history::changes;
use super::super::reading::{Seen, count, day, sessions, whereabouts};
use super::super::{Case, Family, Indicator, MissRule, Scope, Usage};
use crate::facts::IpFacts;
use crate::finding::{Evidence, Finding};
use crate::history::passed_check;
use crate::profile::CountryCode;
use crate::profile::contact::ChangeOf;
use crate::profile::identity_checks::{CheckResult, IdentityCheck};

/// Every indicator of this file.
pub(in crate::indicators) const INDICATORS: &[Indicator] =
    &[VERIFICATION_DEVICE_DIFFERS_FROM_USE_DEVICE, DORMANT_ACCOUNT_REACTIVATED_NEW_FINGERPRINT];

const VERIFICATION_DEVICE_DIFFERS_FROM_USE_DEVICE: Indicator = Indicator {
    id: "verification_device_differs_from_use_device",
    family: Family::Session,
    usage: Usage::Use,
    scope: Scope::Temporal,
    strength: 5,
    observed: "ID/liveness passed on device+IP A; all later use on B in another region (rented or sold account).",
    unit: "sessions since the check",
    question: "On which device and from which address was the identity check passed? Send `identity_checks[].device_id` and `ip`.",
    innocent_explanations: "ID check on phone then work on laptop at the same home: require geo/ASN difference.",
    how_to_verify: "Repeat the identity check on the device in daily use, with live video.",
    sources: &["US2022", "COMP19", "DOJ", "ROK22"],
    wording: "",
    miss: MissRule::Counts,
    observe: verification_device_differs_from_use_device,
    #[cfg(test)]
    examples: None,
};

const DORMANT_ACCOUNT_REACTIVATED_NEW_FINGERPRINT: Indicator = Indicator {
    id: "dormant_account_reactivated_new_fingerprint",
    family: Family::Session,
    usage: Usage::Use,
    scope: Scope::Temporal,
    strength: 4,
    observed: "Long-idle account comes back with new device, contact and payout details together.",
    unit: "things that changed together",
    question: "How long was the account idle, and what changed when it came back? Send `sessions`, `contact.changes` and `payouts[].added_at`.",
    innocent_explanations: "Returning users with new phone/laptop.",
    how_to_verify: "Reach the person over a contact from before the pause and ask whether they came back.",
    sources: &["SEAL", "AMZ25", "COMP19", "US2022"],
    wording: "",
    miss: MissRule::Counts,
    observe: dormant_account_reactivated_new_fingerprint,
    #[cfg(test)]
    examples: None,
};

/// The check was passed on a device that is never used afterwards, in another country than all use.
/// A phone for the check and a laptop for the work, both at home, are a miss.
fn verification_device_differs_from_use_device(case: &Case<'_>) -> Finding {
    const NEEDED: usize = 2;
    let Some(Passed { check, ip, pointer }) = passed(case) else { return Finding::Unknown };
    let Some(device) = &check.device_id else { return Finding::Unknown };
    let since = check.checked_at.unwrap_or(DateTime::UNIX_EPOCH);
    let later: Vec<Seen<'_>> = (sessions(case).into_iter())
        .filter(|seen| seen.session.started_at >= since && seen.device().is_some())
        .collect();
    if later.len() < NEEDED {
        return Finding::Unknown;
    }
    if later.iter().any(|seen| seen.device() == Some(device.as_str())) {
        return Finding::miss(Evidence::stored(
            "the device of the identity check is in use",
            pointer,
        ));
    }
    let place = ip.and_then(whereabouts);
    let places: BTreeSet<CountryCode> = later.iter().filter_map(Seen::country).collect();
    let (Some(place), false) = (place, places.is_empty()) else { return Finding::Unknown };
    if places.contains(&place) {
        let text = "the identity check was passed on another device in a country of use";
        return Finding::miss(Evidence::stored(text, pointer));
    }
    let used: Vec<String> = places.iter().map(ToString::to_string).collect();
    let text = format!(
        "the identity check was passed on a device in {place} that is in none of {} sessions since, all from {}",
        later.len(),
        used.join(", ")
    );
    let pointers = later.iter().map(|seen| seen.pointer("device_id"));
    Finding::hit(count(later.len()), Evidence::stored(text, pointer.into_iter().chain(pointers)))
}

/// An identity check that was passed, and where it stands, if this version of the profile tells it.
struct Passed<'a> {
    check: &'a IdentityCheck,
    ip: Option<&'a IpFacts>,
    pointer: Option<String>,
}

/// The last one that was passed. Platforms send it once; later versions leave it out.
fn passed<'a>(case: &Case<'a>) -> Option<Passed<'a>> {
    let checks = case.profile.identity_checks.iter().zip(&case.facts.identity_checks).enumerate();
    let passed = checks.filter(|(_, (check, _))| check.result == Some(CheckResult::Passed));
    let told = passed.max_by_key(|(_, (check, _))| check.checked_at).map(|(i, (check, ip))| {
        let pointer = Some(format!("/identity_checks/{i}/device_id"));
        Passed { check, ip: ip.as_ref(), pointer }
    });
    told.or_else(|| {
        let check = passed_check(case.earlier)?;
        Some(Passed { check, ip: case.facts.earlier_check.as_ref(), pointer: None })
    })
}

/// Half a year of silence, then a new device together with new contact or payout details.
fn dormant_account_reactivated_new_fingerprint(case: &Case<'_>) -> Finding {
    const SILENCE: Duration = Duration::days(180);
    const TOGETHER: Duration = Duration::days(30);
    let uses = uses(case);
    if uses.len() < 2 {
        return Finding::Unknown;
    }
    let pause = (1..uses.len()).find(|i| uses[*i].started_at - uses[*i - 1].last_active >= SILENCE);
    let Some(back) = pause else {
        let text = "no pause of half a year between sessions";
        let first = uses.iter().find_map(|one| one.pointer("started_at"));
        return Finding::miss(Evidence::stored(text, first));
    };
    let (before, after) = uses.split_at(back);
    let returned = after[0].started_at;
    let known: BTreeSet<&str> = before.iter().map(|one| one.device).collect();
    let new_device = after.iter().all(|one| !known.contains(one.device));
    let around = |at: &DateTime<Utc>| (*at - returned).abs() <= TOGETHER;
    let (changes, told) = changes_around(case, around);
    if !told {
        return Finding::Unknown;
    }
    let text = format!(
        "back on {} after {} days of silence, {} device, {} contact or payout details new within a month",
        day(returned),
        (returned - before[before.len() - 1].last_active).num_days(),
        if new_device { "a new" } else { "a known" },
        changes.len()
    );
    let device = after[0].pointer("device_id");
    let evidence = Evidence::stored(text, device.into_iter().chain(changes.iter().cloned()));
    if new_device && !changes.is_empty() {
        return Finding::hit(1.0 + count(changes.len().min(5)), evidence);
    }
    Finding::miss(evidence)
}

/// A session with its device, of this version of the profile or of an earlier one.
struct Use<'a> {
    started_at: DateTime<Utc>,
    last_active: DateTime<Utc>,
    device: &'a str,
    /// Its place in this version, if it is told there.
    index: Option<usize>,
}

impl Use<'_> {
    fn pointer(&self, field: &str) -> Option<String> {
        self.index.map(|i| format!("/sessions/{i}/{field}"))
    }
}

/// Every session with a device, in the order in which they started. Platforms send the latest ones; those
/// before are known from earlier versions.
fn uses<'a>(case: &Case<'a>) -> Vec<Use<'a>> {
    let told = sessions(case).into_iter().filter_map(|seen| {
        let (started_at, last_active) = (seen.session.started_at, seen.last_active());
        Some(Use { started_at, last_active, device: seen.device()?, index: Some(seen.index) })
    });
    let mut uses: Vec<Use<'a>> = told.collect();
    let first = uses.first().map(|one| one.started_at);
    let earlier = case.earlier.iter().flat_map(|earlier| &earlier.profile.sessions);
    let before = earlier.filter(|session| first.is_some_and(|first| session.started_at < first));
    uses.extend(before.filter_map(|session| {
        let last = session.last_activity_at.or(session.ended_at).unwrap_or(session.started_at);
        Some(Use {
            started_at: session.started_at,
            last_active: last.max(session.started_at),
            device: session.device_id.as_ref()?.as_str(),
            index: None,
        })
    }));
    uses.sort_by_key(|one| one.started_at);
    uses
}

/// Contact and payout details that changed at such times, and whether anything of that kind is told.
fn changes_around(case: &Case<'_>, around: impl Fn(&DateTime<Utc>) -> bool) -> (Vec<String>, bool) {
    let logged = case.profile.contact.as_ref().and_then(|contact| contact.changes.as_ref());
    let payouts = &case.profile.payouts;
    let between = changes(case).filter(|_| logged.is_none());
    let told = logged.is_some()
        || between.is_some()
        || payouts.iter().any(|payout| payout.added_at.is_some());
    let changes = logged.into_iter().flat_map(|changes| changes.iter().enumerate());
    let changed = changes.filter(|(_, change)| around(&change.at));
    let added = (payouts.iter().enumerate())
        .filter(|(_, payout)| payout.added_at.as_ref().is_some_and(&around));
    let mut pointers: Vec<String> = changed.map(|(i, _)| format!("/contact/changes/{i}")).collect();
    pointers.extend(added.map(|(i, _)| format!("/payouts/{i}/added_at")));
    let between = between.unwrap_or_default().into_iter().filter(|one| around(&one.at));
    pointers.extend(between.map(|one| place_of(one.what).to_owned()));
    (pointers, told)
}

/// Where a detail that changed between versions stands in this one.
fn place_of(what: ChangeOf) -> &'static str {
    match what {
        ChangeOf::Email => "/contact/emails",
        ChangeOf::Phone => "/contact/phones",
        ChangeOf::Payout => "/payouts",
        ChangeOf::Address => "/claims",
    }
}
