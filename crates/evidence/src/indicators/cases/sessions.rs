//! A list match of an address, and what sharing looks like.

use chrono::Duration;
use serde_json::json;

use super::{Cases, of};
use crate::identifier::IdentifierKind as Kind;
use crate::indicators::fixture::Fixture;
use crate::links::Declared;
use crate::lists::{Consulted, ListKind, ListMeaning, Listed};

/// Shares something with others, undeclared, as of yesterday.
pub(super) fn shared(kind: Kind, others: u128, declared: Option<Declared>) -> Fixture {
    Fixture::new(json!({})).sharing(kind, others, Duration::days(1), declared)
}

/// The cases of an indicator that counts strangers; who was declared is no stranger.
pub(super) fn sharing(id: &'static str, kind: Kind, named: &'static str) -> Cases {
    let agency = shared(kind, 3, Some(Declared::Agency));
    of(id, shared(kind, 3, None), shared(kind, 0, None), named, agency)
}

fn exit(zone: &str, listed: bool) -> Fixture {
    let claims = json!({ "country": "US", "time_zone": "America/Chicago" });
    let session =
        json!({ "started_at": "2026-05-01T00:00:00Z", "ip": "192.0.2.7", "time_zone": zone });
    let mut case = Fixture::new(json!({ "claims": claims, "sessions": [session] })).enriched();
    let on = Consulted {
        list: "invented".to_owned(),
        kind: ListKind::Ip,
        meaning: ListMeaning::Actor,
        version: 1,
    };
    let found = listed.then(|| Listed {
        on: on.clone(),
        pointer: "/sessions/0/ip".to_owned(),
        confidence: None,
    });
    case.facts.lists.listed = found.into_iter().collect();
    case.facts.lists.probed = vec![ListKind::Ip];
    case.facts.lists.consulted = vec![on];
    case
}

pub(super) fn cases() -> Vec<Cases> {
    vec![of(
        "ip_listed_actor_vpn_exit",
        exit("Asia/Tokyo", true),
        exit("Asia/Tokyo", false),
        "a VPN that many use",
        exit("America/Chicago", true),
    )]
}
