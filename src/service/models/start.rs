//! The model that a tenant scores with: its champion, or the one it starts with.
//!
//! A tenant's first score stores which shipped model it starts with. From then on, only a promotion or a rollback
//! changes it: a new build with a newer model does not.

use std::sync::Arc;

use scoring::champion::Champion;

use super::swap;
use crate::app::App;
use crate::domain::model::Role;
use crate::domain::tenant::TenantId;
use crate::service::Internal;
use crate::store::scoring::locks::{Lock, wait};
use crate::store::{self, Tx};

/// The model that scores for a tenant. An error if this build cannot use it: no other model takes its place.
pub(in crate::service) async fn champion(
    app: &App,
    tenant: &TenantId,
) -> Result<Arc<Champion>, Internal> {
    if let Some(loaded) = app.champions.find(tenant) {
        return swap::usable(loaded);
    }
    let mut tx = app.begin(tenant).await?;
    let champion = champion_within(app, &mut tx).await?;
    tx.commit().await?;
    Ok(champion)
}

/// The same, within a transaction that may take the lock of the tenant's models.
pub(in crate::service) async fn champion_within(
    app: &App,
    tx: &mut Tx,
) -> Result<Arc<Champion>, Internal> {
    if let Some(loaded) = app.champions.find(&tx.tenant) {
        return swap::usable(loaded);
    }
    if let Some(pointer) = store::models::champions::find(tx).await? {
        return swap::usable(swap::load(app, tx, pointer).await?);
    }
    wait(tx, Lock::Models).await?;
    // Another transaction may have stored it before this one had the lock.
    if let Some(pointer) = store::models::champions::find(tx).await? {
        return swap::usable(swap::load(app, tx, pointer).await?);
    }
    let champion = starting(app, tx).await?;
    let model = super::registered(&champion, Role::Champion)?;
    let digest = &champion.reference.digest;
    store::models::keep(tx.connection(), digest, &champion.document).await?;
    if !store::models::registry::insert(tx, &model).await? {
        store::models::registry::set_role(tx, digest, Role::Champion).await?;
    }
    // This process remembers it when it next reads the row, which is committed then.
    store::models::champions::point(tx, digest).await?;
    Ok(champion)
}

/// The model that a tenant without a stored champion starts with. If it has decisions already, they are from before
/// champions were stored, and it keeps the model that made them.
pub(super) async fn starting(app: &App, tx: &mut Tx) -> Result<Arc<Champion>, Internal> {
    let is_new = !store::scoring::decisions::any(tx).await?;
    let champions = &app.champions;
    Ok(Arc::clone(if is_new { champions.newest() } else { champions.first() }))
}
