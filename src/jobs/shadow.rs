//! Scores decisions with the shadow model, one batch at a time.

use chrono::Duration;

use super::Outcome;
use crate::app::App;
use crate::domain::job::Job;
use crate::domain::model::ModelId;
use crate::service::models::shadow::{self, Next};

/// How long to wait for new decisions.
const PAUSE: Duration = Duration::seconds(5);
const RETRY_AFTER: Duration = Duration::seconds(30);

pub async fn perform(app: &App, job: &Job) -> Outcome {
    let Ok(id) = ModelId::parse(&job.subject) else { return Outcome::Done };
    match shadow::score(app, &job.tenant, &id).await {
        Ok(Next::More) => Outcome::Again(app.clock.now()),
        Ok(Next::Later) => Outcome::Again(app.clock.now() + PAUSE),
        Ok(Next::Over) => Outcome::Done,
        Err(error) => {
            let error = &error as &dyn std::error::Error;
            tracing::warn!(error, tenant = %job.tenant, model.id = %id, "can't score with the shadow model");
            Outcome::Again(app.clock.now() + RETRY_AFTER)
        }
    }
}
