//! Profiles that were looked up on a list.

use serde_json::Value;

use crate::indicators::fixture::Fixture;
use crate::lists::{Consulted, ListKind, ListMeaning, Listed};

/// A profile for which the list "invented" was consulted, with a match at each of these pointers.
pub(super) fn looked_up(
    document: Value,
    kind: ListKind,
    meaning: ListMeaning,
    pointers: &[&str],
) -> Fixture {
    let mut case = Fixture::new(document).enriched();
    let on = Consulted { list: "invented".to_owned(), kind, meaning, version: 2 };
    let found = |pointer: &&str| Listed {
        on: on.clone(),
        pointer: (*pointer).to_owned(),
        confidence: None,
    };
    case.facts.lists.listed = pointers.iter().map(found).collect();
    case.facts.lists.probed = vec![kind];
    case.facts.lists.consulted = vec![on];
    case
}
