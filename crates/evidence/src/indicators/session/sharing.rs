//! What sign-ins have in common with those of other accounts.

use std::net::IpAddr;

use chrono::Duration;

use super::super::sharing::weigh_sharing;
use super::super::{Case, Family, Indicator, MissRule, Scope, Usage};
use super::places::network;
use crate::facts::NetworkKind;
use crate::finding::Finding;
use crate::identifier::IdentifierKind;
use crate::links::Shared;

/// Every indicator of this file.
pub(in crate::indicators) const INDICATORS: &[Indicator] =
    &[SHARED_DEVICE_ACROSS_ACCOUNTS, PERSONA_CROSS_LOGIN_IN_ONE_SESSION, SHARED_IP_ACROSS_ACCOUNTS];

const SHARED_DEVICE_ACROSS_ACCOUNTS: Indicator = Indicator {
    id: "shared_device_across_accounts",
    family: Family::Session,
    cause: None,
    usage: Usage::Use,
    scope: Scope::CrossAccount,
    strength: 5,
    observed: "Two or more applicants use the same device.",
    unit: "other applicants",
    question: "Which device does the applicant sign in with? Send `sessions[].device_id`.",
    innocent_explanations: "Households, agencies, shared or coworking computers, internet cafes, and recruiters who sign in for candidates.",
    how_to_verify: "Ask both applicants for live video with their documents, at the same time and on their own devices.",
    sources: &["US2022", "JP24", "ROK22", "SAR"],
    wording: "
    .hit = A device of the applicant was also used by { other-applicants }.
    .miss = { $own ->
        [one] The applicant’s device was
       *[other] The applicant’s devices were
    } used { by-too-few-applicants }.
",
    miss: MissRule::Counts,
    observe: shared_device_across_accounts,
    #[cfg(test)]
    examples: tests::shared_device_across_accounts,
};

const PERSONA_CROSS_LOGIN_IN_ONE_SESSION: Indicator = Indicator {
    id: "persona_cross_login_in_one_session",
    family: Family::Session,
    cause: None,
    usage: Usage::Use,
    scope: Scope::CrossAccount,
    strength: 5,
    observed: "Two or more applicants sign in within the same browser session.",
    unit: "other applicants",
    question: "In which browser session did the applicant sign in? Send `sessions[].browser_session_id`.",
    innocent_explanations: "Recruiters and agencies who act with consent, and families.",
    how_to_verify: "Ask both applicants for live video at the same time. Check which account acted when in the shared browser.",
    sources: &["SEAL", "US2022", "RF26"],
    wording: "
    .hit = A browser session of the applicant was also used by { other-applicants }.
    .miss = { $own ->
        [one] The applicant’s browser session was
       *[other] The applicant’s browser sessions were
    } used { by-too-few-applicants }.
",
    miss: MissRule::Counts,
    observe: persona_cross_login_in_one_session,
    #[cfg(test)]
    examples: tests::persona_cross_login_in_one_session,
};

const SHARED_IP_ACROSS_ACCOUNTS: Indicator = Indicator {
    id: "shared_ip_across_accounts",
    family: Family::Session,
    cause: None,
    usage: Usage::Use,
    scope: Scope::CrossAccount,
    strength: 4,
    observed: "Three or more applicants sign in from the same private IP address within a month.",
    unit: "other applicants",
    question: "From which IP addresses does the applicant sign in, apart from VPNs and data centres? Send `sessions[].ip`.",
    innocent_explanations: "Mobile carriers, universities, offices, VPN exits and coworking spaces, where many people share an address.",
    how_to_verify: "Ask what kind of place the address belongs to (home, coworking, campus) and who else works there.",
    sources: &["US2022", "JP24", "ROK22", "ASH"],
    wording: "
    .hit = Within a month, the IP { $addresses_count ->
        [one] address { $addresses } was
       *[other] addresses { $addresses } were
    } also used by { other-applicants }.
    .miss = Within a month, the IP { $addresses_count ->
        [one] address { $addresses } was
       *[other] addresses { $addresses } were
    } used { by-too-few-applicants }.
",
    miss: MissRule::Counts,
    observe: shared_ip_across_accounts,
    #[cfg(test)]
    examples: tests::shared_ip_across_accounts,
};

fn shared_device_across_accounts(case: &Case<'_>) -> Finding {
    shared_with_strangers(case, IdentifierKind::Device)
}

fn persona_cross_login_in_one_session(case: &Case<'_>) -> Finding {
    shared_with_strangers(case, IdentifierKind::BrowserSession)
}

/// For identifiers that mean nothing to a reader. The wording can use `$own`, the number that the applicant has.
fn shared_with_strangers(case: &Case<'_>, kind: IdentifierKind) -> Finding {
    let own: Vec<_> = case.links.of_kind(kind).collect();
    weigh_sharing(&own, 1.0).with("own", own.len())
}

