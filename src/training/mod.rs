//! From a labelled cohort to a model: the same observations that the service makes, split so that no
//! ring stands on both sides, fitted and measured.

mod cohort;

use chrono::{DateTime, Utc};

pub use cohort::{CohortError, LabelledProfile, ObservedProfile, observe};

use crate::indicators;
use crate::model::{
    self, Column, Dataset, Evaluation, EvaluationOptions, FitError, FitOptions, Fitted, Outcome,
    Row,
};

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
    /// The fitted model does not fit this build, which cannot be.
    #[error(transparent)]
    Bind(#[from] model::BindError),
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
    let names: Vec<(&str, &str)> =
        indicators::scored().map(|one| (one.id, one.family.name())).collect();
    let scorer = fitted.model.bind(&names)?;
    let trained = &fitted.model.definition().trained;
    let cohort_base_rate = ratio(trained.fakes, trained.rows);
    let outcome = |one: &&ObservedProfile| Outcome {
        log_odds: scorer.score(&one.values, cohort_base_rate).log_odds,
        fake: one.fake,
        group: one.group,
    };
    let outcomes: Vec<Outcome> = later.iter().map(outcome).collect();
    let how = EvaluationOptions { cohort_base_rate, base_rate, draws: 300, seed: options.seed };
    let evaluation = model::evaluate(&outcomes, &how).ok_or(TrainError::OneClass)?;
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

#[expect(clippy::cast_precision_loss, reason = "counts of profiles are far below 2^53")]
fn ratio(part: usize, whole: usize) -> f64 {
    part as f64 / whole.max(1) as f64
}

fn row(one: &ObservedProfile) -> Row {
    Row { values: one.values.clone(), fake: one.fake, weight: 1.0, group: one.group }
}
