//! The table `review`.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use super::StoreError;
use crate::domain::ids::{ApplicantId, DecisionId, ReviewId};
use crate::domain::tenant::TenantId;

/// The applicant's open review: the one that is there, else a new one.
pub async fn open(
    connection: &mut PgConnection,
    tenant: &TenantId,
    new: ReviewId,
    applicant: ApplicantId,
    decision: DecisionId,
    at: DateTime<Utc>,
) -> Result<ReviewId, StoreError> {
    sqlx::query!(
        "INSERT INTO review (tenant_id, id, applicant_id, state, opened_by_decision, opened_at)
        VALUES ($1, $2, $3, 'open', $4, $5)
        ON CONFLICT (tenant_id, applicant_id) WHERE state = 'open' DO NOTHING",
        tenant.as_str(),
        new.0,
        applicant.0,
        decision.0,
        at,
    )
    .execute(&mut *connection)
    .await?;
    sqlx::query_scalar!(
        r#"SELECT id AS "id: ReviewId" FROM review WHERE applicant_id = $1 AND state = 'open'"#,
        applicant.0,
    )
    .fetch_one(connection)
    .await
}
