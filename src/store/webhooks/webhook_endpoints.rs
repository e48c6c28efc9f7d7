//! The table `webhook_endpoint`.

use chrono::{DateTime, Utc};
use ids::EndpointId;

use crate::domain::event::EventKind;
use crate::domain::webhook::{Disabled, DisabledReason, Endpoint, Wants};
use crate::store::{Internal, Tx};

struct Row {
    id: EndpointId,
    url: String,
    description: String,
    kinds: Option<Vec<String>>,
    disabled_reason: Option<String>,
    disabled_at: Option<DateTime<Utc>>,
    failing_since: Option<DateTime<Utc>>,
    paused_until: Option<DateTime<Utc>>,
    created_at: DateTime<Utc>,
}

impl From<Row> for Endpoint {
    fn from(row: Row) -> Self {
        let reason = row.disabled_reason.as_deref().and_then(DisabledReason::from_name);
        let disabled = reason.zip(row.disabled_at);
        Self {
            id: row.id,
            url: row.url,
            description: row.description,
            wants: Wants::from_names(row.kinds.as_deref()),
            disabled: disabled.map(|(reason, at)| Disabled { reason, at }),
            failing_since: row.failing_since,
            paused_until: row.paused_until,
            created_at: row.created_at,
        }
    }
}

pub async fn insert(tx: &mut Tx, endpoint: &Endpoint) -> Result<(), Internal> {
    let kinds = endpoint.wants.names();
    tx.execute(sqlx::query!(
        "INSERT INTO webhook_endpoint
            (tenant_id, id, url, description, kinds, disabled_reason, disabled_at, created_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        tx.tenant_id(),
        endpoint.id.0,
        endpoint.url,
        endpoint.description,
        kinds.as_deref(),
        endpoint.disabled.map(|disabled| disabled.reason.name()),
        endpoint.disabled.map(|disabled| disabled.at),
        endpoint.created_at,
    ))
    .await
}

/// Updates an endpoint.
pub async fn update(tx: &mut Tx, endpoint: &Endpoint) -> Result<(), Internal> {
    let kinds = endpoint.wants.names();
    tx.execute(sqlx::query!(
        "UPDATE webhook_endpoint
        SET url = $3, description = $4, kinds = $5, disabled_reason = $6, disabled_at = $7,
            failing_since = $8, paused_until = $9
        WHERE tenant_id = $1 AND id = $2",
        tx.tenant_id(),
        endpoint.id.0,
        endpoint.url,
        endpoint.description,
        kinds.as_deref(),
        endpoint.disabled.map(|disabled| disabled.reason.name()),
        endpoint.disabled.map(|disabled| disabled.at),
        endpoint.failing_since,
        endpoint.paused_until,
    ))
    .await
}

/// Deletes an endpoint with its secrets and deliveries; false if there is none.
pub async fn delete(tx: &mut Tx, id: EndpointId) -> Result<bool, Internal> {
    tx.changes_one(sqlx::query!(
        "DELETE FROM webhook_endpoint WHERE tenant_id = $1 AND id = $2",
        tx.tenant_id(),
        id.0,
    ))
    .await
}

/// Every endpoint of a tenant, the oldest first. There are few.
pub async fn all(tx: &mut Tx) -> Result<Vec<Endpoint>, Internal> {
    let rows = sqlx::query_as!(
        Row,
        r#"SELECT id AS "id: EndpointId", url, description, kinds, disabled_reason, disabled_at,
            failing_since, paused_until, created_at
        FROM webhook_endpoint
        WHERE tenant_id = $1
        ORDER BY id"#,
        tx.tenant_id(),
    )
    .fetch_all(tx.connection())
    .await?;
    Ok(rows.into_iter().map(Into::into).collect())
}

pub async fn find(tx: &mut Tx, id: EndpointId) -> Result<Option<Endpoint>, Internal> {
    let row = sqlx::query_as!(
        Row,
        r#"SELECT id AS "id: EndpointId", url, description, kinds, disabled_reason, disabled_at,
            failing_since, paused_until, created_at
        FROM webhook_endpoint
        WHERE tenant_id = $1 AND id = $2"#,
        tx.tenant_id(),
        id.0,
    )
    .fetch_optional(tx.connection())
    .await?;
    Ok(row.map(Into::into))
}

/// An endpoint, locked until the transaction ends.
pub async fn find_for_update(tx: &mut Tx, id: EndpointId) -> Result<Option<Endpoint>, Internal> {
    let row = sqlx::query_as!(
        Row,
        r#"SELECT id AS "id: EndpointId", url, description, kinds, disabled_reason, disabled_at,
            failing_since, paused_until, created_at
        FROM webhook_endpoint
        WHERE tenant_id = $1 AND id = $2
        FOR NO KEY UPDATE"#,
        tx.tenant_id(),
        id.0,
    )
    .fetch_optional(tx.connection())
    .await?;
    Ok(row.map(Into::into))
}

/// The endpoints that want a kind of event, disabled ones too, protected from deletion until the transaction ends.
pub async fn that_want(tx: &mut Tx, kind: EventKind) -> Result<Vec<EndpointId>, Internal> {
    Ok(sqlx::query_scalar!(
        r#"SELECT id AS "id: EndpointId"
        FROM webhook_endpoint
        WHERE tenant_id = $1 AND (kinds IS NULL OR $2 = ANY (kinds))
        ORDER BY id
        FOR KEY SHARE"#,
        tx.tenant_id(),
        kind.name(),
    )
    .fetch_all(tx.connection())
    .await?)
}
