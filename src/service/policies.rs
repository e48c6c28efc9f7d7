//! The tenant's policy.

use crate::app::App;
use crate::domain::policy::{Policy, PolicyFault};
use crate::domain::tenant::TenantId;

use super::Internal;

/// A policy with its version; 0 for the one that comes with the service.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Versioned {
    /// The version.
    pub version: i32,
    /// The policy.
    pub policy: Policy,
}

/// Why a policy was not taken.
#[derive(Debug, thiserror::Error)]
pub enum PutError {
    /// It cannot be used.
    #[error("the policy has {} faults", .0.len())]
    Faults(Vec<PolicyFault>),
    /// Not the caller's fault.
    #[error(transparent)]
    Internal(#[from] Internal),
}

/// The policy in force.
pub async fn current(app: &App, tenant: &TenantId) -> Result<Versioned, Internal> {
    todo!()
}

/// Puts a policy in force for the decisions that follow; the same policy again changes nothing.
pub async fn put(app: &App, tenant: &TenantId, policy: Policy) -> Result<Versioned, PutError> {
    todo!()
}
