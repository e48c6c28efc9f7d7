//! The applicant's own addresses and accounts on threat lists.

use std::collections::BTreeSet;

use super::super::code_hosting::login;
use super::super::reading::{ObservedSession, ending, part, quoted, ratio, sessions};
use super::super::{Case, Family, Indicator, MissRule, Scope, Usage};
use super::{LOGIN, graded_matches, index_in, matches, names_of_lists, pointers};
use crate::finding::{Evidence, Finding};
use crate::lists::{ListKind, ListMeaning, Listed};
use crate::profile::EmailAddress;

/// Every indicator of this file.
pub(in crate::indicators) const INDICATORS: &[Indicator] = &[
    IP_LISTED_ACTOR_VPN_EXIT,
    EMAIL_ON_THREAT_LIST,
    PAYOUT_ADDRESS_SANCTIONED,
    SHIP_ADDRESS_FORWARDER_OR_MAILBOX,
];

const IP_LISTED_ACTOR_VPN_EXIT: Indicator = Indicator {
    id: "ip_listed_actor_vpn_exit",
    family: Family::Session,
    cause: None,
    usage: Usage::Use,
    scope: Scope::Profile,
    strength: 4,
    observed: "The applicant signs in from an IP address on your list of VPN exits used by fake applicants. Something else than this address contradicts the claims.",
    unit: "share of sessions",
    question: "Is there a list of IP addresses used by fake applicants? Import a list of kind `ip` or `asn` with `POST /v1/lists`.",
    innocent_explanations: "Astrill is a common VPN among people in China. Addresses change owners, and lists age fast (the public one is from 2024).",
    how_to_verify: "Ask which VPN the applicant uses and why. Check the date of the list entry, because addresses change owners.",
    sources: &["RF26", "DI26", "SEK26", "RAV25", "GLAB26"],
    wording: "
    .hit = { some-sessions } came from { $addresses_count ->
        [one] the IP address { $addresses }
       *[other] the IP addresses { $addresses }
    } on { named-lists } of reported exits and { $sign ->
        [client] used a remote-desktop tool or an anti-detect browser.
        [clock] had a clock that differs from the time in the claimed place.
        [country] had an address in another country than claimed.
        [elsewhere] other sessions came from another country than claimed.
       *[several] also had a clock, a country or a browser that contradicts the claims.
    }
    .address_only = { some-sessions } came from { $addresses_count ->
        [one] the IP address { $addresses }
       *[other] the IP addresses { $addresses }
    } on { named-lists } of reported exits, but neither the clock, the browser nor other sessions show a contradiction.
    .miss = { some-sessions } came from an IP address on { named-lists } of reported exits. { no-clearance }
",
    miss: MissRule::Ignored,
    observe: ip_listed_actor_vpn_exit,
    #[cfg(test)]
    examples: tests::ip_listed_actor_vpn_exit,
};

const EMAIL_ON_THREAT_LIST: Indicator = Indicator {
    id: "email_on_threat_list",
    family: Family::Contact,
    cause: None,
    usage: Usage::Use,
    scope: Scope::Profile,
    strength: 5,
    observed: "An e-mail address of the applicant (also in the resume or in commits), its mailbox name or a code-hosting account (also on the resume) is on a list of reported accounts.",
    unit: "entries",
    question: "Is there a list of reported e-mail addresses or account names? Import a list of kind `email` or `handle`.",
    innocent_explanations: "Victims of identity theft, wrong lists, and entries added on purpose to harm someone.",
    how_to_verify: "Ask whether someone else ever took over the address. Victims of identity theft are on lists too.",
    sources: &["RAV25", "OWN"],
    wording: "
    .hit = { $values_count ->
        [one] The e-mail address or account name { $values } matches an entry
       *[other] The e-mail addresses or account names { $values } match entries
    } on { named-lists } of reported accounts.
    .miss = No e-mail address or account name of the applicant matches an entry on { named-lists } of reported accounts. { no-clearance }
",
    miss: MissRule::Ignored,
    observe: email_on_threat_list,
    #[cfg(test)]
    examples: tests::email_on_threat_list,
};

