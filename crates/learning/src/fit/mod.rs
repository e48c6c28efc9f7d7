//! Fitting a model of indicators: the learner of [`super::learn`] with what holds for red flags. More of one never
//! lowers the score, unknown adds exactly nothing, a pair speaks only where both are hits, families have caps.
//!
//! Calibration is affine in log-odds, so that contributions still sum exactly.

mod calibrate;
mod data;
mod tables;

use serde::{Deserialize, Serialize};

pub use data::{Column, Dataset, Row};

use self::calibrate::Said;
use self::tables::Share;
use crate::learn::{LearnError, Learned, Learning, learn};
use scoring::model::artefact::{Definition, Model, ModelError, Trained};
use scoring::model::terms::{Cap, Term};
use scoring::model::{Evidence, Stop, logit};

/// How many rows of each class a fold needs, and how many of each class correct an earlier model.
const LEAST_PER_FOLD: usize = 4;
const LEAST_WITH_PRIOR: usize = 5;

/// How to fit.
#[derive(Clone, Debug)]
pub struct FitOptions {
    /// The seed of everything random: folds and weights.
    pub seed: u64,
    /// How many pairs at most.
    pub pairs: usize,
    /// How far one family may raise the log-odds.
    pub family_cap: f64,
    /// How far one family's misses may lower them.
    pub family_floor: f64,
    /// The ridge on what sets a term's weight apart from the others'.
    pub ridge: f64,
    /// Into how many folds.
    pub folds: usize,
    /// How many threads may be used; the result does not depend on it.
    pub threads: usize,
    /// Whether to end early.
    pub stop: Stop,
    /// Whether the data was simulated.
    pub synthetic: bool,
    /// What the model is, in a sentence.
    pub description: String,
}

impl Default for FitOptions {
    fn default() -> Self {
        Self {
            seed: 1,
            pairs: 6,
            family_cap: 5.0,
            family_floor: -1.5,
            ridge: 25.0,
            folds: 5,
            threads: 1,
            stop: Stop::default(),
            synthetic: true,
            description: String::new(),
        }
    }
}

/// A model and how it came about.
#[derive(Clone, Debug)]
pub struct Fitted {
    /// The model.
    pub model: Model,
    /// How it came about.
    pub report: FitReport,
}

/// How a fit went.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FitReport {
    /// How many rows were used.
    pub rows: usize,
    /// How many of them were fake.
    pub fakes: usize,
    /// The classifier's weight for each term that was kept.
    pub weights: Vec<(String, f64)>,
    /// Terms that were left out, because they hold nothing or would need a negative weight.
    pub left_out: Vec<String>,
    /// The largest component of the classifier's gradient at its end, divided by the rows.
    pub gradient: f64,
    /// The slope that calibration found; near 1 when the classifier was calibrated already.
    pub slope: f64,
}

