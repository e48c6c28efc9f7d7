//! Reviews: what people do with a decision. A file for each subject; this one holds what they have in common.

mod agreement;
mod appeal_links;
mod appeals;
mod cases;
mod claims;
mod golden;
mod history;
mod labels;
pub(super) mod opening;
mod queues;
mod reasons;
mod rings;
mod verdicts;

use chrono::{DateTime, Utc};
use serde_json::{Value, json};
use sqlx::PgConnection;

pub use agreement::{AgreementReport, ReviewerFigures, agreement_report, reviewers};
pub use appeal_links::{LinkPage, NewLink, contest, language_of, link_page, new_link};
pub use appeals::{
    AppealView, Contested, NewAppeal, appeal, appeals, correct, decide_appeal, open_appeal,
};
pub use cases::{Case, Listed, find, list, named};
pub use claims::{claim, claim_next, release, renew};
pub use golden::{golden_items, mark_golden, remove_golden};
pub use history::{Event, history, note};
pub use labels::{Conflicts, LabelFilter, NewLabel, labels, labels_of, record_label};
pub use opening::{Subject, request};
pub use queues::{BadQueue, QueueState, put_queue, queues};
pub use reasons::{BadReason, Misfit};
pub use rings::{MOST_MEMBERS, MemberVerdict, claim_ring, judge_ring};
pub use verdicts::{Judgement, approve, give, reopen, send_back, undo};

use super::{Internal, submission};
use crate::app::App;
use crate::domain::event::EventKind;
use crate::domain::review::{Refusal, Review};
use crate::domain::tenant::TenantId;
use crate::keys::DataKey;
use crate::store::audit::Entry;
use crate::store::review_history::StoredEvent;
use crate::store::review_lists::Viewer;
use crate::store::reviews::StoredReview;
use crate::store::{self, StoreError};
use evidence::profile::BadProfile;
use ids::actor::Actor;
use ids::{AppealId, ApplicantId, HistoryId, ReviewId};

/// Somebody who works on reviews: a person in the console, or a program with a token.
#[derive(Clone, Debug)]
pub struct Reviewer {
    /// Whose rows they may see.
    pub tenant: TenantId,
    /// Who.
    pub actor: Actor,
    /// Whether they see to queues: nothing of golden items is kept from them.
    pub leads: bool,
    /// Whether they can look at decisions, and so at the score, outside the review.
    pub reads_decisions: bool,
}

impl Reviewer {
    /// What of golden items is kept from them.
    fn viewer(&self) -> Viewer<'_> {
        if self.leads { Viewer::Lead } else { Viewer::Reviewer(&self.actor) }
    }
}

/// Why a review does not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum ReviewError {
    /// The tenant has no such thing.
    #[error("there is no such thing")]
    NotFound,
    /// It was about an applicant who was erased.
    #[error("the applicant was erased")]
    Erased,
    /// Its state does not allow it.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The applicant has another review that is running.
    #[error("the applicant has a review that is running: {0}")]
    OtherRunning(ReviewId),
    /// Reasons that nobody knows, or that contradict the verdict.
    #[error("a verdict has reasons that cannot stand with it")]
    BadReasons(Vec<BadReason>),
    /// Nothing was decided on the applicant yet.
    #[error("there is no decision on this applicant to review")]
    NothingDecided,
    /// The applicant has an appeal that is not decided.
    #[error("the applicant has an appeal that is not decided: {0}")]
    AppealRunning(AppealId),
    /// The appeal is decided.
    #[error("the appeal is decided already")]
    AppealDecided,
    /// A link that was used.
    #[error("the link was used already")]
    LinkUsed,
    /// A link that can no longer be used.
    #[error("the link has expired")]
    LinkExpired,
    /// The corrected facts are no profile.
    #[error("the corrected profile cannot be used")]
    Correction(#[source] BadProfile),
    /// The correction would make somebody else of the applicant.
    #[error("a correction cannot change `external_id`")]
    CorrectsName,
    /// Somebody who is in no such ring, or is named twice.
    #[error("name every member of the ring once, and nobody else: {0}")]
    NotTheRing(ApplicantId),
    /// The ring is larger than can be worked as one.
    #[error("a ring of more than {0} members is worked member by member")]
    RingTooLarge(usize),
    /// Not the caller's fault.
    #[error(transparent)]
    Internal(#[from] Internal),
}

impl From<StoreError> for ReviewError {
    fn from(error: StoreError) -> Self {
        Self::Internal(error.into())
    }
}

/// What happened, to be kept in a review's history.
struct Happened<'a> {
    action: &'static str,
    actor: &'a Actor,
    details: Value,
    note: Option<&'a str>,
    /// When, if not now.
    at: Option<DateTime<Utc>>,
}

