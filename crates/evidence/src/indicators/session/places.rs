//! The locations of sign-ins, compared with the claims and with each other.

use std::collections::{BTreeMap, BTreeSet};
use std::net::IpAddr;

use chrono::Duration;

use super::super::reading::{
    ObservedSession, count, day, part, sessions, share_of_sessions, whereabouts,
};
use super::super::{Case, Family, Indicator, MissRule, Scope, Usage};
use crate::facts::{IpFacts, NetworkKind};
use crate::finding::{Evidence, Finding};
use crate::profile::CountryCode;

/// Every indicator of this file.
pub(in crate::indicators) const INDICATORS: &[Indicator] = &[
    MANY_IPS_ONE_ACCOUNT_SHORT_WINDOW,
    IMPOSSIBLE_TRAVEL_LOGINS,
    CONCURRENT_SESSIONS_DISTINCT_GEOS,
    IP_VS_CLAIMED_LOCATION_MISMATCH,
    IP_IN_COMPREHENSIVELY_SANCTIONED_NETBLOCK,
];

const MANY_IPS_ONE_ACCOUNT_SHORT_WINDOW: Indicator = Indicator {
    id: "many_ips_one_account_short_window",
    family: Family::Session,
    usage: Usage::Use,
    scope: Scope::Temporal,
    strength: 3,
    observed: "The applicant signs in from many different networks in a short time.",
    unit: "different networks in a week",
    question: "From which addresses does the applicant sign in? Send `sessions[].ip`.",
    innocent_explanations: "Mobile roaming, commuting, unstable internet providers, and people who protect their privacy.",
    how_to_verify: "Ask about travel and the internet connection in that week. Compare with the carrier's roaming records.",
    sources: &["US2022", "JP24", "ROK22"],
    wording: "
    .hit = In the week from { $since }, the applicant signed in from { $networks } different networks.
    .miss = In any week, the applicant signed in from { $networks ->
        [one] only one network.
       *[other] no more than { $networks } different networks.
    }
",
    miss: MissRule::Counts,
    observe: many_ips_one_account_short_window,
    #[cfg(test)]
    examples: tests::many_ips_one_account_short_window,
};

const IMPOSSIBLE_TRAVEL_LOGINS: Indicator = Indicator {
    id: "impossible_travel_logins",
    family: Family::Session,
    usage: Usage::Use,
    scope: Scope::Temporal,
    strength: 4,
    observed: "The applicant signs in from distant countries faster than anyone can travel.",
    unit: "days",
    question: "From which addresses does the applicant sign in, and when? Send `sessions[].ip` and `started_at`.",
    innocent_explanations: "A VPN that is switched on and off, company networks, privacy relays, and wrong data on where an address is.",
    how_to_verify: "Ask for the boarding pass or the VPN in use. Check whether device and habits changed together with the country.",
    sources: &["US2022", "MS25", "FLAME"],
    wording: "
    .hit = { $days_count ->
        [one] On { $days }, the applicant signed in from { $to } within two hours of being active in { $from }.
       *[other] On { $days_count } days ({ $days }), the applicant signed in from a distant country within two hours of being active elsewhere. The first time, it was { $to } after { $from }.
    }
    .miss = None of the { $sessions } sessions from a known country ended less than two hours before one from a distant country began.
",
    miss: MissRule::Counts,
    observe: impossible_travel_logins,
    #[cfg(test)]
    examples: tests::impossible_travel_logins,
};

const CONCURRENT_SESSIONS_DISTINCT_GEOS: Indicator = Indicator {
    id: "concurrent_sessions_distinct_geos",
    family: Family::Session,
    usage: Usage::Use,
    scope: Scope::Temporal,
    strength: 4,
    observed: "The applicant is active in two distant countries at the same time.",
    unit: "days",
    question: "When does each session end? Send `sessions[].last_activity_at` with `ip`.",
    innocent_explanations: "A phone on a VPN beside a desktop without one, and agency accounts that several people use.",
    how_to_verify: "Ask who else may use the account. End all sessions and let the applicant sign in again on live video.",
    sources: &["US2022", "JP24"],
    wording: "
    .hit = { $days_count ->
        [one] On { $days }, the applicant was active in { $from } and { $to } at the same time.
       *[other] On { $days_count } days ({ $days }), the applicant was active in two distant countries at the same time. The first time, these were { $from } and { $to }.
    }
    .miss = None of the { $sessions } sessions from a known country overlapped with one from a distant country.
",
    miss: MissRule::Counts,
    observe: concurrent_sessions_distinct_geos,
    #[cfg(test)]
    examples: tests::concurrent_sessions_distinct_geos,
};

