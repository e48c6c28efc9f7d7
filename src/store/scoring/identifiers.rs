//! The table `identifier`: which applicant has which identifier, as keyed digests.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use evidence::identifier::{IdentifierDigest, IdentifierKind};
use evidence::linkage::identifiers::Identifier;
use evidence::linkage::ring::ApplicantIdentifier;
use evidence::links::Links;
use ids::ApplicantId;
use uuid::Uuid;

use crate::store::{Internal, Tx};

/// Stores identifiers of applicants, or the longer time of use of known ones. Nothing is stored for those who were
/// erased. No identifier of an applicant may occur twice.
pub async fn keep(tx: &mut Tx, identifiers: &[(ApplicantId, Identifier)]) -> Result<(), Internal> {
    if identifiers.is_empty() {
        return Ok(());
    }
    let mut rows = Rows::default();
    for (applicant, identifier) in identifiers {
        rows.push(*applicant, identifier);
    }
    tx.execute(sqlx::query!(
        "INSERT INTO identifier (tenant_id, applicant_id, kind, key, first_used_at, used_at)
        SELECT $1, new.applicant_id, new.kind, new.key, new.first_used_at, new.used_at
        FROM unnest($2::uuid[], $3::text[], $4::bigint[], $5::timestamptz[], $6::timestamptz[])
            AS new (applicant_id, kind, key, first_used_at, used_at)
        CROSS JOIN LATERAL (
            SELECT FROM applicant WHERE tenant_id = $1 AND id = new.applicant_id AND erased_at IS NULL OFFSET 0
        ) AS alive
        ON CONFLICT (tenant_id, applicant_id, key) DO UPDATE
        SET used_at = greatest(identifier.used_at, EXCLUDED.used_at),
            first_used_at = least(identifier.first_used_at, EXCLUDED.first_used_at)
        WHERE identifier.used_at < EXCLUDED.used_at OR identifier.first_used_at > EXCLUDED.first_used_at",
        tx.tenant_id(),
        &rows.applicants,
        &rows.kinds,
        &rows.keys,
        &rows.first_used_at,
        &rows.used_at,
    ))
    .await
}

/// Identifiers as columns.
#[derive(Default)]
pub(super) struct Rows {
    pub(super) applicants: Vec<Uuid>,
    pub(super) kinds: Vec<String>,
    pub(super) keys: Vec<i64>,
    pub(super) first_used_at: Vec<DateTime<Utc>>,
    pub(super) used_at: Vec<DateTime<Utc>>,
}

impl Rows {
    pub(super) fn push(&mut self, applicant: ApplicantId, identifier: &Identifier) {
        self.applicants.push(applicant.0);
        self.kinds.push(identifier.kind.name().to_owned());
        self.keys.push(identifier.digest.0);
        self.first_used_at.push(identifier.first_used_at);
        self.used_at.push(identifier.used_at);
    }
}

/// How many applicants have each of these identifiers; those that more have than are looked up count as one more.
pub async fn group_sizes(
    tx: &mut Tx,
    digests: &[IdentifierDigest],
) -> Result<BTreeMap<IdentifierDigest, usize>, Internal> {
    let keys: Vec<i64> = digests.iter().map(|digest| digest.0).collect();
    let limit = i64::try_from(Links::CAP + 2).expect("the cap is small");
    let rows = sqlx::query!(
        r#"SELECT wanted.key AS "key!", holders.number AS "number!"
        FROM unnest($1::bigint[]) AS wanted (key)
        CROSS JOIN LATERAL (
            SELECT count(*) AS number
            FROM (
                SELECT FROM identifier WHERE tenant_id = $2 AND identifier.key = wanted.key LIMIT $3
            ) AS holder
        ) AS holders"#,
        &keys,
        tx.tenant_id(),
        limit,
    )
    .fetch_all(tx.connection())
    .await?;
    let size = |number: i64| usize::try_from(number).unwrap_or_default();
    Ok(rows.into_iter().map(|row| (IdentifierDigest(row.key), size(row.number))).collect())
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
        r#"SELECT
            applicant_id AS "applicant_id: ApplicantId",
            kind,
            key,
            coalesce(first_used_at, used_at) AS "first_used_at!",
            used_at
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
            coalesce(holder.first_used_at, holder.used_at) AS "first_used_at!",
            holder.used_at
        FROM unnest($1::bigint[]) AS wanted (key)
        CROSS JOIN LATERAL (
            SELECT applicant_id, kind, first_used_at, used_at
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
    first_used_at: DateTime<Utc>,
    used_at: DateTime<Utc>,
}

impl Row {
    fn read(self) -> Option<ApplicantIdentifier> {
        Some(ApplicantIdentifier {
            applicant: self.applicant_id,
            kind: IdentifierKind::from_name(&self.kind)?,
            digest: IdentifierDigest(self.key),
            first_used_at: self.first_used_at,
            used_at: self.used_at,
        })
    }
}
