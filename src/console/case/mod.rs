//! A case: everything that a person needs in order to judge one decision, on one page.

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

use super::failure::Failure;
use super::frame::page;
use super::reviews::seen;
use super::shell::Shell;
use super::visitor::Visitor;
use crate::app::App;
use crate::service::cases;

pub(super) use links::LinksView;
pub(super) use view::{BandView, CaseView, Seen, Sight, Traces};

#[derive(Template)]
#[template(path = "console/decision.html")]
struct DecisionPage {
    s: Shell,
    c: CaseView,
}

/// `GET /console/decisions/{id}`: a case that nobody is asked to judge.
pub(super) async fn decision(
    app: Data<App>,
    request: HttpRequest,
    visitor: Visitor,
    id: Path<DecisionId>,
) -> Result<HttpResponse, Failure> {
    let file = cases::find(&app, &visitor.tenant, *id).await?;
    let s = Shell::of(&visitor, "case.title", &request);
    let seen = seen(&app, &visitor, file.decision.applicant_id).await?;
    let c = CaseView::of(&s, &file, seen);
    Ok(page(&DecisionPage { s, c }))
}
