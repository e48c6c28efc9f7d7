//! The table `verdict`.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use super::StoreError;
use crate::domain::actor::Actor;
use crate::domain::ids::{LabelId, VerdictId};
use crate::domain::label::Verdict;
use crate::domain::review::{Given, Review};
use crate::domain::tenant::TenantId;

/// Keeps a verdict.
pub async fn insert(
    connection: &mut PgConnection,
    tenant: &TenantId,
    review: &Review,
    given: &Given,
) -> Result<(), StoreError> {
    sqlx::query!(
        "INSERT INTO verdict (tenant_id, id, review_id, applicant_id, decision_id, verdict, evidence, reasons,
            score_visible, actor, claimed_at, given_at, truth)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
        tenant.as_str(),
        given.id.0,
        review.id.0,
        review.applicant_id.0,
        given.decision_id.0,
        given.verdict.name(),
        given.evidence.name(),
        &given.reasons,
        given.score_visible,
        given.by.as_str(),
        given.claimed_at,
        given.at,
        review.golden.map(Verdict::name),
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// A second person approved it.
pub async fn approve(
    connection: &mut PgConnection,
    id: VerdictId,
    by: &Actor,
    at: DateTime<Utc>,
) -> Result<(), StoreError> {
    sqlx::query!(
        "UPDATE verdict SET approved_by = $2, approved_at = $3 WHERE id = $1",
        id.0,
        by.as_str(),
        at,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// A second person sent it back.
pub async fn send_back(
    connection: &mut PgConnection,
    id: VerdictId,
    at: DateTime<Utc>,
) -> Result<(), StoreError> {
    sqlx::query!("UPDATE verdict SET returned_at = $2 WHERE id = $1", id.0, at)
        .execute(connection)
        .await?;
    Ok(())
}

/// Its author took it back. Gives the label that it had become.
pub async fn withdraw(
    connection: &mut PgConnection,
    id: VerdictId,
    at: DateTime<Utc>,
) -> Result<Option<LabelId>, StoreError> {
    sqlx::query_scalar!(
        r#"UPDATE verdict SET withdrawn_at = $2 WHERE id = $1 RETURNING label_id AS "label_id: LabelId""#,
        id.0,
        at,
    )
    .fetch_one(connection)
    .await
}

/// It became a label.
pub async fn became(
    connection: &mut PgConnection,
    id: VerdictId,
    label: LabelId,
) -> Result<(), StoreError> {
    sqlx::query!("UPDATE verdict SET label_id = $2 WHERE id = $1", id.0, label.0)
        .execute(connection)
        .await?;
    Ok(())
}
