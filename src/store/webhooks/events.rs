//! The table `event`.

use chrono::{DateTime, Utc};
use ids::EventId;
use serde_json::Value;

use crate::domain::event::{Event, EventKind};
use crate::store::{Internal, Tx};

/// Stores an event, in the transaction of the change that it reports.
pub async fn insert(tx: &mut Tx, event: &Event) -> Result<(), Internal> {
    tx.execute(sqlx::query!(
        "INSERT INTO event (tenant_id, id, kind, data, created_at) VALUES ($1, $2, $3, $4, $5)",
        tx.tenant_id(),
        event.id.0,
        event.kind.name(),
        event.data,
        event.at,
    ))
    .await
}

/// Which events to list.
#[derive(Clone, Copy, Debug)]
pub struct Filter {
    pub kind: Option<EventKind>,
    pub since: Option<DateTime<Utc>>,
    /// Only those before this one.
    pub before: Option<EventId>,
    pub limit: i64,
}

/// Events, the latest first.
pub async fn list(tx: &mut Tx, filter: Filter) -> Result<Vec<Event>, Internal> {
    let rows = sqlx::query!(
        r#"SELECT id AS "id: EventId", kind, data, created_at
        FROM event
        WHERE tenant_id = $1
            AND ($2::text IS NULL OR kind = $2)
            AND ($3::timestamptz IS NULL OR created_at >= $3)
            AND ($4::uuid IS NULL OR id < $4)
        ORDER BY id DESC
        LIMIT $5"#,
        tx.tenant_id(),
        filter.kind.map(EventKind::name),
        filter.since,
        filter.before.map(|id| id.0),
        filter.limit,
    )
    .fetch_all(tx.connection())
    .await?;
    rows.into_iter()
        .map(|row| {
            let kind = EventKind::from_name(&row.kind);
            let kind =
                kind.ok_or_else(|| Internal::Corrupt("an unknown kind of event".to_owned()))?;
            Ok(Event { id: row.id, kind, data: with_current_names(row.data), at: row.created_at })
        })
        .collect()
}

/// The data with the names of today. In 0.1.0, `selected_by` was `chosen`, and `not_enough_labels` was `refused`.
fn with_current_names(mut data: Value) -> Value {
    if let Some(members) = data.as_object_mut() {
        if let Some(reason) = members.remove("chosen") {
            members.insert("selected_by".to_owned(), reason);
        }
        if let Some(state) = members.get_mut("state").filter(|state| *state == "refused") {
            *state = "not_enough_labels".into();
        }
    }
    data
}
