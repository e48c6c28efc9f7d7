//! The body of a review, which several operations return.

use chrono::{DateTime, Utc};
use ids::actor::Actor;
use ids::{AppealId, ApplicantId, DecisionId, ReviewId, RingId, VerdictId};
use learning::label::{Chosen, EvidenceKind, Verdict};
use scoring::decision::{Band, ReviewState};
use serde::Serialize;
use utoipa::ToSchema;

use crate::app::App;
use crate::domain::queue::QueueName;
use crate::domain::review::{self, Stage};
use crate::http::problem::Problem;
use crate::http::v1::scoring::decisions::milliseconds;
use crate::service::reviews::{self, Listed, Reviewer};
use crate::store::reviews::StoredReview;

/// A review of a decision.
#[derive(Serialize, ToSchema)]
pub(in crate::http) struct Review {
    /// Id of the review, `rev_…`.
    id: ReviewId,
    /// Id of the applicant, `app_…`.
    applicant_id: ApplicantId,
    /// Your id for the applicant.
    #[schema(example = "cand-20931")]
    external_id: String,
    /// Id of the applicant's ring, `ring_…`; `null` if there is none.
    ring_id: Option<RingId>,
    /// Queue the review is in.
    queue: QueueName,
    /// State of the review. An expired claim counts as `open`.
    state: ReviewState,
    /// Whether the queue hides the score until the verdict. If so, the fields that would reveal it are `null`.
    score_hidden: bool,
    /// Why the review was opened.
    selected_by: Option<Chosen>,
    /// Band of the decision.
    band: Option<Band>,
    /// Score of the decision.
    #[schema(minimum = 0, maximum = 99)]
    score: Option<u8>,
    /// Probability of the decision.
    #[schema(minimum = 0, maximum = 1)]
    probability: Option<f64>,
    /// Id of the applicant's latest decision, `dec_…`; `null` without the scope `decisions:read`.
    decision_id: Option<DecisionId>,
    /// When the review was opened.
    #[serde(serialize_with = "milliseconds")]
    opened_at: DateTime<Utc>,
    /// When the review is due.
    #[serde(serialize_with = "milliseconds")]
    due_at: DateTime<Utc>,
    /// Whether the review is unfinished and past its due time.
    overdue: bool,
    /// Who has claimed the review; `null` if nobody has.
    claimed_by: Option<Actor>,
    /// When the claim expires, unless it is renewed.
    claim_expires_at: Option<DateTime<Utc>>,
    /// Current verdict.
    verdict: Option<RecordedVerdict>,
    /// Who approved the verdict; `null` if no approval was needed or given.
    approved_by: Option<Actor>,
    /// When the review was closed.
    closed_at: Option<DateTime<Utc>>,
    /// Id of the appeal the review decides, `apl_…`; `null` for other reviews.
    appeal_id: Option<AppealId>,
}

/// A verdict given by a reviewer.
#[derive(Serialize, ToSchema)]
struct RecordedVerdict {
    /// Id of the verdict, `ver_…`.
    id: VerdictId,
    /// What the reviewer concluded.
    verdict: Verdict,
    /// Kind of evidence the verdict is based on.
    evidence: EvidenceKind,
    /// Reason codes and ids of indicators.
    #[schema(example = json!(["document_of_another", "payout_account_shared"]))]
    reasons: Vec<String>,
    /// Whether the reviewer could see the score before the verdict.
    score_visible: bool,
    /// Who gave the verdict.
    given_by: Actor,
    /// When the verdict was given.
    #[serde(serialize_with = "milliseconds")]
    given_at: DateTime<Utc>,
}

impl Review {
    /// A review that was just changed.
    pub(in crate::http::v1) fn changed(
        app: &App,
        who: &Reviewer,
        stored: StoredReview,
    ) -> Result<Self, Problem> {
        Ok(Self::listed(reviews::named(app, who, stored)?, who, app.clock.now()))
    }

    pub(in crate::http::v1) fn listed(listed: Listed, who: &Reviewer, now: DateTime<Utc>) -> Self {
        Self::new(&listed.review, listed.external_id, who, now)
    }

    /// The body of a review in its state at `now`.
    pub(in crate::http::v1) fn new(
        review: &review::Review,
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
            selected_by: Some(review.chosen).filter(|_| !hidden),
            band: Some(review.band).filter(|_| !hidden),
            score: Some(review.score).filter(|_| !hidden),
            probability: Some(review.probability).filter(|_| !hidden),
            decision_id: Some(review.decision_id).filter(|_| who.reads_decisions),
            opened_at: review.opened_at,
            due_at: review.due_at,
            overdue: state != ReviewState::Closed && review.due_at < now,
            claimed_by: claim.map(|claim| claim.by.clone()),
            claim_expires_at: claim.map(|claim| claim.until),
            verdict: review.recorded_verdict().cloned().map(Into::into),
            approved_by: closed.and_then(|closed| closed.approved_by.clone()),
            closed_at: closed.and_then(|closed| closed.at),
            appeal_id: review.appeal_id,
        }
    }
}

impl From<review::RecordedVerdict> for RecordedVerdict {
    fn from(from: review::RecordedVerdict) -> Self {
        let review::RecordedVerdict {
            id, verdict, evidence, reasons, score_visible, by, at, ..
        } = from;
        Self { id, verdict, evidence, reasons, score_visible, given_by: by, given_at: at }
    }
}
