//! `/v1/decisions`.

use actix_web::http::header::{self, HeaderName};
use actix_web::web::{Data, Json, Path};
use actix_web::{HttpRequest, HttpResponse};
use chrono::{DateTime, SecondsFormat, Utc};
use evidence::profile::read::Warning;
use evidence::profile::{ExternalId, Profile};
use ids::{ApplicantId, DecisionId, ReviewId};
use scoring::decision::{self, Band, ReviewRef, ReviewState};
use scoring::difference::Difference;
use serde::{Deserialize, Serialize, Serializer};
use serde_json::Value;
use utoipa::{IntoParams, ToSchema};

use super::assessment::Assessment;
use super::scores::StrictQuery;
use crate::app::App;
use crate::http::body::JsonBytes;
use crate::http::caller::Caller;
use crate::http::example;
use crate::http::idempotency;
use crate::http::problem::Problem;
use crate::http::query::{self, Parameters};
use crate::service;
use crate::service::scoring::Submitted;
use crate::service::scoring::decisions::Filter;

/// A stored decision.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::http) struct Decision {
    /// Id of the decision, `dec_…`.
    id: DecisionId,
    /// Id of the applicant, `app_…`.
    applicant_id: ApplicantId,
    /// Your id for the applicant.
    #[schema(example = "cand-20931")]
    external_id: String,
    /// Version of the applicant's profile that was scored, starting at 1.
    #[schema(example = 3)]
    profile_version: i32,
    /// When the decision was made.
    #[serde(serialize_with = "milliseconds")]
    created_at: DateTime<Utc>,
    #[serde(flatten)]
    assessment: Assessment,
    /// Review the decision opened or joined, with its state at that time; `null` if none.
    review: Option<OpenedReview>,
    /// Parts of the profile that were ignored or corrected.
    warnings: Vec<Warning>,
}

/// The review that belongs to a decision.
#[derive(Debug, Serialize, ToSchema)]
struct OpenedReview {
    /// Id of the review, `rev_…`.
    id: ReviewId,
    /// State of the review when the decision was made.
    state: ReviewState,
}

#[derive(Debug, Serialize, ToSchema)]
pub(in crate::http) struct DecisionPage {
    /// Decisions, newest first.
    data: Vec<Decision>,
    /// Pass it as `cursor` to get the next page; `null` on the last page.
    next_cursor: Option<String>,
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(in crate::http) struct ListQuery {
    /// Only decisions in this band.
    band: Option<Band>,
    /// Only decisions about this applicant.
    applicant_id: Option<ApplicantId>,
    /// Only decisions about the applicant with this `external_id`.
    external_id: Option<String>,
    /// Maximum number of entries per page.
    #[param(minimum = 1, maximum = 100, default = 20)]
    limit: Option<u16>,
    /// `next_cursor` of the previous page.
    cursor: Option<DecisionId>,
}

/// Result of replaying a decision.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::http) struct DecisionReplay {
    /// Id of the decision, `dec_…`.
    decision_id: DecisionId,
    /// Whether every value came out exactly the same.
    identical: bool,
    /// Values that came out differently.
    differences: Vec<ReplayDifference>,
}

/// A value that came out differently.
#[derive(Debug, Serialize, ToSchema)]
struct ReplayDifference {
    /// JSON Pointer to the value in the decision. Pointers below `/observations` refer to the findings of all
    /// indicators.
    #[schema(example = "/probability")]
    pointer: String,
    /// Value in the stored decision.
    stored: Value,
    /// Value computed by the replay.
    replayed: Value,
}

