//! The networks and clients of sign-ins.

use super::super::reading::{ObservedSession, client_signal, sessions, share_of_sessions};
use super::super::{Case, Family, Indicator, MissRule, Scope, Usage};
use crate::facts::NetworkKind;
use crate::finding::Finding;
use crate::profile::sessions::ClientSignals;

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
    cause: None,
    usage: Usage::Use,
    scope: Scope::Profile,
    strength: 2,
    observed: "Many sign-ins come through a commercial VPN, Tor or a data centre.",
    unit: "share of sessions",
    question: "Which networks do the addresses belong to? Import network lists or an anonymous-IP file.",
    innocent_explanations: "Very common: people who protect their privacy, company VPNs, and people in censored countries.",
    how_to_verify: "Ask for a session without a VPN from the claimed place, on live video.",
    sources: &["US2022", "JP24", "ROK22", "BFV24", "MS25", "OWN"],
    wording: "
    .hit = { some-sessions } came through a VPN, Tor or a data centre.
    .miss = { $part ->
        [none] { some-sessions }
       *[some] Only { $count } of { $total } sessions
    } came through a VPN, Tor or a data centre.
",
    miss: MissRule::Counts,
    observe: ip_commercial_vpn_or_datacenter,
    #[cfg(test)]
    examples: tests::ip_commercial_vpn_or_datacenter,
};

const IP_RESIDENTIAL_PROXY: Indicator = Indicator {
    id: "ip_residential_proxy",
    family: Family::Session,
    cause: None,
    usage: Usage::Use,
    scope: Scope::Profile,
    strength: 3,
    observed: "The applicant signs in through a residential proxy network.",
    unit: "share of sessions",
    question: "Do the addresses belong to a residential proxy network? Send `sessions[].client.residential_proxy` or import lists.",
    innocent_explanations: "Infected home routers, proxies for advertising research, and travellers.",
    how_to_verify: "Ask for a session over another connection, such as a phone's, on live video from the claimed place.",
    sources: &["IBM26", "GLAB26", "DI26"],
    wording: "
    .hit = { some-sessions } came through a residential proxy.
    .miss = { some-sessions } came through a residential proxy.
",
    miss: MissRule::Counts,
    observe: ip_residential_proxy,
    #[cfg(test)]
    examples: tests::ip_residential_proxy,
};

const REMOTE_DESKTOP_OR_SCREEN_SHARE_IN_USE: Indicator = Indicator {
    id: "remote_desktop_or_screen_share_in_use",
    family: Family::Session,
    cause: None,
    usage: Usage::Use,
    scope: Scope::Profile,
    strength: 4,
    observed: "The client shows signs of remote control, such as a remote-desktop tool, and its clock, address or browser contradicts the claims as well.",
    unit: "share of sessions",
    question: "Was the machine controlled from elsewhere? Send `sessions[].client.remote_desktop`.",
    innocent_explanations: "Accessibility tools, company desktops in a data centre, and IT support. Remote control alone does not count.",
    how_to_verify: "Ask for live work on camera at the machine itself. Ask about accessibility tools and virtual desktops of an employer.",
    sources: &["US2022", "PSA24", "DFS24", "CS26", "RF26", "SAR"],
    wording: "
    .hit = { some-sessions } showed a shared screen or remote control of the machine, and { $sign ->
        [browser] a browser made for many identities.
        [clock] a clock that differs from the time in the claimed place.
        [address] an IP address in another country than claimed.
       *[several] also a clock, an IP address or a browser that contradicts the claims.
    }
    .alone = { some-sessions } showed a shared screen or remote control of the machine. No clock, IP address or browser in them contradicts the claims.
    .miss = { some-sessions } showed a shared screen or remote control of the machine.
",
    miss: MissRule::Ignored,
    observe: remote_desktop_or_screen_share_in_use,
    #[cfg(test)]
    examples: tests::remote_desktop_or_screen_share_in_use,
};

