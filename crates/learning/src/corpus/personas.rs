//! The honest people: a table of personas, each with some of the [`Trait`]s.

use std::sync::LazyLock;

use chrono::Duration;
use serde::{Deserialize, Serialize};

use super::draw::Draw;
use super::person::Person;
use super::regions::Region;
use super::traits::Trait;

static PERSONAS: LazyLock<Vec<Persona>> = LazyLock::new(|| {
    serde_json::from_str(include_str!("personas.json")).expect("a test reads the table")
});

/// A kind of honest person, or a few who know each other.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Persona {
    pub(super) id: String,
    pub(super) who: String,
    /// The smallest and the largest group.
    #[serde(default = "one")]
    size: [i64; 2],
    /// How many groups each region has.
    #[serde(default = "one_group")]
    groups: usize,
    /// Only every so many regions have it; another copy has it in others.
    #[serde(default = "one_group")]
    every: usize,
    /// The regions, if not all.
    #[serde(default)]
    regions: Vec<String>,
    /// Whether the group has never met, so that each is counted alone.
    #[serde(default)]
    pub(super) strangers: bool,
    #[serde(default)]
    pub(super) reported: Reported,
    traits: Vec<Trait>,
}

/// Where a person is counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reported {
    /// Among the honest people, for whom the goals hold.
    #[default]
    Honest,
    /// A person with two accounts.
    RegisteredTwice,
    /// A person whose document was used before by someone else.
    Victim,
}

fn one() -> [i64; 2] {
    [1, 1]
}

fn one_group() -> usize {
    1
}

pub(super) fn personas() -> &'static [Persona] {
    &PERSONAS
}

impl Persona {
    /// How many groups a region has in one copy of the corpus.
    pub(super) fn groups_in(&self, region: &Region, place: usize, copy: usize) -> usize {
        let is_here = self.regions.is_empty() || self.regions.contains(&region.code);
        if is_here && (place + copy).is_multiple_of(self.every) { self.groups } else { 0 }
    }

    /// People of this kind, in order of arrival.
    pub(super) fn group(&self, draw: &mut Draw, region: &'static Region) -> Vec<Person> {
        let size = draw.between(self.size[0], self.size[1] + 1);
        let first = draw.moment();
        let mut group: Vec<Person> = (0..size)
            .map(|i| {
                let later =
                    Duration::minutes(i * 61 + draw.below(if i == 0 { 1 } else { 30 * 24 * 60 }));
                Person::new(draw, region, first + later)
            })
            .collect();
        // People meet where they live.
        let state = group.first().map(|person| person.home.state.clone()).unwrap_or_default();
        for person in &mut group {
            person.home.state.clone_from(&state);
        }
        for trait_ in &self.traits {
            trait_.apply(draw, &mut group);
        }
        group
    }
}
