//! Devices issued after hiring.

use std::collections::{BTreeMap, BTreeSet};

use super::super::reading::{ObservedSession, count, part, sessions};
use super::super::{Case, Family, Indicator, MissRule, Scope, Usage};
use crate::finding::{Evidence, Finding};
use crate::profile::CountryCode;
use crate::profile::endpoint::IssuedDevice;

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
    cause: None,
    usage: Usage::Use,
    scope: Scope::Temporal,
    strength: 5,
    observed: "An issued device has a remote-control tool that the employer did not install.",
    unit: "tools",
    question: "Which remote-control tools are on the issued device? Send `endpoint.devices[].remote_control_tools`, empty if there are none.",
    innocent_explanations: "IT staff and service providers who maintain computers.",
    how_to_verify: "Ask who installed the tool and what for. Remove it and watch whether it comes back.",
    sources: &["RF26", "CS26", "DFS24", "PSA24"],
    wording: "
    .hit = { $tools_count ->
        [one] A remote-control tool that the employer did not install is on an issued device: { $tools }.
       *[other] { $tools_count } remote-control tools that the employer did not install are on issued devices: { $tools }.
    }
    .miss = { $tools_count ->
        [0] No remote-control tool was on the issued devices, except those that the employer installed.
       *[other] The remote-control tool { $tools } is on an issued device, but the applicant’s role needs this kind of tool.
    }
",
    miss: MissRule::Counts,
    observe: second_rmm_tool_on_issued_device,
    #[cfg(test)]
    examples: tests::second_rmm_tool_on_issued_device,
};

const IP_KVM_HARDWARE_ATTACHED: Indicator = Indicator {
    id: "ip_kvm_hardware_attached",
    family: Family::Engagement,
    cause: None,
    usage: Usage::Use,
    scope: Scope::Profile,
    strength: 5,
    observed: "An IP-KVM adapter, which allows remote control of the device, is attached to it.",
    unit: "devices",
    question: "Is an IP-KVM adapter (keyboard, video and mouse over the network) attached? Send `endpoint.devices[].ip_kvm`.",
    innocent_explanations: "Hobby administrators who run servers at home.",
    how_to_verify: "Ask for a photo of the device and everything that is plugged into it.",
    sources: &["MAN24", "U42", "DI26"],
    wording: "
    .hit = An IP-KVM adapter, which allows remote control, is attached to { $part ->
        [all] { $total ->
            [one] the issued device.
            [2] both issued devices.
           *[other] all { $total } issued devices.
        }
       *[some] { $count } of { $total } issued devices.
    }
    .miss = No IP-KVM adapter is attached to { $total ->
        [one] the issued device.
       *[other] any of the { $total } issued devices.
    }
",
    miss: MissRule::Counts,
    observe: ip_kvm_hardware_attached,
    #[cfg(test)]
    examples: tests::ip_kvm_hardware_attached,
};

const DEVICE_GEO_NEVER_MATCHES_LOGIN_GEO: Indicator = Indicator {
    id: "device_geo_never_matches_login_geo",
    family: Family::Engagement,
    cause: None,
    usage: Usage::Use,
    scope: Scope::Temporal,
    strength: 5,
    observed: "No sign-in comes from the country where the issued device is.",
    unit: "sessions",
    question: "Where is the issued device, and where do sign-ins come from? Send `endpoint.devices[].country` and `sessions`.",
    innocent_explanations: "Company networks that route traffic through another country.",
    how_to_verify: "Ask for live video from the place where the device is.",
    sources: &["RF26", "DFS24"],
    wording: "
    .hit = { $devices ->
        [one] The issued device is in { $device_in },
       *[other] The issued devices are in { $device_in },
    } but all { $total } sign-ins came from { $signed_in_from }.
    .miss = { $part ->
        [all] All { $total } sign-ins
       *[some] { $count } of { $total } sign-ins
    } came from { $device_in }, where { $devices ->
        [one] the issued device is.
       *[other] the issued devices are.
    }
",
    miss: MissRule::Counts,
    observe: device_geo_never_matches_login_geo,
    #[cfg(test)]
    examples: tests::device_geo_never_matches_login_geo,
};

