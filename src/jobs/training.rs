//! The worker of training jobs: renews the lease while the job runs, and drops the job if somebody cancels it.

use std::time::Duration;

use ids::TrainingJobId;
use tokio::sync::watch;
use uuid::Uuid;

use super::{LEASE, Outcome};
use crate::app::App;
use crate::domain::job::Job;
use crate::domain::training::JobState;
use crate::service::training::{self, Ended};
use crate::store::{self, Internal};

/// How often to check whether the job was cancelled.
const LOOK: Duration = Duration::from_millis(500);
/// How many checks to make before renewing the lease.
const LOOKS_A_RENEWAL: u32 = 20;
/// How often to check whether a scheduled job is due.
const SCHEDULE: Duration = Duration::from_mins(10);

/// Why a job is dropped.
enum LetGo {
    /// Somebody cancelled it.
    Cancelled,
    /// Another worker has it.
    Lost,
    /// This process is stopping.
    Stopping,
}

/// Runs one job.
pub async fn perform(
    app: &App,
    job: &Job,
    worker: Uuid,
    mut stop: watch::Receiver<bool>,
) -> Outcome {
    let Ok(id) = job.subject.parse::<TrainingJobId>() else { return Outcome::Done };
    let ended = tokio::select! {
        ended = Box::pin(training::run(app, &job.tenant, id)) => ended,
        why = until_let_go(app, job, id, worker, &mut stop) => match why {
            LetGo::Lost => return Outcome::Done,
            LetGo::Stopping => {
                if let Err(error) = training::give_back(app, &job.tenant, id).await {
                    tracing::warn!(error = &error as &dyn std::error::Error, "could not give back an attempt at a training job; it counts");
                }
                return Outcome::Again(app.clock.now());
            }
            LetGo::Cancelled => {
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

/// Renews the lease until the job must be dropped.
async fn until_let_go(
    app: &App,
    job: &Job,
    id: TrainingJobId,
    worker: Uuid,
    stop: &mut watch::Receiver<bool>,
) -> LetGo {
    let mut looks = 0;
    loop {
        tokio::select! {
            Ok(_) = stop.wait_for(|stop| *stop) => return LetGo::Stopping,
            () = tokio::time::sleep(LOOK) => {}
        }
        looks += 1;
        // If the database does not answer now, the next check asks again; the lease is long enough.
        if matches!(training::is_to_end(app, &job.tenant, id).await, Ok(true)) {
            return LetGo::Cancelled;
        }
        if looks % LOOKS_A_RENEWAL != 0 {
            continue;
        }
        if matches!(renew(app, job, worker).await, Ok(false)) {
            return LetGo::Lost;
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

/// Starts scheduled jobs until it is told to stop.
pub(super) async fn schedule(app: App, mut stop: watch::Receiver<bool>) {
    while !*stop.borrow() {
        if let Err(error) = training::start_due(&app).await {
            let error = &error as &dyn std::error::Error;
            tracing::warn!(error, "could not check whether training is due");
        }
        tokio::select! {
            _ = stop.changed() => {}
            () = tokio::time::sleep(SCHEDULE) => {}
        }
    }
}
