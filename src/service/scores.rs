//! Scoring without storing anything.

use crate::app::App;
use crate::domain::decision::Assessment;
use crate::domain::profile::BadProfile;
use crate::domain::profile::read::Warning;
use crate::domain::tenant::TenantId;

use super::Internal;

/// What a decision would say.
#[derive(Clone, Debug)]
pub struct Scored {
    /// The tenant's own name of the applicant.
    pub external_id: String,
    /// What scoring found.
    pub assessment: Assessment,
    /// What was passed over in the document.
    pub warnings: Vec<Warning>,
}

/// Why nothing was scored.
#[derive(Debug, thiserror::Error)]
pub enum ScoreError {
    /// The document is not a profile.
    #[error(transparent)]
    Profile(#[from] BadProfile),
    /// Not the caller's fault.
    #[error(transparent)]
    Internal(#[from] Internal),
}

/// Scores a profile document as [`super::decisions::decide`] would, and stores nothing.
pub async fn score(app: &App, tenant: &TenantId, document: &[u8]) -> Result<Scored, ScoreError> {
    todo!()
}
