//! All SQL: a file for each table, a function for each statement.
//!
//! A statement on a tenant's rows runs in that tenant's transaction ([`Tx`]). The few that take an executor read what
//! belongs to no tenant, or look through the rows of all.

pub mod appeals;
pub mod applicants;
pub mod audit;
pub mod champions;
pub mod decisions;
pub mod drift;
pub mod erasure;
pub mod events;
pub mod golden;
pub mod idempotency;
pub mod identifiers;
pub mod invitations;
pub mod jobs;
pub mod labels;
pub mod lists;
pub mod locks;
pub mod merging;
pub mod models;
pub mod observations;
pub mod photos;
pub mod policies;
pub mod profile_versions;
pub mod promotions;
pub mod queues;
pub mod registry;
pub mod request_keys;
pub mod review_history;
pub mod review_lists;
pub mod reviews;
pub mod rings;
pub mod saved_filters;
mod setup;
pub mod shadow;
pub mod tenants;
pub mod texts;
pub mod training_jobs;
pub mod training_labels;
mod tx;
pub mod user_sessions;
pub mod users;
pub mod verdicts;
pub mod webhook_attempts;
pub mod webhook_deliveries;
pub mod webhook_endpoints;
pub mod webhook_secrets;

pub use setup::{SERVICE_ROLE, SetupError, connect, latest_migration, migrate};
pub use tx::Tx;

use crate::keys::KeyFileError;

/// Something went wrong on our side: nothing that the caller can correct.
#[derive(Debug, thiserror::Error)]
pub enum Internal {
    /// The database does not answer.
    #[error("the database does not answer")]
    Unavailable(#[source] sqlx::Error),
    /// The database refused a statement.
    #[error("the database refused a statement")]
    Store(#[source] sqlx::Error),
    /// A stored row cannot be read.
    #[error("a stored row cannot be read: {0}")]
    Corrupt(String),
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
