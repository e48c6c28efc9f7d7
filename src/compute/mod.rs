//! Runs work that needs CPU time: parsing, evidence, scoring, list files, training. The threads that serve requests only
//! wait for it.
//!
//! Each [`Class`] has its own threads and queue, so that a training job never takes a thread from a decision. Within a
//! class, tenants share the threads by the time that their work takes (`queue.rs`).
//!
//! A request is admitted once, or refused at once ([`Compute::admit`]). It keeps its place until it is answered: it is
//! not refused later, when it has done half of its work and holds locks.

mod lane;
mod map;
mod queue;
#[cfg(test)]
mod tests;
mod ticket;

use std::sync::Arc;
use std::time::Duration;

use scoring::model::Stop;
use serde::Deserialize;

use crate::domain::tenant::TenantId;
use lane::{Lane, LaneConfig};
use queue::Bounds;
pub use ticket::{Ticket, while_client_waits};

/// How urgent work is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// A caller waits for it, and it takes milliseconds.
    Interactive,
    /// It takes seconds: list files, rescoring.
    Bulk,
    /// It takes minutes and much memory, so it runs one job at a time.
    Training,
}

impl Class {
    pub fn name(self) -> &'static str {
        match self {
            Self::Interactive => "interactive",
            Self::Bulk => "bulk",
            Self::Training => "training",
        }
    }
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ComputeConfig {
    /// The threads for interactive work. 0 means one per core.
    pub threads: usize,
    /// How many requests can be admitted at the same time.
    pub max_requests: usize,
    pub max_requests_per_tenant: usize,
    /// How long after its admission a request may still start and use a job.
    pub deadline_ms: u64,
}

impl Default for ComputeConfig {
    fn default() -> Self {
        Self { threads: 0, max_requests: 128, max_requests_per_tenant: 64, deadline_ms: 10_000 }
    }
}

/// Why work has no result.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ComputeError {
    #[error("too many requests are being processed")]
    Overloaded,
    #[error("the request's deadline has passed")]
    DeadlinePassed,
    #[error("the client has left")]
    ClientLeft,
    #[error("the work panicked")]
    Panicked,
    #[error("the service is shutting down")]
    Stopped,
}

/// How much bulk and training work is admitted at the same time. A job of these is large, so few may wait.
const BACKGROUND: Bounds = Bounds { total: 64, per_tenant: 8 };

/// The threads and queues of this process.
#[derive(Debug)]
pub struct Compute {
    interactive: Arc<Lane>,
    bulk: Arc<Lane>,
    training: Arc<Lane>,
}

impl Compute {
    /// `nice` is the scheduling priority of bulk work and training, from 0 (normal) to 19 (lowest). Threads start when
    /// there is work for them.
    pub fn new(config: &ComputeConfig, nice: i32) -> Self {
        let cores = std::thread::available_parallelism().map_or(2, usize::from);
        let interactive = LaneConfig {
            class: Class::Interactive,
            threads: if config.threads == 0 { cores } else { config.threads },
            nice: 0,
            bounds: Bounds {
                total: config.max_requests,
                per_tenant: config.max_requests_per_tenant,
            },
            time_limit: Some(Duration::from_millis(config.deadline_ms)),
        };
        let background =
            |class| LaneConfig { class, threads: 1, nice, bounds: BACKGROUND, time_limit: None };
        Self {
            interactive: Lane::new(interactive),
            bulk: Lane::new(background(Class::Bulk)),
            training: Lane::new(background(Class::Training)),
        }
    }

    /// Admits a request, or refuses it with [`ComputeError::Overloaded`].
    pub fn admit(&self, class: Class, tenant: &TenantId) -> Result<Ticket, ComputeError> {
        Ticket::new(self.lane(class), tenant)
    }

    /// How many jobs wait for a thread.
    pub fn waiting(&self, class: Class) -> usize {
        self.lane(class).waiting()
    }

    fn lane(&self, class: Class) -> &Arc<Lane> {
        match class {
            Class::Interactive => &self.interactive,
            Class::Bulk => &self.bulk,
            Class::Training => &self.training,
        }
    }

    /// Runs a single job. See [`Ticket::run`].
    pub async fn run<T: Send + 'static>(
        &self,
        class: Class,
        tenant: &TenantId,
        work: impl FnOnce(&Stop) -> T + Send + 'static,
    ) -> Result<T, ComputeError> {
        self.admit(class, tenant)?.run(work).await
    }
}

impl Drop for Compute {
    fn drop(&mut self) {
        for lane in [&self.interactive, &self.bulk, &self.training] {
            lane.stop();
        }
    }
}
