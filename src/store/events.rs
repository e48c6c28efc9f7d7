//! The table `event`.

use chrono::{DateTime, Utc};
use ids::EventId;
use sqlx::PgConnection;

use super::StoreError;
use crate::domain::event::{Event, EventKind};
use crate::domain::tenant::TenantId;

/// Keeps an event, in the transaction of the change that it tells of.
pub async fn insert(
    connection: &mut PgConnection,
    tenant: &TenantId,
    event: &Event,
) -> Result<(), StoreError> {
    sqlx::query!(
        "INSERT INTO event (tenant_id, id, kind, data, created_at) VALUES ($1, $2, $3, $4, $5)",
        tenant.as_str(),
        event.id.0,
        event.kind.name(),
        event.data,
        event.at,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Which events to list.
#[derive(Clone, Copy, Debug)]
pub struct Filter {
    /// Only those of this kind.
    pub kind: Option<EventKind>,
    /// Only those of this time and later.
    pub since: Option<DateTime<Utc>>,
    /// Only those before this one.
    pub before: Option<EventId>,
    /// At most so many.
    pub limit: i64,
}

/// Events, the latest first.
pub async fn list(
    connection: &mut PgConnection,
    tenant: &TenantId,
    filter: Filter,
) -> Result<Vec<Event>, StoreError> {
    let rows = sqlx::query!(
        r#"SELECT id AS "id: EventId", kind, data, created_at
        FROM event
        WHERE tenant_id = $1
            AND ($2::text IS NULL OR kind = $2)
            AND ($3::timestamptz IS NULL OR created_at >= $3)
            AND ($4::uuid IS NULL OR id < $4)
        ORDER BY id DESC
        LIMIT $5"#,
        tenant.as_str(),
        filter.kind.map(EventKind::name),
        filter.since,
        filter.before.map(|id| id.0),
        filter.limit,
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter()
        .map(|row| {
            let kind = EventKind::of(&row.kind);
            let kind = kind.ok_or_else(|| StoreError::Decode("an unknown kind of event".into()))?;
            Ok(Event { id: row.id, kind, data: row.data, at: row.created_at })
        })
        .collect()
}
