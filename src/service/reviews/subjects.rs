//! Finding the applicant that a request is about.

use evidence::profile::ExternalId;
use ids::ApplicantId;
use scoring::decision::Decision;

use super::ReviewError;
use crate::app::App;
use crate::service::scoring::submission;
use crate::store::{self, Tx};

/// The applicant that a request is about.
#[derive(Clone, Debug)]
pub enum Subject {
    /// By the service's id.
    Applicant(ApplicantId),
    /// By the tenant's own name.
    External(ExternalId),
}

/// Finds the applicant, unless they were erased.
pub(super) async fn find_subject(
    app: &App,
    tx: &mut Tx,
    subject: &Subject,
) -> Result<ApplicantId, ReviewError> {
    let applicant = match subject {
        Subject::Applicant(id) => store::people::applicants::find(tx, *id).await?,
        Subject::External(name) => {
            let digest = app.keys.pepper(&tx.tenant).external(name);
            store::people::applicants::find_by_external(tx, &digest).await?
        }
    };
    let applicant = applicant.ok_or(ReviewError::NotFound)?;
    if applicant.is_erased() { Err(ReviewError::Erased) } else { Ok(applicant.id) }
}

/// The latest decision on an applicant.
pub(super) async fn latest_decision(
    app: &App,
    tx: &mut Tx,
    applicant: ApplicantId,
) -> Result<Decision, ReviewError> {
    let filter =
        store::scoring::decision_lists::Filter { applicant: Some(applicant), ..Default::default() };
    let row = store::scoring::decision_lists::list(tx, &filter, 1).await?.pop();
    let row = row.ok_or(ReviewError::NothingDecided)?;
    Ok(submission::decision(app, &tx.tenant, &row)?)
}
