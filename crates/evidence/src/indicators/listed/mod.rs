//! What the tenant's own threat lists say. No match on a list is not clearance: where no list of the kind
//! was consulted, or the profile has nothing to look up, nothing is known.

use std::collections::BTreeSet;

use super::reading::{Seen, count, ratio, sessions};
use super::{Case, Family, Indicator, MissRule, Scope, Usage};
use crate::finding::{Evidence, Finding};
use crate::lists::{ListKind, ListMeaning, Listed};

/// Every indicator of this file.
pub(super) const INDICATORS: &[Indicator] = &[
    IP_LISTED_ACTOR_VPN_EXIT,
    EMAIL_ON_THREAT_LIST,
    PAYOUT_ADDRESS_SANCTIONED,
    SHIP_ADDRESS_FORWARDER_OR_MAILBOX,
    LINKS_TO_FLAGGED_ACCOUNTS,
    REFERRAL_LINK_TO_FLAGGED_ACCOUNT,
];

const IP_LISTED_ACTOR_VPN_EXIT: Indicator = Indicator {
    id: "ip_listed_actor_vpn_exit",
    family: Family::Session,
    usage: Usage::Use,
    scope: Scope::Profile,
    strength: 4,
    observed: "Login IP on an operator-loaded list of exits used by the actor (Astrill and other listed nodes).",
    unit: "share of sessions",
    question: "Is there a list of exits that the actor uses? Import one of kind `ip` or `asn` with `POST /v1/lists`.",
    innocent_explanations: "Astrill is a mainstream VPN for people in China; IPs get recycled; list ages fast (public seed is 2024).",
    how_to_verify: "Ask which VPN is used and why; addresses change hands, so look at the entry's date.",
    sources: &["RF26", "DI26", "SEK26", "RAV25", "GLAB26"],
    wording: "",
    miss: MissRule::SaysNothing,
    observe: ip_listed_actor_vpn_exit,
    #[cfg(test)]
    examples: None,
};

const EMAIL_ON_THREAT_LIST: Indicator = Indicator {
    id: "email_on_threat_list",
    family: Family::Contact,
    usage: Usage::Use,
    scope: Scope::Profile,
    strength: 5,
    observed: "Email (or handle derived from it) on an operator-loaded published list.",
    unit: "entries",
    question: "Is there a list of reported addresses or handles? Import one of kind `email` or `handle`.",
    innocent_explanations: "Stolen-identity victims, wrong lists, list poisoning.",
    how_to_verify: "Ask whether the address was ever taken over; victims of stolen identities stand on lists too.",
    sources: &["RAV25", "OWN"],
    wording: "",
    miss: MissRule::SaysNothing,
    observe: email_on_threat_list,
    #[cfg(test)]
    examples: None,
};

const PAYOUT_ADDRESS_SANCTIONED: Indicator = Indicator {
    id: "payout_address_sanctioned",
    family: Family::Payout,
    usage: Usage::ComplianceRouteOnly,
    scope: Scope::Profile,
    strength: 5,
    observed: "Wallet or account on a sanctions list.",
    unit: "accounts",
    question: "Is there a sanctions list of wallets? Import one of kind `wallet` with the meaning `sanctions`.",
    innocent_explanations: "Dusting, recycled deposit addresses.",
    how_to_verify: "Hand it to the sanctions desk; do not decide here.",
    sources: &["US2022", "MSMT25"],
    wording: "",
    miss: MissRule::SaysNothing,
    observe: payout_address_sanctioned,
    #[cfg(test)]
    examples: None,
};

const SHIP_ADDRESS_FORWARDER_OR_MAILBOX: Indicator = Indicator {
    id: "ship_address_forwarder_or_mailbox",
    family: Family::Shipping,
    usage: Usage::Use,
    scope: Scope::Profile,
    strength: 4,
    observed: "Freight forwarder, virtual mailbox or CMRA.",
    unit: "addresses",
    question: "Is there a list of forwarders and mailboxes? Import one of kind `address` with the meaning `forwarder`.",
    innocent_explanations: "Expats, rural, nomads.",
    how_to_verify: "Ask for the street where they live; people abroad and in the country use forwarders.",
    sources: &["PSA23", "RF26"],
    wording: "",
    miss: MissRule::SaysNothing,
    observe: ship_address_forwarder_or_mailbox,
    #[cfg(test)]
    examples: None,
};

