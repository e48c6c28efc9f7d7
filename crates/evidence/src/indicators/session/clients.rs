//! What the sign-ins come through: networks and clients.

use super::super::reading::{Seen, sessions, share, signal};
use super::super::{Case, Family, Indicator, MissRule, Scope, Usage};
use crate::facts::NetworkKind;
use crate::finding::Finding;

/// Every indicator of this file.
pub(in crate::indicators) const INDICATORS: &[Indicator] = &[
    IP_COMMERCIAL_VPN_OR_DATACENTER,
    IP_RESIDENTIAL_PROXY,
    REMOTE_DESKTOP_OR_SCREEN_SHARE_IN_USE,
    VM_OR_EMULATOR_CLIENT,
    ANTIDETECT_MULTI_ACCOUNT_BROWSER,
    APPLICATION_FORM_AUTOMATION,
];

const IP_COMMERCIAL_VPN_OR_DATACENTER: Indicator = Indicator {
    id: "ip_commercial_vpn_or_datacenter",
    family: Family::Session,
    usage: Usage::Use,
    scope: Scope::Profile,
    strength: 2,
    observed: "Sign-up/login from commercial VPN, VPS or hosting ASN.",
    unit: "share of sessions",
    question: "Which networks do the addresses belong to? Import network lists or an anonymous-IP file.",
    innocent_explanations: "Very common: privacy users, corporate VPN, people in censored countries.",
    how_to_verify: "Ask for one session without VPN from the claimed place, on live video.",
    sources: &["US2022", "JP24", "ROK22", "BFV24", "MS25", "OWN"],
    wording: "",
    miss: MissRule::Counts,
    observe: ip_commercial_vpn_or_datacenter,
    #[cfg(test)]
    examples: None,
};

const IP_RESIDENTIAL_PROXY: Indicator = Indicator {
    id: "ip_residential_proxy",
    family: Family::Session,
    usage: Usage::Use,
    scope: Scope::Profile,
    strength: 3,
    observed: "Login through a residential-proxy network.",
    unit: "share of sessions",
    question: "Do the addresses belong to a residential proxy network? Send `sessions[].client.residential_proxy` or import lists.",
    innocent_explanations: "Infected home routers, ad-tech proxies, travellers.",
    how_to_verify: "Ask for one session from another connection, such as a phone's, on live video from the claimed place.",
    sources: &["IBM26", "GLAB26", "DI26"],
    wording: "",
    miss: MissRule::Counts,
    observe: ip_residential_proxy,
    #[cfg(test)]
    examples: None,
};

const REMOTE_DESKTOP_OR_SCREEN_SHARE_IN_USE: Indicator = Indicator {
    id: "remote_desktop_or_screen_share_in_use",
    family: Family::Session,
    usage: Usage::Use,
    scope: Scope::Profile,
    strength: 4,
    observed: "Client shows remote-control artefacts (virtual display, RDP/AnyDesk/CRD helper ports, uniform input cadence).",
    unit: "share of sessions",
    question: "Was the machine operated from elsewhere? Send `sessions[].client.remote_desktop`.",
    innocent_explanations: "Accessibility tools, corporate VDI, IT support.",
    how_to_verify: "Ask for live work on camera at the machine itself; ask whether an employer's VDI or an accessibility tool is in use.",
    sources: &["US2022", "PSA24", "DFS24", "CS26", "RF26", "SAR"],
    wording: "",
    miss: MissRule::Counts,
    observe: remote_desktop_or_screen_share_in_use,
    #[cfg(test)]
    examples: None,
};

const VM_OR_EMULATOR_CLIENT: Indicator = Indicator {
    id: "vm_or_emulator_client",
    family: Family::Session,
    usage: Usage::Use,
    scope: Scope::Profile,
    strength: 3,
    observed: "Virtual machine, Android emulator or cloud phone at signup/login.",
    unit: "share of sessions",
    question: "Did the client run in a virtual machine or emulator? Send `sessions[].client.virtual_machine`.",
    innocent_explanations: "Developers, QA, privacy users.",
    how_to_verify: "Ask why, and for one session from the machine itself.",
    sources: &["RF26", "GLAB26", "SAR"],
    wording: "",
    miss: MissRule::Counts,
    observe: vm_or_emulator_client,
    #[cfg(test)]
    examples: None,
};

const ANTIDETECT_MULTI_ACCOUNT_BROWSER: Indicator = Indicator {
    id: "antidetect_multi_account_browser",
    family: Family::Session,
    usage: Usage::Use,
    scope: Scope::Profile,
    strength: 4,
    observed: "Fingerprint artefacts of anti-detect or multi-profile browsers.",
    unit: "share of sessions",
    question: "Is the browser made for running many identities? Send `sessions[].client.antidetect_browser`.",
    innocent_explanations: "Affiliate marketers, privacy tools, agencies.",
    how_to_verify: "Ask which browser is used and why; ask for one session in an ordinary browser.",
    sources: &["RF26", "SPY25"],
    wording: "",
    miss: MissRule::Counts,
    observe: antidetect_multi_account_browser,
    #[cfg(test)]
    examples: None,
};

const APPLICATION_FORM_AUTOMATION: Indicator = Indicator {
    id: "application_form_automation",
    family: Family::Session,
    usage: Usage::ContextOnly,
    scope: Scope::Profile,
    strength: 3,
    observed: "Scripted form fill, paste-only input, sub-human completion time.",
    unit: "share of sessions",
    question: "Did a script drive the browser? Send `sessions[].client.automation`.",
    innocent_explanations: "Autofill, auto-apply services used by genuine seekers, disability tools.",
    how_to_verify: "Ask which tool fills the forms.",
    sources: &["SAR", "RF26"],
    wording: "",
    miss: MissRule::Counts,
    observe: application_form_automation,
    #[cfg(test)]
    examples: None,
};

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
