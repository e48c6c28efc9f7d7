//! The table `audit`: who did what.

use chrono::{DateTime, Utc};
use serde_json::Value;
use sqlx::PgConnection;

use super::StoreError;
use crate::domain::actor::Actor;
use crate::domain::ids::EventId;
use crate::domain::tenant::TenantId;

/// Something that somebody did.
#[derive(Clone, Debug)]
pub struct Entry<'a> {
    /// Who.
    pub actor: &'a Actor,
    /// What, as `thing.verb`.
    pub action: &'a str,
    /// To what, as an identifier with its prefix.
    pub subject: &'a str,
    /// What else is to be known of it; nothing personal.
    pub details: Value,
    /// When.
    pub at: DateTime<Utc>,
}

/// Puts something on record, in the transaction of the change.
pub async fn append(
    connection: &mut PgConnection,
    tenant: &TenantId,
    entry: &Entry<'_>,
) -> Result<(), StoreError> {
    sqlx::query!(
        "INSERT INTO audit (tenant_id, id, actor, action, subject, details, created_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7)",
        tenant.as_str(),
        EventId::new(entry.at).0,
        entry.actor.as_str(),
        entry.action,
        entry.subject,
        entry.details,
        entry.at,
    )
    .execute(connection)
    .await?;
    Ok(())
}
