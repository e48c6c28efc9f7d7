//! The table `request_key`.

use chrono::{DateTime, Utc};

use crate::store::{Internal, Tx};

/// A request under a key.
#[derive(Clone, Debug)]
pub struct StoredRequest {
    /// SHA-256 of the method, the path and the body.
    pub request_digest: Vec<u8>,
    /// The sealed answer; `None` while the request runs.
    pub answer: Option<Vec<u8>>,
}

/// Claims a key for a request; false if another request has it. A key is free if its request was cut off, or if it is
/// older than `since`.
pub async fn claim(
    tx: &mut Tx,
    key: &[u8; 32],
    request: &[u8; 32],
    times: KeyTimes,
) -> Result<bool, Internal> {
    tx.changes_one(sqlx::query!(
        "INSERT INTO request_key (tenant_id, key_digest, request_digest, running_until, created_at)
        VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT ON CONSTRAINT request_key_pkey DO UPDATE
        SET request_digest = excluded.request_digest, running_until = excluded.running_until,
            created_at = excluded.created_at, answer = NULL
        WHERE (request_key.answer IS NULL AND request_key.running_until <= excluded.created_at)
            OR request_key.created_at < $6",
        tx.tenant_id(),
        key,
        request,
        times.until,
        tx.now,
        times.since,
    ))
    .await
}

/// The times that decide whether a key is free.
#[derive(Clone, Copy, Debug)]
pub struct KeyTimes {
    /// Until when the request keeps its key while it runs.
    pub until: DateTime<Utc>,
    /// Keys older than this are forgotten.
    pub since: DateTime<Utc>,
}

/// The request with a key.
pub async fn find(tx: &mut Tx, key: &[u8; 32]) -> Result<Option<StoredRequest>, Internal> {
    tx.fetch_optional(sqlx::query_as!(
        StoredRequest,
        "SELECT request_digest, answer FROM request_key WHERE key_digest = $1",
        key,
    ))
    .await
}

/// Keeps the answer.
pub async fn keep(tx: &mut Tx, key: &[u8; 32], answer: &[u8]) -> Result<(), Internal> {
    tx.execute(sqlx::query!(
        "UPDATE request_key SET answer = $2 WHERE key_digest = $1",
        key,
        answer
    ))
    .await
}

/// Frees a key whose request changed nothing.
pub async fn free(tx: &mut Tx, key: &[u8; 32]) -> Result<(), Internal> {
    tx.execute(sqlx::query!(
        "DELETE FROM request_key WHERE key_digest = $1 AND answer IS NULL",
        key
    ))
    .await
}

/// Deletes some of the keys that are older than `since`.
pub async fn forget(tx: &mut Tx, since: DateTime<Utc>) -> Result<(), Internal> {
    tx.execute(sqlx::query!(
        "DELETE FROM request_key
        WHERE tenant_id = $1 AND key_digest IN (
            SELECT key_digest FROM request_key WHERE tenant_id = $1 AND created_at < $2 LIMIT 100
        )",
        tx.tenant_id(),
        since,
    ))
    .await
}
