//! The table `review_history`: append-only.

use chrono::{DateTime, Utc};
use ids::{ApplicantId, HistoryId, ReviewId};
use serde_json::Value;

use crate::store::{Internal, Tx};

/// An entry of a review's history.
#[derive(Clone, Debug)]
pub struct StoredEntry {
    pub id: HistoryId,
    /// A verb.
    pub action: String,
    pub actor: String,
    /// Nothing personal, and nothing about the score.
    pub details: Value,
    /// The note, sealed.
    pub note: Option<Vec<u8>>,
    pub created_at: DateTime<Utc>,
}

pub async fn append(
    tx: &mut Tx,
    review: ReviewId,
    applicant: ApplicantId,
    entry: &StoredEntry,
) -> Result<(), Internal> {
    tx.execute(sqlx::query!(
        "INSERT INTO review_history (tenant_id, id, review_id, applicant_id, action, actor, details, note, created_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        tx.tenant_id(),
        entry.id.0,
        review.0,
        applicant.0,
        entry.action,
        entry.actor,
        entry.details,
        entry.note,
        entry.created_at,
    ))
    .await
}

/// The history of a review, the oldest first; at most 1,000.
pub async fn of_review(tx: &mut Tx, review: ReviewId) -> Result<Vec<StoredEntry>, Internal> {
    tx.fetch_all(sqlx::query_as!(
        StoredEntry,
        r#"SELECT id AS "id: HistoryId", action, actor, details, note, created_at
        FROM review_history
        WHERE review_id = $1
        ORDER BY created_at, id
        LIMIT 1000"#,
        review.0,
    ))
    .await
}
