//! The table `applicant`.

use chrono::{DateTime, Utc};
use ids::{ApplicantId, RingId};

use crate::store::{Internal, Tx};

/// An applicant as it is stored.
#[derive(Clone, Debug)]
pub struct StoredApplicant {
    pub id: ApplicantId,
    /// The tenant's own name, sealed.
    pub external_id: Vec<u8>,
    /// The keyed digest of the tenant's own name.
    pub external_digest: Vec<u8>,
    /// The data key, wrapped. Empty once the applicant is erased.
    pub data_key: Vec<u8>,
    pub ring_id: Option<RingId>,
    /// When the first profile was submitted.
    pub created_at: DateTime<Utc>,
}

impl StoredApplicant {
    /// Whether the applicant was erased.
    pub fn is_erased(&self) -> bool {
        self.data_key.is_empty()
    }
}

pub async fn insert(tx: &mut Tx, applicant: &StoredApplicant) -> Result<(), Internal> {
    tx.execute(sqlx::query!(
        "INSERT INTO applicant (tenant_id, id, external_digest, external_id, data_key, created_at)
        VALUES ($1, $2, $3, $4, $5, $6)",
        tx.tenant_id(),
        applicant.id.0,
        applicant.external_digest,
        applicant.external_id,
        applicant.data_key,
        applicant.created_at,
    ))
    .await
}

/// Changes the tenant's own name of an applicant.
pub async fn rename(
    tx: &mut Tx,
    id: ApplicantId,
    external_digest: &[u8; 32],
    external_id: &[u8],
) -> Result<(), Internal> {
    tx.execute(sqlx::query!(
        "UPDATE applicant SET external_digest = $2, external_id = $3 WHERE id = $1",
        id.0,
        external_digest,
        external_id,
    ))
    .await
}

/// The applicant whose external id has this digest.
pub async fn find_by_external(
    tx: &mut Tx,
    external_digest: &[u8; 32],
) -> Result<Option<StoredApplicant>, Internal> {
    tx.fetch_optional(sqlx::query_as!(
        StoredApplicant,
        r#"SELECT
            id AS "id: ApplicantId",
            external_id,
            external_digest,
            data_key,
            ring_id AS "ring_id: RingId",
            created_at
        FROM applicant
        WHERE external_digest = $1"#,
        external_digest,
    ))
    .await
}

/// These applicants, in no order, as far as they exist.
pub async fn find_all(tx: &mut Tx, ids: &[ApplicantId]) -> Result<Vec<StoredApplicant>, Internal> {
    let ids: Vec<uuid::Uuid> = ids.iter().map(|id| id.0).collect();
    tx.fetch_all(sqlx::query_as!(
        StoredApplicant,
        r#"SELECT
            id AS "id: ApplicantId",
            external_id,
            external_digest,
            data_key,
            ring_id AS "ring_id: RingId",
            created_at
        FROM applicant
        WHERE id = ANY ($1)"#,
        &ids,
    ))
    .await
}

pub async fn find(tx: &mut Tx, id: ApplicantId) -> Result<Option<StoredApplicant>, Internal> {
    Ok(find_all(tx, &[id]).await?.pop())
}

/// The rings of these applicants, each once, the oldest first; `None` last, if any has no ring.
pub async fn rings_of(tx: &mut Tx, ids: &[ApplicantId]) -> Result<Vec<Option<RingId>>, Internal> {
    let ids: Vec<uuid::Uuid> = ids.iter().map(|id| id.0).collect();
    Ok(sqlx::query_scalar!(
        r#"SELECT DISTINCT ring_id AS "ring_id: RingId"
        FROM unnest($2::uuid[]) AS wanted (id)
        CROSS JOIN LATERAL (
            SELECT ring_id FROM applicant WHERE tenant_id = $1 AND id = wanted.id OFFSET 0
        ) AS found
        ORDER BY 1 NULLS LAST"#,
        tx.tenant_id(),
        &ids,
    )
    .fetch_all(tx.connection())
    .await?)
}

/// Someone who can be in a ring.
pub struct Member {
    pub id: ApplicantId,
    pub ring_id: Option<RingId>,
}

/// These applicants without the erased ones, in a fixed order.
pub async fn alive(tx: &mut Tx, ids: &[ApplicantId]) -> Result<Vec<Member>, Internal> {
    let ids: Vec<uuid::Uuid> = ids.iter().map(|id| id.0).collect();
    tx.fetch_all(sqlx::query_as!(
        Member,
        r#"SELECT found.id AS "id!: ApplicantId", ring_id AS "ring_id: RingId"
        FROM (SELECT DISTINCT id FROM unnest($2::uuid[]) AS id) AS wanted
        CROSS JOIN LATERAL (
            SELECT id, ring_id
            FROM applicant
            WHERE tenant_id = $1 AND id = wanted.id AND erased_at IS NULL
            OFFSET 0
        ) AS found
        ORDER BY found.id"#,
        tx.tenant_id(),
        &ids,
    ))
    .await
}

/// Puts these applicants and all members of these rings into one ring.
pub async fn join_ring(
    tx: &mut Tx,
    ring: RingId,
    ids: &[ApplicantId],
    merged: &[RingId],
) -> Result<(), Internal> {
    let ids: Vec<uuid::Uuid> = ids.iter().map(|id| id.0).collect();
    let merged: Vec<uuid::Uuid> = merged.iter().map(|ring| ring.0).collect();
    tx.execute(sqlx::query!(
        "UPDATE applicant
        SET ring_id = $1
        WHERE tenant_id = $4 AND ring_id IS DISTINCT FROM $1 AND id = ANY ($2::uuid[] || ARRAY(
            SELECT member.id
            FROM unnest($3::uuid[]) AS merged (ring)
            CROSS JOIN LATERAL (
                SELECT id FROM applicant WHERE tenant_id = $4 AND ring_id = merged.ring OFFSET 0
            ) AS member
        ))",
        ring.0,
        &ids,
        &merged,
        tx.tenant_id(),
    ))
    .await
}
