//! The daily look at drift.

use chrono::TimeDelta;
use uuid::Uuid;

use super::Outcome;
use crate::app::App;
use crate::domain::job::Job;
use crate::service::drift;

/// How long after a failure it is tried again.
const LATER: TimeDelta = TimeDelta::minutes(10);

/// Counts and looks.
pub async fn perform(app: &App, job: &Job, _: Uuid) -> Outcome {
    match drift::measure(app, &job.tenant).await {
        Ok(_) => Outcome::Done,
        Err(error) => {
            let error = &error as &dyn std::error::Error;
            tracing::warn!(error, job.id = %job.id, "drift could not be measured");
            Outcome::Again(app.clock.now() + LATER)
        }
    }
}
