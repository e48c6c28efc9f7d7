//! From a labelled cohort to a model: the same observations that the service makes, split so that no
//! ring stands on both sides, fitted and measured.

mod cohort;

use chrono::{DateTime, Utc};

pub use cohort::{CohortError, LabelledProfile, ObservedProfile, observe};

use crate::evaluation::{EvaluateError, Evaluation, EvaluationInput, HeldOut, evaluate};
use crate::indicators;
use crate::model::{self, Column, Dataset, FitError, FitOptions, Fitted, Row};

/// A model with how it did on people that it has not seen.
#[derive(Clone, Debug)]
pub struct TrainedModel {
    /// The model and how it came about.
    pub fitted: Fitted,
    /// How it did.
    pub evaluation: Evaluation,
}

/// Why there is no model.
#[derive(Debug, thiserror::Error)]
pub enum TrainError {
    /// Nothing could be fitted.
    #[error(transparent)]
    Fit(#[from] FitError),
    /// The fitted model does not fit its own columns, which cannot be.
    #[error(transparent)]
    Evaluate(#[from] EvaluateError),
    /// The later part holds one class alone.
    #[error("the later part of the cohort holds only fakes or only others; give more profiles")]
    OneClass,
}

/// What part of the cohort's groups, by when they begin, is learned from; the rest is measured on.
const LEARNED_FROM: f64 = 0.7;

/// Fits a model on the earlier groups and measures it on the later ones.
pub fn train(
    profiles: &[ObservedProfile],
    options: &FitOptions,
    base_rate: f64,
) -> Result<TrainedModel, TrainError> {
    let (earlier, later) = split(profiles);
    let dataset =
        Dataset { columns: columns(), rows: earlier.iter().map(|one| row(one)).collect() };
    let fitted = model::fit(&dataset, options)?;
    let [learned_from, rows] = [&earlier, &later].map(|part| held_out(part));
    let is_measurable = |fake: bool| rows.iter().any(|row| row.fake == fake);
    if !is_measurable(true) || !is_measurable(false) {
        return Err(TrainError::OneClass);
    }
    let input = EvaluationInput {
        learned_from: &learned_from,
        base_rate,
        draws: 300,
        seed: options.seed,
        ..EvaluationInput::new(&dataset.columns, &rows, &fitted.model)
    };
    let evaluation = evaluate(&input)?;
    Ok(TrainedModel { fitted, evaluation })
}

/// The model's columns: this build's scored indicators.
pub fn columns() -> Vec<Column> {
    let column = |one: &indicators::Indicator| Column {
        indicator: one.id.to_owned(),
        family: one.family.name().to_owned(),
    };
    indicators::scored().map(column).collect()
}

/// Splits by when each group begins: a ring is learned from whole, or measured on whole.
fn split(profiles: &[ObservedProfile]) -> (Vec<&ObservedProfile>, Vec<&ObservedProfile>) {
    let mut begins: std::collections::BTreeMap<u64, DateTime<Utc>> =
        std::collections::BTreeMap::new();
    for one in profiles {
        let first = begins.entry(one.group).or_insert(one.submitted_at);
        *first = (*first).min(one.submitted_at);
    }
    let mut times: Vec<DateTime<Utc>> = begins.values().copied().collect();
    times.sort_unstable();
    let cut =
        times.get(part(times.len(), LEARNED_FROM)).copied().unwrap_or(DateTime::<Utc>::MAX_UTC);
    profiles.iter().partition(|one| begins[&one.group] < cut)
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "a part of a count is a count"
)]
fn part(whole: usize, share: f64) -> usize {
    (whole as f64 * share) as usize
}

fn held_out(profiles: &[&ObservedProfile]) -> Vec<HeldOut> {
    let row = |one: &&ObservedProfile| HeldOut {
        decision: None,
        at: one.submitted_at,
        group: one.group,
        values: one.values.clone(),
        fake: one.fake,
        weight: 1.0,
        audit_group: None,
    };
    profiles.iter().map(row).collect()
}

fn row(one: &ObservedProfile) -> Row {
    Row { values: one.values.clone(), fake: one.fake, weight: 1.0, group: one.group }
}
