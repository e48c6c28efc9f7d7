//! The table `champion`: which model scores for which tenant, and the channel that tells of changes.

use sqlx::PgExecutor;

use super::{Internal, Tx};

/// The channel on which a change of a champion is told, with the tenant's name.
pub const CHANNEL: &str = "bonafide_champion";

/// Which model scores for a tenant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pointer {
    /// Whose.
    pub tenant_id: String,
    /// By its content.
    pub digest: String,
    /// Counts up with each change.
    pub generation: i64,
}

/// Lets another model score, and tells every replica when the transaction is durable.
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

/// Every tenant's.
pub async fn all(executor: impl PgExecutor<'_>) -> Result<Vec<Pointer>, Internal> {
    Ok(sqlx::query_as!(
        Pointer,
        "SELECT tenant_id, digest, generation FROM champion ORDER BY tenant_id"
    )
    .fetch_all(executor)
    .await?)
}
