//! Scoring: looking up and adding.

use super::artefact::{Definition, Model};
use super::terms::{Cap, Pair, Place, Term};
use super::{logit, sigmoid};

/// A model bound to the indicators of a build.
#[derive(Clone, Debug)]
pub struct Scorer {
    shift: f64,
    columns: Vec<Option<Term>>,
    families: Vec<Family>,
    total: Option<Cap>,
    pairs: Vec<BoundPair>,
}

/// What a definition says of rows whose columns may be others than its own.
pub struct Evidence(Scorer);

impl Evidence {
    pub fn new(definition: &Definition, columns: &[&str]) -> Self {
        Self(Scorer::new(definition, columns))
    }

    /// The sum of all terms, caps not held.
    pub fn sum(&self, values: &[Option<f64>]) -> f64 {
        self.0.raw(&self.0.places(values)).iter().sum()
    }

    /// The same, caps held.
    pub fn held(&self, values: &[Option<f64>]) -> f64 {
        self.0.evidence(&self.0.places(values))
    }
}

#[derive(Clone, Debug)]
struct Family {
    name: String,
    cap: Cap,
    columns: Vec<usize>,
}

#[derive(Clone, Debug)]
struct BoundPair {
    first: usize,
    second: usize,
    table: Pair,
}

/// A score.
#[derive(Clone, Debug, PartialEq)]
pub struct Score {
    /// The log-odds before any evidence.
    pub base_log_odds: f64,
    /// What each column adds, in the order of binding.
    pub contributions: Vec<f64>,
    /// The base and the contributions, added in that order.
    pub log_odds: f64,
    /// The probability of `log_odds`.
    pub probability: f64,
    /// The weight of the evidence alone: `round(99 · σ(log_odds − base_log_odds))`.
    pub points: u8,
    /// Families that were held at their cap.
    pub capped: Vec<String>,
}

/// How far an answer could move a score.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Reach {
    /// By how much it could fall: 0 or below.
    pub down: f64,
    /// By how much it could rise: 0 or above.
    pub up: f64,
}

impl Reach {
    /// The larger of the two.
    pub fn could_move(&self) -> f64 {
        self.up.max(-self.down)
    }
}

/// Why a model cannot score for a build.
#[derive(Debug, thiserror::Error)]
pub enum BindError {
    /// The model has terms for indicators that the build does not compute.
    #[error("the model scores {}, which this build does not compute", .0.join(", "))]
    Unknown(Vec<String>),
    /// The build has an indicator in another family.
    #[error("the model has `{indicator}` in family `{model}`, this build in `{build}`")]
    Family {
        /// Which indicator.
        indicator: String,
        /// The model's family.
        model: String,
        /// The build's.
        build: String,
    },
}

impl Model {
    /// Binds to a build's indicators, each an id with its family. An indicator that the model does not
    /// know contributes 0; one that it knows and the build does not compute is refused.
    pub fn bind(&self, indicators: &[(&str, &str)]) -> Result<Scorer, BindError> {
        let definition = self.definition();
        let place = |id: &str| indicators.iter().position(|(known, _)| *known == id);
        let unknown: Vec<String> = (definition.terms.iter())
            .filter(|term| place(&term.indicator).is_none())
            .map(|term| term.indicator.clone())
            .collect();
        if !unknown.is_empty() {
            return Err(BindError::Unknown(unknown));
        }
        let names: Vec<&str> = indicators.iter().map(|(id, _)| *id).collect();
        let scorer = Scorer::new(definition, &names);
        for (bound, (_, build)) in scorer.columns.iter().zip(indicators) {
            if let Some(term) = bound.as_ref().filter(|term| term.family != *build) {
                let (indicator, model) = (term.indicator.clone(), term.family.clone());
                return Err(BindError::Family { indicator, model, build: (*build).to_owned() });
            }
        }
        Ok(scorer)
    }
}

impl Definition {
    /// Binds to columns of these names, whatever else the model scores: terms of others are left out.
    pub fn scorer(&self, columns: &[&str]) -> Scorer {
        Scorer::new(self, columns)
    }
}

