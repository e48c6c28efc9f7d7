//! `/v1/applicants/{id}/observations`.

use actix_web::HttpResponse;
use actix_web::web::{Data, Json, Path};
use chrono::{DateTime, Utc};
use evidence::observation;
use evidence::profile::observations::{ClaimantCheck, ObserverRole};
use evidence::profile::read::Fault;
use ids::{ApplicantId, ObservationId};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::app::App;
use crate::http::body::JsonBytes;
use crate::http::caller::Caller;
use crate::http::error_code::ErrorCode;
use crate::http::problem::Problem;
use crate::http::query::{self, Parameters};
use crate::http::v1::scoring::decisions::milliseconds;
use crate::service::people::observations;

/// An observation by a named person.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::http) struct NewObservation {
    /// Id of the observed indicator: one from `GET /v1/indicators?use=human_evidence_only`, or one about what the
    /// applicant wrote, such as `off_platform_move_request`.
    #[schema(example = "camera_refusal_or_repeated_failure")]
    indicator: String,
    /// Name of the person who observed it.
    #[schema(min_length = 1, max_length = 200, example = "Kim Example")]
    observer: String,
    /// What they observed, in their own words.
    #[schema(min_length = 1, max_length = 2000, example = "The camera stayed off in three calls.")]
    note: String,
    /// Role of the person. Required for indicators about what the applicant wrote.
    role: Option<ObserverRole>,
    /// The words in question: the applicant's, or those of the owner of the identity. Required for the same indicators.
    #[schema(min_length = 1, max_length = 2000, example = "Contact me on Telegram")]
    quote: Option<String>,
    /// How you checked that the person owns the identity. Without a check, `identity_owner_dispute` has no weight.
    verified_by: Option<ClaimantCheck>,
    /// When it was observed.
    observed_at: Option<DateTime<Utc>>,
}

/// An observation by a named person.
#[derive(Serialize, ToSchema)]
pub(in crate::http) struct Observation {
    /// Id of the observation, `obs_…`.
    id: ObservationId,
    /// Id of the observed indicator.
    #[schema(example = "camera_refusal_or_repeated_failure")]
    indicator: String,
    /// Name of the person who observed it.
    #[schema(example = "Kim Example")]
    observer: String,
    /// What they observed, in their own words.
    #[schema(example = "The camera stayed off in three calls.")]
    note: String,
    /// Role of the person; `null` if unknown.
    role: Option<ObserverRole>,
    /// The words in question; `null` if there are none.
    quote: Option<String>,
    /// How it was checked that the person owns the identity; `null` if it was not.
    verified_by: Option<ClaimantCheck>,
    /// When it was observed; `null` if unknown.
    observed_at: Option<DateTime<Utc>>,
    #[serde(serialize_with = "milliseconds")]
    created_at: DateTime<Utc>,
}

#[derive(Serialize, ToSchema)]
pub(in crate::http) struct ObservationPage {
    /// Observations, newest first.
    data: Vec<Observation>,
    /// Pass it as `cursor` to get the next page; `null` on the last page.
    next_cursor: Option<String>,
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(in crate::http) struct PageQuery {
    /// Maximum number of entries per page. The default is 20.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<u16>,
    /// `next_cursor` of the previous page.
    cursor: Option<String>,
}

/// Record an observation
///
/// For red flags that only people can see (`human_evidence_only`), and for reports of what the applicant wrote. All
/// other indicators are rejected, with the reason. A note about the first kind appears under `human_evidence` in later
/// decisions and adds nothing to the score. A report has a `role` and a `quote`, and is scored. The words are encrypted
/// with the applicant's key, and deleted when the applicant is erased.
#[utoipa::path(post, path = "", request_body = NewObservation,
    responses((status = 201, description = "The recorded observation", body = Observation)))]
pub(in crate::http) async fn record(
    app: Data<App>,
    caller: Caller,
    id: Path<ApplicantId>,
    body: JsonBytes,
) -> Result<HttpResponse, Problem> {
    let new: NewObservation = body.read_or(|fault| {
        let fault = Fault { code: "invalid_observation", ..fault };
        Problem::invalid(ErrorCode::ObservationInvalid, vec![fault])
    })?;
    let NewObservation { indicator, observer, note, role, quote, verified_by, observed_at } = new;
    let new = observations::NewObservation {
        indicator,
        observer,
        note,
        role,
        quote,
        verified_by,
        observed_at,
    };
    let noted = observations::record(&app, &caller.tenant, &caller.actor, *id, new).await?;
    Ok(HttpResponse::Created().json(Observation::from(noted)))
}

/// List observations about an applicant
#[utoipa::path(get, path = "", params(PageQuery),
    responses((status = 200, description = "The observations, newest first", body = ObservationPage)))]
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

impl From<observation::Observation> for Observation {
    fn from(from: observation::Observation) -> Self {
        let observation::Observation {
            id,
            indicator,
            observer,
            note,
            role,
            quote,
            verified_by,
            observed_at,
            created_at,
        } = from;
        Self { id, indicator, observer, note, role, quote, verified_by, observed_at, created_at }
    }
}