const BULK_REPO_OR_SECRET_ACCESS_EARLY: Indicator = Indicator {
    id: "bulk_repo_or_secret_access_early",
    family: Family::Engagement,
    cause: None,
    usage: Usage::Use,
    scope: Scope::Temporal,
    strength: 3,
    observed: "The applicant copies most repositories or reads many secrets in the first week.",
    unit: "hundreds of items opened",
    question: "What did the applicant open in the first week? Send `endpoint.first_days`.",
    innocent_explanations: "Roles in platform engineering and operations.",
    how_to_verify: "Ask the team lead whether the task needed it.",
    sources: &["PSA25J", "FLAME"],
    wording: "
    .hit = In the first week, the applicant copied { $repositories ->
        [0] no repositories
        [one] one repository
       *[other] { $repositories } repositories
    } and read { $secrets ->
        [0] no secrets.
        [one] one secret.
       *[other] { $secrets } secrets.
    }
    .needed = In the first week, the applicant copied { $repositories ->
        [0] no repositories
        [one] one repository
       *[other] { $repositories } repositories
    } and read { $secrets ->
        [0] no secrets,
        [one] one secret,
       *[other] { $secrets } secrets,
    } which the role needs.
    .miss = In the first week, the applicant copied { $repositories ->
        [0] no repositories
        [one] one repository
       *[other] { $repositories } repositories
    } and read { $secrets ->
        [0] no secrets.
        [one] one secret.
       *[other] { $secrets } secrets.
    }
",
    miss: MissRule::Counts,
    observe: bulk_repo_or_secret_access_early,
    #[cfg(test)]
    examples: tests::bulk_repo_or_secret_access_early,
};

fn devices<'a>(case: &Case<'a>) -> impl Iterator<Item = (usize, &'a IssuedDevice)> {
    case.profile.endpoint.iter().flat_map(|endpoint| &endpoint.devices).enumerate()
}

/// Whether the role needs broad access and unusual tools, as in platform engineering, operations and security.
fn role_needs_access(case: &Case<'_>) -> bool {
    let first_days =
        case.profile.endpoint.as_ref().and_then(|endpoint| endpoint.first_days.as_ref());
    first_days.is_some_and(|days| days.role_requires_access == Some(true))
}

/// A single tool is ignored if the role needs it.
fn second_rmm_tool_on_issued_device(case: &Case<'_>) -> Finding {
    let checked: Vec<(usize, BTreeMap<&str, &str>)> = devices(case)
        .filter_map(|(i, device)| {
            let tools = device.remote_control_tools.as_ref()?;
            if device.remote_by_design == Some(true) {
                return None;
            }
            Some((i, tools.iter().rev().map(|tool| (tool.folded(), tool.as_str())).collect()))
        })
        .collect();
    if checked.is_empty() {
        return Finding::Unknown;
    }
    let names: BTreeMap<&str, &str> = checked
        .iter()
        .flat_map(|(_, tools)| tools)
        .map(|(folded, name)| (*folded, *name))
        .collect();
    let names: Vec<String> = names.into_values().map(str::to_owned).collect();
    let with_tools = checked.iter().filter(|(_, tools)| !tools.is_empty());
    let pointers = with_tools.map(|(i, _)| format!("/endpoint/devices/{i}/remote_control_tools"));
    let ignored = usize::from(role_needs_access(case));
    let value = count(names.len().saturating_sub(ignored));
    Finding::graded(value, Evidence::about(pointers).with("tools", names))
}

fn ip_kvm_hardware_attached(case: &Case<'_>) -> Finding {
    let checked: Vec<(usize, bool)> =
        devices(case).filter_map(|(i, device)| Some((i, device.ip_kvm?))).collect();
    if checked.is_empty() {
        return Finding::Unknown;
    }
    let hits: Vec<usize> =
        checked.iter().filter(|(_, is_attached)| *is_attached).map(|(i, _)| *i).collect();
    let evidence = Evidence::about(hits.iter().map(|i| format!("/endpoint/devices/{i}/ip_kvm")));
    Finding::graded(count(hits.len()), part(evidence, hits.len(), checked.len()))
}

