//! The table `label`, as training reads it, and the sealed inputs of labelled decisions.

use chrono::{DateTime, Utc};
use ids::actor::Actor;
use ids::{ApplicantId, DecisionId, LabelId, ReviewId, RingId};
use learning::label::{Chosen, EvidenceKind, Label, LabelSource, Verdict};
use uuid::Uuid;

use crate::store::scoring::decisions::created_at;
use crate::store::{Internal, Tx};

/// A label with the ring of its applicant.
#[derive(Clone, Debug, PartialEq)]
pub struct RingLabel {
    pub label: Label,
    /// The ring, as it is now.
    pub ring: Option<RingId>,
}

/// Every label that was not withdrawn, of applicants who were not erased, applicant by applicant.
pub async fn all(tx: &mut Tx) -> Result<Vec<RingLabel>, Internal> {
    let rows = sqlx::query!(
        r#"SELECT label.id AS "id: LabelId", label.applicant_id AS "applicant_id: ApplicantId",
            label.decision_id AS "decision_id: DecisionId", verdict, evidence, source, chosen, chosen_with,
            score_visible, actor, review_id AS "review_id: ReviewId", learned_at, label.created_at, withdrawn_at,
            applicant.ring_id AS "ring_id: RingId"
        FROM label
        JOIN applicant ON applicant.tenant_id = label.tenant_id AND applicant.id = label.applicant_id
        WHERE label.tenant_id = $1 AND withdrawn_at IS NULL AND applicant.erased_at IS NULL
        ORDER BY label.applicant_id, label.id"#,
        tx.tenant_id(),
    )
    .fetch_all(tx.connection())
    .await?;
    let unknown = |what: &str| Internal::Corrupt(format!("a label's {what}"));
    rows.into_iter()
        .map(|row| {
            let label = Label {
                id: row.id,
                applicant_id: row.applicant_id,
                decision_id: row.decision_id,
                verdict: Verdict::from_name(&row.verdict).ok_or_else(|| unknown("verdict"))?,
                evidence: EvidenceKind::from_name(&row.evidence)
                    .ok_or_else(|| unknown("evidence"))?,
                source: LabelSource::from_name(&row.source).ok_or_else(|| unknown("source"))?,
                chosen: Chosen::from_name(&row.chosen).ok_or_else(|| unknown("choice"))?,
                chosen_with: row.chosen_with,
                score_visible: row.score_visible,
                actor: Actor::parse(&row.actor).map_err(|_| unknown("author"))?,
                review_id: row.review_id,
                learned_at: row.learned_at,
                created_at: row.created_at,
                withdrawn_at: row.withdrawn_at,
            };
            Ok(RingLabel { label, ring: row.ring_id })
        })
        .collect()
}

/// The number of labels since a time.
pub async fn count_since(tx: &mut Tx, since: DateTime<Utc>) -> Result<i64, Internal> {
    Ok(sqlx::query_scalar!(
        r#"SELECT count(*) AS "count!" FROM label
        WHERE tenant_id = $1 AND created_at > $2 AND withdrawn_at IS NULL"#,
        tx.tenant_id(),
        since,
    )
    .fetch_one(tx.connection())
    .await?)
}

/// The sealed inputs of a decision, with the applicant's wrapped key.
#[derive(Clone, Debug)]
pub struct SealedInputs {
    pub decision_id: DecisionId,
    pub applicant_id: ApplicantId,
    pub created_at: DateTime<Utc>,
    /// The policy that was applied.
    pub policy_version: i32,
    /// Facts, links and findings.
    pub inputs: Vec<u8>,
    /// The applicant's data key, wrapped.
    pub data_key: Vec<u8>,
}

/// The sealed inputs of these decisions, without those of erased applicants.
pub async fn inputs(tx: &mut Tx, decisions: &[DecisionId]) -> Result<Vec<SealedInputs>, Internal> {
    let known = decisions.iter().filter_map(|id| Some((created_at(*id)?, id.0)));
    let (times, ids): (Vec<DateTime<Utc>>, Vec<Uuid>) = known.unzip();
    tx.fetch_all(sqlx::query_as!(
        SealedInputs,
        r#"SELECT decision.id AS "decision_id: DecisionId", decision.applicant_id AS "applicant_id: ApplicantId",
            decision.created_at, decision.policy_version, decision.inputs, applicant.data_key
        FROM unnest($2::timestamptz[], $3::uuid[]) AS wanted (created_at, id)
        JOIN decision ON decision.tenant_id = $1 AND decision.created_at = wanted.created_at AND decision.id = wanted.id
        JOIN applicant ON applicant.tenant_id = decision.tenant_id AND applicant.id = decision.applicant_id
        WHERE applicant.erased_at IS NULL
        ORDER BY decision.id"#,
        tx.tenant_id(),
        &times,
        &ids,
    ))
    .await
}
