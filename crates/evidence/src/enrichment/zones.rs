//! Offsets from UTC at the time of a session, with daylight saving.

use std::collections::{BTreeSet, HashMap};
use std::sync::LazyLock;

use chrono::{DateTime, Offset, TimeZone, Utc};
use chrono_tz::Tz;

use crate::geography::Region;
use crate::profile::claims::Claims;
use crate::profile::sessions::Session;
use crate::profile::{CountryCode, Text};
use crate::work::{Work, count};

/// The zones of each country, from the IANA database.
static COUNTRIES: LazyLock<HashMap<CountryCode, Vec<Tz>>> = LazyLock::new(|| {
    let lines = include_str!("country_zones.txt").lines().filter(|line| !line.starts_with('#'));
    lines.filter_map(country).collect()
});

fn country(line: &str) -> Option<(CountryCode, Vec<Tz>)> {
    let mut words = line.split(' ');
    let country = CountryCode::parse(words.next()?)?;
    Some((country, words.filter_map(|zone| zone.parse().ok()).collect()))
}

/// The distinct offsets used in a country at a time, in minutes, ascending. Only those of a state or province, if it is
/// known.
pub(super) fn country_offsets(
    country: CountryCode,
    region: Option<&str>,
    at: DateTime<Utc>,
) -> Vec<i32> {
    let region = region.and_then(|region| Region::find(country, region));
    let zones = match region {
        Some(region) => region.zones.as_slice(),
        None => COUNTRIES.get(&country).map(Vec::as_slice).unwrap_or_default(),
    };
    count(Work::Offsets, zones.len());
    let mut offsets: Vec<i32> = zones.iter().map(|zone| offset(*zone, at)).collect();
    offsets.sort_unstable();
    offsets.dedup();
    offsets
}

/// The offsets at the claimed location at a time: of the claimed zone, or else of the state or country; and of every
/// stay
/// declared for that time. Empty for a time before the applicant moved there.
pub(super) fn claimed_offsets(claims: &Claims, at: DateTime<Utc>, now: DateTime<Utc>) -> Vec<i32> {
    if !claims.apply_at(at, now) {
        return Vec::new();
    }
    let mut offsets = match (claims.time_zone, claims.country) {
        (Some(zone), _) => vec![offset(zone.0, at)],
        (None, Some(country)) => {
            country_offsets(country, claims.region.as_ref().map(Text::as_str), at)
        }
        (None, None) => Vec::new(),
    };
    let countries: BTreeSet<CountryCode> =
        claims.stays.iter().filter_map(|stay| stay.country).collect();
    for stay in countries {
        if claims.covers(stay, at) {
            offsets.extend(country_offsets(stay, None, at));
        }
    }
    offsets.sort_unstable();
    offsets.dedup();
    offsets
}

/// The offset that the device reported: from its zone, or else as a number. `None` for UTC, which privacy browsers
/// report wherever they are.
pub(super) fn device_offset(session: &Session) -> Option<i32> {
    const ANYWHERE: [&str; 9] = [
        "Etc/GMT",
        "Etc/UCT",
        "Etc/UTC",
        "Etc/Universal",
        "Etc/Zulu",
        "UCT",
        "UTC",
        "Universal",
        "Zulu",
    ];
    if let Some(zone) = session.time_zone {
        return (!ANYWHERE.contains(&zone.0.name())).then(|| offset(zone.0, session.started_at));
    }
    session.utc_offset_minutes.map(|minutes| whole(minutes.0)).filter(|minutes| *minutes != 0)
}

#[expect(clippy::cast_possible_truncation, reason = "an offset is at most 1,440 minutes")]
fn whole(minutes: f64) -> i32 {
    minutes.round() as i32
}

fn offset(zone: Tz, at: DateTime<Utc>) -> i32 {
    zone.offset_from_utc_datetime(&at.naive_utc()).fix().local_minus_utc() / 60
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(time: &str) -> DateTime<Utc> {
        time.parse().unwrap()
    }

    fn offsets(country: &str, time: &str) -> Vec<i32> {
        country_offsets(CountryCode::parse(country).unwrap(), None, at(time))
    }

    #[test]
    fn daylight_saving_applies_on_the_day_of_the_session() {
        // Clocks in Berlin go forward on 29 March 2026 at 01:00 UTC.
        assert_eq!(offsets("DE", "2026-03-29T00:59:59Z"), [60]);
        assert_eq!(offsets("DE", "2026-03-29T01:00:00Z"), [120]);
    }

    #[test]
    fn quarter_hours_and_countries_with_many_zones_are_supported() {
        assert_eq!(offsets("NP", "2026-01-01T00:00:00Z"), [345]);
        assert_eq!(offsets("IN", "2026-01-01T00:00:00Z"), [330]);
        assert!(offsets("US", "2026-01-01T00:00:00Z").len() >= 6);
        assert_eq!(offsets("KP", "2026-01-01T00:00:00Z"), [540]);
    }

    #[test]
    fn a_known_state_or_province_narrows_the_offsets() {
        let offsets = |country, region| {
            let country = CountryCode::parse(country).unwrap();
            country_offsets(country, Some(region), at("2026-01-01T00:00:00Z"))
        };
        assert_eq!(offsets("US", "Texas"), [-420, -360]);
        assert_eq!(offsets("US", "HI"), [-600]);
        assert_eq!(offsets("RU", "Новосибирская область"), [420]);
        assert_eq!(offsets("PT", "Azores"), [-60]);
        assert!(offsets("US", "the coast").len() >= 6, "an unknown name narrows nothing");
    }

    #[test]
    fn every_line_of_the_table_is_valid() {
        let lines = include_str!("country_zones.txt").lines().filter(|line| !line.starts_with('#'));
        for line in lines {
            let words = line.split(' ').count();
            assert!(country(line).is_some_and(|(_, zones)| zones.len() + 1 == words), "{line}");
        }
    }
}
