//! The body of a review, which several operations return.

use chrono::{DateTime, Utc};
use ids::actor::Actor;
use ids::{AppealId, ApplicantId, DecisionId, ReviewId, RingId, VerdictId};
use learning::label::{Chosen, EvidenceKind, Verdict};
use scoring::decision::{Band, ReviewState};
use serde::Serialize;
use utoipa::ToSchema;

use super::decisions::milliseconds;
use crate::app::App;
use crate::domain::queue::QueueName;
use crate::domain::review::{RecordedVerdict, Review, Stage};
use crate::http::problem::Problem;
use crate::service::reviews::{self, Listed, Reviewer};
use crate::store::reviews::StoredReview;

/// A review.
#[derive(Serialize, ToSchema)]
pub(in crate::http) struct ReviewBody {
    id: ReviewId,
    applicant_id: ApplicantId,
    /// The tenant's identifier for the applicant.
    #[schema(example = "cand-20931")]
    external_id: String,
    /// The applicant's ring, if any.
    ring_id: Option<RingId>,
    queue: QueueName,
    /// After a claim expires, the review is open again.
    state: ReviewState,
    /// Whether the queue hides the score until the verdict. Fields that would reveal the score are then `null`.
    score_hidden: bool,
    /// Why the review was opened.
    chosen: Option<Chosen>,
    band: Option<Band>,
    #[schema(minimum = 0, maximum = 99)]
    score: Option<u8>,
    #[schema(minimum = 0, maximum = 1)]
    probability: Option<f64>,
    /// The applicant's latest decision. `null` without the scope `decisions:read`.
    decision_id: Option<DecisionId>,
    #[serde(serialize_with = "milliseconds")]
    opened_at: DateTime<Utc>,
    #[serde(serialize_with = "milliseconds")]
    due_at: DateTime<Utc>,
    /// Whether the review is overdue.
    late: bool,
    /// The person with the current claim.
    claimed_by: Option<Actor>,
    /// When the claim expires if it is not renewed.
    lease_until: Option<DateTime<Utc>>,
    /// The current verdict.
    verdict: Option<VerdictBody>,
    /// Who approved the verdict, if it needed approval.
    approved_by: Option<Actor>,
    closed_at: Option<DateTime<Utc>>,
    /// The appeal that the review decides, if any.
    appeal_id: Option<AppealId>,
}

/// A verdict on a case.
#[derive(Serialize, ToSchema)]
struct VerdictBody {
    id: VerdictId,
    verdict: Verdict,
    /// What the verdict is based on.
    evidence: EvidenceKind,
    /// Reason codes and ids of indicators.
    #[schema(example = json!(["document_of_another", "payout_account_shared"]))]
    reasons: Vec<String>,
    /// Whether the author could see the score before the verdict.
    score_visible: bool,
    /// The author.
    by: Actor,
    #[serde(serialize_with = "milliseconds")]
    at: DateTime<Utc>,
}

impl ReviewBody {
    /// The body of a review that was just changed.
    pub(super) fn changed(
        app: &App,
        who: &Reviewer,
        stored: StoredReview,
    ) -> Result<Self, Problem> {
        Ok(Self::listed(reviews::named(app, who, stored)?, who, app.clock.now()))
    }

    pub(super) fn listed(listed: Listed, who: &Reviewer, now: DateTime<Utc>) -> Self {
        Self::new(&listed.review, listed.external_id, who, now)
    }

    /// The body of a review in its state at `now`.
    pub(super) fn new(
        review: &Review,
        external_id: String,
        who: &Reviewer,
        now: DateTime<Utc>,
    ) -> Self {
        let hidden = review.hides_score();
        let state = review.state(now);
        let claim = review.claim_now(now);
        let closed = match &review.stage {
            Stage::Closed(closed) => Some(closed),
            _ => None,
        };
        Self {
            id: review.id,
            applicant_id: review.applicant_id,
            external_id,
            ring_id: review.ring_id,
            queue: review.queue.clone(),
            state,
            score_hidden: hidden,
            chosen: Some(review.chosen).filter(|_| !hidden),
            band: Some(review.band).filter(|_| !hidden),
            score: Some(review.score).filter(|_| !hidden),
            probability: Some(review.probability).filter(|_| !hidden),
            decision_id: Some(review.decision_id).filter(|_| who.reads_decisions),
            opened_at: review.opened_at,
            due_at: review.due_at,
            late: state != ReviewState::Closed && review.due_at < now,
            claimed_by: claim.map(|claim| claim.by.clone()),
            lease_until: claim.map(|claim| claim.until),
            verdict: review.recorded_verdict().cloned().map(Into::into),
            approved_by: closed.and_then(|closed| closed.approved_by.clone()),
            closed_at: closed.and_then(|closed| closed.at),
            appeal_id: review.appeal_id,
        }
    }
}

impl From<RecordedVerdict> for VerdictBody {
    fn from(from: RecordedVerdict) -> Self {
        let RecordedVerdict { id, verdict, evidence, reasons, score_visible, by, at, .. } = from;
        Self { id, verdict, evidence, reasons, score_visible, by, at }
    }
}
