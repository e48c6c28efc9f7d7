//! The table `identifier`: which applicant has which identifier, as keyed digests.

use chrono::{DateTime, Utc};
use evidence::identifier::{IdentifierDigest, IdentifierKind};
use evidence::linkage::identifiers::Identifier;
use evidence::linkage::ring::ApplicantIdentifier;
use evidence::links::Links;
use ids::ApplicantId;

use crate::store::{Internal, Tx};

/// Stores an applicant's identifiers, or the later time of use of known ones.
pub async fn keep(
    tx: &mut Tx,
    applicant: ApplicantId,
    identifiers: &[Identifier],
) -> Result<(), Internal> {
    let own: Vec<&Identifier> =
        identifiers.iter().filter(|identifier| identifier.kind.is_own()).collect();
    let kinds: Vec<String> =
        own.iter().map(|identifier| identifier.kind.name().to_owned()).collect();
    let keys: Vec<i64> = own.iter().map(|identifier| identifier.digest.0).collect();
    let used: Vec<DateTime<Utc>> = own.iter().map(|identifier| identifier.used_at).collect();
    tx.execute(sqlx::query!(
        "INSERT INTO identifier (tenant_id, applicant_id, kind, key, used_at)
        SELECT $1, $2, kind, key, used_at
        FROM unnest($3::text[], $4::bigint[], $5::timestamptz[]) AS new (kind, key, used_at)
        ON CONFLICT (tenant_id, applicant_id, key) DO UPDATE
        SET used_at = EXCLUDED.used_at
        WHERE identifier.used_at < EXCLUDED.used_at",
        tx.tenant_id(),
        applicant.0,
        &kinds,
        &keys,
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
        r#"SELECT applicant_id AS "applicant_id: ApplicantId", kind, key, used_at
        FROM identifier
        WHERE tenant_id = $1 AND applicant_id = ANY ($2)
        ORDER BY applicant_id, kind, key
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
    let mut keys: Vec<i64> = held.iter().map(|identifier| identifier.digest.0).collect();
    keys.sort_unstable();
    keys.dedup();
    let limit = i64::try_from(Links::CAP + 1).expect("the cap is small");
    let rows = sqlx::query_as!(
        Row,
        r#"SELECT
            holder.applicant_id AS "applicant_id: ApplicantId",
            holder.kind,
            wanted.key AS "key!",
            holder.used_at
        FROM unnest($1::bigint[]) AS wanted (key)
        CROSS JOIN LATERAL (
            SELECT applicant_id, kind, used_at
            FROM identifier
            WHERE tenant_id = $2 AND identifier.key = wanted.key
            ORDER BY used_at DESC
            LIMIT $3
        ) AS holder
        ORDER BY holder.kind, wanted.key, holder.used_at DESC, holder.applicant_id DESC"#,
        &keys,
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
    key: i64,
    used_at: DateTime<Utc>,
}

impl Row {
    fn read(self) -> Option<ApplicantIdentifier> {
        Some(ApplicantIdentifier {
            applicant: self.applicant_id,
            kind: IdentifierKind::from_name(&self.kind)?,
            digest: IdentifierDigest(self.key),
            used_at: self.used_at,
        })
    }
}
