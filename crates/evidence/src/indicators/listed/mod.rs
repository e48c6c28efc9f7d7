//! Matches on the tenant's own threat lists. The absence of a match is not clearance. A finding is unknown if no list
//! of the kind was consulted or the profile has nothing to look up.

pub(super) mod accounts;
pub(super) mod identifiers;

#[cfg(test)]
mod fixtures;

use std::collections::BTreeSet;

use super::Case;
use super::reading::{count, quoted};
use crate::finding::{Evidence, Finding};
use crate::lists::{Consulted, ListKind, ListMeaning, Listed};

const LOGIN: &str = "/links/github/user/login";

/// The matches on lists of a kind and meaning. `None` if no value was looked up on one.
fn matches<'a>(case: &Case<'a>, kind: ListKind, meaning: ListMeaning) -> Option<Vec<&'a Listed>> {
    let lists = &case.facts.lists;
    lists.looked_for(kind, meaning).then(|| lists.matches(kind, meaning).collect())
}

/// A hit with the number of matches, at most `max`. The wording can use `$lists` and the message `named-lists`: the
/// lists with a match, or all lists of the kind if there is none.
fn graded_matches(
    case: &Case<'_>,
    matches: &[&Listed],
    kinds: &[ListKind],
    meaning: ListMeaning,
    max: usize,
) -> Finding {
    let pointers = pointers(matches);
    let value = count(pointers.len().min(max));
    let evidence = Evidence::about(pointers.into_iter().map(str::to_owned));
    let lists = names_of_lists(case, matches, kinds, meaning);
    Finding::graded(value, evidence.with("lists", lists))
}

/// The distinct pointers to values that are on lists.
fn pointers<'a>(matches: &[&'a Listed]) -> BTreeSet<&'a str> {
    matches.iter().map(|listed| listed.pointer.as_str()).collect()
}

/// The lists with a match, or else the lists that were consulted, for example "“Example” v2".
fn names_of_lists(
    case: &Case<'_>,
    matches: &[&Listed],
    kinds: &[ListKind],
    meaning: ListMeaning,
) -> Vec<String> {
    let lists = &case.facts.lists;
    let consulted = lists.consulted.iter().filter(|list| {
        matches.is_empty() && kinds.contains(&list.kind) && lists.looked_for(list.kind, meaning)
    });
    let consulted = consulted.filter(|list| list.meaning == meaning);
    let name = |list: &Consulted| format!("{} v{}", quoted(&list.list), list.version);
    let names: BTreeSet<String> =
        matches.iter().map(|listed| &listed.on).chain(consulted).map(name).collect();
    names.into_iter().collect()
}

/// The index of an element in a list of the profile, for example 0 for `/payouts` and `/payouts/0/account`.
fn index_in(list: &str, pointer: &str) -> Option<usize> {
    pointer.strip_prefix(list)?.strip_prefix('/')?.split('/').next()?.parse().ok()
}
