//! The table `decision`: append-only.

use chrono::{DateTime, Utc};
use ids::{ApplicantId, DecisionId};
use scoring::decision::{Band, Decision};

use crate::store::{Internal, Tx};

/// A decision as it is stored, with its applicant's wrapped key.
#[derive(Clone, Debug)]
pub struct StoredDecision {
    pub id: DecisionId,
    pub applicant_id: ApplicantId,
    /// The answer, sealed.
    pub answer: Vec<u8>,
    /// What it was made from, sealed.
    pub inputs: Vec<u8>,
    /// The applicant's data key, wrapped.
    pub data_key: Vec<u8>,
}

/// When a decision was made: the milliseconds in its UUIDv7.
pub fn created_at(id: DecisionId) -> Option<DateTime<Utc>> {
    let (seconds, nanos) = id.0.get_timestamp()?.to_unix();
    DateTime::from_timestamp(i64::try_from(seconds).ok()?, nanos)
}

pub async fn insert(
    tx: &mut Tx,
    decision: &Decision,
    answer: &[u8],
    inputs: &[u8],
) -> Result<(), Internal> {
    let assessment = &decision.assessment;
    tx.execute(sqlx::query!(
        "INSERT INTO decision (
            tenant_id, id, created_at, applicant_id, profile_version, band, recommendation, score,
            probability, log_odds, model_digest, policy_version, review_id, answer, inputs
        ) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)",
        tx.tenant_id(),
        decision.id.0,
        decision.created_at,
        decision.applicant_id.0,
        decision.profile_version,
        assessment.band.name(),
        assessment.recommendation.name(),
        i16::from(assessment.score),
        assessment.probability,
        assessment.log_odds,
        assessment.model.digest,
        assessment.policy_version,
        decision.review.map(|review| review.id.0),
        answer,
        inputs,
    ))
    .await
}

/// One decision.
pub async fn find(tx: &mut Tx, id: DecisionId) -> Result<Option<StoredDecision>, Internal> {
    let Some(created_at) = created_at(id) else { return Ok(None) };
    tx.fetch_optional(sqlx::query_as!(
        StoredDecision,
        r#"SELECT
            decision.id AS "id: DecisionId",
            decision.applicant_id AS "applicant_id: ApplicantId",
            decision.answer,
            decision.inputs,
            applicant.data_key
        FROM decision
        JOIN applicant ON applicant.tenant_id = decision.tenant_id AND applicant.id = decision.applicant_id
        WHERE decision.created_at = $1 AND decision.id = $2"#,
        created_at,
        id.0,
    ))
    .await
}

/// Whether the tenant has any decision.
pub async fn any(tx: &mut Tx) -> Result<bool, Internal> {
    Ok(sqlx::query_scalar!(
        r#"SELECT EXISTS (SELECT FROM decision WHERE tenant_id = $1) AS "is!""#,
        tx.tenant_id(),
    )
    .fetch_one(tx.connection())
    .await?)
}

/// The latest band and score of each of these applicants.
pub async fn latest_of(
    tx: &mut Tx,
    applicants: &[ApplicantId],
) -> Result<Vec<(ApplicantId, Band, u8)>, Internal> {
    let ids: Vec<uuid::Uuid> = applicants.iter().map(|id| id.0).collect();
    let rows = sqlx::query_as!(
        Latest,
        r#"SELECT
            wanted.id AS "id!: ApplicantId",
            latest.band,
            latest.score
        FROM unnest($2::uuid[]) AS wanted (id)
        CROSS JOIN LATERAL (
            SELECT band, score
            FROM decision
            WHERE tenant_id = $1 AND applicant_id = wanted.id
            ORDER BY created_at DESC, id DESC
            LIMIT 1
        ) AS latest"#,
        tx.tenant_id(),
        &ids,
    )
    .fetch_all(tx.connection())
    .await?;
    let read = |row: Latest| {
        let band = Band::from_name(&row.band)?;
        Some((row.id, band, u8::try_from(row.score).ok()?))
    };
    Ok(rows.into_iter().filter_map(read).collect())
}

struct Latest {
    id: ApplicantId,
    band: String,
    score: i16,
}
