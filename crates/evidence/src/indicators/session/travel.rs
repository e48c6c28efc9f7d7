//! Sessions in distant places, at the same time or faster than anyone travels.
//!
//! Only places where a person certainly is are compared: home lines and campuses of known kind. Distances and times are
//! those that are certain, so a long session counts at its start and its last action, unless its activity is known.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Duration, Utc};

use super::super::reading::{ObservedSession, count, day, sessions};
use super::super::{Case, Family, Indicator, MissRule, Scope, Usage};
use super::activity::{last_active, moments};
use crate::finding::{Evidence, Finding};
use crate::geography::Whereabouts;
use crate::work::{Work, count as count_work};

/// Every indicator of this file.
pub(in crate::indicators) const INDICATORS: &[Indicator] =
    &[IMPOSSIBLE_TRAVEL_LOGINS, CONCURRENT_SESSIONS_DISTINCT_GEOS];

const IMPOSSIBLE_TRAVEL_LOGINS: Indicator = Indicator {
    id: "impossible_travel_logins",
    family: Family::Session,
    cause: None,
    usage: Usage::Use,
    scope: Scope::Temporal,
    strength: 4,
    observed: "The applicant is active in distant places one after the other, faster than anyone can travel.",
    unit: "days",
    question: "From which addresses does the applicant sign in, and when? Send `sessions[].ip`, `started_at` and `last_activity_at`, and set up network lists.",
    innocent_explanations: "A VPN that no list and no client reports, and wrong data on where an address is. Only home lines and campuses count, because phones and company networks show other places.",
    how_to_verify: "Ask for the boarding pass or the VPN in use. Check whether device and habits changed together with the country.",
    sources: &["US2022", "MS25", "FLAME"],
    wording: "
    .hit = { $days_count ->
        [one] On { $days }, the applicant was active in { $from } and { $minutes } minutes later in { $to }, at least { $km } km away. Nobody travels that fast.
       *[other] On { $days_count } days ({ $days }), the applicant was active in two places faster than anyone travels. The first time, it was { $from } and { $minutes } minutes later { $to }, at least { $km } km away.
    }
    .miss = Between any of the { $sessions } sessions from known home lines, the applicant had the time to travel.
",
    miss: MissRule::Counts,
    observe: impossible_travel_logins,
    #[cfg(test)]
    examples: tests::impossible_travel_logins,
};

const CONCURRENT_SESSIONS_DISTINCT_GEOS: Indicator = Indicator {
    id: "concurrent_sessions_distinct_geos",
    family: Family::Session,
    cause: None,
    usage: Usage::Use,
    scope: Scope::Temporal,
    strength: 4,
    observed: "The applicant has sessions in two distant places at the same time.",
    unit: "days",
    question: "When is the applicant active in each session? Send `sessions[].activity` or `last_activity_at` with `ip`, and set up network lists.",
    innocent_explanations: "A VPN that no list and no client reports, and agency accounts that several people use. Only home lines and campuses count, because a phone that roams shows its carrier's country.",
    how_to_verify: "Ask who else may use the account. End all sessions and let the applicant sign in again on live video.",
    sources: &["US2022", "JP24"],
    wording: "
    .hit = { $days_count ->
        [one] On { $days }, the applicant had a session in { $from } and another in { $to }, at least { $km } km away, at the same time.
       *[other] On { $days_count } days ({ $days }), the applicant had sessions in two distant places at the same time. The first time, these were { $from } and { $to }, at least { $km } km away.
    }
    .miss = None of the { $sessions } sessions from known home lines overlapped with one from a distant place.
",
    miss: MissRule::Counts,
    observe: concurrent_sessions_distinct_geos,
    #[cfg(test)]
    examples: tests::concurrent_sessions_distinct_geos,
};

/// Faster than an airliner.
const KM_PER_HOUR: f64 = 1000.0;
/// Databases misplace addresses by less than this.
const FAR_KM: f64 = 500.0;
/// Everywhere on Earth can be reached in this time.
const MAX_JOURNEY: Duration = Duration::hours(24);

/// A session on a home line.
#[derive(Clone, Copy)]
struct Stop<'a> {
    session: ObservedSession<'a>,
    place: Whereabouts,
    /// The last time of certain activity.
    last: DateTime<Utc>,
}

/// Activity at one place and later at another.
struct Journey<'a> {
    from: Stop<'a>,
    /// The session at the first place that lasts longest.
    open: Stop<'a>,
    to: Stop<'a>,
    at: DateTime<Utc>,
    km: f64,
    minutes: i64,
}

