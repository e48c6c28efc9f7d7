//! Fits a model of indicators with the learner of [`super::learn`] and the rules for red flags: more of a red flag
//! never lowers the score, unknown contributes exactly 0, a pair counts only if both are hits, and families have caps.
//!
//! Calibration is affine in log-odds, so contributions still add up exactly.

mod bins;
mod calibrate;
mod tables;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use self::calibrate::Prediction;
use self::tables::Prior;
use crate::data::{BadExample, TrainingData};
use crate::learn::{Hyperparameters, LearnError, Learned, LearnerOptions, Ridges, learn};
use scoring::model::artefact::{Definition, Model, ModelError, Trained};
use scoring::model::terms::{Cap, Cause, Term};
use scoring::model::{Evidence, Stop, logit};

/// The smallest number of examples of each class per fold.
const MIN_PER_FOLD: usize = 4;
/// The smallest number of examples of each class for correcting an earlier model.
const MIN_WITH_PRIOR: usize = 5;

#[derive(Clone, Debug)]
pub struct FitOptions {
    /// The seed for folds and samples.
    pub seed: u64,
    /// The largest number of pairs.
    pub pairs: usize,
    /// The most that a family may add to the log-odds.
    pub family_cap: f64,
    /// The least that a family may add to the log-odds; negative.
    pub family_floor: f64,
    /// The ridge on the difference between a term's weight and the shared weight.
    pub ridge: f64,
    /// Where the second and later grades of hits begin, by indicator. Other indicators have quantiles of their hits.
    pub grades: BTreeMap<String, Vec<f64>>,
    /// Indicators that a single act triggers, and their caps.
    pub causes: BTreeMap<String, Cause>,
    /// The least that a miss adds, by indicator.
    pub misses: BTreeMap<String, f64>,
    /// The cap on all evidence together, if not that of the number of examples.
    pub total: Option<Cap>,
    /// The largest number of trees of one indicator each.
    pub trees: usize,
    pub folds: usize,
    /// The result does not depend on the number of threads.
    pub threads: usize,
    pub stop: Stop,
    /// Whether the data was simulated.
    pub synthetic: bool,
    /// One sentence about the model.
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
            grades: BTreeMap::new(),
            causes: BTreeMap::new(),
            misses: BTreeMap::new(),
            total: None,
            trees: Hyperparameters::default().main_trees,
            folds: 5,
            threads: 1,
            stop: Stop::default(),
            synthetic: true,
            description: String::new(),
        }
    }
}

