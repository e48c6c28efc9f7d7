//! Opening a review because somebody asks for one.

use ids::ApplicantId;
use ids::actor::Actor;
use learning::label::Chosen;

use super::opening::{HistoryEntry, Why, place, record, routed};
use super::subjects::{Subject, find_subject, latest_decision};
use super::{ReviewError, Reviewer};
use crate::app::App;
use crate::domain::review_action::ReviewAction;
use crate::store::reviews::StoredReview;
use crate::store::{self, Tx};

/// Opens a review because the platform asks for one, or returns the one that is running.
pub async fn request(
    app: &App,
    who: &Reviewer,
    subject: &Subject,
    reason: &str,
) -> Result<StoredReview, ReviewError> {
    let mut tx = app.begin(&who.tenant).await?;
    let applicant = find_subject(app, &mut tx, subject).await?;
    let why = Why::because(Chosen::Request);
    let stored = find_or_open(app, &mut tx, &who.actor, applicant, why).await?;
    let note = Some(reason).filter(|reason| !reason.is_empty());
    let entry = HistoryEntry { note, ..HistoryEntry::new(ReviewAction::Requested {}, &who.actor) };
    record(app, &mut tx, &stored, entry).await?;
    tx.commit().await?;
    Ok(stored)
}

/// The applicant's running review, opened if there is none.
pub(super) async fn find_or_open(
    app: &App,
    tx: &mut Tx,
    by: &Actor,
    applicant: ApplicantId,
    why: Why,
) -> Result<StoredReview, ReviewError> {
    if let Some(running) = store::reviews::running(tx, applicant).await?
        && running.review.appeal_id.is_none()
    {
        return Ok(running);
    }
    let decision = latest_decision(app, tx, applicant).await?;
    let review = routed(tx, &decision, why).await?;
    Ok(place(app, tx, by, review).await?)
}
