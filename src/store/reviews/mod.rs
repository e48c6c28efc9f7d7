//! The table `review`.

pub mod appeals;
pub mod golden;
pub mod queues;
pub mod review_history;
pub mod review_lists;
pub mod saved_filters;
pub mod verdicts;

use chrono::{DateTime, Utc};
use ids::actor::Actor;
use ids::{AppealId, ApplicantId, DecisionId, ReviewId, RingId, VerdictId};
use learning::label::{Chosen, EvidenceKind, Verdict};
use scoring::decision::{Assessment, Band, ReviewState};

use super::{Internal, Tx};
use crate::domain::queue::QueueName;
use crate::domain::review::{Claim, Closed, RecordedVerdict, Review, Stage};

/// A stored review, with the applicant's wrapped key.
#[derive(Clone, Debug)]
pub struct StoredReview {
    pub review: Review,
    /// The tenant's own name of the applicant, sealed.
    pub external_id: Vec<u8>,
    /// The applicant's data key, wrapped. Empty once the applicant is erased.
    pub data_key: Vec<u8>,
}

struct Row {
    id: ReviewId,
    applicant_id: ApplicantId,
    ring_id: Option<RingId>,
    external_id: Vec<u8>,
    data_key: Vec<u8>,
    queue: String,
    blind: bool,
    chosen: String,
    chosen_with: Option<f64>,
    decision_id: DecisionId,
    band: String,
    score: i16,
    probability: f64,
    opened_at: DateTime<Utc>,
    due_at: DateTime<Utc>,
    state: String,
    claimed_by: Option<String>,
    claimed_at: Option<DateTime<Utc>>,
    lease_until: Option<DateTime<Utc>>,
    closed_at: Option<DateTime<Utc>>,
    appeal_id: Option<AppealId>,
    barred: Vec<String>,
    golden: Option<String>,
    verdict_id: Option<VerdictId>,
    verdict: Option<String>,
    evidence: Option<String>,
    reasons: Option<Vec<String>>,
    score_visible: Option<bool>,
    judged_decision_id: Option<DecisionId>,
    verdict_by: Option<String>,
    verdict_claimed_at: Option<DateTime<Utc>>,
    given_at: Option<DateTime<Utc>>,
    approved_by: Option<String>,
}

fn unknown(what: &str) -> Internal {
    Internal::Corrupt(format!("a review's {what}"))
}

fn actor(name: &str) -> Result<Actor, Internal> {
    Actor::parse(name).map_err(|_| unknown("person"))
}

impl Row {
    fn recorded_verdict(&self) -> Result<Option<RecordedVerdict>, Internal> {
        let (Some(id), Some(verdict), Some(evidence)) =
            (self.verdict_id, &self.verdict, &self.evidence)
        else {
            return Ok(None);
        };
        Ok(Some(RecordedVerdict {
            id,
            verdict: Verdict::from_name(verdict).ok_or_else(|| unknown("verdict"))?,
            evidence: EvidenceKind::from_name(evidence).ok_or_else(|| unknown("evidence"))?,
            reasons: self.reasons.clone().unwrap_or_default(),
            score_visible: self.score_visible.unwrap_or(true),
            decision_id: self.judged_decision_id.unwrap_or(self.decision_id),
            by: actor(self.verdict_by.as_deref().unwrap_or_default())?,
            claimed_at: self.verdict_claimed_at.unwrap_or(self.opened_at),
            at: self.given_at.unwrap_or(self.opened_at),
        }))
    }

    fn stage(&self) -> Result<Stage, Internal> {
        Ok(match ReviewState::from_name(&self.state).ok_or_else(|| unknown("state"))? {
            ReviewState::Open => Stage::Open,
            ReviewState::Claimed => Stage::Claimed(Claim {
                by: actor(self.claimed_by.as_deref().unwrap_or_default())?,
                since: self.claimed_at.ok_or_else(|| unknown("claim"))?,
                until: self.lease_until.ok_or_else(|| unknown("lease"))?,
            }),
            ReviewState::AwaitingApproval => {
                Stage::AwaitingApproval(self.recorded_verdict()?.ok_or_else(|| unknown("verdict"))?)
            }
            ReviewState::Closed => Stage::Closed(Closed {
                at: self.closed_at,
                verdict: self.recorded_verdict()?,
                approved_by: self.approved_by.as_deref().map(actor).transpose()?,
            }),
        })
    }
}

