//! `/v1/applicants/{id}/observations`.

use actix_web::HttpResponse;
use actix_web::web::{Data, Json, Path};
use chrono::{DateTime, Utc};
use evidence::observation::Observation;
use evidence::profile::read::Fault;
use ids::{ApplicantId, ObservationId};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::decisions::milliseconds;
use crate::app::App;
use crate::http::body::JsonBytes;
use crate::http::caller::Caller;
use crate::http::error_code::ErrorCode;
use crate::http::problem::Problem;
use crate::http::query::{self, Parameters};
use crate::service::observations::{self, NewObservation};

/// A new observation.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::http) struct NewObservationBody {
    /// The indicator that the observation is about. Its policy must be `human_evidence_only`, see `GET /v1/indicators`.
    #[schema(example = "camera_refusal_or_repeated_failure")]
    indicator: String,
    /// The name of the observer.
    #[schema(min_length = 1, max_length = 200, example = "Kim Example")]
    observer: String,
    /// What happened, in the observer's words.
    #[schema(min_length = 1, max_length = 2000, example = "The camera stayed off in three calls.")]
    note: String,
    observed_at: Option<DateTime<Utc>>,
}

/// An observation by a named person.
#[derive(Serialize, ToSchema)]
pub(in crate::http) struct ObservationBody {
    id: ObservationId,
    /// The indicator that the observation is about.
    #[schema(example = "camera_refusal_or_repeated_failure")]
    indicator: String,
    /// The name of the observer.
    #[schema(example = "Kim Example")]
    observer: String,
    /// What happened, in the observer's words.
    #[schema(example = "The camera stayed off in three calls.")]
    note: String,
    /// When it happened, if known.
    observed_at: Option<DateTime<Utc>>,
    #[serde(serialize_with = "milliseconds")]
    created_at: DateTime<Utc>,
}

#[derive(Serialize, ToSchema)]
pub(in crate::http) struct ObservationPage {
    /// The latest first.
    data: Vec<ObservationBody>,
    /// The `cursor` of the next page; `null` on the last page.
    next_cursor: Option<String>,
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(in crate::http) struct PageQuery {
    /// The largest number of items to return; 20 by default.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<u16>,
    /// The `next_cursor` of the previous page.
    cursor: Option<String>,
}

/// Record an observation
///
/// For red flags that only people can see (`human_evidence_only`); other indicators are computed or excluded. The note
/// is sealed with the applicant's key and appears in later decisions under `human_evidence`. It does not count, and
/// erasing the applicant deletes it.
#[utoipa::path(post, path = "", request_body = NewObservationBody,
    responses((status = 201, description = "The observation", body = ObservationBody)))]
pub(in crate::http) async fn record(
    app: Data<App>,
    caller: Caller,
    id: Path<ApplicantId>,
    body: JsonBytes,
) -> Result<HttpResponse, Problem> {
    let new: NewObservationBody = body.read_or(|fault| {
        let fault = Fault { code: "invalid_observation", ..fault };
        Problem::invalid(ErrorCode::ObservationInvalid, vec![fault])
    })?;
    let NewObservationBody { indicator, observer, note, observed_at } = new;
    let new = NewObservation { indicator, observer, note, observed_at };
    let noted = observations::record(&app, &caller.tenant, &caller.actor, *id, new).await?;
    Ok(HttpResponse::Created().json(ObservationBody::from(noted)))
}

/// List an applicant's observations
#[utoipa::path(get, path = "", params(PageQuery),
    responses((status = 200, description = "A page of observations", body = ObservationPage)))]
pub(in crate::http) async fn list(
    app: Data<App>,
    caller: Caller,
    id: Path<ApplicantId>,
    query: Parameters<PageQuery>,
) -> Result<Json<ObservationPage>, Problem> {
    let PageQuery { limit, cursor } = query.0;
    let limit = query::limit(limit)?;
    let before = cursor.map(|cursor| cursor.parse::<ObservationId>()).transpose();
    let before = before.map_err(|error| {
        Problem::query_invalid(format!("the query parameter `cursor` is invalid: {error}"))
    })?;
    let page = observations::list(&app, &caller.tenant, *id, before, limit).await?;
    let next_cursor = query::next_cursor(&page, |last| last.id.to_string());
    Ok(Json(ObservationPage {
        data: page.items.into_iter().map(Into::into).collect(),
        next_cursor,
    }))
}

impl From<Observation> for ObservationBody {
    fn from(from: Observation) -> Self {
        let Observation { id, indicator, observer, note, observed_at, created_at } = from;
        Self { id, indicator, observer, note, observed_at, created_at }
    }
}
