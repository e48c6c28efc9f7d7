//! The table `user_session`.

use chrono::{DateTime, Utc};
use ids::UserId;

use crate::store::{Internal, Tx};

/// A session as stored.
#[derive(Clone, Copy)]
pub struct StoredSession {
    pub user_id: UserId,
    /// When the user was last seen, to a minute.
    pub last_seen_at: DateTime<Utc>,
}

/// The earliest times at which a valid session may have begun and last been seen.
#[derive(Clone, Copy)]
pub struct OldestAllowed {
    pub begun: DateTime<Utc>,
    pub seen: DateTime<Utc>,
}

/// A new session.
pub async fn insert(tx: &mut Tx, token_hash: &[u8; 32], user: UserId) -> Result<(), Internal> {
    tx.execute(sqlx::query!(
        "INSERT INTO user_session (tenant_id, token_hash, user_id, created_at, last_seen_at)
        VALUES ($1, $2, $3, $4, $4)",
        tx.tenant_id(),
        token_hash,
        user.0,
        tx.now,
    ))
    .await
}

/// The session of this token, if it is valid.
pub async fn find(
    tx: &mut Tx,
    token_hash: &[u8; 32],
    oldest: OldestAllowed,
) -> Result<Option<StoredSession>, Internal> {
    tx.fetch_optional(sqlx::query_as!(
        StoredSession,
        r#"SELECT user_id AS "user_id: UserId", last_seen_at
        FROM user_session
        WHERE token_hash = $1 AND created_at > $2 AND last_seen_at > $3"#,
        token_hash,
        oldest.begun,
        oldest.seen,
    ))
    .await
}

/// Stores when the user was seen.
pub async fn touch(tx: &mut Tx, token_hash: &[u8; 32]) -> Result<(), Internal> {
    tx.execute(sqlx::query!(
        "UPDATE user_session SET last_seen_at = $2 WHERE token_hash = $1",
        token_hash,
        tx.now
    ))
    .await
}

/// Ends a session.
pub async fn delete(tx: &mut Tx, token_hash: &[u8; 32]) -> Result<(), Internal> {
    tx.execute(sqlx::query!("DELETE FROM user_session WHERE token_hash = $1", token_hash)).await
}

/// Ends every session of a user.
pub async fn delete_of(tx: &mut Tx, user: UserId) -> Result<(), Internal> {
    tx.execute(sqlx::query!("DELETE FROM user_session WHERE user_id = $1", user.0)).await
}

/// Deletes expired sessions.
pub async fn sweep(tx: &mut Tx, oldest: OldestAllowed) -> Result<(), Internal> {
    tx.execute(sqlx::query!(
        "DELETE FROM user_session
        WHERE tenant_id = $1 AND (created_at <= $2 OR last_seen_at <= $3)",
        tx.tenant_id(),
        oldest.begun,
        oldest.seen,
    ))
    .await
}
