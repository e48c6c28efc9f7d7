//! `/v1/models/{id}/shadow-report`.

use actix_web::web::{Data, Json, Path};
use learning::training::shadow_report::ShadowReport;
use serde::Deserialize;
use utoipa::IntoParams;

use crate::app::App;
use crate::domain::model::ModelId;
use crate::http::caller::Caller;
use crate::http::problem::Problem;
use crate::http::query::Parameters;
use crate::service::models::shadow;

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(in crate::http) struct ReportQuery {
    /// Share of all decisions that reviewers can handle.
    #[param(minimum = 0.001, maximum = 0.5, default = 0.02)]
    review_budget: Option<f64>,
}

/// Compare a shadow model with the champion
///
/// Compares both on the same decisions: changed bands, overlap within the review budget, shift of the log-odds, and
/// results for applicants labelled since. Labels favour the champion, because it chose who was reviewed.
#[utoipa::path(get, path = "", params(ReportQuery),
    responses((status = 200, description = "The report", body = ShadowReport)))]
pub(in crate::http) async fn report(
    app: Data<App>,
    caller: Caller,
    id: Path<ModelId>,
    query: Parameters<ReportQuery>,
) -> Result<Json<ShadowReport>, Problem> {
    let share = query.0.review_budget.unwrap_or(0.02);
    if !(0.001..=0.5).contains(&share) {
        let detail = "the query parameter `review_budget` must be between 0.001 and 0.5";
        return Err(Problem::query_invalid(detail));
    }
    Ok(Json(shadow::report(&app, &caller.tenant, &id, share).await?))
}