impl<'a> Happened<'a> {
    fn new(action: &'static str, actor: &'a Actor) -> Self {
        Self { action, actor, details: json!({}), note: None, at: None }
    }
}

/// A review whose applicant can still be read, held until the transaction ends.
async fn held(connection: &mut PgConnection, id: ReviewId) -> Result<StoredReview, ReviewError> {
    let stored = store::reviews::find_for_update(connection, id).await?;
    readable(stored.ok_or(ReviewError::NotFound)?)
}

fn readable(stored: StoredReview) -> Result<StoredReview, ReviewError> {
    if stored.data_key.is_empty() { Err(ReviewError::Erased) } else { Ok(stored) }
}

/// The key to what was written of the applicant.
fn key(app: &App, tenant: &TenantId, stored: &StoredReview) -> Result<DataKey, Internal> {
    submission::data_key(app, tenant, stored.review.applicant_id, &stored.data_key)
}

/// What a note is bound to.
fn note_purpose(applicant: ApplicantId, id: HistoryId) -> String {
    format!("review-note/{applicant}/{id}")
}

/// Keeps what happened in the review's history and in the audit trail.
async fn record(
    app: &App,
    tenant: &TenantId,
    connection: &mut PgConnection,
    stored: &StoredReview,
    happened: Happened<'_>,
) -> Result<(), Internal> {
    let now = app.clock.now();
    let Happened { action, actor, details, note, at } = happened;
    let at = at.unwrap_or(now);
    let review = &stored.review;
    let id = HistoryId::new(at);
    let sealed = match note {
        Some(text) => {
            let purpose = note_purpose(review.applicant_id, id);
            Some(key(app, tenant, stored)?.seal(text.as_bytes(), &purpose))
        }
        None => None,
    };
    let event = StoredEvent {
        id,
        action: action.to_owned(),
        actor: actor.as_str().to_owned(),
        details: details.clone(),
        note: sealed,
        created_at: at,
    };
    store::review_history::append(connection, tenant, review.id, review.applicant_id, &event)
        .await?;
    let (action, subject) = (format!("review.{action}"), review.id.to_string());
    let entry = Entry { actor, action: &action, subject: &subject, details, at: now };
    store::audit::append(connection, tenant, &entry).await?;
    Ok(())
}

/// Tells the platform of a review. Golden items are nobody's business but the leads'.
async fn tell(
    app: &App,
    tenant: &TenantId,
    connection: &mut PgConnection,
    kind: EventKind,
    review: &Review,
    more: Value,
) -> Result<(), StoreError> {
    if review.golden.is_some() {
        return Ok(());
    }
    let now = app.clock.now();
    let mut data = json!({
        "review_id": review.id,
        "applicant_id": review.applicant_id,
        "decision_id": review.decision_id,
        "state": review.state(now),
    });
    if let (Some(data), Value::Object(more)) = (data.as_object_mut(), more) {
        data.extend(more);
    }
    super::events::emit(app, tenant, connection, kind, data).await
}

/// A share of all ids, always the same ones: whether the keyed hash of an id falls below the rate.
fn falls_below(app: &App, tenant: &TenantId, purpose: &str, id: &str, rate: f64) -> bool {
    app.keys.pepper(tenant).chance(purpose, id) < rate
}

/// The moment that all steps of an action share.
fn now(app: &App) -> DateTime<Utc> {
    app.clock.now()
}
