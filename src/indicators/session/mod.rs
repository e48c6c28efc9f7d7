//! Sign-ins: addresses, devices, clocks, hours.

use std::collections::BTreeSet;
use std::net::IpAddr;

use chrono::{DateTime, Duration, Timelike, Utc};

use super::reading::{Seen, count, day, ratio, sessions, share, signal, whereabouts};
use super::sharing::{shared, weigh};
use super::{Case, Family, Indicator, Policy, Scope};
use crate::domain::facts::{IpFacts, NetworkKind};
use crate::domain::identifier::IdentifierKind;
use crate::domain::links::Shared;
use crate::domain::observation::{Evidence, Finding};
use crate::domain::profile::CountryCode;
use crate::domain::profile::identity_checks::CheckResult;

/// Every indicator of the family.
pub(super) const INDICATORS: &[Indicator] = &[
    SHARED_DEVICE_ACROSS_ACCOUNTS,
    PERSONA_CROSS_LOGIN_IN_ONE_SESSION,
    SHARED_IP_ACROSS_ACCOUNTS,
    MANY_IPS_ONE_ACCOUNT_SHORT_WINDOW,
    IMPOSSIBLE_TRAVEL_LOGINS,
    CONCURRENT_SESSIONS_DISTINCT_GEOS,
    IP_VS_CLAIMED_LOCATION_MISMATCH,
    TIMEZONE_VS_IP_OR_CLAIM_MISMATCH,
    ACTIVITY_HOURS_VS_CLAIMED_TIMEZONE,
    IP_COMMERCIAL_VPN_OR_DATACENTER,
    IP_RESIDENTIAL_PROXY,
    IP_IN_COMPREHENSIVELY_SANCTIONED_NETBLOCK,
    REMOTE_DESKTOP_OR_SCREEN_SHARE_IN_USE,
    VM_OR_EMULATOR_CLIENT,
    ANTIDETECT_MULTI_ACCOUNT_BROWSER,
    APPLICATION_FORM_AUTOMATION,
    CONTINUOUS_SESSION_OVER_24H,
    IMPLAUSIBLE_CUMULATIVE_HOURS,
    VERIFICATION_DEVICE_DIFFERS_FROM_USE_DEVICE,
    DORMANT_ACCOUNT_REACTIVATED_NEW_FINGERPRINT,
];

const SHARED_DEVICE_ACROSS_ACCOUNTS: Indicator = Indicator {
    id: "shared_device_across_accounts",
    family: Family::Session,
    policy: Policy::Use,
    scope: Scope::CrossAccount,
    observed: "One device fingerprint signs in to 2+ accounts held under different names.",
    unit: "other applicants",
    question: "Which device does the applicant sign in with? Send `sessions[].device_id`.",
    false_positives: "Households, agencies, shared/coworking PCs, internet cafes, recruiters logging in for candidates.",
    settle: "Ask both accounts for live video with their documents, on their own devices, at the same time.",
    sources: &["US2022", "JP24", "ROK22", "SAR"],
    observe: shared_device_across_accounts,
};

const PERSONA_CROSS_LOGIN_IN_ONE_SESSION: Indicator = Indicator {
    id: "persona_cross_login_in_one_session",
    family: Family::Session,
    policy: Policy::Use,
    scope: Scope::CrossAccount,
    observed: "Same browser session or cookie jar signs in to different personas within minutes.",
    unit: "other applicants",
    question: "Which browser session were the sign-ins made in? Send `sessions[].browser_session_id`.",
    false_positives: "Recruiters/agencies with consent; family.",
    settle: "Ask both accounts for live video at the same time; look at which account acted when in the shared browser.",
    sources: &["SEAL", "US2022", "RF26"],
    observe: persona_cross_login_in_one_session,
};

