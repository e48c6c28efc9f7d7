//! Devices: how far their operator sits, and how new they are.

use chrono::Duration;

use super::super::reading::{day, sessions};
use super::super::{Case, Family, Indicator, MissRule, Scope, Usage};
use crate::finding::{Evidence, Finding};
use crate::identifier::IdentifierKind;

/// Every indicator of this file.
pub(in crate::indicators) const INDICATORS: &[Indicator] =
    &[INPUT_LATENCY_REMOTE_OPERATOR, DEDICATED_PRISTINE_DEVICE_PER_ACCOUNT];

const INPUT_LATENCY_REMOTE_OPERATOR: Indicator = Indicator {
    id: "input_latency_remote_operator",
    family: Family::Session,
    usage: Usage::Use,
    scope: Scope::Temporal,
    strength: 3,
    observed: "Keystroke/mouse latency on a supposedly local device fits intercontinental remote control.",
    unit: "times the delay of a far operator",
    question: "How long do keystrokes take on the issued device? Send `endpoint.devices[].input_latency_ms`.",
    innocent_explanations: "Slow home links, VDI, accessibility aids.",
    how_to_verify: "Watch one session with the colleague on live video and compare hands and screen.",
    sources: &["AMZ25"],
    wording: "",
    miss: MissRule::Counts,
    observe: input_latency_remote_operator,
    #[cfg(test)]
    examples: None,
};

const DEDICATED_PRISTINE_DEVICE_PER_ACCOUNT: Indicator = Indicator {
    id: "dedicated_pristine_device_per_account",
    family: Family::Session,
    usage: Usage::ContextOnly,
    scope: Scope::Profile,
    strength: 1,
    observed: "Freshly seen device tied to exactly one new account, no prior history.",
    unit: "devices",
    question: "When was the device seen first? Send `sessions[].device_first_seen_at` and `activity.signed_up_at`.",
    innocent_explanations: "Everyone with a new laptop; cleared cookies.",
    how_to_verify: "Nothing needs settling; ask about it together with other things only.",
    sources: &["US2022"],
    wording: "",
    miss: MissRule::Counts,
    observe: dedicated_pristine_device_per_account,
    #[cfg(test)]
    examples: None,
};

/// A keyboard that is plugged in answers within a few dozen milliseconds, also over a slow line: the
/// line is not in between. From about 110 ms on, the hands are somewhere else.
fn input_latency_remote_operator(case: &Case<'_>) -> Finding {
    const FAR: f64 = 110.0;
    let devices = case.profile.endpoint.iter().flat_map(|endpoint| &endpoint.devices).enumerate();
    let slowest = devices
        .filter(|(_, device)| device.remote_by_design != Some(true))
        .filter_map(|(i, device)| Some((i, device.input_latency_ms?.0)))
        .max_by(|one, other| one.1.total_cmp(&other.1));
    let Some((i, delay)) = slowest else { return Finding::Unknown };
    let text = format!("keystrokes on the issued device arrive after {delay:.0} ms in the middle");
    let evidence = Evidence::stored(text, [format!("/endpoint/devices/{i}/input_latency_ms")]);
    if delay >= FAR { Finding::hit(delay / FAR, evidence) } else { Finding::miss(evidence) }
}

/// Every device was seen first at sign-up, with this account and no other.
fn dedicated_pristine_device_per_account(case: &Case<'_>) -> Finding {
    const AROUND: Duration = Duration::days(1);
    let activity = case.profile.activity.as_ref();
    let Some(signed_up) = activity.and_then(|activity| activity.signed_up_at) else {
        return Finding::Unknown;
    };
    let seen: Vec<_> = (sessions(case).into_iter())
        .filter_map(|seen| Some((seen, seen.session.device_first_seen_at?)))
        .collect();
    if seen.is_empty() {
        return Finding::Unknown;
    }
    let fresh = seen.iter().filter(|(_, first)| (*first - signed_up).abs() <= AROUND).count();
    let alone = case.links.of(IdentifierKind::Device).all(|shared| shared.others.is_empty());
    let text = format!(
        "{fresh} of {} sessions are on devices first seen around sign-up on {}",
        seen.len(),
        day(signed_up)
    );
    let pointers = seen.iter().map(|(seen, _)| seen.pointer("device_first_seen_at"));
    let evidence = Evidence::stored(text, pointers);
    if fresh == seen.len() && alone { Finding::hit(1.0, evidence) } else { Finding::miss(evidence) }
}

#[cfg(test)]
mod tests;
