//! Rings, as the applicants' column tells them.

use chrono::{DateTime, Utc};
use ids::{ApplicantId, RingId};
use sqlx::PgConnection;

use super::StoreError;
use crate::domain::ring::RingSummary;
use crate::domain::tenant::TenantId;

/// In which order rings are listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    /// The largest first.
    Size,
    /// The most risky first.
    Risk,
}

/// Where the page before ended.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct After {
    /// The last ring's size or risk.
    pub value: f64,
    /// The last ring.
    pub ring: RingId,
}

struct Row {
    ring: RingId,
    members: i64,
    risk: f64,
    mean_probability: f64,
    first_seen_at: DateTime<Utc>,
    last_seen_at: DateTime<Utc>,
}

impl From<Row> for RingSummary {
    fn from(row: Row) -> Self {
        Self {
            id: row.ring,
            members: row.members,
            risk: row.risk,
            mean_probability: row.mean_probability,
            first_seen_at: row.first_seen_at,
            last_seen_at: row.last_seen_at,
        }
    }
}

/// The rings that fit, at most `most`.
pub async fn list(
    connection: &mut PgConnection,
    tenant: &TenantId,
    sort: Sort,
    min_size: i64,
    after: Option<After>,
    most: i64,
) -> Result<Vec<RingSummary>, StoreError> {
    let rows = sqlx::query_as!(
        Row,
        r#"SELECT
            ring AS "ring!: RingId",
            members AS "members!",
            risk AS "risk!",
            mean_probability AS "mean_probability!",
            first_seen_at AS "first_seen_at!",
            last_seen_at AS "last_seen_at!"
        FROM (
            SELECT *, CASE WHEN $2 THEN risk ELSE members::double precision END AS rank FROM ring_summary
            WHERE tenant_id = $1 AND members >= $3
        ) AS ring
        WHERE $4::double precision IS NULL OR (rank, ring) < ($4, $5)
        ORDER BY rank DESC, ring DESC
        LIMIT $6"#,
        tenant.as_str(),
        sort == Sort::Risk,
        min_size,
        after.map(|after| after.value),
        after.map(|after| after.ring.0),
        most,
    )
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().map(Into::into).collect())
}

/// One ring.
pub async fn find(
    connection: &mut PgConnection,
    tenant: &TenantId,
    id: RingId,
) -> Result<Option<RingSummary>, StoreError> {
    let row = sqlx::query_as!(
        Row,
        r#"SELECT
            ring AS "ring!: RingId",
            members AS "members!",
            risk AS "risk!",
            mean_probability AS "mean_probability!",
            first_seen_at AS "first_seen_at!",
            last_seen_at AS "last_seen_at!"
        FROM ring_summary
        WHERE tenant_id = $1 AND ring = $2"#,
        tenant.as_str(),
        id.0,
    )
    .fetch_optional(connection)
    .await?;
    Ok(row.map(Into::into))
}

/// Who is in a ring, the first to come first.
pub async fn members(
    connection: &mut PgConnection,
    tenant: &TenantId,
    ring: RingId,
    most: i64,
) -> Result<Vec<ApplicantId>, StoreError> {
    sqlx::query_scalar!(
        r#"SELECT id AS "id: ApplicantId"
        FROM applicant
        WHERE tenant_id = $1 AND ring_id = $2
        ORDER BY id
        LIMIT $3"#,
        tenant.as_str(),
        ring.0,
        most,
    )
    .fetch_all(connection)
    .await
}

/// How many are in a ring.
pub async fn size(
    connection: &mut PgConnection,
    tenant: &TenantId,
    ring: RingId,
) -> Result<i64, StoreError> {
    sqlx::query_scalar!(
        r#"SELECT count(*) AS "members!" FROM applicant WHERE tenant_id = $1 AND ring_id = $2"#,
        tenant.as_str(),
        ring.0,
    )
    .fetch_one(connection)
    .await
}

/// Takes everybody out of a ring.
pub async fn leave(
    connection: &mut PgConnection,
    tenant: &TenantId,
    ring: RingId,
) -> Result<(), StoreError> {
    sqlx::query!(
        "UPDATE applicant SET ring_id = NULL WHERE tenant_id = $1 AND ring_id = $2",
        tenant.as_str(),
        ring.0,
    )
    .execute(connection)
    .await?;
    Ok(())
}
