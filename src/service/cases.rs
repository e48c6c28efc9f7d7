//! All that there is on one decision: what was decided, from which document, with which facts, and what came before.

use chrono::{DateTime, Utc};
use evidence::facts::Facts;
use ids::DecisionId;
use scoring::decision::Decision;

use super::submission::{self, Inputs};
use super::{FindError, Internal, applicants};
use crate::app::App;
use crate::domain::ring::Ring;
use crate::domain::tenant::TenantId;
use crate::store;

/// How many earlier documents are opened.
const MOST_VERSIONS: i64 = 5;

/// All that there is on one decision.
#[derive(Debug)]
pub struct CaseFile {
    /// What was decided.
    pub decision: Decision,
    /// What was known about what the document names.
    pub facts: Facts,
    /// The document that was scored and the few before it, the latest first.
    pub documents: Vec<Document>,
    /// Whom the applicant is linked to now.
    pub ring: Ring,
}

/// A submitted document.
pub struct Document {
    /// From 1.
    pub version: i32,
    /// When it came.
    pub created_at: DateTime<Utc>,
    /// As it was submitted.
    pub bytes: Vec<u8>,
}

impl std::fmt::Debug for Document {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Document").field("version", &self.version).finish_non_exhaustive()
    }
}

/// Opens everything on a decision.
pub async fn find(app: &App, tenant: &TenantId, id: DecisionId) -> Result<CaseFile, FindError> {
    let mut tx = app.begin(tenant).await?;
    let row = submission::readable(store::decisions::find(&mut tx, id).await?)?;
    let key = submission::data_key(app, tenant, row.applicant_id, &row.data_key)?;
    let decision: Decision = submission::open(&key, &row.answer, &submission::answer_purpose(&id))?;
    // A build that reads other inputs still shows the decision.
    let inputs: Result<Inputs, Internal> =
        submission::open(&key, &row.inputs, &submission::inputs_purpose(&id));
    let (applicant, version) = (decision.applicant_id, decision.profile_version);
    let next = version.saturating_add(1);
    let rows = store::profile_versions::before(&mut tx, applicant, next, MOST_VERSIONS).await?;
    let mut documents = Vec::with_capacity(rows.len());
    for row in rows {
        let purpose = submission::document_purpose(applicant, row.version);
        let bytes = (key.open(&row.document, &purpose))
            .map_err(|error| submission::cannot_open(error, &purpose))?;
        documents.push(Document { version: row.version, created_at: row.created_at, bytes });
    }
    tx.rollback().await?;
    let ring = applicants::links(app, tenant, applicant).await?;
    let facts = inputs.map(|inputs| inputs.facts).unwrap_or_default();
    Ok(CaseFile { decision, facts, documents, ring })
}