const IP_VS_CLAIMED_LOCATION_MISMATCH: Indicator = Indicator {
    id: "ip_vs_claimed_location_mismatch",
    family: Family::Session,
    usage: Usage::UseInconsistencyOnly,
    scope: Scope::Profile,
    strength: 4,
    observed: "Most sign-ins come from a different country than the applicant claims to live in.",
    unit: "share of sessions",
    question: "Where does the applicant claim to live, and from which addresses do they sign in? Send `claims.country` and `sessions[].ip`.",
    innocent_explanations: "Travel, digital nomads, a recent move, a company VPN, or wrong data on where an address is.",
    how_to_verify: "Ask for the stay or move that explains it (`claims.stays`). Ask for a document with that address, on live video from there.",
    sources: &["US2022", "PSA23", "MS25", "GH", "SEAL"],
    wording: "
    .hit = { some-sessions } came from { $elsewhere }, but the applicant claims to live in { $claimed }.
    .miss = { $part ->
        [none] All { $total } sessions from a known country fit where the applicant claims to live or stay.
       *[some] Only { $count } of { $total } sessions came from { $elsewhere }, where the applicant does not claim to live or stay.
    }
",
    miss: MissRule::Counts,
    observe: ip_vs_claimed_location_mismatch,
    #[cfg(test)]
    examples: tests::ip_vs_claimed_location_mismatch,
};

const IP_IN_COMPREHENSIVELY_SANCTIONED_NETBLOCK: Indicator = Indicator {
    id: "ip_in_comprehensively_sanctioned_netblock",
    family: Family::Session,
    usage: Usage::ComplianceRouteOnly,
    scope: Scope::Profile,
    strength: 5,
    observed: "Sign-ins come directly from a country under comprehensive sanctions.",
    unit: "sessions",
    question: "From which addresses does the applicant sign in? Send `sessions[].ip`.",
    innocent_explanations: "Diplomats, aid workers, journalists, and rare errors in the data on where an address is.",
    how_to_verify: "Hand the case to the sanctions desk. Check the address against a second source of locations.",
    sources: &["US2022", "OFSI24", "SEK26"],
    wording: "
    .hit = { some-sessions } came directly from { $countries }, { $countries_count ->
        [one] a country
       *[other] countries
    } screened for comprehensive sanctions.
    .miss = { some-sessions } came directly from a country screened for comprehensive sanctions.
",
    miss: MissRule::Counts,
    observe: ip_in_comprehensively_sanctioned_netblock,
    #[cfg(test)]
    examples: tests::ip_in_comprehensively_sanctioned_netblock,
};

/// Mobile carriers and relays are left out, because their addresses change without the customer's involvement.
fn many_ips_one_account_short_window(case: &Case<'_>) -> Finding {
    const MIN_SESSIONS: usize = 5;
    const MANY: usize = 10;
    let stable_network = |session: &ObservedSession<'_>| {
        let kind = session.facts.ip.as_ref().and_then(|ip| ip.network);
        let changes = matches!(kind, Some(NetworkKind::Mobile | NetworkKind::PrivacyRelay));
        session.session.ip.filter(|_| !changes).map(|ip| network(ip.0))
    };
    let networks: Vec<(ObservedSession<'_>, IpAddr)> = (sessions(case).into_iter())
        .filter_map(|session| Some((session, stable_network(&session)?)))
        .collect();
    if networks.len() < MIN_SESSIONS {
        return Finding::Unknown;
    }
    let (max, first) = fullest_week(&networks);
    let pointers = networks[first..].iter().map(|(session, _)| session.pointer("ip"));
    let evidence = Evidence::about(pointers)
        .with("networks", max)
        .with("since", day(networks[first].0.session.started_at));
    if max >= MANY { Finding::hit(count(max), evidence) } else { Finding::miss(evidence) }
}

