//! `/v1/decisions`.

use actix_web::http::header::{self, HeaderName};
use actix_web::web::{Data, Json, Path};
use actix_web::{HttpRequest, HttpResponse};
use chrono::{DateTime, SecondsFormat, Utc};
use evidence::profile::read::Warning;
use evidence::profile::{ExternalId, Profile};
use ids::{ApplicantId, DecisionId, ReviewId};
use scoring::decision::{Band, Decision, ReviewRef, ReviewState};
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
use crate::http::query::Parameters;
use crate::service;
use crate::service::decisions::Filter;
use crate::service::replay::Difference;

/// A stored decision.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::http) struct DecisionBody {
    /// Its name.
    id: DecisionId,
    /// About whom.
    applicant_id: ApplicantId,
    /// The tenant's own name of the applicant.
    #[schema(example = "cand-20931")]
    external_id: String,
    /// Which submission of the applicant's profile was scored, from 1.
    #[schema(example = 3)]
    profile_version: i32,
    /// When it was made.
    #[serde(serialize_with = "milliseconds")]
    created_at: DateTime<Utc>,
    #[serde(flatten)]
    assessment: AssessmentBody,
    /// The review that it opened or joined, as it stood when the decision was made; `null` if none.
    review: Option<OpenedReviewBody>,
    /// What was passed over in the document.
    warnings: Vec<Warning>,
}

/// A review.
#[derive(Debug, Serialize, ToSchema)]
struct OpenedReviewBody {
    /// Its name.
    id: ReviewId,
    /// How far it is.
    state: ReviewState,
}

/// A page of decisions.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::http) struct DecisionPage {
    /// The decisions, the latest first.
    data: Vec<DecisionBody>,
    /// What to send as `cursor` for the next page; `null` on the last.
    next_cursor: Option<String>,
}

/// Which decisions to list.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(in crate::http) struct ListQuery {
    /// Only this band.
    band: Option<Band>,
    /// Only about this applicant.
    applicant_id: Option<ApplicantId>,
    /// Only about the applicant whom the tenant calls so.
    external_id: Option<String>,
    /// How many at most.
    #[param(minimum = 1, maximum = 100, default = 20)]
    limit: Option<u16>,
    /// Where the page before ended.
    cursor: Option<DecisionId>,
}

/// What replaying a decision gave.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::http) struct ReplayBody {
    /// The decision.
    decision_id: DecisionId,
    /// Whether every bit came out the same.
    identical: bool,
    /// What did not.
    differences: Vec<DifferenceBody>,
}

/// One value that came out differently.
#[derive(Debug, Serialize, ToSchema)]
struct DifferenceBody {
    /// Where in the decision, as a JSON Pointer; `/observations` holds what every indicator said.
    #[schema(example = "/probability")]
    pointer: String,
    /// What is stored.
    stored: Value,
    /// What came out.
    replayed: Value,
}

/// Score a profile and store the decision
///
/// The body is the profile document. The decision is durable when the answer leaves. With an
/// `Idempotency-Key`, sending the same body again answers with the same decision and stores nothing;
/// another body under the same key is refused, and so is a twin while the first is still running.
#[utoipa::path(post, path = "",
    params(("Idempotency-Key" = Option<String>, Header, description = "A name for this request: 1 to 255 visible ASCII characters, such as a UUID", example = "3f1c7b0e-8a54-4d0c-9a39-0c3d6f6f1d2a")),
    request_body(content = Profile, content_type = "application/json", example = json!(example::profile())),
    responses((status = 201, description = "The decision. `Idempotent-Replayed: true` if it was made before under the same key", body = DecisionBody,
        headers(("Location" = String, description = "Where the decision is found"), ("Idempotent-Replayed" = Option<String>, description = "`true` if nothing new was stored")))))]
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
    responses((status = 200, description = "The decision, as it was made", body = DecisionBody)))]
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
    let last = page.items.last().filter(|_| page.more).map(|last| last.id.to_string());
    let data = page.items.into_iter().map(Into::into).collect();
    Ok(Json(DecisionPage { data, next_cursor: last }))
}

/// Replay a decision
///
/// Makes the decision again from what was stored with it: the profile, the facts, the links, the model
/// and the policy that it names. Stores nothing.
#[utoipa::path(post, path = "",
    responses((status = 200, description = "Whether it came out the same, and what did not", body = ReplayBody)))]
pub(in crate::http) async fn replay(
    app: Data<App>,
    caller: Caller,
    id: Path<DecisionId>,
) -> Result<Json<ReplayBody>, Problem> {
    let replay = service::replay::replay(&app, &caller.tenant, *id).await?;
    let difference = |one: Difference| DifferenceBody {
        pointer: one.pointer,
        stored: one.stored,
        replayed: one.replayed,
    };
    Ok(Json(ReplayBody {
        decision_id: replay.decision.id,
        identical: replay.differences.is_empty(),
        differences: replay.differences.into_iter().map(difference).collect(),
    }))
}

impl ListQuery {
    fn filter(self) -> Result<Filter, Problem> {
        const MOST: u16 = 100;
        let limit = self.limit.unwrap_or(20);
        if !(1..=MOST).contains(&limit) {
            return Err(Problem::query_invalid(format!("`limit` is a number from 1 to {MOST}")));
        }
        let external_id = self.external_id.map(|name| {
            ExternalId::parse(&name)
                .ok_or_else(|| Problem::query_invalid("`external_id` is 1 to 200 characters"))
        });
        Ok(Filter {
            band: self.band,
            applicant: self.applicant_id,
            external_id: external_id.transpose()?,
            before: self.cursor,
            limit,
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

/// A time as it stands in every answer: RFC 3339, UTC, milliseconds.
pub(super) fn milliseconds<S: Serializer>(
    time: &DateTime<Utc>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&time.to_rfc3339_opts(SecondsFormat::Millis, true))
}
