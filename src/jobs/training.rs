//! Runs training jobs: renews the lease meanwhile, and stops when the job is cancelled.

use std::time::Duration;

use ids::TrainingJobId;
use tokio::sync::watch;
use uuid::Uuid;

use super::{LEASE, Outcome};
use crate::app::App;
use crate::domain::job::Job;
use crate::domain::training::JobState;
use crate::service::models::training::{self, Ended};
use crate::store::{self, Internal};

/// How often to check for cancellation.
const POLL: Duration = Duration::from_millis(500);
/// How many checks there are between renewals of the lease.
const POLLS_PER_RENEWAL: u32 = 20;
/// How often to check whether scheduled training is due.
const SCHEDULE: Duration = Duration::from_mins(10);

/// Why a job is interrupted.
enum Interruption {
    Cancelled,
    /// Another worker has claimed it.
    Lost,
    /// This process stops.
    Stopping,
}

pub async fn perform(
    app: &App,
    job: &Job,
    worker: Uuid,
    mut stop: watch::Receiver<bool>,
) -> Outcome {
    let Ok(id) = job.subject.parse::<TrainingJobId>() else { return Outcome::Done };
    let ended = tokio::select! {
        ended = Box::pin(training::run(app, &job.tenant, id)) => ended,
        why = interruption(app, job, id, worker, &mut stop) => match why {
            Interruption::Lost => return Outcome::Done,
            Interruption::Stopping => {
                if let Err(error) = training::give_back(app, &job.tenant, id).await {
                    tracing::warn!(error = &error as &dyn std::error::Error, "can't give back a training job; this attempt counts");
                }
                return Outcome::Again(app.clock.now());
            }
            Interruption::Cancelled => {
                let state = JobState::Cancelled;
                match training::end(app, &job.tenant, id, state, None).await {
                    Ok(()) => Ended::Over,
                    Err(error) => Ended::Again(error),
                }
            }
        },
    };
    match ended {
        Ended::Over => Outcome::Done,
        Ended::Again(error) => {
            let error = &error as &dyn std::error::Error;
            tracing::error!(error, training_job.id = %id, "an attempt at a training job failed");
            Outcome::Again(app.clock.now() + chrono::Duration::seconds(10))
        }
    }
}

/// Renews the lease until the job must be interrupted.
async fn interruption(
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
        // A failed query is repeated at the next check; the lease is long enough.
        if matches!(training::is_to_end(app, &job.tenant, id).await, Ok(true)) {
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
