//! The table `idempotency`.

use chrono::{DateTime, Utc};
use ids::DecisionId;

use super::{Internal, Tx};

/// A request under a key, and the decision that it led to.
#[derive(Clone, Debug)]
pub struct KeyUse {
    /// SHA-256 of the body.
    pub body_digest: Vec<u8>,
    pub decision_id: DecisionId,
}

/// The earlier request with this key, if there was one.
pub async fn find(tx: &mut Tx, key_digest: &[u8; 32]) -> Result<Option<KeyUse>, Internal> {
    tx.fetch_optional(sqlx::query_as!(
        KeyUse,
        r#"SELECT body_digest, decision_id AS "decision_id: DecisionId"
        FROM idempotency
        WHERE key_digest = $1"#,
        key_digest,
    ))
    .await
}

/// Stores a request with its key.
pub async fn insert(
    tx: &mut Tx,
    key_digest: &[u8; 32],
    key_use: &KeyUse,
    at: DateTime<Utc>,
) -> Result<(), Internal> {
    tx.execute(sqlx::query!(
        "INSERT INTO idempotency (tenant_id, key_digest, body_digest, decision_id, created_at)
        VALUES ($1, $2, $3, $4, $5)",
        tx.tenant_id(),
        key_digest,
        key_use.body_digest,
        key_use.decision_id.0,
        at,
    ))
    .await
}
