//! Where sign-ins come from, against the claim and against each other.

use std::collections::BTreeSet;
use std::net::IpAddr;

use chrono::Duration;

use super::super::reading::{Seen, count, day, sessions, share, whereabouts};
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
    observed: "Many distinct IPs/ASNs on one account in a short time.",
    unit: "different networks in a week",
    question: "From which addresses does the applicant sign in? Send `sessions[].ip`.",
    innocent_explanations: "Mobile roaming, commuters, flaky ISPs, privacy users.",
    how_to_verify: "Ask about travel and connection in that week; compare with the carrier's roaming.",
    sources: &["US2022", "JP24", "ROK22"],
    wording: "",
    miss: MissRule::Counts,
    observe: many_ips_one_account_short_window,
    #[cfg(test)]
    examples: None,
};

const IMPOSSIBLE_TRAVEL_LOGINS: Indicator = Indicator {
    id: "impossible_travel_logins",
    family: Family::Session,
    usage: Usage::Use,
    scope: Scope::Temporal,
    strength: 4,
    observed: "Consecutive logins from different countries faster than travel allows.",
    unit: "days",
    question: "From which addresses does the applicant sign in, and when? Send `sessions[].ip` and `started_at`.",
    innocent_explanations: "VPN toggling, corporate egress, iCloud Private Relay, bad geo-IP.",
    how_to_verify: "Ask for the boarding pass or the VPN in use; look at whether device and habits changed with the country.",
    sources: &["US2022", "MS25", "FLAME"],
    wording: "",
    miss: MissRule::Counts,
    observe: impossible_travel_logins,
    #[cfg(test)]
    examples: None,
};

const CONCURRENT_SESSIONS_DISTINCT_GEOS: Indicator = Indicator {
    id: "concurrent_sessions_distinct_geos",
    family: Family::Session,
    usage: Usage::Use,
    scope: Scope::Temporal,
    strength: 4,
    observed: "Overlapping live sessions on one account from different countries or devices.",
    unit: "days",
    question: "When does each session end? Send `sessions[].last_activity_at` with `ip`.",
    innocent_explanations: "Phone on VPN + desktop off VPN, shared agency accounts.",
    how_to_verify: "Ask who else may use the account; end all sessions and let the person sign in again on live video.",
    sources: &["US2022", "JP24"],
    wording: "",
    miss: MissRule::Counts,
    observe: concurrent_sessions_distinct_geos,
    #[cfg(test)]
    examples: None,
};

const IP_VS_CLAIMED_LOCATION_MISMATCH: Indicator = Indicator {
    id: "ip_vs_claimed_location_mismatch",
    family: Family::Session,
    usage: Usage::UseInconsistencyOnly,
    scope: Scope::Profile,
    strength: 4,
    observed: "Country/region of login IPs persistently differs from the location the person claims.",
    unit: "share of sessions",
    question: "Where does the applicant say they live (`claims.country`), and from which addresses do they sign in?",
    innocent_explanations: "Travel, digital nomads, recent relocation, corporate VPN, geo-IP error.",
    how_to_verify: "Ask for a stay or move that explains it (`claims.stays`), with a document that carries an address, on live video from there.",
    sources: &["US2022", "PSA23", "MS25", "GH", "SEAL"],
    wording: "",
    miss: MissRule::Counts,
    observe: ip_vs_claimed_location_mismatch,
    #[cfg(test)]
    examples: None,
};

const IP_IN_COMPREHENSIVELY_SANCTIONED_NETBLOCK: Indicator = Indicator {
    id: "ip_in_comprehensively_sanctioned_netblock",
    family: Family::Session,
    usage: Usage::ComplianceRouteOnly,
    scope: Scope::Profile,
    strength: 5,
    observed: "Direct login from a netblock of a comprehensively sanctioned jurisdiction.",
    unit: "sessions",
    question: "From which addresses does the applicant sign in? Send `sessions[].ip`.",
    innocent_explanations: "Rare geo-IP errors, diplomats, NGOs, journalists.",
    how_to_verify: "Hand to the sanctions desk; have the address checked against a second geolocation source.",
    sources: &["US2022", "OFSI24", "SEK26"],
    wording: "",
    miss: MissRule::Counts,
    observe: ip_in_comprehensively_sanctioned_netblock,
    #[cfg(test)]
    examples: None,
};

/// Networks are counted as one customer gets them; carriers and relays change theirs by themselves.
fn many_ips_one_account_short_window(case: &Case<'_>) -> Finding {
    const NEEDED: usize = 5;
    const MANY: usize = 10;
    let own = |seen: &Seen<'_>| {
        let kind = seen.facts.ip.as_ref().and_then(|ip| ip.network);
        let wandering = matches!(kind, Some(NetworkKind::Mobile | NetworkKind::PrivacyRelay));
        seen.session.ip.filter(|_| !wandering).map(|ip| network(ip.0))
    };
    let seen: Vec<(Seen<'_>, IpAddr)> =
        sessions(case).into_iter().filter_map(|seen| Some((seen, own(&seen)?))).collect();
    if seen.len() < NEEDED {
        return Finding::Unknown;
    }
    let week_from = |first: usize| {
        let start = seen[first].0.session.started_at;
        let week = seen[first..]
            .iter()
            .take_while(|one| one.0.session.started_at - start < Duration::days(7));
        week.map(|one| one.1).collect::<BTreeSet<IpAddr>>().len()
    };
    let (most, first) =
        (0..seen.len()).map(|first| (week_from(first), first)).max().unwrap_or_default();
    let since = day(seen[first].0.session.started_at);
    let text = format!("{most} different networks in the week from {since}");
    let evidence = Evidence::stored(text, seen[first..].iter().map(|one| one.0.pointer("ip")));
    if most >= MANY { Finding::hit(count(most), evidence) } else { Finding::miss(evidence) }
}

