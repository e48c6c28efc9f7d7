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
    /// Reader of the notice. The default is `reviewer`.
    audience: Option<Audience>,
    /// Language of the notice. The default is `en`.
    language: Option<Language>,
}

/// Get a decision as a notice in plain language
///
/// The applicant's notice explains what kind of thing was found, what was not considered, that people decide, and how
/// to appeal. It names no indicators, values, addresses or other people.
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
    let notice =
        service::reviews::notices::find(&app, &caller.tenant, *id, audience, language).await?;
    Ok(Json(notice))
}
