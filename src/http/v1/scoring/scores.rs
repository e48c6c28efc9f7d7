//! `/v1/scores`: a trial score, without storing anything.

use actix_web::web::{Data, Json};
use evidence::profile::read::Warning;
use evidence::profile::{Profile, Strictness};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::assessment::Assessment;
use crate::app::App;
use crate::http::body::JsonBytes;
use crate::http::caller::Caller;
use crate::http::example;
use crate::http::problem::Problem;
use crate::http::query::Parameters;
use crate::service;
use crate::service::scoring::Submitted;
use crate::service::scoring::scores::Scored;

/// The score of a profile that was not stored.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::http) struct ScoreResult {
    /// Your id for the applicant.
    #[schema(example = "cand-20931")]
    external_id: String,
    #[serde(flatten)]
    assessment: Assessment,
    /// Parts of the profile that were ignored or corrected.
    warnings: Vec<Warning>,
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(in crate::http) struct StrictQuery {
    /// Whether a profile with warnings is refused. The errors then list every warning. By default, a profile is scored
    /// without what can't be read.
    strict: Option<bool>,
}

impl StrictQuery {
    pub(in crate::http) fn strictness(&self) -> Strictness {
        if self.strict == Some(true) { Strictness::Strict } else { Strictness::Liberal }
    }
}

/// Score a profile without storing it
///
/// Returns what `POST /v1/decisions` would return, including links to other applicants.
#[utoipa::path(post, path = "",
    request_body(content = Profile, content_type = "application/json", example = json!(example::profile())),
    params(StrictQuery),
    responses((status = 200, description = "The score, with its explanation", body = ScoreResult)))]
pub(in crate::http) async fn score(
    app: Data<App>,
    caller: Caller,
    query: Parameters<StrictQuery>,
    body: JsonBytes,
) -> Result<Json<ScoreResult>, Problem> {
    let submitted = Submitted { document: &body.0, strictness: query.0.strictness() };
    let scored = service::scoring::scores::score(&app, &caller.tenant, submitted).await?;
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
