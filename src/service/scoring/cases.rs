//! The case file of a decision: the decision, its document and facts, and earlier documents.

use chrono::{DateTime, Utc};
use evidence::facts::Facts;
use ids::DecisionId;
use scoring::decision::Decision;
use scoring::sealed::SealedCase;

use super::submission;
use crate::app::App;
use crate::domain::relation::Relation;
use crate::domain::ring::Ring;
use crate::domain::tenant::TenantId;
use crate::service::people::{applicants, declarations};
use crate::service::{FindError, Internal};
use crate::store;

const MAX_VERSIONS: i64 = 5;

/// The case file of a decision.
#[derive(Debug)]
pub struct CaseFile {
    pub decision: Decision,
    pub facts: Facts,
    /// The scored document and a few earlier ones, the latest first.
    pub documents: Vec<Document>,
    /// The applicant's links today.
    pub ring: Ring,
    /// The applicant's confirmed relations today.
    pub relations: Vec<Relation>,
}

/// A submitted document.
pub struct Document {
    pub version: i32,
    pub created_at: DateTime<Utc>,
    pub bytes: Vec<u8>,
}

impl std::fmt::Debug for Document {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Document").field("version", &self.version).finish_non_exhaustive()
    }
}

/// Opens the case file of a decision.
pub async fn find(app: &App, tenant: &TenantId, id: DecisionId) -> Result<CaseFile, FindError> {
    let mut tx = app.begin(tenant).await?;
    let (row, key) = submission::find(app, &mut tx, id).await?;
    let decision: Decision = submission::open(&key, &row.answer, &submission::answer_purpose(&id))?;
    // If this build cannot read the inputs, the decision is still shown.
    let case: Result<SealedCase, Internal> =
        submission::open(&key, &row.inputs, &submission::inputs_purpose(&id));
    let (applicant, version) = (decision.applicant_id, decision.profile_version);
    let next = version.saturating_add(1);
    let rows =
        store::scoring::profile_versions::before(&mut tx, applicant, next, MAX_VERSIONS).await?;
    let mut documents = Vec::with_capacity(rows.len());
    for row in rows {
        let purpose = submission::document_purpose(applicant, row.version);
        let bytes = submission::unseal(&key, &row.document, &purpose)?;
        documents.push(Document { version: row.version, created_at: row.created_at, bytes });
    }
    tx.rollback().await?;
    let ring = applicants::links(app, tenant, applicant).await?;
    let relations = declarations::confirmed(app, tenant, &decision.external_id).await?;
    let facts = case.map(|case| case.facts).unwrap_or_default();
    Ok(CaseFile { decision, facts, documents, ring, relations })
}
