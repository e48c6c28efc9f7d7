//! All SQL: a file for each table, a function for each statement.
//!
//! Statements run in a transaction that says whose rows it wants ([`begin`]); row-level security hides
//! all others, from a forgotten condition too.

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
pub mod user_sessions;
pub mod users;
pub mod verdicts;
pub mod webhook_attempts;
pub mod webhook_deliveries;
pub mod webhook_endpoints;
pub mod webhook_secrets;

use sqlx::{PgPool, Postgres, Transaction};

pub use setup::{SERVICE_ROLE, SetupError, connect, latest_migration, migrate};

use crate::domain::tenant::TenantId;

/// A statement failed.
pub type StoreError = sqlx::Error;

/// Begins a transaction that sees and writes the rows of one tenant.
pub async fn begin(
    pool: &PgPool,
    tenant: &TenantId,
) -> Result<Transaction<'static, Postgres>, StoreError> {
    let mut tx = pool.begin().await?;
    sqlx::query!("SELECT set_config('bonafide.tenant', $1, true)", tenant.as_str())
        .fetch_one(&mut *tx)
        .await?;
    Ok(tx)
}
