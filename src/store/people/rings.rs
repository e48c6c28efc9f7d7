//! Rings: the column `applicant.ring_id` and the view `ring_summary`.

use ids::{ApplicantId, RingId};

use crate::domain::ring::RingSummary;
use crate::store::{Internal, Tx};

/// In which order rings are listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
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

/// Which rings to list.
#[derive(Clone, Copy, Debug)]
pub struct Filter {
    pub sort: Sort,
    /// Only rings with at least so many members.
    pub min_size: u16,
    /// Only rings after this one.
    pub after: Option<After>,
    pub limit: u16,
}

/// Rings, the largest or most risky first; one more than the limit, if there are more.
pub async fn list(tx: &mut Tx, filter: &Filter) -> Result<Vec<RingSummary>, Internal> {
    let after = filter.after;
    tx.fetch_all(sqlx::query_as!(
        RingSummary,
        r#"SELECT
            ring AS "id!: RingId",
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
        tx.tenant_id(),
        filter.sort == Sort::Risk,
        i64::from(filter.min_size),
        after.map(|after| after.value),
        after.map(|after| after.ring.0),
        i64::from(filter.limit) + 1,
    ))
    .await
}

pub async fn find(tx: &mut Tx, id: RingId) -> Result<Option<RingSummary>, Internal> {
    tx.fetch_optional(sqlx::query_as!(
        RingSummary,
        r#"SELECT
            ring AS "id!: RingId",
            members AS "members!",
            risk AS "risk!",
            mean_probability AS "mean_probability!",
            first_seen_at AS "first_seen_at!",
            last_seen_at AS "last_seen_at!"
        FROM ring_summary
        WHERE tenant_id = $1 AND ring = $2"#,
        tx.tenant_id(),
        id.0,
    ))
    .await
}

/// The members of a ring, the oldest first.
pub async fn members(tx: &mut Tx, ring: RingId, limit: i64) -> Result<Vec<ApplicantId>, Internal> {
    Ok(sqlx::query_scalar!(
        r#"SELECT id AS "id: ApplicantId"
        FROM applicant
        WHERE tenant_id = $1 AND ring_id = $2
        ORDER BY id
        LIMIT $3"#,
        tx.tenant_id(),
        ring.0,
        limit,
    )
    .fetch_all(tx.connection())
    .await?)
}

/// The number of members of a ring.
pub async fn size(tx: &mut Tx, ring: RingId) -> Result<i64, Internal> {
    Ok(sqlx::query_scalar!(
        r#"SELECT count(*) AS "members!" FROM applicant WHERE tenant_id = $1 AND ring_id = $2"#,
        tx.tenant_id(),
        ring.0,
    )
    .fetch_one(tx.connection())
    .await?)
}

/// Removes all members from a ring.
pub async fn leave(tx: &mut Tx, ring: RingId) -> Result<(), Internal> {
    tx.execute(sqlx::query!(
        "UPDATE applicant SET ring_id = NULL WHERE tenant_id = $1 AND ring_id = $2",
        tx.tenant_id(),
        ring.0,
    ))
    .await
}
