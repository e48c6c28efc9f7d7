//! From a labelled cohort to a model: the same observations that the service makes, split so that no
//! ring stands on both sides, fitted and measured.

mod cohort;
#[cfg(test)]
mod echo_tests;
mod lift;
mod parquet;
pub mod partition;
pub mod rows;
pub mod shadow_report;
mod swap;
pub mod weights;

use chrono::{DateTime, Utc};

pub use cohort::{CohortError, LabelledProfile, ObservedProfile, observe};
pub use swap::{observe_swapped, swap_proof, swapped};

use crate::evaluation::{
    self, Elsewhere, EvaluateError, Evaluation, EvaluationInput, HeldOut, Lift, Refit,
};
use crate::fit::{self, Column, Dataset, FitError, FitOptions, Fitted, Row};
use evidence::indicators;
use scoring::model::Model;

/// A model with how it did on people that it has not seen.
#[derive(Clone, Debug)]
pub struct TrainedModel {
    /// The model and how it came about.
    pub fitted: Fitted,
    /// How it did.
    pub evaluation: Evaluation,
    /// How it does on people unlike those that it learned from, with labels of some of them; empty without such people.
    pub lift: Vec<Lift>,
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

/// The parts of the learning curve, in hundredths of the groups.
const PARTS: [u64; 3] = [10, 25, 50];
/// How often the groups are drawn anew for the intervals.
const DRAWS: usize = 300;

/// What a model is held against besides the later part of its own cohort.
#[derive(Clone, Copy, Debug)]
pub struct Audit<'a> {
    /// The share of fakes for which precision is stated.
    pub base_rate: f64,
    /// The share of all applicants that reviewers can work.
    pub review_budget: f64,
    /// The model that scores now.
    pub champion: Option<&'a Model>,
    /// A cohort unlike the one that was learned from, and how it is unlike.
    pub elsewhere: Option<(&'a str, &'a [ObservedProfile])>,
    /// Some people as they are, and the same under another name.
    pub swap: Option<(&'a [ObservedProfile], &'a [ObservedProfile])>,
    /// The seed of the draws.
    pub seed: u64,
}

/// Fits a model on the earlier groups and measures it on the later ones.
pub fn train(
    profiles: &[ObservedProfile],
    options: &FitOptions,
    audit: &Audit<'_>,
) -> Result<TrainedModel, TrainError> {
    let (earlier, later) = split(profiles);
    let dataset =
        Dataset { columns: columns(), rows: earlier.iter().map(|one| row(one)).collect() };
    let fitted = fit::fit(&dataset, options)?;
    let [learned_from, rows] = [&earlier, &later].map(|part| held_out(part.iter().copied()));
    let is_measurable = |fake: bool| rows.iter().any(|row| row.fake == fake);
    if !is_measurable(true) || !is_measurable(false) {
        return Err(TrainError::OneClass);
    }
    let smaller = smaller(&dataset, |part| fit::fit(part, options));
    let refits: Vec<Refit<'_>> = smaller.iter().chain([&fitted]).map(as_part).collect();
    let measured = Measured {
        learned_from: &learned_from,
        rows: &rows,
        refits: &refits,
        model: &fitted.model,
    };
    let evaluation = measure(&measured, audit)?;
    let lift = match audit.elsewhere {
        Some((_, people)) => {
            lift::lift(&fitted.model, people, options).map_err(EvaluateError::from)?
        }
        None => Vec::new(),
    };
    Ok(TrainedModel { fitted, evaluation, lift })
}

/// Measures a model on a cohort of which it has seen nobody.
pub fn evaluate(
    model: &Model,
    profiles: &[ObservedProfile],
    audit: &Audit<'_>,
) -> Result<Evaluation, EvaluateError> {
    let rows = held_out(profiles);
    measure(&Measured { learned_from: &[], rows: &rows, refits: &[], model }, audit)
}

/// The later part of a cohort, which a model that was trained on the same cohort has not seen.
pub fn later(profiles: &[ObservedProfile]) -> Vec<ObservedProfile> {
    split(profiles).1.into_iter().cloned().collect()
}

/// A model and the rows to measure it on.
struct Measured<'a> {
    learned_from: &'a [HeldOut],
    rows: &'a [HeldOut],
    refits: &'a [Refit<'a>],
    model: &'a Model,
}

fn measure(rows: &Measured<'_>, audit: &Audit<'_>) -> Result<Evaluation, EvaluateError> {
    let columns = columns();
    let swap = audit.swap.map(|(one, other)| swap::proof(rows.model, one, other)).transpose()?;
    let elsewhere = audit.elsewhere.map(|(description, rows)| (description, held_out(rows)));
    let elsewhere = elsewhere.as_ref().map(|(description, rows)| Elsewhere { description, rows });
    evaluation::evaluate(&EvaluationInput {
        learned_from: rows.learned_from,
        champion: audit.champion,
        refits: rows.refits,
        elsewhere,
        swap: swap.as_ref(),
        base_rate: audit.base_rate,
        review_budget: audit.review_budget,
        draws: DRAWS,
        seed: audit.seed,
        ..EvaluationInput::new(&columns, rows.rows, rows.model)
    })
}

/// Models of parts of the groups, the smallest first, for the learning curve; without parts that are too few.
pub fn smaller(
    dataset: &Dataset,
    fit: impl Fn(&Dataset) -> Result<Fitted, FitError>,
) -> Vec<Fitted> {
    let of_part = |part: &u64| {
        // A multiplicative hash deals groups that were numbered in their order.
        let is_in =
            |row: &&Row| (row.group.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 32) % 100 < *part;
        let rows: Vec<Row> = dataset.rows.iter().filter(is_in).cloned().collect();
        fit(&Dataset { columns: dataset.columns.clone(), rows }).ok()
    };
    PARTS.iter().filter_map(of_part).collect()
}

/// A fit as a point of the learning curve.
pub fn as_part(fitted: &Fitted) -> Refit<'_> {
    Refit { rows: fitted.report.rows, fakes: fitted.report.fakes, model: &fitted.model }
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

fn held_out<'a>(profiles: impl IntoIterator<Item = &'a ObservedProfile>) -> Vec<HeldOut> {
    let row = |one: &ObservedProfile| HeldOut {
        decision: None,
        at: one.submitted_at,
        group: one.group,
        values: one.values.clone(),
        fake: one.fake,
        weight: 1.0,
        audit_group: one.audit_group.clone(),
    };
    profiles.into_iter().map(row).collect()
}

fn row(one: &ObservedProfile) -> Row {
    Row { values: one.values.clone(), fake: one.fake, weight: 1.0, group: one.group }
}
