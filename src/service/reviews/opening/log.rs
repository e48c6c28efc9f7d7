//! What is recorded about a review, and what the platform is told about it.

use chrono::{DateTime, Utc};
use ids::actor::Actor;
use ids::{ApplicantId, HistoryId};

use crate::app::App;
use crate::domain::audit::AuditAction;
use crate::domain::event::{EventData, ReviewEvent};
use crate::domain::review::Review;
use crate::domain::review_action::ReviewAction;
use crate::domain::tenant::TenantId;
use crate::keys::DataKey;
use crate::service::Internal;
use crate::service::scoring::submission;
use crate::service::webhooks::events;
use crate::store::audit::Entry;
use crate::store::reviews::StoredReview;
use crate::store::reviews::review_history::StoredEntry;
use crate::store::{self, Tx};

/// An entry of a review's history.
pub(in crate::service) struct HistoryEntry<'a> {
    pub(in crate::service) action: ReviewAction,
    pub(in crate::service) actor: &'a Actor,
    pub(in crate::service) note: Option<&'a str>,
    /// When it happened, if not now.
    pub(in crate::service) at: Option<DateTime<Utc>>,
}

impl<'a> HistoryEntry<'a> {
    pub(in crate::service) fn new(action: ReviewAction, actor: &'a Actor) -> Self {
        Self { action, actor, note: None, at: None }
    }
}

/// The key to what was written about the applicant.
pub(in crate::service) fn key(
    app: &App,
    tenant: &TenantId,
    stored: &StoredReview,
) -> Result<DataKey, Internal> {
    submission::data_key(app, tenant, stored.review.applicant_id, &stored.data_key)
}

/// What a sealed note is bound to.
pub(in crate::service) fn note_purpose(applicant: ApplicantId, id: HistoryId) -> String {
    format!("review-note/{applicant}/{id}")
}

/// Adds an entry to the review's history and to the audit trail.
pub(in crate::service) async fn record(
    app: &App,
    tx: &mut Tx,
    stored: &StoredReview,
    entry: HistoryEntry<'_>,
) -> Result<(), Internal> {
    let now = tx.read_clock();
    let HistoryEntry { action, actor, note, at } = entry;
    let at = at.unwrap_or(now);
    let review = &stored.review;
    let id = HistoryId::new(at);
    let sealed = match note {
        Some(text) => {
            let purpose = note_purpose(review.applicant_id, id);
            Some(key(app, &tx.tenant, stored)?.seal(text.as_bytes(), &purpose))
        }
        None => None,
    };
    let (name, details) = action.to_parts();
    let row = StoredEntry {
        id,
        action: name,
        actor: actor.as_str().to_owned(),
        details,
        note: sealed,
        created_at: at,
    };
    store::reviews::review_history::append(tx, review.id, review.applicant_id, &row).await?;
    let (action, subject) = (AuditAction::Review(action), review.id.to_string());
    store::audit::append(tx, Entry { actor, action, subject, at: now }).await
}

/// Tells the platform about a review. Golden items concern only those who lead reviewers.
pub(in crate::service) async fn tell<T>(
    tx: &mut Tx,
    review: &Review,
    details: T,
    event: fn(ReviewEvent<T>) -> EventData,
) -> Result<(), Internal> {
    if review.golden.is_some() {
        return Ok(());
    }
    let data = ReviewEvent {
        review_id: review.id,
        applicant_id: review.applicant_id,
        decision_id: review.decision_id,
        state: review.state(tx.read_clock()),
        details,
    };
    events::emit(tx, event(data)).await
}