const SHARED_IP_ACROSS_ACCOUNTS: Indicator = Indicator {
    id: "shared_ip_across_accounts",
    family: Family::Session,
    policy: Policy::Use,
    scope: Scope::CrossAccount,
    observed: "3+ unrelated accounts sign in from one non-shared IP inside a window.",
    unit: "other applicants",
    question: "From which addresses does the applicant sign in? Send `sessions[].ip`.",
    false_positives: "CGNAT/mobile carriers, universities, offices, VPN exits, coworking; needs IP-type discount.",
    settle: "Ask what kind of place the address is (home, coworking, campus) and whether the other account is known to them.",
    sources: &["US2022", "JP24", "ROK22", "ASH"],
    observe: shared_ip_across_accounts,
};

const MANY_IPS_ONE_ACCOUNT_SHORT_WINDOW: Indicator = Indicator {
    id: "many_ips_one_account_short_window",
    family: Family::Session,
    policy: Policy::Use,
    scope: Scope::Temporal,
    observed: "Many distinct IPs/ASNs on one account in a short time.",
    unit: "different networks in a week",
    question: "From which addresses does the applicant sign in? Send `sessions[].ip`.",
    false_positives: "Mobile roaming, commuters, flaky ISPs, privacy users.",
    settle: "Ask about travel and connection in that week; compare with the carrier's roaming.",
    sources: &["US2022", "JP24", "ROK22"],
    observe: many_ips_one_account_short_window,
};

const IMPOSSIBLE_TRAVEL_LOGINS: Indicator = Indicator {
    id: "impossible_travel_logins",
    family: Family::Session,
    policy: Policy::Use,
    scope: Scope::Temporal,
    observed: "Consecutive logins from different countries faster than travel allows.",
    unit: "days",
    question: "From which addresses does the applicant sign in, and when? Send `sessions[].ip` and `started_at`.",
    false_positives: "VPN toggling, corporate egress, iCloud Private Relay, bad geo-IP.",
    settle: "Ask for the boarding pass or the VPN in use; look at whether device and habits changed with the country.",
    sources: &["US2022", "MS25", "FLAME"],
    observe: impossible_travel_logins,
};

const CONCURRENT_SESSIONS_DISTINCT_GEOS: Indicator = Indicator {
    id: "concurrent_sessions_distinct_geos",
    family: Family::Session,
    policy: Policy::Use,
    scope: Scope::Temporal,
    observed: "Overlapping live sessions on one account from different countries or devices.",
    unit: "days",
    question: "When does each session end? Send `sessions[].last_activity_at` with `ip`.",
    false_positives: "Phone on VPN + desktop off VPN, shared agency accounts.",
    settle: "Ask who else may use the account; end all sessions and let the person sign in again on live video.",
    sources: &["US2022", "JP24"],
    observe: concurrent_sessions_distinct_geos,
};

const IP_VS_CLAIMED_LOCATION_MISMATCH: Indicator = Indicator {
    id: "ip_vs_claimed_location_mismatch",
    family: Family::Session,
    policy: Policy::UseInconsistencyOnly,
    scope: Scope::Profile,
    observed: "Country/region of login IPs persistently differs from the location the person claims.",
    unit: "share of sessions",
    question: "Where does the applicant say they live (`claims.country`), and from which addresses do they sign in?",
    false_positives: "Travel, digital nomads, recent relocation, corporate VPN, geo-IP error.",
    settle: "Ask for a stay or move that explains it (`claims.stays`), with a document that carries an address, on live video from there.",
    sources: &["US2022", "PSA23", "MS25", "GH", "SEAL"],
    observe: ip_vs_claimed_location_mismatch,
};

const TIMEZONE_VS_IP_OR_CLAIM_MISMATCH: Indicator = Indicator {
    id: "timezone_vs_ip_or_claim_mismatch",
    family: Family::Session,
    policy: Policy::UseInconsistencyOnly,
    scope: Scope::Profile,
    observed: "Browser/OS time zone contradicts IP zone and/or claimed location on most sessions.",
    unit: "hours of difference, weighted by the share of sessions",
    question: "Which time zone do the devices have? Send `sessions[].time_zone`.",
    false_positives: "Travel, misconfigured OS, VPN privacy users, remote workers on client hours.",
    settle: "Ask which clock the person works by and why; compare with when they answer messages.",
    sources: &["MS25", "PIN26"],
    observe: timezone_vs_ip_or_claim_mismatch,
};