const LINKS_TO_FLAGGED_ACCOUNTS: Indicator = Indicator {
    id: "links_to_flagged_accounts",
    family: Family::CodeHosting,
    usage: Usage::Use,
    scope: Scope::CrossAccount,
    strength: 4,
    observed: "Follows, contributes with or is contributed to by confirmed accounts.",
    unit: "accounts",
    question: "Whom does the account follow, and who commits with it? Send `links.github.following` and `commits`; import a list of kind `handle`.",
    innocent_explanations: "Popular accounts; spam-follow hits innocents.",
    how_to_verify: "Ask how they know each other; well-known accounts are followed by many.",
    sources: &["SEAL", "GFA", "OWN"],
    wording: "",
    miss: MissRule::SaysNothing,
    observe: links_to_flagged_accounts,
    #[cfg(test)]
    examples: None,
};

const REFERRAL_LINK_TO_FLAGGED_ACCOUNT: Indicator = Indicator {
    id: "referral_link_to_flagged_account",
    family: Family::Resume,
    usage: Usage::Use,
    scope: Scope::CrossAccount,
    strength: 4,
    observed: "Referred by, or refers, accounts already confirmed.",
    unit: "accounts",
    question: "Who referred whom? Send `claims.referrals`; import a list of kind `account`.",
    innocent_explanations: "Innocent colleagues of an infiltrated firm: cap weight, never transitive.",
    how_to_verify: "Ask how they know each other; colleagues of an infiltrated firm are innocent.",
    sources: &["US2022", "SEAL"],
    wording: "",
    miss: MissRule::SaysNothing,
    observe: referral_link_to_flagged_account,
    #[cfg(test)]
    examples: None,
};

const LOGIN: &str = "/links/github/user/login";

/// Looks at what was found of a kind and meaning, where it was looked for.
fn found<'a>(case: &Case<'a>, kind: ListKind, meaning: ListMeaning) -> Option<Vec<&'a Listed>> {
    let lists = &case.facts.lists;
    lists.looked_for(kind, meaning).then(|| lists.found(kind, meaning).collect())
}

/// As many as were found, with the lists that say so.
fn finding(found: &[&Listed], most: usize, says: &str) -> Finding {
    let places: BTreeSet<&str> = found.iter().map(|one| one.pointer.as_str()).collect();
    let text = match names(found) {
        names if names.is_empty() => format!("nothing here {says}; no match is not clearance"),
        names => format!("{} {says}: {names}", places.len()),
    };
    let value = count(places.len().min(most));
    Finding::graded(value, Evidence::stored(text, places.into_iter().map(str::to_owned)))
}

fn names(found: &[&Listed]) -> String {
    let names: BTreeSet<String> =
        found.iter().map(|one| format!("{} version {}", one.on.list, one.on.version)).collect();
    names.into_iter().collect::<Vec<_>>().join(", ")
}

/// An address alone is not enough: exits are shared and change hands. Something else in the same session
/// must speak as well: a clock or country that contradicts the claim, a remote or disguised client.
fn ip_listed_actor_vpn_exit(case: &Case<'_>) -> Finding {
    let by_address = found(case, ListKind::Ip, ListMeaning::Actor);
    let by_system = found(case, ListKind::Asn, ListMeaning::Actor);
    if by_address.is_none() && by_system.is_none() {
        return Finding::Unknown;
    }
    let all: Vec<&Listed> = by_address.into_iter().chain(by_system).flatten().collect();
    // A network is found where it stands first; every session of that address counts.
    let at: BTreeSet<&str> = all.iter().map(|one| one.pointer.as_str()).collect();
    let seen = sessions(case);
    let listed_ips: BTreeSet<_> = (seen.iter())
        .filter(|seen| at.contains(seen.pointer("ip").as_str()))
        .filter_map(|seen| seen.session.ip)
        .collect();
    let listed = |seen: &&Seen<'_>| seen.session.ip.is_some_and(|ip| listed_ips.contains(&ip));
    let on: Vec<&Seen<'_>> = seen.iter().filter(listed).collect();
    let with_more: Vec<&&Seen<'_>> = on.iter().filter(|seen| speaks_too(case, seen)).collect();
    let text = format!(
        "{} of {} sessions from listed addresses, {} of them with another sign: {}",
        on.len(),
        seen.len(),
        with_more.len(),
        names(&all)
    );
    let evidence = Evidence::stored(text, on.iter().map(|seen| seen.pointer("ip")));
    if with_more.is_empty() {
        return Finding::miss(evidence);
    }
    Finding::hit(ratio(with_more.len(), seen.len()), evidence)
}

