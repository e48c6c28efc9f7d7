//! Functions that several families use to read a case and word findings.

use chrono::{DateTime, Duration, Utc};

use super::Case;
use crate::facts::{IpFacts, NetworkKind, SessionFacts};
use crate::finding::{Evidence, Finding};
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

    /// The last activity, or else the end or the start.
    pub(super) fn last_active(&self) -> DateTime<Utc> {
        let end = self.session.last_activity_at.or(self.session.ended_at);
        end.unwrap_or(self.session.started_at).max(self.session.started_at)
    }

    /// The time from start to last activity.
    pub(super) fn active(&self) -> Duration {
        self.last_active() - self.session.started_at
    }

    /// The country where the person is, if the address shows it.
    pub(super) fn country(&self) -> Option<CountryCode> {
        self.facts.ip.as_ref().and_then(whereabouts)
    }

    /// The device fingerprint.
    pub(super) fn device(&self) -> Option<&'a str> {
        self.session.device_id.as_ref().map(Text::as_str)
    }
}

/// The country of an address that shows where a person is. VPN exits, proxies, data centres, relays and company
/// networks only show where the network is.
pub(super) fn whereabouts(ip: &IpFacts) -> Option<CountryCode> {
    let elsewhere = matches!(
        ip.network,
        Some(
            NetworkKind::Hosting
                | NetworkKind::Vpn
                | NetworkKind::Tor
                | NetworkKind::ResidentialProxy
                | NetworkKind::PrivacyRelay
                | NetworkKind::Business
        )
    );
    if elsewhere { None } else { ip.country }
}

/// A hit if the share is at least `min_share`; unknown if fewer than `min_sessions` were checked. The wording can use
/// `$count`, `$total` and the message `some-sessions`.
pub(super) fn share_of_sessions(
    hits: &[ObservedSession<'_>],
    looked_at: usize,
    min_sessions: usize,
    min_share: f64,
    field: &str,
) -> Finding {
    if looked_at < min_sessions.max(1) {
        return Finding::Unknown;
    }
    let share = ratio(hits.len(), looked_at);
    let evidence = Evidence::about(hits.iter().map(|session| session.pointer(field)));
    let evidence = part(evidence, hits.len(), looked_at);
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
    let all = sessions(case);
    let signal = |observed: &ObservedSession<'_>| observed.session.client.as_ref().and_then(read);
    let looked_at = all.iter().filter(|session| signal(session).is_some()).count();
    let hits: Vec<ObservedSession<'_>> =
        all.iter().filter(|session| signal(session) == Some(true)).copied().collect();
    share_of_sessions(&hits, looked_at, 1, f64::MIN_POSITIVE, &format!("client/{name}"))
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
