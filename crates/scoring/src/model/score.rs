//! Scoring: looks up each term and adds them.

use super::artefact::Definition;
use super::terms::{Bin, Cap, Cause, Pair, Term};
use super::{logit, sigmoid};

/// A model bound to the indicators of a build.
#[derive(Clone, Debug)]
pub struct Scorer {
    shift: f64,
    columns: Vec<Option<Term>>,
    causes: Vec<Capped>,
    families: Vec<Capped>,
    total: Option<Cap>,
    pairs: Vec<BoundPair>,
    inactive: Vec<String>,
}

/// The evidence part of a definition, for rows whose columns can differ from its terms.
pub struct Evidence(Scorer);

impl Evidence {
    pub fn new(definition: &Definition, columns: &[&str]) -> Self {
        Self(Scorer::new(definition, columns))
    }

    /// The sum of all terms, without caps.
    pub fn sum(&self, inputs: &[Option<f64>]) -> f64 {
        self.0.uncapped(&self.0.bins(inputs)).iter().sum()
    }

    /// The sum of all terms, within the caps.
    pub fn capped(&self, inputs: &[Option<f64>]) -> f64 {
        self.0.evidence(&self.0.bins(inputs))
    }
}

/// A family, or the indicators of a cause.
#[derive(Clone, Debug)]
struct Capped {
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

#[derive(Clone, Debug, PartialEq)]
pub struct Score {
    /// The log-odds before any evidence.
    pub base_log_odds: f64,
    /// What each column adds, in the order of the columns.
    pub contributions: Vec<f64>,
    /// The base plus the contributions, added in that order.
    pub log_odds: f64,
    pub probability: f64,
    /// The weight of the evidence, independent of the base rate: `round(99 · σ(log_odds − base_log_odds))`.
    pub points: u8,
    /// Families that reached their cap.
    pub capped: Vec<String>,
}

/// How far an answer to an unknown indicator could move a score.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Reach {
    /// The largest possible fall: 0 or below.
    pub down: f64,
    /// The largest possible rise: 0 or above.
    pub up: f64,
}

impl Reach {
    /// The larger of the two distances.
    pub fn could_move(&self) -> f64 {
        self.up.max(-self.down)
    }
}

impl Definition {
    /// Binds the model to the columns with these names. A column without a term contributes 0, and so does a term
    /// without a column, which is inactive. The caps are those of the families that the model states.
    pub fn scorer(&self, columns: &[&str]) -> Scorer {
        Scorer::new(self, columns)
    }
}

impl Scorer {
    fn new(definition: &Definition, names: &[&str]) -> Self {
        let position = |id: &str| names.iter().position(|name| *name == id);
        let term = |id: &str| definition.terms.iter().find(|term| term.indicator == id).cloned();
        let columns: Vec<Option<Term>> = names.iter().map(|id| term(id)).collect();
        let family = |(name, cap): (&String, &Cap)| Capped {
            name: name.clone(),
            cap: *cap,
            columns: (0..columns.len())
                .filter(|i| columns[*i].as_ref().is_some_and(|term| term.family == *name))
                .collect(),
        };
        let families = definition.caps.iter().map(family).collect();
        let cause = |(name, cause): (&String, &Cause)| Capped {
            name: name.clone(),
            cap: cause.cap,
            columns: cause.indicators.iter().filter_map(|id| position(id)).collect(),
        };
        let causes = definition.causes.iter().map(cause).collect();
        let bound = |pair: &Pair| {
            let (first, second) = (position(&pair.first)?, position(&pair.second)?);
            Some(BoundPair { first, second, table: pair.clone() })
        };
        let pairs = definition.pairs.iter().filter_map(bound).collect();
        let ids = definition.terms.iter().map(|term| &term.indicator);
        let inactive = ids.filter(|id| position(id).is_none()).cloned().collect();
        Self {
            shift: definition.shift,
            columns,
            causes,
            families,
            total: definition.total,
            pairs,
            inactive,
        }
    }

    /// The indicators whose terms have no column and contribute nothing, in the model's order.
    pub fn inactive(&self) -> &[String] {
        &self.inactive
    }

    /// Whether the model has a term for this column.
    pub fn has_term(&self, column: usize) -> bool {
        self.columns.get(column).is_some_and(Option::is_some)
    }

    /// Scores one input per bound indicator: `None` for unknown, 0 for a miss, above 0 for a hit. `base_rate` is the
    /// share of fakes to expect where the score is used (Elkan 2001).
    pub fn score(&self, inputs: &[Option<f64>], base_rate: f64) -> Score {
        let mut contributions = self.uncapped(&self.bins(inputs));
        let capped = self.cap(&mut contributions);
        let base_log_odds = logit(base_rate) + self.shift;
        let log_odds =
            contributions.iter().fold(base_log_odds, |sum, contribution| sum + contribution);
        Score {
            base_log_odds,
            log_odds,
            probability: sigmoid(log_odds),
            points: points(log_odds - base_log_odds),
            contributions,
            capped,
        }
    }

