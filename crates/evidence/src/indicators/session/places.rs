//! The networks and locations of sign-ins, compared with the claims.

use std::collections::{BTreeMap, BTreeSet};
use std::net::IpAddr;

use chrono::Duration;

use super::super::reading::{
    ObservedSession, count, day, part, ratio, sessions, share_of_sessions, whereabouts,
};
use super::super::{Case, Family, Indicator, MissRule, Scope, Usage};
use crate::facts::{IpFacts, NetworkKind};
use crate::finding::{Evidence, Finding};
use crate::profile::CountryCode;
use crate::profile::claims::Claims;

/// Every indicator of this file.
pub(in crate::indicators) const INDICATORS: &[Indicator] = &[
    MANY_IPS_ONE_ACCOUNT_SHORT_WINDOW,
    IP_VS_CLAIMED_LOCATION_MISMATCH,
    IP_IN_COMPREHENSIVELY_SANCTIONED_NETBLOCK,
];

const MANY_IPS_ONE_ACCOUNT_SHORT_WINDOW: Indicator = Indicator {
    id: "many_ips_one_account_short_window",
    family: Family::Session,
    cause: None,
    usage: Usage::Use,
    scope: Scope::Temporal,
    strength: 3,
    observed: "The applicant signs in through many different internet providers in a short time.",
    unit: "different providers in a week",
    question: "From which addresses does the applicant sign in? Send `sessions[].ip`, and set up an ASN file and network lists.",
    innocent_explanations: "Travel, commuting, and unstable internet providers. Mobile carriers, relays, VPNs and networks of unknown kind do not count.",
    how_to_verify: "Ask about travel and the internet connection in that week. Compare with the carrier's roaming records.",
    sources: &["US2022", "JP24", "ROK22"],
    wording: "
    .hit = In the week from { $since }, the applicant signed in through { $providers } different internet providers.
    .miss = In any week, the applicant signed in through { $providers ->
        [one] only one internet provider.
       *[other] no more than { $providers } different internet providers.
    }
",
    miss: MissRule::Counts,
    observe: many_ips_one_account_short_window,
    #[cfg(test)]
    examples: tests::many_ips_one_account_short_window,
};

const IP_VS_CLAIMED_LOCATION_MISMATCH: Indicator = Indicator {
    id: "ip_vs_claimed_location_mismatch",
    family: Family::Session,
    cause: None,
    usage: Usage::UseInconsistencyOnly,
    scope: Scope::Profile,
    strength: 4,
    observed: "Most sign-ins come from a different country than the applicant claims to live in, or from far outside the claimed state.",
    unit: "share of sessions",
    question: "Where does the applicant claim to live, and from which addresses do they sign in? Send `claims.country`, `claims.region`, `claims.resident_since` and `sessions[].ip`.",
    innocent_explanations: "Travel, digital nomads, a recent move, a company VPN, or wrong data on where an address is.",
    how_to_verify: "Ask for the stay or move that explains it (`claims.stays`). Ask for a document with that address, on live video from there.",
    sources: &["US2022", "PSA23", "MS25", "GH", "SEAL"],
    wording: "
    .hit = { some-sessions } came from { $elsewhere }, but the applicant claims to live in { $claimed }.
    .region = { some-sessions } came from at least { $km } km outside { $claimed }, where the applicant claims to live.
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
    cause: None,
    usage: Usage::ComplianceRouteOnly,
    scope: Scope::Profile,
    strength: 5,
    observed: "Sign-ins come from internet addresses in a country under comprehensive sanctions that are not known to be a VPN, proxy or hosting service.",
    unit: "sessions",
    question: "From which addresses does the applicant sign in? Send `sessions[].ip`.",
    innocent_explanations: "Diplomats, aid workers, journalists, and rare errors in the data on where an address is.",
    how_to_verify: "Hand the case to the sanctions desk. Check the address against a second source of locations.",
    sources: &["US2022", "OFSI24", "SEK26"],
    wording: "
    .hit = { some-sessions } came from an internet address in { $countries }, { $countries_count ->
        [one] a country
       *[other] countries
    } screened for comprehensive sanctions. It is not known to be a VPN, proxy or hosting address.
    .miss = { some-sessions } came from an internet address in a country screened for comprehensive sanctions. VPN, proxy and hosting addresses are not counted.
",
    miss: MissRule::Counts,
    observe: ip_in_comprehensively_sanctioned_netblock,
    #[cfg(test)]
    examples: tests::ip_in_comprehensively_sanctioned_netblock,
};

