//! One function for each thing that a caller can ask for. Each begins and commits its own transaction.

pub mod access;
pub mod audit;
pub mod demo;
pub mod idempotency;
pub mod lists;
pub mod models;
pub mod people;
pub mod readiness;
pub mod reviews;
pub mod scoring;
pub mod webhooks;

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
