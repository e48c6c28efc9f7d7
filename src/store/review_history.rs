//! The table `review_history`: append-only.

use chrono::{DateTime, Utc};
use ids::{ApplicantId, HistoryId, ReviewId};
use serde_json::Value;
use sqlx::PgConnection;

use super::StoreError;
use crate::domain::tenant::TenantId;

/// Something that happened to a review.
#[derive(Clone, Debug)]
pub struct StoredEvent {
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
    connection: &mut PgConnection,
    tenant: &TenantId,
    review: ReviewId,
    applicant: ApplicantId,
    event: &StoredEvent,
) -> Result<(), StoreError> {
    sqlx::query!(
        "INSERT INTO review_history (tenant_id, id, review_id, applicant_id, action, actor, details, note, created_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        tenant.as_str(),
        event.id.0,
        review.0,
        applicant.0,
        event.action,
        event.actor,
        event.details,
        event.note,
        event.created_at,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// What happened to a review, the first first; at most 1,000.
pub async fn of_review(
    connection: &mut PgConnection,
    review: ReviewId,
) -> Result<Vec<StoredEvent>, StoreError> {
    sqlx::query_as!(
        StoredEvent,
        r#"SELECT id AS "id: HistoryId", action, actor, details, note, created_at
        FROM review_history
        WHERE review_id = $1
        ORDER BY created_at, id
        LIMIT 1000"#,
        review.0,
    )
    .fetch_all(connection)
    .await
}
