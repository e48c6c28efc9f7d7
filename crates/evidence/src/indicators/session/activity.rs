//! When the applicant was active, as far as sessions show it. The time from sign-in to the last action is the age of a
//! session, not activity: someone can leave a session open for weeks and act twice.

use std::collections::BTreeMap;

use chrono::{DateTime, Duration, NaiveDate, NaiveTime, Utc};

use super::super::reading::ObservedSession;
use crate::profile::sessions::ActiveDay;

/// A short session is active throughout.
const IDLE_LIMIT: Duration = Duration::hours(2);
/// A longer interval is no activity of a person, but the age of a session.
const MAX_INTERVAL: Duration = Duration::days(7);

/// A time of activity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Period {
    pub(super) from: DateTime<Utc>,
    pub(super) until: DateTime<Utc>,
}

impl Period {
    fn at(time: DateTime<Utc>) -> Self {
        Self { from: time, until: time }
    }
}

/// The times of activity in a session. `None` if they are unknown, as in a long session without activity data.
pub(super) fn periods(session: &ObservedSession<'_>) -> Option<Vec<Period>> {
    let started_at = session.session.started_at;
    if let Some(intervals) = &session.session.activity {
        let periods =
            intervals.iter().map(|active| Period { from: active.from, until: active.until });
        let periods: Vec<Period> = periods
            .filter(|active| {
                active.until >= active.from && active.until - active.from <= MAX_INTERVAL
            })
            .collect();
        return (periods.len() == intervals.len()).then_some(periods);
    }
    let last = session.session.last_activity_at.filter(|last| *last >= started_at)?;
    (last - started_at <= IDLE_LIMIT).then(|| vec![Period { from: started_at, until: last }])
}

/// The times at which someone certainly acted: the activity, or else the start and the last action.
pub(super) fn moments(session: &ObservedSession<'_>) -> Vec<Period> {
    periods(session).unwrap_or_else(|| {
        let started_at = session.session.started_at;
        let last = session.session.last_activity_at.filter(|last| *last > started_at);
        [Some(started_at), last].into_iter().flatten().map(Period::at).collect()
    })
}

/// The last time at which someone certainly acted.
pub(super) fn last_active(session: &ObservedSession<'_>) -> DateTime<Utc> {
    let last = moments(session).into_iter().map(|active| active.until).max();
    last.unwrap_or(session.session.started_at)
}

/// Sorted periods, with those that follow each other within `pause` as one.
pub(super) fn merged(mut periods: Vec<Period>, pause: Duration) -> Vec<Period> {
    periods.sort_unstable();
    let mut merged: Vec<Period> = Vec::new();
    for period in periods {
        match merged.last_mut() {
            Some(last) if period.from - last.until <= pause => {
                last.until = last.until.max(period.until);
            }
            _ => merged.push(period),
        }
    }
    merged
}

/// The active minutes of each day in UTC. What sessions share counts once.
pub(super) fn minutes_per_day(sessions: &[ObservedSession<'_>]) -> BTreeMap<NaiveDate, i64> {
    let periods = sessions.iter().filter_map(periods).flatten().collect();
    let mut days: BTreeMap<NaiveDate, i64> = BTreeMap::new();
    for Period { from, until } in merged(periods, Duration::zero()) {
        let mut start = from;
        while start < until {
            let midnight =
                start.date_naive().succ_opt().map(|day| day.and_time(NaiveTime::MIN).and_utc());
            let end = midnight.map_or(until, |midnight| midnight.min(until));
            *days.entry(start.date_naive()).or_default() += (end - start).num_minutes();
            start = end;
        }
    }
    let daily = sessions.iter().flat_map(|session| &session.session.daily_active_minutes).flatten();
    for (day, minutes) in daily.filter_map(stated) {
        let total = days.entry(day).or_default();
        *total = minutes.max(*total);
    }
    days
}

#[expect(clippy::cast_possible_truncation, reason = "a day has at most 1,440 minutes")]
fn stated(active: &ActiveDay) -> Option<(NaiveDate, i64)> {
    let day = NaiveDate::from_ymd_opt(active.day.year, active.day.month?, active.day.day?)?;
    Some((day, active.minutes.0 as i64))
}
