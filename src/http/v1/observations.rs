//! `/v1/applicants/{id}/observations`: what named people observed.

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

/// What a named person observed, to be recorded.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::http) struct NewObservationBody {
    /// The indicator that it speaks to: an id of `GET /v1/indicators` with the policy `human_evidence_only`.
    #[schema(example = "camera_refusal_or_repeated_failure")]
    indicator: String,
    /// Who observed it, by name.
    #[schema(min_length = 1, max_length = 200, example = "Kim Example")]
    observer: String,
    /// In their words.
    #[schema(min_length = 1, max_length = 2000, example = "The camera stayed off in three calls.")]
    note: String,
    /// When it was seen.
    observed_at: Option<DateTime<Utc>>,
}

/// What a named person observed.
#[derive(Serialize, ToSchema)]
pub(in crate::http) struct ObservationBody {
    /// Its name.
    id: ObservationId,
    /// The indicator that it speaks to.
    #[schema(example = "camera_refusal_or_repeated_failure")]
    indicator: String,
    /// Who observed it, by name.
    #[schema(example = "Kim Example")]
    observer: String,
    /// In their words.
    #[schema(example = "The camera stayed off in three calls.")]
    note: String,
    /// When it was seen, if they told.
    observed_at: Option<DateTime<Utc>>,
    /// When it was recorded.
    #[serde(serialize_with = "milliseconds")]
    created_at: DateTime<Utc>,
}

/// A page of observations.
#[derive(Serialize, ToSchema)]
pub(in crate::http) struct ObservationPage {
    /// The observations, the latest first.
    data: Vec<ObservationBody>,
    /// Where the next page begins; nothing on the last one.
    next_cursor: Option<String>,
}

/// Which observations to list.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(in crate::http) struct PageQuery {
    /// At most so many, from 1 to 100; 20 if left out.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<u16>,
    /// Where the page begins: the `next_cursor` of the one before.
    cursor: Option<String>,
}

/// Record what a named person observed
///
/// For red flags that people alone can see (`human_evidence_only`): a named observer and a note. The others are
/// computed, or refused with their reason. The note is sealed with the applicant's key, shown in later decisions
/// under `human_evidence`, weighs nothing, and goes when the applicant is erased.
#[utoipa::path(post, path = "", request_body = NewObservationBody,
    responses((status = 201, description = "It was recorded", body = ObservationBody)))]
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

/// List what named people observed
#[utoipa::path(get, path = "", params(PageQuery),
    responses((status = 200, description = "The observations, the latest first", body = ObservationPage)))]
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
        Problem::query_invalid(format!("the query parameter `cursor` cannot be used: {error}"))
    })?;
    let page = observations::list(&app, &caller.tenant, *id, before, limit).await?;
    let next_cursor = page.items.last().filter(|_| page.more).map(|last| last.id.to_string());
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
