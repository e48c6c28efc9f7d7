//! `/v1/decisions`.

use actix_web::http::header::{self, HeaderName};
use actix_web::web::{Data, Json, Path};
use actix_web::{HttpRequest, HttpResponse};
use chrono::{DateTime, SecondsFormat, Utc};
use evidence::profile::read::Warning;
use evidence::profile::{ExternalId, Profile};
use ids::{ApplicantId, DecisionId, ReviewId};
use scoring::decision::{Band, Decision, ReviewRef, ReviewState};
use scoring::difference::Difference;
use serde::{Deserialize, Serialize, Serializer};
use serde_json::Value;
use utoipa::{IntoParams, ToSchema};

use super::assessment::AssessmentBody;
use crate::app::App;
use crate::http::body::JsonBytes;
use crate::http::caller::Caller;
use crate::http::example;
use crate::http::idempotency;
use crate::http::problem::Problem;
use crate::http::query::{self, Parameters};
use crate::service;
use crate::service::decisions::Filter;

/// A stored decision.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::http) struct DecisionBody {
    id: DecisionId,
    applicant_id: ApplicantId,
    /// The tenant's identifier for the applicant.
    #[schema(example = "cand-20931")]
    external_id: String,
    /// The version of the profile that was scored, from 1.
    #[schema(example = 3)]
    profile_version: i32,
    #[serde(serialize_with = "milliseconds")]
    created_at: DateTime<Utc>,
    #[serde(flatten)]
    assessment: AssessmentBody,
    /// The review that the decision opened or joined, in its state at that time; `null` if none.
    review: Option<OpenedReviewBody>,
    /// Parts of the document that were ignored.
    warnings: Vec<Warning>,
}

/// A review that a decision opened or joined.
#[derive(Debug, Serialize, ToSchema)]
struct OpenedReviewBody {
    id: ReviewId,
    state: ReviewState,
}

#[derive(Debug, Serialize, ToSchema)]
pub(in crate::http) struct DecisionPage {
    /// The latest first.
    data: Vec<DecisionBody>,
    /// The `cursor` of the next page; `null` on the last page.
    next_cursor: Option<String>,
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(in crate::http) struct ListQuery {
    /// Only decisions with this band.
    band: Option<Band>,
    /// Only decisions on this applicant.
    applicant_id: Option<ApplicantId>,
    /// Only decisions on the applicant with this identifier of the tenant.
    external_id: Option<String>,
    /// The largest number of items to return.
    #[param(minimum = 1, maximum = 100, default = 20)]
    limit: Option<u16>,
    /// The `next_cursor` of the previous page.
    cursor: Option<DecisionId>,
}

/// The result of replaying a decision.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::http) struct ReplayBody {
    decision_id: DecisionId,
    /// Whether the replay gave the same result, to the bit.
    identical: bool,
    /// The values that differ.
    differences: Vec<DifferenceBody>,
}

/// A value that differs between the stored decision and the replay.
#[derive(Debug, Serialize, ToSchema)]
struct DifferenceBody {
    /// The value's JSON Pointer in the decision.
    #[schema(example = "/probability")]
    pointer: String,
    /// The stored value.
    stored: Value,
    /// The value in the replay.
    replayed: Value,
}

/// Score a profile and store the decision
///
/// The body is the profile document. The decision is durable before the response is sent. With an `Idempotency-Key`,
/// the same body returns the same decision and stores nothing. A different body with the same key is refused, and so
/// is a duplicate while the first request is still running.
#[utoipa::path(post, path = "",
    params(("Idempotency-Key" = Option<String>, Header, description = "A name for this request: 1 to 255 visible ASCII characters, such as a UUID", example = "3f1c7b0e-8a54-4d0c-9a39-0c3d6f6f1d2a")),
    request_body(content = Profile, content_type = "application/json", example = json!(example::profile())),
    responses((status = 201, description = "The decision. `Idempotent-Replayed: true` if an earlier request with the same key made it", body = DecisionBody,
        headers(("Location" = String, description = "The path of the decision"), ("Idempotent-Replayed" = Option<String>, description = "`true` if nothing new was stored")))))]
