//! The form with which reviewers record what people reported about an applicant.

use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use evidence::indicators;
use evidence::profile::observations::{ClaimantCheck, ObserverRole};
use ids::ApplicantId;

use super::answer::{page_with, redirect_with};
use super::applicants::applicant_page;
use super::choice::{Choice, choices};
use super::display::title_from_name;
use super::failure::Failure;
use super::shell::Shell;
use super::visitor::{Fields, Posted};
use crate::app::App;
use crate::service::people::observations::{self, NewObservation, RecordError};

/// The form: empty, or a rejected observation with its error.
pub(super) struct ObservationForm {
    pub(super) indicators: Vec<Choice>,
    pub(super) roles: Vec<Choice>,
    pub(super) checks: Vec<Choice>,
    pub(super) quote: String,
    pub(super) note: String,
    pub(super) error: Option<String>,
}

const ROLES: [ObserverRole; 4] = [
    ObserverRole::Client,
    ObserverRole::Recruiter,
    ObserverRole::Moderator,
    ObserverRole::IdentityOwner,
];
const CHECKS: [ClaimantCheck; 3] =
    [ClaimantCheck::OneTimeLink, ClaimantCheck::CallBack, ClaimantCheck::Letter];

impl ObservationForm {
    pub(super) fn empty(s: &Shell) -> Self {
        Self::new(s, |_| "")
    }

    /// The form with the values of its fields.
    fn new<'a>(s: &Shell, value: impl Fn(&str) -> &'a str) -> Self {
        let accepted =
            indicators::all().filter(|indicator| indicators::accepts_notes(indicator.id).is_ok());
        let mut ids: Vec<&str> = accepted.map(|indicator| indicator.id).collect();
        ids.sort_unstable();
        let nothing = || ("", s.t("observe.none"));
        let roles = ROLES.map(|role| (role.word(), s.named("observer_role", role.word())));
        let checks = CHECKS.map(|check| (check.word(), s.named("claimant_check", check.word())));
        Self {
            indicators: choices(ids.into_iter().map(|id| (id, title_from_name(id))), |id| {
                id == value("indicator")
            }),
            roles: choices([nothing()].into_iter().chain(roles), |role| role == value("role")),
            checks: choices([nothing()].into_iter().chain(checks), |it| it == value("verified_by")),
            quote: value("quote").to_owned(),
            note: value("note").to_owned(),
            error: None,
        }
    }
}

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
