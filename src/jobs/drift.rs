//! Measures drift once a day, and looks for rows without a parent.

use chrono::TimeDelta;
use uuid::Uuid;

use super::Outcome;
use crate::app::App;
use crate::domain::job::Job;
use crate::service::models::drift;
use crate::service::scoring::upkeep;

const RETRY_AFTER: TimeDelta = TimeDelta::minutes(10);

pub async fn perform(app: &App, job: &Job, _: Uuid) -> Outcome {
    if let Err(error) = upkeep::find_orphans(app, &job.tenant).await {
        let error = &error as &dyn std::error::Error;
        tracing::warn!(error, job.id = %job.id, "can't look for rows without a parent");
    }
    match drift::measure(app, &job.tenant).await {
        Ok(_) => Outcome::Done,
        Err(error) => {
            let error = &error as &dyn std::error::Error;
            tracing::warn!(error, job.id = %job.id, "can't measure drift");
            Outcome::Again(app.clock.now() + RETRY_AFTER)
        }
    }
}
