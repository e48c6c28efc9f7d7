//! Erasing an applicant.

use evidence::profile::ExternalId;
use ids::ApplicantId;
use ids::actor::Actor;
use sqlx::PgConnection;

use super::decisions::FindError;
use super::{Internal, rings};
use crate::app::App;
use crate::domain::tenant::TenantId;
use crate::store::applicants::StoredApplicant;
use crate::store::audit::Entry;
use crate::store::locks::{Lock, wait};
use crate::store::{self, StoreError};

/// Erases the applicant of this name; false if there is none.
///
/// The data key is destroyed, and with it every profile and answer that it sealed. Identifiers and texts
/// are deleted, the ring is made anew of those who are left. Decisions stay in their ledger, unreadable. The
/// same name may come again, as somebody new.
pub async fn erase(
    app: &App,
    tenant: &TenantId,
    actor: &Actor,
    name: &ExternalId,
) -> Result<bool, Internal> {
    let digest = app.keys.pepper(tenant).external(name);
    let mut tx = store::begin(&app.db, tenant).await?;
    // The order in which a decision locks: the applicant first, the rings last.
    wait(&mut tx, tenant, Lock::Applicant(&digest)).await?;
    let Some(applicant) = store::applicants::find_by_external(&mut tx, &digest).await? else {
        return Ok(false);
    };
    destroy(app, tenant, actor, &mut tx, &applicant).await?;
    tx.commit().await?;
    Ok(true)
}

/// Erases an applicant by their id. An applicant who was erased before is erased still.
pub async fn erase_applicant(
    app: &App,
    tenant: &TenantId,
    actor: &Actor,
    id: ApplicantId,
) -> Result<(), FindError> {
    let mut tx = store::begin(&app.db, tenant).await?;
    let found = store::applicants::find(&mut tx, id).await?.ok_or(FindError::NotFound)?;
    if found.is_erased() {
        return Ok(());
    }
    // By the name's digest, which a submission that runs at the same time has locked.
    let digest = <[u8; 32]>::try_from(found.external_digest.as_slice())
        .map_err(|_| Internal::Corrupt(format!("the name of {id}")))?;
    wait(&mut tx, tenant, Lock::Applicant(&digest)).await?;
    let found = store::applicants::find(&mut tx, id).await?.ok_or(FindError::NotFound)?;
    if !found.is_erased() {
        destroy(app, tenant, actor, &mut tx, &found).await?;
        tx.commit().await?;
    }
    Ok(())
}

pub(super) async fn destroy(
    app: &App,
    tenant: &TenantId,
    actor: &Actor,
    connection: &mut PgConnection,
    applicant: &StoredApplicant,
) -> Result<(), StoreError> {
    let now = app.clock.now();
    // What nobody's name digests to: the id alone, which no name has.
    let nobody = app.keys.pepper(tenant).erased(applicant.id);
    store::erasure::end_reviews(connection, applicant.id, now).await?;
    store::erasure::unlink(connection, tenant, applicant.id).await?;
    // Rings change under this lock alone: the one that the applicant is in now may not be the one from before.
    wait(connection, tenant, Lock::Rings).await?;
    let ring = store::applicants::rings_of(connection, &[applicant.id]).await?;
    store::erasure::destroy(connection, applicant.id, &nobody, now).await?;
    for ring in ring.into_iter().flatten() {
        rings::make_anew(connection, tenant, ring, now).await?;
    }
    let subject = applicant.id.to_string();
    let details = serde_json::json!({});
    let entry = Entry { actor, action: "applicant.erase", subject: &subject, details, at: now };
    store::audit::append(connection, tenant, &entry).await?;
    tracing::info!(%tenant, applicant = %applicant.id, "an applicant was erased");
    Ok(())
}