const ACTIVITY_HOURS_VS_CLAIMED_TIMEZONE: Indicator = Indicator {
    id: "activity_hours_vs_claimed_timezone",
    family: Family::Session,
    policy: Policy::UseInconsistencyOnly,
    scope: Scope::Temporal,
    observed: "Activity profile centred on hours that contradict the claimed zone.",
    unit: "share of active time at night",
    question: "When is the applicant active, and in which zone do they say they work? Send at least ten sessions and `claims.time_zone`.",
    false_positives: "Night workers, carers, client-hour contracts, students.",
    settle: "Ask about working hours agreed with clients; call at a time that would be night where the activity points to.",
    sources: &["US2022", "SEAL", "RF26"],
    observe: activity_hours_vs_claimed_timezone,
};

const IP_COMMERCIAL_VPN_OR_DATACENTER: Indicator = Indicator {
    id: "ip_commercial_vpn_or_datacenter",
    family: Family::Session,
    policy: Policy::Use,
    scope: Scope::Profile,
    observed: "Sign-up/login from commercial VPN, VPS or hosting ASN.",
    unit: "share of sessions",
    question: "Which networks do the addresses belong to? Import network lists or an anonymous-IP file.",
    false_positives: "Very common: privacy users, corporate VPN, people in censored countries.",
    settle: "Ask for one session without VPN from the claimed place, on live video.",
    sources: &["US2022", "JP24", "ROK22", "BFV24", "MS25", "OWN"],
    observe: ip_commercial_vpn_or_datacenter,
};

const IP_RESIDENTIAL_PROXY: Indicator = Indicator {
    id: "ip_residential_proxy",
    family: Family::Session,
    policy: Policy::Use,
    scope: Scope::Profile,
    observed: "Login through a residential-proxy network.",
    unit: "share of sessions",
    question: "Do the addresses belong to a residential proxy network? Send `sessions[].client.residential_proxy` or import lists.",
    false_positives: "Infected home routers, ad-tech proxies, travellers.",
    settle: "Ask for one session from another connection, such as a phone's, on live video from the claimed place.",
    sources: &["IBM26", "GLAB26", "DI26"],
    observe: ip_residential_proxy,
};

const IP_IN_COMPREHENSIVELY_SANCTIONED_NETBLOCK: Indicator = Indicator {
    id: "ip_in_comprehensively_sanctioned_netblock",
    family: Family::Session,
    policy: Policy::ComplianceRouteOnly,
    scope: Scope::Profile,
    observed: "Direct login from a netblock of a comprehensively sanctioned jurisdiction.",
    unit: "sessions",
    question: "From which addresses does the applicant sign in? Send `sessions[].ip`.",
    false_positives: "Rare geo-IP errors, diplomats, NGOs, journalists.",
    settle: "Hand to the sanctions desk; have the address checked against a second geolocation source.",
    sources: &["US2022", "OFSI24", "SEK26"],
    observe: ip_in_comprehensively_sanctioned_netblock,
};

const REMOTE_DESKTOP_OR_SCREEN_SHARE_IN_USE: Indicator = Indicator {
    id: "remote_desktop_or_screen_share_in_use",
    family: Family::Session,
    policy: Policy::Use,
    scope: Scope::Profile,
    observed: "Client shows remote-control artefacts (virtual display, RDP/AnyDesk/CRD helper ports, uniform input cadence).",
    unit: "share of sessions",
    question: "Was the machine operated from elsewhere? Send `sessions[].client.remote_desktop`.",
    false_positives: "Accessibility tools, corporate VDI, IT support.",
    settle: "Ask for live work on camera at the machine itself; ask whether an employer's VDI or an accessibility tool is in use.",
    sources: &["US2022", "PSA24", "DFS24", "CS26", "RF26", "SAR"],
    observe: remote_desktop_or_screen_share_in_use,
};

