//! The table `event`.

use chrono::{DateTime, Utc};
use ids::EventId;
use serde_json::Value;
use uuid::Uuid;

use crate::domain::event::{Event, EventKind};
use crate::store::{Internal, Tx, first_id};

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
    let rows = match filter.kind {
        Some(kind) => of_kind(tx, kind, &filter).await?,
        None => of_any_kind(tx, &filter).await?,
    };
    rows.into_iter().map(Event::try_from).collect()
}

impl Filter {
    /// The ids between which to look. An id carries the millisecond of its event, so the times inside the first
    /// millisecond are compared as well.
    fn bounds(&self) -> (Uuid, Uuid) {
        let from = self.since.map_or(Uuid::nil(), first_id);
        (from, self.before.map_or(Uuid::max(), |id| id.0))
    }
}

struct Row {
    id: EventId,
    kind: String,
    data: Value,
    created_at: DateTime<Utc>,
}

async fn of_kind(tx: &mut Tx, kind: EventKind, filter: &Filter) -> Result<Vec<Row>, Internal> {
    let (from, before) = filter.bounds();
    tx.fetch_all(sqlx::query_as!(
        Row,
        r#"SELECT id AS "id: EventId", kind, data, created_at
        FROM event
        WHERE tenant_id = $1 AND kind = $2 AND id >= $3 AND id < $4
        AND ($5::timestamptz IS NULL OR created_at >= $5)
        ORDER BY id DESC
        LIMIT $6"#,
        tx.tenant_id(),
        kind.name(),
        from,
        before,
        filter.since,
        filter.limit,
    ))
    .await
}

async fn of_any_kind(tx: &mut Tx, filter: &Filter) -> Result<Vec<Row>, Internal> {
    let (from, before) = filter.bounds();
    tx.fetch_all(sqlx::query_as!(
        Row,
        r#"SELECT id AS "id: EventId", kind, data, created_at
        FROM event
        WHERE tenant_id = $1 AND id >= $2 AND id < $3
        AND ($4::timestamptz IS NULL OR created_at >= $4)
        ORDER BY id DESC
        LIMIT $5"#,
        tx.tenant_id(),
        from,
        before,
        filter.since,
        filter.limit,
    ))
    .await
}

impl TryFrom<Row> for Event {
    type Error = Internal;

    fn try_from(row: Row) -> Result<Self, Internal> {
        let kind = EventKind::from_name(&row.kind);
        let kind = kind.ok_or_else(|| Internal::Corrupt("an unknown kind of event".to_owned()))?;
        Ok(Self { id: row.id, kind, data: with_current_names(row.data), at: row.created_at })
    }
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
