//! Claims: who has a case, for ten minutes from their last sign of life.

use ids::ReviewId;
use serde_json::json;

use super::{ReviewError, Reviewer, lock_review, readable};
use crate::app::App;
use crate::domain::queue::QueueName;
use crate::domain::review::Stage;
use crate::service::opening::{HistoryEntry, record};
use crate::store::locks::{Lock, wait};
use crate::store::reviews::StoredReview;
use crate::store::{self, Tx};

/// Takes a case. Whoever has it gets more time; everybody else is told who has it and until when.
#[tracing::instrument(skip_all, fields(review.id = %id))]
pub async fn claim(app: &App, who: &Reviewer, id: ReviewId) -> Result<StoredReview, ReviewError> {
    let mut tx = app.begin(&who.tenant).await?;
    let stored = lock_review(&mut tx, id).await?;
    let stored = take(app, who, &mut tx, stored).await?;
    tx.commit().await?;
    Ok(stored)
}

/// Takes the case that is due first; nothing if there is none that this person may take. Whoever holds a case
/// of the queue already gets that one again, so that a second click takes no second case.
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
    let stored = take(app, who, &mut tx, stored).await?;
    tx.commit().await?;
    Ok(Some(stored))
}

/// Gives whoever has the case more time.
pub async fn renew(app: &App, who: &Reviewer, id: ReviewId) -> Result<StoredReview, ReviewError> {
    let mut tx = app.begin(&who.tenant).await?;
    let mut stored = lock_review(&mut tx, id).await?;
    stored.review.renew(&who.actor, tx.read_clock())?;
    store::reviews::set_stage(&mut tx, &stored.review).await?;
    tx.commit().await?;
    Ok(stored)
}

/// Gives a case back.
pub async fn release(app: &App, who: &Reviewer, id: ReviewId) -> Result<StoredReview, ReviewError> {
    let mut tx = app.begin(&who.tenant).await?;
    let mut stored = lock_review(&mut tx, id).await?;
    stored.review.release(&who.actor, tx.read_clock())?;
    store::reviews::set_stage(&mut tx, &stored.review).await?;
    let entry = HistoryEntry::new("released", &who.actor);
    record(app, &mut tx, &stored, entry).await?;
    tx.commit().await?;
    Ok(stored)
}

/// Takes a case that is held for this transaction. Only the first claim is history; more time is none.
pub(super) async fn take(
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
        let details = json!({ "after_lease_of": lost });
        let entry = HistoryEntry { details, ..HistoryEntry::new("claimed", &who.actor) };
        record(app, tx, &stored, entry).await?;
    }
    Ok(stored)
}
