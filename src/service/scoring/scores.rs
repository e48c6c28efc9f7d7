//! Scoring without storing anything.

use evidence::profile::BadProfile;
use evidence::profile::read::Warning;
use scoring::decision::Assessment;

use super::deciding::{self, Prepared};
use super::submission::Submitted;
use crate::app::App;
use crate::domain::tenant::TenantId;
use crate::service::{Internal, models};

/// What a decision would say.
#[derive(Clone, Debug)]
pub struct Scored {
    /// The tenant's own name of the applicant.
    pub external_id: String,
    pub assessment: Assessment,
    /// What was ignored or corrected in the document.
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

/// Scores a profile document as [`super::decisions::decide`] would, and stores nothing about it.
#[tracing::instrument(skip_all, fields(tenant = %tenant))]
pub async fn score(
    app: &App,
    tenant: &TenantId,
    submitted: Submitted<'_>,
) -> Result<Scored, ScoreError> {
    let prepared = Prepared::new(app, tenant, submitted, None).await??;
    // Only this is stored: a later build must score with the same model.
    models::champion(app, tenant).await?;
    let mut tx = app.begin(tenant).await?;
    let scored = deciding::score(app, &mut tx, prepared).await?;
    tx.rollback().await?;
    Ok(scored)
}
