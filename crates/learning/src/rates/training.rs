//! Trains a model on cohorts drawn from the rates, and compares it with them.

use scoring::model::Model;

use super::Rates;
use super::cohort::{Cohort, cohorts};
use super::fitting::{pooled, with_one_hit_per_cause};
use super::table::table;
use crate::data::{TrainingData, TrainingExample};
use crate::evaluation::RateRow;
use crate::fit::{FitError, FitOptions, fit};
use crate::training::{Audit, TrainError, TrainedModel, columns, train_with};

/// The number of models, each fitted on its own part of the cohorts, that the intervals of the weights come from.
const PARTS: usize = 6;

#[derive(Clone, Copy, Debug)]
pub struct CohortPlan {
    pub cohorts: usize,
    /// The applicants per cohort.
    pub applicants: usize,
    pub seed: u64,
}

/// A model with its weights next to the rates.
#[derive(Clone, Debug)]
pub struct TrainedOnRates {
    pub trained: TrainedModel,
    pub table: Vec<RateRow>,
}

/// Trains on the earlier part of all cohorts together, and measures on the later part. Only the examples for the fit have
/// a single hit per cause.
pub fn train(
    rates: &Rates,
    plan: CohortPlan,
    options: FitOptions,
    audit: &Audit<'_>,
) -> Result<TrainedOnRates, TrainError> {
    let drawn = cohorts(rates, plan.cohorts, plan.applicants, plan.seed);
    let options = rates.fit_options(options);
    let prepare = |examples: Vec<TrainingExample>| {
        with_one_hit_per_cause(rates, &options.causes, examples, plan.seed)
    };
    let trained = train_with(&pooled(&drawn), &options, audit, prepare)?;
    let fit_part = |part: &[Cohort]| -> Result<Model, FitError> {
        let data = TrainingData { columns: columns(), examples: prepare(pooled(part)) };
        Ok(fit(&data, &options)?.model)
    };
    let size = drawn.len().div_ceil(PARTS).max(1);
    let parts =
        if drawn.len() > 1 { drawn.chunks(size).map(fit_part).collect() } else { Ok(Vec::new()) };
    let table = table(rates, &drawn, &trained.fitted.model, &parts?);
    Ok(TrainedOnRates { trained, table })
}
