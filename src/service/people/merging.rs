//! Merging two applicants whom a vendor found to be the same person.

use evidence::profile::ExternalId;
use ids::actor::Actor;
use ids::{ApplicantId, RingId};

use super::{erasure, observations};
use crate::app::App;
use crate::domain::audit::AuditAction;
use crate::domain::tenant::TenantId;
use crate::service::Internal;
use crate::service::scoring::submission;
use crate::store::audit::Entry;
use crate::store::people::applicants::StoredApplicant;
use crate::store::scoring::locks::{Lock, wait};
use crate::store::{self, Tx};

/// The result of a merge.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Merged {
    /// There is no applicant with the first external id.
    Nobody,
    /// Only the first applicant was known. They have the second external id now.
    Renamed,
    /// Identifiers and observations moved to the second applicant. The first was erased.
    Joined,
}

/// Merges the applicant `from` into the applicant `into`, who stays.
///
/// A merge must not launder anybody: a payout account that one of them shared is shared by the merged applicant.
pub async fn merge(
    app: &App,
    tenant: &TenantId,
    actor: &Actor,
    from: &ExternalId,
    into: &ExternalId,
) -> Result<Merged, Internal> {
    let pepper = app.keys.pepper(tenant);
    let (gone, stays) = (pepper.external(from), pepper.external(into));
    if gone == stays {
        return Ok(Merged::Nobody);
    }
    let mut tx = app.begin(tenant).await?;
    // Always in the same order, so that two merges wait for each other instead of deadlocking.
    for digest in [gone.min(stays), gone.max(stays)] {
        wait(&mut tx, Lock::Applicant(&digest)).await?;
    }
    let Some(from) = store::people::applicants::find_by_external(&mut tx, &gone).await? else {
        return Ok(Merged::Nobody);
    };
    let merged = match store::people::applicants::find_by_external(&mut tx, &stays).await? {
        None => {
            let key = submission::data_key(app, tenant, from.id, &from.data_key)?;
            let sealed = key.seal(into.as_str().as_bytes(), &submission::name_purpose(from.id));
            store::people::applicants::rename(&mut tx, from.id, &stays, &sealed).await?;
            Merged::Renamed
        }
        Some(into) => {
            join(app, &mut tx, actor, &from, &into).await?;
            Merged::Joined
        }
    };
    let action = AuditAction::MergeApplicant { joined: merged == Merged::Joined };
    let at = tx.read_clock();
    let entry = Entry { actor, action, subject: from.id.to_string(), at };
    store::audit::append(&mut tx, entry).await?;
    tx.commit().await?;
    tracing::info!(%tenant, applicant.id = %from.id, ?merged, "merged an applicant");
    Ok(merged)
}

async fn join(
    app: &App,
    tx: &mut Tx,
    actor: &Actor,
    from: &StoredApplicant,
    into: &StoredApplicant,
) -> Result<(), Internal> {
    observations::hand_over(app, tx, from, into).await?;
    store::people::merging::hand_over(tx, from.id, into.id).await?;
    wait(tx, Lock::Rings).await?;
    unite(tx, [from.id, into.id]).await?;
    // Rebuilding the ring takes into account what was handed over.
    erasure::destroy(app, tx, actor, from).await
}

/// Merges the rings of both, if they have any.
async fn unite(tx: &mut Tx, both: [ApplicantId; 2]) -> Result<(), Internal> {
    let rings = store::people::applicants::rings_of(tx, &both).await?;
    let rings: Vec<RingId> = rings.into_iter().flatten().collect();
    let Some(ring) = rings.first().copied() else { return Ok(()) };
    store::people::applicants::join_ring(tx, ring, &both, &rings).await
}
