//! The table `review`, as the queue's pages list it.

mod few;
mod waiting;
mod walk;

use chrono::{DateTime, Utc};
use ids::actor::Actor;
use ids::{ApplicantId, ReviewId, RingId};
use learning::label::Chosen;
use scoring::decision::{Band, ReviewState};

use crate::domain::queue::QueueName;
use crate::store::{Internal, Tx};

pub use waiting::{Waiting, waiting};

/// In which order reviews are listed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sort {
    /// What is due first.
    #[default]
    Due,
    Age,
    /// The most probable fake first. Reviews with a hidden score rank equally.
    Risk,
}

/// Where the page before ended.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct After {
    /// The last review's sort value.
    pub rank: f64,
    /// The last review.
    pub review: ReviewId,
}

/// Which reviews to list.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// Only in this state; without it, all but closed ones.
    pub state: Option<ReviewState>,
    /// Only in this queue.
    pub queue: Option<QueueName>,
    /// Only with this band. Reviews with a hidden score never match.
    pub band: Option<Band>,
    /// Only those that this person has claimed.
    pub claimed_by: Option<Actor>,
    /// Only of this ring's members.
    pub ring: Option<RingId>,
    /// Only about this applicant.
    pub applicant: Option<ApplicantId>,
    /// Only those opened before.
    pub opened_before: Option<DateTime<Utc>>,
    /// Only those opened for this reason. Reviews with a hidden score never match.
    pub chosen: Option<Chosen>,
    pub sort: Sort,
    /// Only those after this one.
    pub after: Option<After>,
}

/// Who is looking. Closed reviews of golden items are hidden from reviewers who did not work on them, because they
/// would give the truth away.
#[derive(Clone, Copy, Debug)]
pub enum Viewer<'a> {
    Reviewer(&'a Actor),
    Lead,
}

/// Matching reviews with their sort values, at most `limit`.
pub async fn list(
    tx: &mut Tx,
    filter: &Filter,
    viewer: Viewer<'_>,
    limit: i64,
) -> Result<Vec<(ReviewId, f64)>, Internal> {
    match few::applicants(tx, filter).await? {
        Some(applicants) => few::list(tx, &applicants, filter, viewer, limit).await,
        None => walk::list(tx, filter, viewer, limit).await,
    }
}
