//! Verdicts: giving, approving, sending back, undoing and reopening.

use chrono::Duration;
use ids::actor::Actor;
use ids::{LabelId, ReviewId, VerdictId};
use learning::label::{Label, LabelSource, Verdict};

use super::judgement::{Judgement, bad_reasons};
use super::labels::keep_label;
use super::opening::{HistoryEntry, record, tell};
use super::{ReviewError, Reviewer, lock_review};
use crate::app::App;
use crate::domain::event::{EventData, GivenVerdict, Queued};
use crate::domain::review::{RecordedVerdict, Review, Stage};
use crate::domain::review_action::ReviewAction;
use crate::service::Internal;
use crate::service::scoring::policies;
use crate::store::reviews::StoredReview;
use crate::store::{self, Tx};

/// Gives a verdict on a claimed case. `fake` needs approval by someone else; other verdicts are final and become
/// labels. Repeating a verdict changes nothing.
#[tracing::instrument(skip_all, fields(review.id = %id))]
pub async fn give(
    app: &App,
    who: &Reviewer,
    id: ReviewId,
    judgement: &Judgement,
) -> Result<StoredReview, ReviewError> {
    let bad = bad_reasons(None, judgement);
    if !bad.is_empty() {
        return Err(ReviewError::BadReasons(bad));
    }
    let mut tx = app.begin(&who.tenant).await?;
    let stored = lock_review(&mut tx, id).await?;
    if let Some(given) = stored.review.recorded_verdict()
        && given.by == who.actor
        && given.verdict == judgement.verdict
    {
        return Ok(stored);
    }
    let stored = judge(app, who, &mut tx, stored, judgement).await?;
    tx.commit().await?;
    Ok(stored)
}

/// Gives a verdict on a review that this transaction has locked.
pub(super) async fn judge(
    app: &App,
    who: &Reviewer,
    tx: &mut Tx,
    mut stored: StoredReview,
    judgement: &Judgement,
) -> Result<StoredReview, ReviewError> {
    let now = tx.read_clock();
    let review = &mut stored.review;
    let claimed_at = review.require_claim(&who.actor, now)?.since;
    let given = RecordedVerdict {
        id: VerdictId::new(now),
        verdict: judgement.verdict,
        evidence: judgement.evidence,
        reasons: judgement.reasons.clone(),
        score_visible: !review.blind || who.reads_decisions,
        decision_id: review.decision_id,
        by: who.actor.clone(),
        claimed_at,
        at: now,
    };
    review.give(given.clone(), now)?;
    store::reviews::verdicts::insert(tx, review, &given).await?;
    store::reviews::set_stage(tx, review).await?;
    let action = ReviewAction::VerdictGiven {
        verdict_id: given.id,
        verdict: given.verdict,
        evidence: given.evidence,
        reasons: given.reasons.clone(),
        score_visible: given.score_visible,
    };
    let note = judgement.note.as_deref();
    let entry = HistoryEntry { note, ..HistoryEntry::new(action, &who.actor) };
    record(app, tx, &stored, entry).await?;
    tell(tx, &stored.review, about(&given), EventData::VerdictGiven).await?;
    if given.verdict != Verdict::Fake {
        finish(tx, &stored.review, &given).await?;
    }
    Ok(stored)
}

fn about(given: &RecordedVerdict) -> GivenVerdict {
    GivenVerdict { verdict_id: given.id, verdict: given.verdict }
}

/// Makes a verdict final: stores its label and sends an event.
async fn finish(tx: &mut Tx, review: &Review, given: &RecordedVerdict) -> Result<(), Internal> {
    tell(tx, review, about(given), EventData::ReviewClosed).await?;
    // Golden items teach nothing new.
    if review.golden.is_some() {
        return Ok(());
    }
    let now = tx.read_clock();
    let label = Label {
        id: LabelId::new(now),
        applicant_id: review.applicant_id,
        decision_id: Some(given.decision_id),
        verdict: given.verdict,
        evidence: given.evidence,
        source: LabelSource::Review,
        chosen: review.chosen,
        chosen_with: review.chosen_with,
        score_visible: given.score_visible,
        actor: given.by.clone(),
        review_id: Some(review.id),
        learned_at: given.at,
        created_at: now,
        withdrawn_at: None,
    };
    keep_label(tx, &label).await?;
    store::reviews::verdicts::became(tx, given.id, label.id).await
}

