//! The threads of one class of work, and its queue.

use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use super::queue::{Bounds, FairQueue, JobId, Position};
use super::{Class, ComputeError};
use crate::domain::tenant::TenantId;
use crate::telemetry::metrics::METRICS;

#[derive(Clone, Copy, Debug)]
pub(super) struct LaneConfig {
    pub(super) class: Class,
    pub(super) threads: usize,
    pub(super) nice: i32,
    pub(super) bounds: Bounds,
    /// How long a request may use the threads after its admission.
    pub(super) time_limit: Option<Duration>,
}

/// A piece of work that reports its own result and never panics.
struct Job {
    work: Box<dyn FnOnce() + Send>,
    queued_at: Instant,
}

pub(super) struct Lane {
    pub(super) config: LaneConfig,
    state: Mutex<State>,
    wake: Condvar,
}

struct State {
    queue: FairQueue<Job>,
    threads: usize,
    idle: usize,
    stopping: bool,
}

impl Lane {
    pub(super) fn new(config: LaneConfig) -> Arc<Self> {
        let queue = FairQueue::new(config.bounds);
        let state = Mutex::new(State { queue, threads: 0, idle: 0, stopping: false });
        Arc::new(Self { config, state, wake: Condvar::new() })
    }

    pub(super) fn admit(&self, tenant: &TenantId) -> Result<(), ComputeError> {
        if self.lock().queue.admit(tenant) {
            return Ok(());
        }
        METRICS.compute_refused(self.config.class.name());
        Err(ComputeError::Overloaded)
    }

    pub(super) fn leave(&self, tenant: &TenantId) {
        self.lock().queue.leave(tenant);
    }

    /// Queues work and starts a thread for it if all are busy and there may be more.
    pub(super) fn push(
        self: &Arc<Self>,
        tenant: &TenantId,
        position: Position,
        work: Box<dyn FnOnce() + Send>,
    ) -> Result<JobId, ComputeError> {
        let mut state = self.lock();
        if state.stopping {
            return Err(ComputeError::Stopped);
        }
        let id = state.queue.push(tenant, position, Job { work, queued_at: Instant::now() });
        self.report_length(&state);
        if state.queue.waiting() > state.idle && state.threads < self.config.threads {
            self.start_thread(&mut state)?;
        }
        drop(state);
        self.wake.notify_one();
        Ok(id)
    }

    /// Takes work out of the queue, unless it has started.
    pub(super) fn remove(&self, tenant: &TenantId, id: JobId) {
        let mut state = self.lock();
        let removed = state.queue.remove(tenant, id);
        self.report_length(&state);
        drop(state);
        // Outside the lock, because it may hold large documents.
        drop(removed);
    }

    pub(super) fn waiting(&self) -> usize {
        self.lock().queue.waiting()
    }

    /// Ends the threads after their current jobs, and drops what waits.
    pub(super) fn stop(&self) {
        let mut state = self.lock();
        state.stopping = true;
        let dropped = state.queue.drain();
        drop(state);
        self.wake.notify_all();
        drop(dropped);
    }

    fn start_thread(self: &Arc<Self>, state: &mut State) -> Result<(), ComputeError> {
        let lane = Arc::clone(self);
        let name = self.config.class.name().to_owned();
        let started = std::thread::Builder::new().name(name).spawn(move || lane.serve());
        match started {
            Ok(_) => state.threads += 1,
            Err(error) if state.threads == 0 => {
                tracing::error!(error = &error as &dyn std::error::Error, "can't start a thread");
                return Err(ComputeError::Stopped);
            }
            // The running threads do the work, only later.
            Err(error) => {
                tracing::warn!(error = &error as &dyn std::error::Error, "can't start a thread");
            }
        }
        Ok(())
    }

    fn serve(&self) {
        lower_priority(self.config.nice);
        while let Some((tenant, job)) = self.next() {
            let began = Instant::now();
            let waited = began - job.queued_at;
            METRICS.compute_wait(self.config.class.name(), waited.as_secs_f64());
            (job.work)();
            self.lock().queue.finish(&tenant, began.elapsed());
        }
    }

    /// Waits for the next job. `None` when the lane stops.
    fn next(&self) -> Option<(TenantId, Job)> {
        let mut state = self.lock();
        loop {
            if state.stopping {
                return None;
            }
            if let Some(next) = state.queue.pop() {
                self.report_length(&state);
                return Some(next);
            }
            state.idle += 1;
            state = self.wake.wait(state).unwrap_or_else(PoisonError::into_inner);
            state.idle -= 1;
        }
    }

    fn report_length(&self, state: &State) {
        METRICS.compute_queue_length(self.config.class.name(), state.queue.waiting());
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl std::fmt::Debug for Lane {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Lane({})", self.config.class.name())
    }
}

/// Lowers the thread's priority on Linux. A thread cannot raise it again, which is why each class has its own threads.
/// On other systems, priorities belong to the whole process and stay unchanged.
fn lower_priority(nice: i32) {
    #[cfg(target_os = "linux")]
    if nice != 0
        && let Err(error) = rustix::process::nice(nice)
    {
        let error = &error as &dyn std::error::Error;
        tracing::warn!(error, "can't lower the priority of a thread");
    }
    #[cfg(not(target_os = "linux"))]
    let _ = nice;
}
