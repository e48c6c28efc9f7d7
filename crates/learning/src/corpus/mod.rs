//! The corpus: invented honest people and rings who go through the whole pipeline, to see who is flagged.
//!
//! The simulator's cohort trains models; the corpus judges them together with links, rings and policy. It has more
//! ways to be honest and more ways to evade than the simulator, and no model learns from it.
//!
//! - `regions.json` and `personas.json` are the tables of honest people; every region has every persona.
//! - `rings` and `tricks` are the ways in which rings work and evade.
//! - `pipeline` decides as the service does.
//! - `report` counts, `stats` has the intervals and tests, and `page` prints.

mod document;
mod draw;
mod names;
mod page;
mod person;
mod personas;
mod pipeline;
mod regions;
mod report;
mod rings;
mod stats;
mod texts;
mod traits;
mod tricks;

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use evidence::relation::RelationKind;
use serde_json::Value;

pub use self::names::NameReport;
pub use self::page::page;
pub use self::personas::Reported;
pub use self::pipeline::PipelineError;
pub use self::report::Report;
pub use self::rings::Care;
pub use self::stats::Share;
pub use self::tricks::Trick;

use self::draw::Draw;
use self::person::Person;
use self::pipeline::{Outcome, Pipeline};
use self::report::Tally;
use crate::training::Confirmed;

/// What the corpus holds and how it is decided on.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    pub seed: u64,
    /// How many tenants have honest people. The first also has the plain rings; each evading variant is at a tenant of
    /// its own.
    pub copies: usize,
    pub lists: Lists,
    pub tricks: Tricks,
}

/// What the installation knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lists {
    /// Only the data in the binary.
    None,
    /// The kinds of networks, and threat lists.
    All,
}

/// Which evading variants of each ring there are, next to the plain one and the one with every trick.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tricks {
    Together,
    EachAndTogether,
}

/// Someone in the corpus.
struct Submission {
    at: DateTime<Utc>,
    document: Value,
    region: &'static str,
    /// Who knows each other.
    circle: usize,
    truth: Truth,
}

#[derive(Clone, Debug)]
enum Truth {
    Honest {
        persona: &'static str,
        reported: Reported,
    },
    /// A member of a ring, by its number.
    Member {
        ring: usize,
    },
}

/// A ring of the corpus.
#[derive(Clone, Debug)]
struct RingSpec {
    way: &'static str,
    care: Care,
    variant: Variant,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Variant {
    Plain,
    One(Trick),
    Every,
}

/// The people at one tenant.
#[derive(Default)]
struct Corpus {
    submissions: Vec<Submission>,
    rings: Vec<RingSpec>,
}

/// Runs the corpus through the pipeline and counts.
pub fn run(options: &Options) -> Result<Report, PipelineError> {
    let mut tally = Tally::default();
    let mut circles = 0;
    let mut tenant = |corpus: Corpus| -> Result<(), PipelineError> {
        let mut pipeline = Pipeline::new(options.lists == Lists::All, corpus.confirmed())?;
        let outcomes: Vec<Result<Outcome, String>> = (corpus.submissions.iter())
            .map(|submission| {
                let document = submission.document.to_string();
                pipeline.submit(document.as_bytes(), submission.at)
            })
            .collect();
        tally.add(&corpus, &outcomes, &pipeline.rings());
        Ok(())
    };
    for copy in 0..options.copies {
        let mut corpus = Corpus::default();
        corpus.add_everyone_honest(options.seed, copy, &mut circles);
        if copy == 0 {
            corpus.add_rings(options.seed, Variant::Plain, &mut circles);
        }
        tenant(corpus.in_order())?;
    }
    for variant in options.tricks.variants() {
        let mut corpus = Corpus::default();
        corpus.add_rings(options.seed, variant, &mut circles);
        tenant(corpus.in_order())?;
    }
    Ok(tally.report(options))
}

impl Corpus {
    /// The agencies that the tenant confirmed.
    fn confirmed(&self) -> Confirmed {
        let mut agencies: BTreeMap<usize, Vec<&str>> = BTreeMap::new();
        for submission in &self.submissions {
            if matches!(submission.truth, Truth::Honest { persona: "agency_confirmed", .. }) {
                let name = submission.document["external_id"].as_str().unwrap_or_default();
                agencies.entry(submission.circle).or_default().push(name);
            }
        }
        let mut confirmed = Confirmed::default();
        for members in agencies.into_values() {
            confirmed.confirm(RelationKind::Agency, members);
        }
        confirmed
    }