    /// Prepares inputs for the question how far answers could move their score.
    pub fn situation(&self, inputs: &[Option<f64>]) -> Situation<'_> {
        let bins = self.bins(inputs);
        Situation { scorer: self, evidence: self.evidence(&bins), bins }
    }

    fn bins(&self, inputs: &[Option<f64>]) -> Vec<Bin> {
        let input = |i: usize| inputs.get(i).copied().flatten();
        (self.columns.iter().enumerate())
            .map(|(i, term)| term.as_ref().and_then(|term| term.bin(input(i))))
            .collect()
    }

    /// The sum of all contributions, within the caps.
    fn evidence(&self, bins: &[Bin]) -> f64 {
        let mut contributions = self.uncapped(bins);
        self.cap(&mut contributions);
        contributions.iter().sum()
    }

    /// What each column adds before caps. The two columns of a pair share its effect equally.
    fn uncapped(&self, bins: &[Bin]) -> Vec<f64> {
        let mut contributions: Vec<f64> = (self.columns.iter().zip(bins))
            .map(|(term, bin)| term.as_ref().map_or(0.0, |term| term.at(*bin)))
            .collect();
        for pair in &self.pairs {
            let half = pair.table.at(bins[pair.first], bins[pair.second]) / 2.0;
            contributions[pair.first] += half;
            contributions[pair.second] += half;
        }
        contributions
    }

    /// Scales the contributions of each cause to its cap, then those of each family, then all of them to the total cap.
    /// Returns the capped families.
    fn cap(&self, contributions: &mut [f64]) -> Vec<String> {
        for cause in &self.causes {
            cause.limit(contributions);
        }
        let mut capped = Vec::new();
        for family in &self.families {
            if family.limit(contributions) {
                capped.push(family.name.clone());
            }
        }
        let sum: f64 = contributions.iter().sum();
        let limited = self.total.map_or(sum, |cap| cap.clamp(sum));
        if limited.total_cmp(&sum).is_ne() {
            for contribution in contributions.iter_mut() {
                *contribution *= limited / sum;
            }
        }
        capped
    }
}

impl Capped {
    /// Scales its contributions to the cap. Returns whether they exceeded it.
    fn limit(&self, contributions: &mut [f64]) -> bool {
        let sum: f64 = self.columns.iter().map(|i| contributions[*i]).sum();
        let limited = self.cap.clamp(sum);
        let is_limited = limited.total_cmp(&sum).is_ne();
        if is_limited {
            self.columns.iter().for_each(|i| contributions[*i] *= limited / sum);
        }
        is_limited
    }
}

/// What is known before an answer.
pub struct Situation<'a> {
    scorer: &'a Scorer,
    bins: Vec<Bin>,
    evidence: f64,
}

impl Situation<'_> {
    /// How far an answer to an unknown indicator could move the score, whatever the base rate.
    pub fn reach(&mut self, column: usize) -> Reach {
        let mut reach = Reach { down: 0.0, up: 0.0 };
        let Some(Some(term)) = self.scorer.columns.get(column) else { return reach };
        for bin in 0..=term.hits.len() {
            self.bins[column] = Some(bin);
            let moved = self.scorer.evidence(&self.bins) - self.evidence;
            reach = Reach { down: reach.down.min(moved), up: reach.up.max(moved) };
        }
        self.bins[column] = None;
        reach
    }

    /// A number that [`Reach::could_move`] doesn't exceed, apart from rounding: the largest effect of the term and its
    /// pairs. A cap never makes a difference larger.
    pub fn reach_bound(&self, column: usize) -> f64 {
        let Some(Some(term)) = self.scorer.columns.get(column) else { return 0.0 };
        let pairs = |bin: usize| {
            let effect = |pair: &BoundPair| match (pair.first == column, pair.second == column) {
                (true, _) => pair.table.at(Some(bin), self.bins[pair.second]).abs(),
                (_, true) => pair.table.at(self.bins[pair.first], Some(bin)).abs(),
                _ => 0.0,
            };
            self.scorer.pairs.iter().map(effect).sum::<f64>()
        };
        let effects = (0..=term.hits.len()).map(|bin| term.at(Some(bin)).abs() + pairs(bin));
        effects.fold(0.0, f64::max)
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "from 0 to 99")]
fn points(evidence: f64) -> u8 {
    (99.0 * sigmoid(evidence)).round() as u8
}
