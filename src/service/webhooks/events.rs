//! Events: kept in the transaction of the change that they report, with a delivery for each endpoint that wants them.

use ids::EventId;

use super::outbox;
use crate::app::App;
use crate::domain::event::{Event, EventData};
use crate::domain::tenant::TenantId;
use crate::service::{Internal, Page};
use crate::store::webhooks::events::Filter;
use crate::store::webhooks::webhook_deliveries::Message;
use crate::store::{self, Tx};

/// Keeps an event, and a delivery of it for each endpoint that wants it.
pub async fn emit(tx: &mut Tx, data: EventData) -> Result<(), Internal> {
    let (kind, at) = (data.kind(), tx.read_clock());
    let event = Event { id: EventId::new(at), kind, data: data.to_json(), at };
    store::webhooks::events::insert(tx, &event).await?;
    let endpoints = store::webhooks::webhook_endpoints::that_want(tx, kind).await?;
    if endpoints.is_empty() {
        return Ok(());
    }
    let payload = outbox::payload(kind.name(), at, &event.data);
    let message = Message { event: event.id, kind: kind.name(), payload: &payload, at };
    outbox::enqueue(tx, &endpoints, message).await?;
    Ok(())
}

/// A page of events, the latest first.
pub async fn list(app: &App, tenant: &TenantId, filter: Filter) -> Result<Page<Event>, Internal> {
    let mut tx = app.begin(tenant).await?;
    let more = Filter { limit: filter.limit + 1, ..filter };
    let items = store::webhooks::events::list(&mut tx, more).await?;
    Ok(Page::new(items, filter.limit))
}