/// Providers change addresses without the customer's involvement, so whole providers are counted. Mobile carriers and
/// relays serve everyone, VPNs change their exits, and a network of unknown kind can be any of them.
fn many_ips_one_account_short_window(case: &Case<'_>) -> Finding {
    const MIN_SESSIONS: usize = 5;
    const MANY: usize = 8;
    let provider = |session: &ObservedSession<'_>| {
        let ip = session.facts.ip.as_ref()?;
        let is_chosen = matches!(
            ip.network?,
            NetworkKind::Residential
                | NetworkKind::Business
                | NetworkKind::Education
                | NetworkKind::ResidentialProxy
        );
        ip.asn.filter(|_| is_chosen)
    };
    let providers: Vec<(ObservedSession<'_>, u32)> = (sessions(case).into_iter())
        .filter_map(|session| Some((session, provider(&session)?)))
        .collect();
    if providers.len() < MIN_SESSIONS {
        return Finding::Unknown;
    }
    let (max, first) = fullest_week(&providers);
    let since = providers[first].0.session.started_at;
    let in_week = providers[first..].iter().map(|(session, _)| session);
    let in_week = in_week.filter(|session| session.session.started_at - since < WEEK);
    let evidence = Evidence::about(in_week.map(|session| session.pointer("ip")))
        .with("providers", max)
        .with("since", day(since));
    if max >= MANY { Finding::hit(count(max), evidence) } else { Finding::miss(evidence) }
}

const WEEK: Duration = Duration::days(7);

