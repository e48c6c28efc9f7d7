//! Reading reviews: the queue, and a review with its case.

use ids::ReviewId;
use scoring::decision::{Decision, ReviewState, UnscoredHit};
use serde_json::Value;

use super::opening::key;
use super::{ReviewError, Reviewer, readable};
use crate::app::App;
use crate::domain::review::{Review, Stage};
use crate::domain::ring::Ring;
use crate::domain::tenant::TenantId;
use crate::service::people::rings;
use crate::service::scoring::submission;
use crate::service::{FindError, Internal, Page};
use crate::store::reviews::StoredReview;
use crate::store::reviews::review_lists::{After, Filter};
use crate::store::{self, Tx};

/// A review with the tenant's own name of the applicant.
#[derive(Clone, Debug)]
pub struct Listed {
    pub review: Review,
    /// The tenant's own name.
    pub external_id: String,
}

/// A review with everything that the reviewer may see.
#[derive(Clone, Debug)]
pub struct Case {
    pub review: Review,
    /// The tenant's own name of the applicant.
    pub external_id: String,
    /// The profile document that was scored last.
    pub profile: Value,
    /// `None` while the queue hides the score.
    pub decision: Option<Decision>,
    pub human_evidence: Vec<UnscoredHit>,
    /// Without bands and scores while the queue hides them.
    pub ring: Option<Ring>,
}

/// A page of reviews, and where the next page begins.
pub async fn list(
    app: &App,
    who: &Reviewer,
    filter: &Filter,
    limit: u16,
) -> Result<(Page<Listed>, Option<After>), Internal> {
    let mut tx = app.begin(&who.tenant).await?;
    let rows =
        store::reviews::review_lists::list(&mut tx, filter, who.viewer(), i64::from(limit) + 1)
            .await?;
    let Page { items: ranked, more } = Page::new(rows, limit);
    let ids: Vec<ReviewId> = ranked.iter().map(|(id, _)| *id).collect();
    let mut stored = store::reviews::find_all(&mut tx, &ids).await?;
    stored.sort_by_key(|row| ids.iter().position(|id| *id == row.review.id));
    let readable = stored.into_iter().filter(|row| !row.data_key.is_empty());
    let items = readable.map(|row| named(app, who, row)).collect::<Result<_, _>>()?;
    let last = ranked.last().filter(|_| more);
    Ok((Page { items, more }, last.map(|(review, rank)| After { rank: *rank, review: *review })))
}

/// A stored review with the tenant's own name of the applicant.
pub fn named(app: &App, who: &Reviewer, stored: StoredReview) -> Result<Listed, Internal> {
    let key = key(app, &who.tenant, &stored)?;
    let purpose = submission::name_purpose(stored.review.applicant_id);
    let name = key.open(&stored.external_id, &purpose);
    let name = name.map_err(|error| submission::cannot_open(error, &purpose))?;
    let external_id =
        String::from_utf8(name).map_err(|_| Internal::Corrupt(format!("{purpose} is not text")))?;
    Ok(Listed { review: stored.review, external_id })
}

/// A review with its case.
pub async fn find(app: &App, who: &Reviewer, id: ReviewId) -> Result<Case, ReviewError> {
    let mut tx = app.begin(&who.tenant).await?;
    let stored = visible(who, &mut tx, id).await?;
    let row = store::scoring::decisions::find(&mut tx, stored.review.decision_id).await?;
    let decision = submission::decision(app, &who.tenant, &submission::readable(row)?)?;
    let profile = profile(app, &mut tx, &stored, decision.profile_version).await?;
    drop(tx);
    let hidden = stored.review.hides_score();
    let ring = match stored.review.ring_id {
        Some(ring) => drawn(app, &who.tenant, ring, hidden).await?,
        None => None,
    };
    let Listed { review, external_id } = named(app, who, stored)?;
    let human_evidence = decision.assessment.human_evidence.clone();
    let decision = Some(decision).filter(|_| !hidden);
    Ok(Case { review, external_id, profile, decision, human_evidence, ring })
}

/// Finds a review that the caller may see. A reviewer cannot see a closed review of a golden item that others worked
/// on, because it would give the truth away.
pub(super) async fn visible(
    who: &Reviewer,
    tx: &mut Tx,
    id: ReviewId,
) -> Result<StoredReview, ReviewError> {
    let stored = store::reviews::find(tx, id).await?.ok_or(ReviewError::NotFound)?;
    let stored = readable(stored)?;
    let review = &stored.review;
    let closed = review.state(tx.now) == ReviewState::Closed;
    let theirs = match &review.stage {
        Stage::Closed(closed) => {
            let given_by = closed.verdict.as_ref().map(|verdict| &verdict.by);
            given_by == Some(&who.actor) || closed.approved_by.as_ref() == Some(&who.actor)
        }
        _ => false,
    };
    if closed && !theirs && !who.leads {
        let golden = store::reviews::is_golden(tx, review.applicant_id).await?;
        if golden {
            return Err(ReviewError::NotFound);
        }
    }
    Ok(stored)
}

async fn profile(
    app: &App,
    tx: &mut Tx,
    stored: &StoredReview,
    version: i32,
) -> Result<Value, Internal> {
    let applicant = stored.review.applicant_id;
    let purpose = submission::document_purpose(applicant, version);
    let sealed = store::scoring::profile_versions::document(tx, applicant, version).await?;
    let sealed = sealed.ok_or_else(|| Internal::Corrupt(format!("{purpose} is missing")))?;
    submission::open(&key(app, &tx.tenant, stored)?, &sealed, &purpose)
}

async fn drawn(
    app: &App,
    tenant: &TenantId,
    ring: ids::RingId,
    hidden: bool,
) -> Result<Option<Ring>, Internal> {
    let mut ring = match rings::find(app, tenant, ring).await {
        Ok((_, ring)) => ring,
        Err(FindError::NotFound | FindError::Erased) => return Ok(None),
        Err(FindError::Internal(error)) => return Err(error),
    };
    for node in ring.nodes.iter_mut().filter(|_| hidden) {
        (node.band, node.score) = (None, None);
    }
    Ok(Some(ring))
}
