//! Identifiers that applicants share, with one rule for all kinds.
//!
//! Names play no part here. Two accounts of one person under the same name also share identifiers, and a rule that
//! required different names would judge by the name.

use std::collections::{BTreeMap, BTreeSet};

use ids::{ApplicantId, RelationId};

use super::Case;
use crate::finding::{Evidence, Finding};
use crate::identifier::IdentifierKind;
use crate::linkage::rates::LinkRate;
use crate::links::Shared;

/// How closely other applicants are linked by an unexplained identifier of a kind; see [`weigh_sharing`]. The wording can
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
    weigh_sharing(case, &all, 1).with("values", values)
}

/// A hit if at least `min` other applicants share something. Its value is the worth of the strongest link, compared with
/// that of a pair who share it today: 0.25, 0.5, 0.75 or 1. It falls with the size of the group and with time, so a hub
/// never weighs more than a pair. The wording can use the messages `other-applicants` (hit) and `by-too-few-applicants`
/// (miss).
pub(super) fn weigh_sharing(case: &Case<'_>, looked_up: &[&Shared], min: usize) -> Finding {
    if looked_up.is_empty() {
        return Finding::Unknown;
    }
    let mut others: BTreeMap<ApplicantId, f64> = BTreeMap::new();
    for shared in looked_up {
        for other in shared.undeclared() {
            let used_at = shared.used_at.min(other.used_at);
            let left = LinkRate::of(shared.kind).map_or(1.0, |rate| rate.left(used_at, case.now));
            let strength = others.entry(other.applicant).or_default();
            *strength = strength.max(shared.strength * left);
        }
    }
    let strongest = others.values().copied().fold(0.0, f64::max);
    let value = graded(strongest);
    let is_hit = others.len() >= min && value > 0.0;
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
    let mut undeclared = looked_up.iter().filter(|shared| shared.undeclared().next().is_some());
    let is_hub = undeclared.all(|shared| graded(shared.strength) <= 0.0);
    let why = match (others.is_empty(), explained.is_empty()) {
        (true, true) => "none",
        (true, false) => "confirmed",
        (false, _) if others.len() < min => "few",
        (false, _) if is_hub => "hub",
        (false, _) => "old",
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

/// A strength in quarters, from 0 to 1. Steps keep small differences of time out of the score.
pub(super) fn graded(strength: f64) -> f64 {
    const STEPS: f64 = 4.0;
    const ROUNDING: f64 = 0.02;
    ((strength + ROUNDING) * STEPS).floor().clamp(0.0, STEPS) / STEPS
}
