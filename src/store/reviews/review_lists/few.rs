//! Lists of reviews of a few applicants: one applicant, a ring, or the cases that somebody has claimed.

use ids::actor::Actor;
use ids::{ApplicantId, ReviewId};
use learning::label::Chosen;
use scoring::decision::{Band, ReviewState};

use super::{Filter, Sort, Viewer};
use crate::domain::queue::QueueName;
use crate::store::people::rings;
use crate::store::{Internal, Tx};

/// How many members of a ring are looked at.
const MAX_MEMBERS: i64 = 10_000;

/// The only applicants whose reviews can match; `None` if the filter doesn't name any.
pub(super) async fn applicants(
    tx: &mut Tx,
    filter: &Filter,
) -> Result<Option<Vec<ApplicantId>>, Internal> {
    if let Some(applicant) = filter.applicant {
        return Ok(Some(vec![applicant]));
    }
    if let Some(who) = &filter.claimed_by {
        return Ok(Some(claimed_by(tx, who).await?));
    }
    match filter.ring {
        Some(ring) => Ok(Some(rings::members(tx, ring, MAX_MEMBERS).await?)),
        None => Ok(None),
    }
}

/// The applicants whose cases this person has claimed, expired claims included.
async fn claimed_by(tx: &mut Tx, who: &Actor) -> Result<Vec<ApplicantId>, Internal> {
    Ok(sqlx::query_scalar!(
        r#"SELECT applicant_id AS "applicant_id: ApplicantId"
        FROM review
        WHERE tenant_id = $1 AND claimed_by = $2 AND state = 'claimed'"#,
        tx.tenant_id(),
        who.as_str(),
    )
    .fetch_all(tx.connection())
    .await?)
}

struct Ranked {
    id: ReviewId,
    rank: f64,
}

/// Matching reviews of these applicants.
pub(super) async fn list(
    tx: &mut Tx,
    applicants: &[ApplicantId],
    filter: &Filter,
    viewer: Viewer<'_>,
    limit: i64,
) -> Result<Vec<(ReviewId, f64)>, Internal> {
    let applicants: Vec<uuid::Uuid> = applicants.iter().map(|id| id.0).collect();
    let rows = sqlx::query_as!(
        Ranked,
        r#"SELECT id AS "id!: ReviewId", rank AS "rank!"
        FROM (
            SELECT seen.id, CASE $10
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
                WHERE review.tenant_id = $14 AND review.applicant_id = ANY ($7) AND applicant.erased_at IS NULL
            ) AS seen
            WHERE CASE WHEN $2::text IS NULL THEN state_now <> 'closed' ELSE state_now = $2 END
            AND ($3::text IS NULL OR queue = $3)
            AND ($4::text IS NULL OR (band = $4 AND NOT hidden))
            AND ($5::text IS NULL OR (claimed_by = $5 AND state_now = 'claimed'))
            AND ($6::uuid IS NULL OR ring_id = $6)
            AND ($8::timestamptz IS NULL OR opened_at < $8)
            AND ($9::text IS NULL OR (chosen = $9 AND NOT hidden))
            AND ($15::text IS NULL OR state_now <> 'closed' OR given_by = $15 OR approved_by = $15 OR (
                SELECT bool_or(item.golden IS NOT NULL)
                FROM review AS item
                WHERE item.tenant_id = seen.tenant_id AND item.applicant_id = seen.applicant_id
            ) IS NOT TRUE)
        ) AS ranked
        WHERE $11::double precision IS NULL OR (rank, id) > ($11, $12)
        ORDER BY rank, id
        LIMIT $13"#,
        tx.now,
        filter.state.map(ReviewState::name),
        filter.queue.as_ref().map(QueueName::as_str),
        filter.band.map(Band::name),
        filter.claimed_by.as_ref().map(Actor::as_str),
        filter.ring.map(|ring| ring.0),
        &applicants,
        filter.opened_before,
        filter.chosen.map(Chosen::name),
        match filter.sort {
            Sort::Due => "due",
            Sort::Age => "age",
            Sort::Risk => "risk",
        },
        filter.after.map(|after| after.rank),
        filter.after.map(|after| after.review.0),
        limit,
        tx.tenant_id(),
        match viewer {
            Viewer::Reviewer(who) => Some(who.as_str()),
            Viewer::Lead => None,
        },
    )
    .fetch_all(tx.connection())
    .await?;
    Ok(rows.into_iter().map(|row| (row.id, row.rank)).collect())
}