const VM_OR_EMULATOR_CLIENT: Indicator = Indicator {
    id: "vm_or_emulator_client",
    family: Family::Session,
    cause: None,
    usage: Usage::Use,
    scope: Scope::Profile,
    strength: 3,
    observed: "The applicant signs in from a virtual machine, an emulator or a cloud phone.",
    unit: "share of sessions",
    question: "Did the client run in a virtual machine or emulator? Send `sessions[].client.virtual_machine`.",
    innocent_explanations: "Developers, testers, and people who protect their privacy.",
    how_to_verify: "Ask for the reason, and for a session from the machine itself.",
    sources: &["RF26", "GLAB26", "SAR"],
    wording: "
    .hit = { some-sessions } ran in a virtual machine, an emulator or a cloud phone.
    .miss = { some-sessions } ran in a virtual machine, an emulator or a cloud phone.
",
    miss: MissRule::Counts,
    observe: vm_or_emulator_client,
    #[cfg(test)]
    examples: tests::vm_or_emulator_client,
};

const ANTIDETECT_MULTI_ACCOUNT_BROWSER: Indicator = Indicator {
    id: "antidetect_multi_account_browser",
    family: Family::Session,
    cause: None,
    usage: Usage::Use,
    scope: Scope::Profile,
    strength: 4,
    observed: "The browser shows signs of a tool for running many identities.",
    unit: "share of sessions",
    question: "Is the browser made for many identities? Send `sessions[].client.antidetect_browser`.",
    innocent_explanations: "Affiliate marketers, privacy tools, and agencies.",
    how_to_verify: "Ask which browser is used and why. Ask for a session in an ordinary browser.",
    sources: &["RF26", "SPY25"],
    wording: "
    .hit = { some-sessions } used a browser made for many identities.
    .miss = { some-sessions } used a browser made for many identities.
",
    miss: MissRule::Counts,
    observe: antidetect_multi_account_browser,
    #[cfg(test)]
    examples: tests::antidetect_multi_account_browser,
};

const APPLICATION_FORM_AUTOMATION: Indicator = Indicator {
    id: "application_form_automation",
    family: Family::Session,
    cause: None,
    usage: Usage::ContextOnly,
    scope: Scope::Profile,
    strength: 3,
    observed: "A script fills in the forms, faster than a person can.",
    unit: "share of sessions",
    question: "Did a script drive the browser? Send `sessions[].client.automation`.",
    innocent_explanations: "Autofill, services that apply for genuine job seekers, and tools for people with disabilities.",
    how_to_verify: "Ask which tool fills the forms.",
    sources: &["SAR", "RF26"],
    wording: "
    .hit = { some-sessions } used a script to control the browser.
    .miss = { some-sessions } used a script to control the browser.
",
    miss: MissRule::Counts,
    observe: application_form_automation,
    #[cfg(test)]
    examples: tests::application_form_automation,
};

/// Sessions on networks of these kinds, or of which the client says so, among sessions of which either is known.
fn on_networks(
    case: &Case<'_>,
    kinds: &[NetworkKind],
    stated: fn(&ClientSignals) -> Option<bool>,
    min_share: f64,
) -> Finding {
    let is_on = |session: &ObservedSession<'_>| {
        let network = session.facts.ip.as_ref().and_then(|ip| ip.network);
        let listed = network.map(|network| kinds.contains(&network));
        let is_shared = matches!(network, Some(NetworkKind::PrivacyRelay | NetworkKind::Business));
        // Detectors take relays and company networks for VPNs.
        let stated = session.session.client.as_ref().and_then(stated).filter(|_| !is_shared);
        listed.max(stated)
    };
    let known: Vec<ObservedSession<'_>> =
        sessions(case).into_iter().filter(|session| is_on(session).is_some()).collect();
    let hits: Vec<ObservedSession<'_>> =
        known.iter().filter(|session| is_on(session) == Some(true)).copied().collect();
    let is_looked_up = |session: &ObservedSession<'_>| {
        session.facts.ip.as_ref().is_some_and(|ip| ip.network.is_some())
    };
    let field = if known.iter().all(is_looked_up) { "ip" } else { "client" };
    share_of_sessions(&hits, &known, 1, min_share, field)
}

fn ip_commercial_vpn_or_datacenter(case: &Case<'_>) -> Finding {
    const KINDS: [NetworkKind; 3] = [NetworkKind::Vpn, NetworkKind::Hosting, NetworkKind::Tor];
    on_networks(case, &KINDS, |client| client.vpn, 0.3)
}

fn ip_residential_proxy(case: &Case<'_>) -> Finding {
    const KINDS: [NetworkKind; 1] = [NetworkKind::ResidentialProxy];
    on_networks(case, &KINDS, |client| client.residential_proxy, 0.3)
}

