//! Delivers webhooks: many at once, but few to each endpoint, so that a receiver that hangs delays nobody else.

use std::collections::BTreeMap;
use std::time::Duration;

use tokio::sync::watch;
use tokio::task::{Id, JoinError, JoinSet};
use tokio::time::Instant;
use uuid::Uuid;

use super::{IDLE, LEASE, Outcome};
use crate::app::App;
use crate::domain::job::{Job, JobKind};
use crate::service::webhook_deliveries::{self, attempt};
use crate::store::jobs::ClaimRequest;
use crate::store::{self, Internal};

/// The deliveries that are under way.
struct UnderWay {
    app: App,
    worker: Uuid,
    tasks: JoinSet<()>,
    lanes: BTreeMap<Id, String>,
    /// When the queue last had nothing due, and which endpoints were full then.
    in_vain: Option<(Instant, Vec<String>)>,
}

/// How long to trust the answer that nothing is due. Looking past an endpoint's long backlog is expensive.
const BELIEVED: Duration = Duration::from_millis(50);

/// Delivers what is due until it is told to stop, then finishes what is under way.
pub async fn run(app: App, mut stop: watch::Receiver<bool>) {
    let most = app.courier.config.concurrency;
    let (tasks, lanes) = (JoinSet::new(), BTreeMap::new());
    let worker = Uuid::new_v4();
    let mut under_way = UnderWay { app, worker, tasks, lanes, in_vain: None };
    while !*stop.borrow() {
        let begun = under_way.tasks.len() < most && under_way.begin_one().await;
        if begun {
            continue;
        }
        let room = under_way.tasks.len() < most;
        tokio::select! {
            _ = stop.changed() => {}
            Some(ended) = under_way.tasks.join_next_with_id() => under_way.ended(ended),
            () = tokio::time::sleep(IDLE), if room => {}
        }
    }
    while let Some(ended) = under_way.tasks.join_next_with_id().await {
        under_way.ended(ended);
    }
}

/// Makes the attempt that has been due the longest; false if none is due.
pub async fn next(app: &App, worker: Uuid) -> Result<bool, Internal> {
    let Some(job) = claim(app, worker, &[]).await? else { return Ok(false) };
    deliver(app, &job, worker).await;
    Ok(true)
}

/// Forgets a tenant's old deliveries.
pub async fn forget(app: &App, job: &Job) -> Outcome {
    match webhook_deliveries::forget_old(app, &job.tenant).await {
        Ok(Some(at)) => Outcome::Again(at),
        Ok(None) => Outcome::Done,
        Err(error) => {
            let error = &error as &dyn std::error::Error;
            tracing::warn!(error, "could not delete old webhook deliveries");
            Outcome::Again(app.clock.now() + chrono::Duration::hours(1))
        }
    }
}

impl UnderWay {
    /// Begins the delivery that has been due the longest and whose endpoint has room; false if there is none.
    async fn begin_one(&mut self) -> bool {
        let full = self.full();
        if self.would_be_in_vain(&full) {
            return false;
        }
        let job = match claim(&self.app, self.worker, &full).await {
            Ok(Some(job)) => job,
            Ok(None) => {
                self.in_vain = Some((Instant::now(), full));
                return false;
            }
            Err(error) => {
                let error = &error as &dyn std::error::Error;
                tracing::warn!(error, "the queue of deliveries does not answer");
                return false;
            }
        };
        let (app, worker) = (self.app.clone(), self.worker);
        let lane = job.lane.clone().unwrap_or_default();
        let task = self.tasks.spawn(async move { deliver(&app, &job, worker).await });
        self.lanes.insert(task.id(), lane);
        true
    }

    /// Whether nothing was due a moment ago and no endpoint has gained room since.
    fn would_be_in_vain(&self, full: &[String]) -> bool {
        let Some((at, then)) = &self.in_vain else { return false };
        at.elapsed() < BELIEVED && then.iter().all(|lane| full.contains(lane))
    }

    /// The endpoints that have as many deliveries under way as they may.
    fn full(&self) -> Vec<String> {
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for lane in self.lanes.values() {
            *counts.entry(lane).or_default() += 1;
        }
        let most = self.app.courier.config.concurrency_per_endpoint;
        let full = counts.into_iter().filter(|(_, count)| *count >= most);
        full.map(|(lane, _)| lane.to_owned()).collect()
    }

    fn ended(&mut self, ended: Result<(Id, ()), JoinError>) {
        let id = match ended {
            Ok((id, ())) => id,
            Err(error) => {
                tracing::error!(error = &error as &dyn std::error::Error, "a delivery panicked");
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

/// If we fail here, the job is tried again when its lease ends.
async fn deliver(app: &App, job: &Job, worker: Uuid) {
    if let Err(error) = attempt::deliver(app, job, worker).await {
        tracing::error!(
            error = &error as &dyn std::error::Error,
            job.id = %job.id,
            "a delivery could not be attempted"
        );
    }
}
