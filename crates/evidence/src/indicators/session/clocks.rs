//! When and for how long somebody is active.

use chrono::{DateTime, Duration, Timelike, Utc};

use super::super::reading::{Seen, count, day, ratio, sessions};
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
    observed: "Browser/OS time zone contradicts IP zone and/or claimed location on most sessions.",
    unit: "hours of difference, weighted by the share of sessions",
    question: "Which time zone do the devices have? Send `sessions[].time_zone`.",
    innocent_explanations: "Travel, misconfigured OS, VPN privacy users, remote workers on client hours.",
    how_to_verify: "Ask which clock the person works by and why; compare with when they answer messages.",
    sources: &["MS25", "PIN26"],
    wording: "",
    miss: MissRule::Counts,
    observe: timezone_vs_ip_or_claim_mismatch,
    #[cfg(test)]
    examples: None,
};

const ACTIVITY_HOURS_VS_CLAIMED_TIMEZONE: Indicator = Indicator {
    id: "activity_hours_vs_claimed_timezone",
    family: Family::Session,
    usage: Usage::UseInconsistencyOnly,
    scope: Scope::Temporal,
    strength: 3,
    observed: "Activity profile centred on hours that contradict the claimed zone.",
    unit: "share of active time at night",
    question: "When is the applicant active, and in which zone do they say they work? Send at least ten sessions and `claims.time_zone`.",
    innocent_explanations: "Night workers, carers, client-hour contracts, students.",
    how_to_verify: "Ask about working hours agreed with clients; call at a time that would be night where the activity points to.",
    sources: &["US2022", "SEAL", "RF26"],
    wording: "",
    miss: MissRule::Counts,
    observe: activity_hours_vs_claimed_timezone,
    #[cfg(test)]
    examples: None,
};

const CONTINUOUS_SESSION_OVER_24H: Indicator = Indicator {
    id: "continuous_session_over_24h",
    family: Family::Session,
    usage: Usage::Use,
    scope: Scope::Temporal,
    strength: 3,
    observed: "Account continuously signed in or active for a day or more.",
    unit: "days",
    question: "How long is each session active? Send `sessions[].last_activity_at`.",
    innocent_explanations: "Long-lived tokens, tabs left open: count activity, not token age.",
    how_to_verify: "Ask who works on the account in shifts; look at typing and language through the session.",
    sources: &["US2022", "JP24", "ROK22"],
    wording: "",
    miss: MissRule::Counts,
    observe: continuous_session_over_24h,
    #[cfg(test)]
    examples: None,
};

const IMPLAUSIBLE_CUMULATIVE_HOURS: Indicator = Indicator {
    id: "implausible_cumulative_hours",
    family: Family::Session,
    usage: Usage::Use,
    scope: Scope::Temporal,
    strength: 3,
    observed: "Tracked/active hours per week beyond what one person can work.",
    unit: "hundreds of hours a week",
    question: "How many hours a week is the applicant active? Send `sessions[].last_activity_at` or `activity.engagements[].weekly_hours`.",
    innocent_explanations: "Automation, idle trackers, over-reporting, teams.",
    how_to_verify: "Ask for a calendar of the busiest week; talk to two of the clients.",
    sources: &["JP24", "WIR25"],
    wording: "",
    miss: MissRule::Counts,
    observe: implausible_cumulative_hours,
    #[cfg(test)]
    examples: None,
};

