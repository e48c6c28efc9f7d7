//! A case: everything a person needs to judge one decision, on one page.

mod differences;
mod evidence;
mod links;
mod profile;
mod sessions;
mod view;

use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use ids::DecisionId;

use super::answer::page;
use super::failure::Failure;
use super::shell::Shell;
use super::visibility::Visibility;
use super::visitor::Visitor;
use crate::app::App;
use crate::service::scoring::cases;

pub(super) use links::LinksView;
pub(super) use view::CaseView;

#[derive(Template)]
#[template(path = "console/decision.html")]
struct DecisionPage {
    s: Shell,
    c: CaseView,
}

/// `GET /console/decisions/{id}`: a case without a review.
pub(super) async fn decision(
    app: Data<App>,
    request: HttpRequest,
    visitor: Visitor,
    id: Path<DecisionId>,
) -> Result<HttpResponse, Failure> {
    let file = cases::find(&app, &visitor.tenant, *id).await?;
    let s = Shell::new(&visitor, "case.title", &request);
    let applicant = file.decision.applicant_id;
    let visibility = Visibility::of_applicant(&app, &visitor, applicant).await?;
    let c = CaseView::new(&s, &file, visibility);
    Ok(page(&DecisionPage { s, c }))
}
