//! Trains and measures a model on a labelled cohort: observes the profiles as the service would, splits them without
//! dividing a ring, fits and measures. The service loads labels, stores models and schedules jobs.

mod cohort;
mod confirmed;
#[cfg(test)]
mod echo_tests;
mod lift;
mod parquet;
pub mod partition;
pub mod rows;
pub mod shadow_report;
mod swap;
pub mod weights;

pub use cohort::{CohortError, LabelledProfile, observe};
pub use confirmed::Confirmed;
pub use swap::{observe_swapped, swap_proof, swapped};

use scoring::champion;
use scoring::model::Model;

use crate::data::{Column, TrainingData, TrainingExample};
use crate::evaluation::{
    self, EvaluateError, Evaluation, EvaluationInput, Lift, OtherCohortInput, Refit,
};
use crate::fit::{self, FitError, FitOptions, Fitted};

/// A model with its evaluation on held-out applicants.
#[derive(Clone, Debug)]
pub struct TrainedModel {
    pub fitted: Fitted,
    pub evaluation: Evaluation,
    /// How labels from a different cohort improve it; empty without such a cohort.
    pub lift: Vec<Lift>,
}

#[derive(Debug, thiserror::Error)]
pub enum TrainError {
    #[error(transparent)]
    Fit(#[from] FitError),
    #[error(transparent)]
    Evaluate(#[from] EvaluateError),
    #[error("the later part of the cohort contains only one class; add more profiles")]
    OneClass,
}

/// The share of groups that are held out: those that begin last.
const HELD_OUT: f64 = 0.3;

/// The points of the learning curve, in percent of the groups.
const CURVE_PERCENT: [u64; 3] = [10, 25, 50];
/// How many times groups are resampled for the intervals.
const DRAWS: usize = 300;

/// What a model is measured against, besides the later part of its cohort.
#[derive(Clone, Copy, Debug)]
pub struct Audit<'a> {
    /// The share of fakes for which precision is stated.
    pub base_rate: f64,
    /// The share of applicants that reviewers have time for.
    pub review_budget: f64,
    pub champion: Option<&'a Model>,
    pub other_cohort: Option<OtherCohortInput<'a>>,
    /// Some applicants, and the same applicants under other names.
    pub swap: Option<(&'a [TrainingExample], &'a [TrainingExample])>,
    /// The seed of the resampling.
    pub seed: u64,
}

/// Fits a model on the groups that begin first and measures it on the others.
pub fn train(
    cohort: &[TrainingExample],
    options: &FitOptions,
    audit: &Audit<'_>,
) -> Result<TrainedModel, TrainError> {
    train_with(cohort, options, audit, |earlier| earlier)
}

/// Like [`train`], but prepares the examples that the model learns from.
pub fn train_with(
    cohort: &[TrainingExample],
    options: &FitOptions,
    audit: &Audit<'_>,
    prepare: impl FnOnce(Vec<TrainingExample>) -> Vec<TrainingExample>,
) -> Result<TrainedModel, TrainError> {
    let (earlier, later) = split(cohort);
    let data = TrainingData { columns: columns(), examples: prepare(earlier) };
    let fitted = fit::fit(&data, options)?;
    if !has_both_classes(&later) {
        return Err(TrainError::OneClass);
    }
    let smaller = fit_parts(&data, |part| fit::fit(part, options));
    let refits: Vec<Refit<'_>> = smaller.iter().chain([&fitted]).map(as_refit).collect();
    let input = EvaluationInput {
        learned_from: &data.examples,
        refits: &refits,
        ..EvaluationInput::new(&data.columns, &later, &fitted.model)
    };
    let evaluation = measure(input, audit)?;
    let lift = match audit.other_cohort {
        Some(other_cohort) => lift::lift(&fitted.model, other_cohort.examples, options),
        None => Vec::new(),
    };
    Ok(TrainedModel { fitted, evaluation, lift })
}

/// Measures a model on a cohort that it was not trained on.
pub fn evaluate(
    model: &Model,
    cohort: &[TrainingExample],
    audit: &Audit<'_>,
) -> Result<Evaluation, EvaluateError> {
    measure(EvaluationInput::new(&columns(), cohort, model), audit)
}

/// The later part of a cohort, which training on the cohort holds out.
pub fn later(cohort: &[TrainingExample]) -> Vec<TrainingExample> {
    split(cohort).1
}

fn has_both_classes(examples: &[TrainingExample]) -> bool {
    examples.iter().any(|example| example.fake) && examples.iter().any(|example| !example.fake)
}

fn measure(input: EvaluationInput<'_>, audit: &Audit<'_>) -> Result<Evaluation, EvaluateError> {
    let prove = |(original, swapped)| swap::proof(input.model, original, swapped);
    let swap = audit.swap.map(prove);
    evaluation::evaluate(&EvaluationInput {
        champion: audit.champion,
        other_cohort: audit.other_cohort,
        swap: swap.as_ref(),
        base_rate: audit.base_rate,
        review_budget: audit.review_budget,
        draws: DRAWS,
        seed: audit.seed,
        ..input
    })
}

/// Models fitted on growing parts of the groups, for the learning curve. Parts that are too small are left out.
pub fn fit_parts(
    data: &TrainingData,
    fit: impl Fn(&TrainingData) -> Result<Fitted, FitError>,
) -> Vec<Fitted> {
    let fit_part = |percent: &u64| {
        // Groups are numbered chronologically; a multiplicative hash shuffles them.
        let is_in = |example: &&TrainingExample| {
            (example.group.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 32) % 100 < *percent
        };
        let examples = data.examples.iter().filter(is_in).cloned().collect();
        fit(&TrainingData { columns: data.columns.clone(), examples }).ok()
    };
    CURVE_PERCENT.iter().filter_map(fit_part).collect()
}

/// A fit as a point of the learning curve.
pub fn as_refit(fitted: &Fitted) -> Refit<'_> {
    Refit { rows: fitted.report.rows, fakes: fitted.report.fakes, model: &fitted.model }
}

/// The columns of a model, which are this build's scored indicators.
pub fn columns() -> Vec<Column> {
    let column = |(indicator, family): (&str, &str)| Column {
        indicator: indicator.to_owned(),
        family: family.to_owned(),
    };
    champion::columns().into_iter().map(column).collect()
}

/// The examples for training and those for measurement.
fn split(cohort: &[TrainingExample]) -> (Vec<TrainingExample>, Vec<TrainingExample>) {
    let groups: Vec<_> =
        cohort.iter().map(|example| (example.group, example.submitted_at)).collect();
    let mut held_out = partition::held_out(&groups, HELD_OUT).into_iter();
    cohort.iter().cloned().partition(|_| !held_out.next().unwrap_or_default())
}
