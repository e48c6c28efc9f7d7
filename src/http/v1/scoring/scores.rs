//! `/v1/scores`: a trial score, without storing anything.

use actix_web::web::{Data, Json};
use evidence::profile::Profile;
use evidence::profile::read::Warning;
use serde::Serialize;
use utoipa::ToSchema;

use super::assessment::Assessment;
use crate::app::App;
use crate::http::body::JsonBytes;
use crate::http::caller::Caller;
use crate::http::example;
use crate::http::problem::Problem;
use crate::service;
use crate::service::scoring::scores::Scored;

/// The score of a profile that was not stored.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::http) struct ScoreResult {
    /// Your id for the applicant.
    #[schema(example = "cand-20931")]
    external_id: String,
    #[serde(flatten)]
    assessment: Assessment,
    /// Parts of the profile that were ignored.
    warnings: Vec<Warning>,
}

/// Score a profile without storing it
///
/// Returns what `POST /v1/decisions` would return, including links to other applicants.
#[utoipa::path(post, path = "",
    request_body(content = Profile, content_type = "application/json", example = json!(example::profile())),
    responses((status = 200, description = "The score, with its explanation", body = ScoreResult)))]
pub(in crate::http) async fn score(
    app: Data<App>,
    caller: Caller,
    body: JsonBytes,
) -> Result<Json<ScoreResult>, Problem> {
    let scored = service::scoring::scores::score(&app, &caller.tenant, &body.0).await?;
    Ok(Json(scored.into()))
}

/// The response of `POST /v1/scores`, for streams that are scored without the service.
pub fn score_body(scored: Scored) -> serde_json::Value {
    serde_json::to_value(ScoreResult::from(scored)).expect("an answer is plain JSON")
}

impl From<Scored> for ScoreResult {
    fn from(from: Scored) -> Self {
        let Scored { external_id, assessment, warnings } = from;
        Self { external_id, assessment: assessment.into(), warnings }
    }
}