/// Score a profile and store the decision
///
/// The body is the profile document. The decision is stored durably before the response is sent. If you repeat a
/// request with the same `Idempotency-Key` and body, you get the same decision and nothing new is stored. A different
/// body with the same key is rejected, and so is a second request while the first is still running.
#[utoipa::path(post, path = "",
    params(StrictQuery, ("Idempotency-Key" = Option<String>, Header, description = "Unique key of this request: 1 to 255 visible ASCII characters, such as a UUID", example = "3f1c7b0e-8a54-4d0c-9a39-0c3d6f6f1d2a")),
    request_body(content = Profile, content_type = "application/json", example = json!(example::profile())),
    responses((status = 201, description = "The decision. The header `Idempotent-Replayed: true` marks a repeated request", body = Decision,
        headers(("Location" = String, description = "URL of the decision"), ("Idempotent-Replayed" = Option<String>, description = "`true` if this request was a repetition and nothing new was stored")))))]
pub(in crate::http) async fn decide(
    app: Data<App>,
    caller: Caller,
    request: HttpRequest,
    query: Parameters<StrictQuery>,
    body: JsonBytes,
) -> Result<HttpResponse, Problem> {
    let key = idempotency::key(request.headers())?;
    let submitted = Submitted { document: &body.0, strictness: query.0.strictness() };
    let decided =
        service::scoring::decisions::decide(&app, &caller.tenant, submitted, key.as_ref()).await?;
    let mut response = HttpResponse::Created();
    response.insert_header((header::LOCATION, format!("/v1/decisions/{}", decided.decision.id)));
    if decided.replayed {
        response.insert_header((HeaderName::from_static("idempotent-replayed"), "true"));
    }
    Ok(response.json(Decision::from(decided.decision)))
}

/// Get a decision
#[utoipa::path(get, path = "",
    responses((status = 200, description = "The decision, exactly as it was made", body = Decision)))]
pub(in crate::http) async fn find(
    app: Data<App>,
    caller: Caller,
    id: Path<DecisionId>,
) -> Result<Json<Decision>, Problem> {
    let decision = service::scoring::decisions::find(&app, &caller.tenant, *id).await?;
    Ok(Json(decision.into()))
}

/// List decisions, newest first
#[utoipa::path(get, path = "", params(ListQuery),
    responses((status = 200, description = "A page of decisions", body = DecisionPage)))]
pub(in crate::http) async fn list(
    app: Data<App>,
    caller: Caller,
    query: Parameters<ListQuery>,
) -> Result<Json<DecisionPage>, Problem> {
    let filter = query.0.filter()?;
    let page = service::scoring::decisions::list(&app, &caller.tenant, &filter).await?;
    let next_cursor = query::next_cursor(&page, |last| last.id.to_string());
    Ok(Json(DecisionPage { data: page.items.into_iter().map(Into::into).collect(), next_cursor }))
}

/// Replay a decision
///
/// Computes score, contributions, probability and band again from the findings, policy, model and time sealed with the
/// decision, and reports any difference. It runs no parser and no indicators. Stores nothing.
#[utoipa::path(post, path = "",
    responses((status = 200, description = "The result of the replay", body = DecisionReplay)))]
pub(in crate::http) async fn replay(
    app: Data<App>,
    caller: Caller,
    id: Path<DecisionId>,
) -> Result<Json<DecisionReplay>, Problem> {
    let replay = service::scoring::replay::replay(&app, &caller.tenant, *id).await?;
    let difference = |Difference { pointer, stored, recomputed }: Difference| ReplayDifference {
        pointer,
        stored,
        replayed: recomputed,
    };
    Ok(Json(DecisionReplay {
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

impl From<decision::Decision> for Decision {
    fn from(from: decision::Decision) -> Self {
        Self {
            id: from.id,
            applicant_id: from.applicant_id,
            external_id: from.external_id,
            profile_version: from.profile_version,
            created_at: from.created_at,
            assessment: from.assessment.into(),
            review: from.review.map(|ReviewRef { id, state }| OpenedReview { id, state }),
            warnings: from.warnings,
        }
    }
}

/// Serializes a time as RFC 3339 in UTC with milliseconds.
pub(in crate::http::v1) fn milliseconds<S: Serializer>(
    time: &DateTime<Utc>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&time.to_rfc3339_opts(SecondsFormat::Millis, true))
}
