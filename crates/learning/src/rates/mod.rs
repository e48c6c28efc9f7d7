//! How often fake and genuine applicants show each scored indicator, as ranges with a basis: the file
//! `models/rates.toml`, read and checked. [`cohort`] draws applicants from them, [`table`] compares a model with them.
//!
//! No profile is made here. The simulator makes profiles, for benches, seeds and API tests.

pub mod cohort;
mod file;
pub mod fitting;
pub mod table;
#[cfg(test)]
mod tests;
pub mod training;

use std::collections::BTreeMap;

use evidence::indicators::{Indicator, MissRule, Scope, scored};
use serde::Deserialize;

/// The file that comes with the service.
pub const BUILT_IN: &str = include_str!("../../../../models/rates.toml");

/// The name of the group of indicators that compare accounts, next to the names of families.
const LINKS: &str = "links";

#[derive(Debug, thiserror::Error)]
pub enum RatesError {
    #[error("the rates cannot be read")]
    Toml(#[from] toml::de::Error),
    #[error("`{entry}` {problem}")]
    Entry { entry: String, problem: String },
}

/// The checked content of the file.
#[derive(Clone, Debug)]
pub struct Rates {
    /// One for each scored indicator, in the order of the model's columns.
    pub entries: Vec<Entry>,
    pub platforms: Vec<Platform>,
    /// Kinds of fakes.
    pub fakes: Vec<Kind>,
    /// Kinds of genuine people.
    pub genuine: Vec<Kind>,
    pub causes: BTreeMap<String, Cause>,
}

/// What is known about a scored indicator.
#[derive(Clone, Debug)]
pub struct Entry {
    pub indicator: &'static Indicator,
    pub basis: Basis,
    pub source: String,
    /// The sections of a profile without which it is unknown.
    pub needs: Vec<String>,
    /// How often it is known where these sections are sent.
    pub known: f64,
    /// What triggers it together with other indicators.
    pub cause: Option<String>,
    /// From the lowest. At least one.
    pub grades: Vec<Grade>,
}

/// Where a rate comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Basis {
    /// Both classes were counted.
    Measured,
    /// Reports describe the practice, without shares.
    Published,
    /// An expert judgement.
    Elicited,
    /// Sharing something with another applicant: from the rates of links.
    Linked,
}

/// A grade of a hit: values from `from` up to the next grade. The first grade includes every smaller hit.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Grade {
    pub from: f64,
    /// The share of fakes whose value falls in this grade.
    pub fakes: Range,
    pub genuine: Range,
}

/// A rate that is not known exactly.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
#[serde(from = "[f64; 2]")]
pub struct Range {
    pub low: f64,
    pub high: f64,
}

/// A kind of platform.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Platform {
    pub name: String,
    /// Its share of all applicants.
    pub share: f64,
    /// How many of its applicants come with each section.
    pub sends: BTreeMap<String, f64>,
}

/// A kind of people.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Kind {
    pub name: String,
    /// Its share of the people of its class.
    pub share: f64,
    /// The smallest and largest number of people who belong together.
    pub group: [u32; 2],
    /// Factors for the rates of a family, or of `links`.
    pub times: BTreeMap<String, f64>,
}

/// An act that triggers several indicators.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cause {
    /// The act, in a sentence.
    pub act: String,
    /// The share of the indicators' hits that come from the act.
    pub together: f64,
}

impl Rates {
    /// The file that comes with the service.
    pub fn built_in() -> Result<Self, RatesError> {
        Self::parse(BUILT_IN)
    }

    /// Reads a file. It must have an entry for every scored indicator of this build and none for another.
    pub fn parse(text: &str) -> Result<Self, RatesError> {
        file::read(text)
    }

    /// Where the second and later grades of each indicator begin.
    pub fn edges(&self) -> BTreeMap<String, Vec<f64>> {
        let edges = |entry: &Entry| entry.grades.iter().skip(1).map(|grade| grade.from).collect();
        self.entries.iter().map(|entry| (entry.indicator.id.to_owned(), edges(entry))).collect()
    }
}

impl Entry {
    /// Whether the model never learns from a miss.
    pub fn ignores_misses(&self) -> bool {
        self.indicator.miss == MissRule::Ignored
    }

    /// Whether accounts are compared with each other.
    fn is_link(&self) -> bool {
        self.indicator.scope == Scope::CrossAccount
    }

    /// The factor for people of this kind, before scaling.
    fn factor(&self, kind: &Kind) -> f64 {
        let times = |name: &str| kind.times.get(name).copied().unwrap_or(1.0);
        times(self.indicator.family.name()) * if self.is_link() { times(LINKS) } else { 1.0 }
    }

    /// The natural logarithm of the ratio of the rates of a miss, from the middle of the ranges.
    pub fn miss_log_ratio(&self) -> f64 {
        let missed = |range: fn(&Grade) -> Range| {
            1.0 - self.grades.iter().map(|grade| range(grade).middle()).sum::<f64>()
        };
        (missed(|grade| grade.fakes) / missed(|grade| grade.genuine)).ln()
    }
}

impl Grade {
    /// The natural logarithm of the ratio of the rates, from the middle of the ranges.
    pub fn log_ratio(&self) -> f64 {
        (self.fakes.middle() / self.genuine.middle()).ln()
    }
}

impl Range {
    /// The geometric mean of both ends: the median of a log-uniform draw.
    pub fn middle(self) -> f64 {
        (self.low * self.high).sqrt()
    }

    fn ends(self) -> [f64; 2] {
        [self.low, self.high]
    }

    /// The rate at a share of the way from the low to the high end, on the scale of logarithms.
    fn at(self, share: f64) -> f64 {
        self.low * (self.high / self.low).powf(share)
    }
}

impl From<[f64; 2]> for Range {
    fn from([low, high]: [f64; 2]) -> Self {
        Self { low, high }
    }
}

impl Basis {
    pub fn name(self) -> &'static str {
        match self {
            Self::Measured => "measured",
            Self::Published => "published",
            Self::Elicited => "elicited",
            Self::Linked => "linked",
        }
    }
}

/// The scored indicators that a list of ids leaves out.
fn missing(known: &BTreeMap<String, Entry>) -> impl Iterator<Item = &'static str> {
    scored().map(|indicator| indicator.id).filter(|id| !known.contains_key(*id))
}
