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

/// For whom, and in which language.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(in crate::http) struct NoticeQuery {
    /// For whom: `reviewer` if it is left out.
    audience: Option<Audience>,
    /// In which language: `en` if it is left out.
    language: Option<Language>,
}

/// Find a decision in plain words
///
/// The applicant's notice says what kind of thing was found, what was not used, that people decide, and how to
/// contest. It names no indicator, value, address or other person.
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
