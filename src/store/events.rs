//! The table `event`.

use sqlx::PgConnection;

use super::StoreError;
use crate::domain::event::Event;
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