const PAYOUT_ADDRESS_SANCTIONED: Indicator = Indicator {
    id: "payout_address_sanctioned",
    family: Family::Payout,
    cause: None,
    usage: Usage::ComplianceRouteOnly,
    scope: Scope::Profile,
    strength: 5,
    observed: "A wallet or payout account of the applicant is on a sanctions list.",
    unit: "accounts",
    question: "Is there a sanctions list of wallets? Import a list of kind `wallet` with the meaning `sanctions`.",
    innocent_explanations: "Tiny amounts sent by strangers (dusting), and deposit addresses that were assigned again.",
    how_to_verify: "Hand the case to the sanctions team. Do not decide it here.",
    sources: &["US2022", "MSMT25"],
    wording: "
    .hit = { $values_count ->
        [one] The payout account { $values } is
       *[other] The payout accounts { $values } are
    } on { named-lists } of sanctioned accounts.
    .miss = No payout account of the applicant is on { named-lists } of sanctioned accounts. { no-clearance }
",
    miss: MissRule::Ignored,
    observe: payout_address_sanctioned,
    #[cfg(test)]
    examples: tests::payout_address_sanctioned,
};

const SHIP_ADDRESS_FORWARDER_OR_MAILBOX: Indicator = Indicator {
    id: "ship_address_forwarder_or_mailbox",
    family: Family::Shipping,
    cause: None,
    usage: Usage::Use,
    scope: Scope::Profile,
    strength: 4,
    observed: "A delivery address belongs to a freight forwarder or a mailbox service.",
    unit: "addresses",
    question: "Is there a list of forwarders and mailbox services? Import a list of kind `address` with the meaning `forwarder`.",
    innocent_explanations: "People who live abroad, in rural areas or without a fixed home.",
    how_to_verify: "Ask for the street where the applicant lives. People abroad and in rural areas use forwarders.",
    sources: &["PSA23", "RF26"],
    wording: "
    .hit = { $values_count ->
        [one] The delivery address { $values } is
       *[other] The delivery addresses { $values } are
    } on { named-lists } of forwarders and mailbox services.
    .miss = No delivery address of the applicant is on { named-lists } of forwarders and mailbox services. { no-clearance }
",
    miss: MissRule::Ignored,
    observe: ship_address_forwarder_or_mailbox,
    #[cfg(test)]
    examples: tests::ship_address_forwarder_or_mailbox,
};

/// An address is not enough, because exits are shared and change hands, and where the exit is says nothing about the
/// person. The clock of the same session must contradict the claims, or the client must be remote or disguised, or other
/// sessions must come from elsewhere.
fn ip_listed_actor_vpn_exit(case: &Case<'_>) -> Finding {
    const KINDS: [ListKind; 2] = [ListKind::Ip, ListKind::Asn];
    let [by_address, by_system] = KINDS.map(|kind| matches(case, kind, ListMeaning::Actor));
    if by_address.is_none() && by_system.is_none() {
        return Finding::Unknown;
    }
    let all = sessions(case);
    // A value is looked up at its first session; every session with that value counts.
    let at = |matches: &[&Listed]| -> Vec<ObservedSession<'_>> {
        let pointers = pointers(matches);
        let is_match =
            |session: &&ObservedSession<'_>| pointers.contains(session.pointer("ip").as_str());
        all.iter().filter(is_match).copied().collect()
    };
    let (by_address, by_system) = (by_address.unwrap_or_default(), by_system.unwrap_or_default());
    let system = |session: &ObservedSession<'_>| session.facts.ip.as_ref().and_then(|ip| ip.asn);
    let ips: BTreeSet<_> =
        at(&by_address).iter().filter_map(|session| session.session.ip).collect();
    let systems: BTreeSet<u32> = at(&by_system).iter().filter_map(system).collect();
    let matches: Vec<&Listed> = by_address.into_iter().chain(by_system).collect();
    let is_listed = |session: &&ObservedSession<'_>| {
        session.session.ip.is_some_and(|ip| ips.contains(&ip))
            || system(session).is_some_and(|system| systems.contains(&system))
    };
    let (listed, others): (Vec<&ObservedSession<'_>>, Vec<&ObservedSession<'_>>) =
        all.iter().partition(is_listed);
    let from_elsewhere = others.iter().any(|session| session.is_elsewhere(case) == Some(true));
    let sign = |session: &ObservedSession<'_>| other_sign(session, from_elsewhere);
    let signs: Vec<(&ObservedSession<'_>, &str)> =
        listed.iter().filter_map(|session| Some((*session, sign(session)?))).collect();
    let lists = names_of_lists(case, &matches, &KINDS, ListMeaning::Actor);
    let evidence =
        Evidence::about(listed.iter().map(|session| session.pointer("ip"))).with("lists", lists);
    let Some((_, first_sign)) = signs.first() else {
        let evidence = part(evidence, listed.len(), all.len());
        if listed.is_empty() {
            return Finding::miss(evidence);
        }
        let evidence = evidence.worded("address_only");
        return Finding::miss(evidence.with("addresses", addresses(listed.into_iter())));
    };
    let is_one_kind = signs.iter().all(|(_, sign)| sign == first_sign);
    let evidence = part(evidence, signs.len(), all.len())
        .with("sign", if is_one_kind { first_sign } else { "several" })
        .with("addresses", addresses(signs.iter().map(|(session, _)| *session)));
    Finding::hit(ratio(signs.len(), all.len()), evidence)
}

