//! When and for how long the applicant is active.

use std::collections::BTreeSet;

use chrono::{DateTime, Duration, Timelike, Utc};

use super::super::reading::{ObservedSession, count, day, part, ratio, sessions};
use super::super::{Case, Family, Indicator, MissRule, Scope, Usage};
use crate::finding::{Evidence, Finding};

/// Every indicator of this file.
pub(in crate::indicators) const INDICATORS: &[Indicator] = &[
    TIMEZONE_VS_IP_OR_CLAIM_MISMATCH,
    ACTIVITY_HOURS_VS_CLAIMED_TIMEZONE,
    CONTINUOUS_SESSION_OVER_24H,
    IMPLAUSIBLE_CUMULATIVE_HOURS,
];

const TIMEZONE_VS_IP_OR_CLAIM_MISMATCH: Indicator = Indicator {
    id: "timezone_vs_ip_or_claim_mismatch",
    family: Family::Session,
    usage: Usage::UseInconsistencyOnly,
    scope: Scope::Profile,
    strength: 4,
    observed: "In most sessions, the device's time zone differs from that of the claimed place or the IP address.",
    unit: "hours of difference, weighted by the share of sessions",
    question: "Which time zone do the devices have? Send `sessions[].time_zone`.",
    innocent_explanations: "Travel, a wrongly set clock, VPNs for privacy, and remote workers who keep their client's hours.",
    how_to_verify: "Ask which time zone the applicant works in and why. Compare it with when they answer messages.",
    sources: &["MS25", "PIN26"],
    wording: "
    .hit = { some-sessions } used a device { $zones_count ->
        [0] whose clock was
       *[other] set to { $zones },
    } about { $hours ->
        [one] an hour
       *[other] { $hours } hours
    } from the time { $compared_with ->
        [claim] in the claimed place.
       *[address] in the country of the IP address.
    }
    .miss = { $part ->
        [none] None of the { $total } sessions
       *[some] Only { $count } of { $total } sessions
    } used a device whose clock was more than an hour from the time { $compared_with ->
        [claim] in the claimed place.
       *[address] in the country of the IP address.
    }
",
    miss: MissRule::Counts,
    observe: timezone_vs_ip_or_claim_mismatch,
    #[cfg(test)]
    examples: tests::timezone_vs_ip_or_claim_mismatch,
};

const ACTIVITY_HOURS_VS_CLAIMED_TIMEZONE: Indicator = Indicator {
    id: "activity_hours_vs_claimed_timezone",
    family: Family::Session,
    usage: Usage::UseInconsistencyOnly,
    scope: Scope::Temporal,
    strength: 3,
    observed: "The applicant is mostly active at hours that are night in the claimed time zone.",
    unit: "share of active time at night",
    question: "When is the applicant active, and in which time zone do they claim to work? Send at least ten sessions and `claims.time_zone`.",
    innocent_explanations: "Night workers, carers, students, and contracts with clients in other time zones.",
    how_to_verify: "Ask about the working hours agreed with clients. Call at a time that is day in the claimed zone and night where the activity points to.",
    sources: &["US2022", "SEAL", "RF26"],
    wording: "
    .hit = { $part ->
        [all] All { $total } active hours
       *[some] { $count } of { $total } active hours
    } were at night (23:00 to 06:00) in the claimed place.
    .miss = { $part ->
        [none] None of the { $total } active hours was
       *[some] Only { $count } of { $total } active hours were
    } at night (23:00 to 06:00) in the claimed place.
",
    miss: MissRule::Counts,
    observe: activity_hours_vs_claimed_timezone,
    #[cfg(test)]
    examples: tests::activity_hours_vs_claimed_timezone,
};

