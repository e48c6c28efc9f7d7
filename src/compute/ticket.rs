//! What an admitted request holds, and how it runs jobs.

use std::future::pending;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

use scoring::model::Stop;
use tokio::sync::{oneshot, watch};

use super::ComputeError;
use super::lane::Lane;
use super::queue::{JobId, Position};
use crate::domain::tenant::TenantId;

tokio::task_local! {
    /// Closes when the client for whom this task works has left.
    static CLIENT: watch::Receiver<()>;
}

/// Runs `work` as the task of a client. Its jobs stop with [`ComputeError::ClientLeft`] when the sender is dropped.
pub async fn while_client_waits<F: Future>(client: watch::Receiver<()>, work: F) -> F::Output {
    CLIENT.scope(client, work).await
}

/// The place of an admitted request. Dropping it, and all tickets that share it, makes room for the next one.
#[derive(Debug)]
pub struct Ticket {
    place: Arc<Place>,
    deadline: Option<Instant>,
    has_run: AtomicBool,
}

#[derive(Debug)]
struct Place {
    lane: Arc<Lane>,
    tenant: TenantId,
}

impl Ticket {
    pub(super) fn new(lane: &Arc<Lane>, tenant: &TenantId) -> Result<Self, ComputeError> {
        lane.admit(tenant)?;
        Ok(Self::at(Arc::new(Place { lane: Arc::clone(lane), tenant: tenant.clone() })))
    }

    /// A ticket for a part of the request, such as an item of a batch. It needs no place of its own, and its deadline
    /// starts now.
    pub fn share(&self) -> Self {
        Self::at(Arc::clone(&self.place))
    }

    fn at(place: Arc<Place>) -> Self {
        let deadline = place.lane.config.time_limit.map(|limit| Instant::now() + limit);
        Self { place, deadline, has_run: AtomicBool::new(false) }
    }

    /// Runs work on a thread of its class and waits for the result.
    ///
    /// If this future is dropped, the client leaves or the deadline passes, work that waits does not run, and work that
    /// runs sees a requested stop. Long loops should check for it.
    pub async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Stop) -> T + Send + 'static,
    ) -> Result<T, ComputeError> {
        let (sender, result) = oneshot::channel();
        let abandoned = Arc::new(AtomicBool::new(false));
        let stop = stop(&abandoned, self.deadline);
        let span = tracing::Span::current();
        let work = move || {
            if stop.is_requested() {
                return;
            }
            let result = catch_unwind(AssertUnwindSafe(|| span.in_scope(|| work(&stop))));
            // Nobody may be waiting any more.
            let _ = sender.send(result.map_err(|_| ComputeError::Panicked));
        };
        // A request that has begun may hold locks, so it goes before requests that have not.
        let begun = self.has_run.swap(true, Ordering::Relaxed);
        let position = if begun { Position::Front } else { Position::Back };
        let Place { lane, tenant } = &*self.place;
        let id = lane.push(tenant, position, Box::new(work))?;
        let mut queued = Queued { ticket: self, id, abandoned, ended: false };
        tokio::select! {
            biased;
            result = result => {
                queued.ended = true;
                result.unwrap_or_else(|_| Err(self.dropped()))
            }
            () = until(self.deadline) => Err(ComputeError::DeadlinePassed),
            () = client_left() => Err(ComputeError::ClientLeft),
        }
    }

    /// Why a job was dropped before it ran.
    fn dropped(&self) -> ComputeError {
        match self.deadline {
            Some(deadline) if Instant::now() >= deadline => ComputeError::DeadlinePassed,
            _ => ComputeError::Stopped,
        }
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.lane.leave(&self.tenant);
    }
}

/// A job whose result is awaited.
struct Queued<'a> {
    ticket: &'a Ticket,
    id: JobId,
    abandoned: Arc<AtomicBool>,
    ended: bool,
}

impl Drop for Queued<'_> {
    fn drop(&mut self) {
        if !self.ended {
            self.abandoned.store(true, Ordering::Relaxed);
            let Place { lane, tenant } = &*self.ticket.place;
            lane.remove(tenant, self.id);
        }
    }
}

fn stop(abandoned: &Arc<AtomicBool>, deadline: Option<Instant>) -> Stop {
    let abandoned = Arc::clone(abandoned);
    Stop::when(move || {
        abandoned.load(Ordering::Relaxed)
            || deadline.is_some_and(|deadline| Instant::now() >= deadline)
    })
}

async fn until(deadline: Option<Instant>) {
    match deadline {
        Some(deadline) => tokio::time::sleep_until(deadline.into()).await,
        None => pending().await,
    }
}

async fn client_left() {
    match CLIENT.try_with(Clone::clone) {
        Ok(mut client) => while client.changed().await.is_ok() {},
        Err(_) => pending().await,
    }
}