/// Two others within a month on the same home line are a hit; a single one is often a partner. Networks where many
/// strangers share an address are left out.
fn shared_ip_across_accounts(case: &Case<'_>) -> Finding {
    const MONTH: Duration = Duration::days(30);
    const MIN_OTHERS: f64 = 2.0;
    let is_crowd = |pointer: &str| {
        let facts = session_index(pointer).and_then(|index| case.facts.sessions.get(index));
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
    let within_a_month = |shared: &Shared| {
        let mut recent = shared.clone();
        recent.others.retain(|other| (other.used_at - shared.used_at).abs() <= MONTH);
        recent
    };
    let recent: Vec<Shared> = (case.links.of_kind(IdentifierKind::Ip))
        .filter(|shared| !is_crowd(&shared.pointer))
        .map(within_a_month)
        .collect();
    let recent: Vec<&Shared> = recent.iter().collect();
    weigh_sharing(&recent, MIN_OTHERS).with("addresses", addresses(case, &recent))
}

fn session_index(pointer: &str) -> Option<usize> {
    pointer.strip_prefix("/sessions/")?.split('/').next()?.parse().ok()
}

/// The shared addresses, or all addresses if none is shared. IPv6 addresses are compared by network.
fn addresses(case: &Case<'_>, looked_up: &[&Shared]) -> Vec<String> {
    let is_shared = |shared: &Shared| shared.undeclared().next().is_some();
    let none_is_shared = !looked_up.iter().any(|shared| is_shared(shared));
    let mut addresses: Vec<String> = (looked_up.iter())
        .filter(|shared| none_is_shared || is_shared(shared))
        .filter_map(|shared| case.profile.sessions.get(session_index(&shared.pointer)?)?.ip)
        .map(|ip| match ip.0 {
            IpAddr::V4(ip) => ip.to_string(),
            IpAddr::V6(_) => format!("{}/64", network(ip.0)),
        })
        .collect();
    addresses.dedup();
    addresses
}

#[cfg(test)]
mod tests {
    use chrono::Duration;
    use serde_json::json;

    use crate::identifier::IdentifierKind;
    use crate::indicators::examples::Examples;
    use crate::indicators::fixture::Fixture;
    use crate::indicators::session::fixtures::{US, in_chicago, sessions};
    use crate::links::Declared;

    fn shared(kind: IdentifierKind, others: u128, declared: Option<Declared>) -> Fixture {
        Fixture::new(json!({})).sharing(kind, others, Duration::days(1), declared)
    }

    pub(super) fn shared_device_across_accounts() -> Examples {
        let device = |others, declared| shared(IdentifierKind::Device, others, declared);
        Examples::new()
            .hit("three strangers use the device", device(3, None))
            .says("A device of the applicant was also used by 3 other applicants.")
            .miss("no one else uses the device", device(0, None))
            .says("The applicant’s device was used by no other applicant.")
            .innocent("a household", device(3, Some(Declared::Relation)))
            .says("The applicant’s device was used only by applicants who declared the connection.")
            .innocent("an agency", device(3, Some(Declared::Agency)))
    }

    pub(super) fn persona_cross_login_in_one_session() -> Examples {
        let browser = |others, declared| shared(IdentifierKind::BrowserSession, others, declared);
        Examples::new()
            .hit("three strangers use the browser session", browser(3, None))
            .says("A browser session of the applicant was also used by 3 other applicants.")
            .miss("no one else uses the browser session", browser(0, None))
            .says("The applicant’s browser session was used by no other applicant.")
            .innocent("a recruiter with consent", browser(3, Some(Declared::Agency)))
    }

    pub(super) fn shared_ip_across_accounts() -> Examples {
        let line = |address: &str, others, days_ago| {
            let ago = Duration::days(days_ago);
            let mut case = in_chicago(sessions(&[address], 2, 14, 2));
            case = case.sharing(IdentifierKind::Ip, others, ago, None);
            "/sessions/0/ip".clone_into(&mut case.links.shared[0].pointer);
            case
        };
        Examples::new()
            .hit("four strangers on a home line", line(US, 4, 3))
            .says("Within a month, the IP address 192.0.2.1 was also used by 4 other applicants.")
            .hit("four strangers in an IPv6 network", line("2001:db8::7", 4, 3))
            .says("Within a month, the IP address 2001:db8::/64 was also used by 4 other applicants.")
            .miss("a couple", line(US, 1, 3))
            .says("Within a month, the IP address 192.0.2.1 was used only by one other applicant, too few to count.")
            .miss("the line went to someone else", line(US, 4, 90))
            .says("Within a month, the IP address 192.0.2.1 was used by no other applicant.")
            .unknown("a university", line("192.0.2.129", 4, 3))
            .innocent("many people on a campus", line("192.0.2.129", 4, 3))
    }
}
