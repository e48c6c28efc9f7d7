//! Signs that an account changed hands: a different device after the identity check, and a return after a long pause.

use std::collections::BTreeSet;

use chrono::{DateTime, Duration, Utc};

use super::super::history::changes;
use super::super::reading::{ObservedSession, count, day, home_line, sessions, whereabouts};
use super::super::{Case, Family, Indicator, MissRule, Scope, Usage};
use super::activity::last_active;
use crate::facts::IpFacts;
use crate::finding::{Evidence, Finding};
use crate::geography::Whereabouts;
use crate::history::passed_check;
use crate::profile::CountryCode;
use crate::profile::claims::first_day;
use crate::profile::contact::ChangeOf;
use crate::profile::identity_checks::{CheckResult, IdentityCheck};

/// Every indicator of this file.
pub(in crate::indicators) const INDICATORS: &[Indicator] =
    &[VERIFICATION_DEVICE_DIFFERS_FROM_USE_DEVICE, DORMANT_ACCOUNT_REACTIVATED_NEW_FINGERPRINT];

const VERIFICATION_DEVICE_DIFFERS_FROM_USE_DEVICE: Indicator = Indicator {
    id: "verification_device_differs_from_use_device",
    family: Family::Session,
    cause: None,
    usage: Usage::Use,
    scope: Scope::Temporal,
    strength: 5,
    observed: "The identity check was passed on one device, and all later activity comes from other devices in a different country or far away.",
    unit: "sessions since the check",
    question: "On which device and from which address was the identity check passed? Send `identity_checks[].device_id` and `ip`.",
    innocent_explanations: "A check on the phone and work on a laptop at the same home, and moves. Only distant places count, unless the claims and stays explain both.",
    how_to_verify: "Repeat the identity check on the device in daily use, with live video.",
    sources: &["US2022", "COMP19", "DOJ", "ROK22"],
    wording: "
    .hit = The identity check was passed on a device in { $checked_in }. None of the { $sessions } sessions since then used that device, and those from a known country came from { $used_in }.
    .far = The identity check was passed on a device in { $checked_in }. None of the { $sessions } sessions since then used that device, and those from a known place came from at least { $km } km away.
    .nearby = The sessions since the identity check used other devices, but some came from { $checked_in } as well, where the check was passed.
    .explained = The sessions since the identity check used other devices and came from { $used_in } instead of { $checked_in }, which the claimed home and stays explain.
    .miss = The applicant still uses the device on which the identity check was passed.
",
    miss: MissRule::Counts,
    observe: verification_device_differs_from_use_device,
    #[cfg(test)]
    examples: tests::verification_device_differs_from_use_device,
};

const DORMANT_ACCOUNT_REACTIVATED_NEW_FINGERPRINT: Indicator = Indicator {
    id: "dormant_account_reactivated_new_fingerprint",
    family: Family::Session,
    cause: None,
    usage: Usage::Use,
    scope: Scope::Temporal,
    strength: 4,
    observed: "An account that was idle for half a year comes back with a new device and new contact or payout details.",
    unit: "attributes that changed together",
    question: "How long was the account idle, and what changed when it came back? Send `sessions`, `contact.changes` and `payouts[].added_at`.",
    innocent_explanations: "People who return with a new phone or laptop.",
    how_to_verify: "Use contact details from before the pause and ask the applicant whether they came back.",
    sources: &["SEAL", "AMZ25", "COMP19", "US2022"],
    wording: "
    .hit = The applicant came back on { $returned } after { $idle_days } days without a session. The device is new, and { $changes ->
        [one] a contact or payout detail
       *[other] { $changes } contact or payout details
    } changed within a month of the return.
    .returned = The applicant came back on { $returned } after { $idle_days } days without a session, { $device ->
        [new] on a new device but with the same contact and payout details.
       *[known] on a device from before the pause.
    }
    .miss = The applicant never paused for half a year between two sessions.
",
    miss: MissRule::Counts,
    observe: dormant_account_reactivated_new_fingerprint,
    #[cfg(test)]
    examples: tests::dormant_account_reactivated_new_fingerprint,
};

