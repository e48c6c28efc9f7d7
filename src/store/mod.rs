//! All SQL: a file for each table, a function for each statement.
//!
//! A statement on a tenant's rows runs in that tenant's transaction ([`Tx`]). The few that take an executor read what
//! belongs to no tenant, or look through the rows of all.

pub mod access;
pub mod audit;
pub mod idempotency;
pub mod jobs;
pub mod lists;
pub mod models;
pub mod people;
pub mod reviews;
pub mod scoring;
mod setup;
mod tx;
pub mod webhooks;

pub use setup::{SERVICE_ROLE, SetupError, connect, latest_migration, migrate};
pub use tx::Tx;

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::compute::ComputeError;
use crate::keys::KeyFileError;

/// The lowest UUIDv7 of a time. Ids that were made at that millisecond or later are not below it.
fn first_id(at: DateTime<Utc>) -> Uuid {
    const LAST_MS: i64 = (1 << 48) - 1;
    let ms = at.timestamp_millis().clamp(0, LAST_MS).unsigned_abs();
    Uuid::from_u128(u128::from(ms) << 80)
}

/// Something went wrong on our side: nothing that the caller can correct.
#[derive(Debug, thiserror::Error)]
pub enum Internal {
    /// The database does not answer.
    #[error("the database does not answer")]
    Unavailable(#[source] sqlx::Error),
    /// Too many transactions wait for a connection.
    #[error("too many transactions wait for a connection")]
    ConnectionsBusy,
    /// The work was refused or did not end.
    #[error(transparent)]
    Compute(#[from] ComputeError),
    /// The database refused a statement.
    #[error("the database refused a statement")]
    Store(#[source] sqlx::Error),
    /// A stored row cannot be read.
    #[error("a stored row cannot be read: {0}")]
    Corrupt(String),
    /// This build cannot use the tenant's champion, and no other model takes its place.
    #[error("{0}")]
    UnusableChampion(String),
    /// No key can be made.
    #[error("a key cannot be made")]
    Key(#[from] KeyFileError),
}

impl From<sqlx::Error> for Internal {
    fn from(error: sqlx::Error) -> Self {
        // 57P01 to 57P03: the server is shutting down or starting up. 53300: no connection is free.
        let code = error.as_database_error().and_then(sqlx::error::DatabaseError::code);
        let going = code.is_some_and(|code| code.starts_with("57P0") || code == "53300");
        match error {
            sqlx::Error::Io(_) | sqlx::Error::PoolTimedOut | sqlx::Error::PoolClosed => {
                Self::Unavailable(error)
            }
            _ if going => Self::Unavailable(error),
            _ => Self::Store(error),
        }
    }
}
