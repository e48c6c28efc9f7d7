//! The table `champion`: which model scores for which tenant, and the channel that announces changes.

use sqlx::PgExecutor;

use crate::store::{Internal, Tx};

/// The notification channel for changes of a champion. The payload is the tenant.
pub const CHANNEL: &str = "bonafide_champion";

/// Which model scores for a tenant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pointer {
    pub tenant_id: String,
    pub digest: String,
    /// Counts up with each change.
    pub generation: i64,
}

/// Changes the champion, and notifies every replica when the transaction commits.
pub async fn point(tx: &mut Tx, digest: &str) -> Result<i64, Internal> {
    let generation = sqlx::query_scalar!(
        "INSERT INTO champion (tenant_id, digest, generation) VALUES ($1, $2, 1)
        ON CONFLICT (tenant_id) DO UPDATE SET digest = excluded.digest, generation = champion.generation + 1
        RETURNING generation",
        tx.tenant_id(),
        digest,
    )
    .fetch_one(tx.connection())
    .await?;
    sqlx::query!("SELECT pg_notify($1, $2)", CHANNEL, tx.tenant_id())
        .fetch_one(tx.connection())
        .await?;
    Ok(generation)
}

/// The champion of the tenant, if it has one.
pub async fn find(tx: &mut Tx) -> Result<Option<Pointer>, Internal> {
    Ok(sqlx::query_as!(
        Pointer,
        "SELECT tenant_id, digest, generation FROM champion WHERE tenant_id = $1",
        tx.tenant_id(),
    )
    .fetch_optional(tx.connection())
    .await?)
}

/// The champions of all tenants.
pub async fn all(executor: impl PgExecutor<'_>) -> Result<Vec<Pointer>, Internal> {
    Ok(sqlx::query_as!(
        Pointer,
        "SELECT tenant_id, digest, generation FROM champion ORDER BY tenant_id"
    )
    .fetch_all(executor)
    .await?)
}
