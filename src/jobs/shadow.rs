//! The worker of the shadow: a batch at a time, as long as the model is the shadow.

use chrono::Duration;

use super::Outcome;
use crate::app::App;
use crate::domain::job::Job;
use crate::domain::model::ModelId;
use crate::service::shadow::{self, Next};

/// When it is looked for new decisions again.
const PAUSE: Duration = Duration::seconds(5);
/// When it is tried again after something went wrong.
const RETRY: Duration = Duration::seconds(30);

/// Scores a batch.
pub async fn perform(app: &App, job: &Job) -> Outcome {
    let Ok(id) = ModelId::parse(&job.subject) else { return Outcome::Done };
    match shadow::score(app, &job.tenant, &id).await {
        Ok(Next::More) => Outcome::Again(app.clock.now()),
        Ok(Next::Later) => Outcome::Again(app.clock.now() + PAUSE),
        Ok(Next::Over) => Outcome::Done,
        Err(error) => {
            let error = &error as &dyn std::error::Error;
            tracing::warn!(error, tenant = %job.tenant, model.id = %id, "the shadow could not score");
            Outcome::Again(app.clock.now() + RETRY)
        }
    }
}
