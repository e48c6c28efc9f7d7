//! Putting a review of a decision into the queue that takes it.

use chrono::{DateTime, Utc};
use ids::actor::Actor;
use ids::{ApplicantId, DecisionId, ReviewId};
use learning::label::Chosen;
use scoring::decision::{Assessment, Decision};

use super::log::{HistoryEntry, record, tell};
use crate::app::App;
use crate::domain::event::{EventData, Queued};
use crate::domain::queue::{Queue, QueueName, QueueRules, RoutedCase, route};
use crate::domain::review::{Review, Stage};
use crate::domain::review_action::ReviewAction;
use crate::service::Internal;
use crate::store::reviews::StoredReview;
use crate::store::{self, Tx};

/// A decision that may need a review.
pub(in crate::service) struct JudgedDecision<'a> {
    pub(in crate::service) applicant: ApplicantId,
    pub(in crate::service) decision: DecisionId,
    pub(in crate::service) assessment: &'a Assessment,
    pub(in crate::service) now: DateTime<Utc>,
}

/// Why a case is reviewed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::service) struct Why {
    pub(super) chosen: Chosen,
    /// The probability of being chosen, for a random sample.
    pub(super) with: Option<f64>,
}

impl Why {
    pub(in crate::service) fn because(chosen: Chosen) -> Self {
        Self { chosen, with: None }
    }
}

/// How many applicants are in the ring of an assessment.
pub(super) async fn ring_size(tx: &mut Tx, assessment: &Assessment) -> Result<i64, Internal> {
    match assessment.links.ring_id {
        Some(ring) => store::people::rings::size(tx, ring).await,
        None => Ok(0),
    }
}

/// A review in the queue that takes the case, not stored yet.
pub(super) fn in_queue(
    judged: &JudgedDecision<'_>,
    why: Why,
    queues: &[Queue],
    case: &RoutedCase<'_>,
) -> Review {
    let routed = route(queues, case);
    let usual = queues.iter().find(|queue| queue.name == QueueName::default_queue());
    let (name, rules) = match routed.or(usual) {
        Some(queue) => (queue.name.clone(), queue.rules.clone()),
        None => (QueueName::default_queue(), QueueRules::default()),
    };
    new_review(judged, why, name, &rules)
}

/// A review of an earlier decision in the queue that takes it, not stored yet.
pub(in crate::service) async fn routed(
    tx: &mut Tx,
    decision: &Decision,
    why: Why,
) -> Result<Review, Internal> {
    let queues = store::reviews::queues::list(tx).await?;
    let assessment = &decision.assessment;
    let ring_size = ring_size(tx, assessment).await?;
    let case = RoutedCase { assessment, ring_size, chosen: Some(why.chosen) };
    let applicant = decision.applicant_id;
    let now = tx.read_clock();
    let judged = JudgedDecision { applicant, decision: decision.id, assessment, now };
    Ok(in_queue(&judged, why, &queues, &case))
}

fn new_review(
    judged: &JudgedDecision<'_>,
    why: Why,
    queue: QueueName,
    rules: &QueueRules,
) -> Review {
    Review {
        id: ReviewId::new(judged.now),
        applicant_id: judged.applicant,
        ring_id: judged.assessment.links.ring_id,
        queue,
        blind: rules.blind,
        chosen: why.chosen,
        chosen_with: why.with,
        decision_id: judged.decision,
        band: judged.assessment.band,
        score: judged.assessment.score,
        probability: judged.assessment.probability,
        opened_at: judged.now,
        due_at: rules.due_at(judged.now),
        stage: Stage::Open,
        appeal_id: None,
        barred: Vec::new(),
        golden: None,
    }
}

/// Stores a review and tells the platform. If another one was opened for the applicant at the same moment, that one is
/// returned.
pub(in crate::service) async fn place(
    app: &App,
    tx: &mut Tx,
    by: &Actor,
    review: Review,
) -> Result<StoredReview, Internal> {
    let inserted = store::reviews::insert(tx, &review).await?;
    if !inserted && let Some(running) = store::reviews::running(tx, review.applicant_id).await? {
        return Ok(running);
    }
    let stored = store::reviews::find(tx, review.id).await?;
    let stored = stored.ok_or_else(|| Internal::Corrupt(format!("{} was not kept", review.id)))?;
    let action = ReviewAction::Opened { queue: review.queue.clone() };
    // The history begins when the review does.
    let at = Some(review.opened_at);
    let entry = HistoryEntry { at, ..HistoryEntry::new(action, by) };
    record(app, tx, &stored, entry).await?;
    let queued = Queued { queue: review.queue.clone(), selected_by: Some(review.chosen) };
    tell(tx, &review, queued, EventData::ReviewOpened).await?;
    Ok(stored)
}
