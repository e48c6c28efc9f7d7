//! Finding whom a submission is linked to, and putting linked applicants into rings.

use evidence::linkage::links::links;
use evidence::linkage::ring::{companions, linking_digests};
use evidence::links::Links;
use evidence::similarity::{self, photos, verified};
use ids::{ApplicantId, RingId};

use super::submission::Submission;
use crate::service::Internal;
use crate::service::people::rings;
use crate::store::people::applicants::StoredApplicant;
use crate::store::scoring::locks::{Lock, wait, wait_for_identifiers};
use crate::store::{self, Tx};

/// Finds who else has what a submission names. Nothing is stored, and the ring is left open.
pub(in crate::service) async fn find_links(
    tx: &mut Tx,
    submission: &Submission,
    applicant: Option<ApplicantId>,
) -> Result<Links, Internal> {
    let Submission { identifiers, sketches, photos, .. } = submission;
    let sightings = store::scoring::identifiers::sightings(tx, applicant, identifiers).await?;
    let mut links = links(identifiers, &sightings);
    let similar = store::scoring::texts::candidates(tx, applicant, sketches).await?;
    links.texts = verified(sketches, &similar, &links);
    let similar = store::scoring::photos::near(tx, applicant, photos).await?;
    photos::add(&mut links, photos, &similar);
    Ok(links)
}

/// Finds the links of an applicant, keeps what later submissions can be linked by, and updates rings.
pub(in crate::service) async fn link(
    tx: &mut Tx,
    submission: &Submission,
    applicant: &StoredApplicant,
) -> Result<Links, Internal> {
    let Submission { identifiers, sketches, photos, now, .. } = submission;
    wait_for_identifiers(tx, &linking_digests(identifiers), &similarity::locking_bands(sketches))
        .await?;
    store::scoring::identifiers::keep(tx, applicant.id, identifiers).await?;
    let mut links = find_links(tx, submission, Some(applicant.id)).await?;
    store::scoring::texts::keep(tx, applicant.id, sketches, *now).await?;
    store::scoring::photos::keep(tx, applicant.id, photos, *now).await?;
    links.ring = ring(tx, submission, applicant, &links).await?;
    Ok(links)
}

async fn ring(
    tx: &mut Tx,
    submission: &Submission,
    applicant: &StoredApplicant,
    links: &Links,
) -> Result<Option<RingId>, Internal> {
    let mut members = companions(links, submission.now);
    if members.is_empty() {
        return leave(tx, submission, applicant, links).await;
    }
    members.push(applicant.id);
    if let [Some(ring)] = store::people::applicants::rings_of(tx, &members).await?[..] {
        return Ok(Some(ring));
    }
    // Rings are joined one at a time; this lock is the last that a decision takes.
    wait(tx, Lock::Rings).await?;
    // Some may have been erased since the links were found.
    let members = store::people::applicants::alive(tx, &members).await?;
    if members.len() < 2 {
        return Ok(applicant.ring_id);
    }
    let rings: Vec<RingId> =
        store::people::applicants::rings_of(tx, &members).await?.into_iter().flatten().collect();
    let ring = rings.first().copied().unwrap_or_else(|| RingId::new(submission.now));
    store::people::applicants::join_ring(tx, ring, &members, &rings).await?;
    Ok(Some(ring))
}

/// The ring of an applicant whom nothing links any more. If a declaration explains what the ring was built on, the
/// ring is rebuilt.
async fn leave(
    tx: &mut Tx,
    submission: &Submission,
    applicant: &StoredApplicant,
    links: &Links,
) -> Result<Option<RingId>, Internal> {
    let mut others = links.shared.iter().flat_map(|shared| &shared.others);
    let declared = others.any(|other| other.declared.is_some());
    let Some(ring) = applicant.ring_id.filter(|_| declared) else {
        return Ok(applicant.ring_id);
    };
    wait(tx, Lock::Rings).await?;
    rings::rebuild(tx, ring, submission.now).await?;
    let after = store::people::applicants::find(tx, applicant.id).await?;
    Ok(after.and_then(|after| after.ring_id))
}