/// No sign-in since the device was issued comes from the device's country. Company networks and VPNs hide the country
/// and are left out.
fn device_geo_never_matches_login_geo(case: &Case<'_>) -> Finding {
    const MIN_SIGN_INS: usize = 3;
    let located: Vec<(usize, &IssuedDevice, CountryCode)> =
        devices(case).filter_map(|(i, device)| Some((i, device, device.country?))).collect();
    let issued = located.iter().filter_map(|(_, device, _)| device.issued_at).min();
    let since: Vec<ObservedSession<'_>> = (sessions(case).into_iter())
        .filter(|session| issued.is_none_or(|issued| session.session.started_at >= issued))
        .filter(|session| session.country().is_some())
        .collect();
    if located.is_empty() || since.len() < MIN_SIGN_INS {
        return Finding::Unknown;
    }
    let device_in: BTreeSet<CountryCode> = located.iter().map(|(.., country)| *country).collect();
    let signed_in_from: Vec<CountryCode> =
        since.iter().filter_map(ObservedSession::country).collect();
    // A territory with its own code, or its country.
    let is_match = |country: &&CountryCode| {
        device_in.iter().any(|device| device.includes(**country) || country.includes(*device))
    };
    let matches = signed_in_from.iter().filter(is_match).count();
    let pointers = (located.iter().map(|(i, ..)| format!("/endpoint/devices/{i}/country")))
        .chain(since.iter().map(|session| session.pointer("ip")));
    let evidence = part(Evidence::about(pointers), matches, since.len())
        .with("devices", located.len())
        .with("device_in", device_in.into_iter().collect::<Vec<_>>());
    if matches > 0 {
        return Finding::miss(evidence);
    }
    let signed_in_from: BTreeSet<CountryCode> = signed_in_from.into_iter().collect();
    let signed_in_from: Vec<CountryCode> = signed_in_from.into_iter().collect();
    Finding::hit(count(since.len()), evidence.with("signed_in_from", signed_in_from))
}

