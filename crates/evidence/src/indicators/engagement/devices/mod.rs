//! Devices that were issued after hiring.

use std::collections::BTreeSet;

use super::super::reading::{Seen, count, sessions};
use super::super::{Case, Family, Indicator, Policy, Scope};
use crate::finding::{Evidence, Finding};
use crate::profile::endpoint::IssuedDevice;
use crate::profile::{CountryCode, Text};

/// Every indicator of this file.
pub(in crate::indicators) const INDICATORS: &[Indicator] = &[
    SECOND_RMM_TOOL_ON_ISSUED_DEVICE,
    IP_KVM_HARDWARE_ATTACHED,
    DEVICE_GEO_NEVER_MATCHES_LOGIN_GEO,
    BULK_REPO_OR_SECRET_ACCESS_EARLY,
];

const SECOND_RMM_TOOL_ON_ISSUED_DEVICE: Indicator = Indicator {
    id: "second_rmm_tool_on_issued_device",
    family: Family::Engagement,
    policy: Policy::Use,
    scope: Scope::Temporal,
    observed: "Uninventoried or second remote-control tool soon after issue.",
    unit: "tools",
    question: "Which remote-control tools are on the issued device? Send `endpoint.devices[].remote_control_tools`, empty if there are none.",
    false_positives: "MSPs, IT staff.",
    settle: "Ask who installed the tool and what for; take it off and watch whether it comes back.",
    sources: &["RF26", "CS26", "DFS24", "PSA24"],
    observe: second_rmm_tool_on_issued_device,
};

const IP_KVM_HARDWARE_ATTACHED: Indicator = Indicator {
    id: "ip_kvm_hardware_attached",
    family: Family::Engagement,
    policy: Policy::Use,
    scope: Scope::Profile,
    observed: "PiKVM/TinyPilot/JetKVM USB or network signature.",
    unit: "devices",
    question: "Is a keyboard-video-mouse-over-IP adapter attached? Send `endpoint.devices[].ip_kvm`.",
    false_positives: "Homelab admins.",
    settle: "Ask for a photo of the device and what is plugged into it.",
    sources: &["MAN24", "U42", "DI26"],
    observe: ip_kvm_hardware_attached,
};

const DEVICE_GEO_NEVER_MATCHES_LOGIN_GEO: Indicator = Indicator {
    id: "device_geo_never_matches_login_geo",
    family: Family::Engagement,
    policy: Policy::Use,
    scope: Scope::Temporal,
    observed: "Issued hardware location and account origin never converge.",
    unit: "sessions",
    question: "Where does the issued device stand, and where do sign-ins come from? Send `endpoint.devices[].country` and `sessions`.",
    false_positives: "Corporate egress.",
    settle: "Ask for a live video from where the device stands.",
    sources: &["RF26", "DFS24"],
    observe: device_geo_never_matches_login_geo,
};

const BULK_REPO_OR_SECRET_ACCESS_EARLY: Indicator = Indicator {
    id: "bulk_repo_or_secret_access_early",
    family: Family::Engagement,
    policy: Policy::Use,
    scope: Scope::Temporal,
    observed: "Enumerates/clones all repos or exports secrets in first days.",
    unit: "hundreds of things opened",
    question: "What was opened in the first days? Send `endpoint.first_days`.",
    false_positives: "Platform/DevOps roles.",
    settle: "Ask the team lead whether the task needed it.",
    sources: &["PSA25J", "FLAME"],
    observe: bulk_repo_or_secret_access_early,
};

fn devices<'a>(case: &Case<'a>) -> impl Iterator<Item = (usize, &'a IssuedDevice)> {
    case.profile.endpoint.iter().flat_map(|endpoint| &endpoint.devices).enumerate()
}

/// Whether the role is one that needs wide reach and unusual tools: platform, operations, security.
fn role_needs_reach(case: &Case<'_>) -> bool {
    let first_days =
        case.profile.endpoint.as_ref().and_then(|endpoint| endpoint.first_days.as_ref());
    first_days.is_some_and(|days| days.role_requires_access == Some(true))
}

