//! Offsets from UTC at the time of a session, with daylight saving.

use std::collections::{BTreeSet, HashMap};
use std::sync::LazyLock;

use chrono::{DateTime, Duration, Offset, TimeZone, Utc};
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

/// The offsets at the claimed location at a time: of the state or country, or only of the claimed zone if it is used there;
/// and of every stay declared for that time. Empty for a time before the applicant moved there, and if a stay has no clear
/// dates.
pub(super) fn claimed_offsets(claims: &Claims, at: DateTime<Utc>, now: DateTime<Utc>) -> Vec<i32> {
    if !claims.apply_at(at, now) {
        return Vec::new();
    }
    let region = claims.region.as_ref().map(Text::as_str);
    let mut offsets =
        claims.country.map(|country| country_offsets(country, region, at)).unwrap_or_default();
    if let Some(zone) = claims.time_zone.map(|zone| offset(zone.0, at)) {
        // People work in a client's zone, but a clock of that zone doesn't show that they are at home.
        if offsets.is_empty() || offsets.contains(&zone) {
            offsets = vec![zone];
        }
    }
    let mut countries: BTreeSet<CountryCode> = BTreeSet::new();
    for stay in &claims.stays {
        match (stay.country, stay.covers(at)) {
            (Some(country), Some(true)) => _ = countries.insert(country),
            (Some(_), None) => return Vec::new(),
            _ => {}
        }
    }
    for country in countries {
        offsets.extend(country_offsets(country, None, at));
    }
    offsets.sort_unstable();
    offsets.dedup();
    offsets
}

/// The offset that the device reported: from its zone, or else as a number. `None` for zones at UTC all year, which
/// privacy browsers report wherever they are, under several names.
pub(super) fn device_offset(session: &Session) -> Option<i32> {
    if let Some(zone) = session.time_zone {
        return (!is_utc(zone.0, session.started_at)).then(|| offset(zone.0, session.started_at));
    }
    session.utc_offset_minutes.map(|minutes| whole(minutes.0)).filter(|minutes| *minutes != 0)
}

/// Whether the zone's clocks show UTC now and half a year before and after.
fn is_utc(zone: Tz, at: DateTime<Utc>) -> bool {
    const HALF_YEAR: Duration = Duration::days(182);
    [at - HALF_YEAR, at, at + HALF_YEAR].into_iter().all(|time| offset(zone, time) == 0)
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
    fn zones_at_utc_all_year_tell_nothing_and_others_do() {
        let is_utc = |zone: &str, time: &str| is_utc(zone.parse().unwrap(), at(time));
        for zone in [
            "UTC",
            "Etc/Greenwich",
            "GMT",
            "Etc/GMT0",
            "Etc/GMT+0",
            "Atlantic/Reykjavik",
            "Iceland",
        ] {
            assert!(is_utc(zone, "2026-07-01T00:00:00Z"), "{zone}");
        }
        for zone in ["Europe/London", "Europe/Lisbon", "Etc/GMT-1", "Asia/Shanghai"] {
            assert!(!is_utc(zone, "2026-01-01T00:00:00Z"), "{zone}");
            assert!(!is_utc(zone, "2026-07-01T00:00:00Z"), "{zone}");
        }
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
