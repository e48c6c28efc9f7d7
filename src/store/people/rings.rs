//! Rings: the column `applicant.ring_id`, and the table `ring` with their summaries.
//!
//! The view `ring_summary` computes summaries. The table stores them, a moment late: a change marks its ring in
//! `ring_change`, and a worker recomputes marked rings. A list computes rings that changed a moment ago by itself.

use std::collections::BTreeSet;

use ids::{ApplicantId, RingId};
use sqlx::PgExecutor;
use uuid::Uuid;

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
    match filter.sort {
        Sort::Risk => by_risk(tx, filter).await,
        Sort::Size => by_size(tx, filter).await,
    }
}

async fn by_risk(tx: &mut Tx, filter: &Filter) -> Result<Vec<RingSummary>, Internal> {
    let after = filter.after;
    tx.fetch_all(sqlx::query_as!(
        RingSummary,
        r#"SELECT
            id AS "id!: RingId",
            members AS "members!",
            risk AS "risk!",
            mean_probability AS "mean_probability!",
            first_seen_at AS "first_seen_at!",
            last_seen_at AS "last_seen_at!"
        FROM (
            (
                SELECT id, members, risk, mean_probability, first_seen_at, last_seen_at
                FROM ring
                WHERE tenant_id = $1 AND (risk, id) < ($3, $4) AND members >= $2
                AND id <> ALL (ARRAY(SELECT ring_id FROM ring_just_changed))
                ORDER BY risk DESC, id DESC
                LIMIT $5
            )
            UNION ALL
            SELECT ring, members, risk, mean_probability, first_seen_at, last_seen_at
            FROM ring_summary
            WHERE tenant_id = $1 AND ring = ANY (ARRAY(SELECT ring_id FROM ring_just_changed))
            AND (risk, ring) < ($3, $4) AND members >= $2
        ) AS ring
        ORDER BY risk DESC, id DESC
        LIMIT $5"#,
        tx.tenant_id(),
        i64::from(filter.min_size),
        after.map_or(f64::INFINITY, |after| after.value),
        after.map_or(Uuid::max(), |after| after.ring.0),
        i64::from(filter.limit) + 1,
    ))
    .await
}

async fn by_size(tx: &mut Tx, filter: &Filter) -> Result<Vec<RingSummary>, Internal> {
    let after = filter.after;
    #[expect(clippy::cast_possible_truncation, reason = "a cursor may hold any number")]
    let after_size = after.map_or(i64::MAX, |after| after.value as i64);
    tx.fetch_all(sqlx::query_as!(
        RingSummary,
        r#"SELECT
            id AS "id!: RingId",
            members AS "members!",
            risk AS "risk!",
            mean_probability AS "mean_probability!",
            first_seen_at AS "first_seen_at!",
            last_seen_at AS "last_seen_at!"
        FROM (
            (
                SELECT id, members, risk, mean_probability, first_seen_at, last_seen_at
                FROM ring
                WHERE tenant_id = $1 AND members >= $2 AND (members, id) < ($3, $4)
                AND id <> ALL (ARRAY(SELECT ring_id FROM ring_just_changed))
                ORDER BY members DESC, id DESC
                LIMIT $5
            )
            UNION ALL
            SELECT ring, members, risk, mean_probability, first_seen_at, last_seen_at
            FROM ring_summary
            WHERE tenant_id = $1 AND ring = ANY (ARRAY(SELECT ring_id FROM ring_just_changed))
            AND (members, ring) < ($3, $4) AND members >= $2
        ) AS ring
        ORDER BY members DESC, id DESC
        LIMIT $5"#,
        tx.tenant_id(),
        i64::from(filter.min_size),
        after_size,
        after.map_or(Uuid::max(), |after| after.ring.0),
        i64::from(filter.limit) + 1,
    ))
    .await
}

/// A ring's stored summary; `None` if it has not been computed yet.
pub async fn find_stored(tx: &mut Tx, id: RingId) -> Result<Option<RingSummary>, Internal> {
    tx.fetch_optional(sqlx::query_as!(
        RingSummary,
        r#"SELECT id AS "id: RingId", members, risk, mean_probability, first_seen_at, last_seen_at
        FROM ring
        WHERE tenant_id = $1 AND id = $2"#,
        tx.tenant_id(),
        id.0,
    ))
    .await
}