/// The check was passed on a device that is never used afterwards, in a different country than all use or far from it. A
/// phone for the check and a laptop for the work, both at home, are a miss.
fn verification_device_differs_from_use_device(case: &Case<'_>) -> Finding {
    const MIN_SESSIONS: usize = 2;
    let Some(Passed { check, ip, pointer }) = last_passed(case) else { return Finding::Unknown };
    let Some(device) = &check.device_id else { return Finding::Unknown };
    let Some(since) = check.checked_at else { return Finding::Unknown };
    let later: Vec<ObservedSession<'_>> = (sessions(case).into_iter())
        .filter(|session| session.session.started_at >= since && session.device().is_some())
        .collect();
    if later.len() < MIN_SESSIONS {
        return Finding::Unknown;
    }
    if later.iter().any(|session| session.device() == Some(device.as_str())) {
        return Finding::miss(Evidence::about(pointer));
    }
    let checked_in = ip.and_then(whereabouts);
    let used_in: BTreeSet<CountryCode> =
        later.iter().filter_map(ObservedSession::country).collect();
    let (Some(checked_in), false) = (checked_in, used_in.is_empty()) else {
        return Finding::Unknown;
    };
    let pointers = later.iter().map(|session| session.pointer("device_id"));
    let evidence =
        Evidence::about(pointer.into_iter().chain(pointers)).with("checked_in", checked_in);
    let value = count(later.len());
    if used_in.contains(&checked_in) {
        return match ip.and_then(|ip| certain_km(ip, &later)) {
            Some(km) => {
                let evidence = evidence.worded("far").with("km", km.floor());
                Finding::hit(value, evidence.with("sessions", later.len()))
            }
            None => Finding::miss(evidence.worded("nearby")),
        };
    }
    let evidence = evidence.with("used_in", used_in.into_iter().collect::<Vec<_>>());
    match is_explained(case, checked_in, since, &later) {
        None => Finding::Unknown,
        Some(true) => Finding::miss(evidence.worded("explained")),
        Some(false) => Finding::hit(value, evidence.with("sessions", later.len())),
    }
}

/// The distance from the line of the check to the nearest line of the sessions, if all of them are certainly far.
fn certain_km(ip: &IpFacts, later: &[ObservedSession<'_>]) -> Option<f64> {
    /// A home and a parents' home are often this far apart.
    const FAR_KM: f64 = 250.0;
    const MIN_LINES: usize = 2;
    let checked = home_line(ip)?;
    let lines: Vec<Whereabouts> = later.iter().filter_map(ObservedSession::home_line).collect();
    let distances: Option<Vec<f64>> = lines.iter().map(|line| line.km_to(checked)).collect();
    let nearest = distances?.into_iter().min_by(f64::total_cmp)?;
    (lines.len() >= MIN_LINES && nearest >= FAR_KM).then_some(nearest)
}

/// Whether the claimed home, a move there or a declared stay explains where the check was passed and all later places. `None`
/// if the dates of a move or stay don't show it.
fn is_explained(
    case: &Case<'_>,
    checked_in: CountryCode,
    at: DateTime<Utc>,
    later: &[ObservedSession<'_>],
) -> Option<bool> {
    let Some(claims) = &case.profile.claims else { return Some(false) };
    let mut are_known = Some(true);
    for session in later {
        let Some(country) = session.country() else { continue };
        match claims.covers(country, session.session.started_at) {
            Some(true) => {}
            Some(false) => return Some(false),
            None => are_known = None,
        }
    }
    if claims.covers(checked_in, at)? {
        return are_known;
    }
    let Some(moved) = claims.moved(case.now).and_then(first_day) else { return Some(false) };
    let used = later.iter().map(|session| session.session.started_at).min()?;
    if at.date_naive() >= moved && claims.apply_at(at, case.now) {
        return Some(false);
    }
    // Who was already elsewhere before the move has not explained it.
    if at.date_naive() < moved && moved <= used.date_naive() { are_known } else { None }
}

/// A passed identity check, with its pointer if this version of the profile contains it.
struct Passed<'a> {
    check: &'a IdentityCheck,
    ip: Option<&'a IpFacts>,
    pointer: Option<String>,
}

/// The last passed check. Platforms often send it once and leave it out of later versions.
fn last_passed<'a>(case: &Case<'a>) -> Option<Passed<'a>> {
    let checks = case.profile.identity_checks.iter().zip(&case.facts.identity_checks).enumerate();
    let passed = checks.filter(|(_, (check, _))| check.result == Some(CheckResult::Passed));
    let last = passed.max_by_key(|(_, (check, _))| check.checked_at).map(|(i, (check, ip))| {
        let pointer = Some(format!("/identity_checks/{i}/device_id"));
        Passed { check, ip: ip.as_ref(), pointer }
    });
    last.or_else(|| {
        let check = passed_check(case.earlier)?;
        Some(Passed { check, ip: case.facts.earlier_check.as_ref(), pointer: None })
    })
}

