//! Opening a review of a decision that was just made: by policy, by a queue's rule, or as a random sample.

mod golden;
mod log;
mod placing;

pub(in crate::service) use log::{HistoryEntry, key, note_purpose, record, tell};
pub(in crate::service) use placing::{JudgedDecision, Why, place, routed};

use ids::DecisionId;
use ids::actor::Actor;
use learning::label::Chosen;
use scoring::decision::{Assessment, Band, Reason, Recommendation, ReviewRef};
use scoring::policy::Policy;

use crate::app::App;
use crate::domain::queue::{Queue, RoutedCase};
use crate::domain::review_action::ReviewAction;
use crate::domain::tenant::TenantId;
use crate::service::Internal;
use crate::store::reviews::StoredReview;
use crate::store::{self, Tx};

/// Opens a review of a decision, or lets the decision join the one that is running; nothing if nobody needs to look.
/// `queues` are in the order in which their rules are tried.
pub(in crate::service) async fn for_decision(
    app: &App,
    tx: &mut Tx,
    (policy, queues): (&Policy, &[Queue]),
    judged: &JudgedDecision<'_>,
) -> Result<Option<ReviewRef>, Internal> {
    let ring_size = placing::ring_size(tx, judged.assessment).await?;
    let case = RoutedCase { assessment: judged.assessment, ring_size, chosen: None };
    let drawn = is_drawn(app, &tx.tenant, policy, judged.decision);
    let why = why(policy, queues, &case, drawn);
    if let Some(running) = store::reviews::running(tx, judged.applicant).await? {
        return join(app, tx, running, judged).await.map(Some);
    }
    let Some(why) = why else { return Ok(None) };
    // One review covers the ring, which is judged as a whole.
    if let (true, Some(ring)) = (only_linked(judged.assessment), judged.assessment.links.ring_id)
        && let Some(running) = store::reviews::running_in_ring(tx, ring).await?
    {
        let (id, state) = (running.review.id, running.review.state(judged.now));
        return Ok(Some(ReviewRef { id, state }));
    }
    let routed = RoutedCase { chosen: Some(why.chosen), ..case };
    let review = placing::in_queue(judged, why, queues, &routed);
    let review = place(app, tx, &Actor::service(), review).await?.review;
    golden::mix_in(app, tx, &review, queues).await?;
    Ok(Some(ReviewRef { id: review.id, state: review.state(judged.now) }))
}

/// Whether a person should look at the decision on an applicant who is in no ring.
pub(in crate::service) fn needs_review(
    app: &App,
    tenant: &TenantId,
    (policy, queues): (&Policy, &[Queue]),
    (assessment, decision): (&Assessment, DecisionId),
) -> bool {
    let case = RoutedCase { assessment, ring_size: 0, chosen: None };
    why(policy, queues, &case, is_drawn(app, tenant, policy, decision)).is_some()
}

/// Whether a decision is in the random sample of the low band.
fn is_drawn(app: &App, tenant: &TenantId, policy: &Policy, decision: DecisionId) -> bool {
    let rate = policy.low_band_sample_rate;
    rate > 0.0 && sampled(app, tenant, ("sample-low", &decision.to_string()), rate)
}

/// Why a person should look, if one should. `drawn` says whether the decision is in the random sample.
fn why(policy: &Policy, queues: &[Queue], case: &RoutedCase<'_>, drawn: bool) -> Option<Why> {
    let assessment = case.assessment;
    let by_band = policy.min_review_band.is_some_and(|from| assessment.band >= from);
    if assessment.recommendation == Recommendation::Review {
        // A link to another applicant is a rule of the policy; the band does not tell of it.
        let linked = only_linked(assessment);
        return Some(Why::because(if linked && !by_band { Chosen::Rule } else { Chosen::Band }));
    }
    if by_band {
        return Some(Why::because(Chosen::Band));
    }
    if queues.iter().any(|queue| queue.rules.opens_reviews && queue.rules.matches(case)) {
        return Some(Why::because(Chosen::Rule));
    }
    let sampled = assessment.band == Band::Low && policy.low_band_sample_rate > 0.0 && drawn;
    sampled.then_some(Why { chosen: Chosen::Sample, with: Some(policy.low_band_sample_rate) })
}

/// Whether only the applicant's ring calls for a person.
fn only_linked(assessment: &Assessment) -> bool {
    assessment.recommendation == Recommendation::Review && assessment.reasons == [Reason::Linked]
}

/// A later decision on an applicant joins the review that is running: reviewers see the latest.
async fn join(
    app: &App,
    tx: &mut Tx,
    running: StoredReview,
    judged: &JudgedDecision<'_>,
) -> Result<ReviewRef, Internal> {
    let id = running.review.id;
    store::reviews::join(tx, id, judged.decision, judged.assessment).await?;
    let action = ReviewAction::DecisionJoined { decision_id: judged.decision };
    record(app, tx, &running, HistoryEntry::new(action, &Actor::service())).await?;
    Ok(ReviewRef { id, state: running.review.state(judged.now) })
}

/// Whether an id is in a random sample of all ids. The sample is drawn by a keyed hash, so it is always the same.
fn sampled(app: &App, tenant: &TenantId, (purpose, id): (&str, &str), rate: f64) -> bool {
    app.keys.pepper(tenant).chance(purpose, id) < rate
}
