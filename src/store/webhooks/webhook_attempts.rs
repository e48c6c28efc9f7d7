//! The table `webhook_attempt`.

use ids::DeliveryId;
use uuid::Uuid;

use crate::domain::webhook::Attempt;
use crate::store::{Internal, Tx};

/// Stores an attempt.
pub async fn insert(tx: &mut Tx, attempt: &Attempt) -> Result<(), Internal> {
    tx.execute(sqlx::query!(
        "INSERT INTO webhook_attempt
            (tenant_id, delivery_id, number, started_at, duration_ms, status, failure, answer)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        tx.tenant_id(),
        attempt.delivery.0,
        attempt.number,
        attempt.started_at,
        attempt.duration_ms,
        attempt.status.and_then(|status| i16::try_from(status).ok()),
        attempt.failure,
        attempt.answer,
    ))
    .await
}

/// The latest attempts at some deliveries, the oldest first, at most `limit` of each.
pub async fn for_deliveries(
    tx: &mut Tx,
    deliveries: &[DeliveryId],
    limit: i32,
) -> Result<Vec<Attempt>, Internal> {
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
        tx.tenant_id(),
        &ids,
        limit,
    )
    .fetch_all(tx.connection())
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
