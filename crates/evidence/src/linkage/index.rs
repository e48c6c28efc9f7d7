//! An in-memory index of identifiers for cohorts without a database: training, streams, tests.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, Utc};
use ids::ApplicantId;

use super::held::Identifier;
use super::links::{Sighting, Sightings};
use crate::identifier::{IdentifierDigest, IdentifierKind};
use crate::links::Links;

/// The first and the last use.
type Span = (DateTime<Utc>, DateTime<Utc>);

/// Who has each identifier and when they used it.
#[derive(Debug, Default)]
pub struct Index {
    holders: HashMap<(IdentifierKind, IdentifierDigest), BTreeMap<ApplicantId, Span>>,
}

impl Index {
    pub fn insert(&mut self, applicant: ApplicantId, identifiers: &[Identifier]) {
        for identifier in identifiers.iter().filter(|identifier| identifier.kind.is_own()) {
            let holders =
                self.holders.entry((identifier.kind.space(), identifier.digest)).or_default();
            let Identifier { first_used_at, used_at, .. } = *identifier;
            let used = holders.entry(applicant).or_insert((first_used_at, used_at));
            *used = (used.0.min(first_used_at), used.1.max(used_at));
        }
    }

    /// Who else has each identifier: the [`Links::CAP`] most recent applicants, plus one if there are more.
    pub fn sightings(&self, applicant: ApplicantId, identifiers: &[Identifier]) -> Sightings {
        let others = |identifier: &Identifier| {
            if !identifier.kind.is_looked_up() {
                return Vec::new();
            }
            let kind = identifier.kind.space();
            let holders = self.holders.get(&(kind, identifier.digest));
            let mut others: Vec<Sighting> = (holders.into_iter().flatten())
                .filter(|(other, _)| **other != applicant)
                .map(|(other, (first_used_at, used_at))| Sighting {
                    applicant: *other,
                    first_used_at: *first_used_at,
                    used_at: *used_at,
                })
                .collect();
            others.sort_by_key(|other| Reverse((other.used_at, other.applicant)));
            others.truncate(Links::CAP + 1);
            others
        };
        identifiers.iter().map(others).collect()
    }
}
