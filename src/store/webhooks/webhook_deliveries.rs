//! The table `webhook_delivery`.

use chrono::{DateTime, Utc};
use ids::{DeliveryId, EndpointId, EventId};
use sqlx::{Postgres, QueryBuilder};
use uuid::Uuid;

use crate::domain::webhook::{Delivery, DeliveryState};
use crate::store::{Internal, Tx};

#[derive(sqlx::FromRow)]
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
    type Error = Internal;

    fn try_from(row: Row) -> Result<Self, Internal> {
        let state = DeliveryState::from_name(&row.state);
        let state = state.ok_or_else(|| Internal::Corrupt("an unknown state".to_owned()))?;
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

/// What is sent to endpoints.
#[derive(Clone, Copy, Debug)]
pub struct Message<'a> {
    pub event: EventId,
    pub kind: &'a str,
    pub payload: &'a [u8],
    /// When it is written. It is due at once.
    pub at: DateTime<Utc>,
}

/// Stores a delivery for each endpoint.
pub async fn insert(
    tx: &mut Tx,
    deliveries: &[(DeliveryId, EndpointId)],
    message: Message<'_>,
) -> Result<(), Internal> {
    let ids: Vec<Uuid> = deliveries.iter().map(|(id, _)| id.0).collect();
    let endpoints: Vec<Uuid> = deliveries.iter().map(|(_, endpoint)| endpoint.0).collect();
    tx.execute(sqlx::query!(
        "INSERT INTO webhook_delivery
            (tenant_id, id, endpoint_id, event_id, kind, payload, state, next_attempt_at, created_at)
        SELECT $1, id, endpoint_id, $4, $5, $6, 'pending', $7, $7
        FROM unnest($2::uuid[], $3::uuid[]) AS new (id, endpoint_id)",
        tx.tenant_id(),
        &ids,
        &endpoints,
        message.event.0,
        message.kind,
        message.payload,
        message.at,
    ))
    .await
}

pub async fn find(tx: &mut Tx, id: DeliveryId) -> Result<Option<Delivery>, Internal> {
    let row = sqlx::query_as!(
        Row,
        r#"SELECT id AS "id: DeliveryId", endpoint_id AS "endpoint: EndpointId", event_id AS "event: EventId", kind,
            payload, state, attempts, tries, next_attempt_at, created_at, finished_at
        FROM webhook_delivery
        WHERE tenant_id = $1 AND id = $2"#,
        tx.tenant_id(),
        id.0,
    )
    .fetch_optional(tx.connection())
    .await?;
    row.map(TryInto::try_into).transpose()
}

/// A delivery, locked until the transaction ends.
pub async fn find_for_update(tx: &mut Tx, id: DeliveryId) -> Result<Option<Delivery>, Internal> {
    let row = sqlx::query_as!(
        Row,
        r#"SELECT id AS "id: DeliveryId", endpoint_id AS "endpoint: EndpointId", event_id AS "event: EventId", kind,
            payload, state, attempts, tries, next_attempt_at, created_at, finished_at
        FROM webhook_delivery
        WHERE tenant_id = $1 AND id = $2
        FOR UPDATE"#,
        tx.tenant_id(),
        id.0,
    )
    .fetch_optional(tx.connection())
    .await?;
    row.map(TryInto::try_into).transpose()
}

/// Which deliveries to list.
#[derive(Clone, Copy, Debug)]
pub struct Filter {
    pub endpoint: EndpointId,
    pub state: Option<DeliveryState>,
    /// Only those before this one.
    pub before: Option<DeliveryId>,
    pub limit: i64,
}

/// The deliveries to an endpoint, the latest first. A state is written into the statement, because the index of failed and
/// held deliveries applies only if the planner knows the state.
pub async fn list(tx: &mut Tx, filter: Filter) -> Result<Vec<Delivery>, Internal> {
    let mut query = QueryBuilder::<Postgres>::new(
        "SELECT id, endpoint_id AS endpoint, event_id AS event, kind, payload, state, attempts, tries, next_attempt_at,
            created_at, finished_at
        FROM webhook_delivery
        WHERE tenant_id = ",
    );
    query.push_bind(tx.tenant_id()).push(" AND endpoint_id = ").push_bind(filter.endpoint.0);
    if let Some(state) = filter.state {
        query.push(" AND state = '").push(state.name()).push("'");
    }
    if let Some(before) = filter.before {
        query.push(" AND id < ").push_bind(before.0);
    }
    query.push(" ORDER BY id DESC LIMIT ").push_bind(filter.limit);
    let rows = query.build_query_as::<Row>().fetch_all(tx.connection()).await?;
    rows.into_iter().map(TryInto::try_into).collect()
}

/// Updates a delivery.
pub async fn update(tx: &mut Tx, delivery: &Delivery) -> Result<(), Internal> {
    tx.execute(sqlx::query!(
        "UPDATE webhook_delivery
        SET state = $3, attempts = $4, tries = $5, next_attempt_at = $6, finished_at = $7
        WHERE tenant_id = $1 AND id = $2",
        tx.tenant_id(),
        delivery.id.0,
        delivery.state.name(),
        delivery.attempts,
        delivery.tries,
        delivery.next_attempt_at,
        delivery.finished_at,
    ))
    .await
}

/// Restarts failed and held deliveries of an endpoint that were written since a time, the oldest first. Returns their
/// ids.
pub async fn restart_since(
    tx: &mut Tx,
    endpoint: EndpointId,
    since: DateTime<Utc>,
    limit: i64,
) -> Result<Vec<DeliveryId>, Internal> {
    Ok(sqlx::query_scalar!(
        r#"UPDATE webhook_delivery SET state = 'pending', tries = 0, next_attempt_at = $4, finished_at = NULL
        WHERE tenant_id = $1 AND id IN (
            SELECT id FROM webhook_delivery
            WHERE tenant_id = $1 AND endpoint_id = $2 AND state IN ('failed', 'held') AND created_at >= $3
            ORDER BY id
            LIMIT $5
            FOR UPDATE
        )
        RETURNING id AS "id: DeliveryId""#,
        tx.tenant_id(),
        endpoint.0,
        since,
        tx.now,
        limit,
    )
    .fetch_all(tx.connection())
    .await?)
}

/// Deletes deliveries that ended before a time, at most `limit`. Returns how many.
pub async fn delete_ended(tx: &mut Tx, before: DateTime<Utc>, limit: i64) -> Result<u64, Internal> {
    let deleted = sqlx::query!(
        "DELETE FROM webhook_delivery
        WHERE tenant_id = $1 AND id IN (
            SELECT id FROM webhook_delivery
            WHERE tenant_id = $1 AND finished_at < $2
            ORDER BY finished_at
            LIMIT $3
        )",
        tx.tenant_id(),
        before,
        limit,
    )
    .execute(tx.connection())
    .await?;
    Ok(deleted.rows_affected())
}