const CONTINUOUS_SESSION_OVER_24H: Indicator = Indicator {
    id: "continuous_session_over_24h",
    family: Family::Session,
    usage: Usage::Use,
    scope: Scope::Temporal,
    strength: 3,
    observed: "A session is active for a day or more without a break.",
    unit: "days",
    question: "How long is each session active? Send `sessions[].last_activity_at`.",
    innocent_explanations: "Sessions and tabs that are left open. Only activity counts, not the time signed in.",
    how_to_verify: "Ask whether several people work on the account in shifts. Compare typing and language through the session.",
    sources: &["US2022", "JP24", "ROK22"],
    wording: "
    .hit = The session of { $started } was active for { $hours } hours.
    .miss = The longest session, of { $started }, was active for { $hours ->
        [0] less than an hour.
        [one] only one hour.
       *[other] only { $hours } hours.
    }
",
    miss: MissRule::Counts,
    observe: continuous_session_over_24h,
    #[cfg(test)]
    examples: tests::continuous_session_over_24h,
};

const IMPLAUSIBLE_CUMULATIVE_HOURS: Indicator = Indicator {
    id: "implausible_cumulative_hours",
    family: Family::Session,
    usage: Usage::Use,
    scope: Scope::Temporal,
    strength: 3,
    observed: "The applicant is active for more hours a week than one person can work.",
    unit: "hundreds of hours a week",
    question: "How many hours a week is the applicant active? Send `sessions[].last_activity_at` or `activity.engagements[].weekly_hours`.",
    innocent_explanations: "Automation, trackers that count idle time, over-reporting, and teams.",
    how_to_verify: "Ask for a calendar of the busiest week, and talk to two of the clients.",
    sources: &["JP24", "WIR25"],
    wording: "
    .hit = { $known_sources ->
        [engagements] The applicant’s current jobs add up to { $tracked } hours a week.
        [sessions] In the week from { $since }, the applicant was active for { $active } hours.
       *[both] In the week from { $since }, the applicant was active for { $active } hours. The current jobs add up to { $tracked } hours a week.
    }
    .miss = { $known_sources ->
        [engagements] The applicant’s current jobs add up to only { $tracked } hours a week.
        [sessions] In the busiest week, from { $since }, the applicant was active for only { $active } hours.
       *[both] In the busiest week, from { $since }, the applicant was active for only { $active } hours. The current jobs add up to { $tracked } hours a week.
    }
",
    miss: MissRule::Counts,
    observe: implausible_cumulative_hours,
    #[cfg(test)]
    examples: tests::implausible_cumulative_hours,
};

