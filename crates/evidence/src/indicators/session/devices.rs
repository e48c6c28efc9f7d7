//! Devices: how far away their operator is, and how new they are.

use chrono::Duration;

use super::super::reading::{day, part, sessions};
use super::super::{Case, Family, Indicator, MissRule, Scope, Usage};
use crate::finding::{Evidence, Finding};
use crate::identifier::IdentifierKind;

/// Every indicator of this file.
pub(in crate::indicators) const INDICATORS: &[Indicator] =
    &[INPUT_LATENCY_REMOTE_OPERATOR, DEDICATED_PRISTINE_DEVICE_PER_ACCOUNT];

const INPUT_LATENCY_REMOTE_OPERATOR: Indicator = Indicator {
    id: "input_latency_remote_operator",
    family: Family::Session,
    cause: None,
    usage: Usage::ContextOnly,
    scope: Scope::Temporal,
    strength: 3,
    observed: "Keystrokes and mouse movements reach the issued device with the delay of another continent.",
    unit: "times the delay of a far operator",
    question: "How long do keystrokes take on the issued device? Send `endpoint.devices[].input_latency_ms`.",
    innocent_explanations: "Virtual desktops, remote support, accessibility aids, wireless keyboards, and slow or busy machines.",
    how_to_verify: "Watch a session on live video and compare hands and screen.",
    sources: &["AMZ25"],
    wording: "
    .hit = Keystrokes on an issued device arrived after { $delay_ms } ms (median). A local keyboard stays well below 110 ms.
    .miss = On the slowest issued device, keystrokes arrived after { $delay_ms } ms (median), as from a local keyboard.
",
    miss: MissRule::Counts,
    observe: input_latency_remote_operator,
    #[cfg(test)]
    examples: tests::input_latency_remote_operator,
};

const DEDICATED_PRISTINE_DEVICE_PER_ACCOUNT: Indicator = Indicator {
    id: "dedicated_pristine_device_per_account",
    family: Family::Session,
    cause: None,
    usage: Usage::ContextOnly,
    scope: Scope::Profile,
    strength: 1,
    observed: "Every device was first seen at sign-up, and no other account uses it.",
    unit: "devices",
    question: "When was the device seen first? Send `sessions[].device_first_seen_at` and `activity.signed_up_at`.",
    innocent_explanations: "Everyone with a new laptop, and people who cleared their cookies.",
    how_to_verify: "Nothing needs to be verified if this is the only red flag.",
    sources: &["US2022"],
    wording: "
    .hit = { some-sessions } used a device first seen within a day of the sign-up on { $signed_up }. No other applicant uses the applicant’s devices.
    .shared = { some-sessions } used a device first seen within a day of the sign-up on { $signed_up }, but other applicants use a device of the applicant as well.
    .miss = { $part ->
        [none] { some-sessions }
       *[some] Only { $count } of { $total } sessions
    } used a device first seen within a day of the sign-up on { $signed_up }.
",
    miss: MissRule::Counts,
    observe: dedicated_pristine_device_per_account,
    #[cfg(test)]
    examples: tests::dedicated_pristine_device_per_account,
};

/// A local keyboard responds within a few dozen milliseconds, whatever the internet connection. A far operator adds 110 ms
/// or more. Context only: the figure comes from press reports of a single case, tools measure delay in different ways,
/// and accessibility aids or a busy machine take as long.
fn input_latency_remote_operator(case: &Case<'_>) -> Finding {
    const FAR_MS: f64 = 110.0;
    let devices = case.profile.endpoint.iter().flat_map(|endpoint| &endpoint.devices).enumerate();
    let slowest = devices
        .filter(|(_, device)| device.remote_by_design != Some(true))
        .filter_map(|(i, device)| Some((i, device.input_latency_ms?.0)))
        .max_by(|(_, delay), (_, other)| delay.total_cmp(other));
    let Some((i, delay)) = slowest else { return Finding::Unknown };
    let evidence = Evidence::about([format!("/endpoint/devices/{i}/input_latency_ms")])
        .with("delay_ms", delay.round());
    if delay >= FAR_MS { Finding::hit(delay / FAR_MS, evidence) } else { Finding::miss(evidence) }
}

