//! The table `review_history`: append-only.

use chrono::{DateTime, Utc};
use ids::{ApplicantId, HistoryId, ReviewId};
use serde_json::Value;

use super::{Internal, Tx};

/// An entry of a review's history.
#[derive(Clone, Debug)]
pub struct StoredEntry {
    /// Its name.
    pub id: HistoryId,
    /// What, as a verb.
    pub action: String,
    /// Who did it.
    pub actor: String,
    /// What else is to be known of it; nothing personal, and nothing of the score.
    pub details: Value,
    /// What was written, sealed.
    pub note: Option<Vec<u8>>,
    /// When.
    pub created_at: DateTime<Utc>,
}

/// Puts something on record.
pub async fn append(
    tx: &mut Tx,
    review: ReviewId,
    applicant: ApplicantId,
    entry: &StoredEntry,
) -> Result<(), Internal> {
    sqlx::query!(
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
    )
    .execute(tx.connection())
    .await?;
    Ok(())
}

/// What happened to a review, the first first; at most 1,000.
pub async fn of_review(tx: &mut Tx, review: ReviewId) -> Result<Vec<StoredEntry>, Internal> {
    Ok(sqlx::query_as!(
        StoredEntry,
        r#"SELECT id AS "id: HistoryId", action, actor, details, note, created_at
        FROM review_history
        WHERE review_id = $1
        ORDER BY created_at, id
        LIMIT 1000"#,
        review.0,
    )
    .fetch_all(tx.connection())
    .await?)
}
