//! The table `user_session`.

use chrono::{DateTime, Utc};
use ids::UserId;
use sqlx::PgConnection;

use super::StoreError;
use crate::domain::tenant::TenantId;

/// A session as stored.
#[derive(Clone, Copy)]
pub struct StoredSession {
    /// Whose.
    pub user_id: UserId,
    /// When the user was last seen, to a minute.
    pub last_seen_at: DateTime<Utc>,
}

/// The latest times that a session of this moment may have begun and been seen.
#[derive(Clone, Copy)]
pub struct Since {
    /// Begun no earlier.
    pub begun: DateTime<Utc>,
    /// Seen no earlier.
    pub seen: DateTime<Utc>,
}

/// A new session.
pub async fn insert(
    connection: &mut PgConnection,
    tenant: &TenantId,
    token_hash: &[u8; 32],
    user: UserId,
    at: DateTime<Utc>,
) -> Result<(), StoreError> {
    sqlx::query!(
        "INSERT INTO user_session (tenant_id, token_hash, user_id, created_at, last_seen_at)
        VALUES ($1, $2, $3, $4, $4)",
        tenant.as_str(),
        token_hash,
        user.0,
        at,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// The session of this token, if it still holds.
pub async fn find(
    connection: &mut PgConnection,
    token_hash: &[u8; 32],
    since: Since,
) -> Result<Option<StoredSession>, StoreError> {
    sqlx::query_as!(
        StoredSession,
        r#"SELECT user_id AS "user_id: UserId", last_seen_at
        FROM user_session
        WHERE token_hash = $1 AND created_at > $2 AND last_seen_at > $3"#,
        token_hash,
        since.begun,
        since.seen,
    )
    .fetch_optional(connection)
    .await
}

/// The user was seen.
pub async fn touch(
    connection: &mut PgConnection,
    token_hash: &[u8; 32],
    at: DateTime<Utc>,
) -> Result<(), StoreError> {
    sqlx::query!("UPDATE user_session SET last_seen_at = $2 WHERE token_hash = $1", token_hash, at)
        .execute(connection)
        .await?;
    Ok(())
}

/// Ends a session.
pub async fn delete(
    connection: &mut PgConnection,
    token_hash: &[u8; 32],
) -> Result<(), StoreError> {
    sqlx::query!("DELETE FROM user_session WHERE token_hash = $1", token_hash)
        .execute(connection)
        .await?;
    Ok(())
}

/// Ends every session of a user.
pub async fn delete_of(connection: &mut PgConnection, user: UserId) -> Result<(), StoreError> {
    sqlx::query!("DELETE FROM user_session WHERE user_id = $1", user.0).execute(connection).await?;
    Ok(())
}

/// Forgets the sessions that hold no more.
pub async fn sweep(
    connection: &mut PgConnection,
    tenant: &TenantId,
    since: Since,
) -> Result<(), StoreError> {
    sqlx::query!(
        "DELETE FROM user_session
        WHERE tenant_id = $1 AND (created_at <= $2 OR last_seen_at <= $3)",
        tenant.as_str(),
        since.begun,
        since.seen,
    )
    .execute(connection)
    .await?;
    Ok(())
}