/// In the first week: at least twenty repositories that are most of the visible ones, or at least twenty secrets.
fn bulk_repo_or_secret_access_early(case: &Case<'_>) -> Finding {
    const MANY: f64 = 20.0;
    const MIN_SHARE: f64 = 0.5;
    let first_days =
        case.profile.endpoint.as_ref().and_then(|endpoint| endpoint.first_days.as_ref());
    let Some(days) = first_days else { return Finding::Unknown };
    if days.repositories_copied.is_none() && days.secrets_read.is_none() {
        return Finding::Unknown;
    }
    let copied = days.repositories_copied.map_or(0.0, |copied| copied.0);
    let secrets = days.secrets_read.map_or(0.0, |secrets| secrets.0);
    let is_most = days.repositories_visible.is_none_or(|visible| copied >= visible.0 * MIN_SHARE);
    let is_unclear = days.repositories_visible.is_none() && copied >= MANY && secrets < MANY;
    if is_unclear && !role_needs_access(case) {
        return Finding::Unknown;
    }
    let evidence = Evidence::about(["/endpoint/first_days".to_owned()])
        .with("repositories", copied.round())
        .with("secrets", secrets.round());
    let is_bulk = (copied >= MANY && is_most) || secrets >= MANY;
    match (is_bulk, role_needs_access(case)) {
        (true, false) => Finding::hit((copied + secrets) / 100.0, evidence),
        (true, true) => Finding::miss(evidence.worded("needed")),
        (false, _) => Finding::miss(evidence),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::facts::IpFacts;
    use crate::facts::NetworkKind::{self, Business, Residential};
    use crate::indicators::examples::Examples;
    use crate::indicators::fixture::Fixture;
    use crate::profile::CountryCode;

    fn endpoint(endpoint: Value) -> Fixture {
        Fixture::new(json!({ "endpoint": endpoint }))
    }

    pub(super) fn second_rmm_tool_on_issued_device() -> Examples {
        let tools = |tools: Value, role_requires_access: bool| {
            endpoint(json!({
                "devices": [{ "remote_control_tools": tools }],
                "first_days": { "role_requires_access": role_requires_access },
            }))
        };
        Examples::new()
            .hit("two tools, one of them twice", tools(json!(["ToolA", "toola", "ToolB"]), false))
            .value(2.0)
            .says("2 remote-control tools that the employer did not install are on issued devices: ToolA and ToolB.")
            .hit("one tool", tools(json!(["ToolA"]), false))
            .says("A remote-control tool that the employer did not install is on an issued device: ToolA.")
            .miss("no tools", tools(json!([]), false))
            .says("No remote-control tool was on the issued devices, except those that the employer installed.")
            .miss("one tool, and the role needs it", tools(json!(["ToolA"]), true))
            .says("The remote-control tool ToolA is on an issued device, but the applicant’s role needs this kind of tool.")
            .unknown("no one looked", tools(Value::Null, false))
            .innocent("an operator whose work it is", tools(json!(["ToolA", "ToolB"]), true))
    }

    pub(super) fn ip_kvm_hardware_attached() -> Examples {
        let devices = |attached: &[Option<bool>]| {
            let device = |attached: &Option<bool>| json!({ "ip_kvm": attached });
            endpoint(json!({ "devices": attached.iter().map(device).collect::<Vec<_>>() }))
        };
        Examples::new()
            .hit("attached to the only device", devices(&[Some(true)]))
            .says("An IP-KVM adapter, which allows remote control, is attached to the issued device.")
            .hit("attached to one of two devices", devices(&[Some(false), Some(true)]))
            .pointers(&["/endpoint/devices/1/ip_kvm"])
            .says("An IP-KVM adapter, which allows remote control, is attached to 1 of 2 issued devices.")
            .hit("attached to both devices", devices(&[Some(true), Some(true)]))
            .says("An IP-KVM adapter, which allows remote control, is attached to both issued devices.")
            .miss("not attached", devices(&[Some(false)]))
            .says("No IP-KVM adapter is attached to the issued device.")
            .miss("not attached to two devices", devices(&[Some(false), Some(false)]))
            .says("No IP-KVM adapter is attached to any of the 2 issued devices.")
            .unknown("no one looked", devices(&[None]))
            .unknown("no issued devices", devices(&[]))
            .innocent("an adapter in the cellar, on no issued device", devices(&[]))
    }

    pub(super) fn device_geo_never_matches_login_geo() -> Examples {
        let unlocated = |country: &str| {
            let session = |i: usize| json!({ "started_at": format!("2026-05-{:02}T09:00:00Z", i + 2), "ip": format!("192.0.2.{}", i + 10) });
            Fixture::new(json!({
                "endpoint": { "devices": [{ "country": country, "issued_at": "2026-05-01T00:00:00Z" }] },
                "sessions": (0..3).map(session).collect::<Vec<_>>(),
            }))
        };
        let from_brazil = |country: &str, network: NetworkKind| {
            let mut case = unlocated(country);
            for facts in &mut case.facts.sessions {
                let (country, network) = (CountryCode::parse("BR"), Some(network));
                facts.ip = Some(IpFacts { country, network, ..IpFacts::default() });
            }
            case
        };
        Examples::new()
            .hit("a device far from every sign-in", from_brazil("US", Residential))
            .value(3.0)
            .says("The issued device is in the United States, but all 3 sign-ins came from Brazil.")
            .miss("a device where the sign-ins come from", from_brazil("BR", Residential))
            .says("All 3 sign-ins came from Brazil, where the issued device is.")
            .unknown("a company's network", from_brazil("US", Business))
            .unknown("no one knows where the addresses are", unlocated("US"))
            .innocent("a company's network in another country", from_brazil("US", Business))
    }

    pub(super) fn bulk_repo_or_secret_access_early() -> Examples {
        let first = |days: Value| endpoint(json!({ "first_days": days }));
        let operator = json!({ "repositories_copied": 80, "repositories_visible": 90, "role_requires_access": true });
        Examples::new()
            .hit(
                "most repositories",
                first(json!({ "repositories_copied": 80, "repositories_visible": 90 })),
            )
            .value(0.8)
            .says("In the first week, the applicant copied 80 repositories and read no secrets.")
            .hit("forty secrets", first(json!({ "repositories_copied": 1, "secrets_read": 40 })))
            .says("In the first week, the applicant copied one repository and read 40 secrets.")
            .hit("only secrets are known", first(json!({ "secrets_read": 40 })))
            .miss(
                "a few of many",
                first(json!({ "repositories_copied": 25, "repositories_visible": 900 })),
            )
            .miss("three repositories", first(json!({ "repositories_copied": 3 })))
            .says("In the first week, the applicant copied 3 repositories and read no secrets.")
            .miss(
                "the role needs it",
                first(json!({ "repositories_copied": 80, "role_requires_access": true })),
            )
            .says(
                "In the first week, the applicant copied 80 repositories and read no secrets, \
                 which the role needs.",
            )
            .unknown("only the role is known", first(json!({ "role_requires_access": true })))
            .innocent("an operator's task", first(operator))
    }
}