#[derive(Clone, Debug)]
pub struct Fitted {
    pub model: Model,
    pub report: FitReport,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FitReport {
    /// The number of examples used.
    pub rows: usize,
    pub fakes: usize,
    /// The classifier's weight for each term that was kept.
    pub weights: Vec<(String, f64)>,
    /// Terms that are left out because they are all zero or would need a negative weight.
    pub left_out: Vec<String>,
    /// The largest component of the classifier's final gradient, divided by the number of examples.
    pub gradient: f64,
    /// The slope of the calibration; near 1 if the classifier was already calibrated.
    pub slope: f64,
}

#[derive(Debug, thiserror::Error)]
pub enum FitError {
    #[error(transparent)]
    Example(#[from] BadExample),
    #[error("{fakes} fakes and {genuine} genuine applicants are too few: each needs {needed}")]
    TooFew { fakes: usize, genuine: usize, needed: usize },
    #[error("the training data has no columns")]
    NoColumns,
    #[error(transparent)]
    Learn(#[from] LearnError),
    #[error("the fitted tables are not a valid model")]
    Model(#[from] ModelError),
}

impl FitOptions {
    fn learner(&self) -> LearnerOptions {
        let defaults = Hyperparameters::default();
        LearnerOptions {
            seed: self.seed,
            threads: self.threads,
            folds: self.folds,
            repeats: 1,
            interactions: self.pairs,
            order: 2,
            large_interactions: 0,
            min_per_class: 2,
            stop: self.stop.clone(),
            hyperparameters: Hyperparameters {
                // Strong red flags are rare. With a larger ridge, terms with few hits would not be fully learned by the
                // time boosting stops.
                ridge: 0.1,
                main_trees: self.trees,
                ridges: Ridges { own: self.ridge, ..defaults.ridges.clone() },
                ..defaults
            },
        }
    }
}

pub fn fit(data: &TrainingData, options: &FitOptions) -> Result<Fitted, FitError> {
    fit_with(data, options, None)
}

/// Fits a model that starts from an earlier one, whose log-odds are the classifier's first column. A few labels correct
/// the earlier model slightly; many replace it.
pub fn fit_from(
    prior: &Model,
    data: &TrainingData,
    options: &FitOptions,
) -> Result<Fitted, FitError> {
    fit_with(data, options, Some(prior))
}

fn fit_with(
    data: &TrainingData,
    options: &FitOptions,
    prior: Option<&Model>,
) -> Result<Fitted, FitError> {
    let needed = if prior.is_some() { MIN_WITH_PRIOR } else { options.folds * MIN_PER_FOLD };
    bins::check(data, needed)?;
    let edges = bins::edges(data, &options.grades, prior);
    let prior_log_odds = prior.map(|prior| prior_log_odds(prior, data));
    let learned = learn(&bins::binned(data, &edges, prior_log_odds), &options.learner())?;
    let causes = causes(options, prior, data);
    let earlier = prior.map(|prior| Prior { model: prior.definition(), weight: learned.prior });
    let (terms, pairs) = tables::terms(&data.columns, &edges, &learned.model, earlier, &causes);
    let mut definition = Definition {
        schema: Model::SCHEMA.to_owned(),
        description: options.description.clone(),
        trained: Trained {
            synthetic: options.synthetic,
            rows: data.examples.len(),
            fakes: data.examples.iter().filter(|example| example.fake).count(),
            seed: options.seed,
        },
        shift: 0.0,
        caps: caps(&terms, options),
        causes,
        total: Some(options.total.unwrap_or_else(|| total_cap(data, prior))),
        terms,
        pairs,
    };
    let slope = calibrate(&mut definition, data, &learned.held_out_log_odds, &options.misses)?;
    let report = FitReport {
        rows: data.examples.len(),
        fakes: definition.trained.fakes,
        weights: weights(data, &learned),
        left_out: left_out(&definition),
        gradient: learned.gradient,
        slope,
    };
    Ok(Fitted { model: Model::new(definition)?, report })
}

/// The earlier model's log-odds for each example, at the data's base rate and before caps.
fn prior_log_odds(prior: &Model, data: &TrainingData) -> Vec<f64> {
    let evidence = evidence(prior.definition(), data);
    let base = logit(base_rate(data)) + prior.definition().shift;
    data.examples.iter().map(|example| base + evidence.sum(&example.inputs)).collect()
}

fn evidence(definition: &Definition, data: &TrainingData) -> Evidence {
    let columns: Vec<&str> = data.columns.iter().map(|column| column.indicator.as_str()).collect();
    Evidence::new(definition, &columns)
}

/// The weighted share of fakes.
fn base_rate(data: &TrainingData) -> f64 {
    let weight: f64 = data.examples.iter().map(|example| example.weight).sum();
    let fakes = data.examples.iter().filter(|example| example.fake);
    fakes.map(|example| example.weight).sum::<f64>() / weight
}

/// Multiplies the tables by the slope that fits the held-out rows, limits the
/// misses, then sets the shift that compensates for both and for the caps.
fn calibrate(
    definition: &mut Definition,
    data: &TrainingData,
    held_out_log_odds: &[f64],
    misses: &BTreeMap<String, f64>,
) -> Result<f64, FitError> {
    let base_rate = base_rate(data);
    let with_labels = |log_odds: Vec<f64>| -> Vec<Prediction> {
        (log_odds.into_iter().zip(&data.examples))
            .map(|(log_odds, example)| (log_odds, example.fake, example.weight))
            .collect()
    };
    // Tables of zeros have no slope.
    let has_evidence = left_out(definition).len() < definition.terms.len();
    let slope =
        if has_evidence { calibrate::slope(&with_labels(held_out_log_odds.to_vec())) } else { 1.0 };
    if !slope.is_finite() || slope <= 0.0 {
        return Err(LearnError::NotConverged { gradient: f64::INFINITY }.into());
    }
    calibrate::scale(definition, slope);
    for term in &mut definition.terms {
        if let Some(least) = misses.get(&term.indicator) {
            term.miss = term.miss.max(least.min(0.0));
        }
    }
    let evidence = evidence(definition, data);
    let capped = data.examples.iter().map(|example| evidence.capped(&example.inputs)).collect();
    definition.shift = calibrate::intercept(&with_labels(capped), base_rate) - logit(base_rate);
    Ok(slope)
}

fn weights(data: &TrainingData, learned: &Learned) -> Vec<(String, f64)> {
    let name = |features: &[usize]| {
        let names: Vec<&str> =
            features.iter().map(|column| data.columns[*column].indicator.as_str()).collect();
        names.join(" with ")
    };
    let prior = (learned.prior != 0.0).then(|| ("the earlier model".to_owned(), learned.prior));
    let own = learned.weights.iter().filter(|(_, weight)| *weight != 0.0);
    prior.into_iter().chain(own.map(|(features, weight)| (name(features), *weight))).collect()
}

fn left_out(definition: &Definition) -> Vec<String> {
    let is_zero = |term: &&Term| term.miss == 0.0 && term.hits.iter().all(|hit| *hit == 0.0);
    definition.terms.iter().filter(is_zero).map(|term| term.indicator.clone()).collect()
}

/// The cap on all evidence together: data about `n` people cannot support odds above `n` to one.
fn total_cap(data: &TrainingData, prior: Option<&Model>) -> Cap {
    let count = |fake: bool| data.counted(fake).map(|example| example.weight).sum::<f64>() + 1.0;
    let own = Cap { min: -count(true).ln(), max: count(false).ln() };
    let earlier = prior.and_then(|prior| prior.definition().total).unwrap_or(own);
    Cap { min: own.min.min(earlier.min), max: own.max.max(earlier.max) }
}

/// The causes of the options, or else those of the earlier model, as far as their indicators are still in one family.
fn causes(
    options: &FitOptions,
    prior: Option<&Model>,
    data: &TrainingData,
) -> BTreeMap<String, Cause> {
    if !options.causes.is_empty() {
        return options.causes.clone();
    }
    let Some(prior) = prior.map(Model::definition) else { return BTreeMap::new() };
    let family = |indicator: &String| {
        let column = data.columns.iter().find(|column| column.indicator == *indicator);
        let earlier = || prior.terms.iter().find(|term| term.indicator == *indicator);
        column.map(|column| &column.family).or_else(|| earlier().map(|term| &term.family))
    };
    let mut causes = prior.causes.clone();
    for cause in causes.values_mut() {
        let first = cause.indicators.first().and_then(family);
        cause.indicators.retain(|indicator| family(indicator) == first);
    }
    causes.retain(|_, cause| !cause.indicators.is_empty());
    causes
}

fn caps(terms: &[Term], options: &FitOptions) -> BTreeMap<String, Cap> {
    let cap = Cap { min: options.family_floor, max: options.family_cap };
    terms.iter().map(|term| (term.family.clone(), cap)).collect()
}

#[cfg(test)]
mod pair_tests;
#[cfg(test)]
mod tests;
