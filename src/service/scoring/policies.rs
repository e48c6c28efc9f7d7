//! The tenant's policy.

use evidence::profile::read::counted;
use scoring::policy::{Policy, PolicyFault, Versioned};
use scoring::sealed::SealedInputs;

use crate::app::App;
use crate::domain::tenant::TenantId;
use crate::service::Internal;
use crate::store::scoring::locks::{Lock, wait};
use crate::store::{self, Tx};

/// Why a policy was rejected.
#[derive(Debug, thiserror::Error)]
pub enum PutError {
    #[error("the policy has {}", counted(.0.len()))]
    Faults(Vec<PolicyFault>),
    /// Not the caller's fault.
    #[error(transparent)]
    Internal(#[from] Internal),
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
    store::scoring::policies::insert(&mut tx, version, &policy).await?;
    tx.commit().await?;
    tracing::info!(%tenant, version, "policy {version} is in force");
    Ok(Versioned { version, policy })
}

/// The policy that a decision was made with: sealed with it, or the version that it names.
pub(in crate::service) async fn sealed(
    tx: &mut Tx,
    inputs: &SealedInputs,
    version: i32,
) -> Result<Policy, Internal> {
    if let Some(policy) = inputs.policy(version) {
        return Ok(policy);
    }
    let policy = store::scoring::policies::find(tx, version).await?;
    policy.ok_or_else(|| Internal::Corrupt(format!("policy {version} is missing")))
}

/// The policy in force, inside a transaction.
pub(in crate::service) async fn in_force(tx: &mut Tx) -> Result<Versioned, Internal> {
    let latest = store::scoring::policies::latest(tx).await?;
    Ok(latest.map_or_else(Versioned::shipped, |(version, policy)| Versioned { version, policy }))
}
