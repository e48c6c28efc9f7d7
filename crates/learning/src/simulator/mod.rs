//! The simulator: an invented cohort of genuine and fake applicants, for training the shipped baseline and for
//! experiments.
//!
//! **Everything here is invented.** The rates are judgements about what public advisories describe, not measurements. A
//! model trained on this cohort has learned this simulator. Only a platform's own outcomes can show how well it works
//! there.
//!
//! These rules ensure that a model can learn only from evidence:
//! - Genuine people and rings draw their homes from the same distribution. All habits are drawn afterwards,
//!   independently of the home (`people`).
//! - Platforms send different sections, so many values are unknown for genuine people and fakes alike (`platforms`).
//! - Genuine people occasionally show every red flag: they use VPNs, move, marry, share routers, work at night and have
//!   sparse profiles (`honest`).
//! - Rings have four levels of care, from careless ones to spotless ones that only a shared identifier connects
//!   (`rings`).
//! - Applicants are in chronological order and rings are mixed in, so the first member of a ring has no links.

mod document;
mod honest;
mod people;
mod platforms;
mod reports;
mod rings;
mod tendencies;

use chrono::{DateTime, Duration, Utc};
use evidence::relation::RelationKind;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use serde::{Deserialize, Serialize};
use serde_json::Value;

pub use self::reports::lists;

use self::people::Person;

type Random = ChaCha8Rng;

#[derive(Clone, Debug)]
pub struct CohortOptions {
    pub profiles: usize,
    pub seed: u64,
    /// The share of fakes.
    pub fake_share: f64,
    /// The end of the period of submissions.
    pub until: DateTime<Utc>,
    pub behaviour: Behaviour,
}

/// How rings and genuine people behave.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Behaviour {
    /// Like the cohort of the shipped baseline.
    Baseline,
    /// Rings are more careful and genuine people show twice as many accidental red flags. Tests a model on people who
    /// differ from its training data.
    Shifted,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Simulated {
    pub submitted_at: DateTime<Utc>,
    pub document: Value,
    pub label: Label,
}

/// The truth about a simulated applicant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Label {
    /// The document's `external_id`.
    pub external_id: String,
    /// Always `true`.
    pub synthetic: bool,
    pub fake: bool,
    /// The ring; only for fakes.
    pub ring: Option<String>,
    /// The kind of person or ring.
    pub kind: String,
    /// How careful the ring is, from 0 to 3; only for fakes.
    pub care: Option<u8>,
    /// The claimed country of residence.
    pub region: String,
    pub submitted_at: DateTime<Utc>,
    /// The agency or household that the tenant confirmed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub relation: Option<Relation>,
}

/// A group of simulated applicants that the tenant confirmed. It has no other members.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Relation {
    pub kind: RelationKind,
    pub name: String,
}

impl CohortOptions {
    /// A cohort with the usual share of fakes, up to 1 June 2026.
    pub fn new(profiles: usize, seed: u64) -> Self {
        let until = DateTime::from_timestamp(1_780_315_200, 0).unwrap_or_default();
        Self { profiles, seed, fake_share: 0.1, until, behaviour: Behaviour::Baseline }
    }
}

/// Generates a cohort in order of submission.
pub fn cohort(options: &CohortOptions) -> Vec<Simulated> {
    let mut random = ChaCha8Rng::seed_from_u64(options.seed);
    let mut people: Vec<Person> = Vec::with_capacity(options.profiles);
    while people.len() < options.profiles {
        let at = options.until - Duration::minutes(random.random_range(0..180 * 24 * 60));
        let circle = if random.random_bool(options.fake_share / rings::MEAN_SIZE) {
            rings::ring(&mut random, at, options.behaviour)
        } else {
            honest::circle(&mut random, at, options.behaviour)
        };
        people.extend(circle);
    }
    people.truncate(options.profiles);
    people.sort_by(|a, b| (a.now, &a.external_id).cmp(&(b.now, &b.external_id)));
    people.into_iter().map(|person| simulated(&mut random, person)).collect()
}

fn simulated(random: &mut Random, person: Person) -> Simulated {
    let mut document = document::document(random, &person);
    reports::report(random, &person, &mut document);
    let relation = relation(&person);
    let label = Label {
        external_id: person.external_id,
        synthetic: true,
        fake: person.fake,
        ring: person.ring,
        kind: person.kind.to_owned(),
        care: person.care,
        region: person.home.country.to_string(),
        submitted_at: person.now,
        relation,
    };
    Simulated { submitted_at: label.submitted_at, document, label }
}

/// Honest people declare what is true, and the tenant confirmed it.
fn relation(person: &Person) -> Option<Relation> {
    if person.fake {
        return None;
    }
    if let Some(agency) = &person.agency {
        return Some(Relation { kind: RelationKind::Agency, name: agency.clone() });
    }
    let first = person.related.iter().min()?.min(&person.external_id);
    Some(Relation { kind: RelationKind::Household, name: first.clone() })
}

#[cfg(test)]
mod tests;
