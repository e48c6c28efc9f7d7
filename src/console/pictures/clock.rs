//! The session clock: when somebody was there, on the clock of the place that they claim, and what clock their
//! device and their address show.

use chrono::{DateTime, Duration, Timelike, Utc};
use evidence::facts::{Facts, NetworkKind, SessionFacts};
use evidence::profile::Profile;
use evidence::profile::sessions::Session;

use super::tenth;

/// How wide the picture is: a minute is a unit.
pub(in crate::console) const WIDTH: f64 = 1440.0;
/// How many sessions are drawn, the latest.
pub(in crate::console) const MOST: usize = 40;
/// How many the strip of countries shows, the latest.
pub(in crate::console) const MOST_CELLS: usize = 200;

/// One session on the clock.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::console) struct Row {
    /// Its place in the document.
    pub(in crate::console) index: usize,
    pub(in crate::console) started_at: DateTime<Utc>,
    /// Where it stands on the claimed place's day: begin and width, in two parts if it runs past midnight.
    pub(in crate::console) bars: Vec<(f64, f64)>,
    /// The claimed place's offset then, in minutes.
    pub(in crate::console) claimed: Option<i32>,
    /// The device's.
    pub(in crate::console) device: Option<i32>,
    /// Whether the device's clock is not one of the claimed place.
    pub(in crate::console) differs: bool,
    pub(in crate::console) cell: Cell,
}

/// The country of one session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::console) struct Cell {
    /// Its place in the document.
    pub(in crate::console) index: usize,
    pub(in crate::console) started_at: DateTime<Utc>,
    /// The country's code, if it is known.
    pub(in crate::console) country: Option<String>,
    pub(in crate::console) place: Place,
    pub(in crate::console) network: Option<NetworkKind>,
}

/// How a session's country stands to the claimed one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::console) enum Place {
    /// The same.
    Claimed,
    /// Another.
    Other,
    /// One of the two is not known.
    Unknown,
}

/// The latest sessions on the clock, in the order in which they began.
pub(in crate::console) fn rows(profile: &Profile, facts: &Facts) -> Vec<Row> {
    let nothing = SessionFacts::default();
    let all = ordered(profile);
    let latest = all.into_iter().rev().take(MOST);
    let mut rows: Vec<Row> = latest
        .map(|(index, session)| {
            row(index, session, facts.sessions.get(index).unwrap_or(&nothing), profile)
        })
        .collect();
    rows.reverse();
    rows
}

/// The countries of the latest sessions, in the order in which they began.
pub(in crate::console) fn cells(profile: &Profile, facts: &Facts) -> Vec<Cell> {
    let nothing = SessionFacts::default();
    let all = ordered(profile);
    let skip = all.len().saturating_sub(MOST_CELLS);
    all.into_iter()
        .skip(skip)
        .map(|(index, session)| {
            cell(index, session, facts.sessions.get(index).unwrap_or(&nothing), profile)
        })
        .collect()
}

fn ordered(profile: &Profile) -> Vec<(usize, &Session)> {
    let mut all: Vec<(usize, &Session)> = profile.sessions.iter().enumerate().collect();
    all.sort_by_key(|(index, session)| (session.started_at, *index));
    all
}

fn row(index: usize, session: &Session, facts: &SessionFacts, profile: &Profile) -> Row {
    let claimed = facts.claimed_offsets.first().copied();
    let device = facts.device_offset;
    let differs = device.is_some_and(|device| {
        !facts.claimed_offsets.is_empty() && !facts.claimed_offsets.contains(&device)
    });
    let offset = Duration::minutes(i64::from(claimed.unwrap_or(0)));
    Row {
        index,
        started_at: session.started_at,
        bars: bars(session.started_at + offset, lasted(session)),
        claimed,
        device,
        differs,
        cell: cell(index, session, facts, profile),
    }
}

/// How many minutes somebody was there: a quarter of an hour at least, so that it can be seen, a day at most.
fn lasted(session: &Session) -> f64 {
    let until = session.last_activity_at.or(session.ended_at).unwrap_or(session.started_at);
    let minutes = (until - session.started_at).num_minutes().clamp(15, 1440);
    i32::try_from(minutes).map_or(15.0, f64::from)
}

