//! The end of a training job, whichever it is: everybody who wants to know is told, in the transaction of the end
//! itself.

use ids::TrainingJobId;
use serde_json::json;
use sqlx::PgConnection;

use crate::app::App;
use crate::domain::event::EventKind;
use crate::domain::model::ModelId;
use crate::domain::tenant::TenantId;
use crate::domain::training::JobState;
use crate::service::events;
use crate::store::{self, StoreError};

/// What came of a job.
pub(super) struct Ending<'a> {
    pub(super) state: JobState,
    /// What was missing, or what went wrong.
    pub(super) reason: Option<&'a str>,
    pub(super) model: Option<&'a ModelId>,
}

impl<'a> Ending<'a> {
    /// The end of a job that made a model.
    pub(super) fn with(model: &'a ModelId) -> Self {
        Self { state: JobState::Succeeded, reason: None, model: Some(model) }
    }

    /// The end of a job that somebody did not want any more.
    pub(super) fn cancelled() -> Self {
        Self { state: JobState::Cancelled, reason: None, model: None }
    }
}

/// Ends a job and tells of it; false if it was over already, which is told once.
pub(super) async fn finish(
    app: &App,
    tenant: &TenantId,
    connection: &mut PgConnection,
    id: TrainingJobId,
    ending: Ending<'_>,
) -> Result<bool, StoreError> {
    let Ending { state, reason, model } = ending;
    let now = app.clock.now();
    if !store::training_jobs::end(connection, id, state, reason, model, now).await? {
        return Ok(false);
    }
    let data = json!({
        "training_job_id": id, "state": state, "model_id": model, "reason": reason,
    });
    events::emit(app, tenant, connection, EventKind::TrainingFinished, data).await?;
    Ok(true)
}