/// Why nothing was fitted.
#[derive(Debug, thiserror::Error)]
pub enum FitError {
    /// A row has another number of values than there are columns.
    #[error("row {row} has {values} values for {columns} columns")]
    Shape {
        /// Which row, from 0.
        row: usize,
        /// How many values it has.
        values: usize,
        /// How many columns there are.
        columns: usize,
    },
    /// A value or weight is not a finite number from 0 on.
    #[error("row {row} has a value or weight that is not a finite number from 0 on")]
    Value {
        /// Which row, from 0.
        row: usize,
    },
    /// One class is too small.
    #[error("{fakes} fakes and {genuine} others are too few: each class needs {needed}")]
    TooFew {
        /// How many fakes.
        fakes: usize,
        /// How many others.
        genuine: usize,
        /// How many are needed of each.
        needed: usize,
    },
    /// The classifier did not converge.
    #[error("the classifier did not converge: its gradient is {gradient}")]
    NotConverged {
        /// The largest component, divided by the rows.
        gradient: f64,
    },
    /// Somebody wanted it to end.
    #[error("it was ended before it was done")]
    Stopped,
    /// There is no indicator to learn from.
    #[error("there is no column to learn from")]
    NoColumns,
    /// linfa refused.
    #[error("the classifier refused the data")]
    Classifier(#[source] linfa_logistic::error::Error),
    /// What came out is no model.
    #[error("what was fitted is no model")]
    Model(#[from] ModelError),
}

impl From<LearnError> for FitError {
    fn from(error: LearnError) -> Self {
        match error {
            LearnError::TooFew { fakes, others, needed } => {
                Self::TooFew { fakes, genuine: others, needed }
            }
            LearnError::OneClass => Self::TooFew { fakes: 0, genuine: 0, needed: LEAST_WITH_PRIOR },
            LearnError::NotConverged { gradient } => Self::NotConverged { gradient },
            LearnError::Stopped => Self::Stopped,
            LearnError::Classifier(error) => Self::Classifier(error),
        }
    }
}

impl FitOptions {
    fn learning(&self) -> Learning {
        Learning::for_indicators(self)
    }
}

/// Fits a model.
pub fn fit(dataset: &Dataset, options: &FitOptions) -> Result<Fitted, FitError> {
    fit_any(dataset, options, None)
}

/// Fits a model that begins from an earlier one, whose margin is the first column of the classifier: few labels
/// correct it a little, many replace it.
pub fn fit_from(
    prior: &Model,
    dataset: &Dataset,
    options: &FitOptions,
) -> Result<Fitted, FitError> {
    fit_any(dataset, options, Some(prior))
}

fn fit_any(
    dataset: &Dataset,
    options: &FitOptions,
    prior: Option<&Model>,
) -> Result<Fitted, FitError> {
    dataset.check(if prior.is_some() {
        LEAST_WITH_PRIOR
    } else {
        options.folds * LEAST_PER_FOLD
    })?;
    let edges = dataset.edges(prior);
    let said = prior.map(|prior| prior_margins(prior, dataset));
    let learned = learn(&dataset.frame(&edges, said), &options.learning())?;
    let share = prior.map(|prior| Share { of: prior.definition(), weight: learned.prior });
    let (terms, pairs) = tables::terms(&dataset.columns, &edges, &learned.additive, share);
    let mut definition = Definition {
        schema: Model::SCHEMA.to_owned(),
        description: options.description.clone(),
        trained: Trained {
            synthetic: options.synthetic,
            rows: dataset.rows.len(),
            fakes: dataset.rows.iter().filter(|row| row.fake).count(),
            seed: options.seed,
        },
        shift: 0.0,
        caps: caps(&terms, options),
        total: Some(total_cap(dataset, prior)),
        terms,
        pairs,
    };
    let slope = calibrate(&mut definition, dataset, &learned.held_margins)?;
    let report = FitReport {
        rows: dataset.rows.len(),
        fakes: definition.trained.fakes,
        weights: weights(dataset, &learned),
        left_out: left_out(&definition),
        gradient: learned.gradient,
        slope,
    };
    Ok(Fitted { model: Model::new(definition)?, report })
}

/// What the earlier model says of every row, at the rows' own base rate and before caps.
fn prior_margins(prior: &Model, dataset: &Dataset) -> Vec<f64> {
    let columns: Vec<&str> = dataset.columns.iter().map(|one| one.indicator.as_str()).collect();
    let evidence = Evidence::new(prior.definition(), &columns);
    let base = logit(dataset.base_rate()) + prior.definition().shift;
    dataset.rows.iter().map(|row| base + evidence.sum(&row.values)).collect()
}

/// Folds the slope that unseen rows ask for into the tables, and then the shift that makes the caps' losses good.
fn calibrate(
    definition: &mut Definition,
    dataset: &Dataset,
    held: &[f64],
) -> Result<f64, FitError> {
    let base_rate = dataset.base_rate();
    let with = |margins: Vec<f64>| -> Vec<Said> {
        (margins.into_iter().zip(&dataset.rows))
            .map(|(margin, row)| (margin, row.fake, row.weight))
            .collect()
    };
    // Tables that say nothing have no slope.
    let speaks = left_out(definition).len() < definition.terms.len();
    let slope = if speaks { calibrate::slope(&with(held.to_vec())) } else { 1.0 };
    if !slope.is_finite() || slope <= 0.0 {
        return Err(FitError::NotConverged { gradient: f64::INFINITY });
    }
    calibrate::scale(definition, slope);
    let columns: Vec<&str> = dataset.columns.iter().map(|one| one.indicator.as_str()).collect();
    let evidence = Evidence::new(definition, &columns);
    let capped = dataset.rows.iter().map(|row| evidence.held(&row.values)).collect();
    let shift = calibrate::intercept(&with(capped), base_rate) - logit(base_rate);
    definition.shift = shift;
    Ok(slope)
}

fn weights(dataset: &Dataset, learned: &Learned) -> Vec<(String, f64)> {
    let name = |set: &[usize]| {
        let names: Vec<&str> =
            set.iter().map(|column| dataset.columns[*column].indicator.as_str()).collect();
        names.join(" with ")
    };
    let prior = (learned.prior != 0.0).then(|| ("the earlier model".to_owned(), learned.prior));
    let own = learned.weights.iter().filter(|(_, weight)| *weight != 0.0);
    prior.into_iter().chain(own.map(|(set, weight)| (name(set), *weight))).collect()
}

fn left_out(definition: &Definition) -> Vec<String> {
    let empty = |term: &&Term| term.miss == 0.0 && term.hits.iter().all(|hit| *hit == 0.0);
    definition.terms.iter().filter(empty).map(|term| term.indicator.clone()).collect()
}

/// No data of `n` people can tell odds beyond `n` to one, so all evidence together is held within that.
fn total_cap(dataset: &Dataset, prior: Option<&Model>) -> Cap {
    let count = |fake: bool| {
        let rows = dataset.rows.iter().filter(|row| row.fake == fake && row.weight > 0.0);
        rows.map(|row| row.weight).sum::<f64>() + 1.0
    };
    let own = Cap { least: -count(true).ln(), most: count(false).ln() };
    let earlier = prior.and_then(|prior| prior.definition().total).unwrap_or(own);
    Cap { least: own.least.min(earlier.least), most: own.most.max(earlier.most) }
}

fn caps(terms: &[Term], options: &FitOptions) -> std::collections::BTreeMap<String, Cap> {
    let cap = Cap { least: options.family_floor, most: options.family_cap };
    terms.iter().map(|term| (term.family.clone(), cap)).collect()
}

#[cfg(test)]
mod pair_tests;
#[cfg(test)]
mod tests;
