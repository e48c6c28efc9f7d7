//! What accounts share: one rule for every kind of identifier.
//!
//! Names play no part here. Two accounts of one person under one name share things as well, and a rule
//! that asked whether names differ would judge by the name.

use std::collections::BTreeMap;

use ids::ApplicantId;

use super::Case;
use crate::finding::{Evidence, Finding};
use crate::identifier::IdentifierKind;
use crate::links::Shared;

/// How many other applicants share an identifier of a kind, undeclared and discounted for hubs.
/// `says` completes "2 other applicants …" and reads as well of one.
pub(super) fn shared(case: &Case<'_>, kind: IdentifierKind, says: &str) -> Finding {
    let all: Vec<&Shared> = case.links.of(kind).collect();
    weigh(&all, 1.0, says)
}

/// A hit when the sum over other applicants of what sharing means reaches `from`.
pub(super) fn weigh(looked_at: &[&Shared], from: f64, says: &str) -> Finding {
    if looked_at.is_empty() {
        return Finding::Unknown;
    }
    let mut others: BTreeMap<ApplicantId, f64> = BTreeMap::new();
    for shared in looked_at {
        for other in shared.undeclared() {
            let strength = others.entry(other.applicant).or_default();
            *strength = strength.max(shared.strength);
        }
    }
    let value: f64 = others.values().sum();
    let held_by_others = |shared: &&&Shared| shared.undeclared().next().is_some();
    if value < from || value <= 0.0 {
        let pointers = looked_at.iter().map(|shared| shared.pointer.clone());
        let few =
            if others.is_empty() { "no".to_owned() } else { format!("only {}", others.len()) };
        let people = if others.len() == 1 { "applicant" } else { "applicants" };
        return Finding::miss(Evidence::new(format!("{few} other {people} {says}"), pointers));
    }
    let pointers = looked_at.iter().filter(held_by_others).map(|shared| shared.pointer.clone());
    let more = if looked_at.iter().any(|shared| shared.capped) { "at least " } else { "" };
    let people = if others.len() == 1 { "applicant" } else { "applicants" };
    let text = format!("{more}{} other {people} {says}", others.len());
    Finding::hit(value, Evidence::new(text, pointers))
}