/// The largest number of different networks within a week, and the index of the last session that begins such a week.
fn fullest_week(networks: &[(ObservedSession<'_>, IpAddr)]) -> (usize, usize) {
    let started = |i: usize| networks[i].0.session.started_at;
    let mut sessions: BTreeMap<IpAddr, usize> = BTreeMap::new();
    let (mut fullest, mut end) = ((0, 0), 0);
    for first in 0..networks.len() {
        while end < networks.len() && started(end) - started(first) < Duration::days(7) {
            *sessions.entry(networks[end].1).or_default() += 1;
            end += 1;
        }
        fullest = fullest.max((sessions.len(), first));
        let network = networks[first].1;
        let left = sessions.get(&network).map_or(0, |sessions| sessions - 1);
        if left == 0 {
            sessions.remove(&network);
        } else {
            sessions.insert(network, left);
        }
    }
    fullest
}

/// The unit that a provider assigns to a customer: an IPv4 address, or the first 64 bits of an IPv6 address.
pub(super) fn network(ip: IpAddr) -> IpAddr {
    match ip {
        IpAddr::V4(ip) => IpAddr::V4(ip),
        IpAddr::V6(ip) => {
            let [a, b, c, d, ..] = ip.segments();
            IpAddr::V6([a, b, c, d, 0, 0, 0, 0].into())
        }
    }
}

/// Different countries whose clocks differ by at least two hours. Neighbouring countries can be reached by car.
fn are_far_apart(first: &ObservedSession<'_>, other: &ObservedSession<'_>) -> bool {
    const FAR_MINUTES: i32 = 120;
    let apart = (first.facts.ip_offsets.iter())
        .flat_map(|a| other.facts.ip_offsets.iter().map(move |b| (a - b).abs()))
        .min();
    first.country() != other.country() && apart.is_some_and(|minutes| minutes >= FAR_MINUTES)
}

/// The days on which a session and the next one meet a condition.
fn days_of_pairs(
    case: &Case<'_>,
    is_hit: impl Fn(&ObservedSession<'_>, &ObservedSession<'_>) -> bool,
) -> Finding {
    let located: Vec<ObservedSession<'_>> =
        sessions(case).into_iter().filter(|session| session.country().is_some()).collect();
    if located.len() < 2 {
        return Finding::Unknown;
    }
    let pairs: Vec<(&ObservedSession<'_>, &ObservedSession<'_>)> =
        (located.iter().zip(&located[1..]))
            .filter(|(session, next)| is_hit(session, next))
            .collect();
    let pointers =
        pairs.iter().flat_map(|(session, next)| [session.pointer("ip"), next.pointer("ip")]);
    let evidence = Evidence::about(pointers);
    let first =
        pairs.first().and_then(|(session, next)| Some((session.country()?, next.country()?)));
    let Some((from, to)) = first else {
        return Finding::miss(evidence.with("sessions", located.len()));
    };
    let days: BTreeSet<String> =
        pairs.iter().map(|(_, next)| day(next.session.started_at)).collect();
    let value = count(days.len());
    let evidence = evidence.with("days", days.into_iter().collect::<Vec<_>>());
    Finding::hit(value, evidence.with("from", from).with("to", to))
}

fn impossible_travel_logins(case: &Case<'_>) -> Finding {
    const WITHIN: Duration = Duration::hours(2);
    days_of_pairs(case, |session, next| {
        let pause = next.session.started_at - session.last_active();
        are_far_apart(session, next) && pause >= Duration::zero() && pause <= WITHIN
    })
}

fn concurrent_sessions_distinct_geos(case: &Case<'_>) -> Finding {
    days_of_pairs(case, |session, next| {
        are_far_apart(session, next) && next.session.started_at < session.last_active()
    })
}

fn ip_vs_claimed_location_mismatch(case: &Case<'_>) -> Finding {
    const MIN_SESSIONS: usize = 3;
    const MIN_SHARE: f64 = 0.5;
    let Some(claims) = &case.profile.claims else { return Finding::Unknown };
    let Some(claimed) = claims.country else { return Finding::Unknown };
    let located: Vec<(ObservedSession<'_>, CountryCode)> = (sessions(case).into_iter())
        .filter_map(|session| Some((session, session.country()?)))
        .collect();
    let elsewhere: Vec<ObservedSession<'_>> = (located.iter())
        .filter(|(session, country)| !claims.covers(*country, session.session.started_at))
        .map(|(session, _)| *session)
        .collect();
    let countries: BTreeSet<CountryCode> =
        elsewhere.iter().filter_map(ObservedSession::country).collect();
    share_of_sessions(&elsewhere, located.len(), MIN_SESSIONS, MIN_SHARE, "ip")
        .with("elsewhere", countries.into_iter().collect::<Vec<_>>())
        .with("claimed", claimed)
}

fn ip_in_comprehensively_sanctioned_netblock(case: &Case<'_>) -> Finding {
    let is_direct =
        |ip: &IpFacts| whereabouts(ip).is_some() || ip.network == Some(NetworkKind::Business);
    let known: Vec<(ObservedSession<'_>, &IpFacts)> = (sessions(case).into_iter())
        .filter_map(|session| Some((session, session.facts.ip.as_ref()?)))
        .collect();
    if known.is_empty() {
        return Finding::Unknown;
    }
    let hits: Vec<&(ObservedSession<'_>, &IpFacts)> =
        known.iter().filter(|(_, ip)| ip.sanctioned && is_direct(ip)).collect();
    let countries: BTreeSet<CountryCode> = hits.iter().filter_map(|(_, ip)| ip.country).collect();
    let evidence = Evidence::about(hits.iter().map(|(session, _)| session.pointer("ip")));
    let evidence = part(evidence, hits.len(), known.len())
        .with("countries", countries.into_iter().collect::<Vec<_>>());
    Finding::graded(count(hits.len()), evidence)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::indicators::examples::Examples;
    use crate::indicators::fixture::Fixture;
    use crate::indicators::session::fixtures::{
        CN, DE, KP, PT, US, US_RELAY, US_VPN, from_addresses, in_chicago, living_in, sessions,
    };

    pub(super) fn many_ips_one_account_short_window() -> Examples {
        let twelve_from = |first: usize| {
            let session = |i: usize| {
                let started_at = format!("2026-05-0{}T{:02}:00:00Z", 1 + i / 3, 8 + i % 3);
                json!({ "started_at": started_at, "ip": format!("192.0.2.{}", first + i) })
            };
            Fixture::new(json!({ "sessions": (0..12).map(session).collect::<Vec<_>>() })).enriched()
        };
        let in_turn = Fixture::new(json!({ "sessions": sessions(&[US, PT], 8, 8, 2) })).enriched();
        Examples::new()
            .hit("twelve networks in four days", twelve_from(1))
            .value(12.0)
            .says(
                "In the week from 2026-05-01, the applicant signed in from 12 different networks.",
            )
            .miss("two networks in turn", in_turn)
            .says("In any week, the applicant signed in from no more than 2 different networks.")
            .miss(
                "two networks in turn, with a claim",
                from_addresses(&[US, PT, US, PT, US, PT, US, PT]),
            )
            .miss("one network", from_addresses(&[US; 6]))
            .says("In any week, the applicant signed in from only one network.")
            .unknown("a mobile carrier's addresses", twelve_from(49))
            .innocent("a mobile carrier's changing addresses", twelve_from(49))
    }

    /// Two sessions, two hours apart. The first lasts until `end`.
    fn pair(first: &str, second: &str, end: &str) -> Fixture {
        in_chicago(json!([
            { "started_at": "2026-05-01T10:00:00Z", "last_activity_at": end, "ip": first },
            { "started_at": "2026-05-01T12:00:00Z", "last_activity_at": "2026-05-01T13:00:00Z", "ip": second },
        ]))
    }

    /// Sessions of one hour each, on two days.
    fn back_and_forth(minutes: u32) -> Fixture {
        let session = |day: u32, hour: u32, ip: &str| json!({ "started_at": format!("2026-05-0{day}T{hour}:00:00Z"), "last_activity_at": format!("2026-05-0{day}T{}:{:02}:00Z", hour + minutes / 60, minutes % 60), "ip": ip });
        in_chicago(json!([
            session(1, 10, US),
            session(1, 12, CN),
            session(3, 10, CN),
            session(3, 12, US),
        ]))
    }

    pub(super) fn impossible_travel_logins() -> Examples {
        let after_an_hour = |first, second| pair(first, second, "2026-05-01T11:00:00Z");
        Examples::new()
            .hit("from America to Asia in an hour", after_an_hour(US, CN))
            .says("On 2026-05-01, the applicant signed in from China within two hours of being active in the United States.")
            .hit("there and back", back_and_forth(60))
            .value(2.0)
            .says(
                "On 2 days (2026-05-01 and 2026-05-03), the applicant signed in from a distant country within two hours \
                 of being active elsewhere. The first time, it was China after the United States.",
            )
            .miss("an hour's clock apart", after_an_hour(DE, PT))
            .says("None of the 2 sessions from a known country ended less than two hours before one from a distant country began.")
            .unknown("a relay hides the country", after_an_hour(US, US_RELAY))
            .innocent("a privacy relay", after_an_hour(US, US_RELAY))
    }

    pub(super) fn concurrent_sessions_distinct_geos() -> Examples {
        let at_once = |second| pair(US, second, "2026-05-01T15:00:00Z");
        let open = in_chicago(json!([
            { "started_at": "2026-05-01T10:00:00Z", "last_activity_at": "2026-05-01T15:00:00Z", "ip": US },
            { "started_at": "2026-05-01T12:00:00Z", "ip": CN },
        ]));
        Examples::new()
            .hit("in America and Asia at once", at_once(CN))
            .says("On 2026-05-01, the applicant was active in the United States and China at the same time.")
            .hit("the second session has no end", open)
            .hit("at once on two days", back_and_forth(180))
            .says(
                "On 2 days (2026-05-01 and 2026-05-03), the applicant was active in two distant countries \
                 at the same time. The first time, these were the United States and China.",
            )
            .miss("two lines in one country", at_once("192.0.2.17"))
            .says("None of the 2 sessions from a known country overlapped with one from a distant country.")
            .unknown("a VPN hides the country", at_once(US_VPN))
            .innocent("a phone on a VPN beside the desktop", at_once(US_VPN))
    }

    pub(super) fn ip_vs_claimed_location_mismatch() -> Examples {
        let at = |address| in_chicago(sessions(&[address], 6, 14, 2));
        let stays = json!([{ "country": "CN", "from": "2026-04-01T00:00:00Z" }]);
        let declared = || {
            let claims = json!({ "country": "US", "stays": stays });
            let sessions: Vec<Value> = sessions(&[CN], 6, 1, 2);
            Fixture::new(json!({ "claims": claims, "sessions": sessions })).enriched()
        };
        Examples::new()
            .hit("every session is from elsewhere", at(CN))
            .value(1.0)
            .says("All 6 sessions came from China, but the applicant claims to live in the United States.")
            .hit("two other countries", from_addresses(&[US, CN, DE]))
            .says("2 of 3 sessions came from China and Germany, but the applicant claims to live in the United States.")
            .miss("every session is from home", at(US))
            .says("All 6 sessions from a known country fit where the applicant claims to live or stay.")
            .miss("one journey", from_addresses(&[US, US, US, CN]))
            .says("Only 1 of 4 sessions came from China, where the applicant does not claim to live or stay.")
            .miss("a stay that was declared", declared())
            .unknown("two sessions are too few", in_chicago(sessions(&[US], 2, 14, 2)))
            .unknown(
                "a VPN's exit says where the exit is",
                living_in("DE", "Europe/Berlin", sessions(&[US_VPN], 6, 8, 2)),
            )
            .innocent("a stay that was declared in time", declared())
    }

    pub(super) fn ip_in_comprehensively_sanctioned_netblock() -> Examples {
        let at = |address, count| in_chicago(sessions(&[address], count, 14, 2));
        Examples::new()
            .hit("every session is from there", at(KP, 6))
            .says("All 6 sessions came directly from North Korea, a country screened for comprehensive sanctions.")
            .hit("the only session", at(KP, 1))
            .says("The only session came directly from North Korea, a country screened for comprehensive sanctions.")
            .miss("no session is from there", at(US, 6))
            .says("None of the 6 sessions came directly from a country screened for comprehensive sanctions.")
            .innocent("an error of the table, once", from_addresses(&[US, US, US, US, KP]))
    }
}