    fn add_everyone_honest(&mut self, seed: u64, copy: usize, circles: &mut usize) {
        let mut draw = Draw::new(seed.wrapping_mul(1_000_003).wrapping_add(copy as u64));
        self.add_honest(&mut draw, copy, circles);
    }

    /// Adds the rings. They are the same in every variant but for what the variant changes.
    fn add_rings(&mut self, seed: u64, variant: Variant, circles: &mut usize) {
        for way in &rings::WAYS {
            for care in [Care::Careless, Care::Careful] {
                let number = u32::try_from(self.rings.len()).unwrap_or_default();
                let mut draw = Draw::of_ring(seed, number);
                let spec = RingSpec { way: way.id, care, variant };
                self.add_ring(&mut draw, way, spec, circles);
            }
        }
    }

    fn in_order(mut self) -> Self {
        self.submissions.sort_by_key(|submission| submission.at);
        self
    }

    fn add_honest(&mut self, draw: &mut Draw, copy: usize, circles: &mut usize) {
        for (number, persona) in personas::personas().iter().enumerate() {
            for (place, region) in regions::regions().iter().enumerate() {
                for _ in 0..persona.groups_in(region, place + number, copy) {
                    let truth = Truth::Honest { persona: &persona.id, reported: persona.reported };
                    for person in persona.group(draw, region) {
                        *circles += usize::from(persona.strangers);
                        self.add(draw, &person, *circles, truth.clone());
                    }
                    *circles += 1;
                }
            }
        }
    }

    fn add_ring(&mut self, draw: &mut Draw, way: &rings::Way, spec: RingSpec, circles: &mut usize) {
        let ring = self.rings.len();
        let mut members = way.ring(draw, spec.care);
        let victims: Vec<Person> = if way.has_victims() {
            members.iter().map(|member| rings::victim(draw, member)).collect()
        } else {
            Vec::new()
        };
        for trick in spec.variant.tricks() {
            trick.apply(draw, &mut members);
        }
        for member in &members {
            self.add(draw, member, *circles, Truth::Member { ring });
        }
        *circles += 1;
        for victim in &victims {
            let truth = Truth::Honest { persona: "victim", reported: Reported::Victim };
            self.add(draw, victim, *circles, truth);
            *circles += 1;
        }
        self.rings.push(spec);
    }

    fn add(&mut self, draw: &mut Draw, person: &Person, circle: usize, truth: Truth) {
        self.submissions.push(Submission {
            at: person.at,
            document: document::document(draw, person),
            region: &person.region.code,
            circle,
            truth,
        });
    }
}

impl Tricks {
    /// The variants next to the plain one.
    fn variants(self) -> Vec<Variant> {
        let mut variants = vec![Variant::Every];
        if self == Self::EachAndTogether {
            variants.extend(Trick::ALL.map(Variant::One));
        }
        variants
    }
}

impl Variant {
    fn name(self) -> &'static str {
        match self {
            Self::Plain => "plain",
            Self::One(trick) => trick.name(),
            Self::Every => "every trick",
        }
    }

    fn tricks(self) -> Vec<Trick> {
        match self {
            Self::Plain => Vec::new(),
            Self::One(trick) => vec![trick],
            Self::Every => Trick::ALL.to_vec(),
        }
    }
}

/// Counts of anything by a name.
type By<T> = BTreeMap<String, T>;

#[cfg(test)]
mod tests;
