//! The table `audit`: who did what.

use chrono::{DateTime, Utc};
use ids::AuditId;
use ids::actor::Actor;
use serde_json::Value;
use sqlx::{Postgres, QueryBuilder};

use super::{Internal, Tx};
use crate::domain::audit::AuditAction;

/// An entry of the audit trail.
#[derive(Clone, Debug)]
pub struct Entry<'a> {
    pub actor: &'a Actor,
    pub action: AuditAction,
    /// To what, as an identifier with its prefix.
    pub subject: String,
    pub at: DateTime<Utc>,
}

/// Adds an entry, in the transaction of the change.
pub async fn append(tx: &mut Tx, entry: Entry<'_>) -> Result<(), Internal> {
    let (name, details) = entry.action.to_parts();
    tx.execute(sqlx::query!(
        "INSERT INTO audit (tenant_id, id, actor, action, subject, details, created_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7)",
        tx.tenant_id(),
        AuditId::new(entry.at).0,
        entry.actor.as_str(),
        name,
        entry.subject,
        details,
        entry.at,
    ))
    .await
}

/// A stored entry of the audit trail.
#[derive(Clone, Debug, PartialEq, sqlx::FromRow)]
pub struct Record {
    pub id: AuditId,
    pub actor: String,
    pub action: String,
    pub subject: String,
    pub details: Value,
    pub at: DateTime<Utc>,
}

/// Which entries to list.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    pub actor: Option<String>,
    pub subject: Option<String>,
    pub action: Option<String>,
    /// Only those before this one.
    pub before: Option<AuditId>,
    pub limit: i64,
}

/// Entries, the latest first. The statement has the conditions that are set, so that each combination is served by an
/// index.
pub async fn list(tx: &mut Tx, filter: &Filter) -> Result<Vec<Record>, Internal> {
    let mut query = QueryBuilder::<Postgres>::new(
        "SELECT id, actor, action, subject, details, created_at AS at FROM audit WHERE tenant_id = ",
    );
    query.push_bind(tx.tenant_id());
    let conditions = [
        (" AND actor = ", &filter.actor),
        (" AND subject = ", &filter.subject),
        (" AND action = ", &filter.action),
    ];
    for (condition, value) in conditions {
        if let Some(value) = value {
            query.push(condition).push_bind(value);
        }
    }
    if let Some(before) = filter.before {
        query.push(" AND id < ").push_bind(before.0);
    }
    query.push(" ORDER BY id DESC LIMIT ").push_bind(filter.limit);
    Ok(query.build_query_as::<Record>().fetch_all(tx.connection()).await?)
}

/// At most 200 actors, by name. Each costs one index look-up, however many entries they have.
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

/// All actions, by name, found in the same way.
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
