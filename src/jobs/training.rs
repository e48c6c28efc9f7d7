//! Runs training jobs, renews their leases, and stops them when they are cancelled.

use std::time::Duration;

use ids::TrainingJobId;
use tokio::sync::watch;
use uuid::Uuid;

use super::{LEASE, Outcome};
use crate::app::App;
use crate::domain::job::Job;
use crate::domain::training::JobState;
use crate::service::models::training;
use crate::store::{self, Internal};

/// How often to check for cancellation.
const POLL: Duration = Duration::from_millis(500);
/// The number of checks between renewals of the lease.
const POLLS_PER_RENEWAL: u32 = 20;
/// How often to check whether scheduled training is due.
const SCHEDULE: Duration = Duration::from_mins(10);

/// Why a job is interrupted.
enum Interruption {
    Cancelled,
    /// Another worker has claimed it.
    Lost,
    /// This process is shutting down.
    Stopping,
}

pub async fn perform(
    app: &App,
    job: &Job,
    worker: Uuid,
    mut stop: watch::Receiver<bool>,
) -> Outcome {
    let Ok(id) = job.subject.parse::<TrainingJobId>() else { return Outcome::Done };
    let result = tokio::select! {
        result = Box::pin(training::run(app, &job.tenant, id)) => result,
        interruption = wait_for_interruption(app, job, id, worker, &mut stop) => match interruption {
            Interruption::Lost => return Outcome::Done,
            Interruption::Stopping => {
                if let Err(error) = training::release(app, &job.tenant, id).await {
                    tracing::warn!(error = &error as &dyn std::error::Error, "can't release a training job; this attempt counts");
                }
                return Outcome::Again(app.clock.now());
            }
            Interruption::Cancelled => {
                training::end(app, &job.tenant, id, JobState::Cancelled, None).await
            }
        },
    };
    match result {
        Ok(()) => Outcome::Done,
        Err(error) => {
            let error = &error as &dyn std::error::Error;
            tracing::error!(error, training_job.id = %id, "an attempt at a training job failed");
            Outcome::Again(app.clock.now() + chrono::Duration::seconds(10))
        }
    }
}

/// Renews the lease until the job must be interrupted.
async fn wait_for_interruption(
    app: &App,
    job: &Job,
    id: TrainingJobId,
    worker: Uuid,
    stop: &mut watch::Receiver<bool>,
) -> Interruption {
    let mut polls = 0;
    loop {
        tokio::select! {
            Ok(_) = stop.wait_for(|stop| *stop) => return Interruption::Stopping,
            () = tokio::time::sleep(POLL) => {}
        }
        polls += 1;
        // A failed query is repeated at the next check, long before the lease expires.
        if matches!(training::is_cancelled(app, &job.tenant, id).await, Ok(true)) {
            return Interruption::Cancelled;
        }
        if polls % POLLS_PER_RENEWAL != 0 {
            continue;
        }
        if matches!(renew(app, job, worker).await, Ok(false)) {
            return Interruption::Lost;
        }
    }
}

async fn renew(app: &App, job: &Job, worker: Uuid) -> Result<bool, Internal> {
    let mut tx = app.begin(&job.tenant).await?;
    let until = tx.now + LEASE;
    let kept = store::jobs::renew(&mut tx, job, worker, until).await?;
    tx.commit().await?;
    Ok(kept)
}

/// Starts scheduled training jobs when they are due, until it is stopped.
pub(super) async fn schedule(app: App, mut stop: watch::Receiver<bool>) {
    while !*stop.borrow() {
        if let Err(error) = training::start_due(&app).await {
            let error = &error as &dyn std::error::Error;
            tracing::warn!(error, "can't check whether training is due");
        }
        tokio::select! {
            _ = stop.changed() => {}
            () = tokio::time::sleep(SCHEDULE) => {}
        }
    }
}
