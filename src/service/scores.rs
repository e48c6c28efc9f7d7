//! Scoring without storing anything.

use evidence::linkage::links::links;
use evidence::linkage::ring::companions;
use evidence::profile::BadProfile;
use evidence::profile::read::Warning;
use evidence::similarity::{photos, verified};
use scoring::decision::Assessment;

use super::assess::{Grounds, assess};
use super::history::{self, Applicant};
use super::submission::{self, Submission};
use super::{Internal, observations, policies};
use crate::app::App;
use crate::domain::tenant::TenantId;
use crate::store::{self, StoreError};

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
#[tracing::instrument(skip_all, fields(tenant = %tenant))]
pub async fn score(app: &App, tenant: &TenantId, document: &[u8]) -> Result<Scored, ScoreError> {
    let mut submission = Submission::read(app, tenant, document).await?;
    let mut tx = store::begin(&app.db, tenant).await?;
    submission.consult(app, tenant, &mut tx).await?;
    let known = store::applicants::find_by_external(&mut tx, &submission.external_digest).await?;
    let identifiers = &submission.identifiers;
    let applicant = known.as_ref().map(|known| known.id);
    let sightings = store::identifiers::sightings(&mut tx, tenant, applicant, identifiers).await?;
    let mut links = links(identifiers, &sightings);
    let sketches = &submission.sketches;
    let near = store::texts::candidates(&mut tx, tenant, applicant, sketches).await?;
    links.texts = verified(sketches, &near, &links);
    let near = store::photos::near(&mut tx, tenant, applicant, &submission.photos).await?;
    photos::add(&mut links, &submission.photos, &near);
    let linked = store::applicants::rings_of(&mut tx, &companions(&links, submission.now)).await?;
    let (mut earlier, mut notes) = (Vec::new(), Vec::new());
    if let Some(known) = &known {
        let key = submission::data_key(app, tenant, known.id, &known.data_key)?;
        earlier = history::before(&mut tx, Applicant { id: known.id, key: &key }, i32::MAX).await?;
        notes = observations::latest(&mut tx, tenant, known.id, &key).await?;
    }
    links.ring = known.and_then(|known| known.ring_id).or(linked.into_iter().flatten().next());
    let facts = app.enricher.recall(submission.facts.clone(), &earlier);
    let policy = policies::in_force(&mut tx).await?;
    tx.rollback().await?;
    let assessment = assess(Grounds {
        observed: &submission.observe(&facts, &links, &earlier, &notes),
        links: &links,
        facts: &facts,
        now: submission.now,
        champion: &app.champions.of(tenant),
        policy: &policy,
    });
    let external_id = submission.profile.external_id.as_str().to_owned();
    Ok(Scored { external_id, assessment, warnings: submission.every_warning() })
}

impl From<StoreError> for ScoreError {
    fn from(error: StoreError) -> Self {
        Self::Internal(error.into())
    }
}
