//! The table `saved_filter`.

use ids::UserId;

use crate::store::{Internal, Tx};

/// A filter of the queue, saved under a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SavedFilter {
    pub name: String,
    /// The query of the page's address.
    pub query: String,
}

/// A user's filters, by name; at most 50.
pub async fn for_user(tx: &mut Tx, user: UserId) -> Result<Vec<SavedFilter>, Internal> {
    tx.fetch_all(sqlx::query_as!(
        SavedFilter,
        "SELECT name, query FROM saved_filter WHERE user_id = $1 ORDER BY name LIMIT 50",
        user.0,
    ))
    .await
}

/// Saves a filter, replacing one with the same name.
pub async fn put(tx: &mut Tx, user: UserId, filter: &SavedFilter) -> Result<(), Internal> {
    tx.execute(sqlx::query!(
        "INSERT INTO saved_filter (tenant_id, user_id, name, query, created_at)
        VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (tenant_id, user_id, name) DO UPDATE SET query = excluded.query",
        tx.tenant_id(),
        user.0,
        filter.name,
        filter.query,
        tx.now,
    ))
    .await
}

/// Deletes a filter.
pub async fn delete(tx: &mut Tx, user: UserId, name: &str) -> Result<(), Internal> {
    tx.execute(sqlx::query!(
        "DELETE FROM saved_filter WHERE user_id = $1 AND name = $2",
        user.0,
        name
    ))
    .await
}
