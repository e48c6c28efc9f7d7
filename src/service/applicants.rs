//! Applicants: what was submitted and decided, and who they are linked to.

use crate::app::App;
use crate::domain::applicant::Applicant;
use crate::domain::ids::ApplicantId;
use crate::domain::ring::Ring;
use crate::domain::tenant::TenantId;

use super::decisions::FindError;

/// An applicant with versions and decisions.
pub async fn find(app: &App, tenant: &TenantId, id: ApplicantId) -> Result<Applicant, FindError> {
    todo!()
}

/// The applicant's neighbourhood as nodes and edges: two steps, at most 200 applicants.
pub async fn links(app: &App, tenant: &TenantId, id: ApplicantId) -> Result<Ring, FindError> {
    todo!()
}
