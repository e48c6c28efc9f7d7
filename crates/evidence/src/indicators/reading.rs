//! Functions that several families use to read a case and word findings.

use chrono::{DateTime, Duration, Utc};

use super::Case;
use crate::facts::{IpFacts, NetworkKind, SessionFacts};
use crate::finding::{Evidence, Finding};
use crate::geography::Whereabouts;
use crate::profile::sessions::{ClientSignals, Session};
use crate::profile::{CountryCode, Text};

/// A session with its facts and its position in the profile.
#[derive(Clone, Copy)]
pub(super) struct ObservedSession<'a> {
    pub(super) index: usize,
    pub(super) session: &'a Session,
    pub(super) facts: &'a SessionFacts,
}

/// The sessions with their facts, ordered by start.
pub(super) fn sessions<'a>(case: &Case<'a>) -> Vec<ObservedSession<'a>> {
    let pairs = case.profile.sessions.iter().zip(&case.facts.sessions).enumerate();
    let observed = |(index, (session, facts))| ObservedSession { index, session, facts };
    let mut all: Vec<ObservedSession<'a>> = pairs.map(observed).collect();
    all.sort_by_key(|observed| observed.session.started_at);
    all
}

impl<'a> ObservedSession<'a> {
    /// A pointer to a field of the session.
    pub(super) fn pointer(&self, field: &str) -> String {
        format!("/sessions/{}/{field}", self.index)
    }

    /// The country where the person is, if the address shows it.
    pub(super) fn country(&self) -> Option<CountryCode> {
        // That it is no VPN doesn't show where the line is: satellites and company gateways are no VPNs either.
        self.facts.ip.as_ref().filter(|_| !self.is_on_stated_vpn()).and_then(whereabouts)
    }

    /// The place of a home line or campus, which is where the person is. A phone that roams shows its carrier's country.
    pub(super) fn home_line(&self) -> Option<Whereabouts> {
        self.facts.ip.as_ref().filter(|_| !self.is_on_stated_vpn()).and_then(home_line)
    }

    /// Whether the client's detector reports a VPN or a proxy.
    pub(super) fn is_on_stated_vpn(&self) -> bool {
        let client = self.session.client.as_ref();
        client.is_some_and(|client| {
            client.vpn == Some(true) || client.residential_proxy == Some(true)
        })
    }

    /// Whether the address shows a country that the applicant doesn't claim for that time. `None` if either is unknown.
    pub(super) fn is_elsewhere(&self, case: &Case<'_>) -> Option<bool> {
        let claims = case.profile.claims.as_ref()?;
        let fits = claims.fits(self.country()?, self.session.started_at, case.now)?;
        Some(!fits)
    }

    /// Minutes between the device's clock and the time in the claimed place. `None` if either is unknown.
    pub(super) fn minutes_from_claim(&self) -> Option<i32> {
        let device = self.facts.device_offset?;
        self.facts.claimed_offsets.iter().map(|offset| (offset - device).abs()).min()
    }

    /// Whether the clock contradicts the claimed place. A difference of one hour doesn't, because devices often get
    /// daylight saving time wrong.
    pub(super) fn is_clock_off(&self) -> bool {
        self.minutes_from_claim().is_some_and(|minutes| minutes > 60)
    }

    /// The device fingerprint.
    pub(super) fn device(&self) -> Option<&'a str> {
        self.session.device_id.as_ref().map(Text::as_str)
    }
}

/// The country of an address that shows where a person is: a home line, a mobile connection or a campus. VPN exits,
/// proxies, data centres, relays and company networks only show where the network is. Nothing is assumed of an address
/// whose network is unknown, unless the operator's file says that it doesn't hide anybody.
pub(super) fn whereabouts(ip: &IpFacts) -> Option<CountryCode> {
    let shows_person = match ip.network {
        Some(NetworkKind::Residential | NetworkKind::Mobile | NetworkKind::Education) => true,
        Some(
            NetworkKind::Hosting
            | NetworkKind::Vpn
            | NetworkKind::Tor
            | NetworkKind::ResidentialProxy
            | NetworkKind::PrivacyRelay
            | NetworkKind::Business,
        ) => false,
        None => ip.not_anonymous,
    };
    if shows_person { ip.country } else { None }
}