impl Journey<'_> {
    /// Whether the two sessions were open at the same time.
    fn is_overlap(&self) -> bool {
        let started = |stop: &Stop<'_>| stop.session.session.started_at;
        started(&self.open) <= self.to.last && started(&self.to) < self.open.last
    }
}

/// What the sessions on home lines show.
#[derive(Default)]
struct Journeys<'a> {
    /// Those that were too fast, ordered by time.
    impossible: Vec<Journey<'a>>,
    /// Whether some distances are unknown or were not computed.
    is_cut: bool,
}

/// What happened last at a place.
#[derive(Clone, Copy)]
struct Latest<'a> {
    /// The end of the latest activity.
    until: DateTime<Utc>,
    from: Stop<'a>,
    /// The session that lasts longest.
    open: Stop<'a>,
}

fn stops<'a>(case: &Case<'a>) -> Vec<Stop<'a>> {
    let sessions = sessions(case).into_iter();
    let stop = |session: ObservedSession<'a>| {
        Some(Stop { session, place: session.home_line()?, last: last_active(&session) })
    };
    sessions.filter_map(stop).collect()
}

/// Compares each activity with the latest one at every other place. An earlier one leaves more time.
fn journeys<'a>(stops: &[Stop<'a>]) -> Journeys<'a> {
    const MAX_PLACES: usize = 32;
    let mut active: Vec<(DateTime<Utc>, DateTime<Utc>, Stop<'a>)> = (stops.iter())
        .flat_map(|stop| {
            moments(&stop.session).into_iter().map(|time| (time.from, time.until, *stop))
        })
        .collect();
    active.sort_by_key(|(from, until, stop)| (*from, *until, stop.session.index));
    let mut distances: BTreeMap<(Whereabouts, Whereabouts), Option<f64>> = BTreeMap::new();
    let mut latest: BTreeMap<Whereabouts, Latest<'a>> = BTreeMap::new();
    let mut journeys = Journeys::default();
    for (at, until, to) in active {
        latest.retain(|_, latest| at - latest.until < MAX_JOURNEY);
        while latest.len() > MAX_PLACES {
            let oldest =
                latest.iter().min_by_key(|(_, latest)| latest.until).map(|(place, _)| *place);
            oldest.and_then(|place| latest.remove(&place));
            journeys.is_cut = true;
        }
        for (place, latest) in latest.iter().filter(|(place, _)| **place != to.place) {
            count_work(Work::Pairs, 1);
            let km = *distances.entry((*place, to.place)).or_insert_with(|| place.km_to(to.place));
            let Some(km) = km else {
                journeys.is_cut = true;
                continue;
            };
            let minutes = (at - latest.until).num_minutes().max(0);
            let hours = count(usize::try_from(minutes).unwrap_or_default()) / 60.0;
            if km >= FAR_KM && km > hours * KM_PER_HOUR {
                journeys.impossible.push(Journey {
                    from: latest.from,
                    open: latest.open,
                    to,
                    at,
                    km,
                    minutes,
                });
            }
        }
        let entry = latest.entry(to.place).or_insert(Latest { until, from: to, open: to });
        if until > entry.until {
            (entry.until, entry.from) = (until, to);
        }
        if to.last > entry.open.last {
            entry.open = to;
        }
    }
    journeys
}

/// The days of impossible journeys, or a miss.
fn days_of(journeys: &[&Journey<'_>], stops: &[Stop<'_>]) -> Finding {
    let pointer = |stop: &Stop<'_>| stop.session.pointer("ip");
    let Some(first) = journeys.first() else {
        return Finding::miss(
            Evidence::about(stops.iter().map(pointer)).with("sessions", stops.len()),
        );
    };
    let both = journeys.iter().flat_map(|journey| [pointer(&journey.from), pointer(&journey.to)]);
    let mut pointers: Vec<String> = Vec::new();
    for pointer in both {
        if pointers.len() < Evidence::MAX_POINTERS && !pointers.contains(&pointer) {
            pointers.push(pointer);
        }
    }
    let days: BTreeSet<String> = journeys.iter().map(|journey| day(journey.at)).collect();
    let value = count(days.len());
    let evidence = Evidence::about(pointers)
        .with("days", days.into_iter().collect::<Vec<_>>())
        .with("from", first.from.place.country)
        .with("to", first.to.place.country)
        .with("km", first.km.floor());
    Finding::hit(value, evidence)
}

