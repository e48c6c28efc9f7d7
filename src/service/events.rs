//! Telling of what happened: kept in the transaction of the change itself, with a delivery for everybody who wants
//! to know.

use chrono::{DateTime, SecondsFormat, Utc};
use ids::EventId;
use serde_json::{Value, json};
use sqlx::PgConnection;

use super::{Internal, Page, webhook_deliveries};
use crate::app::App;
use crate::domain::event::{Event, EventKind};
use crate::domain::tenant::TenantId;
use crate::store::events::Filter;
use crate::store::webhook_deliveries::Told;
use crate::store::{self, StoreError};

/// Keeps an event, and a delivery of it for each endpoint that wants it. `data` names things (identifiers, bands,
/// states) and holds nothing personal.
pub async fn emit(
    app: &App,
    tenant: &TenantId,
    connection: &mut PgConnection,
    kind: EventKind,
    data: Value,
) -> Result<(), StoreError> {
    let at = app.clock.now();
    let event = Event { id: EventId::new(at), kind, data, at };
    store::events::insert(connection, tenant, &event).await?;
    let endpoints = store::webhook_endpoints::that_want(connection, tenant, kind).await?;
    if endpoints.is_empty() {
        return Ok(());
    }
    let payload = payload(kind.name(), at, &event.data);
    let told = Told { event: event.id, kind: kind.name(), payload: &payload, at };
    webhook_deliveries::enqueue(connection, tenant, &endpoints, told).await?;
    Ok(())
}

/// The events that happened, the latest first; `filter.limit` of them at most.
pub async fn list(app: &App, tenant: &TenantId, filter: Filter) -> Result<Page<Event>, Internal> {
    let mut tx = store::begin(&app.db, tenant).await?;
    let more = Filter { limit: filter.limit + 1, ..filter };
    let items = store::events::list(&mut tx, tenant, more).await?;
    Ok(Page::of(items, filter.limit))
}

/// The bytes that are signed and sent, at every attempt the same.
pub(super) fn payload(kind: &str, at: DateTime<Utc>, data: &Value) -> Vec<u8> {
    let timestamp = at.to_rfc3339_opts(SecondsFormat::Millis, true);
    let whole = json!({ "type": kind, "timestamp": timestamp, "data": data });
    whole.to_string().into_bytes()
}
