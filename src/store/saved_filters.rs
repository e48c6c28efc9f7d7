//! The table `saved_filter`.

use chrono::{DateTime, Utc};
use ids::UserId;
use sqlx::PgConnection;

use super::StoreError;
use crate::domain::tenant::TenantId;

/// A filter of the queue that a user keeps under a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SavedFilter {
    /// What the user calls it.
    pub name: String,
    /// The query of the page's address.
    pub query: String,
}

/// A user's filters, by name; at most 50.
pub async fn of(
    connection: &mut PgConnection,
    user: UserId,
) -> Result<Vec<SavedFilter>, StoreError> {
    sqlx::query_as!(
        SavedFilter,
        "SELECT name, query FROM saved_filter WHERE user_id = $1 ORDER BY name LIMIT 50",
        user.0,
    )
    .fetch_all(connection)
    .await
}

/// Keeps a filter; one of that name is replaced.
pub async fn put(
    connection: &mut PgConnection,
    tenant: &TenantId,
    user: UserId,
    filter: &SavedFilter,
    at: DateTime<Utc>,
) -> Result<(), StoreError> {
    sqlx::query!(
        "INSERT INTO saved_filter (tenant_id, user_id, name, query, created_at)
        VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (tenant_id, user_id, name) DO UPDATE SET query = excluded.query",
        tenant.as_str(),
        user.0,
        filter.name,
        filter.query,
        at,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Forgets a filter.
pub async fn delete(
    connection: &mut PgConnection,
    user: UserId,
    name: &str,
) -> Result<(), StoreError> {
    sqlx::query!("DELETE FROM saved_filter WHERE user_id = $1 AND name = $2", user.0, name)
        .execute(connection)
        .await?;
    Ok(())
}
