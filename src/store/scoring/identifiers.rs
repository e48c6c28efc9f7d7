//! The table `identifier`: which applicant has which identifier, as keyed digests.

use chrono::{DateTime, Utc};
use evidence::identifier::{IdentifierDigest, IdentifierKind};
use evidence::linkage::identifiers::Identifier;
use evidence::linkage::links::{Sighting, Sightings};
use evidence::linkage::ring::ApplicantIdentifier;
use evidence::links::Links;
use ids::ApplicantId;

use crate::store::{Internal, Tx};

/// The other applicants with each of these identifiers, in one round trip: the most recent [`Links::CAP`] for each, and
/// one more if there are more.
pub async fn sightings(
    tx: &mut Tx,
    applicant: Option<ApplicantId>,
    identifiers: &[Identifier],
) -> Result<Sightings, Internal> {
    let kinds: Vec<String> = identifiers
        .iter()
        .map(|identifier| identifier.kind.looked_up_as().name().to_owned())
        .collect();
    let digests: Vec<Vec<u8>> =
        identifiers.iter().map(|identifier| identifier.digest.0.to_vec()).collect();
    let limit = i64::try_from(Links::CAP + 1).expect("the cap is small");
    // Row-level security would add the tenant, but naming it lets the planner use the whole index.
    let rows = sqlx::query!(
        r#"SELECT
            wanted.position AS "position!",
            other.applicant_id AS "applicant_id: ApplicantId",
            other.used_at
        FROM unnest($1::text[], $2::bytea[]) WITH ORDINALITY AS wanted (kind, digest, position)
        CROSS JOIN LATERAL (
            SELECT applicant_id, used_at
            FROM identifier
            WHERE tenant_id = $3
            AND identifier.kind = wanted.kind
            AND identifier.digest = wanted.digest
            AND applicant_id IS DISTINCT FROM $4
            ORDER BY used_at DESC, applicant_id DESC
            LIMIT $5
        ) AS other
        ORDER BY wanted.position, other.used_at DESC, other.applicant_id DESC"#,
        &kinds,
        &digests,
        tx.tenant_id(),
        applicant.map(|id| id.0),
        limit,
    )
    .fetch_all(tx.connection())
    .await?;
    let mut sightings: Sightings = vec![Vec::new(); identifiers.len()];
    for row in rows {
        let place = usize::try_from(row.position - 1).ok().and_then(|i| sightings.get_mut(i));
        if let Some(place) = place {
            place.push(Sighting { applicant: row.applicant_id, used_at: row.used_at });
        }
    }
    Ok(sightings)
}

/// Stores the applicant's identifiers, or the later time of use of known ones.
pub async fn keep(
    tx: &mut Tx,
    applicant: ApplicantId,
    identifiers: &[Identifier],
) -> Result<(), Internal> {
    // Always in the same order, so that two transactions that write the same rows wait for each other instead of
    // deadlocking.
    let mut ordered: Vec<&Identifier> =
        identifiers.iter().filter(|identifier| identifier.kind.is_own()).collect();
    ordered.sort_by_key(|identifier| (identifier.kind, identifier.digest));
    let kinds: Vec<String> =
        ordered.iter().map(|identifier| identifier.kind.name().to_owned()).collect();
    let digests: Vec<Vec<u8>> =
        ordered.iter().map(|identifier| identifier.digest.0.to_vec()).collect();
    let used: Vec<DateTime<Utc>> = ordered.iter().map(|identifier| identifier.used_at).collect();
    tx.execute(sqlx::query!(
        "INSERT INTO identifier (tenant_id, kind, digest, applicant_id, used_at)
        SELECT $1, kind, digest, $2, used_at
        FROM unnest($3::text[], $4::bytea[], $5::timestamptz[]) AS new (kind, digest, used_at)
        ON CONFLICT (tenant_id, kind, digest, applicant_id) DO UPDATE
        SET used_at = EXCLUDED.used_at
        WHERE identifier.used_at < EXCLUDED.used_at",
        tx.tenant_id(),
        applicant.0,
        &kinds,
        &digests,
        &used,
    ))
    .await
}

/// The identifiers of these applicants, in a fixed order; at most `limit`.
pub async fn held_by(
    tx: &mut Tx,
    applicants: &[ApplicantId],
    limit: i64,
) -> Result<Vec<ApplicantIdentifier>, Internal> {
    let ids: Vec<uuid::Uuid> = applicants.iter().map(|id| id.0).collect();
    let rows = sqlx::query_as!(
        Row,
        r#"SELECT applicant_id AS "applicant_id: ApplicantId", kind, digest, used_at
        FROM identifier
        WHERE tenant_id = $1 AND applicant_id = ANY ($2)
        ORDER BY applicant_id, kind, digest
        LIMIT $3"#,
        tx.tenant_id(),
        &ids,
        limit,
    )
    .fetch_all(tx.connection())
    .await?;
    Ok(rows.into_iter().filter_map(Row::read).collect())
}

/// Everybody who has one of these identifiers: the most recent few for each, in a fixed order.
pub async fn holders(
    tx: &mut Tx,
    held: &[ApplicantIdentifier],
) -> Result<Vec<ApplicantIdentifier>, Internal> {
    let kinds: Vec<String> =
        held.iter().map(|identifier| identifier.kind.name().to_owned()).collect();
    let digests: Vec<Vec<u8>> =
        held.iter().map(|identifier| identifier.digest.0.to_vec()).collect();
    let limit = i64::try_from(Links::CAP + 1).expect("the cap is small");
    let rows = sqlx::query_as!(
        Row,
        r#"SELECT
            holder.applicant_id AS "applicant_id: ApplicantId",
            wanted.kind AS "kind!",
            wanted.digest AS "digest!",
            holder.used_at
        FROM (
            SELECT DISTINCT kind, digest FROM unnest($1::text[], $2::bytea[]) AS given (kind, digest)
        ) AS wanted
        CROSS JOIN LATERAL (
            SELECT applicant_id, used_at
            FROM identifier
            WHERE tenant_id = $3
            AND identifier.kind = wanted.kind
            AND identifier.digest = wanted.digest
            ORDER BY used_at DESC, applicant_id DESC
            LIMIT $4
        ) AS holder
        ORDER BY wanted.kind, wanted.digest, holder.used_at DESC, holder.applicant_id DESC"#,
        &kinds,
        &digests,
        tx.tenant_id(),
        limit,
    )
    .fetch_all(tx.connection())
    .await?;
    Ok(rows.into_iter().filter_map(Row::read).collect())
}

struct Row {
    applicant_id: ApplicantId,
    kind: String,
    digest: Vec<u8>,
    used_at: DateTime<Utc>,
}

impl Row {
    fn read(self) -> Option<ApplicantIdentifier> {
        Some(ApplicantIdentifier {
            applicant: self.applicant_id,
            kind: IdentifierKind::from_name(&self.kind)?,
            digest: IdentifierDigest(self.digest.try_into().ok()?),
            used_at: self.used_at,
        })
    }
}