impl TryFrom<Row> for StoredReview {
    type Error = Internal;

    fn try_from(row: Row) -> Result<Self, Internal> {
        let golden = row.golden.as_deref().map(Verdict::from_name);
        let review = Review {
            id: row.id,
            applicant_id: row.applicant_id,
            ring_id: row.ring_id,
            queue: QueueName::parse(&row.queue).map_err(|_| unknown("queue"))?,
            blind: row.blind,
            chosen: Chosen::from_name(&row.chosen).ok_or_else(|| unknown("choice"))?,
            chosen_with: row.chosen_with,
            decision_id: row.decision_id,
            band: Band::from_name(&row.band).ok_or_else(|| unknown("band"))?,
            score: u8::try_from(row.score).map_err(|_| unknown("score"))?,
            probability: row.probability,
            opened_at: row.opened_at,
            due_at: row.due_at,
            stage: row.stage()?,
            appeal_id: row.appeal_id,
            barred: row.barred.iter().map(|name| actor(name)).collect::<Result<_, _>>()?,
            golden: golden.map(|truth| truth.ok_or_else(|| unknown("truth"))).transpose()?,
        };
        Ok(Self { review, external_id: row.external_id, data_key: row.data_key })
    }
}

/// Stores a new review; false if the applicant has an open one.
pub async fn insert(tx: &mut Tx, review: &Review) -> Result<bool, Internal> {
    let barred: Vec<String> = review.barred.iter().map(|who| who.as_str().to_owned()).collect();
    tx.changes_one(sqlx::query!(
        "INSERT INTO review (tenant_id, id, applicant_id, state, opened_by_decision, opened_at, queue, chosen,
            chosen_with, decision_id, band, score, probability, due_at, appeal_id, barred, golden)
        VALUES ($1, $2, $3, 'open', $4, $5, $6, $7, $8, $4, $9, $10, $11, $12, $13, $14, $15)
        ON CONFLICT (tenant_id, applicant_id) WHERE state <> 'closed' AND appeal_id IS NULL AND golden IS NULL
        DO NOTHING",
        tx.tenant_id(),
        review.id.0,
        review.applicant_id.0,
        review.decision_id.0,
        review.opened_at,
        review.queue.as_str(),
        review.chosen.name(),
        review.chosen_with,
        review.band.name(),
        i16::from(review.score),
        review.probability,
        review.due_at,
        review.appeal_id.map(|id| id.0),
        &barred,
        review.golden.map(Verdict::name),
    ))
    .await
}

/// These reviews, in no order, as far as they exist.
pub async fn find_all(tx: &mut Tx, ids: &[ReviewId]) -> Result<Vec<StoredReview>, Internal> {
    let ids: Vec<uuid::Uuid> = ids.iter().map(|id| id.0).collect();
    let rows = sqlx::query_as!(
        Row,
        r#"SELECT
            review.id AS "id!: ReviewId",
            review.applicant_id AS "applicant_id!: ApplicantId",
            applicant.ring_id AS "ring_id?: RingId",
            applicant.external_id AS "external_id!",
            applicant.data_key AS "data_key!",
            review.queue AS "queue!",
            COALESCE(review_queue.blind, false) AS "blind!",
            review.chosen AS "chosen!",
            review.chosen_with AS "chosen_with?",
            review.decision_id AS "decision_id!: DecisionId",
            review.band AS "band!",
            review.score AS "score!",
            review.probability AS "probability!",
            review.opened_at AS "opened_at!",
            review.due_at AS "due_at!",
            review.state AS "state!",
            review.claimed_by AS "claimed_by?",
            review.claimed_at AS "claimed_at?",
            review.lease_until AS "lease_until?",
            review.closed_at AS "closed_at?",
            review.appeal_id AS "appeal_id?: AppealId",
            review.barred AS "barred!",
            review.golden AS "golden?",
            review.verdict_id AS "verdict_id?: VerdictId",
            verdict.verdict AS "verdict?",
            verdict.evidence AS "evidence?",
            verdict.reasons AS "reasons?",
            verdict.score_visible AS "score_visible?",
            verdict.decision_id AS "judged_decision_id?: DecisionId",
            verdict.actor AS "verdict_by?",
            verdict.claimed_at AS "verdict_claimed_at?",
            verdict.given_at AS "given_at?",
            verdict.approved_by AS "approved_by?"
        FROM review
        JOIN applicant ON applicant.tenant_id = review.tenant_id AND applicant.id = review.applicant_id
        LEFT JOIN review_queue ON review_queue.tenant_id = review.tenant_id AND review_queue.name = review.queue
        LEFT JOIN verdict ON verdict.tenant_id = review.tenant_id AND verdict.id = review.verdict_id
        WHERE review.id = ANY ($1)"#,
        &ids,
    )
    .fetch_all(tx.connection())
    .await?;
    rows.into_iter().map(StoredReview::try_from).collect()
}