/// Approves someone else's verdict of `fake`, which makes it final. Repeating it changes nothing.
#[tracing::instrument(skip_all, fields(review.id = %id))]
pub async fn approve(
    app: &App,
    who: &Reviewer,
    id: ReviewId,
    note: Option<&str>,
) -> Result<StoredReview, ReviewError> {
    let mut tx = app.begin(&who.tenant).await?;
    let mut stored = lock_review(&mut tx, id).await?;
    if approved_by(&stored.review) == Some(&who.actor) {
        return Ok(stored);
    }
    let now = tx.read_clock();
    let given = stored.review.approve(&who.actor, now)?;
    store::reviews::verdicts::approve(&mut tx, given.id, &who.actor, now).await?;
    store::reviews::set_stage(&mut tx, &stored.review).await?;
    let (verdict_id, verdict_by) = (given.id, given.by.clone());
    let action = ReviewAction::VerdictApproved { verdict_id, verdict_by };
    let entry = HistoryEntry { note, ..HistoryEntry::new(action, &who.actor) };
    record(app, &mut tx, &stored, entry).await?;
    tell(&mut tx, &stored.review, about(&given), EventData::VerdictApproved).await?;
    finish(&mut tx, &stored.review, &given).await?;
    tx.commit().await?;
    Ok(stored)
}

fn approved_by(review: &Review) -> Option<&Actor> {
    match &review.stage {
        Stage::Closed(closed) => closed.approved_by.as_ref(),
        _ => None,
    }
}

/// Sends someone else's verdict back with a reason. The case is open again.
#[tracing::instrument(skip_all, fields(review.id = %id))]
pub async fn send_back(
    app: &App,
    who: &Reviewer,
    id: ReviewId,
    note: &str,
) -> Result<StoredReview, ReviewError> {
    let mut tx = app.begin(&who.tenant).await?;
    let mut stored = lock_review(&mut tx, id).await?;
    let now = tx.read_clock();
    let given = stored.review.send_back(&who.actor, now)?;
    store::reviews::verdicts::send_back(&mut tx, given.id, now).await?;
    store::reviews::set_stage(&mut tx, &stored.review).await?;
    let (verdict_id, verdict_by) = (given.id, given.by.clone());
    let action = ReviewAction::VerdictReturned { verdict_id, verdict_by };
    let entry = HistoryEntry { note: Some(note), ..HistoryEntry::new(action, &who.actor) };
    record(app, &mut tx, &stored, entry).await?;
    tell(&mut tx, &stored.review, about(&given), EventData::VerdictUndone).await?;
    tx.commit().await?;
    Ok(stored)
}

/// Undoes the caller's verdict within the policy's window: withdraws the label, sends an event, and gives the case back
/// to the caller.
#[tracing::instrument(skip_all, fields(review.id = %id))]
pub async fn undo(app: &App, who: &Reviewer, id: ReviewId) -> Result<StoredReview, ReviewError> {
    let mut tx = app.begin(&who.tenant).await?;
    let mut stored = lock_review(&mut tx, id).await?;
    let window = policies::in_force(&mut tx).await?.policy.undo_minutes;
    let now = tx.read_clock();
    let given = stored.review.undo(&who.actor, Duration::minutes(i64::from(window)), now)?;
    alone(&mut tx, &stored.review).await?;
    if let Some(label) = store::reviews::verdicts::withdraw(&mut tx, given.id, now).await? {
        store::models::labels::withdraw(&mut tx, label, now).await?;
    }
    store::reviews::set_stage(&mut tx, &stored.review).await?;
    let (verdict_id, verdict) = (given.id, given.verdict);
    let action = ReviewAction::VerdictUndone { verdict_id, verdict };
    let entry = HistoryEntry::new(action, &who.actor);
    record(app, &mut tx, &stored, entry).await?;
    tell(&mut tx, &stored.review, about(&given), EventData::VerdictUndone).await?;
    tx.commit().await?;
    Ok(stored)
}

/// Reopens a closed review. Its label stays, also beside the label of the next verdict.
#[tracing::instrument(skip_all, fields(review.id = %id))]
pub async fn reopen(
    app: &App,
    who: &Reviewer,
    id: ReviewId,
    note: &str,
) -> Result<StoredReview, ReviewError> {
    let mut tx = app.begin(&who.tenant).await?;
    let mut stored = lock_review(&mut tx, id).await?;
    stored.review.reopen(tx.read_clock())?;
    alone(&mut tx, &stored.review).await?;
    store::reviews::set_stage(&mut tx, &stored.review).await?;
    let entry = HistoryEntry {
        note: Some(note),
        ..HistoryEntry::new(ReviewAction::Reopened {}, &who.actor)
    };
    record(app, &mut tx, &stored, entry).await?;
    let queued = Queued { queue: stored.review.queue.clone(), selected_by: None };
    tell(&mut tx, &stored.review, queued, EventData::ReviewOpened).await?;
    tx.commit().await?;
    Ok(stored)
}

/// Fails if the applicant has another open review, because only one can be open.
async fn alone(tx: &mut Tx, review: &Review) -> Result<(), ReviewError> {
    if review.golden.is_some() {
        return Ok(());
    }
    match store::reviews::running(tx, review.applicant_id).await? {
        Some(other) if other.review.id != review.id && other.review.appeal_id.is_none() => {
            Err(ReviewError::OtherRunning(other.review.id))
        }
        _ => Ok(()),
    }
}
