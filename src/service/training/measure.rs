//! Measuring a model on labelled decisions that it has not learned from, beside the model that scores.

use ids::TrainingJobId;
use learning::evaluation::{
    EvaluateError, Evaluation, EvaluationInput, HeldOut, ParityVerdict, Refit, evaluate, html,
};
use learning::fit::Fitted;
use learning::training::{as_part, swap_proof};
use scoring::model::{Model, Stop};
use serde_json::Value;
use uuid::Uuid;

use super::dataset::{LabelledDecision, collect, observations};
use super::fitting::apart;
use super::run::labelled;
use crate::app::App;
use crate::domain::model::ModelId;
use crate::domain::tenant::TenantId;
use crate::domain::training::TrainingOptions;
use crate::service::{Internal, policies};
use crate::store::{self, Tx};

/// How many of the latest labelled decisions are measured on at most.
const MOST: usize = 20_000;
/// How many times the groups are drawn anew for the intervals.
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
    OneClass {
        /// How many fakes.
        fakes: usize,
        /// How many genuine.
        genuine: usize,
    },
    /// The rows do not fit the model.
    #[error("the model cannot be measured")]
    Evaluate(#[from] EvaluateError),
    /// Not the caller's fault.
    #[error(transparent)]
    Internal(#[from] Internal),
}

/// A labelled decision with what its indicators said.
#[derive(Clone, Debug)]
pub(super) struct Held {
    pub(super) row: LabelledDecision,
    pub(super) values: Vec<Option<f64>>,
    pub(super) audit_group: Option<String>,
}

/// What a model is measured on, and how.
pub(super) struct Measuring {
    pub(super) learned: Vec<Held>,
    pub(super) measured: Vec<Held>,
    /// What was fitted on parts of what was learned from, for the learning curve; the model itself is its end.
    pub(super) smaller: Vec<Fitted>,
    pub(super) base_rate: f64,
    pub(super) review_budget: f64,
    pub(super) seed: u64,
}

/// How a model did.
#[derive(Clone, Debug)]
pub(super) struct Found {
    pub(super) evaluation: Evaluation,
    pub(super) data: Value,
    pub(super) page: String,
    pub(super) parity: String,
}

impl Measuring {
    pub(super) async fn evaluate(
        self,
        app: &App,
        model: Model,
        champion: Option<Model>,
    ) -> Result<Found, MeasureError> {
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
        Ok(Found { parity: parity(&evaluation), evaluation, data, page })
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

fn held_out(one: &Held) -> HeldOut {
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

/// Measures a model of the registry anew beside the present champion, and keeps what came out.
///
/// A model that a job made is measured on what that job kept for it; one from elsewhere on the latest part of the
/// tenant's labels, which `GET /v1/training-data` marks as not to be learned from.
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
    rows.drain(..rows.len().saturating_sub(MOST));
    let mut values = observations(app, tenant, &rows).await?;
    let held = |row: &LabelledDecision| {
        let values = values.remove(&row.decision)?;
        Some(Held { row: *row, values, audit_group: None })
    };
    let measuring = Measuring {
        learned: Vec::new(),
        measured: rows.iter().filter_map(held).collect(),
        smaller: Vec::new(),
        base_rate: base_rate(app, tenant).await?,
        review_budget: options.review_budget,
        seed: options.seed,
    };
    let [model, champion] = [document.as_str(), &app.champions.for_tenant(tenant).document]
        .map(|text| Model::from_json(text).map_err(|_| corrupt()));
    let mut found = measuring.evaluate(app, model?, Some(champion?)).await?;
    let mut tx = app.begin(tenant).await?;
    // Groups and models of parts of the rows were there in the job alone, and what they showed does not depend on who
    // scores meanwhile.
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

/// What a job kept for its model, or what the tenant's labels are now.
async fn labelled_rows(tx: &mut Tx, job: Option<Uuid>) -> Result<Vec<LabelledDecision>, Internal> {
    let Some(job) = job else {
        let held_out = TrainingOptions::default().held_out;
        return Ok(collect(tx, held_out, usize::MAX).await?.rows);
    };
    let rows = store::training_jobs::rows(tx, TrainingJobId(job)).await?;
    Ok(rows.into_iter().filter_map(labelled).collect())
}

/// The share of fakes that the tenant's policy assumes.
pub(super) async fn base_rate(app: &App, tenant: &TenantId) -> Result<f64, Internal> {
    Ok(policies::current(app, tenant).await?.policy.base_rate)
}

/// How parity was looked at, for the card.
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
