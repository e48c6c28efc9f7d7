//! The end of a training job, whichever it is: everybody who wants to know is told, in the transaction of the end
//! itself.

use ids::TrainingJobId;
use serde_json::json;

use crate::domain::event::EventKind;
use crate::service::{Internal, events};
pub(super) use crate::store::training_jobs::Ending;
use crate::store::{self, Tx};

/// Ends a job and reports it; false if it was over already, which was reported then.
pub(super) async fn finish(
    tx: &mut Tx,
    id: TrainingJobId,
    ending: Ending<'_>,
) -> Result<bool, Internal> {
    if !store::training_jobs::end(tx, id, &ending).await? {
        return Ok(false);
    }
    let Ending { state, reason, model } = ending;
    let data = json!({
        "training_job_id": id, "state": state, "model_id": model, "reason": reason,
    });
    events::emit(tx, EventKind::TrainingFinished, data).await?;
    Ok(true)
}
