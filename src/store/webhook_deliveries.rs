//! The table `webhook_delivery`.

use chrono::{DateTime, Utc};
use ids::{DeliveryId, EndpointId, EventId};
use sqlx::PgConnection;
use uuid::Uuid;

use super::StoreError;
use crate::domain::tenant::TenantId;
use crate::domain::webhook::{Delivery, DeliveryState};

struct Row {
    id: DeliveryId,
    endpoint: EndpointId,
    event: EventId,
    kind: String,
    payload: Vec<u8>,
    state: String,
    attempts: i32,
    tries: i32,
    next_attempt_at: Option<DateTime<Utc>>,
    created_at: DateTime<Utc>,
    finished_at: Option<DateTime<Utc>>,
}

impl TryFrom<Row> for Delivery {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Self, StoreError> {
        let state = DeliveryState::of(&row.state);
        let state = state.ok_or_else(|| StoreError::Decode("an unknown state".into()))?;
        Ok(Self {
            id: row.id,
            endpoint: row.endpoint,
            event: row.event,
            kind: row.kind,
            payload: row.payload,
            state,
            attempts: row.attempts,
            tries: row.tries,
            next_attempt_at: row.next_attempt_at,
            created_at: row.created_at,
            finished_at: row.finished_at,
        })
    }
}

/// Something to be told.
#[derive(Clone, Copy, Debug)]
pub struct Told<'a> {
    /// The event.
    pub event: EventId,
    /// Its kind.
    pub kind: &'a str,
    /// The body.
    pub payload: &'a [u8],
    /// When it is written, and due at once.
    pub at: DateTime<Utc>,
}

/// Keeps a delivery for each endpoint.
pub async fn insert(
    connection: &mut PgConnection,
    tenant: &TenantId,
    deliveries: &[(DeliveryId, EndpointId)],
    told: Told<'_>,
) -> Result<(), StoreError> {
    let ids: Vec<Uuid> = deliveries.iter().map(|(id, _)| id.0).collect();
    let endpoints: Vec<Uuid> = deliveries.iter().map(|(_, endpoint)| endpoint.0).collect();
    sqlx::query!(
        "INSERT INTO webhook_delivery
            (tenant_id, id, endpoint_id, event_id, kind, payload, state, next_attempt_at, created_at)
        SELECT $1, id, endpoint_id, $4, $5, $6, 'pending', $7, $7
        FROM unnest($2::uuid[], $3::uuid[]) AS new (id, endpoint_id)",
        tenant.as_str(),
        &ids,
        &endpoints,
        told.event.0,
        told.kind,
        told.payload,
        told.at,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// One delivery.
pub async fn find(
    connection: &mut PgConnection,
    tenant: &TenantId,
    id: DeliveryId,
) -> Result<Option<Delivery>, StoreError> {
    let row = sqlx::query_as!(
        Row,
        r#"SELECT id AS "id: DeliveryId", endpoint_id AS "endpoint: EndpointId", event_id AS "event: EventId", kind,
            payload, state, attempts, tries, next_attempt_at, created_at, finished_at
        FROM webhook_delivery
        WHERE tenant_id = $1 AND id = $2"#,
        tenant.as_str(),
        id.0,
    )
    .fetch_optional(connection)
    .await?;
    row.map(TryInto::try_into).transpose()
}

/// One delivery, which nobody else can change until the transaction ends.
pub async fn find_for_update(
    connection: &mut PgConnection,
    tenant: &TenantId,
    id: DeliveryId,
) -> Result<Option<Delivery>, StoreError> {
    let row = sqlx::query_as!(
        Row,
        r#"SELECT id AS "id: DeliveryId", endpoint_id AS "endpoint: EndpointId", event_id AS "event: EventId", kind,
            payload, state, attempts, tries, next_attempt_at, created_at, finished_at
        FROM webhook_delivery
        WHERE tenant_id = $1 AND id = $2
        FOR UPDATE"#,
        tenant.as_str(),
        id.0,
    )
    .fetch_optional(connection)
    .await?;
    row.map(TryInto::try_into).transpose()
}

/// Which deliveries to list.
#[derive(Clone, Copy, Debug)]
pub struct Filter {
    /// To which endpoint.
    pub endpoint: EndpointId,
    /// Only those in this state.
    pub state: Option<DeliveryState>,
    /// Only those before this one.
    pub before: Option<DeliveryId>,
    /// At most so many.
    pub limit: i64,
}

/// The deliveries to an endpoint, the latest first.
pub async fn list(
    connection: &mut PgConnection,
    tenant: &TenantId,
    filter: Filter,
) -> Result<Vec<Delivery>, StoreError> {
    let rows = sqlx::query_as!(
        Row,
        r#"SELECT id AS "id: DeliveryId", endpoint_id AS "endpoint: EndpointId", event_id AS "event: EventId", kind,
            payload, state, attempts, tries, next_attempt_at, created_at, finished_at
        FROM webhook_delivery
        WHERE tenant_id = $1 AND endpoint_id = $2
            AND ($3::text IS NULL OR state = $3)
            AND ($4::uuid IS NULL OR id < $4)
        ORDER BY id DESC
        LIMIT $5"#,
        tenant.as_str(),
        filter.endpoint.0,
        filter.state.map(DeliveryState::name),
        filter.before.map(|id| id.0),
        filter.limit,
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter().map(TryInto::try_into).collect()
}

/// Writes what became of a delivery.
pub async fn update(
    connection: &mut PgConnection,
    tenant: &TenantId,
    delivery: &Delivery,
) -> Result<(), StoreError> {
    sqlx::query!(
        "UPDATE webhook_delivery
        SET state = $3, attempts = $4, tries = $5, next_attempt_at = $6, finished_at = $7
        WHERE tenant_id = $1 AND id = $2",
        tenant.as_str(),
        delivery.id.0,
        delivery.state.name(),
        delivery.attempts,
        delivery.tries,
        delivery.next_attempt_at,
        delivery.finished_at,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Begins failed and held deliveries of an endpoint anew that were written from a time on, the oldest first, and
/// names them.
pub async fn restart_since(
    connection: &mut PgConnection,
    tenant: &TenantId,
    endpoint: EndpointId,
    since: DateTime<Utc>,
    now: DateTime<Utc>,
    most: i64,
) -> Result<Vec<DeliveryId>, StoreError> {
    sqlx::query_scalar!(
        r#"UPDATE webhook_delivery SET state = 'pending', tries = 0, next_attempt_at = $4, finished_at = NULL
        WHERE tenant_id = $1 AND id IN (
            SELECT id FROM webhook_delivery
            WHERE tenant_id = $1 AND endpoint_id = $2 AND state IN ('failed', 'held') AND created_at >= $3
            ORDER BY id
            LIMIT $5
            FOR UPDATE
        )
        RETURNING id AS "id: DeliveryId""#,
        tenant.as_str(),
        endpoint.0,
        since,
        now,
        most,
    )
    .fetch_all(connection)
    .await
}

/// Forgets deliveries that ended before a time, at most so many; tells how many.
pub async fn delete_ended(
    connection: &mut PgConnection,
    tenant: &TenantId,
    before: DateTime<Utc>,
    most: i64,
) -> Result<u64, StoreError> {
    let deleted = sqlx::query!(
        "DELETE FROM webhook_delivery
        WHERE tenant_id = $1 AND id IN (
            SELECT id FROM webhook_delivery
            WHERE tenant_id = $1 AND finished_at < $2
            ORDER BY finished_at
            LIMIT $3
        )",
        tenant.as_str(),
        before,
        most,
    )
    .execute(connection)
    .await?;
    Ok(deleted.rows_affected())
}
