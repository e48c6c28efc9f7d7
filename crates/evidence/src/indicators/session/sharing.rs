//! What sign-ins have in common with those of other accounts.

use std::net::IpAddr;

use super::super::sharing::weigh_sharing;
use super::super::{Case, Family, Indicator, MissRule, Scope, Usage};
use super::places::network;
use crate::finding::Finding;
use crate::identifier::IdentifierKind;
use crate::links::Shared;

/// Every indicator of this file.
pub(in crate::indicators) const INDICATORS: &[Indicator] = &[
    SHARED_DEVICE_ACROSS_ACCOUNTS,
    PERSONA_CROSS_LOGIN_IN_ONE_SESSION,
    SHARED_IP_ACROSS_ACCOUNTS,
    ACCOUNTS_ON_ONE_CLOUD_MACHINE,
];

const ACCOUNTS_ON_ONE_CLOUD_MACHINE: Indicator = Indicator {
    id: "accounts_on_one_cloud_machine",
    family: Family::Session,
    usage: Usage::UseCrossAccountOnly,
    scope: Scope::CrossAccount,
    cause: None,
    strength: 4,
    observed: "Several accounts are used in the same days from one cloud machine: the same device behind the same address of a data centre.",
    unit: "strength of the link, from 0 to 1",
    question: "Which device and address does the applicant sign in with? Send `sessions[].device_id` and `sessions[].ip`, and give the service a list of networks.",
    innocent_explanations: "Agencies with a shared desktop, and one employer’s virtual desktops.",
    how_to_verify: "Ask who runs the machine and why the applicant uses it. Ask both applicants for live video at the same time.",
    sources: &["FLI26"],
    wording: "
    .hit = A cloud machine of the applicant was also used by { other-applicants } in the same days.
    .miss = { $own ->
        [one] The applicant’s cloud machine was
       *[other] The applicant’s cloud machines were
    } used { by-too-few-applicants } in the same days.
",
    miss: MissRule::Counts,
    observe: accounts_on_one_cloud_machine,
    #[cfg(test)]
    examples: tests::accounts_on_one_cloud_machine,
};

const SHARED_DEVICE_ACROSS_ACCOUNTS: Indicator = Indicator {
    id: "shared_device_across_accounts",
    family: Family::Session,
    cause: None,
    usage: Usage::Use,
    scope: Scope::CrossAccount,
    strength: 5,
    observed: "Two or more applicants use the same device.",
    unit: "strength of the link, from 0 to 1",
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
    unit: "strength of the link, from 0 to 1",
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
    observed: "Three or more applicants sign in from the same home line in the same days.",
    unit: "strength of the link, from 0 to 1",
    question: "From which home lines does the applicant sign in? Send `sessions[].ip`, and give the service a list of networks.",
    innocent_explanations: "Families, flatmates and hostels. Providers that put many homes behind one address.",
    how_to_verify: "Ask what kind of place the address belongs to (home, coworking, campus) and who else works there.",
    sources: &["US2022", "JP24", "ROK22", "ASH"],
    wording: "
    .hit = In the same days, the home { $addresses_count ->
        [one] line { $addresses } was
       *[other] lines { $addresses } were
    } also used by { other-applicants }.
    .miss = In the same days, the home { $addresses_count ->
        [one] line { $addresses } was
       *[other] lines { $addresses } were
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
    weigh_sharing(case, &own, 1).with("own", own.len())
}

/// Two others on the same home line in the same days are a hit; a single one is often a partner. A line counts only if
/// it is known to be a home's: carriers and VPNs put many strangers behind one address.
fn shared_ip_across_accounts(case: &Case<'_>) -> Finding {
    const MIN_OTHERS: usize = 2;
    let lines: Vec<&Shared> = case.links.of_kind(IdentifierKind::HomeLine).collect();
    weigh_sharing(case, &lines, MIN_OTHERS).with("addresses", addresses(case, &lines))
}

/// The same device behind the same address of a data centre. Each alone has innocent explanations: a reseller's image has
/// one fingerprint on many machines, and a data centre has many customers behind one address.
fn accounts_on_one_cloud_machine(case: &Case<'_>) -> Finding {
    let machines: Vec<&Shared> = case.links.of_kind(IdentifierKind::CloudMachine).collect();
    weigh_sharing(case, &machines, 1).with("own", machines.len())
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
    use crate::relation::Declared;

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
            .innocent("a confirmed household", device(3, Some(Declared::HOUSEHOLD)))
            .says("The applicant’s device was used only by other members of a confirmed agency or household (rel_00000000000000000000000000000002).")
            .innocent("a confirmed agency", device(3, Some(Declared::AGENCY)))
    }

    pub(super) fn persona_cross_login_in_one_session() -> Examples {
        let browser = |others, declared| shared(IdentifierKind::BrowserSession, others, declared);
        Examples::new()
            .hit("three strangers use the browser session", browser(3, None))
            .says("A browser session of the applicant was also used by 3 other applicants.")
            .miss("no one else uses the browser session", browser(0, None))
            .says("The applicant’s browser session was used by no other applicant.")
            .innocent("a recruiter of a confirmed agency", browser(3, Some(Declared::AGENCY)))
    }

    pub(super) fn accounts_on_one_cloud_machine() -> Examples {
        let machine = |others, declared| shared(IdentifierKind::CloudMachine, others, declared);
        Examples::new()
            .hit("three strangers use the machine", machine(3, None))
            .says("A cloud machine of the applicant was also used by 3 other applicants in the same days.")
            .miss("no one else uses the machine", machine(0, None))
            .says("The applicant’s cloud machine was used by no other applicant in the same days.")
            .unknown("no machine is known to be in a data centre", Fixture::new(json!({})))
            .innocent("an agency's shared desktop", machine(3, Some(Declared::AGENCY)))
    }

    pub(super) fn shared_ip_across_accounts() -> Examples {
        let line = |address: &str, others| {
            let case = in_chicago(sessions(&[address], 2, 14, 2));
            case.sharing_at("/sessions/0/ip", IdentifierKind::HomeLine, others, None)
        };
        let crowd = in_chicago(sessions(&["192.0.2.129"], 2, 14, 2));
        let crowd = crowd.sharing_at("/sessions/0/ip", IdentifierKind::Ip, 4, None);
        Examples::new()
            .hit("four strangers on a home line", line(US, 4))
            .says("In the same days, the home line 192.0.2.1 was also used by 4 other applicants.")
            .hit("four strangers in an IPv6 network", line("2001:db8::7", 4))
            .says("In the same days, the home line 2001:db8::/64 was also used by 4 other applicants.")
            .miss("a couple", line(US, 1))
            .says("In the same days, the home line 192.0.2.1 was used only by one other applicant, too few to count.")
            .miss("nobody else", line(US, 0))
            .says("In the same days, the home line 192.0.2.1 was used by no other applicant.")
            .unknown("the kind of network is unknown", crowd.clone())
            .innocent("many people behind one address", crowd)
    }
}