pub(in crate::http) async fn decide(
    app: Data<App>,
    caller: Caller,
    request: HttpRequest,
    body: JsonBytes,
) -> Result<HttpResponse, Problem> {
    let key = idempotency::key(request.headers())?;
    let decided = service::decisions::decide(&app, &caller.tenant, &body.0, key.as_ref()).await?;
    let mut response = HttpResponse::Created();
    response.insert_header((header::LOCATION, format!("/v1/decisions/{}", decided.decision.id)));
    if decided.replayed {
        response.insert_header((HeaderName::from_static("idempotent-replayed"), "true"));
    }
    Ok(response.json(DecisionBody::from(decided.decision)))
}

/// Find a decision
#[utoipa::path(get, path = "",
    responses((status = 200, description = "The decision", body = DecisionBody)))]
pub(in crate::http) async fn find(
    app: Data<App>,
    caller: Caller,
    id: Path<DecisionId>,
) -> Result<Json<DecisionBody>, Problem> {
    let decision = service::decisions::find(&app, &caller.tenant, *id).await?;
    Ok(Json(decision.into()))
}

/// List decisions, the latest first
#[utoipa::path(get, path = "", params(ListQuery),
    responses((status = 200, description = "A page of decisions", body = DecisionPage)))]
pub(in crate::http) async fn list(
    app: Data<App>,
    caller: Caller,
    query: Parameters<ListQuery>,
) -> Result<Json<DecisionPage>, Problem> {
    let filter = query.0.filter()?;
    let page = service::decisions::list(&app, &caller.tenant, &filter).await?;
    let next_cursor = query::next_cursor(&page, |last| last.id.to_string());
    Ok(Json(DecisionPage { data: page.items.into_iter().map(Into::into).collect(), next_cursor }))
}

/// Replay a decision
///
/// Computes the score, contributions, probability and band again from the findings, policy and model that the decision
/// sealed. The result is the same to the bit, whatever has changed since in indicators or wording. Stores nothing.
#[utoipa::path(post, path = "",
    responses((status = 200, description = "The result of the replay", body = ReplayBody)))]
pub(in crate::http) async fn replay(
    app: Data<App>,
    caller: Caller,
    id: Path<DecisionId>,
) -> Result<Json<ReplayBody>, Problem> {
    let replay = service::replay::replay(&app, &caller.tenant, *id).await?;
    let difference = |Difference { pointer, stored, recomputed }: Difference| DifferenceBody {
        pointer,
        stored,
        replayed: recomputed,
    };
    Ok(Json(ReplayBody {
        decision_id: replay.decision,
        identical: replay.differences.is_empty(),
        differences: replay.differences.into_iter().map(difference).collect(),
    }))
}

impl ListQuery {
    fn filter(self) -> Result<Filter, Problem> {
        let external_id = self.external_id.map(|name| {
            ExternalId::parse(&name)
                .ok_or_else(|| Problem::query_invalid("`external_id` must be 1 to 200 characters"))
        });
        Ok(Filter {
            band: self.band,
            applicant: self.applicant_id,
            external_id: external_id.transpose()?,
            before: self.cursor,
            limit: query::limit(self.limit)?,
        })
    }
}

impl From<Decision> for DecisionBody {
    fn from(from: Decision) -> Self {
        Self {
            id: from.id,
            applicant_id: from.applicant_id,
            external_id: from.external_id,
            profile_version: from.profile_version,
            created_at: from.created_at,
            assessment: from.assessment.into(),
            review: from.review.map(|ReviewRef { id, state }| OpenedReviewBody { id, state }),
            warnings: from.warnings,
        }
    }
}

/// Serializes a time as RFC 3339 in UTC with milliseconds.
pub(super) fn milliseconds<S: Serializer>(
    time: &DateTime<Utc>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&time.to_rfc3339_opts(SecondsFormat::Millis, true))
}