const VM_OR_EMULATOR_CLIENT: Indicator = Indicator {
    id: "vm_or_emulator_client",
    family: Family::Session,
    policy: Policy::Use,
    scope: Scope::Profile,
    observed: "Virtual machine, Android emulator or cloud phone at signup/login.",
    unit: "share of sessions",
    question: "Did the client run in a virtual machine or emulator? Send `sessions[].client.virtual_machine`.",
    false_positives: "Developers, QA, privacy users.",
    settle: "Ask why, and for one session from the machine itself.",
    sources: &["RF26", "GLAB26", "SAR"],
    observe: vm_or_emulator_client,
};

const ANTIDETECT_MULTI_ACCOUNT_BROWSER: Indicator = Indicator {
    id: "antidetect_multi_account_browser",
    family: Family::Session,
    policy: Policy::Use,
    scope: Scope::Profile,
    observed: "Fingerprint artefacts of anti-detect or multi-profile browsers.",
    unit: "share of sessions",
    question: "Is the browser made for running many identities? Send `sessions[].client.antidetect_browser`.",
    false_positives: "Affiliate marketers, privacy tools, agencies.",
    settle: "Ask which browser is used and why; ask for one session in an ordinary browser.",
    sources: &["RF26", "SPY25"],
    observe: antidetect_multi_account_browser,
};

const APPLICATION_FORM_AUTOMATION: Indicator = Indicator {
    id: "application_form_automation",
    family: Family::Session,
    policy: Policy::ContextOnly,
    scope: Scope::Profile,
    observed: "Scripted form fill, paste-only input, sub-human completion time.",
    unit: "share of sessions",
    question: "Did a script drive the browser? Send `sessions[].client.automation`.",
    false_positives: "Autofill, auto-apply services used by genuine seekers, disability tools.",
    settle: "Ask which tool fills the forms.",
    sources: &["SAR", "RF26"],
    observe: application_form_automation,
};

const CONTINUOUS_SESSION_OVER_24H: Indicator = Indicator {
    id: "continuous_session_over_24h",
    family: Family::Session,
    policy: Policy::Use,
    scope: Scope::Temporal,
    observed: "Account continuously signed in or active for a day or more.",
    unit: "days",
    question: "How long is each session active? Send `sessions[].last_activity_at`.",
    false_positives: "Long-lived tokens, tabs left open: count activity, not token age.",
    settle: "Ask who works on the account in shifts; look at typing and language through the session.",
    sources: &["US2022", "JP24", "ROK22"],
    observe: continuous_session_over_24h,
};

const IMPLAUSIBLE_CUMULATIVE_HOURS: Indicator = Indicator {
    id: "implausible_cumulative_hours",
    family: Family::Session,
    policy: Policy::Use,
    scope: Scope::Temporal,
    observed: "Tracked/active hours per week beyond what one person can work.",
    unit: "hundreds of hours a week",
    question: "How many hours a week is the applicant active? Send `sessions[].last_activity_at` or `activity.engagements[].weekly_hours`.",
    false_positives: "Automation, idle trackers, over-reporting, teams.",
    settle: "Ask for a calendar of the busiest week; talk to two of the clients.",
    sources: &["JP24", "WIR25"],
    observe: implausible_cumulative_hours,
};

const VERIFICATION_DEVICE_DIFFERS_FROM_USE_DEVICE: Indicator = Indicator {
    id: "verification_device_differs_from_use_device",
    family: Family::Session,
    policy: Policy::Use,
    scope: Scope::Temporal,
    observed: "ID/liveness passed on device+IP A; all later use on B in another region (rented or sold account).",
    unit: "sessions since the check",
    question: "On which device and from which address was the identity check passed? Send `identity_checks[].device_id` and `ip`.",
    false_positives: "ID check on phone then work on laptop at the same home: require geo/ASN difference.",
    settle: "Repeat the identity check on the device in daily use, with live video.",
    sources: &["US2022", "COMP19", "DOJ", "ROK22"],
    observe: verification_device_differs_from_use_device,
};

