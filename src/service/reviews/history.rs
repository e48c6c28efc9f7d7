//! The history of a review, with notes.

use chrono::{DateTime, Utc};
use ids::{HistoryId, ReviewId};
use serde_json::Value;

use super::opening::{HistoryEntry, key, note_purpose, record};
use super::{ReviewError, Reviewer, cases, lock_review};
use crate::app::App;
use crate::domain::review_action::ReviewAction;
use crate::keys::DataKey;
use crate::service::Internal;
use crate::service::scoring::submission;
use crate::store;
use crate::store::reviews::StoredReview;
use crate::store::reviews::review_history::StoredEntry;

/// An entry of a review's history.
#[derive(Clone, Debug)]
pub struct Event {
    pub id: HistoryId,
    /// A verb, such as `claimed` or `verdict_given`.
    pub action: String,
    pub actor: String,
    pub details: Value,
    pub note: Option<String>,
    pub at: DateTime<Utc>,
}

/// The history of a review, the oldest first.
pub async fn history(app: &App, who: &Reviewer, id: ReviewId) -> Result<Vec<Event>, ReviewError> {
    let mut tx = app.begin(&who.tenant).await?;
    let stored = cases::visible(who, &mut tx, id).await?;
    let key = key(app, &who.tenant, &stored)?;
    let events = store::reviews::review_history::of_review(&mut tx, id).await?;
    let events = events.into_iter().map(|event| read(&stored, &key, event));
    Ok(events.collect::<Result<_, Internal>>()?)
}

fn read(stored: &StoredReview, key: &DataKey, event: StoredEntry) -> Result<Event, Internal> {
    let purpose = note_purpose(stored.review.applicant_id, event.id);
    let open = |sealed: Vec<u8>| {
        let plain = key.open(&sealed, &purpose);
        let plain = plain.map_err(|error| submission::cannot_open(error, &purpose))?;
        String::from_utf8(plain).map_err(|_| Internal::Corrupt(format!("{purpose} is not text")))
    };
    let note = event.note.map(open).transpose()?;
    let StoredEntry { id, action, actor, details, created_at, .. } = event;
    Ok(Event { id, action, actor, details, note, at: created_at })
}

/// Adds a note to a review. It renews the claim of the reviewer who has the case.
pub async fn note(
    app: &App,
    who: &Reviewer,
    id: ReviewId,
    text: &str,
) -> Result<StoredReview, ReviewError> {
    let mut tx = app.begin(&who.tenant).await?;
    let mut stored = lock_review(&mut tx, id).await?;
    if stored.review.renew(&who.actor, tx.read_clock()).is_ok() {
        store::reviews::set_stage(&mut tx, &stored.review).await?;
    }
    let entry =
        HistoryEntry { note: Some(text), ..HistoryEntry::new(ReviewAction::Noted {}, &who.actor) };
    record(app, &mut tx, &stored, entry).await?;
    tx.commit().await?;
    Ok(stored)
}
