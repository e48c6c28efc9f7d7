//! The table `promotion`: promotions that need, or needed, approval.

use chrono::{DateTime, Utc};
use ids::PromotionId;
use ids::actor::Actor;

use crate::store::{Internal, Tx};

/// A promotion that needs approval.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pending {
    pub id: PromotionId,
    pub digest: String,
    /// Why to overrule the gate, if so.
    pub force_reason: Option<String>,
    pub requested_by: Actor,
    pub requested_at: DateTime<Utc>,
}

/// Stores a request for approval; false if the same is pending already.
pub async fn insert(tx: &mut Tx, wish: &Pending) -> Result<bool, Internal> {
    tx.changes_one(sqlx::query!(
        "INSERT INTO promotion (tenant_id, id, digest, state, force_reason, requested_by, requested_at)
        VALUES ($1, $2, $3, 'pending', $4, $5, $6)
        ON CONFLICT (tenant_id, digest) WHERE state = 'pending' DO NOTHING",
        tx.tenant_id(),
        wish.id.0,
        wish.digest,
        wish.force_reason,
        wish.requested_by.as_str(),
        wish.requested_at,
    ))
    .await
}

/// The pending promotions, the latest first; at most 100.
pub async fn pending(tx: &mut Tx) -> Result<Vec<Pending>, Internal> {
    let rows = sqlx::query!(
        r#"SELECT id AS "id: PromotionId", digest, force_reason, requested_by, requested_at
        FROM promotion
        WHERE tenant_id = $1 AND state = 'pending'
        ORDER BY requested_at DESC, id DESC
        LIMIT 100"#,
        tx.tenant_id(),
    )
    .fetch_all(tx.connection())
    .await?;
    let read =
        |row: String| Actor::parse(&row).map_err(|error| Internal::Corrupt(error.to_string()));
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

/// The outcome of a pending promotion.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PromotionOutcome {
    Done,
    Declined,
}

/// Stores the outcome of a pending promotion.
pub async fn decide(
    tx: &mut Tx,
    id: PromotionId,
    outcome: PromotionOutcome,
    by: &Actor,
) -> Result<(), Internal> {
    let state = match outcome {
        PromotionOutcome::Done => "done",
        PromotionOutcome::Declined => "declined",
    };
    tx.execute(sqlx::query!(
        "UPDATE promotion SET state = $2, decided_by = $3, decided_at = $4 WHERE id = $1 AND state = 'pending'",
        id.0,
        state,
        by.as_str(),
        tx.now,
    ))
    .await
}
