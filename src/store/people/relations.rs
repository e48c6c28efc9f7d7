//! The tables `confirmed_relation`, `confirmed_member` and `relation_change`.

use chrono::{DateTime, Utc};
use evidence::relation::{Declared, Memberships, RelationKind};
use ids::{ApplicantId, RelationId};
use sqlx::PgExecutor;
use uuid::Uuid;

use crate::store::{Internal, Tx};

/// A relation as it is stored.
#[derive(Clone, Debug)]
pub struct StoredRelation {
    pub id: RelationId,
    pub kind: String,
    /// The name, sealed.
    pub name: Vec<u8>,
    pub members: i64,
    pub confirmed_by: String,
    pub created_at: DateTime<Utc>,
    pub expires_at: DateTime<Utc>,
    pub withdrawn_at: Option<DateTime<Utc>>,
    pub withdrawn_by: Option<String>,
}

/// A member as it is stored.
#[derive(Clone, Debug)]
pub struct StoredMember {
    /// The tenant's own name, sealed.
    pub external_id: Vec<u8>,
    pub external_digest: Vec<u8>,
    pub applicant_id: Option<ApplicantId>,
    pub added_at: DateTime<Utc>,
}

/// A member to add.
#[derive(Clone, Debug)]
pub struct NewMember {
    pub external_digest: [u8; 32],
    /// The tenant's own name, sealed.
    pub external_id: Vec<u8>,
}

/// Which relations to list.
#[derive(Clone, Copy, Debug, Default)]
pub struct Filter {
    /// Only relations with this member.
    pub member: Option<[u8; 32]>,
    /// Only those before this one.
    pub before: Option<RelationId>,
    pub limit: u16,
}

pub async fn insert(tx: &mut Tx, relation: &StoredRelation) -> Result<(), Internal> {
    tx.execute(sqlx::query!(
        "INSERT INTO confirmed_relation (tenant_id, id, kind, name, confirmed_by, created_at, expires_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7)",
        tx.tenant_id(),
        relation.id.0,
        relation.kind,
        relation.name,
        relation.confirmed_by,
        relation.created_at,
        relation.expires_at,
    ))
    .await
}

/// Relations, the latest first; one more than the limit, if there are more.
pub async fn list(tx: &mut Tx, filter: &Filter) -> Result<Vec<StoredRelation>, Internal> {
    tx.fetch_all(sqlx::query_as!(
        StoredRelation,
        r#"SELECT id AS "id: RelationId", kind, name, confirmed_by, created_at, expires_at, withdrawn_at, withdrawn_by,
            (
                SELECT count(*)
                FROM confirmed_member AS member
                WHERE member.tenant_id = $1 AND relation_id = confirmed_relation.id AND removed_at IS NULL
            ) AS "members!"
        FROM confirmed_relation
        WHERE tenant_id = $1 AND id < $2 AND ($3::bytea IS NULL OR EXISTS (
            SELECT 1
            FROM confirmed_member AS member
            WHERE member.tenant_id = $1 AND relation_id = confirmed_relation.id AND external_digest = $3
            AND removed_at IS NULL
        ))
        ORDER BY id DESC
        LIMIT $4"#,
        tx.tenant_id(),
        filter.before.map_or(Uuid::max(), |before| before.0),
        filter.member.as_ref().map(<[u8; 32]>::as_slice),
        i64::from(filter.limit) + 1,
    ))
    .await
}

pub async fn find(tx: &mut Tx, id: RelationId) -> Result<Option<StoredRelation>, Internal> {
    tx.fetch_optional(sqlx::query_as!(
        StoredRelation,
        r#"SELECT id AS "id: RelationId", kind, name, confirmed_by, created_at, expires_at, withdrawn_at, withdrawn_by,
            (
                SELECT count(*)
                FROM confirmed_member AS member
                WHERE member.tenant_id = $1 AND relation_id = $2 AND removed_at IS NULL
            ) AS "members!"
        FROM confirmed_relation
        WHERE tenant_id = $1 AND id = $2"#,
        tx.tenant_id(),
        id.0,
    ))
    .await
}

/// How many relations are in force.
pub async fn in_force(tx: &mut Tx) -> Result<i64, Internal> {
    Ok(sqlx::query_scalar!(
        r#"SELECT count(*) AS "relations!"
        FROM confirmed_relation
        WHERE tenant_id = $1 AND withdrawn_at IS NULL AND expires_at > $2"#,
        tx.tenant_id(),
        tx.now,
    )
    .fetch_one(tx.connection())
    .await?)
}