fn impossible_travel_logins(case: &Case<'_>) -> Finding {
    let stops = stops(case);
    if stops.len() < 2 {
        return Finding::Unknown;
    }
    let journeys = journeys(&stops);
    let one_by_one: Vec<&Journey<'_>> =
        journeys.impossible.iter().filter(|journey| !journey.is_overlap()).collect();
    let finding = days_of(&one_by_one, &stops).unless_cut(|| journeys.is_cut);
    match one_by_one.first().and_then(|journey| usize::try_from(journey.minutes).ok()) {
        Some(minutes) => finding.with("minutes", minutes),
        None => finding,
    }
}

/// A miss needs sessions whose last action is known.
fn concurrent_sessions_distinct_geos(case: &Case<'_>) -> Finding {
    let stops = stops(case);
    if stops.len() < 2 {
        return Finding::Unknown;
    }
    let journeys = journeys(&stops);
    let at_once: Vec<&Journey<'_>> =
        journeys.impossible.iter().filter(|journey| journey.is_overlap()).collect();
    let has_end = |stop: &Stop<'_>| {
        let session = stop.session.session;
        session.last_activity_at.is_some() || session.activity.is_some()
    };
    days_of(&at_once, &stops).unless_cut(|| journeys.is_cut || !stops.iter().all(has_end))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::facts::NetworkKind;
    use crate::geography::Coordinates;
    use crate::indicators::examples::Examples;
    use crate::indicators::fixture::Fixture;
    use crate::indicators::session::fixtures::{CN, DE, US, US_RELAY, US_VPN, in_chicago};
    use crate::work::{Work, counted};

    const MOBILE: &str = "192.0.2.49";

    /// A session on 1 May with these hours.
    fn session(ip: &str, from: &str, last: &str) -> Value {
        json!({ "started_at": format!("2026-05-01T{from}:00Z"), "last_activity_at": format!("2026-05-01T{last}:00Z"), "ip": ip })
    }

    fn pair(first: &str, second: &str, end: &str) -> Fixture {
        in_chicago(json!([session(first, "10:00", end), session(second, "12:00", "13:00")]))
    }

    /// Sessions on two days.
    fn back_and_forth(minutes: u32) -> Fixture {
        let session = |day: u32, hour: u32, ip: &str| json!({ "started_at": format!("2026-05-0{day}T{hour}:00:00Z"), "last_activity_at": format!("2026-05-0{day}T{}:{:02}:00Z", hour + minutes / 60, minutes % 60), "ip": ip });
        in_chicago(json!([
            session(1, 10, US),
            session(1, 12, CN),
            session(3, 10, CN),
            session(3, 12, US),
        ]))
    }

    /// The case with the coordinates of its sessions' addresses, in order.
    fn placed(mut case: Fixture, places: &[(f64, f64)]) -> Fixture {
        for (facts, (latitude, longitude)) in case.facts.sessions.iter_mut().zip(places) {
            facts.ip.as_mut().unwrap().coordinates = Coordinates::new(*latitude, *longitude, 20);
        }
        case
    }

    const AUSTIN: (f64, f64) = (30.3, -97.7);
    const SEATTLE: (f64, f64) = (47.6, -122.3);
    const SHANGHAI: (f64, f64) = (31.2, 121.5);
    const MOSCOW: (f64, f64) = (55.8, 37.6);

    fn on_unknown_networks(mut case: Fixture) -> Fixture {
        for facts in &mut case.facts.sessions {
            facts.ip.as_mut().unwrap().network = None;
        }
        case
    }

    pub(super) fn impossible_travel_logins() -> Examples {
        let after_an_hour = |first, second| pair(first, second, "11:00");
        let far_apart = |ip: &str, hour: &str| {
            in_chicago(json!([session(CN, "10:00", "11:00"), session(ip, hour, "23:00")]))
        };
        let russian = "198.51.100.33";
        let stated = |vpn: bool| {
            let mut other = session(CN, "12:00", "13:00");
            other["client"] = json!({ "vpn": vpn });
            in_chicago(json!([session(US, "10:00", "11:00"), other]))
        };
        let mut mobile = after_an_hour(US, CN);
        mobile.facts.sessions[0].ip.as_mut().unwrap().network = Some(NetworkKind::Mobile);
        Examples::new()
            .hit("from America to Asia in an hour", after_an_hour(US, CN))
            .pointers(&["/sessions/0/ip", "/sessions/1/ip"])
            .says("On 2026-05-01, the applicant was active in the United States and 60 minutes later in China, at least 2637 km away. Nobody travels that fast.")
            .hit("there and back", back_and_forth(60))
            .value(2.0)
            .says(
                "On 2 days (2026-05-01 and 2026-05-03), the applicant was active in two places faster than anyone travels. \
                 The first time, it was the United States and 60 minutes later China, at least 2637 km away.",
            )
            .hit("between two cities of neighbouring countries", placed(far_apart(russian, "12:00"), &[SHANGHAI, MOSCOW]))
            .hit("five hours are too few as well", placed(far_apart(russian, "16:00"), &[SHANGHAI, MOSCOW]))
            .hit("between two cities of a country", placed(after_an_hour(US, "192.0.2.17"), &[AUSTIN, SEATTLE]))
            .miss("seven hours are enough for a flight", placed(far_apart(russian, "18:00"), &[SHANGHAI, MOSCOW]))
            .says("Between any of the 2 sessions from known home lines, the applicant had the time to travel.")
            .miss("neighbouring countries", far_apart(russian, "12:00"))
            .miss("a German line, and a Polish one", after_an_hour(DE, "192.0.2.209"))
            .unknown("a relay hides the country", after_an_hour(US, US_RELAY))
            .unknown("networks of unknown kind", on_unknown_networks(after_an_hour(US, CN)))
            .unknown("a VPN that the client reports", stated(true))
            .unknown("a phone that roams has its carrier's country", mobile)
            .innocent("a VPN that is switched on", stated(true))
            .innocent("a privacy relay", after_an_hour(US, US_RELAY))
    }

    pub(super) fn concurrent_sessions_distinct_geos() -> Examples {
        let at_once = |second| pair(US, second, "15:00");
        let open = |first: &str| {
            in_chicago(json!([
                { "started_at": "2026-05-01T10:00:00Z", "last_activity_at": "2026-05-01T15:00:00Z", "ip": first },
                { "started_at": "2026-05-01T12:00:00Z", "ip": CN },
            ]))
        };
        // Another session between the two.
        let working_day = in_chicago(json!([
            session(US, "09:00", "17:00"),
            session(US, "10:00", "10:05"),
            session(CN, "11:00", "12:00"),
        ]));
        let cookie = json!({ "started_at": "2026-05-01T10:00:00Z", "last_activity_at": "2026-05-30T10:00:00Z", "ip": US });
        let journey = json!({ "started_at": "2026-05-15T10:00:00Z", "last_activity_at": "2026-05-15T12:00:00Z", "ip": CN });
        let mut idle = cookie.clone();
        idle["activity"] =
            json!([{ "from": "2026-05-01T10:00:00Z", "until": "2026-05-01T11:00:00Z" }]);
        let mut active = cookie.clone();
        active["activity"] =
            json!([{ "from": "2026-05-15T11:00:00Z", "until": "2026-05-15T11:30:00Z" }]);
        let journeys = |home: &Value| in_chicago(json!([home, journey]));
        Examples::new()
            .hit("in America and Asia at once", at_once(CN))
            .says("On 2026-05-01, the applicant had a session in the United States and another in China, at least 2637 km away, at the same time.")
            .hit("the second session has no end", open(US))
            .hit("another session lies between", working_day)
            .value(1.0)
            .hit("at once on two days", back_and_forth(180))
            .says(
                "On 2 days (2026-05-01 and 2026-05-03), the applicant had sessions in two distant places at the same time. \
                 The first time, these were the United States and China, at least 2637 km away.",
            )
            .hit("active at home during a journey", journeys(&active))
            .miss("two lines in one country", at_once("192.0.2.17"))
            .says("None of the 2 sessions from known home lines overlapped with one from a distant place.")
            .miss("a journey while a cookie stays at home", journeys(&cookie))
            .miss("a journey while a session at home is idle", journeys(&idle))
            .unknown("a session without an end could overlap", open(CN))
            .unknown("a VPN hides the country", at_once(US_VPN))
            .unknown("networks of unknown kind", on_unknown_networks(at_once(CN)))
            .innocent("a phone on a VPN beside the desktop", at_once(US_VPN))
            .innocent("a traveller whose phone roams", at_once(MOBILE))
            .innocent("a cookie that stays at home during a journey", journeys(&cookie))
    }

    #[test]
    fn sessions_from_many_places_are_compared_only_with_the_latest() {
        let session = |i: usize| json!({ "started_at": format!("2026-05-01T{:02}:{:02}:00Z", i / 60 % 24, i % 60), "ip": if i.is_multiple_of(2) { US } else { CN } });
        let sessions: Vec<Value> = (0..1_400).map(session).collect();
        let places: Vec<(f64, f64)> =
            (0..1_400_u32).map(|i| (f64::from(i % 90), f64::from(i % 170))).collect();
        let case = placed(in_chicago(sessions), &places);
        let work = counted(|| {
            case.finding("impossible_travel_logins");
        });
        assert!(work[&Work::Pairs] <= 1_400 * 33, "{work:?}");
    }
}
