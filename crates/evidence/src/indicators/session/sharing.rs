//! What sign-ins share with those of other accounts.

use chrono::Duration;

use super::super::sharing::{shared, weigh};
use super::super::{Case, Family, Indicator, MissRule, Scope, Usage};
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
    usage: Usage::Use,
    scope: Scope::CrossAccount,
    strength: 5,
    observed: "One device fingerprint signs in to 2+ accounts held under different names.",
    unit: "other applicants",
    question: "Which device does the applicant sign in with? Send `sessions[].device_id`.",
    innocent_explanations: "Households, agencies, shared/coworking PCs, internet cafes, recruiters logging in for candidates.",
    how_to_verify: "Ask both accounts for live video with their documents, on their own devices, at the same time.",
    sources: &["US2022", "JP24", "ROK22", "SAR"],
    wording: "",
    miss: MissRule::Counts,
    observe: shared_device_across_accounts,
    #[cfg(test)]
    examples: None,
};

const PERSONA_CROSS_LOGIN_IN_ONE_SESSION: Indicator = Indicator {
    id: "persona_cross_login_in_one_session",
    family: Family::Session,
    usage: Usage::Use,
    scope: Scope::CrossAccount,
    strength: 5,
    observed: "Same browser session or cookie jar signs in to different personas within minutes.",
    unit: "other applicants",
    question: "Which browser session were the sign-ins made in? Send `sessions[].browser_session_id`.",
    innocent_explanations: "Recruiters/agencies with consent; family.",
    how_to_verify: "Ask both accounts for live video at the same time; look at which account acted when in the shared browser.",
    sources: &["SEAL", "US2022", "RF26"],
    wording: "",
    miss: MissRule::Counts,
    observe: persona_cross_login_in_one_session,
    #[cfg(test)]
    examples: None,
};

const SHARED_IP_ACROSS_ACCOUNTS: Indicator = Indicator {
    id: "shared_ip_across_accounts",
    family: Family::Session,
    usage: Usage::Use,
    scope: Scope::CrossAccount,
    strength: 4,
    observed: "3+ unrelated accounts sign in from one non-shared IP inside a window.",
    unit: "other applicants",
    question: "From which addresses of their own, neither VPN nor data centre, does the applicant sign in? Send `sessions[].ip`.",
    innocent_explanations: "CGNAT/mobile carriers, universities, offices, VPN exits, coworking; needs IP-type discount.",
    how_to_verify: "Ask what kind of place the address is (home, coworking, campus) and whether the other account is known to them.",
    sources: &["US2022", "JP24", "ROK22", "ASH"],
    wording: "",
    miss: MissRule::Counts,
    observe: shared_ip_across_accounts,
    #[cfg(test)]
    examples: None,
};

fn shared_device_across_accounts(case: &Case<'_>) -> Finding {
    shared(case, IdentifierKind::Device, "seen on this device")
}

fn persona_cross_login_in_one_session(case: &Case<'_>) -> Finding {
    shared(case, IdentifierKind::BrowserSession, "seen in the same browser session")
}

/// Neighbours on one line are few; two others within a month on one home line are not. Addresses that
/// many strangers share tell nothing.
fn shared_ip_across_accounts(case: &Case<'_>) -> Finding {
    const MONTH: Duration = Duration::days(30);
    const OTHERS: f64 = 2.0;
    let crowd = |pointer: &str| {
        let index = pointer.strip_prefix("/sessions/").and_then(|rest| rest.split('/').next());
        let index = index.and_then(|index| index.parse::<usize>().ok());
        let facts = index.and_then(|index| case.facts.sessions.get(index));
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
    let lately = |one: &Shared| {
        let mut recent = one.clone();
        recent.others.retain(|other| (other.used_at - one.used_at).abs() <= MONTH);
        recent
    };
    let telling = |one: &&Shared| !crowd(&one.pointer);
    let recent: Vec<Shared> =
        case.links.of(IdentifierKind::Ip).filter(telling).map(lately).collect();
    let recent: Vec<&Shared> = recent.iter().collect();
    weigh(&recent, OTHERS, "seen at the same address within a month")
}