/// Every device was first seen around sign-up, and only with this account.
fn dedicated_pristine_device_per_account(case: &Case<'_>) -> Finding {
    const AROUND: Duration = Duration::days(1);
    let activity = case.profile.activity.as_ref();
    let Some(signed_up) = activity.and_then(|activity| activity.signed_up_at) else {
        return Finding::Unknown;
    };
    let known: Vec<_> = (sessions(case).into_iter())
        .filter_map(|session| Some((session, session.session.device_first_seen_at?)))
        .collect();
    if known.is_empty() {
        return Finding::Unknown;
    }
    let fresh = known.iter().filter(|(_, first)| (*first - signed_up).abs() <= AROUND).count();
    let is_unshared =
        case.links.of_kind(IdentifierKind::Device).all(|shared| shared.others.is_empty());
    let pointers = known.iter().map(|(session, _)| session.pointer("device_first_seen_at"));
    let evidence = part(Evidence::about(pointers), fresh, known.len());
    let evidence = evidence.with("signed_up", day(signed_up));
    match (fresh == known.len(), is_unshared) {
        (true, true) => Finding::hit(1.0, evidence),
        (true, false) => Finding::miss(evidence.worded("shared")),
        (false, _) => Finding::miss(evidence),
    }
}

#[cfg(test)]
mod tests {
    use chrono::Duration;
    use serde_json::{Value, json};

    use crate::identifier::IdentifierKind;
    use crate::indicators::examples::Examples;
    use crate::indicators::fixture::Fixture;

    pub(super) fn input_latency_remote_operator() -> Examples {
        let device = |device: Value| Fixture::new(json!({ "endpoint": { "devices": [device] } }));
        let by_design = json!({ "input_latency_ms": 220, "remote_by_design": true });
        Examples::new()
            .hit("the operator is across an ocean", device(json!({ "input_latency_ms": 220 })))
            .value(2.0)
            .says("Keystrokes on an issued device arrived after 220 ms (median). A local keyboard stays well below 110 ms.")
            .miss("the operator is at the keyboard", device(json!({ "input_latency_ms": 30 })))
            .says("On the slowest issued device, keystrokes arrived after 30 ms (median), as from a local keyboard.")
            .unknown("a device that is meant for remote work", device(by_design.clone()))
            .unknown("no delay was measured", device(json!({ "ip_kvm": false })))
            .innocent("a virtual desktop by design", device(by_design))
    }

    pub(super) fn dedicated_pristine_device_per_account() -> Examples {
        let first_seen = |days: &[Option<&str>]| {
            let session = |day: Option<&str>| {
                let at = day.map(|day| format!("{day}T00:00:00Z"));
                json!({ "started_at": "2026-05-02T00:00:00Z", "device_first_seen_at": at })
            };
            Fixture::new(json!({
                "activity": { "signed_up_at": "2026-05-01T00:00:00Z" },
                "sessions": days.iter().copied().map(session).collect::<Vec<_>>(),
            }))
        };
        let (fresh, old) = (Some("2026-05-01"), Some("2025-05-01"));
        let family =
            || first_seen(&[fresh]).sharing(IdentifierKind::Device, 1, Duration::days(1), None);
        Examples::new()
            .hit("the device is as new as the account", first_seen(&[fresh]))
            .says(
                "The only session used a device first seen within a day of the sign-up on 2026-05-01. \
                 No other applicant uses the applicant’s devices.",
            )
            .miss("the device is older", first_seen(&[old]))
            .says("No session used a device first seen within a day of the sign-up on 2026-05-01.")
            .miss("one of two devices is older", first_seen(&[fresh, old]))
            .says("Only 1 of 2 sessions used a device first seen within a day of the sign-up on 2026-05-01.")
            .miss("someone else uses the device", family())
            .says(
                "The only session used a device first seen within a day of the sign-up on 2026-05-01, \
                 but other applicants use a device of the applicant as well.",
            )
            .unknown("no one knows when the device was first seen", first_seen(&[None]))
            .innocent("a family's new laptop", family())
    }
}
