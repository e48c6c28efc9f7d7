//! A ring worked as one: all its reviews claimed together, a verdict for each member, all or nothing.

use std::collections::BTreeMap;

use ids::{ApplicantId, RingId};
use learning::label::Chosen;

use super::claims::take;
use super::judgement::bad_reasons;
use super::requests::find_or_open;
use super::verdicts::judge;
use super::{BadReason, Judgement, ReviewError, Reviewer, lock_review};
use crate::app::App;
use crate::service::opening::Why;
use crate::store::reviews::StoredReview;
use crate::store::{self, Tx};

/// How many members can be worked as one.
pub const MOST_MEMBERS: usize = 100;

/// What a reviewer says of a member.
#[derive(Clone, Debug)]
pub struct MemberVerdict {
    /// Of whom.
    pub applicant: ApplicantId,
    /// What.
    pub judgement: Judgement,
}

/// Takes every member's review, opening those that are missing. If somebody else has one of them, none is taken.
#[tracing::instrument(skip_all, fields(ring.id = %ring))]
pub async fn claim_ring(
    app: &App,
    who: &Reviewer,
    ring: RingId,
) -> Result<Vec<StoredReview>, ReviewError> {
    let mut tx = app.begin(&who.tenant).await?;
    let mut claimed = Vec::new();
    for applicant in members(&mut tx, ring).await? {
        let why = Why::because(Chosen::Rule);
        let review = find_or_open(app, &mut tx, &who.actor, applicant, why).await?;
        // The one that a second person looks at is in that person's hands.
        let stored = lock_review(&mut tx, review.review.id).await?;
        claimed.push(take(app, who, &mut tx, stored).await?);
    }
    tx.commit().await?;
    Ok(claimed)
}

/// Takes a verdict on every member from whoever has all their reviews. One that is refused refuses all.
#[tracing::instrument(skip_all, fields(ring.id = %ring))]
pub async fn judge_ring(
    app: &App,
    who: &Reviewer,
    ring: RingId,
    verdicts: Vec<MemberVerdict>,
) -> Result<Vec<StoredReview>, ReviewError> {
    let named = verdicts.iter().enumerate();
    let bad: Vec<BadReason> =
        named.flat_map(|(i, verdict)| bad_reasons(Some(i), &verdict.judgement)).collect();
    if !bad.is_empty() {
        return Err(ReviewError::BadReasons(bad));
    }
    let mut tx = app.begin(&who.tenant).await?;
    let members = members(&mut tx, ring).await?;
    let mut by_member = BTreeMap::new();
    for verdict in verdicts {
        let applicant = verdict.applicant;
        let twice = by_member.insert(applicant, verdict.judgement).is_some();
        if twice || !members.contains(&applicant) {
            return Err(ReviewError::NotTheRing(applicant));
        }
    }
    let mut judged = Vec::new();
    for applicant in members {
        let judgement = by_member.get(&applicant).ok_or(ReviewError::NotTheRing(applicant))?;
        let running = store::reviews::running(&mut tx, applicant).await?;
        let stored = lock_review(&mut tx, running.ok_or(ReviewError::NotFound)?.review.id).await?;
        judged.push(judge(app, who, &mut tx, stored, judgement).await?);
    }
    tx.commit().await?;
    Ok(judged)
}

/// The ring's members in the order in which their reviews are locked.
async fn members(tx: &mut Tx, ring: RingId) -> Result<Vec<ApplicantId>, ReviewError> {
    let most = i64::try_from(MOST_MEMBERS + 1).unwrap_or(i64::MAX);
    let members = store::rings::members(tx, ring, most).await?;
    match members.len() {
        0 => Err(ReviewError::NotFound),
        many if many > MOST_MEMBERS => Err(ReviewError::RingTooLarge(MOST_MEMBERS)),
        _ => Ok(members),
    }
}