/// Half a year without activity, then a new device together with new contact or payout details.
fn dormant_account_reactivated_new_fingerprint(case: &Case<'_>) -> Finding {
    const SILENCE: Duration = Duration::days(180);
    let uses = uses(case);
    if uses.len() < 2 {
        return Finding::Unknown;
    }
    let pauses: Vec<usize> = (1..uses.len())
        .filter(|i| uses[*i].started_at - uses[*i - 1].last_active >= SILENCE)
        .collect();
    let mut latest = None;
    // The latest pause first: an earlier return explains nothing about a later one.
    for back in pauses.into_iter().rev() {
        let Some(finding) = came_back(case, &uses, back) else { return Finding::Unknown };
        if matches!(finding, Finding::Hit { .. }) {
            return finding;
        }
        latest = latest.or(Some(finding));
    }
    let first = uses.iter().find_map(|session| session.pointer("started_at"));
    latest.unwrap_or_else(|| Finding::miss(Evidence::about(first)))
}

/// What a pause before the use at index `back` shows. `None` if no changes of details are known.
fn came_back(case: &Case<'_>, uses: &[Use<'_>], back: usize) -> Option<Finding> {
    const TOGETHER: Duration = Duration::days(30);
    let (before, after) = uses.split_at(back);
    let (last, first) = (before.last()?, after.first()?);
    let returned = first.started_at;
    let known: BTreeSet<&str> = before.iter().map(|session| session.device).collect();
    let soon = after.iter().take_while(|session| session.started_at - returned <= TOGETHER);
    let new_device = soon.clone().all(|session| !known.contains(session.device));
    let is_around = |at: &DateTime<Utc>| (*at - returned).abs() <= TOGETHER;
    let changes = changes_around(case, is_around)?;
    let idle_days = (returned - last.last_active).num_days();
    let device = first.pointer("device_id");
    let evidence = Evidence::about(device.into_iter().chain(changes.iter().cloned()))
        .with("returned", day(returned))
        .with("idle_days", usize::try_from(idle_days).unwrap_or_default());
    if new_device && !changes.is_empty() {
        let value = 1.0 + count(changes.len().min(5));
        return Some(Finding::hit(value, evidence.with("changes", changes.len())));
    }
    let device = if new_device { "new" } else { "known" };
    Some(Finding::miss(evidence.worded("returned").with("device", device)))
}

/// A session with a device, in this version of the profile or an earlier one.
struct Use<'a> {
    started_at: DateTime<Utc>,
    last_active: DateTime<Utc>,
    device: &'a str,
    /// Its index in this version, if this version contains it.
    index: Option<usize>,
}

impl Use<'_> {
    fn pointer(&self, field: &str) -> Option<String> {
        self.index.map(|i| format!("/sessions/{i}/{field}"))
    }
}

/// All sessions with a device, ordered by start. Platforms send the latest sessions; older ones come from earlier
/// versions.
fn uses<'a>(case: &Case<'a>) -> Vec<Use<'a>> {
    let current = sessions(case).into_iter().filter_map(|session| {
        let (started_at, last_active) = (session.session.started_at, last_active(&session));
        Some(Use { started_at, last_active, device: session.device()?, index: Some(session.index) })
    });
    let mut uses: Vec<Use<'a>> = current.collect();
    let first = uses.first().map(|session| session.started_at);
    let earlier = case.earlier.iter().flat_map(|earlier| &earlier.profile.sessions);
    let before = earlier.filter(|session| first.is_some_and(|first| session.started_at < first));
    uses.extend(before.filter_map(|session| {
        let last = session.last_activity_at.unwrap_or(session.started_at);
        Some(Use {
            started_at: session.started_at,
            last_active: last.max(session.started_at),
            device: session.device_id.as_ref()?.as_str(),
            index: None,
        })
    }));
    uses.sort_by_key(|session| session.started_at);
    uses
}