/// One tool is forgiven to those whose work it is to use it.
fn second_rmm_tool_on_issued_device(case: &Case<'_>) -> Finding {
    let looked: Vec<(usize, BTreeSet<String>)> = devices(case)
        .filter_map(|(i, device)| {
            let tools = device.remote_control_tools.as_ref()?;
            Some((i, tools.iter().map(Text::folded).collect()))
        })
        .collect();
    if looked.is_empty() {
        return Finding::Unknown;
    }
    let tools: usize = looked.iter().map(|(_, tools)| tools.len()).sum();
    let text =
        format!("{tools} remote-control tools that nobody issued on {} devices", looked.len());
    let found = looked.iter().filter(|(_, tools)| !tools.is_empty());
    let pointers = found.map(|(i, _)| format!("/endpoint/devices/{i}/remote_control_tools"));
    let evidence = Evidence::new(text, pointers);
    let forgiven = usize::from(role_needs_reach(case));
    Finding::graded(count(tools.saturating_sub(forgiven)), evidence)
}

fn ip_kvm_hardware_attached(case: &Case<'_>) -> Finding {
    let looked: Vec<(usize, bool)> =
        devices(case).filter_map(|(i, device)| Some((i, device.ip_kvm?))).collect();
    if looked.is_empty() {
        return Finding::Unknown;
    }
    let hits: Vec<usize> = looked.iter().filter(|(_, found)| *found).map(|(i, _)| *i).collect();
    let text = format!("an IP-KVM adapter on {} of {} issued devices", hits.len(), looked.len());
    let pointers = hits.iter().map(|i| format!("/endpoint/devices/{i}/ip_kvm"));
    Finding::graded(count(hits.len()), Evidence::new(text, pointers))
}

/// No sign-in since the device was issued comes from the country in which it stands. Company networks and
/// VPNs tell where the network is, and are not asked.
fn device_geo_never_matches_login_geo(case: &Case<'_>) -> Finding {
    const NEEDED: usize = 3;
    let placed: Vec<(usize, &IssuedDevice, CountryCode)> =
        devices(case).filter_map(|(i, device)| Some((i, device, device.country?))).collect();
    let issued = placed.iter().filter_map(|(_, device, _)| device.issued_at).min();
    let since: Vec<Seen<'_>> = (sessions(case).into_iter())
        .filter(|seen| issued.is_none_or(|issued| seen.session.started_at >= issued))
        .filter(|seen| seen.country().is_some())
        .collect();
    if placed.is_empty() || since.len() < NEEDED {
        return Finding::Unknown;
    }
    let places: BTreeSet<CountryCode> = placed.iter().map(|(.., country)| *country).collect();
    let met =
        since.iter().filter(|seen| seen.country().is_some_and(|at| places.contains(&at))).count();
    let text =
        format!("{met} of {} sign-ins come from a country with an issued device", since.len());
    let at = placed.iter().map(|(i, ..)| format!("/endpoint/devices/{i}/country"));
    let evidence = Evidence::new(text, at.chain(since.iter().map(|seen| seen.pointer("ip"))));
    if met == 0 { Finding::hit(count(since.len()), evidence) } else { Finding::miss(evidence) }
}

/// In the first week: twenty repositories that are most of what there is to see, or twenty secrets.
fn bulk_repo_or_secret_access_early(case: &Case<'_>) -> Finding {
    const MANY: f64 = 20.0;
    const MOST: f64 = 0.5;
    let first_days =
        case.profile.endpoint.as_ref().and_then(|endpoint| endpoint.first_days.as_ref());
    let Some(days) = first_days else { return Finding::Unknown };
    if days.repositories_copied.is_none() && days.secrets_read.is_none() {
        return Finding::Unknown;
    }
    let copied = days.repositories_copied.map_or(0.0, |copied| copied.0);
    let secrets = days.secrets_read.map_or(0.0, |secrets| secrets.0);
    let wide = days.repositories_visible.is_none_or(|visible| copied >= visible.0 * MOST);
    let text =
        format!("{copied:.0} repositories copied and {secrets:.0} secrets read in the first week");
    let evidence = Evidence::new(text, ["/endpoint/first_days".to_owned()]);
    let bulk = (copied >= MANY && wide) || secrets >= MANY;
    if bulk && !role_needs_reach(case) {
        Finding::hit((copied + secrets) / 100.0, evidence)
    } else {
        Finding::miss(evidence)
    }
}

#[cfg(test)]
mod tests;
