//! Background work: takes due jobs from the queue, in one loop for each kind, until it is told to stop.
//!
//! What a job does is a function in `service/`; this module decides when. A job runs at least once, so it must be safe
//! to repeat.

mod champions;
pub mod deliveries;
pub mod drift;
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

/// How long a loop sleeps when nothing is due.
const IDLE: Duration = Duration::from_millis(500);
/// How long a worker keeps a job before it must renew its lease.
pub const LEASE: chrono::Duration = chrono::Duration::seconds(60);

/// The background loops of this process.
pub struct Background {
    stop: watch::Sender<bool>,
    loops: Vec<JoinHandle<()>>,
}

/// What to do with a job that has run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    Done,
    /// Run it again at this time.
    Again(chrono::DateTime<chrono::Utc>),
}

impl Background {
    /// Starts the loops.
    pub fn start(app: &App) -> Self {
        let (stop, stopped) = watch::channel(false);
        let forget = async |app: &App, job: &Job, _| deliveries::forget(app, job).await;
        let train = async move |app: &App, job: &Job, worker| {
            training::perform(app, job, worker, stopped.clone()).await
        };
        let shade = async |app: &App, job: &Job, _| shadow::perform(app, job).await;
        let loops = vec![
            tokio::spawn(champions::follow(app.clone(), stop.subscribe())),
            tokio::spawn(deliveries::run(app.clone(), stop.subscribe())),
            tokio::spawn(work(app.clone(), JobKind::DeliveryRetention, stop.subscribe(), forget)),
            tokio::spawn(work(app.clone(), JobKind::Drift, stop.subscribe(), drift::perform)),
            tokio::spawn(training::schedule(app.clone(), stop.subscribe())),
            tokio::spawn(work(app.clone(), JobKind::Training, stop.subscribe(), train)),
            tokio::spawn(work(app.clone(), JobKind::Shadow, stop.subscribe(), shade)),
        ];
        Self { stop, loops }
    }

    /// Stops once the running jobs are done.
    pub async fn stop(self) {
        // Nobody listens if there are no loops.
        let _ = self.stop.send(true);
        for handle in self.loops {
            if let Err(error) = handle.await {
                tracing::error!(
                    error = &error as &dyn std::error::Error,
                    "a background loop panicked"
                );
            }
        }
    }
}

/// Runs jobs of one kind, one after another, until it is told to stop.
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
                tracing::warn!(error, kind = kind.name(), "the job queue does not answer");
            }
        }
        tokio::select! {
            _ = stop.changed() => {}
            () = tokio::time::sleep(IDLE) => {}
        }
    }
}

/// Runs one job that is due; false if there is none.
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
        tracing::warn!(job.id = %job.id, kind = kind.name(), "a job outlived its lease");
    }
    Ok(true)
}