/// A difference of one hour is ignored, because devices often get daylight saving time wrong.
fn timezone_vs_ip_or_claim_mismatch(case: &Case<'_>) -> Finding {
    const MIN_SESSIONS: usize = 3;
    const MIN_SHARE: f64 = 0.5;
    const IGNORED_MINUTES: i32 = 60;
    let gaps: Vec<(ObservedSession<'_>, i32)> = (sessions(case).into_iter())
        .filter_map(|session| Some((session, minutes_apart(&session)?)))
        .collect();
    if gaps.len() < MIN_SESSIONS {
        return Finding::Unknown;
    }
    let off: Vec<&(ObservedSession<'_>, i32)> =
        gaps.iter().filter(|(_, gap)| *gap > IGNORED_MINUTES).collect();
    let share = ratio(off.len(), gaps.len());
    let hours =
        off.iter().map(|(_, gap)| f64::from(*gap) / 60.0).sum::<f64>() / count(off.len().max(1));
    let is_claimed = gaps.iter().any(|(session, _)| !session.facts.claimed_offsets.is_empty());
    let evidence = Evidence::about(off.iter().map(|(session, _)| session.pointer("time_zone")));
    let evidence = part(evidence, off.len(), gaps.len())
        .with("compared_with", if is_claimed { "claim" } else { "address" });
    if share < MIN_SHARE {
        return Finding::miss(evidence);
    }
    let zones = off.iter().filter_map(|(session, _)| session.session.time_zone);
    let zones: BTreeSet<&str> = zones.map(|zone| zone.0.name()).collect();
    let zones: Vec<String> = zones.into_iter().map(str::to_owned).collect();
    Finding::hit(hours * share, evidence.with("zones", zones).with("hours", hours.round()))
}

/// The difference between the device's clock and the claimed location, or the address's country if nothing is claimed.
fn minutes_apart(session: &ObservedSession<'_>) -> Option<i32> {
    let device = session.facts.device_offset?;
    let claimed = &session.facts.claimed_offsets;
    let at_address = if session.country().is_some() { &session.facts.ip_offsets[..] } else { &[] };
    let expected = if claimed.is_empty() { at_address } else { claimed };
    expected.iter().map(|offset| (offset - device).abs()).min()
}

/// Night is from 23:00 to 06:00 in every time zone that the claims allow.
fn activity_hours_vs_claimed_timezone(case: &Case<'_>) -> Finding {
    const MIN_SESSIONS: usize = 10;
    const MIN_SHARE: f64 = 0.5;
    let has_claim = |session: &ObservedSession<'_>| !session.facts.claimed_offsets.is_empty();
    let sessions: Vec<ObservedSession<'_>> = sessions(case).into_iter().filter(has_claim).collect();
    if sessions.len() < MIN_SESSIONS {
        return Finding::Unknown;
    }
    let (mut at_night, mut all) = (0, 0);
    for session in &sessions {
        // One sample per hour, and at least one per session. Sessions that were left open count for at most a day.
        for hour in 0..=session.active().num_hours().clamp(0, 24) {
            let time = session.session.started_at + Duration::hours(hour);
            let is_night = |offset: &i32| {
                let local = (time + Duration::minutes(i64::from(*offset))).hour();
                !(6..23).contains(&local)
            };
            all += 1;
            at_night += usize::from(session.facts.claimed_offsets.iter().all(is_night));
        }
    }
    let share = ratio(at_night, all);
    let pointers = sessions.iter().map(|session| session.pointer("started_at"));
    let evidence = part(Evidence::about(pointers), at_night, all);
    if share >= MIN_SHARE { Finding::hit(share, evidence) } else { Finding::miss(evidence) }
}

/// Counts activity rather than the age of a token, so only sessions with a known last activity.
fn continuous_session_over_24h(case: &Case<'_>) -> Finding {
    let longest =
        sessions(case).into_iter().filter(has_last_activity).max_by_key(ObservedSession::active);
    let Some(longest) = longest else { return Finding::Unknown };
    let hours = longest.active().num_hours();
    let evidence = Evidence::about([longest.pointer("last_activity_at")])
        .with("hours", usize::try_from(hours).unwrap_or_default())
        .with("started", day(longest.session.started_at));
    if hours < 24 {
        return Finding::miss(evidence);
    }
    Finding::hit(f64::from(i32::try_from(hours).unwrap_or(i32::MAX)) / 24.0, evidence)
}

fn has_last_activity(session: &ObservedSession<'_>) -> bool {
    session.session.last_activity_at.is_some()
}

/// More than 100 hours in a week, as tracked or as the account was active.
fn implausible_cumulative_hours(case: &Case<'_>) -> Finding {
    const MAX_PLAUSIBLE: f64 = 100.0;
    let busiest = busiest_week(&sessions(case));
    let engagements = case.profile.activity.iter().flat_map(|activity| &activity.engagements);
    let open = engagements.enumerate().filter(|(_, engagement)| engagement.ended_at.is_none());
    let weekly: Vec<(usize, f64)> =
        open.filter_map(|(i, engagement)| Some((i, engagement.weekly_hours?.0))).collect();
    let tracked: f64 = weekly.iter().map(|(_, hours)| hours).sum();
    let known_sources = match (busiest, weekly.is_empty()) {
        (None, true) => return Finding::Unknown,
        (None, false) => "engagements",
        (Some(_), true) => "sessions",
        (Some(_), false) => "both",
    };
    let pointers = weekly.iter().map(|(i, _)| format!("/activity/engagements/{i}/weekly_hours"));
    let mut evidence = Evidence::about(pointers)
        .with("known_sources", known_sources)
        .with("tracked", tracked.round());
    let mut hours = tracked;
    if let Some((active, since)) = busiest {
        hours = active.max(tracked);
        evidence = evidence.with("active", active.round()).with("since", day(since));
    }
    if hours > MAX_PLAUSIBLE {
        Finding::hit(hours / 100.0, evidence)
    } else {
        Finding::miss(evidence)
    }
}

/// The largest number of active hours within seven days, and the start of these days. Overlapping sessions count once.
fn busiest_week(sessions: &[ObservedSession<'_>]) -> Option<(f64, DateTime<Utc>)> {
    let mut merged: Vec<(DateTime<Utc>, DateTime<Utc>)> = Vec::new();
    for session in sessions.iter().filter(|session| has_last_activity(session)) {
        match merged.last_mut() {
            Some((_, end)) if *end >= session.session.started_at => {
                *end = (*end).max(session.last_active());
            }
            _ => merged.push((session.session.started_at, session.last_active())),
        }
    }
    let (minutes, start) = fullest_week(&merged)?;
    Some((f64::from(i32::try_from(minutes).unwrap_or(i32::MAX)) / 60.0, start))
}

/// The largest number of minutes within seven days from the start of a period, and that start. The periods are in order
/// and don't overlap.
fn fullest_week(periods: &[(DateTime<Utc>, DateTime<Utc>)]) -> Option<(i64, DateTime<Utc>)> {
    let minutes = |from: DateTime<Utc>, to: DateTime<Utc>| (to - from).num_minutes();
    // The periods from `first` to `whole` lie within the week, and have `sum` minutes.
    let (mut whole, mut sum) = (0, 0);
    let mut fullest = None;
    for (first, (start, end)) in periods.iter().enumerate() {
        let week = *start + Duration::days(7);
        while let Some((from, to)) = periods.get(whole).filter(|(_, to)| *to <= week) {
            sum += minutes(*from, *to);
            whole += 1;
        }
        let cut_off = periods.get(whole).map_or(0, |(from, _)| minutes(*from, week).max(0));
        fullest = fullest.max(Some((sum + cut_off, *start)));
        if first < whole {
            sum -= minutes(*start, *end);
        } else {
            whole = first + 1;
        }
    }
    fullest
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::indicators::examples::Examples;
    use crate::indicators::fixture::Fixture;
    use crate::indicators::session::fixtures::{US, in_chicago, sessions};

    pub(super) fn timezone_vs_ip_or_claim_mismatch() -> Examples {
        let on_clock = |zones: &[&str]| {
            let mut list = sessions(&[US], zones.len(), 14, 2);
            for (session, zone) in list.iter_mut().zip(zones) {
                session["time_zone"] = (*zone).into();
            }
            list
        };
        let (here, there) = ("America/Chicago", "Asia/Shanghai");
        let mut by_offset = sessions(&[US], 3, 14, 2);
        for session in &mut by_offset {
            session["utc_offset_minutes"] = 480.into();
        }
        let without_claim = json!({ "sessions": on_clock(&[there; 3]) });
        Examples::new()
            .hit("every device is set to Shanghai", in_chicago(on_clock(&[there; 5])))
            .value(13.0)
            .says("All 5 sessions used a device set to Asia/Shanghai, about 13 hours from the time in the claimed place.")
            .hit("only the offset is known", in_chicago(by_offset))
            .says("All 3 sessions used a device whose clock was about 13 hours from the time in the claimed place.")
            .hit("nothing is claimed", Fixture::new(without_claim).enriched())
            .miss("every device is set to the claimed zone", in_chicago(on_clock(&[here; 5])))
            .says("None of the 5 sessions used a device whose clock was more than an hour from the time in the claimed place.")
            .miss("one journey", in_chicago(on_clock(&[here, here, there])))
            .says("Only 1 of 3 sessions used a device whose clock was more than an hour from the time in the claimed place.")
            .miss("an hour is ignored", in_chicago(on_clock(&["America/New_York"; 5])))
            .unknown("no device tells its clock", in_chicago(sessions(&[US], 5, 14, 2)))
            .innocent("a clock of the neighbouring zone", in_chicago(on_clock(&["America/New_York"; 5])))
    }

    pub(super) fn activity_hours_vs_claimed_timezone() -> Examples {
        let at = |hour, hours| in_chicago(sessions(&[US], 12, hour, hours));
        Examples::new()
            .hit("active from midnight to five", at(5, 5))
            .says("All 60 active hours were at night (23:00 to 06:00) in the claimed place.")
            .miss("active by day", at(14, 6))
            .says("None of the 72 active hours was at night (23:00 to 06:00) in the claimed place.")
            .unknown("nine sessions are too few", in_chicago(sessions(&[US], 9, 5, 5)))
            .innocent("a student's late evenings", at(0, 6))
            .says("Only 24 of 72 active hours were at night (23:00 to 06:00) in the claimed place.")
    }

    pub(super) fn continuous_session_over_24h() -> Examples {
        let until = |field: &str, time: &str| {
            Fixture::new(
                json!({ "sessions": [{ "started_at": "2026-05-01T10:00:00Z", field: time }] }),
            )
        };
        let next_day = "2026-05-02T22:00:00Z";
        let week = |hours| Fixture::new(json!({ "sessions": sessions(&[US], 7, 8, hours) }));
        Examples::new()
            .hit("active for a day and a half", until("last_activity_at", next_day))
            .value(1.5)
            .says("The session of 2026-05-01 was active for 36 hours.")
            .miss("a week of working days", week(9))
            .says("The longest session, of 2026-05-07, was active for only 8 hours.")
            .miss("a short visit", until("last_activity_at", "2026-05-01T10:05:00Z"))
            .says("The longest session, of 2026-05-01, was active for less than an hour.")
            .unknown("signed in, and no activity is known", until("ended_at", next_day))
            .innocent("a tab that was left open", until("ended_at", next_day))
    }

    pub(super) fn implausible_cumulative_hours() -> Examples {
        let week =
            |hour, hours| Fixture::new(json!({ "sessions": sessions(&[US], 7, hour, hours) }));
        let twice = [sessions(&[US], 7, 8, 11), sessions(&[US], 7, 8, 11)].concat();
        let jobs = |hours: u32| -> Value {
            let job = json!({ "started_at": "2026-01-01T00:00:00Z", "weekly_hours": hours });
            json!({ "engagements": [job, job, job] })
        };
        let tracked = |hours| Fixture::new(json!({ "activity": jobs(hours) }));
        let both = |hours| {
            let sessions = sessions(&[US], 7, 8, 9);
            Fixture::new(json!({ "sessions": sessions, "activity": jobs(hours) }))
        };
        Examples::new()
            .hit("21 hours a day", week(2, 21))
            .says("In the week from 2026-05-01, the applicant was active for 147 hours.")
            .hit("three jobs of 45 hours a week", tracked(45))
            .value(1.35)
            .says("The applicant’s current jobs add up to 135 hours a week.")
            .hit("three such jobs, and few sessions", both(45))
            .says(
                "In the week from 2026-05-01, the applicant was active for 63 hours. \
                 The current jobs add up to 135 hours a week.",
            )
            .miss("nine hours a day", week(8, 9))
            .says(
                "In the busiest week, from 2026-05-01, the applicant was active for only 63 hours.",
            )
            .miss("three jobs of 20 hours a week", tracked(20))
            .says("The applicant’s current jobs add up to only 60 hours a week.")
            .miss("such jobs, and a few hours a day", both(20))
            .says(
                "In the busiest week, from 2026-05-01, the applicant was active for only 63 hours. \
                 The current jobs add up to 60 hours a week.",
            )
            .innocent("the same hours on two devices", Fixture::new(json!({ "sessions": twice })))
    }
}
