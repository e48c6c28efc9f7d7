//! Ending a training job and sending the event, in one transaction.

use ids::TrainingJobId;

use crate::domain::event::{EventData, TrainingFinished};
use crate::service::Internal;
use crate::service::webhooks::events;
pub(super) use crate::store::models::training_jobs::Ending;
use crate::store::{self, Tx};

/// Ends a job and sends the event. Returns false if the job had already ended.
pub(super) async fn finish(
    tx: &mut Tx,
    id: TrainingJobId,
    ending: Ending<'_>,
) -> Result<bool, Internal> {
    if !store::models::training_jobs::end(tx, id, &ending).await? {
        return Ok(false);
    }
    let Ending { state, reason, model } = ending;
    let data = TrainingFinished {
        training_job_id: id,
        state,
        model_id: model.cloned(),
        reason: reason.map(str::to_owned),
    };
    events::emit(tx, EventData::TrainingFinished(data)).await?;
    Ok(true)
}
