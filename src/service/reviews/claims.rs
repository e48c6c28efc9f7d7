//! Claims: a reviewer has a case until ten minutes after their last activity.

use ids::ReviewId;

use super::opening::{HistoryEntry, record};
use super::{ReviewError, Reviewer, lock_review, readable};
use crate::app::App;
use crate::domain::queue::QueueName;
use crate::domain::review::Stage;
use crate::domain::review_action::ReviewAction;
use crate::store::reviews::StoredReview;
use crate::store::scoring::locks::{Lock, wait};
use crate::store::{self, Tx};

/// Claims a case, or renews the caller's claim. If somebody else has claimed it, the error says who and until when.
#[tracing::instrument(skip_all, fields(review.id = %id))]
pub async fn claim(app: &App, who: &Reviewer, id: ReviewId) -> Result<StoredReview, ReviewError> {
    let mut tx = app.begin(&who.tenant).await?;
    let stored = lock_review(&mut tx, id).await?;
    let stored = claim_locked(app, who, &mut tx, stored).await?;
    tx.commit().await?;
    Ok(stored)
}

/// Claims the case that is due first; `None` if there is none for the caller. A caller who has a case of the queue gets
/// that one again, so that a second click does not claim a second case.
#[tracing::instrument(skip_all)]
pub async fn claim_next(
    app: &App,
    who: &Reviewer,
    queue: Option<&QueueName>,
) -> Result<Option<StoredReview>, ReviewError> {
    let mut tx = app.begin(&who.tenant).await?;
    wait(&mut tx, Lock::Reviewer(who.actor.as_str())).await?;
    let now = tx.read_clock();
    let mut id = store::reviews::held_by(&mut tx, &who.actor, queue, now).await?;
    if id.is_none() {
        id = store::reviews::next(&mut tx, &who.actor, queue, now).await?;
    }
    if id.is_none() {
        id = store::reviews::next_waiting(&mut tx, &who.actor, queue, now).await?;
    }
    let Some(id) = id else { return Ok(None) };
    let stored = readable(store::reviews::find(&mut tx, id).await?.ok_or(ReviewError::NotFound)?)?;
    let stored = claim_locked(app, who, &mut tx, stored).await?;
    tx.commit().await?;
    Ok(Some(stored))
}

/// Renews the caller's claim.
pub async fn renew(app: &App, who: &Reviewer, id: ReviewId) -> Result<StoredReview, ReviewError> {
    let mut tx = app.begin(&who.tenant).await?;
    let mut stored = lock_review(&mut tx, id).await?;
    stored.review.renew(&who.actor, tx.read_clock())?;
    store::reviews::set_stage(&mut tx, &stored.review).await?;
    tx.commit().await?;
    Ok(stored)
}

/// Releases the caller's claim.
pub async fn release(app: &App, who: &Reviewer, id: ReviewId) -> Result<StoredReview, ReviewError> {
    let mut tx = app.begin(&who.tenant).await?;
    let mut stored = lock_review(&mut tx, id).await?;
    stored.review.release(&who.actor, tx.read_clock())?;
    store::reviews::set_stage(&mut tx, &stored.review).await?;
    let entry = HistoryEntry::new(ReviewAction::Released {}, &who.actor);
    record(app, &mut tx, &stored, entry).await?;
    tx.commit().await?;
    Ok(stored)
}

/// Claims a review that this transaction has locked. A renewal is not recorded in the history.
pub(super) async fn claim_locked(
    app: &App,
    who: &Reviewer,
    tx: &mut Tx,
    mut stored: StoredReview,
) -> Result<StoredReview, ReviewError> {
    let now = tx.read_clock();
    let lost = match &stored.review.stage {
        Stage::Claimed(claim) if claim.until <= now => Some(claim.by.clone()),
        _ => None,
    };
    let renewed = stored.review.claim_now(now).is_some();
    stored.review.claim(&who.actor, now)?;
    store::reviews::set_stage(tx, &stored.review).await?;
    if !renewed {
        let action = ReviewAction::Claimed { after_lease_of: lost };
        let entry = HistoryEntry::new(action, &who.actor);
        record(app, tx, &stored, entry).await?;
    }
    Ok(stored)
}
