//! One function for each thing that a caller can ask for. Each owns its transaction.

pub mod adapters;
pub mod applicants;
mod assess;
pub mod audit;
pub mod cases;
pub mod decisions;
pub mod demo;
pub mod drift;
pub mod erasure;
pub mod evaluations;
pub mod events;
mod files;
mod history;
pub mod idempotency;
pub mod lists;
pub mod merging;
pub mod models;
pub mod notices;
pub mod observations;
pub mod offline;
pub mod policies;
pub mod readiness;
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

use crate::store::StoreError;

/// Something went wrong on our side: nothing that the caller can mend.
#[derive(Debug, thiserror::Error)]
pub enum Internal {
    /// The database does not answer.
    #[error("the database does not answer")]
    Unavailable(#[source] StoreError),
    /// The database refused.
    #[error("the database refused a statement")]
    Store(#[source] StoreError),
    /// What is stored cannot be read.
    #[error("a stored row cannot be read: {0}")]
    Corrupt(String),
    /// A key cannot be made.
    #[error("a key cannot be made")]
    Key(#[from] crate::keys::KeyFileError),
}

impl From<StoreError> for Internal {
    fn from(error: StoreError) -> Self {
        // 57P01 to 57P03: the server is shutting down or starting up. 53300: no connection is free.
        let code = error.as_database_error().and_then(sqlx::error::DatabaseError::code);
        let going = code.is_some_and(|code| code.starts_with("57P0") || code == "53300");
        match error {
            StoreError::Io(_) | StoreError::PoolTimedOut | StoreError::PoolClosed => {
                Self::Unavailable(error)
            }
            _ if going => Self::Unavailable(error),
            _ => Self::Store(error),
        }
    }
}

/// One page of a list.
#[derive(Clone, Debug)]
pub struct Page<T> {
    /// The items, the latest first.
    pub items: Vec<T>,
    /// Whether there are more after the last one.
    pub more: bool,
}

impl<T> Page<T> {
    /// A page of what was asked for with one more than `limit`.
    pub(crate) fn of(mut items: Vec<T>, limit: i64) -> Self {
        let limit = usize::try_from(limit).unwrap_or_default();
        let more = items.len() > limit;
        items.truncate(limit);
        Self { items, more }
    }
}
