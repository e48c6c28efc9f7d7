//! The simulator: an invented cohort of applicants, honest and fake, for training the shipped baseline
//! and for trying things out.
//!
//! **Everything here is invented.** The shares below are judgements about what the public advisories
//! describe, not measurements. A model that was trained on it knows this simulator; how well it does on
//! a real platform is for that platform's outcomes to say.
//!
//! What is held to, so that a model can learn nothing but evidence:
//! - Where somebody lives is drawn from one distribution for honest people and rings alike, and all
//!   habits are drawn after it, from distributions that do not know it ([`people`]).
//! - Platforms differ in what they send, so much is unknown, for honest and fake alike ([`platforms`]).
//! - Honest people have every red flag now and then: they use VPNs, move, marry, share routers, work at
//!   night, keep thin files ([`honest`]).
//! - Rings work at four levels of care, from careless to spotless persons whom only a shared thing
//!   connects ([`rings`]).
//! - Applicants come in the order of time, rings among others, so that the first face of a ring has
//!   nobody to be linked to.

mod document;
mod honest;
mod people;
mod platforms;
mod reports;
mod rings;
mod tendencies;

use chrono::{DateTime, Duration, Utc};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use serde::{Deserialize, Serialize};
use serde_json::Value;

pub use self::reports::lists;

use self::people::Person;

/// The random numbers of a cohort.
type Random = ChaCha8Rng;

/// What cohort to make.
#[derive(Clone, Debug)]
pub struct CohortOptions {
    /// How many profiles.
    pub profiles: usize,
    /// The seed: the same one gives the same cohort.
    pub seed: u64,
    /// The share of fakes.
    pub fake_share: f64,
    /// When the last profiles come.
    pub until: DateTime<Utc>,
    /// How rings and honest people go about it.
    pub manners: Manners,
}

/// How rings and honest people go about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Manners {
    /// As the shipped baseline was trained.
    Usual,
    /// Rings are more careful and do less of what careless ones do, and honest people have twice the accidents:
    /// to see how a model does where it was not trained.
    Unlike,
}

/// One simulated applicant.
#[derive(Clone, Debug, PartialEq)]
pub struct Simulated {
    /// When the profile comes.
    pub submitted_at: DateTime<Utc>,
    /// The profile document.
    pub document: Value,
    /// What the applicant is.
    pub label: Label,
}

/// What a simulated applicant is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Label {
    /// The document's `external_id`.
    pub external_id: String,
    /// Always `true`: nobody here is real.
    pub synthetic: bool,
    /// Whether the applicant is fake.
    pub fake: bool,
    /// The ring, for fakes.
    pub ring: Option<String>,
    /// What kind of person or ring.
    pub kind: String,
    /// How careful the ring is, from 0 to 3, for fakes.
    pub care: Option<u8>,
    /// Where the applicant says they live.
    pub region: String,
    /// When the profile comes.
    pub submitted_at: DateTime<Utc>,
}

impl CohortOptions {
    /// A cohort with the usual share of fakes, up to 1 June 2026.
    pub fn new(profiles: usize, seed: u64) -> Self {
        let until = DateTime::from_timestamp(1_780_315_200, 0).unwrap_or_default();
        Self { profiles, seed, fake_share: 0.1, until, manners: Manners::Usual }
    }
}

/// Makes a cohort, in the order in which the profiles come.
pub fn cohort(options: &CohortOptions) -> Vec<Simulated> {
    let mut random = ChaCha8Rng::seed_from_u64(options.seed);
    let mut people: Vec<Person> = Vec::with_capacity(options.profiles);
    while people.len() < options.profiles {
        let at = options.until - Duration::minutes(random.random_range(0..180 * 24 * 60));
        let circle = if random.random_bool(options.fake_share / rings::MEAN_SIZE) {
            rings::ring(&mut random, at, options.manners)
        } else {
            honest::circle(&mut random, at, options.manners)
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
    let label = Label {
        external_id: person.external_id,
        synthetic: true,
        fake: person.fake,
        ring: person.ring,
        kind: person.kind.to_owned(),
        care: person.care,
        region: person.home.country.to_string(),
        submitted_at: person.now,
    };
    Simulated { submitted_at: label.submitted_at, document, label }
}

#[cfg(test)]
mod tests;