pub async fn find(tx: &mut Tx, id: ReviewId) -> Result<Option<StoredReview>, Internal> {
    Ok(find_all(tx, &[id]).await?.pop())
}

/// A review, locked until the transaction ends.
pub async fn find_for_update(tx: &mut Tx, id: ReviewId) -> Result<Option<StoredReview>, Internal> {
    sqlx::query_scalar!("SELECT 1 FROM review WHERE id = $1 FOR UPDATE", id.0)
        .fetch_optional(tx.connection())
        .await?;
    find(tx, id).await
}

/// The applicant's open review, or an appeal's if there is no other, locked until the transaction ends.
pub async fn running(
    tx: &mut Tx,
    applicant: ApplicantId,
) -> Result<Option<StoredReview>, Internal> {
    let id = sqlx::query_scalar!(
        r#"SELECT id AS "id: ReviewId"
        FROM review
        WHERE applicant_id = $1 AND state <> 'closed' AND golden IS NULL
        ORDER BY appeal_id NULLS FIRST
        LIMIT 1
        FOR UPDATE"#,
        applicant.0,
    )
    .fetch_optional(tx.connection())
    .await?;
    match id {
        Some(id) => find(tx, id).await,
        None => Ok(None),
    }
}

/// The review that was opened first of those that run for members of a ring because of what was found: no sample, request
/// or appeal, whose reviewers need not look at the ring.
pub async fn running_in_ring(tx: &mut Tx, ring: RingId) -> Result<Option<StoredReview>, Internal> {
    let id = sqlx::query_scalar!(
        r#"SELECT review.id AS "id: ReviewId"
        FROM applicant
        CROSS JOIN LATERAL (
            SELECT id
            FROM review
            WHERE review.tenant_id = $1 AND review.applicant_id = applicant.id
            AND state <> 'closed' AND golden IS NULL AND appeal_id IS NULL AND chosen IN ('band', 'rule')
            OFFSET 0
        ) AS review
        WHERE applicant.tenant_id = $1 AND applicant.ring_id = $2
        ORDER BY review.id
        LIMIT 1"#,
        tx.tenant_id(),
        ring.0,
    )
    .fetch_optional(tx.connection())
    .await?;
    match id {
        Some(id) => find(tx, id).await,
        None => Ok(None),
    }
}

/// A later decision joins a review.
pub async fn join(
    tx: &mut Tx,
    id: ReviewId,
    decision: DecisionId,
    assessment: &Assessment,
) -> Result<(), Internal> {
    tx.execute(sqlx::query!(
        "UPDATE review SET decision_id = $2, band = $3, score = $4, probability = $5 WHERE id = $1",
        id.0,
        decision.0,
        assessment.band.name(),
        i16::from(assessment.score),
        assessment.probability,
    ))
    .await
}

