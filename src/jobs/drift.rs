//! The daily drift measurement.

use chrono::TimeDelta;
use uuid::Uuid;

use super::Outcome;
use crate::app::App;
use crate::domain::job::Job;
use crate::service::drift;

/// How long to wait after a failure.
const LATER: TimeDelta = TimeDelta::minutes(10);

/// Counts new days and measures drift.
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
