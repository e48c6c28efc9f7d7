//! Putting linked applicants into rings.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use evidence::linkage::ring::companions;
use evidence::links::Links;
use ids::{ApplicantId, RingId};

use crate::service::Internal;
use crate::service::people::rings;
use crate::store::scoring::locks::{Lock, wait};
use crate::store::{self, Tx};

/// The ring of an applicant with these links, after they and those whom they are linked to have joined it.
pub(in crate::service) async fn ring(
    tx: &mut Tx,
    (applicant, ring): (ApplicantId, Option<RingId>),
    links: &Links,
    now: DateTime<Utc>,
) -> Result<Option<RingId>, Internal> {
    let mut members = companions(links, now);
    if members.is_empty() {
        return leave(tx, (applicant, ring), links, now).await;
    }
    members.push(applicant);
    if let [Some(ring)] = store::people::applicants::rings_of(tx, &members).await?[..] {
        return Ok(Some(ring));
    }
    // Rings are joined one at a time; this lock is the last that a decision takes.
    wait(tx, Lock::Rings).await?;
    // Some may have been erased since the links were found.
    let alive = store::people::applicants::alive(tx, &members).await?;
    if alive.len() < 2 {
        return Ok(ring);
    }
    let rings: BTreeSet<RingId> = alive.iter().filter_map(|member| member.ring_id).collect();
    let rings: Vec<RingId> = rings.into_iter().collect();
    let members: Vec<ApplicantId> = alive.iter().map(|member| member.id).collect();
    let ring = rings.first().copied().unwrap_or_else(|| RingId::new(now));
    store::people::applicants::join_ring(tx, ring, &members, &rings).await?;
    Ok(Some(ring))
}

/// The ring of an applicant whom nothing links any more. If a confirmed relation explains what the ring was built on,
/// the ring is rebuilt.
async fn leave(
    tx: &mut Tx,
    (applicant, ring): (ApplicantId, Option<RingId>),
    links: &Links,
    now: DateTime<Utc>,
) -> Result<Option<RingId>, Internal> {
    let mut others = links.shared.iter().flat_map(|shared| &shared.others);
    let declared = others.any(|other| other.declared.is_some());
    let Some(left) = ring.filter(|_| declared) else {
        return Ok(ring);
    };
    wait(tx, Lock::Rings).await?;
    rings::rebuild(tx, left, now).await?;
    let after = store::people::applicants::find(tx, applicant).await?;
    Ok(after.and_then(|after| after.ring_id))
}