/// Blind people, help desks and company desktops need remote control. Only with a contradiction in the same session does
/// it suggest that the person is somewhere else.
fn remote_desktop_or_screen_share_in_use(case: &Case<'_>) -> Finding {
    let remote = |session: &ObservedSession<'_>| session.session.client.as_ref()?.remote_desktop;
    let known: Vec<ObservedSession<'_>> =
        sessions(case).into_iter().filter(|session| remote(session).is_some()).collect();
    let controlled: Vec<ObservedSession<'_>> =
        known.iter().filter(|session| remote(session) == Some(true)).copied().collect();
    let signs: Vec<(ObservedSession<'_>, &str)> = (controlled.iter())
        .filter_map(|session| Some((*session, contradiction(case, session)?)))
        .collect();
    let field = "client/remote_desktop";
    let Some((_, first)) = signs.first() else {
        let finding = share_of_sessions(&controlled, &known, 1, f64::INFINITY, field);
        return if controlled.is_empty() { finding } else { finding.worded("alone") };
    };
    let sign = if signs.iter().all(|(_, sign)| sign == first) { first } else { "several" };
    let hits: Vec<ObservedSession<'_>> = signs.iter().map(|(session, _)| *session).collect();
    share_of_sessions(&hits, &known, 1, f64::MIN_POSITIVE, field).with("sign", sign)
}

/// What else in a session contradicts the claims.
fn contradiction(case: &Case<'_>, session: &ObservedSession<'_>) -> Option<&'static str> {
    let client = session.session.client.as_ref();
    let is_disguised = client.is_some_and(|client| client.antidetect_browser == Some(true));
    let is_elsewhere = session.is_elsewhere(case) == Some(true);
    match (is_disguised, session.is_clock_off(), is_elsewhere) {
        (false, false, false) => None,
        (true, false, false) => Some("browser"),
        (false, true, false) => Some("clock"),
        (false, false, true) => Some("address"),
        _ => Some("several"),
    }
}

fn vm_or_emulator_client(case: &Case<'_>) -> Finding {
    client_signal(case, "virtual_machine", |client| client.virtual_machine)
}

fn antidetect_multi_account_browser(case: &Case<'_>) -> Finding {
    client_signal(case, "antidetect_browser", |client| client.antidetect_browser)
}