fn network(ip: IpAddr) -> IpAddr {
    match ip {
        IpAddr::V4(ip) => IpAddr::V4(ip),
        IpAddr::V6(ip) => {
            let [a, b, c, d, ..] = ip.segments();
            IpAddr::V6([a, b, c, d, 0, 0, 0, 0].into())
        }
    }
}

/// Far apart means two hours of clock at least, whatever the countries: people cross borders by car.
fn are_far_apart(one: &Seen<'_>, other: &Seen<'_>) -> bool {
    const FAR: i32 = 120;
    let apart = (one.facts.ip_offsets.iter())
        .flat_map(|a| other.facts.ip_offsets.iter().map(move |b| (a - b).abs()))
        .min();
    one.country() != other.country() && apart.is_some_and(|minutes| minutes >= FAR)
}

/// The days on which neighbouring sessions fulfil a condition.
fn days_of_pairs(
    case: &Case<'_>,
    says: &str,
    holds: impl Fn(&Seen<'_>, &Seen<'_>) -> bool,
) -> Finding {
    let telling: Vec<Seen<'_>> =
        sessions(case).into_iter().filter(|seen| seen.country().is_some()).collect();
    if telling.len() < 2 {
        return Finding::Unknown;
    }
    let pairs: Vec<(&Seen<'_>, &Seen<'_>)> =
        (telling.iter().zip(&telling[1..])).filter(|(one, next)| holds(one, next)).collect();
    let days: BTreeSet<String> =
        pairs.iter().map(|(_, next)| day(next.session.started_at)).collect();
    let example = pairs.first().and_then(|(one, next)| {
        let (from, to) = (one.country()?, next.country()?);
        Some(format!(", first from {from} to {to}"))
    });
    let text = format!("{says} on {} days{}", days.len(), example.unwrap_or_default());
    let pointers = pairs.iter().flat_map(|(one, next)| [one.pointer("ip"), next.pointer("ip")]);
    Finding::graded(count(days.len()), Evidence::stored(text, pointers))
}

fn impossible_travel_logins(case: &Case<'_>) -> Finding {
    const WITHIN: Duration = Duration::hours(2);
    days_of_pairs(case, "signed in far apart within two hours", |one, next| {
        let pause = next.session.started_at - one.last_active();
        are_far_apart(one, next) && pause >= Duration::zero() && pause <= WITHIN
    })
}

fn concurrent_sessions_distinct_geos(case: &Case<'_>) -> Finding {
    days_of_pairs(case, "active at the same time in places far apart", |one, next| {
        are_far_apart(one, next) && next.session.started_at < one.last_active()
    })
}

fn ip_vs_claimed_location_mismatch(case: &Case<'_>) -> Finding {
    const NEEDED: usize = 3;
    const PERSISTENT: f64 = 0.5;
    let Some(claims) = &case.profile.claims else { return Finding::Unknown };
    let Some(claimed) = claims.country else { return Finding::Unknown };
    let telling: Vec<(Seen<'_>, CountryCode)> =
        sessions(case).into_iter().filter_map(|seen| Some((seen, seen.country()?))).collect();
    let elsewhere: Vec<Seen<'_>> = (telling.iter())
        .filter(|(seen, country)| !claims.covers(*country, seen.session.started_at))
        .map(|(seen, _)| *seen)
        .collect();
    let countries: BTreeSet<String> =
        elsewhere.iter().filter_map(|seen| Some(seen.country()?.to_string())).collect();
    let countries = countries.into_iter().collect::<Vec<_>>().join(", ");
    let from = if countries.is_empty() { String::new() } else { format!(" ({countries})") };
    let says = format!("from elsewhere{from} than claimed ({claimed})");
    share(&elsewhere, telling.len(), NEEDED, PERSISTENT, "ip", &says)
}

fn ip_in_comprehensively_sanctioned_netblock(case: &Case<'_>) -> Finding {
    let direct =
        |ip: &IpFacts| whereabouts(ip).is_some() || ip.network == Some(NetworkKind::Business);
    let known: Vec<(Seen<'_>, &IpFacts)> = (sessions(case).into_iter())
        .filter_map(|seen| Some((seen, seen.facts.ip.as_ref()?)))
        .collect();
    if known.is_empty() {
        return Finding::Unknown;
    }
    let hits: Vec<&Seen<'_>> =
        known.iter().filter(|(_, ip)| ip.sanctioned && direct(ip)).map(|(seen, _)| seen).collect();
    let text = format!(
        "{} of {} sessions came straight from a country that is screened for comprehensive sanctions",
        hits.len(),
        known.len()
    );
    Finding::graded(
        count(hits.len()),
        Evidence::stored(text, hits.iter().map(|seen| seen.pointer("ip"))),
    )
}
