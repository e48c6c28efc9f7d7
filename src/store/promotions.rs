//! The table `promotion`: promotions that wait, or waited, for a second person.

use chrono::{DateTime, Utc};
use ids::PromotionId;
use ids::actor::Actor;
use sqlx::PgConnection;

use super::StoreError;
use crate::domain::tenant::TenantId;

/// A promotion that waits for a second person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pending {
    /// Its name.
    pub id: PromotionId,
    /// Which model.
    pub digest: String,
    /// Why the gate is to be passed by, if it is.
    pub force_reason: Option<String>,
    /// Who asked.
    pub requested_by: Actor,
    /// When.
    pub requested_at: DateTime<Utc>,
}

/// Keeps a wish; false if the same waits already.
pub async fn insert(
    connection: &mut PgConnection,
    tenant: &TenantId,
    wish: &Pending,
) -> Result<bool, StoreError> {
    let done = sqlx::query!(
        "INSERT INTO promotion (tenant_id, id, digest, state, force_reason, requested_by, requested_at)
        VALUES ($1, $2, $3, 'pending', $4, $5, $6)
        ON CONFLICT (tenant_id, digest) WHERE state = 'pending' DO NOTHING",
        tenant.as_str(),
        wish.id.0,
        wish.digest,
        wish.force_reason,
        wish.requested_by.as_str(),
        wish.requested_at,
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// What waits, by model; at most a hundred, the latest first.
pub async fn pending(
    connection: &mut PgConnection,
    tenant: &TenantId,
) -> Result<Vec<Pending>, StoreError> {
    let rows = sqlx::query!(
        r#"SELECT id AS "id: PromotionId", digest, force_reason, requested_by, requested_at
        FROM promotion
        WHERE tenant_id = $1 AND state = 'pending'
        ORDER BY requested_at DESC, id DESC
        LIMIT 100"#,
        tenant.as_str(),
    )
    .fetch_all(connection)
    .await?;
    let read =
        |row: String| Actor::parse(&row).map_err(|error| StoreError::Decode(Box::new(error)));
    rows.into_iter()
        .map(|row| {
            Ok(Pending {
                id: row.id,
                digest: row.digest,
                force_reason: row.force_reason,
                requested_by: read(row.requested_by)?,
                requested_at: row.requested_at,
            })
        })
        .collect()
}

/// What became of a wish.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decided {
    /// The model was promoted.
    Done,
    /// It was not.
    Declined,
}

/// Ends the waiting.
pub async fn decide(
    connection: &mut PgConnection,
    id: PromotionId,
    decided: Decided,
    by: &Actor,
    at: DateTime<Utc>,
) -> Result<(), StoreError> {
    let state = match decided {
        Decided::Done => "done",
        Decided::Declined => "declined",
    };
    sqlx::query!(
        "UPDATE promotion SET state = $2, decided_by = $3, decided_at = $4 WHERE id = $1 AND state = 'pending'",
        id.0,
        state,
        by.as_str(),
        at,
    )
    .execute(connection)
    .await?;
    Ok(())
}
