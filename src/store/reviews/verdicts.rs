//! The table `verdict`.

use chrono::{DateTime, Utc};
use ids::actor::Actor;
use ids::{ApplicantId, DecisionId, LabelId, VerdictId};
use learning::label::Verdict;

use crate::domain::queue::QueueName;
use crate::domain::review::{RecordedVerdict, Review};
use crate::store::{Internal, Tx};

/// Stores a verdict.
pub async fn insert(tx: &mut Tx, review: &Review, given: &RecordedVerdict) -> Result<(), Internal> {
    tx.execute(sqlx::query!(
        "INSERT INTO verdict (tenant_id, id, review_id, applicant_id, decision_id, verdict, evidence, reasons,
            score_visible, actor, claimed_at, given_at, truth)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
        tx.tenant_id(),
        given.id.0,
        review.id.0,
        review.applicant_id.0,
        given.decision_id.0,
        given.verdict.name(),
        given.evidence.name(),
        &given.reasons,
        given.score_visible,
        given.by.as_str(),
        given.claimed_at,
        given.at,
        review.golden.map(Verdict::name),
    ))
    .await
}

/// Stores that a verdict was approved.
pub async fn approve(
    tx: &mut Tx,
    id: VerdictId,
    by: &Actor,
    at: DateTime<Utc>,
) -> Result<(), Internal> {
    tx.execute(sqlx::query!(
        "UPDATE verdict SET approved_by = $2, approved_at = $3 WHERE id = $1",
        id.0,
        by.as_str(),
        at,
    ))
    .await
}

/// Stores that a verdict was sent back.
pub async fn send_back(tx: &mut Tx, id: VerdictId, at: DateTime<Utc>) -> Result<(), Internal> {
    tx.execute(sqlx::query!("UPDATE verdict SET returned_at = $2 WHERE id = $1", id.0, at)).await
}

/// Stores that a verdict was undone. Returns its label.
pub async fn withdraw(
    tx: &mut Tx,
    id: VerdictId,
    at: DateTime<Utc>,
) -> Result<Option<LabelId>, Internal> {
    Ok(sqlx::query_scalar!(
        r#"UPDATE verdict SET withdrawn_at = $2 WHERE id = $1 RETURNING label_id AS "label_id: LabelId""#,
        id.0,
        at,
    )
    .fetch_one(tx.connection())
    .await?)
}

/// Stores the label of a verdict.
pub async fn became(tx: &mut Tx, id: VerdictId, label: LabelId) -> Result<(), Internal> {
    tx.execute(sqlx::query!("UPDATE verdict SET label_id = $2 WHERE id = $1", id.0, label.0)).await
}

/// A verdict as it counts for agreement.
#[derive(Clone, Debug)]
pub struct CountedVerdict {
    pub actor: String,
    pub decision_id: DecisionId,
    pub verdict: String,
    /// The truth, for a golden item.
    pub truth: Option<String>,
    /// When they claimed the case.
    pub claimed_at: DateTime<Utc>,
    pub given_at: DateTime<Utc>,
}

/// The latest verdict of each person on each decision since a time, without undone and returned ones; at most 100,000.
pub async fn counted(
    tx: &mut Tx,
    since: DateTime<Utc>,
    queue: Option<&QueueName>,
) -> Result<Vec<CountedVerdict>, Internal> {
    tx.fetch_all(sqlx::query_as!(
        CountedVerdict,
        r#"SELECT DISTINCT ON (verdict.actor, verdict.decision_id)
            verdict.actor AS "actor!", verdict.decision_id AS "decision_id!: DecisionId",
            verdict.verdict AS "verdict!", verdict.truth AS "truth?", verdict.claimed_at AS "claimed_at!",
            verdict.given_at AS "given_at!"
        FROM verdict
        JOIN review ON review.tenant_id = verdict.tenant_id AND review.id = verdict.review_id
        WHERE verdict.withdrawn_at IS NULL AND verdict.returned_at IS NULL AND verdict.given_at >= $1
        AND ($2::text IS NULL OR review.queue = $2)
        ORDER BY verdict.actor, verdict.decision_id, verdict.given_at DESC
        LIMIT 100000"#,
        since,
        queue.map(QueueName::as_str),
    ))
    .await
}

/// How many verdicts of each person were overturned on appeal since a time.
pub async fn overturned(tx: &mut Tx, since: DateTime<Utc>) -> Result<Vec<(String, i64)>, Internal> {
    let rows = sqlx::query!(
        r#"SELECT verdict.actor AS "actor!", count(*) AS "count!"
        FROM appeal
        JOIN verdict ON verdict.tenant_id = appeal.tenant_id AND verdict.id = appeal.contested_verdict_id
        WHERE appeal.outcome = 'overturned' AND verdict.given_at >= $1
        GROUP BY verdict.actor"#,
        since,
    )
    .fetch_all(tx.connection())
    .await?;
    Ok(rows.into_iter().map(|row| (row.actor, row.count)).collect())
}

/// The latest valid verdict on an applicant.
#[derive(Clone, Debug)]
pub struct LatestVerdict {
    pub id: VerdictId,
    pub verdict: String,
    /// Whether it is final and became a label.
    pub is_final: bool,
}

/// The latest verdict on an applicant that was not undone or returned, without golden items.
pub async fn latest(
    tx: &mut Tx,
    applicant: ApplicantId,
) -> Result<Option<LatestVerdict>, Internal> {
    tx.fetch_optional(sqlx::query_as!(
        LatestVerdict,
        r#"SELECT id AS "id: VerdictId", verdict, label_id IS NOT NULL AS "is_final!"
        FROM verdict
        WHERE applicant_id = $1 AND truth IS NULL AND withdrawn_at IS NULL AND returned_at IS NULL
        ORDER BY given_at DESC
        LIMIT 1"#,
        applicant.0,
    ))
    .await
}

/// The outcome of a verdict.
pub async fn find_outcome(tx: &mut Tx, id: VerdictId) -> Result<Option<String>, Internal> {
    Ok(sqlx::query_scalar!("SELECT verdict FROM verdict WHERE id = $1", id.0)
        .fetch_optional(tx.connection())
        .await?)
}
