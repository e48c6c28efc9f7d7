//! Measures a model on held-out labelled decisions and compares it with the champion.

use std::collections::BTreeMap;
use std::sync::Arc;

mod dataset;

use serde_json::Value;
use uuid::Uuid;

pub(in crate::service) use dataset::{collect, examples};

use crate::app::App;
use crate::compute::Class;
use crate::domain::model::ModelId;
use crate::domain::tenant::TenantId;
use crate::domain::training::TrainingOptions;
use crate::service::Internal;
use crate::service::models::{champion_within, find_known};
use crate::service::scoring::policies;
use crate::store::models::training_jobs::SnapshotRow;
use crate::store::{self, Tx};
use ids::{ApplicantId, TrainingJobId};
use learning::data::{TrainingData, TrainingExample};
use learning::evaluation::{
    EvaluateError, Evaluation, EvaluationInput, ParityVerdict, Refit, evaluate, html,
};
use learning::fit::Fitted;
use learning::training::{as_refit, swap_proof};
use scoring::model::{Model, Stop};

/// Models are measured on at most this many labelled decisions, the latest ones.
const MAX_MEASURED: usize = 20_000;
/// How many times groups are resampled for the intervals.
const DRAWS: usize = 200;

/// The groups of applicants for a parity audit.
pub type AuditGroups = BTreeMap<ApplicantId, String>;

#[derive(Debug, thiserror::Error)]
pub enum MeasureError {
    #[error("the tenant has no such model")]
    NotFound,
    #[error(
        "{fakes} applicants for measurement are labelled fake and {genuine} genuine, but both are needed"
    )]
    OneClass { fakes: usize, genuine: usize },
    #[error("the model cannot be measured")]
    Evaluate(#[from] EvaluateError),
    #[error(transparent)]
    Internal(#[from] Internal),
}

/// The inputs of a measurement.
pub(in crate::service) struct Measuring {
    /// The model's training data.
    pub(in crate::service) learned: Arc<TrainingData>,
    pub(in crate::service) measured: Vec<TrainingExample>,
    /// Models fitted on fewer examples, for the learning curve. The model itself is its last point.
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
        tenant: &TenantId,
        model: Model,
        champion: Option<Model>,
    ) -> Result<Measurement, MeasureError> {
        let fakes = self.measured.iter().filter(|example| example.fake).count();
        let genuine = self.measured.len() - fakes;
        if fakes == 0 || genuine == 0 {
            return Err(MeasureError::OneClass { fakes, genuine });
        }
        let measure = move |stop: &Stop| self.measure(&model, champion.as_ref(), stop);
        let evaluation = app.run(Class::Training, tenant, measure).await??;
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
        let learned = &self.learned.examples;
        let fakes = learned.iter().filter(|example| example.fake).count();
        let whole = Refit { rows: learned.len(), fakes, model };
        let mut refits: Vec<Refit<'_>> = self.smaller.iter().map(as_refit).collect();
        refits.extend((!refits.is_empty()).then_some(whole));
        let swap = swap_proof(model);
        let input = EvaluationInput {
            learned_from: learned,
            refits: &refits,
            swap: Some(&swap),
            champion: champion.filter(|champion| champion.digest() != model.digest()),
            base_rate: self.base_rate,
            review_budget: self.review_budget,
            draws: DRAWS,
            seed: self.seed,
            stop: Some(stop),
            ..EvaluationInput::new(&columns, &self.measured, model)
        };
        evaluate(&input)
    }
}

/// Measures a registered model again, compares it with the current champion, and stores the evaluation.
///
/// A model from a training job is measured on the decisions that the job held out; any other model on the latest part
/// of the tenant's labels, which `GET /v1/training-data` marks as `measure`.
pub async fn measure(
    app: &App,
    tenant: &TenantId,
    id: &ModelId,
) -> Result<Evaluation, MeasureError> {
    let options = TrainingOptions::default();
    let mut tx = app.begin(tenant).await?;
    let registered = find_known(app, &mut tx, id).await?.ok_or(MeasureError::NotFound)?;
    let champion = champion_within(app, &mut tx).await?;
    let document = match app.champions.loaded(&registered.digest) {
        Some(offered) => offered.document.clone(),
        None => {
            store::models::find(tx.connection(), &registered.digest).await?.ok_or_else(corrupt)?
        }
    };
    let mut rows = labelled_rows(&mut tx, registered.training_job).await?;
    tx.rollback().await?;
    rows.retain(|row| row.measured);
    rows.drain(..rows.len().saturating_sub(MAX_MEASURED));
    let measuring = Measuring {
        learned: Arc::default(),
        measured: examples(app, tenant, &rows, &AuditGroups::new()).await?,
        smaller: Vec::new(),
        base_rate: base_rate(app, tenant).await?,
        review_budget: options.review_budget,
        seed: options.seed,
    };
    let [model, champion] = [document.as_str(), &champion.document]
        .map(|text| Model::from_json(text).map_err(|_| corrupt()));
    let mut measured = measuring.evaluate(app, tenant, model?, Some(champion?)).await?;
    let mut tx = app.begin(tenant).await?;
    // A shipped model that the tenant has not used so far has no row yet.
    store::models::keep(tx.connection(), &registered.digest, &document).await?;
    store::models::registry::insert(&mut tx, &registered).await?;
    // Only the job had the groups and the models of fewer examples. Their results do not depend on the champion.
    let before = store::models::registry::evaluation(&mut tx, &registered.digest).await?;
    let before = before.and_then(|data| serde_json::from_value::<Evaluation>(data).ok());
    if let Some(before) = before {
        measured.evaluation.parity = before.parity.or(measured.evaluation.parity);
        measured.evaluation.learning_curve = before.learning_curve;
        measured.data = serde_json::to_value(&measured.evaluation).map_err(|_| corrupt())?;
        measured.page = html(&measured.evaluation, &app.training.gate);
    }
    store::models::registry::set_evaluation(
        &mut tx,
        &registered.digest,
        &measured.data,
        &measured.page,
    )
    .await?;
    tx.commit().await?;
    Ok(measured.evaluation)
}

/// The rows that a job stored, or those of the tenant's current labels.
async fn labelled_rows(tx: &mut Tx, job: Option<Uuid>) -> Result<Vec<SnapshotRow>, Internal> {
    let Some(job) = job else {
        let held_out = TrainingOptions::default().test_share;
        return Ok(collect(tx, held_out, usize::MAX).await?.rows);
    };
    store::models::training_jobs::rows(tx, TrainingJobId(job)).await
}

/// The share of fakes that the tenant's policy assumes.
pub(in crate::service) async fn base_rate(app: &App, tenant: &TenantId) -> Result<f64, Internal> {
    Ok(policies::current(app, tenant).await?.policy.base_rate)
}

/// The result of the parity audit, for the card.
fn parity(evaluation: &Evaluation) -> String {
    let verdict = match evaluation.parity.as_ref().map(|parity| parity.verdict) {
        None => "unknown, because there are no groups",
        Some(ParityVerdict::Holds) => "it holds for every group",
        Some(ParityVerdict::Unknown) => "unknown, because a group has too few people",
        Some(ParityVerdict::DoesNotHold) => {
            "it does not hold, because a group goes to review more often than the others"
        }
    };
    format!(
        "Whether genuine people of all groups are flagged equally often within the review budget, with groups provided only for the audit: {verdict}."
    )
}

fn corrupt() -> Internal {
    Internal::Corrupt("the files of a model to measure".to_owned())
}