/// The place of an address on a home line or campus.
pub(super) fn home_line(ip: &IpFacts) -> Option<Whereabouts> {
    let is_line = matches!(ip.network, Some(NetworkKind::Residential | NetworkKind::Education));
    let country = ip.country.filter(|_| is_line)?;
    Some(Whereabouts { country, coordinates: ip.coordinates })
}

/// A hit if the share is at least `min_share`; unknown if fewer than `min_sessions` were checked. The wording can use
/// `$count`, `$total` and the message `some-sessions`.
pub(super) fn share_of_sessions(
    hits: &[ObservedSession<'_>],
    looked_at: &[ObservedSession<'_>],
    min_sessions: usize,
    min_share: f64,
    field: &str,
) -> Finding {
    if looked_at.len() < min_sessions.max(1) {
        return Finding::Unknown;
    }
    let share = ratio(hits.len(), looked_at.len());
    let named = if hits.is_empty() { looked_at } else { hits };
    let evidence = Evidence::about(named.iter().map(|session| session.pointer(field)));
    let evidence = part(evidence, hits.len(), looked_at.len());
    if share >= min_share && share > 0.0 {
        Finding::hit(share, evidence)
    } else {
        Finding::miss(evidence)
    }
}

/// Adds `$count`, `$total` and `$part`, which is `none`, `some` or `all`.
pub(super) fn part(evidence: Evidence, count: usize, total: usize) -> Evidence {
    let part = match count {
        0 => "none",
        _ if count == total => "all",
        _ => "some",
    };
    evidence.with("count", count).with("total", total).with("part", part)
}

/// The share of sessions with a client signal, among those that were checked for it. The wording can use `$count`,
/// `$total` and the message `some-sessions`.
pub(super) fn client_signal(
    case: &Case<'_>,
    name: &str,
    read: fn(&ClientSignals) -> Option<bool>,
) -> Finding {
    /// Detectors err now and then, so a few sessions among many mean nothing.
    const MIN_SHARE: f64 = 0.3;
    let all = sessions(case);
    let signal = |observed: &ObservedSession<'_>| observed.session.client.as_ref().and_then(read);
    let looked_at: Vec<ObservedSession<'_>> =
        all.iter().filter(|session| signal(session).is_some()).copied().collect();
    let hits: Vec<ObservedSession<'_>> =
        all.iter().filter(|session| signal(session) == Some(true)).copied().collect();
    share_of_sessions(&hits, &looked_at, 1, MIN_SHARE, &format!("client/{name}"))
}

/// The end of a secret such as an account number: "…6819". Shows at most half of it.
pub(super) fn ending(secret: &str) -> String {
    const MAX_SHOWN: usize = 4;
    let length = secret.chars().count();
    let shown = MAX_SHOWN.min(length / 2);
    format!("…{}", secret.chars().skip(length - shown).collect::<String>())
}

/// The text in quotation marks.
pub(super) fn quoted(text: &str) -> String {
    format!("“{text}”")
}

/// `part` divided by `whole`, or 0 if `whole` is 0.
pub(super) fn ratio(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { count(part) / count(whole) }
}

/// A number of things as a finding's value.
pub(super) fn count(number: usize) -> f64 {
    f64::from(u32::try_from(number).unwrap_or(u32::MAX))
}

/// The largest number of times within a window of this length, and the first of these times.
pub(super) fn fullest(times: &[DateTime<Utc>], window: Duration) -> (usize, Option<DateTime<Utc>>) {
    let mut sorted = times.to_vec();
    sorted.sort_unstable();
    let (mut max, mut since, mut last) = (0, None, 0);
    for (first, time) in sorted.iter().enumerate() {
        while last < sorted.len() && sorted[last] - *time < window {
            last += 1;
        }
        if last - first > max {
            (max, since) = (last - first, Some(*time));
        }
    }
    (max, since)
}

/// A date such as "2026-05-01".
pub(super) fn day(at: DateTime<Utc>) -> String {
    at.format("%Y-%m-%d").to_string()
}
