//! Judging a ring as one: claiming all its reviews together, and a verdict for each member, all or none.

use std::collections::BTreeMap;

use ids::{ApplicantId, RingId};
use learning::label::Chosen;

use super::claims::claim_locked;
use super::judgement::bad_reasons;
use super::opening::Why;
use super::requests::find_or_open;
use super::verdicts::judge;
use super::{BadReason, Judgement, ReviewError, Reviewer, lock_review};
use crate::app::App;
use crate::store::reviews::StoredReview;
use crate::store::{self, Tx};

/// The most members that can be judged as one.
pub const MAX_MEMBERS: usize = 100;

/// A verdict on a member of a ring.
#[derive(Clone, Debug)]
pub struct MemberVerdict {
    pub applicant: ApplicantId,
    pub judgement: Judgement,
}

/// Claims every member's review, and opens those that are missing. If somebody else has one of them, none is claimed.
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
        // A review that needs approval belongs to the approver.
        let stored = lock_review(&mut tx, review.review.id).await?;
        claimed.push(claim_locked(app, who, &mut tx, stored).await?);
    }
    tx.commit().await?;
    Ok(claimed)
}

/// Gives a verdict on every member of a ring whose reviews the caller has claimed. If one is refused, all are.
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
    let most = i64::try_from(MAX_MEMBERS + 1).unwrap_or(i64::MAX);
    let members = store::people::rings::members(tx, ring, most).await?;
    match members.len() {
        0 => Err(ReviewError::NotFound),
        many if many > MAX_MEMBERS => Err(ReviewError::RingTooLarge(MAX_MEMBERS)),
        _ => Ok(members),
    }
}
