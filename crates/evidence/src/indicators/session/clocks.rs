//! The clocks of devices.

use std::collections::BTreeSet;

use super::super::reading::{ObservedSession, count, part, ratio, sessions};
use super::super::{Case, Family, Indicator, MissRule, Scope, Usage};
use crate::finding::{Evidence, Finding};

/// Every indicator of this file.
pub(in crate::indicators) const INDICATORS: &[Indicator] = &[TIMEZONE_VS_IP_OR_CLAIM_MISMATCH];

const TIMEZONE_VS_IP_OR_CLAIM_MISMATCH: Indicator = Indicator {
    id: "timezone_vs_ip_or_claim_mismatch",
    family: Family::Session,
    cause: None,
    usage: Usage::UseInconsistencyOnly,
    scope: Scope::Profile,
    strength: 4,
    observed: "In most sessions, the device's time zone differs from that of the claimed place or the IP address.",
    unit: "hours of difference, weighted by the share of sessions",
    question: "Which time zone do the devices have? Send `sessions[].time_zone`.",
    innocent_explanations: "Travel, a wrongly set clock, VPNs for privacy, and remote workers who keep their client's hours. Devices that report UTC, as privacy browsers do, are left out.",
    how_to_verify: "Ask which time zone the applicant works in and why. Compare it with when they answer messages.",
    sources: &["MS25", "PIN26"],
    wording: "
    .hit = { some-sessions } used a device { $zones_count ->
        [0] whose clock was
       *[other] set to { $zones },
    } about { $hours ->
        [one] an hour
       *[other] { $hours } hours
    } from the time { $compared_with ->
        [claim] in the claimed place.
       *[address] in the country of the IP address.
    }
    .miss = { $part ->
        [none] None of the { $total } sessions
       *[some] Only { $count } of { $total } sessions
    } used a device whose clock was more than an hour from the time { $compared_with ->
        [claim] in the claimed place.
       *[address] in the country of the IP address.
    }
",
    miss: MissRule::Counts,
    observe: timezone_vs_ip_or_claim_mismatch,
    #[cfg(test)]
    examples: tests::timezone_vs_ip_or_claim_mismatch,
};

