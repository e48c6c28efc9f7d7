//! The tables `shadow_score` and `shadow_progress`, and the decisions that the shadow still has to score.

use chrono::{DateTime, Utc};
use ids::{ApplicantId, DecisionId};
use uuid::Uuid;

use crate::store::{Internal, Tx};

/// A shadow's progress: all decisions up to this time and id are scored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Watermark {
    pub created_at: DateTime<Utc>,
    pub decision_id: DecisionId,
}

/// A decision that the shadow still has to score.
#[derive(Clone, Debug)]
pub struct Unscored {
    pub decision_id: DecisionId,
    pub created_at: DateTime<Utc>,
    pub applicant_id: ApplicantId,
    /// The model that scored it.
    pub champion_digest: String,
    /// The champion's band.
    pub champion_band: String,
    /// The champion's log-odds.
    pub champion_log_odds: f64,
    /// The policy that was applied.
    pub policy_version: i32,
    /// What it was made from, sealed.
    pub inputs: Vec<u8>,
    /// The applicant's data key, wrapped; empty if the applicant was erased.
    pub data_key: Vec<u8>,
}

/// A shadow's score of a decision.
#[derive(Clone, Debug, PartialEq)]
pub struct Scored {
    pub band: &'static str,
    pub log_odds: f64,
}

/// A shadow's progress; `None` if it has not begun.
pub async fn watermark(tx: &mut Tx, digest: &str) -> Result<Option<Watermark>, Internal> {
    tx.fetch_optional(sqlx::query_as!(
        Watermark,
        r#"SELECT created_at, decision_id AS "decision_id: DecisionId"
        FROM shadow_progress
        WHERE digest = $1"#,
        digest,
    ))
    .await
}

/// Stores a shadow's progress.
pub async fn set_watermark(
    tx: &mut Tx,
    digest: &str,
    watermark: Watermark,
) -> Result<(), Internal> {
    tx.execute(sqlx::query!(
        "INSERT INTO shadow_progress (tenant_id, digest, created_at, decision_id) VALUES ($1, $2, $3, $4)
        ON CONFLICT (tenant_id, digest)
        DO UPDATE SET created_at = excluded.created_at, decision_id = excluded.decision_id",
        tx.tenant_id(),
        digest,
        watermark.created_at,
        watermark.decision_id.0,
    ))
    .await
}

/// The decisions after a watermark and before a time, the earliest first, at most `limit`.
pub async fn unscored(
    tx: &mut Tx,
    after: Watermark,
    before: DateTime<Utc>,
    limit: i64,
) -> Result<Vec<Unscored>, Internal> {
    tx.fetch_all(sqlx::query_as!(
        Unscored,
        r#"SELECT decision.id AS "decision_id: DecisionId", decision.created_at,
            decision.applicant_id AS "applicant_id: ApplicantId", model_digest AS champion_digest,
            band AS champion_band, log_odds AS champion_log_odds, policy_version, inputs, applicant.data_key
        FROM decision
        JOIN applicant ON applicant.tenant_id = decision.tenant_id AND applicant.id = decision.applicant_id
        WHERE decision.tenant_id = $1
        AND (decision.created_at, decision.id) > ($2, $3)
        AND decision.created_at < $4
        ORDER BY decision.created_at, decision.id
        LIMIT $5"#,
        tx.tenant_id(),
        after.created_at,
        after.decision_id.0,
        before,
        limit,
    ))
    .await
}

/// Stores a shadow's score. Repeating it changes nothing.
pub async fn insert(
    tx: &mut Tx,
    digest: &str,
    decision: &Unscored,
    scored: &Scored,
) -> Result<(), Internal> {
    tx.execute(sqlx::query!(
        "INSERT INTO shadow_score (tenant_id, digest, decision_id, created_at, applicant_id, champion_digest,
            champion_band, champion_log_odds, band, log_odds)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
        ON CONFLICT DO NOTHING",
        tx.tenant_id(),
        digest,
        decision.decision_id.0,
        decision.created_at,
        decision.applicant_id.0,
        decision.champion_digest,
        decision.champion_band,
        decision.champion_log_odds,
        scored.band,
        scored.log_odds,
    ))
    .await
}

/// A decision that both models scored, with the latest verdict on its applicant.
#[derive(Clone, Debug, PartialEq)]
pub struct Pair {
    pub created_at: DateTime<Utc>,
    pub champion_band: String,
    pub champion_log_odds: f64,
    /// The shadow's band.
    pub band: String,
    /// The shadow's log-odds.
    pub log_odds: f64,
    /// The latest verdict that was not withdrawn and is not `unsure`.
    pub verdict: Option<String>,
}

/// A shadow's scores with the champion's, the latest first, at most `limit`.
pub async fn pairs(tx: &mut Tx, digest: &str, limit: i64) -> Result<Vec<Pair>, Internal> {
    tx.fetch_all(sqlx::query_as!(
        Pair,
        r#"SELECT shadow_score.created_at, champion_band, champion_log_odds, band, log_odds, known.verdict AS "verdict?"
        FROM shadow_score
        LEFT JOIN LATERAL (
            SELECT verdict
            FROM label
            WHERE label.tenant_id = $1 AND label.applicant_id = shadow_score.applicant_id
            AND withdrawn_at IS NULL AND verdict <> 'unsure'
            ORDER BY label.created_at DESC, label.id DESC
            LIMIT 1
        ) AS known ON true
        WHERE shadow_score.tenant_id = $1 AND digest = $2
        ORDER BY shadow_score.created_at DESC, decision_id DESC
        LIMIT $3"#,
        tx.tenant_id(),
        digest,
        limit,
    ))
    .await
}

/// An id that sorts before every decision's.
pub fn first() -> DecisionId {
    DecisionId(Uuid::nil())
}
