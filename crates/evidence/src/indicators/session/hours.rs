//! When and for how long the applicant is active.

use std::collections::BTreeMap;

use chrono::{Duration, NaiveDate, Timelike};

use super::super::reading::{ObservedSession, count, day, part, ratio, sessions};
use super::super::{Case, Family, Indicator, MissRule, Scope, Usage};
use super::activity::{Period, merged, minutes_per_day, moments, periods};
use crate::finding::{Evidence, Finding};

/// Every indicator of this file.
pub(in crate::indicators) const INDICATORS: &[Indicator] = &[
    ACTIVITY_HOURS_VS_CLAIMED_TIMEZONE,
    CONTINUOUS_SESSION_OVER_24H,
    IMPLAUSIBLE_CUMULATIVE_HOURS,
];

const ACTIVITY_HOURS_VS_CLAIMED_TIMEZONE: Indicator = Indicator {
    id: "activity_hours_vs_claimed_timezone",
    family: Family::Session,
    cause: None,
    usage: Usage::UseInconsistencyOnly,
    scope: Scope::Temporal,
    strength: 3,
    observed: "The applicant is mostly active at hours that are night in the claimed place, and clocks or addresses contradict the claim as well.",
    unit: "share of active time at night",
    question: "When is the applicant active, and in which time zone do they claim to work? Send at least ten sessions, and `claims.time_zone` or `claims.region`.",
    innocent_explanations: "Night workers, carers, students, and contracts with clients in other time zones.",
    how_to_verify: "Ask about the working hours agreed with clients. Call at a time that is day in the claimed zone and night where the activity points to.",
    sources: &["US2022", "SEAL", "RF26"],
    wording: "
    .hit = { $part ->
        [all] All { $total } active hours
       *[some] { $count } of { $total } active hours
    } were at night (23:00 to 06:00) in the claimed place, and { $sign ->
        [clock] the clocks of devices differ from the time there.
        [address] IP addresses show another country.
       *[both] the clocks of devices and IP addresses contradict the claim as well.
    }
    .alone = { $part ->
        [all] All { $total } active hours
       *[some] { $count } of { $total } active hours
    } were at night (23:00 to 06:00) in the claimed place, as with night work or clients far away. No clock and no IP address contradicts the claim.
    .miss = { $part ->
        [none] None of the { $total } active hours was
       *[some] Only { $count } of { $total } active hours were
    } at night (23:00 to 06:00) in the claimed place.
",
    miss: MissRule::Ignored,
    observe: activity_hours_vs_claimed_timezone,
    #[cfg(test)]
    examples: tests::activity_hours_vs_claimed_timezone,
};

