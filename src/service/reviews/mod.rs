//! Reviews: what people do with a decision. Each subject has a file; this one has what they share.

mod agreement;
mod appeal_links;
mod appeals;
mod cases;
mod claims;
mod golden;
mod history;
mod judgement;
mod labels;
pub mod notices;
pub(in crate::service) mod opening;
mod queues;
mod requests;
mod rings;
mod subjects;
mod verdicts;

pub use agreement::{AgreementReport, ReviewerFigures, agreement_report, reviewers};
pub use appeal_links::{LinkPage, NewLink, contest, language_of, link_page, new_link};
pub use appeals::{
    AppealView, Contested, NewAppeal, appeal, appeals, correct, decide_appeal, open_appeal,
};
pub use cases::{Case, Listed, find, list, named};
pub use claims::{claim, claim_next, release, renew};
pub use golden::{golden_items, mark_golden, remove_golden};
pub use history::{Event, history, note};
pub use judgement::{BadReason, Judgement, Misfit};
pub use labels::{Conflicts, LabelFilter, NewLabel, labels, labels_of, record_label};
pub use queues::{BadQueue, QueueState, put_queue, queues};
pub use requests::request;
pub use rings::{MAX_MEMBERS, MemberVerdict, claim_ring, judge_ring};
pub use subjects::Subject;
pub use verdicts::{approve, give, reopen, send_back, undo};

use evidence::profile::BadProfile;
use ids::actor::Actor;
use ids::{AppealId, ApplicantId, ReviewId};

use super::{FindError, Internal};
use crate::domain::review::Refusal;
use crate::domain::tenant::TenantId;
use crate::store::reviews::StoredReview;
use crate::store::reviews::review_lists::Viewer;
use crate::store::{self, Tx};

/// Somebody who works on reviews: a person in the console, or a program with a token.
#[derive(Clone, Debug)]
pub struct Reviewer {
    pub tenant: TenantId,
    pub actor: Actor,
    /// Whether they lead reviewers. Leads see everything about golden items.
    pub leads: bool,
    /// Whether they can read decisions, and so the score, outside the review.
    pub reads_decisions: bool,
}

impl Reviewer {
    /// What they may see of golden items.
    fn viewer(&self) -> Viewer<'_> {
        if self.leads { Viewer::Lead } else { Viewer::Reviewer(&self.actor) }
    }
}

/// Why something about a review was not done.
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
    #[error("the applicant has a review that is running: {0}")]
    OtherRunning(ReviewId),
    /// Reasons that are unknown or contradict the verdict.
    #[error("some reasons do not fit the verdict")]
    BadReasons(Vec<BadReason>),
    #[error("there is no decision on this applicant to review")]
    NothingDecided,
    #[error("the applicant has an appeal that is not decided: {0}")]
    AppealRunning(AppealId),
    #[error("the appeal is decided already")]
    AppealDecided,
    #[error("the link was used already")]
    LinkUsed,
    #[error("the link has expired")]
    LinkExpired,
    /// The corrected document is not a profile.
    #[error("the corrected profile cannot be used")]
    Correction(#[source] BadProfile),
    /// The correction changes the applicant's external id.
    #[error("a correction cannot change `external_id`")]
    CorrectsName,
    /// An applicant who is not in the ring, or is named twice.
    #[error("name every member of the ring once, and nobody else: {0}")]
    NotTheRing(ApplicantId),
    /// The ring is too large to be judged as one.
    #[error("a ring of more than {0} members is worked member by member")]
    RingTooLarge(usize),
    /// Not the caller's fault.
    #[error(transparent)]
    Internal(#[from] Internal),
}

impl From<FindError> for ReviewError {
    fn from(error: FindError) -> Self {
        match error {
            FindError::NotFound => Self::NotFound,
            FindError::Erased => Self::Erased,
            FindError::Internal(error) => Self::Internal(error),
        }
    }
}

/// A review whose applicant can still be read, locked until the transaction ends.
async fn lock_review(tx: &mut Tx, id: ReviewId) -> Result<StoredReview, ReviewError> {
    let stored = store::reviews::find_for_update(tx, id).await?;
    readable(stored.ok_or(ReviewError::NotFound)?)
}

fn readable(stored: StoredReview) -> Result<StoredReview, ReviewError> {
    if stored.data_key.is_empty() { Err(ReviewError::Erased) } else { Ok(stored) }
}
