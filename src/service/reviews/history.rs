//! What happened to a review, and what people noted on it.

use chrono::{DateTime, Utc};
use ids::{HistoryId, ReviewId};
use serde_json::Value;

use super::{ReviewError, Reviewer, cases, lock_review};
use crate::app::App;
use crate::keys::DataKey;
use crate::service::opening::{HistoryEntry, key, note_purpose, record};
use crate::service::{Internal, submission};
use crate::store;
use crate::store::review_history::StoredEntry;
use crate::store::reviews::StoredReview;

/// Something that happened to a review.
#[derive(Clone, Debug)]
pub struct Event {
    /// Its name.
    pub id: HistoryId,
    /// What, as a verb: `claimed`, `verdict_given`.
    pub action: String,
    /// Who did it.
    pub actor: String,
    /// What else is to be known of it.
    pub details: Value,
    /// What they wrote.
    pub note: Option<String>,
    /// When.
    pub at: DateTime<Utc>,
}

/// What happened to a review, the first first.
pub async fn history(app: &App, who: &Reviewer, id: ReviewId) -> Result<Vec<Event>, ReviewError> {
    let mut tx = app.begin(&who.tenant).await?;
    let stored = cases::visible(who, &mut tx, id).await?;
    let key = key(app, &who.tenant, &stored)?;
    let events = store::review_history::of_review(&mut tx, id).await?;
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

/// Notes something on a review. From whoever has it, it is a sign of life.
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
    let entry = HistoryEntry { note: Some(text), ..HistoryEntry::new("noted", &who.actor) };
    record(app, &mut tx, &stored, entry).await?;
    tx.commit().await?;
    Ok(stored)
}
