//! Measuring a model on labelled decisions that it has not learned from, and comparing it with the champion.

mod background;
mod dataset;

use serde_json::Value;
use uuid::Uuid;

pub(in crate::service) use background::apart;
pub(in crate::service) use dataset::observations;
pub use dataset::{Collected, LabelledDecision, collect, values_of};

use crate::app::App;
use crate::domain::model::ModelId;
use crate::domain::tenant::TenantId;
use crate::domain::training::TrainingOptions;
use crate::service::{Internal, policies};
use crate::store::{self, Tx};
use ids::TrainingJobId;
use learning::evaluation::{
    EvaluateError, Evaluation, EvaluationInput, HeldOut, ParityVerdict, Refit, evaluate, html,
};
use learning::fit::Fitted;
use learning::training::{as_part, swap_proof};
use scoring::model::{Model, Stop};

/// The most labelled decisions to measure on, the latest ones.
const MAX: usize = 20_000;
/// How many bootstrap samples of the groups the intervals are based on.
const DRAWS: usize = 200;

/// Why a model was not measured.
#[derive(Debug, thiserror::Error)]
pub enum MeasureError {
    /// The tenant has no such model.
    #[error("the tenant has no such model")]
    NotFound,
    /// There is nothing to measure on.
    #[error(
        "there are {fakes} applicants labelled fake and {genuine} labelled genuine to measure on; each is needed"
    )]
    OneClass { fakes: usize, genuine: usize },
    /// The rows do not fit the model.
    #[error("the model cannot be measured")]
    Evaluate(#[from] EvaluateError),
    /// Not the caller's fault.
    #[error(transparent)]
    Internal(#[from] Internal),
}

/// A labelled decision with the values of its indicators.
#[derive(Clone, Debug)]
pub(in crate::service) struct TrainingExample {
    pub(in crate::service) row: LabelledDecision,
    pub(in crate::service) values: Vec<Option<f64>>,
    pub(in crate::service) audit_group: Option<String>,
}

/// What a model is measured on, and how.
pub(in crate::service) struct Measuring {
    pub(in crate::service) learned: Vec<TrainingExample>,
    pub(in crate::service) measured: Vec<TrainingExample>,
    /// Models of parts of the data, for the learning curve. The model itself is its last point.
    pub(in crate::service) smaller: Vec<Fitted>,
    pub(in crate::service) base_rate: f64,
    pub(in crate::service) review_budget: f64,
    pub(in crate::service) seed: u64,
}

/// The result of measuring a model.
#[derive(Clone, Debug)]
pub(in crate::service) struct Measurement {
    pub(in crate::service) evaluation: Evaluation,
    pub(in crate::service) data: Value,
    pub(in crate::service) page: String,
    pub(in crate::service) parity: String,
}

impl Measuring {
    pub(in crate::service) async fn evaluate(
        self,
        app: &App,
        model: Model,
        champion: Option<Model>,
    ) -> Result<Measurement, MeasureError> {
        let fakes = self.measured.iter().filter(|one| one.row.fake).count();
        let genuine = self.measured.len() - fakes;
        if fakes == 0 || genuine == 0 {
            return Err(MeasureError::OneClass { fakes, genuine });
        }
        let measure = move |stop: &Stop| self.measure(&model, champion.as_ref(), stop);
        let evaluation = apart(app.training.nice, measure);
        let evaluation = evaluation.await??;
        let data = serde_json::to_value(&evaluation).map_err(|_| corrupt())?;
        let page = html(&evaluation, &app.training.gate);
        Ok(Measurement { parity: parity(&evaluation), evaluation, data, page })
    }

    fn measure(
        &self,
        model: &Model,
        champion: Option<&Model>,
        stop: &Stop,
    ) -> Result<Evaluation, EvaluateError> {
        let columns = learning::training::columns();
        let [learned, rows] = [&self.learned, &self.measured]
            .map(|part| part.iter().map(held_out).collect::<Vec<HeldOut>>());
        let fakes = self.learned.iter().filter(|one| one.row.fake).count();
        let whole = Refit { rows: self.learned.len(), fakes, model };
        let mut refits: Vec<Refit<'_>> = self.smaller.iter().map(as_part).collect();
        refits.extend((!refits.is_empty()).then_some(whole));
        let swap = swap_proof(model)?;
        let input = EvaluationInput {
            learned_from: &learned,
            refits: &refits,
            swap: Some(&swap),
            champion: champion.filter(|champion| champion.digest() != model.digest()),
            base_rate: self.base_rate,
            review_budget: self.review_budget,
            draws: DRAWS,
            seed: self.seed,
            stop: Some(stop),
            ..EvaluationInput::new(&columns, &rows, model)
        };
        evaluate(&input)
    }
}

fn held_out(one: &TrainingExample) -> HeldOut {
    HeldOut {
        decision: Some(one.row.decision),
        at: one.row.at,
        group: one.row.group,
        values: one.values.clone(),
        fake: one.row.fake,
        weight: one.row.weight,
        audit_group: one.audit_group.clone(),
    }
}

/// Measures a registered model again, compared with the current champion, and keeps the result.
///
/// A model from a job is measured on what that job set aside. A model from elsewhere is measured on the latest part of
/// the tenant's labels, which `GET /v1/training-data` marks as not for learning.
pub async fn measure(
    app: &App,
    tenant: &TenantId,
    id: &ModelId,
) -> Result<Evaluation, MeasureError> {
    let options = TrainingOptions::default();
    let mut tx = app.begin(tenant).await?;
    let registered = store::registry::find(&mut tx, id).await?.ok_or(MeasureError::NotFound)?;
    let document =
        store::models::find(tx.connection(), &registered.digest).await?.ok_or_else(corrupt)?;
    let mut rows = labelled_rows(&mut tx, registered.training_job).await?;
    tx.rollback().await?;
    rows.retain(|row| row.measured);
    rows.drain(..rows.len().saturating_sub(MAX));
    let mut values = observations(app, tenant, &rows).await?;
    let held = |row: &LabelledDecision| {
        let values = values.remove(&row.decision)?;
        Some(TrainingExample { row: *row, values, audit_group: None })
    };
    let measuring = Measuring {
        learned: Vec::new(),
        measured: rows.iter().filter_map(held).collect(),
        smaller: Vec::new(),
        base_rate: base_rate(app, tenant).await?,
        review_budget: options.review_budget,
        seed: options.seed,
    };
    let [model, champion] = [document.as_str(), &app.champions.of(tenant).document]
        .map(|text| Model::from_json(text).map_err(|_| corrupt()));
    let mut found = measuring.evaluate(app, model?, Some(champion?)).await?;
    let mut tx = app.begin(tenant).await?;
    // Only the job had audit groups and models of parts of the data, and their results do not depend on the champion.
    let before = store::registry::evaluation(&mut tx, &registered.digest).await?;
    let before = before.and_then(|data| serde_json::from_value::<Evaluation>(data).ok());
    if let Some(before) = before {
        found.evaluation.parity = before.parity.or(found.evaluation.parity);
        found.evaluation.learning = before.learning;
        found.data = serde_json::to_value(&found.evaluation).map_err(|_| corrupt())?;
        found.page = html(&found.evaluation, &app.training.gate);
    }
    store::registry::set_evaluation(&mut tx, &registered.digest, &found.data, &found.page).await?;
    tx.commit().await?;
    Ok(found.evaluation)
}

/// What a job set aside for its model, or the tenant's current labels.
async fn labelled_rows(tx: &mut Tx, job: Option<Uuid>) -> Result<Vec<LabelledDecision>, Internal> {
    let Some(job) = job else {
        let held_out = TrainingOptions::default().held_out;
        return Ok(collect(tx, held_out, usize::MAX).await?.rows);
    };
    let rows = store::training_jobs::rows(tx, TrainingJobId(job)).await?;
    Ok(rows.into_iter().filter_map(LabelledDecision::from_snapshot).collect())
}

/// The share of fakes that the tenant's policy assumes.
pub(in crate::service) async fn base_rate(app: &App, tenant: &TenantId) -> Result<f64, Internal> {
    Ok(policies::current(app, tenant).await?.policy.base_rate)
}

/// How parity was checked, for the card.
fn parity(evaluation: &Evaluation) -> String {
    let verdict = match evaluation.parity.as_ref().map(|parity| parity.verdict) {
        None => "no groups were given, so it is unknown",
        Some(ParityVerdict::Holds) => "it holds for every group that was given",
        Some(ParityVerdict::Unknown) => "a group holds too few people to tell",
        Some(ParityVerdict::DoesNotHold) => "a group goes to review more often than the others",
    };
    format!(
        "Flag rates of genuine people at the review budget, by groups given for the audit alone: {verdict}."
    )
}

fn corrupt() -> Internal {
    Internal::Corrupt("a model cannot be measured".to_owned())
}