/// Where a session stands on a day of 1,440 minutes.
fn bars(local: DateTime<Utc>, minutes: f64) -> Vec<(f64, f64)> {
    let begin = f64::from(local.hour() * 60 + local.minute());
    let end = begin + minutes;
    if end <= WIDTH {
        return vec![(tenth(begin), tenth(minutes))];
    }
    // What would overlap its own beginning fills the day.
    let after = (end - WIDTH).min(begin);
    vec![(tenth(begin), tenth(WIDTH - begin)), (0.0, tenth(after))]
}

fn cell(index: usize, session: &Session, facts: &SessionFacts, profile: &Profile) -> Cell {
    let claimed = profile.claims.as_ref().and_then(|claims| claims.country);
    let country = facts.ip.as_ref().and_then(|ip| ip.country);
    let place = match (claimed, country) {
        (Some(claimed), Some(country)) if claimed == country => Place::Claimed,
        (Some(_), Some(_)) => Place::Other,
        _ => Place::Unknown,
    };
    Cell {
        index,
        started_at: session.started_at,
        country: country.map(|country| country.to_string()),
        place,
        network: facts.ip.as_ref().and_then(|ip| ip.network),
    }
}

/// An offset as people write it.
pub(in crate::console) fn offset(minutes: i32) -> String {
    let sign = if minutes < 0 { '−' } else { '+' };
    let minutes = minutes.abs();
    format!("{sign}{:02}:{:02}", minutes / 60, minutes % 60)
}

#[cfg(test)]
mod tests {
    use super::*;
    use evidence::profile;

    fn profile_with(sessions: &serde_json::Value) -> Profile {
        let document = serde_json::json!({
            "external_id": "a", "claims": { "country": "US", "time_zone": "America/Chicago" }, "sessions": sessions
        });
        profile::parse(document.to_string().as_bytes()).unwrap().0
    }

    fn facts(claimed: i32, device: i32) -> SessionFacts {
        SessionFacts {
            claimed_offsets: vec![claimed],
            device_offset: Some(device),
            ..SessionFacts::default()
        }
    }

    #[test]
    fn a_session_stands_at_its_hour_on_the_claimed_places_clock() {
        let profile = profile_with(&serde_json::json!([
            { "started_at": "2026-05-04T02:00:00Z", "last_activity_at": "2026-05-04T04:00:00Z" }
        ]));
        let facts = Facts { sessions: vec![facts(-300, 480)], ..Facts::default() };
        let rows = rows(&profile, &facts);
        assert_eq!(rows[0].bars, [(1260.0, 120.0)], "21:00 in Chicago");
        assert!(rows[0].differs);
    }

    #[test]
    fn a_session_past_midnight_is_drawn_in_two_parts_and_none_is_longer_than_a_day() {
        let at: DateTime<Utc> = "2026-05-04T23:00:00Z".parse().unwrap();
        assert_eq!(bars(at, 120.0), [(1380.0, 60.0), (0.0, 60.0)]);
        let total: f64 = bars(at, 1440.0).iter().map(|(_, width)| width).sum();
        assert!(total <= WIDTH);
    }

    #[test]
    fn sessions_without_facts_and_with_broken_order_are_shown_all_the_same() {
        let profile = profile_with(&serde_json::json!([
            { "started_at": "2026-05-04T02:00:00Z", "last_activity_at": "2020-01-01T00:00:00Z" },
            { "started_at": "2026-05-03T02:00:00Z" }
        ]));
        let rows = rows(&profile, &Facts::default());
        assert_eq!(rows.iter().map(|row| row.index).collect::<Vec<_>>(), [1, 0]);
        assert!(rows.iter().all(|row| row.bars[0].1 >= 15.0 && !row.differs));
        assert_eq!(cells(&profile, &Facts::default())[0].place, Place::Unknown);
    }

    #[test]
    fn an_offset_is_written_with_its_sign() {
        assert_eq!([offset(-300), offset(345), offset(0)], ["−05:00", "+05:45", "+00:00"]);
    }
}