const CONTINUOUS_SESSION_OVER_24H: Indicator = Indicator {
    id: "continuous_session_over_24h",
    family: Family::Session,
    cause: None,
    usage: Usage::Use,
    scope: Scope::Temporal,
    strength: 3,
    observed: "The applicant is active for a day or more without a break of two hours.",
    unit: "days",
    question: "When is the applicant active in each session? Send `sessions[].activity`.",
    innocent_explanations: "Scripts and games that act by themselves. Sessions and tabs that are left open don't count, and nothing is computed for members of a confirmed agency.",
    how_to_verify: "Ask whether several people work on the account in shifts. Compare typing and language through the session.",
    sources: &["US2022", "JP24", "ROK22"],
    wording: "
    .hit = From { $started } on, the applicant was active for { $hours } hours without a break of two hours.
    .miss = The longest activity without a break of two hours, on { $started }, took { $hours ->
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
    cause: None,
    usage: Usage::Use,
    scope: Scope::Temporal,
    strength: 3,
    observed: "The applicant is active for more hours a week than one person can work.",
    unit: "hundreds of hours a week",
    question: "How many hours a week is the applicant active? Send `sessions[].activity`, `sessions[].daily_active_minutes` or `activity.engagements[].weekly_hours`.",
    innocent_explanations: "Automation, trackers that count idle time, over-reporting, and teams. Nothing is computed for members of a confirmed agency.",
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

/// Night is from 23:00 to 06:00 in every time zone that the claims allow. Many people work at night or for clients far
/// away, so that alone is no hit: clocks or addresses must contradict the claim too.
fn activity_hours_vs_claimed_timezone(case: &Case<'_>) -> Finding {
    const MIN_SESSIONS: usize = 10;
    const MIN_SHARE: f64 = 0.5;
    const MIN_SIGNS: usize = 3;
    let sessions: Vec<ObservedSession<'_>> =
        sessions(case).into_iter().filter(has_common_night).collect();
    if sessions.len() < MIN_SESSIONS {
        return Finding::Unknown;
    }
    let hours: Vec<(usize, usize)> = sessions.iter().map(night_hours).collect();
    let at_night = hours.iter().map(|(at_night, _)| at_night).sum();
    let all = hours.iter().map(|(_, all)| all).sum();
    let share = ratio(at_night, all);
    let pointers = sessions.iter().map(|session| session.pointer("started_at"));
    let evidence = part(Evidence::about(pointers), at_night, all);
    if share < MIN_SHARE {
        return Finding::miss(evidence);
    }
    let nightly = sessions.iter().zip(&hours).filter(|(_, (at_night, _))| *at_night > 0);
    let nightly: Vec<&ObservedSession<'_>> = nightly.map(|(session, _)| session).collect();
    let clocks = nightly.iter().filter(|session| session.is_clock_off()).count();
    let addresses = nightly.iter().filter(|session| session.is_elsewhere(case) == Some(true));
    let sign = match (clocks >= MIN_SIGNS, addresses.count() >= MIN_SIGNS) {
        (false, false) => return Finding::miss(evidence.worded("alone")),
        (true, false) => "clock",
        (false, true) => "address",
        (true, true) => "both",
    };
    Finding::hit(share, evidence.with("sign", sign))
}

/// Whether the clocks of the claimed place have most of their night in common. A country with many time zones has no
/// such night.
fn has_common_night(session: &ObservedSession<'_>) -> bool {
    const MAX_APART_MINUTES: i32 = 180;
    let offsets = &session.facts.claimed_offsets;
    let range = offsets.iter().max().zip(offsets.iter().min());
    range.is_some_and(|(max, min)| max - min <= MAX_APART_MINUTES)
}

/// How many of a session's hours of activity are at night, and how many there are.
fn night_hours(session: &ObservedSession<'_>) -> (usize, usize) {
    const MAX_HOURS: i64 = 24;
    let (mut at_night, mut all) = (0, 0);
    for Period { from, until } in moments(session) {
        // One sample per hour, and at least one.
        for hour in 0..=(until - from).num_hours().clamp(0, MAX_HOURS) {
            let time = from + Duration::hours(hour);
            let is_night = |offset: &i32| {
                let local = (time + Duration::minutes(i64::from(*offset))).hour();
                !(6..23).contains(&local)
            };
            all += 1;
            at_night += usize::from(session.facts.claimed_offsets.iter().all(is_night));
        }
    }
    (at_night, all)
}

/// Stated activity in all sessions together: apps that renew a short session every hour give an unbroken chain of sessions
/// without anyone there. Sessions whose activity is not stated could hide a longer one.
fn continuous_session_over_24h(case: &Case<'_>) -> Finding {
    const BREAK: Duration = Duration::hours(2);
    let sessions = sessions(case);
    let known: Vec<(&ObservedSession<'_>, Vec<Period>)> = (sessions.iter())
        .filter(|session| session.session.activity.is_some())
        .filter_map(|session| Some((session, periods(session)?)))
        .collect();
    let all = known.iter().flat_map(|(_, periods)| periods).copied().collect();
    let longest = merged(all, BREAK).into_iter().max_by_key(|run| run.until - run.from);
    let Some(longest) = longest.filter(|_| !case.links.is_in_agency()) else {
        return Finding::Unknown;
    };
    let is_part = |period: &Period| period.from <= longest.until && period.until >= longest.from;
    let parts = known.iter().filter(|(_, periods)| periods.iter().any(is_part));
    let hours = (longest.until - longest.from).num_hours();
    let evidence = Evidence::about(parts.map(|(session, _)| session.pointer(field(session))))
        .with("hours", usize::try_from(hours).unwrap_or_default())
        .with("started", day(longest.from));
    if hours < 24 {
        return Finding::miss(evidence).unless_cut(|| known.len() < sessions.len());
    }
    Finding::hit(f64::from(i32::try_from(hours).unwrap_or(i32::MAX)) / 24.0, evidence)
}

/// The field of a session that shows its activity.
fn field(session: &ObservedSession<'_>) -> &'static str {
    match (&session.session.activity, &session.session.daily_active_minutes) {
        (Some(_), _) => "activity",
        (None, Some(_)) => "daily_active_minutes",
        (None, None) => "last_activity_at",
    }
}

/// More than 100 hours in a week, as tracked or as the account was active.
fn implausible_cumulative_hours(case: &Case<'_>) -> Finding {
    const MAX_PLAUSIBLE: f64 = 100.0;
    if case.links.is_in_agency() {
        return Finding::Unknown;
    }
    let sessions = sessions(case);
    let is_known = |session: &ObservedSession<'_>| {
        periods(session).is_some() || session.session.daily_active_minutes.is_some()
    };
    let is_complete = sessions.iter().all(is_known);
    // What is known of some sessions can be too much, but never little enough.
    let busiest = busiest_week(&minutes_per_day(&sessions))
        .filter(|(hours, _)| is_complete || *hours > MAX_PLAUSIBLE);
    let engagements = case.profile.activity.iter().flat_map(|activity| &activity.engagements);
    let open = engagements.enumerate().filter(|(_, engagement)| {
        engagement.started_at.is_none_or(|started| started <= case.now)
            && engagement.ended_at.is_none_or(|ended| ended > case.now)
    });
    let weekly: Vec<(usize, f64)> =
        open.filter_map(|(i, engagement)| Some((i, engagement.weekly_hours?.0))).collect();
    let tracked: f64 = weekly.iter().map(|(_, hours)| hours).sum();
    let known_sources = match (busiest, weekly.is_empty()) {
        (None, true) => return Finding::Unknown,
        (None, false) => "engagements",
        (Some(_), true) => "sessions",
        (Some(_), false) => "both",
    };
    let in_week = |session: &&ObservedSession<'_>| {
        let started = session.session.started_at.date_naive();
        is_known(session)
            && busiest.is_some_and(|(_, since)| (0..7).contains(&(started - since).num_days()))
    };
    let pointers = sessions.iter().filter(in_week).map(|session| session.pointer(field(session)));
    let pointers = (weekly.iter())
        .map(|(i, _)| format!("/activity/engagements/{i}/weekly_hours"))
        .chain(pointers);
    let mut evidence = Evidence::about(pointers)
        .with("known_sources", known_sources)
        .with("tracked", tracked.round());
    let mut hours = tracked;
    if let Some((active, since)) = busiest {
        hours = active.max(tracked);
        evidence = evidence.with("active", active.round()).with("since", since.to_string());
    }
    if hours > MAX_PLAUSIBLE {
        Finding::hit(hours / 100.0, evidence)
    } else {
        Finding::miss(evidence)
    }
}

/// The largest number of active hours within seven days, and the first of these days.
fn busiest_week(days: &BTreeMap<NaiveDate, i64>) -> Option<(f64, NaiveDate)> {
    let week = |first: &NaiveDate| {
        let last = first.checked_add_signed(Duration::days(6)).unwrap_or(NaiveDate::MAX);
        let minutes: i64 = days.range(*first..=last).map(|(_, minutes)| minutes).sum();
        (minutes, std::cmp::Reverse(*first))
    };
    let (minutes, first) = days.keys().map(week).max()?;
    Some((count(usize::try_from(minutes).unwrap_or_default()) / 60.0, first.0))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::indicators::examples::Examples;
    use crate::indicators::fixture::Fixture;
    use crate::indicators::session::fixtures::{
        CN, US, active_sessions, in_chicago, living_in, sessions,
    };
    use crate::relation::Declared;

    pub(super) fn activity_hours_vs_claimed_timezone() -> Examples {
        let from =
            |address: &str, hour, hours| in_chicago(active_sessions(&[address], 12, hour, hours));
        let on_clock = |address: &str, zone: &str| {
            let mut sessions = active_sessions(&[address], 12, 5, 5);
            for session in &mut sessions {
                session["time_zone"] = zone.into();
            }
            sessions
        };
        let claims = |claims: Value, sessions: Value| {
            Fixture::new(json!({ "claims": claims, "sessions": sessions })).enriched()
        };
        let shanghai = || on_clock(US, "Asia/Shanghai");
        let by_country =
            |region: Value| claims(json!({ "country": "US", "region": region }), shanghai().into());
        let long: Vec<Value> = sessions(&[US], 12, 5, 9);
        Examples::new()
            .hit("active at night on a clock of Shanghai", in_chicago(shanghai()))
            .says("All 60 active hours were at night (23:00 to 06:00) in the claimed place, and the clocks of devices differ from the time there.")
            .hit("active at night from China", from(CN, 5, 5))
            .says("All 60 active hours were at night (23:00 to 06:00) in the claimed place, and IP addresses show another country.")
            .hit("active at night from China on a clock of Shanghai", in_chicago(on_clock(CN, "Asia/Shanghai")))
            .says("All 60 active hours were at night (23:00 to 06:00) in the claimed place, and the clocks of devices and IP addresses contradict the claim as well.")
            .hit("the claimed state has a night", by_country("Illinois".into()))
            .miss("active by day", from(US, 14, 6))
            .says("None of the 72 active hours was at night (23:00 to 06:00) in the claimed place.")
            .miss("night work at home", from(US, 5, 5))
            .says(
                "All 60 active hours were at night (23:00 to 06:00) in the claimed place, as with night work or clients far \
                 away. No clock and no IP address contradicts the claim.",
            )
            .miss("long sessions count at their start and end", in_chicago(long))
            .says(
                "12 of 24 active hours were at night (23:00 to 06:00) in the claimed place, as with night work or clients far \
                 away. No clock and no IP address contradicts the claim.",
            )
            .unknown("nine sessions are too few", in_chicago(sessions(&[US], 9, 5, 5)))
            .unknown("a country with many time zones has no common night", by_country(Value::Null))
            .innocent("work at the hours of clients in America", living_in("PH", "Asia/Manila", active_sessions(&["198.51.100.161"], 12, 14, 8)))
            .innocent("a student's late evenings", from(US, 0, 6))
            .says("Only 24 of 72 active hours were at night (23:00 to 06:00) in the claimed place.")
    }

    pub(super) fn continuous_session_over_24h() -> Examples {
        let session = |fields: Value| {
            let mut session = fields;
            session["started_at"] = "2026-05-01T10:00:00Z".into();
            Fixture::new(json!({ "sessions": [session] }))
        };
        let active = |intervals: &[[&str; 2]]| {
            let interval = |[from, until]: &[&str; 2]| json!({ "from": format!("2026-05-{from}:00:00Z"), "until": format!("2026-05-{until}:00:00Z") });
            session(json!({ "activity": intervals.iter().map(interval).collect::<Vec<_>>() }))
        };
        let week = |hours| Fixture::new(json!({ "sessions": active_sessions(&[US], 7, 8, hours) }));
        let cookie = || session(json!({ "last_activity_at": "2026-05-20T10:00:00Z" }));
        let shifts = || {
            let mut sessions = active_sessions(&[US], 1, 0, 23);
            sessions.push(json!({ "started_at": "2026-05-02T00:00:00Z", "activity": [{ "from": "2026-05-02T00:00:00Z", "until": "2026-05-02T01:30:00Z" }] }));
            sessions
        };
        let renewed = |hour: u32| json!({ "started_at": format!("2026-05-{:02}T{:02}:00:00Z", 1 + hour / 24, hour % 24), "last_activity_at": format!("2026-05-{:02}T{:02}:50:00Z", 1 + hour / 24, hour % 24) });
        let app = || Fixture::new(json!({ "sessions": (0..25).map(renewed).collect::<Vec<_>>() }));
        let agency = || json!({ "claims": { "declared_agency": "A" }, "sessions": shifts() });
        Examples::new()
            .hit("active for a day and a half", active(&[["01T10", "02T22"]]))
            .value(1.5)
            .says("From 2026-05-01 on, the applicant was active for 36 hours without a break of two hours.")
            .hit("with breaks of an hour", active(&[["01T10", "01T20"], ["01T21", "02T05"], ["02T06", "02T12"]]))
            .hit("in two sessions", Fixture::new(json!({ "sessions": shifts() })))
            .pointers(&["/sessions/0/activity", "/sessions/1/activity"])
            .miss("a week of working days", week(9))
            .says("The longest activity without a break of two hours, on 2026-05-07, took only 8 hours.")
            .unknown("an app that renews its session every hour", app())
            .miss("a short visit", session(json!({ "activity": [{ "from": "2026-05-01T10:00:00Z", "until": "2026-05-01T10:05:00Z" }] })))
            .says("The longest activity without a break of two hours, on 2026-05-01, took less than an hour.")
            .miss("a night's sleep", active(&[["01T10", "01T23"], ["02T07", "02T23"]]))
            .unknown("signed in for weeks, and no activity is known", cookie())
            .unknown("an interval of weeks is no activity", active(&[["01T10", "20T10"]]))
            .hit("an agency that nobody confirmed", Fixture::new(agency()))
            .unknown(
                "several people of a confirmed agency",
                Fixture::new(agency()).confirmed(Declared::AGENCY),
            )
            .innocent("a cookie that was kept for weeks", cookie())
    }

    pub(super) fn implausible_cumulative_hours() -> Examples {
        let week = |hour, hours| {
            Fixture::new(json!({ "sessions": active_sessions(&[US], 7, hour, hours) }))
        };
        let twice = [active_sessions(&[US], 7, 8, 11), active_sessions(&[US], 7, 8, 11)].concat();
        let jobs = |hours: u32| -> Value {
            let job = json!({ "started_at": "2026-01-01T00:00:00Z", "weekly_hours": hours });
            json!({ "engagements": [job, job, job] })
        };
        let tracked = |hours| Fixture::new(json!({ "activity": jobs(hours) }));
        let both = |hours| {
            let sessions = active_sessions(&[US], 7, 8, 9);
            Fixture::new(json!({ "sessions": sessions, "activity": jobs(hours) }))
        };
        let day = |minutes: u32| {
            let day =
                |i: u32| json!({ "day": format!("2026-05-{:02}", i + 1), "minutes": minutes });
            let minutes: Vec<Value> = (0..7).map(day).collect();
            Fixture::new(json!({ "sessions": [
                { "started_at": "2026-05-01T00:00:00Z", "daily_active_minutes": minutes },
                { "started_at": "2026-05-01T00:00:00Z", "daily_active_minutes": minutes },
            ] }))
        };
        let cookie = || {
            let session = json!({ "started_at": "2026-05-01T00:00:00Z", "last_activity_at": "2026-05-30T00:00:00Z" });
            Fixture::new(json!({ "sessions": [session] }))
        };
        Examples::new()
            .hit("21 hours a day", week(2, 21))
            .says("In the week from 2026-05-01, the applicant was active for 147 hours.")
            .hit("20 hours a day, as daily minutes", day(1_200))
            .value(1.4)
            .hit("three jobs of 45 hours a week", tracked(45))
            .value(1.35)
            .says("The applicant’s current jobs add up to 135 hours a week.")
            .hit("three such jobs, and few sessions", both(45))
            .says(
                "In the week from 2026-05-01, the applicant was active for 63 hours. \
                 The current jobs add up to 135 hours a week.",
            )
            .miss("nine hours a day", week(8, 9))
            .pointers(&[
                "/sessions/0/activity",
                "/sessions/1/activity",
                "/sessions/2/activity",
                "/sessions/3/activity",
                "/sessions/4/activity",
                "/sessions/5/activity",
                "/sessions/6/activity",
            ])
            .says(
                "In the busiest week, from 2026-05-01, the applicant was active for only 63 hours.",
            )
            .miss("ten hours a day on two devices, as daily minutes", day(600))
            .miss("three jobs of 20 hours a week", tracked(20))
            .says("The applicant’s current jobs add up to only 60 hours a week.")
            .miss("such jobs, and a few hours a day", both(20))
            .says(
                "In the busiest week, from 2026-05-01, the applicant was active for only 63 hours. \
                 The current jobs add up to 60 hours a week.",
            )
            .unknown("signed in for a month, and no activity is known", cookie())
            .unknown("a team of a confirmed agency", tracked(45).confirmed(Declared::AGENCY))
            .innocent("a cookie that was kept for a month", cookie())
            .innocent("the same hours on two devices", Fixture::new(json!({ "sessions": twice })))
    }
}