/// The largest number of different providers within a week, and the index of the last session that begins such a week.
fn fullest_week(providers: &[(ObservedSession<'_>, u32)]) -> (usize, usize) {
    let started = |i: usize| providers[i].0.session.started_at;
    let mut sessions: BTreeMap<u32, usize> = BTreeMap::new();
    let (mut fullest, mut end) = ((0, 0), 0);
    for first in 0..providers.len() {
        while end < providers.len() && started(end) - started(first) < WEEK {
            *sessions.entry(providers[end].1).or_default() += 1;
            end += 1;
        }
        fullest = fullest.max((sessions.len(), first));
        let provider = providers[first].1;
        let left = sessions.get(&provider).map_or(0, |sessions| sessions - 1);
        if left == 0 {
            sessions.remove(&provider);
        } else {
            sessions.insert(provider, left);
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

/// Compares countries, and distances from the claimed state where both are known. Sessions before the applicant moved
/// there are left out.
fn ip_vs_claimed_location_mismatch(case: &Case<'_>) -> Finding {
    const MIN_SESSIONS: usize = 3;
    const MIN_SHARE: f64 = 0.5;
    let Some(claims) = &case.profile.claims else { return Finding::Unknown };
    let Some(claimed) = claims.country else { return Finding::Unknown };
    let located: Vec<(ObservedSession<'_>, bool)> = (sessions(case).into_iter())
        .filter_map(|session| Some((session, session.is_elsewhere(case)?)))
        .collect();
    let abroad: Vec<ObservedSession<'_>> = (located.iter())
        .filter(|(_, is_elsewhere)| *is_elsewhere)
        .map(|(session, _)| *session)
        .collect();
    let all: Vec<ObservedSession<'_>> = located.iter().map(|(session, _)| *session).collect();
    if let Some(finding) = outside_region(claims, &all, MIN_SESSIONS, MIN_SHARE) {
        return finding;
    }
    let countries: BTreeSet<CountryCode> =
        abroad.iter().filter_map(ObservedSession::country).collect();
    share_of_sessions(&abroad, &all, MIN_SESSIONS, MIN_SHARE, "ip")
        .with("elsewhere", countries.into_iter().collect::<Vec<_>>())
        .with("claimed", claimed)
}
/// A hit if home lines in the claimed country are far outside the claimed state. Databases often place a line in the next
/// state, and carriers place phones anywhere.
fn outside_region(
    claims: &Claims,
    located: &[ObservedSession<'_>],
    min_sessions: usize,
    min_share: f64,
) -> Option<Finding> {
    const FAR_KM: u32 = 250;
    let region = claims.region.as_ref()?;
    let distance = |session: &ObservedSession<'_>| {
        session.home_line()?;
        session.facts.claimed_region_km
    };
    let known: Vec<(ObservedSession<'_>, u32)> =
        (located.iter()).filter_map(|session| Some((*session, distance(session)?))).collect();
    let far = known.iter().filter(|(_, km)| *km >= FAR_KM);
    let outside: Vec<ObservedSession<'_>> = far.clone().map(|(session, _)| *session).collect();
    let nearest = far.map(|(_, km)| *km).min()?;
    let share = ratio(outside.len(), known.len());
    if known.len() < min_sessions || share < min_share {
        return None;
    }
    let evidence = Evidence::about(outside.iter().map(|session| session.pointer("ip")));
    let evidence = part(evidence, outside.len(), known.len())
        .worded("region")
        .with("km", f64::from(nearest))
        .with("claimed", region.as_str());
    Some(Finding::hit(share, evidence))
}

fn ip_in_comprehensively_sanctioned_netblock(case: &Case<'_>) -> Finding {
    // The sanctions desk hears of every address that is not known to belong to someone else.
    let is_direct = |ip: &IpFacts| {
        whereabouts(ip).is_some() || matches!(ip.network, None | Some(NetworkKind::Business))
    };
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

    use crate::facts::{NetworkKind, SessionFacts};
    use crate::indicators::examples::Examples;
    use crate::indicators::fixture::Fixture;
    use crate::indicators::session::fixtures::{
        CN, DE, KP, PT, US, US_VPN, from_addresses, in_chicago, living_in, sessions,
    };

    pub(super) fn many_ips_one_account_short_window() -> Examples {
        let from = |ips: &[String]| {
            let session = |(i, ip): (usize, &String)| {
                let started_at = format!("2026-05-0{}T{:02}:00:00Z", 1 + i / 3, 8 + i % 3);
                json!({ "started_at": started_at, "ip": ip })
            };
            let sessions: Vec<Value> = ips.iter().enumerate().map(session).collect();
            Fixture::new(json!({ "sessions": sessions })).enriched()
        };
        let twelve_from = |first: usize| {
            from(&(0..12).map(|i| format!("192.0.2.{}", first + i)).collect::<Vec<_>>())
        };
        // Home lines in Europe, Asia and America, of different providers.
        let everywhere =
            ["2.1", "2.193", "2.209", "2.145", "2.241"].map(|end| format!("192.0.{end}"));
        let more = [33, 129, 161, 177, 193, 225].map(|end| format!("198.51.100.{end}"));
        let providers = [everywhere.to_vec(), more.to_vec()].concat();
        let in_turn = Fixture::new(json!({ "sessions": sessions(&[US, PT], 8, 8, 2) })).enriched();
        let mut unknown = twelve_from(1);
        for facts in &mut unknown.facts.sessions {
            facts.ip.as_mut().unwrap().network = None;
        }
        Examples::new()
            .hit("eleven providers in four days", from(&providers))
            .says("In the week from 2026-05-01, the applicant signed in through 11 different internet providers.")
            .miss("twelve addresses of one provider", twelve_from(1))
            .says("In any week, the applicant signed in through only one internet provider.")
            .miss("two providers in turn", in_turn)
            .says(
                "In any week, the applicant signed in through no more than 2 different internet providers.",
            )
            .miss(
                "two providers in turn, with a claim",
                from_addresses(&[US, PT, US, PT, US, PT, US, PT]),
            )
            .unknown("networks of unknown kind", unknown)
            .unknown("a mobile carrier's addresses", twelve_from(49))
            .unknown("the changing exits of a VPN", twelve_from(65))
            .innocent("a mobile carrier's changing addresses", twelve_from(49))
    }

    pub(super) fn ip_vs_claimed_location_mismatch() -> Examples {
        let at = |address| in_chicago(sessions(&[address], 6, 14, 2));
        let stays = json!([{ "country": "CN", "from": "2026-04-01T00:00:00Z" }]);
        let declared = || {
            let claims = json!({ "country": "US", "stays": stays });
            let sessions: Vec<Value> = sessions(&[CN], 6, 1, 2);
            Fixture::new(json!({ "claims": claims, "sessions": sessions })).enriched()
        };
        let changed = |address: &str, change: &dyn Fn(&mut SessionFacts)| {
            let claims = json!({ "country": "US", "region": "Texas" });
            let document = json!({ "claims": claims, "sessions": sessions(&[address], 6, 14, 2) });
            let mut case = Fixture::new(document).enriched();
            case.facts.sessions.iter_mut().for_each(change);
            case
        };
        let km = |km: u32| move |facts: &mut SessionFacts| facts.claimed_region_km = Some(km);
        let network = |network, not_anonymous| {
            move |facts: &mut SessionFacts| {
                let ip = facts.ip.as_mut().unwrap();
                (ip.network, ip.not_anonymous) = (network, not_anonymous);
            }
        };
        let stated = |vpn: bool, network: Option<NetworkKind>| {
            let mut sessions = sessions(&[CN], 6, 14, 2);
            for session in &mut sessions {
                session["client"] = json!({ "vpn": vpn });
            }
            let mut case = in_chicago(sessions);
            for facts in &mut case.facts.sessions {
                facts.ip.as_mut().unwrap().network = network;
            }
            case
        };
        let since = |since: &str| {
            let claims = json!({ "country": "US", "resident_since": since });
            let document = json!({ "claims": claims, "sessions": sessions(&[CN], 6, 14, 2) });
            Fixture::new(document).enriched()
        };
        let line = Some(NetworkKind::Residential);
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
            .hit("home lines far outside the claimed state", changed(US, &km(400)))
            .says("All 6 sessions came from at least 400 km outside Texas, where the applicant claims to live.")
            .miss("a home line in the next state", changed(US, &km(40)))
            .miss("a phone whose carrier is far away", changed("192.0.2.49", &km(400)))
            .hit("the operator's file knows of no VPN there", changed(CN, &network(None, true)))
            .unknown("a network of unknown kind", changed(CN, &network(None, false)))
            .unknown("the client reports no VPN on a network of unknown kind", stated(false, None))
            .unknown("the client reports a VPN", stated(true, line))
            .hit("after the move", since("2026-01"))
            .unknown("before the move", since("2026-05-20"))
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
            .says("All 6 sessions came from an internet address in North Korea, a country screened for comprehensive sanctions. It is not known to be a VPN, proxy or hosting address.")
            .hit("the only session", at(KP, 1))
            .says("The only session came from an internet address in North Korea, a country screened for comprehensive sanctions. It is not known to be a VPN, proxy or hosting address.")
            .miss("no session is from there", at(US, 6))
            .says("None of the 6 sessions came from an internet address in a country screened for comprehensive sanctions. VPN, proxy and hosting addresses are not counted.")
            .innocent("an error of the table, once", from_addresses(&[US, US, US, US, KP]))
    }
}
