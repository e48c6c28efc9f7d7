//! The table `webhook_attempt`.

use ids::DeliveryId;
use sqlx::PgConnection;
use uuid::Uuid;

use super::StoreError;
use crate::domain::tenant::TenantId;
use crate::domain::webhook::Attempt;

/// Keeps an attempt.
pub async fn insert(
    connection: &mut PgConnection,
    tenant: &TenantId,
    attempt: &Attempt,
) -> Result<(), StoreError> {
    sqlx::query!(
        "INSERT INTO webhook_attempt
            (tenant_id, delivery_id, number, started_at, duration_ms, status, failure, answer)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        tenant.as_str(),
        attempt.delivery.0,
        attempt.number,
        attempt.started_at,
        attempt.duration_ms,
        attempt.status.and_then(|status| i16::try_from(status).ok()),
        attempt.failure,
        attempt.answer,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// The attempts at some deliveries, the first first, at most the latest so many of each.
pub async fn of(
    connection: &mut PgConnection,
    tenant: &TenantId,
    deliveries: &[DeliveryId],
    most: i32,
) -> Result<Vec<Attempt>, StoreError> {
    let ids: Vec<Uuid> = deliveries.iter().map(|id| id.0).collect();
    let rows = sqlx::query!(
        r#"SELECT attempt.delivery_id AS "delivery: DeliveryId", attempt.number, attempt.started_at,
            attempt.duration_ms, attempt.status, attempt.failure, attempt.answer
        FROM webhook_attempt AS attempt
        JOIN webhook_delivery AS delivery
            ON delivery.tenant_id = attempt.tenant_id AND delivery.id = attempt.delivery_id
        WHERE attempt.tenant_id = $1 AND attempt.delivery_id = ANY ($2)
            AND attempt.number > delivery.attempts - $3
        ORDER BY attempt.delivery_id, attempt.number"#,
        tenant.as_str(),
        &ids,
        most,
    )
    .fetch_all(connection)
    .await?;
    let attempts = rows.into_iter().map(|row| Attempt {
        delivery: row.delivery,
        number: row.number,
        started_at: row.started_at,
        duration_ms: row.duration_ms,
        status: row.status.and_then(|status| u16::try_from(status).ok()),
        failure: row.failure,
        answer: row.answer,
    });
    Ok(attempts.collect())
}
