//! The tables `list`, `list_version` and `list_entry`.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use chrono::{DateTime, Utc};
use ids::ListId;

use super::{Internal, Tx};
use crate::domain::tenant::TenantId;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredList {
    pub id: ListId,
    pub name: String,
    /// What it holds.
    pub kind: String,
    /// What an entry means.
    pub meaning: String,
    pub version: i32,
    pub entries: i64,
    /// The prefix lengths of its networks.
    pub prefixes: Vec<i16>,
    pub created_at: DateTime<Utc>,
}

#[derive(Clone, Debug)]
pub struct StoredListVersion {
    pub version: i32,
    /// `replace` or `append`.
    pub mode: String,
    pub source: String,
    /// SHA-256 of the imported bytes.
    pub digest: Vec<u8>,
    pub read: i64,
    /// How many lines were skipped.
    pub skipped: i64,
    pub entries: i64,
    pub created_at: DateTime<Utc>,
}

/// A new list; false if the name is taken.
pub async fn insert(tx: &mut Tx, list: &StoredList) -> Result<bool, Internal> {
    tx.changes_one(sqlx::query!(
        "INSERT INTO list (tenant_id, id, name, kind, meaning, created_at)
        VALUES ($1, $2, $3, $4, $5, $6)
        ON CONFLICT (tenant_id, name) WHERE deleted_at IS NULL DO NOTHING",
        tx.tenant_id(),
        list.id.0,
        list.name,
        list.kind,
        list.meaning,
        list.created_at,
    ))
    .await
}

/// Every list that is not deleted, by name.
pub async fn all(tx: &mut Tx) -> Result<Vec<StoredList>, Internal> {
    tx.fetch_all(sqlx::query_as!(
        StoredList,
        r#"SELECT id AS "id: ListId", name, kind, meaning, version, entries, prefixes, created_at
        FROM list
        WHERE tenant_id = $1 AND deleted_at IS NULL
        ORDER BY name"#,
        tx.tenant_id(),
    ))
    .await
}

/// A list that is not deleted.
pub async fn find(tx: &mut Tx, id: ListId) -> Result<Option<StoredList>, Internal> {
    tx.fetch_optional(sqlx::query_as!(
        StoredList,
        r#"SELECT id AS "id: ListId", name, kind, meaning, version, entries, prefixes, created_at
        FROM list
        WHERE id = $1 AND deleted_at IS NULL"#,
        id.0,
    ))
    .await
}

/// The imports of a list, the latest first; at most 100.
pub async fn versions(tx: &mut Tx, id: ListId) -> Result<Vec<StoredListVersion>, Internal> {
    tx.fetch_all(sqlx::query_as!(
        StoredListVersion,
        "SELECT version, mode, source, digest, read, skipped, entries, created_at
        FROM list_version
        WHERE list_id = $1
        ORDER BY version DESC
        LIMIT 100",
        id.0,
    ))
    .await
}

/// Deletes a list's entries.
pub async fn clear(tx: &mut Tx, id: ListId) -> Result<(), Internal> {
    tx.execute(sqlx::query!(
        "DELETE FROM list_entry WHERE tenant_id = $1 AND list_id = $2",
        tx.tenant_id(),
        id.0,
    ))
    .await
}

/// Marks a list as deleted.
pub async fn delete(tx: &mut Tx, id: ListId) -> Result<(), Internal> {
    tx.execute(sqlx::query!(
        "UPDATE list SET deleted_at = $2, entries = 0 WHERE id = $1",
        id.0,
        tx.now
    ))
    .await
}

/// Entries as columns, each key once.
#[derive(Clone, Debug, Default)]
pub struct Entries {
    /// The keyed digests.
    pub keys: Vec<Vec<u8>>,
    /// When each expires.
    pub expires: Vec<Option<DateTime<Utc>>>,
    /// The source's confidence in each.
    pub confidences: Vec<Option<i16>>,
}

/// Adds entries. Existing ones get the new expiry and confidence.
pub async fn add(tx: &mut Tx, id: ListId, entries: &Entries) -> Result<(), Internal> {
    tx.execute(sqlx::query!(
        "INSERT INTO list_entry (tenant_id, key, list_id, expires_at, confidence)
        SELECT $1, key, $2, expires_at, confidence
        FROM unnest($3::bytea[], $4::timestamptz[], $5::smallint[]) AS new (key, expires_at, confidence)
        ON CONFLICT (tenant_id, key, list_id) DO UPDATE
        SET expires_at = EXCLUDED.expires_at, confidence = EXCLUDED.confidence",
        tx.tenant_id(),
        id.0,
        &entries.keys,
        &entries.expires as &[Option<DateTime<Utc>>],
        &entries.confidences as &[Option<i16>],
    ))
    .await
}

pub async fn count(tx: &mut Tx, id: ListId) -> Result<i64, Internal> {
    Ok(sqlx::query_scalar!(
        r#"SELECT count(*) AS "count!" FROM list_entry WHERE tenant_id = $1 AND list_id = $2"#,
        tx.tenant_id(),
        id.0,
    )
    .fetch_one(tx.connection())
    .await?)
}

/// Puts a version in force.
pub async fn put_version(
    tx: &mut Tx,
    id: ListId,
    version: &StoredListVersion,
    prefixes: &[i16],
) -> Result<(), Internal> {
    tx.execute(sqlx::query!(
        "INSERT INTO list_version (tenant_id, list_id, version, mode, source, digest, read, skipped, entries, created_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        tx.tenant_id(),
        id.0,
        version.version,
        version.mode,
        version.source,
        version.digest,
        version.read,
        version.skipped,
        version.entries,
        version.created_at,
    ))
    .await?;
    tx.execute(sqlx::query!(
        "UPDATE list SET version = $2, entries = $3, prefixes = $4 WHERE id = $1",
        id.0,
        version.version,
        version.entries,
        prefixes,
    ))
    .await
}

/// A key that is on a list.
#[derive(Clone, Debug)]
pub struct Match {
    /// The key's position in the query, from 1.
    pub position: i64,
    pub list_id: ListId,
    /// The source's confidence.
    pub confidence: Option<i16>,
}

/// The keys that are on lists, without expired entries, in a fixed order.
pub async fn matches(
    tx: &mut Tx,
    keys: &[Vec<u8>],
    now: DateTime<Utc>,
) -> Result<Vec<Match>, Internal> {
    tx.fetch_all(sqlx::query_as!(
        Match,
        r#"SELECT wanted.position AS "position!", entry.list_id AS "list_id: ListId", entry.confidence
        FROM unnest($1::bytea[]) WITH ORDINALITY AS wanted (key, position)
        JOIN list_entry AS entry ON entry.tenant_id = $2 AND entry.key = wanted.key
        WHERE entry.expires_at IS NULL OR entry.expires_at > $3
        ORDER BY wanted.position, entry.list_id"#,
        keys,
        tx.tenant_id(),
        now,
    ))
    .await
}

/// The lists of each tenant, as this process saw them last. A decision compares them with those that it reads.
#[derive(Debug, Default)]
pub struct ListCache(Mutex<HashMap<TenantId, Arc<[StoredList]>>>);

impl ListCache {
    pub fn get(&self, tenant: &TenantId) -> Arc<[StoredList]> {
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        known.get(tenant).cloned().unwrap_or_default()
    }

    pub fn put(&self, tenant: &TenantId, lists: &[StoredList]) {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        known.insert(tenant.clone(), lists.into());
    }
}
