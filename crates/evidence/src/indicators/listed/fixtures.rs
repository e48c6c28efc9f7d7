//! Profiles that were looked up on a threat list.

use serde_json::Value;

use crate::indicators::fixture::Fixture;
use crate::lists::{Consulted, ListKind, ListMeaning, Listed};

/// A profile that was looked up on the list "invented", with a match at each of these pointers.
pub(super) fn looked_up(
    document: Value,
    kind: ListKind,
    meaning: ListMeaning,
    pointers: &[&str],
) -> Fixture {
    let mut case = Fixture::new(document).enriched();
    let on = Consulted { list: "invented".to_owned(), kind, meaning, version: 2 };
    let listed = |pointer: &&str| Listed {
        on: on.clone(),
        pointer: (*pointer).to_owned(),
        confidence: None,
    };
    case.facts.lists.listed = pointers.iter().map(listed).collect();
    case.facts.lists.probed = vec![kind];
    case.facts.lists.consulted = vec![on];
    case
}
