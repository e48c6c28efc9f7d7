//! One function for each thing that a caller can ask for. Each begins and commits its own transaction.

pub mod adapters;
pub mod applicants;
pub mod audit;
pub mod cases;
pub mod decisions;
pub mod demo;
pub mod drift;
pub mod erasure;
pub mod evaluations;
pub mod events;
mod evidence;
mod files;
mod history;
pub mod idempotency;
mod linking;
pub mod lists;
mod measuring;
pub mod merging;
pub mod models;
pub mod notices;
pub mod observations;
pub mod offline;
mod opening;
mod outbox;
pub mod policies;
pub mod readiness;
pub mod reassess;
pub mod replay;
pub mod reviews;
pub mod rings;
pub mod scores;
pub mod shadow;
mod submission;
pub mod tenants;
pub mod training;
pub mod users;
pub mod webhook_deliveries;
pub mod webhook_endpoints;

pub use crate::store::Internal;

/// Why something was not found.
#[derive(Debug, thiserror::Error)]
pub enum FindError {
    /// The tenant has no such thing.
    #[error("there is no such thing")]
    NotFound,
    /// It was about an applicant who was erased.
    #[error("the applicant was erased")]
    Erased,
    /// Not the caller's fault.
    #[error(transparent)]
    Internal(#[from] Internal),
}

/// One page of a list.
#[derive(Clone, Debug)]
pub struct Page<T> {
    pub items: Vec<T>,
    /// Whether there are more after the last one.
    pub more: bool,
}

impl<T> Page<T> {
    /// The page of at most `limit` items, from a list that was read with a limit one higher.
    pub(crate) fn new(mut items: Vec<T>, limit: impl Into<i64>) -> Self {
        let limit = usize::try_from(limit.into()).unwrap_or_default();
        let more = items.len() > limit;
        items.truncate(limit);
        Self { items, more }
    }

    /// The page with every item turned into another.
    pub(crate) fn try_map<U, E>(self, change: impl FnMut(T) -> Result<U, E>) -> Result<Page<U>, E> {
        let items = self.items.into_iter().map(change).collect::<Result<_, _>>()?;
        Ok(Page { items, more: self.more })
    }
}