const DORMANT_ACCOUNT_REACTIVATED_NEW_FINGERPRINT: Indicator = Indicator {
    id: "dormant_account_reactivated_new_fingerprint",
    family: Family::Session,
    policy: Policy::Use,
    scope: Scope::Temporal,
    observed: "Long-idle account comes back with new device, contact and payout details together.",
    unit: "things that changed together",
    question: "How long was the account idle, and what changed when it came back? Send `sessions`, `contact.changes` and `payouts[].added_at`.",
    false_positives: "Returning users with new phone/laptop.",
    settle: "Reach the person over a contact from before the pause and ask whether they came back.",
    sources: &["SEAL", "AMZ25", "COMP19", "US2022"],
    observe: dormant_account_reactivated_new_fingerprint,
};

fn shared_device_across_accounts(case: &Case<'_>) -> Finding {
    shared(case, IdentifierKind::Device, "seen on this device")
}

fn persona_cross_login_in_one_session(case: &Case<'_>) -> Finding {
    shared(case, IdentifierKind::BrowserSession, "seen in the same browser session")
}

/// Neighbours on one line are few; two others within a month on one home line are not. Addresses that
/// many strangers share tell nothing.
fn shared_ip_across_accounts(case: &Case<'_>) -> Finding {
    const MONTH: Duration = Duration::days(30);
    const OTHERS: f64 = 2.0;
    let crowd = |pointer: &str| {
        let index = pointer.strip_prefix("/sessions/").and_then(|rest| rest.split('/').next());
        let index = index.and_then(|index| index.parse::<usize>().ok());
        let facts = index.and_then(|index| case.facts.sessions.get(index));
        let kind = facts.and_then(|facts| facts.ip.as_ref()).and_then(|ip| ip.network);
        matches!(
            kind,
            Some(
                NetworkKind::Mobile
                    | NetworkKind::PrivacyRelay
                    | NetworkKind::Education
                    | NetworkKind::Business
                    | NetworkKind::Vpn
                    | NetworkKind::Tor
                    | NetworkKind::Hosting
            )
        )
    };
    let lately = |one: &Shared| {
        let mut recent = one.clone();
        recent.others.retain(|other| (other.used_at - one.used_at).abs() <= MONTH);
        recent
    };
    let telling = |one: &&Shared| !crowd(&one.pointer);
    let recent: Vec<Shared> =
        case.links.of(IdentifierKind::Ip).filter(telling).map(lately).collect();
    let recent: Vec<&Shared> = recent.iter().collect();
    weigh(&recent, OTHERS, "seen at the same address within a month")
}

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
    let evidence = Evidence::new(text, seen[first..].iter().map(|one| one.0.pointer("ip")));
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
    let example = pairs.first().map(|(one, next)| {
        let (from, to) = (one.country().map(text), next.country().map(text));
        format!(", first from {} to {}", from.unwrap_or_default(), to.unwrap_or_default())
    });
    let text = format!("{says} on {} days{}", days.len(), example.unwrap_or_default());
    let pointers = pairs.iter().flat_map(|(one, next)| [one.pointer("ip"), next.pointer("ip")]);
    Finding::graded(count(days.len()), Evidence::new(text, pointers))
}

fn text(country: CountryCode) -> String {
    country.to_string()
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
        elsewhere.iter().filter_map(|seen| seen.country().map(text)).collect();
    let countries = countries.into_iter().collect::<Vec<_>>().join(", ");
    let from = if countries.is_empty() { String::new() } else { format!(" ({countries})") };
    let says = format!("from elsewhere{from} than claimed ({claimed})");
    share(&elsewhere, telling.len(), NEEDED, PERSISTENT, "ip", &says)
}

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
    let evidence = Evidence::new(text, off.iter().map(|(seen, _)| seen.pointer("time_zone")));
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
    let evidence = Evidence::new(text, seen.iter().map(|seen| seen.pointer("started_at")));
    if share >= MOSTLY { Finding::hit(share, evidence) } else { Finding::miss(evidence) }
}

