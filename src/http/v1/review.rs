//! A review as it stands in answers.

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
    /// Its name.
    id: ReviewId,
    /// About whom.
    applicant_id: ApplicantId,
    /// The tenant's own name of the applicant.
    #[schema(example = "cand-20931")]
    external_id: String,
    /// The applicant's ring, if there is one.
    ring_id: Option<RingId>,
    /// Where it waits.
    queue: QueueName,
    /// How far it is. A claim whose lease has run out is none: the review is open.
    state: ReviewState,
    /// Whether the queue hides the score until the verdict; then what the score tells is `null` below.
    score_hidden: bool,
    /// Why it was opened.
    chosen: Option<Chosen>,
    /// The band of the decision.
    band: Option<Band>,
    /// The score of the decision.
    #[schema(minimum = 0, maximum = 99)]
    score: Option<u8>,
    /// The probability of the decision.
    #[schema(minimum = 0, maximum = 1)]
    probability: Option<f64>,
    /// The decision that is looked at, the latest on the applicant, for whoever may look at decisions
    /// (`decisions:read`).
    decision_id: Option<DecisionId>,
    /// When it was opened.
    #[serde(serialize_with = "milliseconds")]
    opened_at: DateTime<Utc>,
    /// When it is due.
    #[serde(serialize_with = "milliseconds")]
    due_at: DateTime<Utc>,
    /// Whether it waits and is past its time.
    late: bool,
    /// Who has it now.
    claimed_by: Option<Actor>,
    /// Until when, if they give no sign of life.
    lease_until: Option<DateTime<Utc>>,
    /// The verdict that stands.
    verdict: Option<VerdictBody>,
    /// Who approved it, if it took two people.
    approved_by: Option<Actor>,
    /// When it was closed.
    closed_at: Option<DateTime<Utc>>,
    /// The appeal that it decides, if it is there for one.
    appeal_id: Option<AppealId>,
}

/// A verdict.
#[derive(Serialize, ToSchema)]
struct VerdictBody {
    /// Its name.
    id: VerdictId,
    /// What was found.
    verdict: Verdict,
    /// On what ground.
    evidence: EvidenceKind,
    /// Codes and indicators.
    #[schema(example = json!(["document_of_another", "payout_account_shared"]))]
    reasons: Vec<String>,
    /// Whether its author could see the score before.
    score_visible: bool,
    /// Its author.
    by: Actor,
    /// When.
    #[serde(serialize_with = "milliseconds")]
    at: DateTime<Utc>,
}

impl ReviewBody {
    /// A review that was just changed.
    pub(super) fn changed(
        app: &App,
        who: &Reviewer,
        stored: StoredReview,
    ) -> Result<Self, Problem> {
        Ok(Self::of(reviews::named(app, who, stored)?, who, app.clock.now()))
    }

    /// A review of the queue.
    pub(super) fn of(listed: Listed, who: &Reviewer, now: DateTime<Utc>) -> Self {
        Self::new(&listed.review, listed.external_id, who, now)
    }

    /// A review as it stands now.
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