pub async fn withdraw(
    tx: &mut Tx,
    id: RelationId,
    by: &str,
    at: DateTime<Utc>,
) -> Result<(), Internal> {
    tx.execute(sqlx::query!(
        "UPDATE confirmed_relation SET withdrawn_at = $3, withdrawn_by = $4 WHERE tenant_id = $1 AND id = $2",
        tx.tenant_id(),
        id.0,
        at,
        by,
    ))
    .await
}

/// The members of a relation, in the order in which they were added.
pub async fn members(tx: &mut Tx, id: RelationId) -> Result<Vec<StoredMember>, Internal> {
    tx.fetch_all(sqlx::query_as!(
        StoredMember,
        r#"SELECT member.external_id, member.external_digest, applicant.id AS "applicant_id?: ApplicantId",
            member.added_at
        FROM confirmed_member AS member
        LEFT JOIN LATERAL (
            SELECT id
            FROM applicant
            WHERE tenant_id = $1 AND external_digest = member.external_digest
            OFFSET 0
        ) AS applicant ON true
        WHERE member.tenant_id = $1 AND member.relation_id = $2 AND member.removed_at IS NULL
        ORDER BY member.added_at, member.external_digest"#,
        tx.tenant_id(),
        id.0,
    ))
    .await
}

/// Those of these members who are in too many relations in force.
pub async fn in_many(tx: &mut Tx, members: &[Vec<u8>], max: i64) -> Result<Vec<Vec<u8>>, Internal> {
    Ok(sqlx::query_scalar!(
        "SELECT external_digest
        FROM confirmed_member AS member
        JOIN confirmed_relation AS relation
        ON relation.tenant_id = $1 AND relation.id = member.relation_id
        AND relation.withdrawn_at IS NULL AND relation.expires_at > $4
        WHERE member.tenant_id = $1 AND member.external_digest = ANY ($2) AND member.removed_at IS NULL
        GROUP BY external_digest
        HAVING count(*) >= $3",
        tx.tenant_id(),
        members,
        max,
        tx.now,
    )
    .fetch_all(tx.connection())
    .await?)
}

/// Adds members. Those whom the relation has stay as they are.
pub async fn add(
    tx: &mut Tx,
    id: RelationId,
    members: &[NewMember],
    at: DateTime<Utc>,
) -> Result<(), Internal> {
    let digests: Vec<Vec<u8>> =
        members.iter().map(|member| member.external_digest.to_vec()).collect();
    let names: Vec<Vec<u8>> = members.iter().map(|member| member.external_id.clone()).collect();
    tx.execute(sqlx::query!(
        "INSERT INTO confirmed_member (tenant_id, relation_id, external_digest, external_id, added_at)
        SELECT $1, $2, digest, name, $5
        FROM unnest($3::bytea[], $4::bytea[]) AS new (digest, name)
        ON CONFLICT (tenant_id, external_digest, relation_id) DO UPDATE
        SET removed_at = NULL, added_at = EXCLUDED.added_at
        WHERE confirmed_member.removed_at IS NOT NULL",
        tx.tenant_id(),
        id.0,
        &digests,
        &names,
        at,
    ))
    .await
}

/// Marks members as removed. [`forget_removed`] deletes them once nothing depends on them.
pub async fn remove(
    tx: &mut Tx,
    id: RelationId,
    members: &[Vec<u8>],
    at: DateTime<Utc>,
) -> Result<(), Internal> {
    tx.execute(sqlx::query!(
        "UPDATE confirmed_member SET removed_at = $4
        WHERE tenant_id = $1 AND relation_id = $2 AND external_digest = ANY ($3) AND removed_at IS NULL",
        tx.tenant_id(),
        id.0,
        members,
        at,
    ))
    .await
}

/// Deletes the removed members of a relation.
pub async fn forget_removed(tx: &mut Tx, id: RelationId) -> Result<(), Internal> {
    tx.execute(sqlx::query!(
        "DELETE FROM confirmed_member WHERE tenant_id = $1 AND relation_id = $2 AND removed_at IS NOT NULL",
        tx.tenant_id(),
        id.0,
    ))
    .await
}

/// Deletes somebody from all relations. Returns whether they were in any.
pub async fn forget(tx: &mut Tx, external_digest: &[u8]) -> Result<bool, Internal> {
    let deleted = sqlx::query!(
        "DELETE FROM confirmed_member WHERE tenant_id = $1 AND external_digest = $2",
        tx.tenant_id(),
        external_digest,
    )
    .execute(tx.connection())
    .await?;
    Ok(deleted.rows_affected() > 0)
}

