//! The table `audit`: who did what.

use chrono::{DateTime, Utc};
use ids::AuditId;
use ids::actor::Actor;
use serde_json::Value;

use super::{Internal, Tx};

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
pub async fn append(tx: &mut Tx, entry: &Entry<'_>) -> Result<(), Internal> {
    sqlx::query!(
        "INSERT INTO audit (tenant_id, id, actor, action, subject, details, created_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7)",
        tx.tenant_id(),
        AuditId::new(entry.at).0,
        entry.actor.as_str(),
        entry.action,
        entry.subject,
        entry.details,
        entry.at,
    )
    .execute(tx.connection())
    .await?;
    Ok(())
}

/// What stands on record.
#[derive(Clone, Debug, PartialEq)]
pub struct Record {
    /// Names the entry.
    pub id: AuditId,
    /// Who.
    pub actor: String,
    /// What.
    pub action: String,
    /// To what.
    pub subject: String,
    /// What else is known of it.
    pub details: Value,
    /// When.
    pub at: DateTime<Utc>,
}

/// Which entries to list.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// Only those of somebody.
    pub actor: Option<String>,
    /// Only those about something.
    pub subject: Option<String>,
    /// Only those of an action.
    pub action: Option<String>,
    /// Only those before this one.
    pub before: Option<AuditId>,
    /// At most so many.
    pub limit: i64,
}

/// Entries, the latest first.
pub async fn list(tx: &mut Tx, filter: &Filter) -> Result<Vec<Record>, Internal> {
    Ok(sqlx::query_as!(
        Record,
        r#"SELECT id AS "id: AuditId", actor, action, subject, details, created_at AS at
        FROM audit
        WHERE tenant_id = $1
            AND ($2::text IS NULL OR actor = $2)
            AND ($3::text IS NULL OR subject = $3)
            AND ($4::text IS NULL OR action = $4)
            AND ($5::uuid IS NULL OR id < $5)
        ORDER BY id DESC
        LIMIT $6"#,
        tx.tenant_id(),
        filter.actor,
        filter.subject,
        filter.action,
        filter.before.map(|id| id.0),
        filter.limit,
    )
    .fetch_all(tx.connection())
    .await?)
}

/// At most 200 who did something, by name. Each is found with one look at the index, however much they did.
pub async fn actors(tx: &mut Tx) -> Result<Vec<String>, Internal> {
    Ok(sqlx::query_scalar!(
        r#"WITH RECURSIVE seen AS (
            (SELECT actor FROM audit WHERE tenant_id = $1 ORDER BY actor LIMIT 1)
            UNION ALL
            SELECT (SELECT actor FROM audit WHERE tenant_id = $1 AND actor > seen.actor ORDER BY actor LIMIT 1)
            FROM seen
            WHERE seen.actor IS NOT NULL
        )
        SELECT actor AS "actor!" FROM seen WHERE actor IS NOT NULL LIMIT 200"#,
        tx.tenant_id(),
    )
    .fetch_all(tx.connection())
    .await?)
}

/// Everything that was ever done, by name, found in the same way.
pub async fn actions(tx: &mut Tx) -> Result<Vec<String>, Internal> {
    Ok(sqlx::query_scalar!(
        r#"WITH RECURSIVE seen AS (
            (SELECT action FROM audit WHERE tenant_id = $1 ORDER BY action LIMIT 1)
            UNION ALL
            SELECT (SELECT action FROM audit WHERE tenant_id = $1 AND action > seen.action ORDER BY action LIMIT 1)
            FROM seen
            WHERE seen.action IS NOT NULL
        )
        SELECT action AS "action!" FROM seen WHERE action IS NOT NULL LIMIT 200"#,
        tx.tenant_id(),
    )
    .fetch_all(tx.connection())
    .await?)
}
