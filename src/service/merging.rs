//! Joining two applicants whom a vendor found to be one.

use evidence::profile::ExternalId;
use ids::actor::Actor;
use ids::{ApplicantId, RingId};
use serde_json::json;

use super::{Internal, erasure, observations, submission};
use crate::app::App;
use crate::domain::tenant::TenantId;
use crate::store::applicants::StoredApplicant;
use crate::store::audit::Entry;
use crate::store::locks::{Lock, wait};
use crate::store::{self, Tx};

/// What a merge led to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Merged {
    /// There was nobody of that name.
    Nobody,
    /// The one who stays was not known yet: the applicant goes on under that name.
    Renamed,
    /// What the applicant could be linked by, and what people noted, belongs to the one who stays; the
    /// applicant is erased.
    Joined,
}

/// Joins the applicant of one name to that of another, who stays.
///
/// A merge at the vendor must not wash anybody clean: a payout account that the one shared is shared by the
/// other afterwards.
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
    // In one order for everybody, so that two merges wait for each other and do not deadlock.
    for digest in [gone.min(stays), gone.max(stays)] {
        wait(&mut tx, Lock::Applicant(&digest)).await?;
    }
    let Some(from) = store::applicants::find_by_external(&mut tx, &gone).await? else {
        return Ok(Merged::Nobody);
    };
    let merged = match store::applicants::find_by_external(&mut tx, &stays).await? {
        None => {
            let key = submission::data_key(app, tenant, from.id, &from.data_key)?;
            let sealed = key.seal(into.as_str().as_bytes(), &submission::name_purpose(from.id));
            store::applicants::rename(&mut tx, from.id, &stays, &sealed).await?;
            Merged::Renamed
        }
        Some(into) => {
            join(app, &mut tx, actor, &from, &into).await?;
            Merged::Joined
        }
    };
    let subject = from.id.to_string();
    let details = json!({ "joined": merged == Merged::Joined });
    let at = tx.read_clock();
    let entry = Entry { actor, action: "applicant.merge", subject: &subject, details, at };
    store::audit::append(&mut tx, &entry).await?;
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
    store::merging::hand_over(tx, from.id, into.id).await?;
    wait(tx, Lock::Rings).await?;
    unite(tx, [from.id, into.id]).await?;
    // Rebuilding the ring now sees what was handed over.
    erasure::destroy(app, tx, actor, from).await
}

/// Puts both into one ring if either is in one, and their rings together.
async fn unite(tx: &mut Tx, both: [ApplicantId; 2]) -> Result<(), Internal> {
    let rings = store::applicants::rings_of(tx, &both).await?;
    let rings: Vec<RingId> = rings.into_iter().flatten().collect();
    let Some(ring) = rings.first().copied() else { return Ok(()) };
    store::applicants::join_ring(tx, ring, &both, &rings).await
}
