//! Erasing an applicant.

use evidence::profile::ExternalId;
use ids::ApplicantId;
use ids::actor::Actor;

use super::{applicants, rings};
use crate::app::App;
use crate::domain::audit::AuditAction;
use crate::domain::tenant::TenantId;
use crate::service::{FindError, Internal};
use crate::store::audit::Entry;
use crate::store::people::applicants::StoredApplicant;
use crate::store::scoring::locks::{Lock, wait};
use crate::store::{self, Tx};

/// Erases the applicant with this external id; false if there is none, and no confirmed relation lists them.
///
/// Destroys the data key, and with it every profile and answer that it sealed. Deletes identifiers and texts, and
/// rebuilds the ring from the remaining members. Decisions stay in their ledger, unreadable. The same external id can
/// come again, as a new applicant.
pub async fn erase(
    app: &App,
    tenant: &TenantId,
    actor: &Actor,
    name: &ExternalId,
) -> Result<bool, Internal> {
    let digest = app.keys.pepper(tenant).external(name);
    let mut tx = app.begin(tenant).await?;
    // Same order as in a decision: the applicant first, the rings last.
    wait(&mut tx, Lock::Applicant(&digest)).await?;
    let listed = store::people::relations::forget(&mut tx, &digest).await?;
    let Some(applicant) = store::people::applicants::find_by_external(&mut tx, &digest).await?
    else {
        tx.commit().await?;
        return Ok(listed);
    };
    destroy(app, &mut tx, actor, &applicant).await?;
    tx.commit().await?;
    Ok(true)
}

/// Erases an applicant by their id. Erasing them again changes nothing.
pub async fn erase_applicant(
    app: &App,
    tenant: &TenantId,
    actor: &Actor,
    id: ApplicantId,
) -> Result<(), FindError> {
    let mut tx = app.begin(tenant).await?;
    let applicant = applicants::lock(&mut tx, id).await?;
    if !applicant.is_erased() {
        destroy(app, &mut tx, actor, &applicant).await?;
        tx.commit().await?;
    }
    Ok(())
}

pub(in crate::service) async fn destroy(
    app: &App,
    tx: &mut Tx,
    actor: &Actor,
    applicant: &StoredApplicant,
) -> Result<(), Internal> {
    let now = tx.read_clock();
    // The digest of the id, which is the digest of no name.
    let nobody = app.keys.pepper(&tx.tenant).erased(applicant.id);
    store::people::erasure::end_reviews(tx, applicant.id, now).await?;
    store::people::erasure::unlink(tx, applicant.id).await?;
    store::people::relations::forget(tx, &applicant.external_digest).await?;
    // The applicant may have changed rings while this waited for the lock.
    wait(tx, Lock::Rings).await?;
    let ring = store::people::applicants::rings_of(tx, &[applicant.id]).await?;
    store::people::erasure::destroy(tx, applicant.id, &nobody, now).await?;
    for ring in ring.into_iter().flatten() {
        rings::rebuild(tx, ring, now).await?;
    }
    let (action, subject) = (AuditAction::EraseApplicant {}, applicant.id.to_string());
    let entry = Entry { actor, action, subject, at: now };
    store::audit::append(tx, entry).await?;
    tracing::info!(tenant = %tx.tenant, applicant.id = %applicant.id, "erased an applicant");
    Ok(())
}
