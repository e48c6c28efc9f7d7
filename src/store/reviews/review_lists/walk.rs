//! Lists of a whole queue or of all queues.
//!
//! Each group of reviews with the same state, queue and band is walked along an index, in the order of the list, until
//! the page is full. Then the groups are merged. So a page costs the same, however many reviews there are. A filter that
//! is no part of an index (`opened_before`, `chosen`) passes over what doesn't match.

use chrono::DateTime;
use ids::ReviewId;
use scoring::decision::ReviewState;
use sqlx::{Postgres, QueryBuilder};
use uuid::Uuid;

use super::{After, Filter, Sort, Viewer};
use crate::store::{Internal, Tx};

/// Matching reviews with their sort values, at most `limit`.
pub(super) async fn list(
    tx: &mut Tx,
    filter: &Filter,
    viewer: Viewer<'_>,
    limit: i64,
) -> Result<Vec<(ReviewId, f64)>, Internal> {
    let query = QueryBuilder::<Postgres>::new(
        "SELECT found.id, found.rank FROM review_group AS segment CROSS JOIN LATERAL (",
    );
    let mut statement = Statement { query, filter, viewer, limit };
    match filter.sort {
        Sort::Due => statement.by_due_time(tx),
        Sort::Age => statement.by_age(tx),
        Sort::Risk => statement.by_risk(tx),
    }
    statement.segments();
    // Ids are in the order of time.
    let order = if filter.sort == Sort::Age { "found.id" } else { "found.rank, found.id" };
    statement.query.push(" ORDER BY ").push(order).push(" LIMIT ").push_bind(limit);
    let rows = statement.query.build_query_as::<(ReviewId, f64)>();
    Ok(rows.fetch_all(tx.connection()).await?)
}

struct Statement<'a> {
    query: QueryBuilder<Postgres>,
    filter: &'a Filter,
    viewer: Viewer<'a>,
    limit: i64,
}

impl Statement<'_> {
    fn by_due_time(&mut self, tx: &Tx) {
        self.walk(tx, "extract(epoch FROM review.due_at)");
        if let Some(After { rank, review }) = self.filter.after {
            #[expect(clippy::cast_possible_truncation, reason = "a cursor may hold any number")]
            let micros = (rank * 1e6).round() as i64;
            let due_at = DateTime::from_timestamp_micros(micros).unwrap_or(DateTime::UNIX_EPOCH);
            self.query.push(" AND (review.due_at, review.id) > (").push_bind(due_at);
            self.query.push(", ").push_bind(review.0).push(")");
        }
        self.take("review.due_at, review.id");
    }

    fn by_age(&mut self, tx: &Tx) {
        self.walk(tx, "extract(epoch FROM review.opened_at)");
        if let Some(after) = self.filter.after {
            self.query.push(" AND review.id > ").push_bind(after.review.0);
        }
        self.take("review.id");
    }

    /// Where the score is hidden, reviews rank equally, after all others.
    fn by_risk(&mut self, tx: &Tx) {
        self.query.push("(");
        self.walk(tx, "-review.probability");
        self.query.push(" AND NOT segment.hidden");
        if let Some(After { rank, review }) = self.filter.after {
            self.query.push(" AND review.probability <= ").push_bind(-rank);
            self.query.push(" AND (review.probability < ").push_bind(-rank);
            self.query.push(" OR review.id > ").push_bind(review.0).push(")");
        }
        self.take("review.probability DESC, review.id");
        self.query.push(") UNION ALL (");
        self.walk(tx, "0");
        self.query.push(" AND segment.hidden");
        if let Some(After { rank, review }) = self.filter.after {
            let after = if rank < 0.0 { Uuid::nil() } else { review.0 };
            self.query.push(" AND review.id > ").push_bind(after);
        }
        self.take("review.id");
        self.query.push(")");
    }

    /// Begins a walk through a group's reviews.
    fn walk(&mut self, tx: &Tx, rank: &str) {
        self.query.push("SELECT review.id, (").push(rank).push(
            ")::double precision AS rank
            FROM review
            WHERE review.tenant_id = segment.tenant_id AND review.state = segment.state
            AND review.queue = segment.queue AND review.band = segment.band
            AND (
                SELECT applicant.erased_at IS NULL
                FROM applicant
                WHERE applicant.tenant_id = review.tenant_id AND applicant.id = review.applicant_id
            )",
        );
        self.claims(tx);
        if let Some(before) = self.filter.opened_before {
            self.query.push(" AND review.opened_at < ").push_bind(before);
        }
        if let Some(chosen) = self.filter.chosen {
            self.query.push(" AND review.chosen = ").push_bind(chosen.name());
        }
        self.visibility();
    }

    /// An expired claim counts as none.
    fn claims(&mut self, tx: &Tx) {
        match self.filter.state {
            Some(ReviewState::Open) => {
                self.query.push(" AND (review.state = 'open' OR review.lease_until <= ");
                self.query.push_bind(tx.now).push(")");
            }
            Some(ReviewState::Claimed) => {
                self.query.push(" AND review.lease_until > ").push_bind(tx.now);
            }
            Some(ReviewState::AwaitingApproval | ReviewState::Closed) | None => {}
        }
    }

    /// Hides closed reviews of golden items from reviewers who did not work on them.
    fn visibility(&mut self) {
        let (Viewer::Reviewer(who), Some(ReviewState::Closed)) = (self.viewer, self.filter.state)
        else {
            return;
        };
        self.query.push(" AND ((SELECT ").push_bind(who.as_str().to_owned()).push(
            " IN (verdict.actor, verdict.approved_by)
                FROM verdict
                WHERE verdict.tenant_id = review.tenant_id AND verdict.id = review.verdict_id
            ) OR (
                SELECT bool_or(item.golden IS NOT NULL)
                FROM review AS item
                WHERE item.tenant_id = review.tenant_id AND item.applicant_id = review.applicant_id
            ) IS NOT TRUE)",
        );
    }

    /// Ends a walk.
    fn take(&mut self, order: &str) {
        self.query.push(" ORDER BY ").push(order).push(" LIMIT ").push_bind(self.limit);
    }

    /// Chooses the groups to walk through.
    fn segments(&mut self) {
        self.query.push(") AS found WHERE ").push(match self.filter.state {
            None => "segment.state <> 'closed'",
            Some(ReviewState::Open) => "segment.state IN ('open', 'claimed')",
            Some(ReviewState::Claimed) => "segment.state = 'claimed'",
            Some(ReviewState::AwaitingApproval) => "segment.state = 'awaiting_approval'",
            Some(ReviewState::Closed) => "segment.state = 'closed'",
        });
        if let Some(queue) = &self.filter.queue {
            self.query.push(" AND segment.queue = ").push_bind(queue.as_str().to_owned());
        }
        if let Some(band) = self.filter.band {
            self.query.push(" AND NOT segment.hidden AND segment.band = ").push_bind(band.name());
        }
        if self.filter.chosen.is_some() {
            self.query.push(" AND NOT segment.hidden");
        }
    }
}