impl Scorer {
    /// Binds to columns of these names; terms of others are left out.
    fn new(definition: &Definition, names: &[&str]) -> Self {
        let place = |id: &str| names.iter().position(|known| *known == id);
        let term = |id: &str| definition.terms.iter().find(|term| term.indicator == id).cloned();
        let columns: Vec<Option<Term>> = names.iter().map(|id| term(id)).collect();
        let family = |(name, cap): (&String, &Cap)| Family {
            name: name.clone(),
            cap: *cap,
            columns: (0..columns.len())
                .filter(|i| columns[*i].as_ref().is_some_and(|term| term.family == *name))
                .collect(),
        };
        let families = definition.caps.iter().map(family).collect();
        let bound = |pair: &Pair| {
            let (first, second) = (place(&pair.first)?, place(&pair.second)?);
            Some(BoundPair { first, second, table: pair.clone() })
        };
        let pairs = definition.pairs.iter().filter_map(bound).collect();
        Self { shift: definition.shift, columns, families, total: definition.total, pairs }
    }

    /// Scores one value for each bound indicator: nothing for unknown, 0 for a miss, above 0 for a hit.
    /// `base_rate` is the share of fakes that is expected where the score is used (Elkan 2001).
    pub fn score(&self, values: &[Option<f64>], base_rate: f64) -> Score {
        let places = self.places(values);
        let mut contributions = self.raw(&places);
        let capped = self.hold(&mut contributions);
        let base_log_odds = logit(base_rate) + self.shift;
        let log_odds = contributions.iter().fold(base_log_odds, |sum, one| sum + one);
        Score {
            base_log_odds,
            log_odds,
            probability: sigmoid(log_odds),
            points: points(log_odds - base_log_odds),
            contributions,
            capped,
        }
    }

    /// How far the answer to an unknown could move this score, whatever the base rate.
    pub fn reach_given(&self, column: usize, values: &[Option<f64>]) -> Reach {
        let mut places = self.places(values);
        let mut reach = Reach { down: 0.0, up: 0.0 };
        let Some(Some(term)) = self.columns.get(column) else { return reach };
        let now = self.evidence(&places);
        for place in 0..=term.hits.len() {
            places[column] = Some(place);
            let moved = self.evidence(&places) - now;
            reach = Reach { down: reach.down.min(moved), up: reach.up.max(moved) };
        }
        reach
    }

    fn places(&self, values: &[Option<f64>]) -> Vec<Place> {
        let value = |i: usize| values.get(i).copied().flatten();
        (self.columns.iter().enumerate())
            .map(|(i, term)| term.as_ref().and_then(|term| term.place(value(i))))
            .collect()
    }

    /// The sum of what is known, caps held.
    fn evidence(&self, places: &[Place]) -> f64 {
        let mut contributions = self.raw(places);
        self.hold(&mut contributions);
        contributions.iter().sum()
    }

    /// What each column adds before caps; a pair's part is shared by its two columns.
    fn raw(&self, places: &[Place]) -> Vec<f64> {
        let mut contributions: Vec<f64> = (self.columns.iter().zip(places))
            .map(|(term, place)| term.as_ref().map_or(0.0, |term| term.at(*place)))
            .collect();
        for pair in &self.pairs {
            let part = pair.table.at(places[pair.first], places[pair.second]) / 2.0;
            contributions[pair.first] += part;
            contributions[pair.second] += part;
        }
        contributions
    }

    /// Holds every family within its cap by scaling what its columns add, and all of them within theirs.
    fn hold(&self, contributions: &mut [f64]) -> Vec<String> {
        let mut capped = Vec::new();
        for family in &self.families {
            let sum: f64 = family.columns.iter().map(|i| contributions[*i]).sum();
            let held = family.cap.hold(sum);
            if held.total_cmp(&sum).is_ne() {
                family.columns.iter().for_each(|i| contributions[*i] *= held / sum);
                capped.push(family.name.clone());
            }
        }
        let sum: f64 = contributions.iter().sum();
        let held = self.total.map_or(sum, |cap| cap.hold(sum));
        if held.total_cmp(&sum).is_ne() {
            for one in contributions.iter_mut() {
                *one *= held / sum;
            }
        }
        capped
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it is 0 to 99")]
fn points(evidence: f64) -> u8 {
    (99.0 * sigmoid(evidence)).round() as u8
}
