//! The form with which reviewers record what people reported about an applicant.

use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use ids::ApplicantId;

use super::answer::{page_with, redirect_with};
use super::applicants::applicant_page;
use super::failure::Failure;
use super::observation_form::{CHECKS, ObservationForm, ROLES};
use super::visitor::{Fields, Posted};
use crate::app::App;
use crate::service::people::observations::{self, NewObservation, RecordError};

/// `POST /console/applicants/{id}/observations`: the signed-in user stands behind the observation.
pub(super) async fn observe(
    app: Data<App>,
    request: HttpRequest,
    id: Path<ApplicantId>,
    posted: Posted,
) -> Result<HttpResponse, Failure> {
    let Posted { visitor, fields } = posted;
    let new = observation(&fields, &visitor.user.name);
    match observations::record(&app, &visitor.tenant, &visitor.actor(), *id, new).await {
        Ok(_) => Ok(redirect_with(format!("/console/applicants/{}", *id), "done.saved")),
        Err(RecordError::Find(error)) => Err(error.into()),
        Err(RecordError::Faults(_)) => {
            let mut page = applicant_page(&app, &request, &visitor, *id).await?;
            let mut form = ObservationForm::new(&page.s, |field| fields.text(field));
            form.error = Some(page.s.t("error.observation"));
            page.form = Some(form);
            Ok(page_with(StatusCode::UNPROCESSABLE_ENTITY, &page))
        }
    }
}

fn observation(fields: &Fields, observer: &str) -> NewObservation {
    let role = ROLES.into_iter().find(|role| role.word() == fields.text("role"));
    let check = CHECKS.into_iter().find(|check| check.word() == fields.text("verified_by"));
    let quote = Some(fields.text("quote").to_owned()).filter(|quote| !quote.trim().is_empty());
    NewObservation {
        indicator: fields.text("indicator").to_owned(),
        observer: observer.to_owned(),
        note: fields.text("note").to_owned(),
        role,
        quote,
        verified_by: check,
        observed_at: None,
    }
}