/// A ring's summary, computed from its members.
pub async fn compute(tx: &mut Tx, id: RingId) -> Result<Option<RingSummary>, Internal> {
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

/// Marks a ring as changed, because this transaction adds a decision about a member. Changes of members mark their rings
/// with a trigger. It waits for nobody.
pub async fn mark_changed(tx: &mut Tx, rings: &BTreeSet<RingId>) -> Result<(), Internal> {
    if rings.is_empty() {
        return Ok(());
    }
    let rings: Vec<uuid::Uuid> = rings.iter().map(|ring| ring.0).collect();
    tx.execute(sqlx::query!(
        "INSERT INTO ring_change (tenant_id, ring_id) SELECT $1, * FROM unnest($2::uuid[]) ON CONFLICT DO NOTHING",
        tx.tenant_id(),
        &rings,
    ))
    .await
}

/// The tenants with changed rings, by name. Each costs one index look-up, however many marks it has.
pub async fn changed_tenants(executor: impl PgExecutor<'_>) -> Result<Vec<String>, Internal> {
    Ok(sqlx::query_scalar!(
        r#"WITH RECURSIVE seen AS (
            (SELECT tenant_id FROM ring_change ORDER BY tenant_id LIMIT 1)
            UNION ALL
            SELECT (SELECT tenant_id FROM ring_change WHERE tenant_id > seen.tenant_id ORDER BY tenant_id LIMIT 1)
            FROM seen
            WHERE seen.tenant_id IS NOT NULL
        )
        SELECT tenant_id AS "tenant_id!" FROM seen WHERE tenant_id IS NOT NULL"#,
    )
    .fetch_all(executor)
    .await?)
}

/// Recomputes the rings of the oldest marks, at most `limit`, and removes these marks. Returns how many it removed.
///
/// The caller holds the lock of the tenant's summaries. One statement takes the marks and computes the summaries, so both
/// come from the same snapshot: a mark that is not taken belongs to a change that is not in the summary. Risks are only
/// carried over; see [`set_risks`].
pub async fn recompute(tx: &mut Tx, limit: i64) -> Result<Recomputed, Internal> {
    let row = sqlx::query!(
        r#"WITH mark AS (
            DELETE FROM ring_change
            USING (
                SELECT transaction, ring_id
                FROM ring_change
                WHERE tenant_id = $1
                ORDER BY transaction, ring_id
                LIMIT $2
            ) AS oldest
            WHERE ring_change.tenant_id = $1
            AND ring_change.transaction = oldest.transaction AND ring_change.ring_id = oldest.ring_id
            RETURNING ring_change.ring_id
        ), summary AS MATERIALIZED (
            SELECT ring, members, risk, mean_probability, first_seen_at, last_seen_at
            FROM ring_summary
            WHERE tenant_id = $1 AND ring = ANY (ARRAY(SELECT ring_id FROM mark))
        ), dissolved AS (
            DELETE FROM ring
            WHERE tenant_id = $1 AND id = ANY (ARRAY(SELECT ring_id FROM mark EXCEPT SELECT ring FROM summary))
        ), stored AS (
            INSERT INTO ring (tenant_id, id, members, risk, mean_probability, first_seen_at, last_seen_at)
            SELECT $1, ring, members, risk, mean_probability, first_seen_at, last_seen_at
            FROM summary
            ON CONFLICT (tenant_id, id) DO UPDATE
            SET members = EXCLUDED.members, risk = EXCLUDED.risk, mean_probability = EXCLUDED.mean_probability,
                first_seen_at = EXCLUDED.first_seen_at, last_seen_at = EXCLUDED.last_seen_at
        )
        SELECT (SELECT count(*) FROM mark) AS "removed!", ARRAY(SELECT ring FROM summary) AS "rings!""#,
        tx.tenant_id(),
        limit,
    )
    .fetch_one(tx.connection())
    .await?;
    Ok(Recomputed { removed: row.removed, rings: row.rings.into_iter().map(RingId).collect() })
}

/// What a batch of changes led to.
#[derive(Clone, Debug)]
pub struct Recomputed {
    /// How many marks were removed.
    pub removed: i64,
    /// The rings that still exist.
    pub rings: Vec<RingId>,
}

/// Stores the risks of rings.
pub async fn set_risks(tx: &mut Tx, risks: &[(RingId, f64)]) -> Result<(), Internal> {
    let rings: Vec<Uuid> = risks.iter().map(|(ring, _)| ring.0).collect();
    let risks: Vec<f64> = risks.iter().map(|(_, risk)| *risk).collect();
    tx.execute(sqlx::query!(
        "UPDATE ring
        SET risk = weighed.risk
        FROM unnest($2::uuid[], $3::float8[]) AS weighed (id, risk)
        WHERE ring.tenant_id = $1 AND ring.id = weighed.id AND ring.risk <> weighed.risk",
        tx.tenant_id(),
        &rings,
        &risks,
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