fn addresses<'a>(sessions: impl Iterator<Item = &'a ObservedSession<'a>>) -> Vec<String> {
    let addresses: BTreeSet<_> = sessions.filter_map(|session| session.session.ip).collect();
    addresses.into_iter().map(|ip| ip.0.to_string()).collect()
}

/// What else contradicts the claims: the session's client or clock, or other sessions, or several of them. The country
/// of the exit itself is no second fact.
fn other_sign(session: &ObservedSession<'_>, from_elsewhere: bool) -> Option<&'static str> {
    let client = session.session.client.as_ref();
    let is_disguised = client.is_some_and(|client| {
        client.remote_desktop == Some(true) || client.antidetect_browser == Some(true)
    });
    match (is_disguised, session.is_clock_off(), from_elsewhere) {
        (false, false, false) => None,
        (true, false, false) => Some("client"),
        (false, true, false) => Some("clock"),
        (false, false, true) => Some("elsewhere"),
        _ => Some("several"),
    }
}

/// An e-mail address, or the name of the code-hosting account or of the mailbox.
fn email_on_threat_list(case: &Case<'_>) -> Finding {
    const KINDS: [ListKind; 2] = [ListKind::Email, ListKind::Handle];
    let [emails, handles] = KINDS.map(|kind| matches(case, kind, ListMeaning::Actor));
    let is_named = has_address(case) || login(case).is_some() || has_login_on_resume(case);
    if emails.is_none() && handles.is_none() || !is_named {
        return Finding::Unknown;
    }
    let is_own = |listed: &&Listed| {
        listed.pointer == LOGIN
            || listed.pointer == RESUME_EMAIL
            || index_in(RESUME_PROFILES, &listed.pointer).is_some()
            || listed.pointer.starts_with("/contact/")
            || index_in(COMMITS, &listed.pointer).is_some()
    };
    let matches: Vec<&Listed> =
        emails.into_iter().chain(handles).flatten().filter(is_own).collect();
    let label = |pointer: &str| {
        if pointer == LOGIN {
            let user = case.profile.links.as_ref()?.github.as_ref()?.user.as_ref()?;
            return Some(user.login.as_ref()?.as_str().to_owned());
        }
        if let Some(i) = index_in(RESUME_PROFILES, pointer) {
            let basics = case.profile.resume.as_ref()?.basics.as_ref()?;
            return Some(basics.profiles.get(i)?.username.as_ref()?.as_str().to_owned());
        }
        Some(format!("…@{}", email_at(case, pointer)?.domain()))
    };
    let finding = graded_matches(case, &matches, &KINDS, ListMeaning::Actor, 5);
    with_values(finding, &matches, label)
}

const RESUME_EMAIL: &str = "/resume/basics/email";
const RESUME_PROFILES: &str = "/resume/basics/profiles";
const COMMITS: &str = "/links/github/commits";

/// The e-mail address at a pointer: of the contact details, the resume, or a commit of the applicant.
fn email_at(case: &Case<'_>, pointer: &str) -> Option<EmailAddress> {
    let profile = case.profile;
    if pointer == RESUME_EMAIL {
        return profile.resume.as_ref()?.basics.as_ref()?.email.clone();
    }
    if let Some(i) = index_in(COMMITS, pointer) {
        let commits = &profile.links.as_ref()?.github.as_ref()?.commits;
        let author = commits.get(i)?.commit.as_ref()?.author.as_ref()?;
        return EmailAddress::parse(author.email.as_ref()?.as_str());
    }
    let emails = &profile.contact.as_ref()?.emails;
    Some(emails.get(index_in("/contact/emails", pointer)?)?.address.clone())
}

/// Whether the resume names an account on a code host.
fn has_login_on_resume(case: &Case<'_>) -> bool {
    let basics = case.profile.resume.as_ref().and_then(|resume| resume.basics.as_ref());
    let mut profiles = basics.into_iter().flat_map(|basics| &basics.profiles);
    profiles.any(|profile| profile.code_host_login().is_some())
}

/// Whether an e-mail address of the applicant is known.
fn has_address(case: &Case<'_>) -> bool {
    let contact = case.profile.contact.as_ref();
    let commits = case.profile.links.iter().filter_map(|links| links.github.as_ref());
    let mut commits = commits.flat_map(|github| &github.commits).enumerate();
    contact.is_some_and(|contact| !contact.emails.is_empty())
        || email_at(case, RESUME_EMAIL).is_some()
        || commits.any(|(i, _)| email_at(case, &format!("{COMMITS}/{i}")).is_some())
}

fn payout_address_sanctioned(case: &Case<'_>) -> Finding {
    let Some(matches) = matches(case, ListKind::Wallet, ListMeaning::Sanctions) else {
        return Finding::Unknown;
    };
    let label = |pointer: &str| {
        let payout = case.profile.payouts.get(index_in("/payouts", pointer)?)?;
        Some(ending(payout.account.as_ref()?.expose()))
    };
    let finding = graded_matches(case, &matches, &[ListKind::Wallet], ListMeaning::Sanctions, 50);
    with_values(finding, &matches, label)
}

fn ship_address_forwarder_or_mailbox(case: &Case<'_>) -> Finding {
    let Some(matches) = matches(case, ListKind::Address, ListMeaning::Forwarder) else {
        return Finding::Unknown;
    };
    let label = |pointer: &str| {
        let address = if let Some(i) = index_in("/shipments", pointer) {
            case.profile.shipments.get(i)?.address.as_ref()?
        } else {
            let addresses = &case.profile.contact.as_ref()?.addresses;
            addresses.get(index_in("/contact/addresses", pointer)?)?
        };
        Some(quoted(address.line.as_ref()?.as_str()))
    };
    let finding = graded_matches(case, &matches, &[ListKind::Address], ListMeaning::Forwarder, 5);
    with_values(finding, &matches, label)
}

/// Adds `$values`: the applicant's matching values, as the sentence shows them.
fn with_values(
    finding: Finding,
    matches: &[&Listed],
    label: impl Fn(&str) -> Option<String>,
) -> Finding {
    if matches.is_empty() {
        return finding;
    }
    let values = pointers(matches).into_iter().filter_map(label);
    finding.with("values", values.collect::<Vec<String>>())
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::indicators::examples::Examples;
    use crate::indicators::fixture::Fixture;
    use crate::indicators::listed::fixtures::looked_up;
    use crate::lists::{ListKind, ListMeaning};

    const US: &str = "192.0.2.7";
    const CN: &str = "198.51.100.1";

    pub(super) fn ip_listed_actor_vpn_exit() -> Examples {
        let session = |ip: &str, zone: &str, remote: bool| json!({ "started_at": "2026-05-01T00:00:00Z", "ip": ip, "time_zone": zone, "client": { "remote_desktop": remote } });
        let document = |sessions: Value| json!({ "claims": { "country": "US", "time_zone": "America/Chicago" }, "sessions": sessions });
        let exits = |sessions: Value, pointers: &[&str]| {
            looked_up(document(sessions), ListKind::Ip, ListMeaning::Actor, pointers)
        };
        let first = &["/sessions/0/ip"];
        let (home, tokyo) =
            (session(US, "America/Chicago", false), session(US, "Asia/Tokyo", false));
        let remote = session("192.0.2.8", "America/Chicago", true);
        let common = || exits(json!([home]), first);
        let mut doubtful = exits(json!([tokyo]), first);
        doubtful.facts.lists.listed[0].confidence = Some(10);
        let neighbours = json!([tokyo, session("192.0.2.20", "Asia/Tokyo", false)]);
        let operator = looked_up(document(neighbours), ListKind::Asn, ListMeaning::Actor, first);
        let asn = looked_up(document(json!([tokyo])), ListKind::Asn, ListMeaning::Actor, first);
        Examples::new()
            .hit("the clock differs as well", exits(json!([tokyo]), first))
            .value(1.0)
            .says(
                "The only session came from the IP address 192.0.2.7 on the list “invented” v2 of reported exits \
                 and had a clock that differs from the time in the claimed place.",
            )
            .hit("another session is from another country", exits(json!([home, session(CN, "America/Chicago", false)]), first))
            .value(0.5)
            .says(
                "1 of 2 sessions came from the IP address 192.0.2.7 on the list “invented” v2 of reported exits \
                 and other sessions came from another country than claimed.",
            )
            .miss("the exit's own country is no second fact", exits(json!([session(CN, "America/Chicago", false), home]), first))
            .miss("a browser that reports UTC", exits(json!([session(US, "UTC", false)]), first))
            .hit("every session of a listed operator counts", operator)
            .value(1.0)
            .miss("the source has little confidence", doubtful)
            .hit("a remote desktop as well", exits(json!([session(US, "America/Chicago", true)]), first))
            .says(
                "The only session came from the IP address 192.0.2.7 on the list “invented” v2 of reported exits \
                 and used a remote-desktop tool or an anti-detect browser.",
            )
            .hit("two addresses and two other signs", exits(json!([tokyo, remote]), &["/sessions/0/ip", "/sessions/1/ip"]))
            .says(
                "Both sessions came from the IP addresses 192.0.2.7 and 192.0.2.8 on the list “invented” v2 \
                 of reported exits and also had a clock, a country or a browser that contradicts the claims.",
            )
            .hit("the network operator is listed", asn)
            .miss("a VPN that many use", common())
            .says(
                "The only session came from the IP address 192.0.2.7 on the list “invented” v2 of reported exits, \
                 but neither the clock, the browser nor other sessions show a contradiction.",
            )
            .miss("no address is listed", exits(json!([tokyo]), &[]))
            .says("No session came from an IP address on the list “invented” v2 of reported exits. This does not clear the applicant.")
            .unknown("no list", Fixture::new(document(json!([tokyo]))))
            .innocent("a common VPN", common())
    }

    pub(super) fn email_on_threat_list() -> Examples {
        let mail = json!({ "contact": { "emails": [{ "address": "a@example.com" }] } });
        let both = json!({
            "contact": { "emails": [{ "address": "a@example.com" }] },
            "links": { "github": { "user": { "login": "octo-example" }, "following": [{ "login": "other-example" }] } },
        });
        let (email, login) = ("/contact/emails/0/address", "/links/github/user/login");
        let on = |document: &Value, kind, pointers: &[&str]| {
            looked_up(document.clone(), kind, ListMeaning::Actor, pointers)
        };
        let followed = || on(&both, ListKind::Handle, &["/links/github/following/0/login"]);
        let forwarder = looked_up(mail.clone(), ListKind::Email, ListMeaning::Forwarder, &[email]);
        let commit = json!({ "author": { "login": "octo-example" }, "commit": { "author": { "email": "b@example.org" } } });
        let elsewhere = json!({
            "resume": { "basics": { "email": "c@example.net" } },
            "links": { "github": { "user": { "login": "octo-example" }, "commits": [commit] } },
        });
        let on_resume = |network: &str| json!({ "resume": { "basics": { "profiles": [{ "network": network, "username": "octo-example" }] } } });
        let hidden = ["/links/github/commits/0/commit/author/email", "/resume/basics/email"];
        let nothing_own =
            json!({ "links": { "github": { "following": [{ "login": "other-example" }] } } });
        Examples::new()
            .hit("the address is listed", on(&mail, ListKind::Email, &[email]))
            .value(1.0)
            .says("The e-mail address or account name …@example.com matches an entry on the list “invented” v2 of reported accounts.")
            .hit("the mailbox and the account name are listed", on(&both, ListKind::Handle, &[email, login]))
            .value(2.0)
            .says(
                "The e-mail addresses or account names …@example.com and octo-example match entries \
                 on the list “invented” v2 of reported accounts.",
            )
            .hit("the addresses of commits and of the resume are listed", on(&elsewhere, ListKind::Email, &hidden))
            .says(
                "The e-mail addresses or account names …@example.org and …@example.net match entries \
                 on the list “invented” v2 of reported accounts.",
            )
            .hit("the account on the resume is listed", on(&on_resume("GitHub"), ListKind::Handle, &["/resume/basics/profiles/0/username"]))
            .says("The e-mail address or account name octo-example matches an entry on the list “invented” v2 of reported accounts.")
            .miss("the account on the resume is not listed", on(&on_resume("gitlab.com"), ListKind::Handle, &[]))
            .unknown("an account elsewhere", on(&on_resume("Chess"), ListKind::Handle, &[]))
            .miss("the address is not listed", on(&mail, ListKind::Email, &[]))
            .says(
                "No e-mail address or account name of the applicant matches an entry \
                 on the list “invented” v2 of reported accounts. This does not clear the applicant.",
            )
            .miss("an account that the applicant follows", followed())
            .unknown("no list", Fixture::new(mail.clone()))
            .unknown("a list with another meaning", forwarder)
            .unknown("no address and no account", on(&nothing_own, ListKind::Handle, &[]))
            .innocent("only an account that the applicant follows is listed", followed())
    }

    pub(super) fn payout_address_sanctioned() -> Examples {
        let on = |meaning, pointers: &[&str]| {
            let payouts = json!([{ "account": "0xINVENTED" }, { "account": "0xFICTIONAL" }]);
            looked_up(json!({ "payouts": payouts }), ListKind::Wallet, meaning, pointers)
        };
        let (first, second) = ("/payouts/0/account", "/payouts/1/account");
        let no_list = Fixture::new(json!({ "payouts": [{ "account": "0xINVENTED" }] }));
        Examples::new()
            .hit("the wallet is listed", on(ListMeaning::Sanctions, &[first]))
            .value(1.0)
            .says("The payout account …nted is on the list “invented” v2 of sanctioned accounts.")
            .hit("two wallets are listed", on(ListMeaning::Sanctions, &[first, second]))
            .value(2.0)
            .says("The payout accounts …nted and …onal are on the list “invented” v2 of sanctioned accounts.")
            .miss("the wallet is not listed", on(ListMeaning::Sanctions, &[]))
            .says("No payout account of the applicant is on the list “invented” v2 of sanctioned accounts. This does not clear the applicant.")
            .unknown("no list", no_list)
            .unknown("a list with another meaning", on(ListMeaning::Forwarder, &[first]))
            .innocent("a match on a list of another kind", on(ListMeaning::Actor, &[first]))
    }

    pub(super) fn ship_address_forwarder_or_mailbox() -> Examples {
        let document = || {
            json!({
                "shipments": [{ "address": { "line": "1 Sample St" } }],
                "contact": { "addresses": [{ "line": "2 Sample St", "purpose": "shipping" }] },
            })
        };
        let on = |meaning, pointers: &[&str]| {
            looked_up(document(), ListKind::Address, meaning, pointers)
        };
        let (sent, on_file) = ("/shipments/0/address", "/contact/addresses/0");
        Examples::new()
            .hit("the address is listed", on(ListMeaning::Forwarder, &[sent]))
            .value(1.0)
            .says("The delivery address “1 Sample St” is on the list “invented” v2 of forwarders and mailbox services.")
            .hit("two addresses are listed", on(ListMeaning::Forwarder, &[sent, on_file]))
            .value(2.0)
            .says(
                "The delivery addresses “2 Sample St” and “1 Sample St” are \
                 on the list “invented” v2 of forwarders and mailbox services.",
            )
            .miss("the address is not listed", on(ListMeaning::Forwarder, &[]))
            .says(
                "No delivery address of the applicant is on the list “invented” v2 \
                 of forwarders and mailbox services. This does not clear the applicant.",
            )
            .unknown("no list", Fixture::new(document()))
            .innocent("an address on a list of another kind", on(ListMeaning::Actor, &[sent]))
    }
}