/// Stores the stage of a review.
pub async fn set_stage(tx: &mut Tx, review: &Review) -> Result<(), Internal> {
    let claim = match &review.stage {
        Stage::Claimed(claim) => Some(claim),
        _ => None,
    };
    let (state, closed_at) = match &review.stage {
        Stage::Open => (ReviewState::Open, None),
        Stage::Claimed(_) => (ReviewState::Claimed, None),
        Stage::AwaitingApproval(_) => (ReviewState::AwaitingApproval, None),
        Stage::Closed(closed) => (ReviewState::Closed, closed.at),
    };
    tx.execute(sqlx::query!(
        "UPDATE review
        SET state = $2, claimed_by = $3, claimed_at = $4, lease_until = $5, verdict_id = $6, closed_at = $7
        WHERE id = $1",
        review.id.0,
        state.name(),
        claim.map(|claim| claim.by.as_str()),
        claim.map(|claim| claim.since),
        claim.map(|claim| claim.until),
        review.recorded_verdict().map(|given| given.id.0),
        closed_at,
    ))
    .await
}

/// The case that this person has claimed, in this queue or any; the one claimed first.
pub async fn held_by(
    tx: &mut Tx,
    who: &Actor,
    queue: Option<&QueueName>,
    now: DateTime<Utc>,
) -> Result<Option<ReviewId>, Internal> {
    Ok(sqlx::query_scalar!(
        r#"SELECT id AS "id: ReviewId"
        FROM review
        WHERE state = 'claimed' AND claimed_by = $1 AND lease_until > $3 AND ($2::text IS NULL OR queue = $2)
        ORDER BY claimed_at, id
        LIMIT 1
        FOR UPDATE"#,
        who.as_str(),
        queue.map(QueueName::as_str),
        now,
    )
    .fetch_optional(tx.connection())
    .await?)
}

/// The case that is due first and that this person may claim, locked until the transaction ends. Cases that another
/// transaction has locked are skipped. Looks at the first 32 only.
pub async fn next(
    tx: &mut Tx,
    who: &Actor,
    queue: Option<&QueueName>,
    now: DateTime<Utc>,
) -> Result<Option<ReviewId>, Internal> {
    Ok(sqlx::query_scalar!(
        r#"SELECT id AS "id: ReviewId"
        FROM review
        WHERE id = ANY (ARRAY(
            SELECT due.id
            FROM review_group AS segment
            CROSS JOIN LATERAL (
                SELECT review.id, review.due_at
                FROM review
                WHERE review.tenant_id = segment.tenant_id AND review.state = segment.state
                AND review.queue = segment.queue AND review.band = segment.band
                AND (review.state = 'open' OR review.lease_until <= $3)
                AND NOT $1 = ANY (review.barred)
                ORDER BY review.due_at, review.id
                LIMIT 32
            ) AS due
            WHERE segment.state IN ('open', 'claimed') AND ($2::text IS NULL OR segment.queue = $2)
            ORDER BY due.due_at, due.id
            LIMIT 32
        ))
        AND (state = 'open' OR (state = 'claimed' AND lease_until <= $3))
        AND NOT $1 = ANY (barred)
        ORDER BY due_at, id
        LIMIT 1
        FOR UPDATE SKIP LOCKED"#,
        who.as_str(),
        queue.map(QueueName::as_str),
        now,
    )
    .fetch_optional(tx.connection())
    .await?)
}

/// The same, but looks at all cases and waits for other transactions: `None` only if there is really nothing.
pub async fn next_waiting(
    tx: &mut Tx,
    who: &Actor,
    queue: Option<&QueueName>,
    now: DateTime<Utc>,
) -> Result<Option<ReviewId>, Internal> {
    Ok(sqlx::query_scalar!(
        r#"SELECT id AS "id: ReviewId"
        FROM review
        WHERE (state = 'open' OR (state = 'claimed' AND lease_until <= $3))
        AND ($2::text IS NULL OR queue = $2)
        AND NOT $1 = ANY (barred)
        ORDER BY due_at, id
        LIMIT 1
        FOR UPDATE"#,
        who.as_str(),
        queue.map(QueueName::as_str),
        now,
    )
    .fetch_optional(tx.connection())
    .await?)
}

/// Whether the applicant is or was a golden item.
pub async fn is_golden(tx: &mut Tx, applicant: ApplicantId) -> Result<bool, Internal> {
    Ok(sqlx::query_scalar!(
        r#"SELECT EXISTS (SELECT FROM review WHERE applicant_id = $1 AND golden IS NOT NULL) AS "is!""#,
        applicant.0,
    )
    .fetch_one(tx.connection())
    .await?)
}