/// The applicants among the members of a relation, with those who were just removed; at most `limit`.
pub async fn applicants(
    tx: &mut Tx,
    id: RelationId,
    limit: i64,
) -> Result<Vec<ApplicantId>, Internal> {
    Ok(sqlx::query_scalar!(
        r#"SELECT applicant.id AS "id!: ApplicantId"
        FROM confirmed_member AS member
        CROSS JOIN LATERAL (
            SELECT id
            FROM applicant
            WHERE tenant_id = $1 AND external_digest = member.external_digest AND erased_at IS NULL
            OFFSET 0
        ) AS applicant
        WHERE member.tenant_id = $1 AND member.relation_id = $2
        ORDER BY applicant.id
        LIMIT $3"#,
        tx.tenant_id(),
        id.0,
        limit,
    )
    .fetch_all(tx.connection())
    .await?)
}

/// The relations in force of these applicants.
pub async fn memberships(
    tx: &mut Tx,
    applicants: &[ApplicantId],
    now: DateTime<Utc>,
) -> Result<Memberships, Internal> {
    let ids: Vec<Uuid> = applicants.iter().map(|id| id.0).collect();
    let rows = sqlx::query!(
        r#"SELECT wanted.id AS "applicant!: ApplicantId", relation.id AS "relation!: RelationId", relation.kind AS "kind!"
        FROM unnest($2::uuid[]) AS wanted (id)
        CROSS JOIN LATERAL (
            SELECT external_digest FROM applicant WHERE tenant_id = $1 AND id = wanted.id OFFSET 0
        ) AS applicant
        CROSS JOIN LATERAL (
            SELECT relation_id
            FROM confirmed_member
            WHERE tenant_id = $1 AND external_digest = applicant.external_digest AND removed_at IS NULL
            OFFSET 0
        ) AS member
        CROSS JOIN LATERAL (
            SELECT id, kind
            FROM confirmed_relation
            WHERE tenant_id = $1 AND id = member.relation_id AND withdrawn_at IS NULL AND expires_at > $3
            OFFSET 0
        ) AS relation"#,
        tx.tenant_id(),
        &ids,
        now,
    )
    .fetch_all(tx.connection())
    .await?;
    let mut memberships = Memberships::default();
    for row in rows {
        memberships.insert(row.applicant, declared(row.relation, &row.kind)?);
    }
    Ok(memberships)
}

/// A relation that somebody is in.
pub fn declared(relation: RelationId, kind: &str) -> Result<Declared, Internal> {
    let known = RelationKind::from_name(kind);
    let kind = known.ok_or_else(|| Internal::Corrupt(format!("the kind of {relation}")))?;
    Ok(Declared { relation, kind })
}

/// Notes when the rings of a relation's members must be rebuilt.
pub async fn mark_due(tx: &mut Tx, id: RelationId, due_at: DateTime<Utc>) -> Result<(), Internal> {
    tx.execute(sqlx::query!(
        "INSERT INTO relation_change (tenant_id, relation_id, due_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
        tx.tenant_id(),
        id.0,
        due_at,
    ))
    .await
}

/// The tenants with a due change, by name. Each costs one index look-up.
pub async fn due_tenants(
    executor: impl PgExecutor<'_>,
    now: DateTime<Utc>,
) -> Result<Vec<String>, Internal> {
    Ok(sqlx::query_scalar!(
        r#"WITH RECURSIVE seen AS (
            (SELECT tenant_id FROM relation_change ORDER BY tenant_id LIMIT 1)
            UNION ALL
            SELECT (
                SELECT tenant_id FROM relation_change WHERE tenant_id > seen.tenant_id ORDER BY tenant_id LIMIT 1
            )
            FROM seen
            WHERE seen.tenant_id IS NOT NULL
        )
        SELECT tenant_id AS "tenant_id!"
        FROM seen
        WHERE tenant_id IS NOT NULL AND EXISTS (
            SELECT 1 FROM relation_change WHERE relation_change.tenant_id = seen.tenant_id AND due_at <= $1
        )"#,
        now,
    )
    .fetch_all(executor)
    .await?)
}

/// Takes the tenant's oldest due change. The caller holds the lock of the tenant's relations.
pub async fn take_due(tx: &mut Tx, now: DateTime<Utc>) -> Result<Option<RelationId>, Internal> {
    Ok(sqlx::query_scalar!(
        r#"DELETE FROM relation_change
        USING (
            SELECT relation_id, due_at
            FROM relation_change
            WHERE tenant_id = $1 AND due_at <= $2
            ORDER BY due_at, relation_id
            LIMIT 1
        ) AS oldest
        WHERE relation_change.tenant_id = $1 AND relation_change.relation_id = oldest.relation_id
        AND relation_change.due_at = oldest.due_at
        RETURNING relation_change.relation_id AS "relation_id: RelationId""#,
        tx.tenant_id(),
        now,
    )
    .fetch_optional(tx.connection())
    .await?)
}
