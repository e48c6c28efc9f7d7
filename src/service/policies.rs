//! The tenant's policy.

use evidence::profile::read::counted;
use scoring::policy::{Policy, PolicyFault};

use super::Internal;
use crate::app::App;
use crate::domain::tenant::TenantId;
use crate::store::locks::{Lock, wait};
use crate::store::{self, Tx};

/// A policy with its version; 0 for the one that comes with the service.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Versioned {
    pub version: i32,
    pub policy: Policy,
}

/// Why a policy was rejected.
#[derive(Debug, thiserror::Error)]
pub enum PutError {
    #[error("the policy has {}", counted(.0.len()))]
    Faults(Vec<PolicyFault>),
    /// Not the caller's fault.
    #[error(transparent)]
    Internal(#[from] Internal),
}

/// The policy that comes with the service.
pub fn shipped() -> Versioned {
    Versioned { version: 0, policy: Policy::default() }
}

/// The policy in force.
pub async fn current(app: &App, tenant: &TenantId) -> Result<Versioned, Internal> {
    let mut tx = app.begin(tenant).await?;
    in_force(&mut tx).await
}

/// Puts a policy in force for later decisions. Repeating it changes nothing.
pub async fn put(app: &App, tenant: &TenantId, policy: Policy) -> Result<Versioned, PutError> {
    let faults = policy.faults();
    if !faults.is_empty() {
        return Err(PutError::Faults(faults));
    }
    let mut tx = app.begin(tenant).await?;
    wait(&mut tx, Lock::Policy).await?;
    let current = in_force(&mut tx).await?;
    if current.policy == policy {
        return Ok(current);
    }
    let version = current.version + 1;
    store::policies::insert(&mut tx, version, &policy).await?;
    tx.commit().await?;
    tracing::info!(%tenant, version, "policy {version} is in force");
    Ok(Versioned { version, policy })
}

/// The version of the policy that a decision names.
pub(super) async fn of_version(tx: &mut Tx, version: i32) -> Result<Versioned, Internal> {
    if version == 0 {
        return Ok(shipped());
    }
    let policy = store::policies::find(tx, version).await?;
    let policy = policy.ok_or_else(|| Internal::Corrupt(format!("policy {version} is missing")))?;
    Ok(Versioned { version, policy })
}

/// The policy in force, inside a transaction.
pub(super) async fn in_force(tx: &mut Tx) -> Result<Versioned, Internal> {
    let latest = store::policies::latest(tx).await?;
    Ok(latest.map_or_else(shipped, |(version, policy)| Versioned { version, policy }))
}
