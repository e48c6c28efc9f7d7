use serde_json::{Value, json};

use crate::finding::State::{Hit, Miss, Unknown};
use crate::indicators::fixture::Fixture;
use crate::lists::{Consulted, ListKind, ListMeaning, Listed};

/// A case for which one list was consulted, and something was found at a place.
fn case(document: Value, kind: ListKind, meaning: ListMeaning, at: Option<&str>) -> Fixture {
    let mut case = Fixture::new(document).enriched();
    let on = Consulted { list: "invented".to_owned(), kind, meaning, version: 2 };
    let found = at.map(|at| Listed { on: on.clone(), pointer: at.to_owned(), confidence: None });
    case.facts.lists.listed = found.into_iter().collect();
    case.facts.lists.probed = vec![kind];
    case.facts.lists.consulted = vec![on];
    case
}

#[test]
fn a_match_is_a_hit_no_match_a_miss_and_no_list_is_unknown() {
    use ListKind as K;
    use ListMeaning as M;
    let mail = json!({ "contact": { "emails": [{ "address": "a@example.com" }] } });
    let wallet = json!({ "payouts": [{ "account": "0xINVENTED" }] });
    let parcel = json!({ "shipments": [{ "address": { "line": "1 Sample St" } }] });
    let follows = json!({ "links": { "github": { "following": [{ "login": "other-example" }] } } });
    let referred = json!({ "claims": { "referrals": [{ "external_id": "other" }] } });
    for (id, document, kind, meaning, at) in [
        ("email_on_threat_list", mail, K::Email, M::Actor, "/contact/emails/0/address"),
        ("payout_address_sanctioned", wallet, K::Wallet, M::Sanctions, "/payouts/0/account"),
        (
            "ship_address_forwarder_or_mailbox",
            parcel,
            K::Address,
            M::Forwarder,
            "/shipments/0/address",
        ),
        (
            "links_to_flagged_accounts",
            follows,
            K::Handle,
            M::Actor,
            "/links/github/following/0/login",
        ),
        (
            "referral_link_to_flagged_account",
            referred,
            K::Account,
            M::Actor,
            "/claims/referrals/0/external_id",
        ),
    ] {
        let hit = case(document.clone(), kind, meaning, Some(at));
        assert_eq!(hit.finding(id).value(), Some(1.0), "{id}");
        assert!(hit.finding(id).evidence()[0].text("en").contains("invented version 2"), "{id}");
        let miss = case(document.clone(), kind, meaning, None);
        assert_eq!(miss.state(id), Miss, "{id}");
        assert!(miss.finding(id).evidence()[0].text("en").contains("not clearance"), "{id}");
        assert_eq!(Fixture::new(document.clone()).state(id), Unknown, "{id}");
        let other = if meaning == M::Forwarder { M::Actor } else { M::Forwarder };
        assert_eq!(
            case(document, kind, other, Some(at)).state(id),
            Unknown,
            "{id}: another meaning"
        );
    }
}

#[test]
fn a_listed_exit_needs_a_second_sign() {
    let id = "ip_listed_actor_vpn_exit";
    let session = |zone: &str| {
        json!({
            "claims": { "time_zone": "America/Chicago" },
            "sessions": [{ "started_at": "2026-05-01T00:00:00Z", "ip": "192.0.2.7", "time_zone": zone }],
        })
    };
    let exit = |zone: &str, at| case(session(zone), ListKind::Ip, ListMeaning::Actor, at);
    assert_eq!(exit("Asia/Tokyo", Some("/sessions/0/ip")).state(id), Hit);
    assert_eq!(
        exit("America/Chicago", Some("/sessions/0/ip")).state(id),
        Miss,
        "a VPN that many use"
    );
    assert_eq!(exit("Asia/Tokyo", None).state(id), Miss);
    assert_eq!(Fixture::new(session("Asia/Tokyo")).state(id), Unknown);
}

#[test]
fn following_a_crowd_finds_one_of_any_list() {
    let id = "links_to_flagged_accounts";
    let crowd: Vec<Value> = (0..1200).map(|i| json!({ "login": format!("user-{i}") })).collect();
    let document = json!({ "links": { "github": { "following": crowd } } });
    let one = case(
        document,
        ListKind::Handle,
        ListMeaning::Actor,
        Some("/links/github/following/7/login"),
    );
    assert_eq!(one.state(id), Miss);
}

#[test]
fn whom_one_follows_is_not_oneself() {
    let document = json!({
        "contact": { "emails": [{ "address": "a@example.com" }] },
        "links": { "github": { "following": [{ "login": "other-example" }] } },
    });
    let followed = case(
        document,
        ListKind::Handle,
        ListMeaning::Actor,
        Some("/links/github/following/0/login"),
    );
    assert_eq!(followed.state("email_on_threat_list"), Miss);
}
