//! The counts of open reviews.

use chrono::{DateTime, Utc};

use crate::store::{Internal, Tx};

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

/// The counts of every queue with open reviews. They come from indexes alone, and stop at 100,000 for each group of the
/// same state, queue and band.
pub async fn waiting(tx: &mut Tx) -> Result<Vec<Waiting>, Internal> {
    // `OFFSET 0` keeps the planner from repeating a count wherever it is used.
    tx.fetch_all(sqlx::query_as!(
        Waiting,
        r#"SELECT
            segment.queue AS "queue!",
            sum(CASE segment.state WHEN 'open' THEN reviews WHEN 'claimed' THEN expired ELSE 0 END)::bigint AS "open!",
            sum(CASE segment.state WHEN 'claimed' THEN reviews - expired ELSE 0 END)::bigint AS "claimed!",
            sum(CASE segment.state WHEN 'awaiting_approval' THEN reviews ELSE 0 END)::bigint AS "awaiting_approval!",
            sum(late)::bigint AS "late!",
            min(oldest_at) AS "oldest_at!",
            min(due_first_at) AS "due_first_at!"
        FROM review_group AS segment
        CROSS JOIN LATERAL (
            SELECT
                (SELECT count(*) FROM (
                    SELECT FROM review
                    WHERE review.tenant_id = segment.tenant_id AND review.state = segment.state
                    AND review.queue = segment.queue AND review.band = segment.band
                    LIMIT 100000
                ) AS counted) AS reviews,
                (SELECT count(*) FROM (
                    SELECT FROM review
                    WHERE review.tenant_id = segment.tenant_id AND review.state = segment.state
                    AND review.queue = segment.queue AND review.band = segment.band
                    AND segment.state = 'claimed' AND review.lease_until <= $1
                    LIMIT 100000
                ) AS counted) AS expired,
                (SELECT count(*) FROM (
                    SELECT FROM review
                    WHERE review.tenant_id = segment.tenant_id AND review.state = segment.state
                    AND review.queue = segment.queue AND review.band = segment.band
                    AND review.due_at < $1
                    LIMIT 100000
                ) AS counted) AS late,
                (
                    SELECT review.opened_at FROM review
                    WHERE review.tenant_id = segment.tenant_id AND review.state = segment.state
                    AND review.queue = segment.queue AND review.band = segment.band
                    ORDER BY review.id
                    LIMIT 1
                ) AS oldest_at,
                (
                    SELECT review.due_at FROM review
                    WHERE review.tenant_id = segment.tenant_id AND review.state = segment.state
                    AND review.queue = segment.queue AND review.band = segment.band
                    ORDER BY review.due_at
                    LIMIT 1
                ) AS due_first_at
            OFFSET 0
        ) AS counts
        WHERE segment.state <> 'closed'
        GROUP BY segment.queue
        ORDER BY segment.queue"#,
        tx.now,
    ))
    .await
}
