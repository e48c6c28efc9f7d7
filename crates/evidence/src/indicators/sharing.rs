//! Identifiers that applicants share, with one rule for all kinds.
//!
//! Names play no part here. Two accounts of one person under the same name also share identifiers, and a rule that
//! required different names would judge by the name.

use std::collections::{BTreeMap, BTreeSet};

use ids::{ApplicantId, RelationId};

use super::Case;
use crate::finding::{Evidence, Finding};
use crate::identifier::IdentifierKind;
use crate::links::Shared;

/// The number of other applicants who share an unexplained identifier of a kind, discounted for hubs. The wording can
/// use `$values` and the messages `other-applicants` (hit) and `by-too-few-applicants` (miss). `quote` returns one of
/// this applicant's values as the sentence shows it, with secrets shortened to their end.
pub(super) fn shared_with_others(
    case: &Case<'_>,
    kind: IdentifierKind,
    quote: impl Fn(&Shared) -> Option<String>,
) -> Finding {
    let all: Vec<&Shared> = case.links.of_kind(kind).collect();
    let is_shared = |shared: &&&Shared| shared.undeclared().next().is_some();
    let shared: Vec<&Shared> = all.iter().filter(is_shared).copied().collect();
    let quoted = if shared.is_empty() { &all } else { &shared };
    let mut values: Vec<String> = quoted.iter().filter_map(|shared| quote(shared)).collect();
    values.dedup();
    weigh_sharing(&all, 1.0).with("values", values)
}

/// A hit if the strengths of sharing add up to at least `min` over all other applicants. The wording can use the
/// messages `other-applicants` (hit) and `by-too-few-applicants` (miss).
pub(super) fn weigh_sharing(looked_up: &[&Shared], min: f64) -> Finding {
    if looked_up.is_empty() {
        return Finding::Unknown;
    }
    let mut others: BTreeMap<ApplicantId, f64> = BTreeMap::new();
    for shared in looked_up {
        for other in shared.undeclared() {
            let strength = others.entry(other.applicant).or_default();
            *strength = strength.max(shared.strength);
        }
    }
    let value: f64 = others.values().sum();
    let is_hit = value >= min && value > 0.0;
    let is_pointed_at = |shared: &&&Shared| !is_hit || shared.undeclared().next().is_some();
    let pointers = looked_up.iter().filter(is_pointed_at).map(|shared| shared.pointer.clone());
    let is_capped = looked_up.iter().any(|shared| shared.capped);
    let evidence = Evidence::about(pointers)
        .with("others", others.len())
        .with("at_least", if is_capped { "yes" } else { "no" });
    let explained: BTreeSet<RelationId> = (looked_up.iter())
        .flat_map(|shared| shared.explanations())
        .map(|declared| declared.relation)
        .collect();
    let relations: Vec<String> = explained.iter().map(ToString::to_string).collect();
    if is_hit {
        return Finding::hit(value, evidence).also(explanation(looked_up, relations));
    }
    let why = match (others.is_empty(), explained.is_empty()) {
        (true, true) => "none",
        (true, false) => "confirmed",
        (false, _) if value <= 0.0 => "hub",
        (false, _) => "few",
    };
    let evidence = evidence.with("why", why);
    if why == "confirmed" {
        return Finding::miss(evidence.with("relations", relations));
    }
    Finding::miss(evidence).also(explanation(looked_up, relations))
}

/// A sentence about those other applicants with whom a confirmed relation explains sharing.
fn explanation(looked_up: &[&Shared], relations: Vec<String>) -> Option<Evidence> {
    if relations.is_empty() {
        return None;
    }
    let is_explained = |shared: &&&Shared| shared.explanations().next().is_some();
    let pointers = looked_up.iter().filter(is_explained).map(|shared| shared.pointer.clone());
    Some(Evidence::about(pointers).worded("sharing.explained").with("relations", relations))
}