/// Sessions on networks of these kinds, among those whose kind is known.
fn on_networks(case: &Case<'_>, kinds: &[NetworkKind], from: f64, says: &str) -> Finding {
    let kind = |seen: &Seen<'_>| seen.facts.ip.as_ref().and_then(|ip| ip.network);
    let known: Vec<Seen<'_>> =
        sessions(case).into_iter().filter(|seen| kind(seen).is_some()).collect();
    let hits: Vec<Seen<'_>> = (known.iter())
        .filter(|seen| kind(seen).is_some_and(|kind| kinds.contains(&kind)))
        .copied()
        .collect();
    share(&hits, known.len(), 1, from, "ip", says)
}

fn ip_commercial_vpn_or_datacenter(case: &Case<'_>) -> Finding {
    const KINDS: [NetworkKind; 3] = [NetworkKind::Vpn, NetworkKind::Hosting, NetworkKind::Tor];
    on_networks(case, &KINDS, 0.3, "came through a VPN, Tor or a data centre")
}

fn ip_residential_proxy(case: &Case<'_>) -> Finding {
    let says = "came through a residential proxy";
    let listed = on_networks(case, &[NetworkKind::ResidentialProxy], f64::MIN_POSITIVE, says);
    if matches!(listed, Finding::Hit { .. }) {
        return listed;
    }
    let detected = signal(case, "residential_proxy", says, |client| client.residential_proxy);
    if matches!(detected, Finding::Unknown) { listed } else { detected }
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
        Evidence::new(text, hits.iter().map(|seen| seen.pointer("ip"))),
    )
}

fn remote_desktop_or_screen_share_in_use(case: &Case<'_>) -> Finding {
    signal(case, "remote_desktop", "were operated from elsewhere", |client| client.remote_desktop)
}

fn vm_or_emulator_client(case: &Case<'_>) -> Finding {
    signal(case, "virtual_machine", "ran in a virtual machine or emulator", |client| {
        client.virtual_machine
    })
}

fn antidetect_multi_account_browser(case: &Case<'_>) -> Finding {
    let says = "used a browser made for many identities";
    signal(case, "antidetect_browser", says, |client| client.antidetect_browser)
}

fn application_form_automation(case: &Case<'_>) -> Finding {
    signal(case, "automation", "were driven by a script", |client| client.automation)
}

