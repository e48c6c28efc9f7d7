//! The table `idempotency`.

use chrono::{DateTime, Utc};
use ids::DecisionId;
use sqlx::PgConnection;

use super::StoreError;
use crate::domain::tenant::TenantId;

/// What was asked for under a key.
#[derive(Clone, Debug)]
pub struct Asked {
    /// SHA-256 of the body.
    pub body_digest: Vec<u8>,
    /// What it led to.
    pub decision_id: DecisionId,
}

/// What was asked for under this key, if anything.
pub async fn find(
    connection: &mut PgConnection,
    key_digest: &[u8; 32],
) -> Result<Option<Asked>, StoreError> {
    sqlx::query_as!(
        Asked,
        r#"SELECT body_digest, decision_id AS "decision_id: DecisionId"
        FROM idempotency
        WHERE key_digest = $1"#,
        key_digest,
    )
    .fetch_optional(connection)
    .await
}

/// Keeps what was asked for.
pub async fn insert(
    connection: &mut PgConnection,
    tenant: &TenantId,
    key_digest: &[u8; 32],
    asked: &Asked,
    at: DateTime<Utc>,
) -> Result<(), StoreError> {
    sqlx::query!(
        "INSERT INTO idempotency (tenant_id, key_digest, body_digest, decision_id, created_at)
        VALUES ($1, $2, $3, $4, $5)",
        tenant.as_str(),
        key_digest,
        asked.body_digest,
        asked.decision_id.0,
        at,
    )
    .execute(connection)
    .await?;
    Ok(())
}
