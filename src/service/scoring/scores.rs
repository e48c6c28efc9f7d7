//! Scoring without storing anything.

use std::sync::Arc;

use evidence::linkage::ring::companions;
use evidence::profile::BadProfile;
use evidence::profile::read::Warning;
use scoring::decision::Assessment;
use scoring::model::Stop;

use super::evidence::{Background, Method};
use super::history::Applicant;
use super::linking::find_links;
use super::policies;
use super::submission::{self, Submission};
use crate::app::App;
use crate::domain::tenant::TenantId;
use crate::service::Internal;
use crate::store;

/// What a decision would say.
#[derive(Clone, Debug)]
pub struct Scored {
    /// The tenant's own name of the applicant.
    pub external_id: String,
    pub assessment: Assessment,
    /// What was ignored in the document.
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
#[tracing::instrument(skip_all, fields(tenant = %tenant))]
pub async fn score(app: &App, tenant: &TenantId, document: &[u8]) -> Result<Scored, ScoreError> {
    let ticket = app.admit(tenant)?;
    let mut submission = Submission::read(app, &ticket, tenant, document).await??;
    let mut tx = app.begin(tenant).await?;
    submission.consult(app, &mut tx).await?;
    let known =
        store::people::applicants::find_by_external(&mut tx, &submission.external_digest).await?;
    let mut links = find_links(&mut tx, &submission, known.as_ref().map(|known| known.id)).await?;
    let linked =
        store::people::applicants::rings_of(&mut tx, &companions(&links, submission.now)).await?;
    links.ring =
        known.as_ref().and_then(|known| known.ring_id).or(linked.into_iter().flatten().next());
    let key = match &known {
        Some(known) => Some(submission::data_key(app, tenant, known.id, &known.data_key)?),
        None => None,
    };
    let applicant = known.zip(key.as_ref()).map(|(known, key)| Applicant { id: known.id, key });
    let background = Background::read(&mut tx, links, applicant).await?;
    let policy = policies::in_force(&mut tx).await?;
    tx.rollback().await?;
    let champion = app.champions.for_tenant(tenant);
    let method = Method { enricher: Arc::clone(&app.enricher), champion, policy };
    let assess = move |_: &Stop| {
        let (_, assessment) = background.assess(&submission, &method);
        let external_id = submission.profile.external_id.as_str().to_owned();
        Scored { external_id, assessment, warnings: submission.every_warning() }
    };
    Ok(ticket.run(assess).await.map_err(Internal::from)?)
}
