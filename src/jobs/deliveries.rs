//! Sends webhook deliveries. Many run at a time, but only a few per endpoint, so a slow receiver does not delay others.

use std::collections::BTreeMap;
use std::time::Duration;

use tokio::sync::watch;
use tokio::task::{Id, JoinError, JoinSet};
use tokio::time::Instant;
use uuid::Uuid;

use super::{IDLE, LEASE, Outcome};
use crate::app::App;
use crate::domain::job::{Job, JobKind};
use crate::service::webhooks::webhook_deliveries::{self, attempt};
use crate::store::jobs::ClaimRequest;
use crate::store::{self, Internal};

/// The deliveries in progress.
struct InProgress {
    app: App,
    worker: Uuid,
    tasks: JoinSet<()>,
    lanes: BTreeMap<Id, String>,
    /// When no delivery was due last, and which endpoints had no free slot at that time.
    idle: Option<(Instant, Vec<String>)>,
}

/// How long to assume that no delivery is due. The query is expensive when an endpoint has a long backlog.
const IDLE_FOR: Duration = Duration::from_millis(50);

/// Runs due deliveries until it is stopped, then finishes those in progress.
pub async fn run(app: App, mut stop: watch::Receiver<bool>) {
    let max = app.courier.config.concurrency;
    let (tasks, lanes) = (JoinSet::new(), BTreeMap::new());
    let worker = Uuid::new_v4();
    let mut in_progress = InProgress { app, worker, tasks, lanes, idle: None };
    while !*stop.borrow() {
        if in_progress.tasks.len() < max && in_progress.start_next().await {
            continue;
        }
        let has_room = in_progress.tasks.len() < max;
        tokio::select! {
            _ = stop.changed() => {}
            Some(ended) = in_progress.tasks.join_next_with_id() => in_progress.end(ended),
            () = tokio::time::sleep(IDLE), if has_room => {}
        }
    }
    while let Some(ended) = in_progress.tasks.join_next_with_id().await {
        in_progress.end(ended);
    }
}

/// Makes the attempt that is due first. Returns false if none is due.
pub async fn next(app: &App, worker: Uuid) -> Result<bool, Internal> {
    let Some(job) = claim(app, worker, &[]).await? else { return Ok(false) };
    deliver(app, &job, worker).await;
    Ok(true)
}

/// Deletes a tenant's old deliveries.
pub async fn delete_old(app: &App, job: &Job) -> Outcome {
    match webhook_deliveries::forget_old(app, &job.tenant).await {
        Ok(Some(at)) => Outcome::Again(at),
        Ok(None) => Outcome::Done,
        Err(error) => {
            let error = &error as &dyn std::error::Error;
            tracing::warn!(error, "can't delete old webhook deliveries");
            Outcome::Again(app.clock.now() + chrono::Duration::hours(1))
        }
    }
}

impl InProgress {
    /// Starts the delivery that is due first among the endpoints with a free slot. Returns false if there is none.
    async fn start_next(&mut self) -> bool {
        let full = self.full_endpoints();
        if self.is_known_idle(&full) {
            return false;
        }
        let job = match claim(&self.app, self.worker, &full).await {
            Ok(Some(job)) => job,
            Ok(None) => {
                self.idle = Some((Instant::now(), full));
                return false;
            }
            Err(error) => {
                let error = &error as &dyn std::error::Error;
                tracing::warn!(error, "can't claim a webhook delivery");
                return false;
            }
        };
        let (app, worker) = (self.app.clone(), self.worker);
        let lane = job.lane.clone().unwrap_or_default();
        let task = self.tasks.spawn(async move { deliver(&app, &job, worker).await });
        self.lanes.insert(task.id(), lane);
        true
    }

    /// Whether nothing was due a moment ago, and no endpoint has freed a slot since.
    fn is_known_idle(&self, full: &[String]) -> bool {
        let Some((at, full_then)) = &self.idle else { return false };
        at.elapsed() < IDLE_FOR && full_then.iter().all(|lane| full.contains(lane))
    }

    /// The endpoints without a free slot.
    fn full_endpoints(&self) -> Vec<String> {
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for lane in self.lanes.values() {
            *counts.entry(lane).or_default() += 1;
        }
        let max = self.app.courier.config.concurrency_per_endpoint;
        let full = counts.into_iter().filter(|(_, count)| *count >= max);
        full.map(|(lane, _)| lane.to_owned()).collect()
    }

    fn end(&mut self, ended: Result<(Id, ()), JoinError>) {
        let id = match ended {
            Ok((id, ())) => id,
            Err(error) => {
                tracing::error!(
                    error = &error as &dyn std::error::Error,
                    "a webhook delivery panicked"
                );
                error.id()
            }
        };
        self.lanes.remove(&id);
    }
}

async fn claim(app: &App, worker: Uuid, full: &[String]) -> Result<Option<Job>, Internal> {
    let request = ClaimRequest {
        kind: JobKind::Delivery,
        worker,
        now: app.clock.now(),
        lease: LEASE,
        full_lanes: full,
    };
    store::jobs::claim(&app.db, request).await
}

/// If an error on our side stops the attempt, the job is retried when its lease ends.
async fn deliver(app: &App, job: &Job, worker: Uuid) {
    if let Err(error) = attempt::deliver(app, job, worker).await {
        tracing::error!(
            error = &error as &dyn std::error::Error,
            job.id = %job.id,
            "can't attempt a webhook delivery"
        );
    }
}