/// Pointers to the contact and payout details that changed around these times. `None` if no changes are known.
fn changes_around(
    case: &Case<'_>,
    is_around: impl Fn(&DateTime<Utc>) -> bool,
) -> Option<Vec<String>> {
    let logged = case.profile.contact.as_ref().and_then(|contact| contact.changes.as_ref());
    let payouts = &case.profile.payouts;
    let between = changes(case).filter(|_| logged.is_none());
    let is_known = logged.is_some()
        || between.is_some()
        || payouts.iter().any(|payout| payout.added_at.is_some());
    if !is_known {
        return None;
    }
    let changes = logged.into_iter().flat_map(|changes| changes.iter().enumerate());
    let is_detail = |what: ChangeOf| what != ChangeOf::Address;
    let changed = changes
        .filter(|(_, change)| change.changed.is_some_and(is_detail) && is_around(&change.at));
    let added = (payouts.iter().enumerate())
        .filter(|(_, payout)| payout.added_at.as_ref().is_some_and(&is_around));
    let mut pointers: Vec<String> = changed.map(|(i, _)| format!("/contact/changes/{i}")).collect();
    pointers.extend(added.map(|(i, _)| format!("/payouts/{i}/added_at")));
    let between = between.unwrap_or_default().into_iter();
    let between = between.filter(|change| is_detail(change.what) && is_around(&change.at));
    pointers.extend(between.map(|change| pointer_to(change.what).to_owned()));
    Some(pointers)
}

/// The pointer to a detail that changed between versions.
fn pointer_to(what: ChangeOf) -> &'static str {
    match what {
        ChangeOf::Email => "/contact/emails",
        ChangeOf::Phone => "/contact/phones",
        ChangeOf::Payout => "/payouts",
        ChangeOf::Address => "/claims",
    }
}

#[cfg(test)]
mod tests {
    use chrono::Duration;
    use serde_json::{Value, json};

    use crate::geography::Coordinates;
    use crate::indicators::examples::Examples;
    use crate::indicators::fixture::Fixture;
    use crate::indicators::session::fixtures::{CN, PT, US, US_VPN, sessions};

    const SEATTLE: (f64, f64) = (47.6, -122.3);
    const SAN_ANTONIO: (f64, f64) = (29.4, -98.5);

    pub(super) fn verification_device_differs_from_use_device() -> Examples {
        let checked = |device: &str, ip: &str| {
            let check = json!({ "result": "passed", "checked_at": "2026-04-01T00:00:00Z", "device_id": device, "ip": ip });
            let sessions = sessions(&[US], 5, 14, 2);
            Fixture::new(json!({ "identity_checks": [check], "sessions": sessions })).enriched()
        };
        let apart = |(latitude, longitude): (f64, f64)| {
            let mut case = checked("d-9", US);
            for facts in &mut case.facts.sessions {
                facts.ip.as_mut().unwrap().coordinates = Coordinates::new(30.3, -97.7, 20);
            }
            let check = case.facts.identity_checks[0].as_mut().unwrap();
            check.coordinates = Coordinates::new(latitude, longitude, 20);
            case
        };
        let claimed = |checked_in: &str, stays: Value| {
            let ip = if checked_in == "PT" { PT } else { US };
            let check = json!({ "result": "passed", "checked_at": "2026-04-01T00:00:00Z", "device_id": "d-9", "ip": ip });
            let claims = json!({ "country": "US", "stays": stays });
            let sessions = sessions(&[US], 5, 14, 2);
            Fixture::new(
                json!({ "claims": claims, "identity_checks": [check], "sessions": sessions }),
            )
            .enriched()
        };
        Examples::new()
            .hit("checked far away, on a device that is never used again", checked("d-9", CN))
            .says(
                "The identity check was passed on a device in China. None of the 5 sessions since then \
                 used that device, and those from a known country came from the United States.",
            )
            .miss("checked on the device in use", checked("d-1", US))
            .says("The applicant still uses the device on which the identity check was passed.")
            .miss("checked abroad on the device in use", checked("d-1", CN))
            .miss("checked at home on another device", checked("d-9", "192.0.2.18"))
            .says(
                "The sessions since the identity check used other devices, \
                 but some came from the United States as well, where the check was passed.",
            )
            .unknown("a VPN hides where the check was passed", checked("d-9", US_VPN))
            .hit("checked in another city of the same country", apart(SEATTLE))
            .says(
                "The identity check was passed on a device in the United States. None of the 5 sessions since then \
                 used that device, and those from a known place came from at least 2805 km away.",
            )
            .miss("checked in a neighbouring city", apart(SAN_ANTONIO))
            .unknown("a stay without dates", claimed("PT", json!([{ "country": "PT" }])))
            .miss("checked during a declared stay", claimed("PT", json!([{ "country": "PT", "until": "2026-04-10" }])))
            .says(
                "The sessions since the identity check used other devices and came from the United States instead of \
                 Portugal, which the claimed home and stays explain.",
            )
            .hit("checked abroad without a stay", claimed("PT", json!([])))
            .innocent("a check on the phone at home", checked("d-9", "192.0.2.18"))
    }