/// Activity counts, never the age of a token: only sessions that tell when something was last done.
fn continuous_session_over_24h(case: &Case<'_>) -> Finding {
    let told = |seen: &Seen<'_>| seen.session.last_activity_at.is_some();
    let longest = sessions(case).into_iter().filter(told).max_by_key(Seen::active);
    let Some(longest) = longest else { return Finding::Unknown };
    let hours = longest.active().num_hours();
    let text = format!("the longest session was active for {hours} hours");
    let evidence = Evidence::new(text, [longest.pointer("last_activity_at")]);
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
    let evidence = Evidence::new(text, pointers);
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

/// The check was passed on a device that is never used afterwards, in another country than all use.
/// A phone for the check and a laptop for the work, both at home, are a miss.
fn verification_device_differs_from_use_device(case: &Case<'_>) -> Finding {
    const NEEDED: usize = 2;
    let checks = case.profile.identity_checks.iter().zip(&case.facts.identity_checks).enumerate();
    let passed = checks.filter(|(_, (check, _))| check.result == Some(CheckResult::Passed));
    let Some((i, (check, facts))) = passed.max_by_key(|(_, (check, _))| check.checked_at) else {
        return Finding::Unknown;
    };
    let Some(device) = &check.device_id else { return Finding::Unknown };
    let since = check.checked_at.unwrap_or(DateTime::UNIX_EPOCH);
    let later: Vec<Seen<'_>> = (sessions(case).into_iter())
        .filter(|seen| seen.session.started_at >= since && seen.device().is_some())
        .collect();
    if later.len() < NEEDED {
        return Finding::Unknown;
    }
    let pointer = format!("/identity_checks/{i}/device_id");
    if later.iter().any(|seen| seen.device() == Some(device.as_str())) {
        return Finding::miss(Evidence::new(
            "the device of the identity check is in use",
            [pointer],
        ));
    }
    let place = facts.as_ref().and_then(whereabouts);
    let places: BTreeSet<CountryCode> = later.iter().filter_map(Seen::country).collect();
    let (Some(place), false) = (place, places.is_empty()) else { return Finding::Unknown };
    if places.contains(&place) {
        let text = "the identity check was passed on another device in a country of use";
        return Finding::miss(Evidence::new(text, [pointer]));
    }
    let used: Vec<String> = places.into_iter().map(text).collect();
    let text = format!(
        "the identity check was passed on a device in {place} that is in none of {} sessions since, all from {}",
        later.len(),
        used.join(", ")
    );
    let pointers = later.iter().map(|seen| seen.pointer("device_id"));
    Finding::hit(count(later.len()), Evidence::new(text, [pointer].into_iter().chain(pointers)))
}

/// Half a year of silence, then a new device together with new contact or payout details.
fn dormant_account_reactivated_new_fingerprint(case: &Case<'_>) -> Finding {
    const SILENCE: Duration = Duration::days(180);
    const TOGETHER: Duration = Duration::days(30);
    let seen = sessions(case);
    let with_device: Vec<Seen<'_>> =
        seen.into_iter().filter(|seen| seen.device().is_some()).collect();
    if with_device.len() < 2 {
        return Finding::Unknown;
    }
    let pause = (1..with_device.len()).find(|i| {
        with_device[*i].session.started_at - with_device[*i - 1].last_active() >= SILENCE
    });
    let Some(back) = pause else {
        let text = "no pause of half a year between sessions";
        return Finding::miss(Evidence::new(text, [with_device[0].pointer("started_at")]));
    };
    let (before, after) = with_device.split_at(back);
    let returned = after[0].session.started_at;
    let known: BTreeSet<&str> = before.iter().filter_map(Seen::device).collect();
    let new_device = after.iter().filter_map(Seen::device).all(|device| !known.contains(device));
    let around = |at: &DateTime<Utc>| (*at - returned).abs() <= TOGETHER;
    let (changes, told) = changes_around(case, around);
    if !told {
        return Finding::Unknown;
    }
    let text = format!(
        "back on {} after {} days of silence, {} device, {} contact or payout details new within a month",
        day(returned),
        (returned - before[before.len() - 1].last_active()).num_days(),
        if new_device { "a new" } else { "a known" },
        changes.len()
    );
    let pointers = [after[0].pointer("device_id")].into_iter().chain(changes.iter().cloned());
    let evidence = Evidence::new(text, pointers);
    if new_device && !changes.is_empty() {
        return Finding::hit(1.0 + count(changes.len().min(5)), evidence);
    }
    Finding::miss(evidence)
}

/// Contact and payout details that changed at such times, and whether anything of that kind is told.
fn changes_around(case: &Case<'_>, around: impl Fn(&DateTime<Utc>) -> bool) -> (Vec<String>, bool) {
    let logged = case.profile.contact.as_ref().and_then(|contact| contact.changes.as_ref());
    let payouts = &case.profile.payouts;
    let told = logged.is_some() || payouts.iter().any(|payout| payout.added_at.is_some());
    let changes = logged.into_iter().flat_map(|changes| changes.0.iter().enumerate());
    let changed = changes.filter(|(_, change)| around(&change.at));
    let added = (payouts.iter().enumerate())
        .filter(|(_, payout)| payout.added_at.as_ref().is_some_and(&around));
    let mut pointers: Vec<String> = changed.map(|(i, _)| format!("/contact/changes/{i}")).collect();
    pointers.extend(added.map(|(i, _)| format!("/payouts/{i}/added_at")));
    (pointers, told)
}

#[cfg(test)]
mod tests;
