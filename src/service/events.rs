//! Telling of what happened, in the transaction of the change itself.

use serde_json::Value;
use sqlx::PgConnection;

use crate::app::App;
use crate::domain::event::{Event, EventKind};
use crate::domain::ids::EventId;
use crate::domain::tenant::TenantId;
use crate::store::{self, StoreError};

/// Keeps an event. `data` names things (identifiers, bands, states) and holds nothing personal.
pub async fn emit(
    app: &App,
    tenant: &TenantId,
    connection: &mut PgConnection,
    kind: EventKind,
    data: Value,
) -> Result<(), StoreError> {
    let at = app.clock.now();
    let event = Event { id: EventId::new(at), kind, data, at };
    store::events::insert(connection, tenant, &event).await
}