/// A difference of one hour is ignored, because devices often get daylight saving time wrong.
fn timezone_vs_ip_or_claim_mismatch(case: &Case<'_>) -> Finding {
    const MIN_SESSIONS: usize = 3;
    const MIN_SHARE: f64 = 0.5;
    const IGNORED_MINUTES: i32 = 60;
    // Clocks are compared with one of both, so that the sentence is true for all sessions.
    let (is_claimed, gaps) = match gaps(case, ObservedSession::minutes_from_claim) {
        gaps if gaps.len() >= MIN_SESSIONS => (true, gaps),
        _ => (false, gaps(case, minutes_from_address)),
    };
    if gaps.len() < MIN_SESSIONS {
        return Finding::Unknown;
    }
    let off: Vec<&(ObservedSession<'_>, i32)> =
        gaps.iter().filter(|(_, gap)| *gap > IGNORED_MINUTES).collect();
    let share = ratio(off.len(), gaps.len());
    let hours =
        off.iter().map(|(_, gap)| f64::from(*gap) / 60.0).sum::<f64>() / count(off.len().max(1));
    let named: Vec<&(ObservedSession<'_>, i32)> =
        if off.is_empty() { gaps.iter().collect() } else { off.clone() };
    let evidence =
        Evidence::about(named.iter().map(|(session, _)| session.pointer(field(session))));
    let evidence = part(evidence, off.len(), gaps.len())
        .with("compared_with", if is_claimed { "claim" } else { "address" });
    if share < MIN_SHARE {
        return Finding::miss(evidence);
    }
    let zones = off.iter().filter_map(|(session, _)| session.session.time_zone);
    let zones: BTreeSet<&str> = zones.map(|zone| zone.0.name()).collect();
    let zones: Vec<String> = zones.into_iter().map(str::to_owned).collect();
    Finding::hit(hours * share, evidence.with("zones", zones).with("hours", hours.round()))
}

/// The sessions with a known difference of clocks, in minutes.
fn gaps<'a>(
    case: &Case<'a>,
    minutes: impl Fn(&ObservedSession<'a>) -> Option<i32>,
) -> Vec<(ObservedSession<'a>, i32)> {
    sessions(case).into_iter().filter_map(|session| Some((session, minutes(&session)?))).collect()
}

/// The field with the device's clock.
fn field(session: &ObservedSession<'_>) -> &'static str {
    if session.session.time_zone.is_some() { "time_zone" } else { "utc_offset_minutes" }
}

/// Minutes between the device's clock and the time in the country of the address, if the address shows where the person
/// is.
fn minutes_from_address(session: &ObservedSession<'_>) -> Option<i32> {
    let device = session.facts.device_offset.filter(|_| session.country().is_some())?;
    session.facts.ip_offsets.iter().map(|offset| (offset - device).abs()).min()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::indicators::examples::Examples;
    use crate::indicators::fixture::Fixture;
    use crate::indicators::session::fixtures::{US, US_VPN, in_chicago, sessions};

    pub(super) fn timezone_vs_ip_or_claim_mismatch() -> Examples {
        let on_clock = |zones: &[&str]| {
            let mut list = sessions(&[US], zones.len(), 14, 2);
            for (session, zone) in list.iter_mut().zip(zones) {
                session["time_zone"] = (*zone).into();
            }
            list
        };
        let (here, there) = ("America/Chicago", "Asia/Shanghai");
        let mut by_offset = sessions(&[US], 3, 14, 2);
        for session in &mut by_offset {
            session["utc_offset_minutes"] = 480.into();
        }
        let without_claim = |address: &str, zone: &str| {
            let mut sessions = sessions(&[address], 3, 14, 2);
            for session in &mut sessions {
                session["time_zone"] = zone.into();
            }
            Fixture::new(json!({ "sessions": sessions })).enriched()
        };
        let mut utc = sessions(&[US], 3, 14, 2);
        for session in &mut utc {
            session["utc_offset_minutes"] = 0.into();
        }
        let claims = json!({ "country": "US", "resident_since": "2026-05-20" });
        let moved = json!({ "claims": claims, "sessions": on_clock(&[there; 5]) });
        let mut moved = Fixture::new(moved).enriched();
        for facts in &mut moved.facts.sessions {
            facts.ip = None;
        }
        Examples::new()
            .hit("every device is set to Shanghai", in_chicago(on_clock(&[there; 5])))
            .value(13.0)
            .says("All 5 sessions used a device set to Asia/Shanghai, about 13 hours from the time in the claimed place.")
            .hit("only the offset is known", in_chicago(by_offset))
            .says("All 3 sessions used a device whose clock was about 13 hours from the time in the claimed place.")
            .hit("nothing is claimed", without_claim(US, there))
            .says("All 3 sessions used a device set to Asia/Shanghai, about 13 hours from the time in the country of the IP address.")
            .miss("every device is set to the claimed zone", in_chicago(on_clock(&[here; 5])))
            .says("None of the 5 sessions used a device whose clock was more than an hour from the time in the claimed place.")
            .miss("one journey", in_chicago(on_clock(&[here, here, there])))
            .says("Only 1 of 3 sessions used a device whose clock was more than an hour from the time in the claimed place.")
            .miss("an hour is ignored", in_chicago(on_clock(&["America/New_York"; 5])))
            .unknown("no device tells its clock", in_chicago(sessions(&[US], 5, 14, 2)))
            .unknown("a privacy browser reports UTC", in_chicago(on_clock(&["UTC"; 5])))
            .unknown("a privacy browser reports the offset of UTC", in_chicago(utc))
            .unknown("a VPN's exit shows no one's clock", without_claim(US_VPN, there))
            .unknown("the applicant lived elsewhere then", moved)
            .innocent("a clock of the neighbouring zone", in_chicago(on_clock(&["America/New_York"; 5])))
    }
}