fn application_form_automation(case: &Case<'_>) -> Finding {
    client_signal(case, "automation", |client| client.automation)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::indicators::examples::Examples;
    use crate::indicators::fixture::Fixture;
    use crate::indicators::session::fixtures::{
        CN, US, US_PROXY, US_RELAY, US_VPN, from_addresses, in_chicago, sessions,
    };

    fn at(address: &str, count: usize) -> Fixture {
        in_chicago(sessions(&[address], count, 14, 2))
    }

    pub(super) fn ip_commercial_vpn_or_datacenter() -> Examples {
        Examples::new()
            .hit("every session is on a VPN", at(US_VPN, 6))
            .says("All 6 sessions came through a VPN, Tor or a data centre.")
            .hit("half of them are", from_addresses(&[US, US_VPN]))
            .says("1 of 2 sessions came through a VPN, Tor or a data centre.")
            .miss("no session is on a VPN", at(US, 6))
            .says("None of the 6 sessions came through a VPN, Tor or a data centre.")
            .miss("one of five sessions", from_addresses(&[US, US, US, US, US_VPN]))
            .says("Only 1 of 5 sessions came through a VPN, Tor or a data centre.")
            .miss("a vendor's relay is no VPN", at(US_RELAY, 6))
            .hit("the client says so", detected(&json!({ "vpn": true })))
            .miss("the client says that it is none", detected(&json!({ "vpn": false })))
            .unknown("a network of unknown kind", detected(&json!({})))
            .innocent("a vendor's privacy relay", at(US_RELAY, 6))
    }

    pub(super) fn ip_residential_proxy() -> Examples {
        Examples::new()
            .hit("every address is listed as a proxy", at(US_PROXY, 6))
            .says("All 6 sessions came through a residential proxy.")
            .hit("the client says so", detected(&json!({ "residential_proxy": true })))
            .value(1.0)
            .miss("no address is listed", at(US, 6))
            .says("None of the 6 sessions came through a residential proxy.")
            .miss("the client does not say so", detected(&json!({ "residential_proxy": false })))
            .unknown("no one looked", detected(&json!({})))
            .innocent(
                "a router that was infected for a day",
                from_addresses(&[US, US, US, US, US_PROXY]),
            )
            .says("1 of 5 sessions came through a residential proxy.")
    }

    fn detected(client: &Value) -> Fixture {
        let session = json!({ "started_at": "2026-05-01T10:00:00Z", "client": client });
        Fixture::new(json!({ "sessions": [session] }))
    }

    /// Ten sessions, one of them with the signal.
    fn once(field: &str) -> Fixture {
        let session = |i: usize| json!({ "started_at": format!("2026-05-{:02}T10:00:00Z", i + 1), "client": { field: i == 0 } });
        Fixture::new(json!({ "sessions": (0..10).map(session).collect::<Vec<_>>() }))
    }

    /// The examples of a signal, with the sentences of the hit, the miss and the innocent explanation.
    fn signal(field: &str, says: [&'static str; 3], innocent: &'static str) -> Examples {
        Examples::new()
            .hit("the client says so", detected(&json!({ field: true })))
            .value(1.0)
            .says(says[0])
            .miss("the client does not say so", detected(&json!({ field: false })))
            .says(says[1])
            .unknown("no one looked", detected(&json!({})))
            .innocent(innocent, once(field))
            .says(says[2])
    }

    pub(super) fn remote_desktop_or_screen_share_in_use() -> Examples {
        let remote = |address: &str, fields: Value| {
            let mut session = json!({ "started_at": "2026-05-01T10:00:00Z", "ip": address, "client": { "remote_desktop": true } });
            for (name, value) in fields.as_object().unwrap() {
                session[name] = value.clone();
            }
            session
        };
        let at_home = || in_chicago(json!([remote(US, json!({}))]));
        let antidetect =
            json!({ "client": { "remote_desktop": true, "antidetect_browser": true } });
        let tokyo = json!({ "time_zone": "Asia/Tokyo" });
        Examples::new()
            .hit("the address is in another country", in_chicago(json!([remote(CN, json!({}))])))
            .value(1.0)
            .says("The only session showed a shared screen or remote control of the machine, and an IP address in another country than claimed.")
            .hit("the clock differs", in_chicago(json!([remote(US, tokyo.clone())])))
            .says("The only session showed a shared screen or remote control of the machine, and a clock that differs from the time in the claimed place.")
            .hit("the browser is made for many identities", in_chicago(json!([remote(US, antidetect.clone())])))
            .says("The only session showed a shared screen or remote control of the machine, and a browser made for many identities.")
            .hit("two signs in two sessions", in_chicago(json!([remote(US, antidetect), remote(US, tokyo)])))
            .says("Both sessions showed a shared screen or remote control of the machine, and also a clock, an IP address or a browser that contradicts the claims.")
            .miss("at home and on the clock of home", at_home())
            .says("The only session showed a shared screen or remote control of the machine. No clock, IP address or browser in them contradicts the claims.")
            .miss("a privacy browser that reports UTC", in_chicago(json!([remote(US, json!({ "time_zone": "UTC" }))])))
            .miss("the client does not say so", detected(&json!({ "remote_desktop": false })))
            .says("No session showed a shared screen or remote control of the machine.")
            .unknown("no one looked", detected(&json!({})))
            .innocent("a blind person who works on a remote machine", at_home())
    }

    pub(super) fn vm_or_emulator_client() -> Examples {
        let says = [
            "The only session ran in a virtual machine, an emulator or a cloud phone.",
            "No session ran in a virtual machine, an emulator or a cloud phone.",
            "1 of 10 sessions ran in a virtual machine, an emulator or a cloud phone.",
        ];
        signal("virtual_machine", says, "a developer who tried something once")
    }

    pub(super) fn antidetect_multi_account_browser() -> Examples {
        let says = [
            "The only session used a browser made for many identities.",
            "No session used a browser made for many identities.",
            "1 of 10 sessions used a browser made for many identities.",
        ];
        signal("antidetect_browser", says, "a privacy tool that was tried once")
    }

    pub(super) fn application_form_automation() -> Examples {
        let says = [
            "The only session used a script to control the browser.",
            "No session used a script to control the browser.",
            "1 of 10 sessions used a script to control the browser.",
        ];
        signal("automation", says, "a form that was filled by the browser once")
    }
}
