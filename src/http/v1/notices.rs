//! `/v1/decisions/{id}/notice`.

use actix_web::web::{Data, Json, Path};
use ids::DecisionId;
use serde::Deserialize;
use utoipa::IntoParams;

use crate::app::App;
use crate::domain::language::Language;
use crate::http::caller::Caller;
use crate::http::problem::Problem;
use crate::http::query::Parameters;
use crate::notices::{Audience, Notice};
use crate::service;

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(in crate::http) struct NoticeQuery {
    /// Who the notice is for; `reviewer` by default.
    audience: Option<Audience>,
    /// The language; `en` by default.
    language: Option<Language>,
}

/// Explain a decision in plain words
///
/// The applicant's notice says what kind of evidence was found, what was not used, that people decide, and how to
/// appeal. It names no indicator, value, address or other person.
#[utoipa::path(get, path = "", params(NoticeQuery),
    responses((status = 200, description = "The notice", body = Notice)))]
pub(in crate::http) async fn find(
    app: Data<App>,
    caller: Caller,
    id: Path<DecisionId>,
    query: Parameters<NoticeQuery>,
) -> Result<Json<Notice>, Problem> {
    let audience = query.0.audience.unwrap_or(Audience::Reviewer);
    let language = query.0.language.unwrap_or(Language::English);
    let notice = service::notices::find(&app, &caller.tenant, *id, audience, language).await?;
    Ok(Json(notice))
}
