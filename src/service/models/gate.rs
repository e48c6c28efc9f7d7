//! The gate: what a model must show before it can become champion.

use evidence::profile::read::Fault;
use learning::evaluation::{Evaluation, Measure, Refusal, gate};

use super::measuring::{self, MeasureError};
use crate::app::App;
use crate::domain::model::{ModelId, Role};
use crate::domain::tenant::TenantId;
use crate::service::Internal;
use crate::store::models::registry::RegisteredModel;
use crate::store::{self, Tx};

/// Measures a model compared with the current champion, unless that was done before.
pub(super) async fn prepare(app: &App, tenant: &TenantId, id: &ModelId) -> Result<(), Internal> {
    let mut tx = app.begin(tenant).await?;
    let Some(model) = store::models::registry::find(&mut tx, id).await? else { return Ok(()) };
    let champion = champion(app, &mut tx).await?;
    let done = evaluation(&mut tx, &model)
        .await?
        .is_some_and(|evaluation| is_beside(&evaluation, &champion));
    tx.rollback().await?;
    if done || model.role == Role::Champion {
        return Ok(());
    }
    match measuring::measure(app, tenant, id).await {
        Ok(_) => Ok(()),
        Err(MeasureError::Internal(error)) => Err(error),
        // The gate lists what is missing as an objection.
        Err(error) => {
            tracing::info!(%tenant, model.id = %id, "the model cannot be measured: {error}");
            Ok(())
        }
    }
}

/// The objections to making a model champion. Empty if there are none.
pub(super) async fn objections(
    app: &App,
    tx: &mut Tx,
    model: &RegisteredModel,
) -> Result<Vec<Fault>, Internal> {
    let object =
        |code, detail: String| vec![Fault { pointer: "/evaluation".to_owned(), code, detail }];
    let Some(evaluation) = evaluation(tx, model).await? else {
        let detail = "it was not measured: this tenant has too few labelled cases";
        return Ok(object("not_evaluated", detail.to_owned()));
    };
    let champion = champion(app, tx).await?;
    if !is_beside(&evaluation, &champion) {
        let detail = format!("it was not measured beside {champion}, which scores now");
        return Ok(object("measured_beside_another", detail));
    }
    let refusals = gate(&evaluation, &app.training.gate).err().unwrap_or_default();
    Ok(refusals.into_iter().map(fault).collect())
}

fn is_beside(evaluation: &Evaluation, champion: &str) -> bool {
    evaluation.comparison.as_ref().is_some_and(|comparison| comparison.champion == champion)
}

/// The id of the champion.
async fn champion(app: &App, tx: &mut Tx) -> Result<String, Internal> {
    let champion = store::models::registry::in_role(tx, Role::Champion).await?;
    Ok(champion
        .map_or_else(|| app.champions.shipped().reference.id.clone(), |model| model.id.into()))
}

async fn evaluation(tx: &mut Tx, model: &RegisteredModel) -> Result<Option<Evaluation>, Internal> {
    let data = store::models::registry::evaluation(tx, &model.digest).await?;
    // An evaluation in an older format counts as none: the model is measured again.
    Ok(data.and_then(|data| serde_json::from_value(data).ok()))
}

/// A refusal with its numbers, and where they are in the evaluation.
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