fn speaks_too(case: &Case<'_>, seen: &Seen<'_>) -> bool {
    let client = seen.session.client.as_ref();
    let disguised = client.is_some_and(|client| {
        client.remote_desktop == Some(true) || client.antidetect_browser == Some(true)
    });
    let facts = seen.facts;
    let clock = facts.device_offset.is_some_and(|offset| {
        !facts.claimed_offsets.is_empty() && !facts.claimed_offsets.contains(&offset)
    });
    let claims = case.profile.claims.as_ref().filter(|claims| claims.country.is_some());
    let country = facts.ip.as_ref().and_then(|ip| ip.country);
    let elsewhere = claims
        .zip(country)
        .is_some_and(|(claims, country)| !claims.covers(country, seen.session.started_at));
    disguised || clock || elsewhere
}

/// An address, or the name of the code-hosting account or of the mailbox.
fn email_on_threat_list(case: &Case<'_>) -> Finding {
    let emails = found(case, ListKind::Email, ListMeaning::Actor);
    let handles = found(case, ListKind::Handle, ListMeaning::Actor);
    if emails.is_none() && handles.is_none() {
        return Finding::Unknown;
    }
    let own = |one: &&Listed| one.pointer == LOGIN || one.pointer.starts_with("/contact/");
    let found: Vec<&Listed> = emails.into_iter().chain(handles).flatten().filter(own).collect();
    let is_told = case.profile.contact.as_ref().is_some_and(|contact| !contact.emails.is_empty())
        || crate::indicators::code_hosting::login(case).is_some();
    if is_told { finding(&found, 5, "on lists of reported accounts") } else { Finding::Unknown }
}

fn payout_address_sanctioned(case: &Case<'_>) -> Finding {
    match found(case, ListKind::Wallet, ListMeaning::Sanctions) {
        Some(found) => finding(&found, 50, "on sanctions lists"),
        None => Finding::Unknown,
    }
}

fn ship_address_forwarder_or_mailbox(case: &Case<'_>) -> Finding {
    match found(case, ListKind::Address, ListMeaning::Forwarder) {
        Some(found) => finding(&found, 5, "on lists of forwarders and mailboxes"),
        None => Finding::Unknown,
    }
}

/// Accounts that this one follows or whose work is in its repositories. Who follows it does not count:
/// nobody chooses their followers. Somebody who follows a thousand follows two of any list by chance.
fn links_to_flagged_accounts(case: &Case<'_>) -> Finding {
    const MANY: usize = 1000;
    const MOST: usize = 5;
    let Some(all) = found(case, ListKind::Handle, ListMeaning::Actor) else {
        return Finding::Unknown;
    };
    let github = case.profile.links.as_ref().and_then(|links| links.github.as_ref());
    let Some(github) = github.filter(|one| !one.following.is_empty() || !one.commits.is_empty())
    else {
        return Finding::Unknown;
    };
    let others = all
        .into_iter()
        .filter(|one| one.pointer.starts_with("/links/github/") && one.pointer != LOGIN);
    let found: Vec<&Listed> = others.collect();
    let needed = if github.following.len() >= MANY { 3 } else { 1 };
    let enough = if found.len() >= needed { &found[..] } else { &[] };
    finding(enough, MOST, "followed or working along, on lists of reported accounts")
}

/// One step and no further; three at most, so that a whole firm does not fall with one.
fn referral_link_to_flagged_account(case: &Case<'_>) -> Finding {
    match found(case, ListKind::Account, ListMeaning::Actor) {
        Some(found) => finding(&found, 3, "referring or referred, on lists of confirmed accounts"),
        None => Finding::Unknown,
    }
}

#[cfg(test)]
mod tests;
