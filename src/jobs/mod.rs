//! Background work: for each kind of job, a loop claims due jobs from the queue and runs them.
//!
//! The loops only decide when a job runs; the work itself is in `service/`. A job runs at least once, so it must be
//! safe to run again.

mod bands;
mod champions;
pub mod deliveries;
pub mod drift;
mod rings;
pub mod shadow;
pub mod training;

use std::time::Duration;

use tokio::sync::watch;
use tokio::task::JoinHandle;
use uuid::Uuid;

use crate::app::App;
use crate::domain::job::{Job, JobKind};
use crate::store::jobs::ClaimRequest;
use crate::store::{self, Internal};

/// How long a loop waits when no job is due.
const IDLE: Duration = Duration::from_millis(500);
/// How long a worker's claim on a job lasts without renewal.
pub const LEASE: chrono::Duration = chrono::Duration::seconds(60);

/// The background loops of this process.
pub struct Background {
    stop: watch::Sender<bool>,
    loops: Vec<JoinHandle<()>>,
}

/// What happens to a job after it runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    Done,
    /// Runs again at this time.
    Again(chrono::DateTime<chrono::Utc>),
}

impl Background {
    pub fn start(app: &App) -> Self {
        let (stop, stopped) = watch::channel(false);
        let delete = async |app: &App, job: &Job, _| deliveries::delete_old(app, job).await;
        let train = async move |app: &App, job: &Job, worker| {
            training::perform(app, job, worker, stopped.clone()).await
        };
        let score = async |app: &App, job: &Job, _| shadow::perform(app, job).await;
        let loops = vec![
            tokio::spawn(bands::run(app.clone(), stop.subscribe())),
            tokio::spawn(champions::follow(app.clone(), stop.subscribe())),
            tokio::spawn(rings::follow(app.clone(), stop.subscribe())),
            tokio::spawn(deliveries::run(app.clone(), stop.subscribe())),
            tokio::spawn(work(app.clone(), JobKind::DeliveryRetention, stop.subscribe(), delete)),
            tokio::spawn(work(app.clone(), JobKind::Drift, stop.subscribe(), drift::perform)),
            tokio::spawn(training::schedule(app.clone(), stop.subscribe())),
            tokio::spawn(work(app.clone(), JobKind::Training, stop.subscribe(), train)),
            tokio::spawn(work(app.clone(), JobKind::Shadow, stop.subscribe(), score)),
        ];
        Self { stop, loops }
    }

    /// Stops all loops after their current jobs.
    pub async fn stop(self) {
        // Fails only if there are no loops.
        let _ = self.stop.send(true);
        for background_loop in self.loops {
            if let Err(error) = background_loop.await {
                tracing::error!(
                    error = &error as &dyn std::error::Error,
                    "a background loop panicked"
                );
            }
        }
    }
}

/// Runs jobs of one kind, one at a time, until it is stopped.
pub async fn work<F>(app: App, kind: JobKind, mut stop: watch::Receiver<bool>, perform: F)
where
    F: AsyncFn(&App, &Job, Uuid) -> Outcome,
{
    let worker = Uuid::new_v4();
    while !*stop.borrow() {
        match next(&app, kind, worker, &perform).await {
            Ok(true) => continue,
            Ok(false) => {}
            Err(error) => {
                let error = &error as &dyn std::error::Error;
                tracing::warn!(error, kind = kind.name(), "can't run a job");
            }
        }
        tokio::select! {
            _ = stop.changed() => {}
            () = tokio::time::sleep(IDLE) => {}
        }
    }
}

/// Runs a job that is due. Returns false if there is none.
pub async fn next<F>(app: &App, kind: JobKind, worker: Uuid, perform: &F) -> Result<bool, Internal>
where
    F: AsyncFn(&App, &Job, Uuid) -> Outcome,
{
    let now = app.clock.now();
    let request = ClaimRequest { kind, worker, now, lease: LEASE, full_lanes: &[] };
    let Some(job) = store::jobs::claim(&app.db, request).await? else { return Ok(false) };
    let outcome = perform(app, &job, worker).await;
    let mut tx = app.begin(&job.tenant).await?;
    let kept = match outcome {
        Outcome::Done => store::jobs::finish(&mut tx, &job, worker).await?,
        Outcome::Again(at) => store::jobs::put_back(&mut tx, &job, worker, at).await?,
    };
    tx.commit().await?;
    if !kept {
        tracing::warn!(job.id = %job.id, kind = kind.name(), "a job outlasted its lease");
    }
    Ok(true)
}
