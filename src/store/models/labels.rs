//! The table `label`.

use chrono::{DateTime, Utc};
use ids::actor::Actor;
use ids::{ApplicantId, DecisionId, LabelId, ReviewId};
use learning::label::{Chosen, EvidenceKind, Label, LabelSource, Verdict};

use crate::store::{Internal, Tx};

struct Row {
    id: LabelId,
    applicant_id: ApplicantId,
    decision_id: Option<DecisionId>,
    verdict: String,
    evidence: String,
    source: String,
    chosen: String,
    chosen_with: Option<f64>,
    score_visible: bool,
    actor: String,
    review_id: Option<ReviewId>,
    learned_at: DateTime<Utc>,
    created_at: DateTime<Utc>,
    withdrawn_at: Option<DateTime<Utc>>,
}

impl TryFrom<Row> for Label {
    type Error = Internal;

    fn try_from(row: Row) -> Result<Self, Internal> {
        let unknown = |what: &str| Internal::Corrupt(format!("a label's {what}"));
        Ok(Self {
            id: row.id,
            applicant_id: row.applicant_id,
            decision_id: row.decision_id,
            verdict: Verdict::from_name(&row.verdict).ok_or_else(|| unknown("verdict"))?,
            evidence: EvidenceKind::from_name(&row.evidence).ok_or_else(|| unknown("evidence"))?,
            source: LabelSource::from_name(&row.source).ok_or_else(|| unknown("source"))?,
            chosen: Chosen::from_name(&row.chosen).ok_or_else(|| unknown("choice"))?,
            chosen_with: row.chosen_with,
            score_visible: row.score_visible,
            actor: Actor::parse(&row.actor).map_err(|_| unknown("author"))?,
            review_id: row.review_id,
            learned_at: row.learned_at,
            created_at: row.created_at,
            withdrawn_at: row.withdrawn_at,
        })
    }
}

/// Stores a label.
pub async fn insert(tx: &mut Tx, label: &Label) -> Result<(), Internal> {
    tx.execute(sqlx::query!(
        "INSERT INTO label (tenant_id, id, applicant_id, decision_id, verdict, evidence, source, chosen,
            chosen_with, score_visible, actor, review_id, learned_at, created_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
        tx.tenant_id(),
        label.id.0,
        label.applicant_id.0,
        label.decision_id.map(|id| id.0),
        label.verdict.name(),
        label.evidence.name(),
        label.source.name(),
        label.chosen.name(),
        label.chosen_with,
        label.score_visible,
        label.actor.as_str(),
        label.review_id.map(|id| id.0),
        label.learned_at,
        label.created_at,
    ))
    .await
}

/// An applicant's labels, the latest first, withdrawn ones included.
pub async fn of_applicant(tx: &mut Tx, applicant: ApplicantId) -> Result<Vec<Label>, Internal> {
    let rows = sqlx::query_as!(
        Row,
        r#"SELECT id AS "id: LabelId", applicant_id AS "applicant_id: ApplicantId",
            decision_id AS "decision_id: DecisionId", verdict, evidence, source, chosen, chosen_with,
            score_visible, actor, review_id AS "review_id: ReviewId", learned_at, created_at, withdrawn_at
        FROM label
        WHERE applicant_id = $1
        ORDER BY created_at DESC, id DESC"#,
        applicant.0,
    )
    .fetch_all(tx.connection())
    .await?;
    rows.into_iter().map(Label::try_from).collect()
}

/// Marks a label as withdrawn.
pub async fn withdraw(tx: &mut Tx, id: LabelId, at: DateTime<Utc>) -> Result<(), Internal> {
    tx.execute(sqlx::query!("UPDATE label SET withdrawn_at = $2 WHERE id = $1", id.0, at)).await
}

/// Which labels to list.
#[derive(Clone, Copy, Debug)]
pub struct Filter {
    pub source: Option<LabelSource>,
    pub verdict: Option<Verdict>,
    /// Only labels stored before this one.
    pub before: Option<LabelId>,
    pub limit: u16,
}

/// Labels, the latest first; one more than the limit, if there are more.
pub async fn list(tx: &mut Tx, filter: &Filter) -> Result<Vec<Label>, Internal> {
    let rows = sqlx::query_as!(
        Row,
        r#"SELECT id AS "id: LabelId", applicant_id AS "applicant_id: ApplicantId",
            decision_id AS "decision_id: DecisionId", verdict, evidence, source, chosen, chosen_with,
            score_visible, actor, review_id AS "review_id: ReviewId", learned_at, created_at, withdrawn_at
        FROM label
        WHERE ($1::text IS NULL OR source = $1) AND ($2::text IS NULL OR verdict = $2)
        AND ($3::uuid IS NULL OR id < $3)
        ORDER BY id DESC
        LIMIT $4"#,
        filter.source.map(LabelSource::name),
        filter.verdict.map(Verdict::name),
        filter.before.map(|id| id.0),
        i64::from(filter.limit) + 1,
    )
    .fetch_all(tx.connection())
    .await?;
    rows.into_iter().map(Label::try_from).collect()
}