/// An hour is forgiven: rules for daylight saving are often misread by devices.
fn timezone_vs_ip_or_claim_mismatch(case: &Case<'_>) -> Finding {
    const NEEDED: usize = 3;
    const MOST_SESSIONS: f64 = 0.5;
    const FORGIVEN: i32 = 60;
    let gap = |seen: &Seen<'_>| {
        let device = seen.facts.device_offset?;
        let claimed = &seen.facts.claimed_offsets;
        let place = if seen.country().is_some() { &seen.facts.ip_offsets[..] } else { &[] };
        let against = if claimed.is_empty() { place } else { claimed };
        against.iter().map(|offset| (offset - device).abs()).min()
    };
    let gaps: Vec<(Seen<'_>, i32)> =
        sessions(case).into_iter().filter_map(|seen| Some((seen, gap(&seen)?))).collect();
    if gaps.len() < NEEDED {
        return Finding::Unknown;
    }
    let off: Vec<&(Seen<'_>, i32)> = gaps.iter().filter(|(_, gap)| *gap > FORGIVEN).collect();
    let share = ratio(off.len(), gaps.len());
    let hours =
        off.iter().map(|(_, gap)| f64::from(*gap) / 60.0).sum::<f64>() / count(off.len().max(1));
    let text = format!(
        "in {} of {} sessions the device's clock was {hours:.0} hours from the claimed place's",
        off.len(),
        gaps.len()
    );
    let evidence = Evidence::stored(text, off.iter().map(|(seen, _)| seen.pointer("time_zone")));
    if share >= MOST_SESSIONS {
        Finding::hit(hours * share, evidence)
    } else {
        Finding::miss(evidence)
    }
}

/// Night is 23:00 to 06:00 on every clock that the claim allows.
fn activity_hours_vs_claimed_timezone(case: &Case<'_>) -> Finding {
    const NEEDED: usize = 10;
    const MOSTLY: f64 = 0.5;
    let claimed = |seen: &Seen<'_>| !seen.facts.claimed_offsets.is_empty();
    let seen: Vec<Seen<'_>> = sessions(case).into_iter().filter(claimed).collect();
    if seen.len() < NEEDED {
        return Finding::Unknown;
    }
    let (mut at_night, mut all) = (0, 0);
    for one in &seen {
        // One sample an hour, and at least one a session; sessions left open count a day at most.
        for hour in 0..=one.active().num_hours().clamp(0, 24) {
            let time = one.session.started_at + Duration::hours(hour);
            let night = |offset: &i32| {
                let local = (time + Duration::minutes(i64::from(*offset))).hour();
                !(6..23).contains(&local)
            };
            all += 1;
            at_night += usize::from(one.facts.claimed_offsets.iter().all(night));
        }
    }
    let share = ratio(at_night, all);
    let text = format!("{at_night} of {all} active hours are at night by the claimed clock");
    let evidence = Evidence::stored(text, seen.iter().map(|seen| seen.pointer("started_at")));
    if share >= MOSTLY { Finding::hit(share, evidence) } else { Finding::miss(evidence) }
}

/// Activity counts, never the age of a token: only sessions that tell when something was last done.
fn continuous_session_over_24h(case: &Case<'_>) -> Finding {
    let told = |seen: &Seen<'_>| seen.session.last_activity_at.is_some();
    let longest = sessions(case).into_iter().filter(told).max_by_key(Seen::active);
    let Some(longest) = longest else { return Finding::Unknown };
    let hours = longest.active().num_hours();
    let text = format!("the longest session was active for {hours} hours");
    let evidence = Evidence::stored(text, [longest.pointer("last_activity_at")]);
    if hours < 24 {
        return Finding::miss(evidence);
    }
    Finding::hit(f64::from(i32::try_from(hours).unwrap_or(i32::MAX)) / 24.0, evidence)
}

/// More than 100 hours in a week, by what was tracked or by when the account was active.
fn implausible_cumulative_hours(case: &Case<'_>) -> Finding {
    const IMPLAUSIBLE: f64 = 100.0;
    let (active, since) = busiest_week(&sessions(case));
    let engagements = case.profile.activity.iter().flat_map(|activity| &activity.engagements);
    let open = engagements.enumerate().filter(|(_, one)| one.ended_at.is_none());
    let tracked: Vec<(usize, f64)> =
        open.filter_map(|(i, one)| Some((i, one.weekly_hours?.0))).collect();
    let told: f64 = tracked.iter().map(|(_, hours)| hours).sum();
    if active.is_none() && tracked.is_empty() {
        return Finding::Unknown;
    }
    let hours = active.unwrap_or_default().max(told);
    let from = since.map(|since| format!(" (from {})", day(since))).unwrap_or_default();
    let mut seen: Vec<String> = Vec::new();
    seen.extend(active.map(|hours| format!("{hours:.0} hours active in the busiest week{from}")));
    if !tracked.is_empty() {
        seen.push(format!("{told:.0} hours a week in running engagements"));
    }
    let text = seen.join(", ");
    let pointers = tracked.iter().map(|(i, _)| format!("/activity/engagements/{i}/weekly_hours"));
    let evidence = Evidence::stored(text, pointers);
    if hours > IMPLAUSIBLE {
        Finding::hit(hours / 100.0, evidence)
    } else {
        Finding::miss(evidence)
    }
}

/// The most hours in which something was done within seven days; overlapping sessions count once.
fn busiest_week(seen: &[Seen<'_>]) -> (Option<f64>, Option<DateTime<Utc>>) {
    let told: Vec<&Seen<'_>> =
        seen.iter().filter(|seen| seen.session.last_activity_at.is_some()).collect();
    let mut merged: Vec<(DateTime<Utc>, DateTime<Utc>)> = Vec::new();
    for one in told {
        match merged.last_mut() {
            Some((_, end)) if *end >= one.session.started_at => {
                *end = (*end).max(one.last_active());
            }
            _ => merged.push((one.session.started_at, one.last_active())),
        }
    }
    let hours_from = |start: DateTime<Utc>| {
        let week = start + Duration::days(7);
        let inside = |(from, to): &(DateTime<Utc>, DateTime<Utc>)| {
            ((*to).min(week) - (*from).max(start)).num_minutes().max(0)
        };
        merged.iter().map(inside).sum::<i64>()
    };
    let best = merged.iter().map(|(start, _)| (hours_from(*start), *start)).max();
    let hours = |minutes: i64| f64::from(i32::try_from(minutes).unwrap_or(i32::MAX)) / 60.0;
    (best.map(|(minutes, _)| hours(minutes)), best.map(|(_, start)| start))
}
