//! A list match of an e-mail address, and fixtures of other files.

use ids::ApplicantId;
use serde_json::{Value, json};

use super::{Cases, of};
use crate::indicators::fixture::Fixture;
use crate::links::{Declared, SharedText, Similar, TextKind};
use crate::lists::{Consulted, ListKind, ListMeaning, Listed};

/// A case for which one list was consulted, and something was found at a place.
pub(super) fn listed(
    document: Value,
    kind: ListKind,
    meaning: ListMeaning,
    at: Option<&str>,
) -> Fixture {
    let mut case = Fixture::new(document).enriched();
    let on = Consulted { list: "invented".to_owned(), kind, meaning, version: 1 };
    let found = at.map(|at| Listed { on: on.clone(), pointer: at.to_owned(), confidence: None });
    case.facts.lists.listed = found.into_iter().collect();
    case.facts.lists.probed = vec![kind];
    case.facts.lists.consulted = vec![on];
    case
}

/// A text that others have nearly word for word.
pub(super) fn alike(kind: TextKind, others: u128, declared: Option<Declared>) -> Fixture {
    let mut case = Fixture::new(json!({}));
    let similar = |n| Similar {
        applicant: ApplicantId(uuid::Uuid::from_u128(n)),
        similarity: 0.93,
        declared,
    };
    let others = (1..=others).map(similar).collect();
    case.links.texts.push(SharedText { kind, pointer: "/resume".to_owned(), others });
    case
}

pub(super) fn cases() -> Vec<Cases> {
    let victim = json!({
        "contact": { "emails": [{ "address": "a@example.com" }] },
        "links": { "github": { "following": [{ "login": "other-example" }] } },
    });
    let plain = json!({ "contact": { "emails": [{ "address": "a@example.com" }] } });
    let on = |document: &Value, kind, at| listed(document.clone(), kind, ListMeaning::Actor, at);
    vec![of(
        "email_on_threat_list",
        on(&plain, ListKind::Email, Some("/contact/emails/0/address")),
        on(&plain, ListKind::Email, None),
        "whom one follows is not oneself",
        on(&victim, ListKind::Handle, Some("/links/github/following/0/login")),
    )]
}
