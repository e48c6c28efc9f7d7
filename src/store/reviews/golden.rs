//! The table `golden_item`.

use chrono::{DateTime, Utc};
use ids::actor::Actor;
use ids::{ApplicantId, DecisionId};
use scoring::decision::Band;

use crate::store::{Internal, Tx};

/// A case with a known answer.
#[derive(Clone, Debug)]
pub struct GoldenItem {
    pub applicant_id: ApplicantId,
    pub decision_id: DecisionId,
    pub truth: String,
    pub marked_by: String,
    pub marked_at: DateTime<Utc>,
}

/// Marks a golden item, or changes its truth.
pub async fn mark(tx: &mut Tx, item: &GoldenItem) -> Result<(), Internal> {
    tx.execute(sqlx::query!(
        "INSERT INTO golden_item (tenant_id, applicant_id, decision_id, truth, marked_by, marked_at)
        VALUES ($1, $2, $3, $4, $5, $6)
        ON CONFLICT (tenant_id, applicant_id) DO UPDATE
        SET decision_id = $3, truth = $4, marked_by = $5, marked_at = $6, removed_at = NULL",
        tx.tenant_id(),
        item.applicant_id.0,
        item.decision_id.0,
        item.truth,
        item.marked_by,
        item.marked_at,
    ))
    .await
}

/// Stops mixing in a golden item; false if there is none.
pub async fn remove(tx: &mut Tx, applicant: ApplicantId) -> Result<bool, Internal> {
    tx.changes_one(sqlx::query!(
        "UPDATE golden_item SET removed_at = $2 WHERE applicant_id = $1 AND removed_at IS NULL",
        applicant.0,
        tx.now,
    ))
    .await
}

/// The golden items, the latest first; at most 1,000.
pub async fn list(tx: &mut Tx) -> Result<Vec<GoldenItem>, Internal> {
    tx.fetch_all(sqlx::query_as!(
        GoldenItem,
        r#"SELECT golden_item.applicant_id AS "applicant_id: ApplicantId",
            golden_item.decision_id AS "decision_id: DecisionId", truth, marked_by, marked_at
        FROM golden_item
        JOIN applicant
            ON applicant.tenant_id = golden_item.tenant_id AND applicant.id = golden_item.applicant_id
        WHERE removed_at IS NULL AND applicant.erased_at IS NULL
        ORDER BY marked_at DESC, golden_item.applicant_id
        LIMIT 1000"#,
    ))
    .await
}

/// The golden item of this band that was mixed in the longest ago and whose applicant has no open review.
pub async fn next(tx: &mut Tx, band: Band) -> Result<Option<GoldenItem>, Internal> {
    tx.fetch_optional(sqlx::query_as!(
        GoldenItem,
        r#"SELECT item.applicant_id AS "applicant_id: ApplicantId", item.decision_id AS "decision_id: DecisionId",
            item.truth, item.marked_by, item.marked_at
        FROM golden_item AS item
        JOIN applicant ON applicant.tenant_id = item.tenant_id AND applicant.id = item.applicant_id
        WHERE item.removed_at IS NULL AND applicant.erased_at IS NULL
        AND EXISTS (
            SELECT FROM decision
            WHERE decision.tenant_id = item.tenant_id AND decision.applicant_id = item.applicant_id
            AND decision.id = item.decision_id AND decision.band = $1
        )
        AND NOT EXISTS (
            SELECT FROM review WHERE review.applicant_id = item.applicant_id AND review.state <> 'closed'
        )
        ORDER BY (
            SELECT max(review.opened_at) FROM review
            WHERE review.applicant_id = item.applicant_id AND review.golden IS NOT NULL
        ) NULLS FIRST, item.applicant_id
        LIMIT 1"#,
        band.name(),
    ))
    .await
}

/// Everybody who gave or approved a verdict on this applicant.
pub async fn judges(
    tx: &mut Tx,
    applicant: ApplicantId,
    reviews: JudgedReviews,
) -> Result<Vec<Actor>, Internal> {
    let names = sqlx::query_scalar!(
        r#"SELECT DISTINCT judge.name AS "name!"
        FROM verdict
        CROSS JOIN LATERAL (VALUES (actor), (approved_by)) AS judge (name)
        WHERE applicant_id = $1 AND ($2 OR truth IS NULL) AND judge.name IS NOT NULL
        ORDER BY 1"#,
        applicant.0,
        matches!(reviews, JudgedReviews::GoldenToo),
    )
    .fetch_all(tx.connection())
    .await?;
    Ok(names.iter().filter_map(|name| Actor::parse(name).ok()).collect())
}

/// Which reviews to look at.
#[derive(Clone, Copy, Debug)]
pub enum JudgedReviews {
    /// Only real reviews.
    Real,
    /// Reviews of golden items too.
    GoldenToo,
}
