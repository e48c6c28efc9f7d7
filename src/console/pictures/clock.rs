//! The session chart: the times of sessions in the claimed time zone, compared with the device's clock and the country
//! of the IP address.

use chrono::{DateTime, Duration, Timelike, Utc};
use evidence::facts::{Facts, NetworkKind, SessionFacts};
use evidence::profile::Profile;
use evidence::profile::sessions::Session;

use super::tenth;

/// The width of the chart: one unit per minute.
pub const WIDTH: f64 = 1440.0;
/// The number of sessions in the chart, the latest ones.
pub const MAX_ROWS: usize = 40;
/// The number of sessions in the country strip, the latest ones.
pub const MAX_CELLS: usize = 200;

/// A session in the chart.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// The position of the session in the profile.
    pub index: usize,
    pub started_at: DateTime<Utc>,
    /// Start and width within a day in the claimed time zone; two bars if the session runs past midnight.
    pub bars: Vec<(f64, f64)>,
    /// The offset of the claimed time zone at that time, in minutes.
    pub claimed: Option<i32>,
    /// The offset of the device's clock, in minutes.
    pub device: Option<i32>,
    /// Whether the device's offset isn't one of the claimed country or time zone.
    pub differs: bool,
    pub cell: Cell,
}

/// The country of a session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    /// The position of the session in the profile.
    pub index: usize,
    pub started_at: DateTime<Utc>,
    pub country: Option<String>,
    pub relation: SessionCountry,
    pub network: Option<NetworkKind>,
}

/// How the country of a session relates to the claimed one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SessionCountry {
    Claimed,
    Other,
    /// One of the two countries is unknown.
    Unknown,
}

/// The latest sessions, in the order in which they started.
pub fn rows(profile: &Profile, facts: &Facts) -> Vec<Row> {
    let no_facts = SessionFacts::default();
    let all = ordered(profile);
    let latest = all.into_iter().rev().take(MAX_ROWS);
    let mut rows: Vec<Row> = latest
        .map(|(index, session)| {
            row(index, session, facts.sessions.get(index).unwrap_or(&no_facts), profile)
        })
        .collect();
    rows.reverse();
    rows
}

/// The countries of the latest sessions, in the order in which they started.
pub fn cells(profile: &Profile, facts: &Facts) -> Vec<Cell> {
    let no_facts = SessionFacts::default();
    let all = ordered(profile);
    let skip = all.len().saturating_sub(MAX_CELLS);
    all.into_iter()
        .skip(skip)
        .map(|(index, session)| {
            cell(index, session, facts.sessions.get(index).unwrap_or(&no_facts), profile)
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
        bars: bars(session.started_at + offset, duration_minutes(session)),
        claimed,
        device,
        differs,
        cell: cell(index, session, facts, profile),
    }
}

/// The length of a session in minutes: at least 15, so that it is visible, and at most a day.
fn duration_minutes(session: &Session) -> f64 {
    let until = session.last_activity_at.or(session.ended_at).unwrap_or(session.started_at);
    let minutes = (until - session.started_at).num_minutes().clamp(15, 1440);
    i32::try_from(minutes).map_or(15.0, f64::from)
}

/// The bars of a session within a day.
fn bars(local: DateTime<Utc>, minutes: f64) -> Vec<(f64, f64)> {
    let begin = f64::from(local.hour() * 60 + local.minute());
    let end = begin + minutes;
    if end <= WIDTH {
        return vec![(tenth(begin), tenth(minutes))];
    }
    // A session that would overlap its own start fills the day.
    let after = (end - WIDTH).min(begin);
    vec![(tenth(begin), tenth(WIDTH - begin)), (0.0, tenth(after))]
}

fn cell(index: usize, session: &Session, facts: &SessionFacts, profile: &Profile) -> Cell {
    let claimed = profile.claims.as_ref().and_then(|claims| claims.country);
    let country = facts.ip.as_ref().and_then(|ip| ip.country);
    let relation = match (claimed, country) {
        (Some(claimed), Some(country)) if claimed == country => SessionCountry::Claimed,
        (Some(_), Some(_)) => SessionCountry::Other,
        _ => SessionCountry::Unknown,
    };
    Cell {
        index,
        started_at: session.started_at,
        country: country.map(|country| country.to_string()),
        relation,
        network: facts.ip.as_ref().and_then(|ip| ip.network),
    }
}

/// An offset from UTC, such as `+05:45`.
pub fn offset(minutes: i32) -> String {
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
    fn a_session_is_drawn_at_its_time_in_the_claimed_zone() {
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
    fn sessions_without_facts_or_in_the_wrong_order_are_shown() {
        let profile = profile_with(&serde_json::json!([
            { "started_at": "2026-05-04T02:00:00Z", "last_activity_at": "2020-01-01T00:00:00Z" },
            { "started_at": "2026-05-03T02:00:00Z" }
        ]));
        let rows = rows(&profile, &Facts::default());
        assert_eq!(rows.iter().map(|row| row.index).collect::<Vec<_>>(), [1, 0]);
        assert!(rows.iter().all(|row| row.bars[0].1 >= 15.0 && !row.differs));
        assert_eq!(cells(&profile, &Facts::default())[0].relation, SessionCountry::Unknown);
    }

    #[test]
    fn an_offset_has_a_sign() {
        assert_eq!([offset(-300), offset(345), offset(0)], ["−05:00", "+05:45", "+00:00"]);
    }
}