    pub(super) fn dormant_account_reactivated_new_fingerprint() -> Examples {
        let back = |device: &str, changes: Value| {
            Fixture::new(json!({
                "contact": { "changes": changes },
                "sessions": [
                    { "started_at": "2025-05-01T00:00:00Z", "device_id": "d-1" },
                    { "started_at": "2026-05-01T00:00:00Z", "device_id": device },
                    { "started_at": "2026-05-03T00:00:00Z", "device_id": device },
                ]
            }))
        };
        let changed = |what: &[&str]| -> Value {
            what.iter()
                .map(|what| json!({ "at": "2026-05-02T00:00:00Z", "changed": what }))
                .collect()
        };
        let version = |at: &str, device: &str, account: &str| json!({ "sessions": [{ "started_at": at, "device_id": device }], "payouts": [{ "account": account }] });
        let now = |account: &str| Fixture::new(version("2026-05-20T00:00:00Z", "new", account));
        let earlier = || version("2025-08-01T00:00:00Z", "old", "ACCT-1");
        let ago = Duration::days(300);
        let home = |city: Option<&str>| json!({ "country": "DE", "city": city });
        let in_city = |at: &str, device: &str, city| json!({ "sessions": [{ "started_at": at, "device_id": device }], "claims": home(city) });
        let filled_in = Fixture::new(in_city("2026-05-20T00:00:00Z", "new", Some("Berlin")))
            .after(ago, in_city("2025-08-01T00:00:00Z", "old", None));
        let twice = Fixture::new(json!({
            "contact": { "changes": changed(&["phone"]) },
            "sessions": [
                { "started_at": "2023-05-01T00:00:00Z", "device_id": "d-1" },
                { "started_at": "2025-05-10T00:00:00Z", "device_id": "d-1" },
                { "started_at": "2026-05-01T00:00:00Z", "device_id": "d-2" },
            ]
        }));
        Examples::new()
            .hit("a new device and a new phone number", back("d-2", changed(&["phone"])))
            .value(2.0)
            .says(
                "The applicant came back on 2026-05-01 after 365 days without a session. The device is new, \
                 and a contact or payout detail changed within a month of the return.",
            )
            .hit("a new device and two new details", back("d-2", changed(&["phone", "email"])))
            .says(
                "The applicant came back on 2026-05-01 after 365 days without a session. The device is new, \
                 and 2 contact or payout details changed within a month of the return.",
            )
            .hit("an earlier version had another device and account", now("ACCT-2").after(ago, earlier()))
            .hit("the second of two pauses", twice)
            .says(
                "The applicant came back on 2026-05-01 after 356 days without a session. The device is new, \
                 and a contact or payout detail changed within a month of the return.",
            )
            .miss("only a city was filled in", filled_in)
            .miss("a known device and a new phone number", back("d-1", changed(&["phone"])))
            .says(
                "The applicant came back on 2026-05-01 after 365 days without a session, \
                 on a device from before the pause.",
            )
            .miss("a new device and nothing else", back("d-2", json!([])))
            .miss("no pause", Fixture::new(json!({ "sessions": sessions(&[US], 5, 14, 2) })))
            .says("The applicant never paused for half a year between two sessions.")
            .miss("an earlier version had the same account", now("ACCT-1").after(ago, earlier()))
            .unknown("no earlier version", now("ACCT-2"))
            .innocent("a new laptop after a break", back("d-2", json!([])))
            .says(
                "The applicant came back on 2026-05-01 after 365 days without a session, \
                 on a new device but with the same contact and payout details.",
            )
    }
}
