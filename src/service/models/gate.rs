//! The gate: checks that a model must pass before it can become champion.

use evidence::profile::read::Fault;
use learning::evaluation::{Evaluation, Measure, Refusal, gate};

use super::find_known;
use super::measuring::{self, MeasureError};
use super::start::starting;
use crate::app::App;
use crate::domain::model::{ModelId, Role};
use crate::domain::tenant::TenantId;
use crate::service::Internal;
use crate::store::models::registry::RegisteredModel;
use crate::store::{self, Tx};

/// Measures a model and compares it with the current champion, unless that was already done.
pub(super) async fn prepare(app: &App, tenant: &TenantId, id: &ModelId) -> Result<(), Internal> {
    let mut tx = app.begin(tenant).await?;
    let Some(model) = find_known(app, &mut tx, id).await? else { return Ok(()) };
    let champion = champion(app, &mut tx).await?;
    let done = evaluation(&mut tx, &model)
        .await?
        .is_some_and(|evaluation| is_compared_with(&evaluation, &champion));
    tx.rollback().await?;
    if done || model.role == Role::Champion {
        return Ok(());
    }
    match measuring::measure(app, tenant, id).await {
        Ok(_) => Ok(()),
        Err(MeasureError::Internal(error)) if !matches!(error, Internal::UnusableChampion(_)) => {
            Err(error)
        }
        // The gate reports this as an objection.
        Err(error) => {
            tracing::info!(%tenant, model.id = %id, "could not measure the model: {error}");
            Ok(())
        }
    }
}

/// The objections to making a model champion.
pub(super) async fn objections(
    app: &App,
    tx: &mut Tx,
    model: &RegisteredModel,
) -> Result<Vec<Fault>, Internal> {
    let object =
        |code, detail: String| vec![Fault { pointer: "/evaluation".to_owned(), code, detail }];
    let Some(evaluation) = evaluation(tx, model).await? else {
        let detail = "the model was not measured: this tenant has too few labelled cases";
        return Ok(object("not_evaluated", detail.to_owned()));
    };
    let champion = champion(app, tx).await?;
    if !is_compared_with(&evaluation, &champion) {
        let detail = format!("the model was not compared with the champion {champion}");
        return Ok(object("measured_beside_another", detail));
    }
    let refusals = gate(&evaluation, &app.training.gate).err().unwrap_or_default();
    Ok(refusals.into_iter().map(fault).collect())
}

fn is_compared_with(evaluation: &Evaluation, champion: &str) -> bool {
    evaluation.comparison.as_ref().is_some_and(|comparison| comparison.champion == champion)
}

/// The id of the champion.
async fn champion(app: &App, tx: &mut Tx) -> Result<String, Internal> {
    match store::models::registry::in_role(tx, Role::Champion).await? {
        Some(champion) => Ok(champion.id.to_string()),
        None => Ok(starting(app, tx).await?.reference.id.clone()),
    }
}

async fn evaluation(tx: &mut Tx, model: &RegisteredModel) -> Result<Option<Evaluation>, Internal> {
    let data = store::models::registry::evaluation(tx, &model.digest).await?;
    // If an evaluation has an older format, the model is measured again.
    Ok(data.and_then(|data| serde_json::from_value(data).ok()))
}

/// A refusal as a fault that points into the evaluation.
fn fault(refusal: Refusal) -> Fault {
    let (pointer, code) = match refusal.measure {
        Measure::Fakes => ("/counts/fakes", "too_few_labels"),
        Measure::Genuine => ("/counts/rows", "too_few_labels"),
        Measure::RecallAtBudget => ("/comparison/recall_at_budget", "recall_lower"),
        Measure::CalibrationError => ("/calibration/error", "not_calibrated"),
        Measure::Parity => ("/parity", "parity_not_shown"),
        Measure::Swap => ("/swap", "swap_moves_scores"),
    };
    Fault { pointer: format!("/evaluation{pointer}"), code, detail: refusal.detail }
}
