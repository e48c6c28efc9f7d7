//! The table `review`, as the queue's pages list it.

use chrono::{DateTime, Utc};
use ids::actor::Actor;
use ids::{ApplicantId, ReviewId, RingId};
use learning::label::Chosen;
use scoring::decision::{Band, ReviewState};

use crate::domain::queue::QueueName;
use crate::store::{Internal, Tx};

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

struct Ranked {
    id: ReviewId,
    rank: f64,
}

/// Matching reviews with their sort values, at most `limit`.
pub async fn list(
    tx: &mut Tx,
    filter: &Filter,
    viewer: Viewer<'_>,
    limit: i64,
) -> Result<Vec<(ReviewId, f64)>, Internal> {
    let rows = sqlx::query_as!(
        Ranked,
        r#"SELECT id AS "id!: ReviewId", rank AS "rank!"
        FROM (
            SELECT seen.id, CASE $11
                WHEN 'risk' THEN CASE WHEN hidden THEN 0 ELSE -probability END
                WHEN 'age' THEN extract(epoch FROM opened_at)
                ELSE extract(epoch FROM due_at)
            END::double precision AS rank
            FROM (
                SELECT review.*,
                    CASE WHEN review.state = 'claimed' AND review.lease_until <= $1 THEN 'open'
                        ELSE review.state END AS state_now,
                    COALESCE(review_queue.blind, false) AND review.state IN ('open', 'claimed') AS hidden,
                    applicant.ring_id, verdict.actor AS given_by, verdict.approved_by
                FROM review
                JOIN applicant
                    ON applicant.tenant_id = review.tenant_id AND applicant.id = review.applicant_id
                LEFT JOIN review_queue
                    ON review_queue.tenant_id = review.tenant_id AND review_queue.name = review.queue
                LEFT JOIN verdict
                    ON verdict.tenant_id = review.tenant_id AND verdict.id = review.verdict_id
                WHERE applicant.erased_at IS NULL
            ) AS seen
            WHERE CASE WHEN $2::text IS NULL THEN state_now <> 'closed' ELSE state_now = $2 END
            AND ($3::text IS NULL OR queue = $3)
            AND ($4::text IS NULL OR (band = $4 AND NOT hidden))
            AND ($5::text IS NULL OR (claimed_by = $5 AND state_now = 'claimed'))
            AND ($6::uuid IS NULL OR ring_id = $6)
            AND ($7::uuid IS NULL OR applicant_id = $7)
            AND ($8::timestamptz IS NULL OR opened_at < $8)
            AND ($9::text IS NULL OR (chosen = $9 AND NOT hidden))
            AND ($10::text IS NULL OR state_now <> 'closed' OR given_by = $10 OR approved_by = $10 OR NOT EXISTS (
                SELECT FROM review AS item
                WHERE item.applicant_id = seen.applicant_id AND item.golden IS NOT NULL
            ))
        ) AS ranked
        WHERE $12::double precision IS NULL OR (rank, id) > ($12, $13)
        ORDER BY rank, id
        LIMIT $14"#,
        tx.now,
        filter.state.map(ReviewState::name),
        filter.queue.as_ref().map(QueueName::as_str),
        filter.band.map(Band::name),
        filter.claimed_by.as_ref().map(Actor::as_str),
        filter.ring.map(|ring| ring.0),
        filter.applicant.map(|applicant| applicant.0),
        filter.opened_before,
        filter.chosen.map(Chosen::name),
        match viewer {
            Viewer::Reviewer(who) => Some(who.as_str()),
            Viewer::Lead => None,
        },
        match filter.sort {
            Sort::Due => "due",
            Sort::Age => "age",
            Sort::Risk => "risk",
        },
        filter.after.map(|after| after.rank),
        filter.after.map(|after| after.review.0),
        limit,
    )
    .fetch_all(tx.connection())
    .await?;
    Ok(rows.into_iter().map(|row| (row.id, row.rank)).collect())
}

/// The open reviews of a queue, counted.
#[derive(Clone, Debug, PartialEq)]
pub struct Waiting {
    /// The queue's name.
    pub queue: String,
    /// How many nobody has claimed.
    pub open: i64,
    pub claimed: i64,
    pub awaiting_approval: i64,
    /// How many are overdue.
    pub late: i64,
    /// When the oldest was opened.
    pub oldest_at: DateTime<Utc>,
    pub due_first_at: DateTime<Utc>,
}

/// The counts of every queue with open reviews.
pub async fn waiting(tx: &mut Tx) -> Result<Vec<Waiting>, Internal> {
    tx.fetch_all(sqlx::query_as!(
        Waiting,
        r#"SELECT
            queue,
            count(*) FILTER (WHERE state = 'open' OR (state = 'claimed' AND lease_until <= $1)) AS "open!",
            count(*) FILTER (WHERE state = 'claimed' AND lease_until > $1) AS "claimed!",
            count(*) FILTER (WHERE state = 'awaiting_approval') AS "awaiting_approval!",
            count(*) FILTER (WHERE due_at < $1) AS "late!",
            min(opened_at) AS "oldest_at!",
            min(due_at) AS "due_first_at!"
        FROM review
        WHERE state <> 'closed'
        GROUP BY queue
        ORDER BY queue"#,
        tx.now,
    ))
    .await
}
