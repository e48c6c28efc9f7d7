//! `/v1/models`: the registry.

use actix_web::http::header;
use actix_web::web::{Data, Json, Path};
use actix_web::{HttpRequest, HttpResponse};
use chrono::{DateTime, Utc};
use ids::TrainingJobId;
use ids::actor::Actor;
use scoring::model::shape;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::app::App;
use crate::domain::model::{Card, ModelId, Origin, Role};
use crate::http::body::JsonBytes;
use crate::http::caller::Caller;
use crate::http::problem::Problem;
use crate::http::query::{self, Parameters};
use crate::service::models::{self, FindModelError, Form, ModelState, known_time};
use crate::service::training::measure;
use crate::store::promotions::Pending;
use crate::store::registry::RegisteredModel;

/// A model.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::http) struct ModelBody {
    /// Its name, made from its content.
    id: ModelId,
    /// `sha256:…` of its content.
    #[schema(example = "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08")]
    digest: String,
    /// What it does.
    role: Role,
    /// Since when; `null` of the model that came with the service and has had no other role.
    role_since: Option<DateTime<Utc>>,
    /// Where it comes from.
    origin: Origin,
    /// The training job that made it.
    training_job_id: Option<TrainingJobId>,
    /// The digest of what it replaced when it was promoted: where a roll-back leads.
    replaced: Option<String>,
    /// Whether it was measured on labelled cases.
    evaluated: bool,
    /// Who made it or brought it in.
    made_by: Actor,
    /// When; `null` of the model that came with the service.
    made_at: Option<DateTime<Utc>>,
    /// What it is, for people who must answer for it.
    card: Card,
    /// The promotion that waits for a second person; `null` if none does.
    pending: Option<PendingBody>,
}

/// A promotion that waits for a second person.
#[derive(Debug, Serialize, ToSchema)]
struct PendingBody {
    /// Who asked.
    requested_by: Actor,
    /// When.
    requested_at: DateTime<Utc>,
    /// Why the gate is to be passed by, if it is.
    force_reason: Option<String>,
}

/// A page of models.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::http) struct ModelPage {
    /// The models, the latest first.
    data: Vec<ModelBody>,
    /// What to send as `cursor` for the next page; `null` on the last.
    next_cursor: Option<ModelId>,
}

/// Which models to list.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(in crate::http) struct ListQuery {
    /// How many at most.
    #[param(minimum = 1, maximum = 100, default = 20)]
    limit: Option<u16>,
    /// Where the page before ended.
    cursor: Option<ModelId>,
}

/// List the models, the latest first
///
/// The model that the service was started with is among them.
#[utoipa::path(get, path = "", params(ListQuery),
    responses((status = 200, description = "A page of models", body = ModelPage)))]
pub(in crate::http) async fn list(
    app: Data<App>,
    caller: Caller,
    query: Parameters<ListQuery>,
) -> Result<Json<ModelPage>, Problem> {
    let ListQuery { limit, cursor } = query.0;
    let limit = query::limit(limit)?;
    let page = models::list(&app, &caller.tenant, cursor.as_ref(), limit).await;
    let page = page.map_err(|error| match error {
        FindModelError::NotFound(_) => Problem::cursor_invalid(),
        error @ FindModelError::Internal(_) => error.into(),
    })?;
    let next_cursor = page.items.last().filter(|_| page.more).map(|last| last.model.id.clone());
    Ok(Json(ModelPage { data: page.items.into_iter().map(Into::into).collect(), next_cursor }))
}

/// Find a model with its card
#[utoipa::path(get, path = "",
    responses((status = 200, description = "The model", body = ModelBody)))]
pub(in crate::http) async fn find(
    app: Data<App>,
    caller: Caller,
    id: Path<ModelId>,
) -> Result<Json<ModelBody>, Problem> {
    Ok(Json(models::find(&app, &caller.tenant, &id).await?.into()))
}

/// Take a model's artefact out
///
/// In the shape that `GET /v1/models/schema` describes, as it was stored.
#[utoipa::path(get, path = "",
    responses((status = 200, description = "The artefact", body = Object, content_type = "application/json")))]
pub(in crate::http) async fn artefact(
    app: Data<App>,
    caller: Caller,
    id: Path<ModelId>,
) -> Result<HttpResponse, Problem> {
    let text = models::artefact(&app, &caller.tenant, &id).await?;
    Ok(HttpResponse::Ok().content_type("application/json").body(text))
}

/// See how a model was measured
///
/// As data, or with `Accept: text/html` as a page that needs nothing else.
#[utoipa::path(get, path = "",
    responses((status = 200, description = "The evaluation", content(
        (Object = "application/json"), (String = "text/html")))))]
pub(in crate::http) async fn evaluation(
    app: Data<App>,
    caller: Caller,
    request: HttpRequest,
    id: Path<ModelId>,
) -> Result<HttpResponse, Problem> {
    let accepts = request.headers().get(header::ACCEPT).and_then(|value| value.to_str().ok());
    let page = accepts.is_some_and(|accepts| accepts.trim_start().starts_with("text/html"));
    answer(&app, caller, &id, if page { Form::Page } else { Form::Json }).await
}

/// See how a model was measured, as a page
#[utoipa::path(get, path = "",
    responses((status = 200, description = "The evaluation", body = String, content_type = "text/html")))]
pub(in crate::http) async fn evaluation_page(
    app: Data<App>,
    caller: Caller,
    id: Path<ModelId>,
) -> Result<HttpResponse, Problem> {
    answer(&app, caller, &id, Form::Page).await
}

async fn answer(
    app: &App,
    caller: Caller,
    id: &ModelId,
    form: Form,
) -> Result<HttpResponse, Problem> {
    let text = models::evaluation(app, &caller.tenant, id, form).await?;
    let kind = match form {
        Form::Json => "application/json",
        Form::Page => "text/html; charset=utf-8",
    };
    Ok(HttpResponse::Ok().content_type(kind).body(text))
}

/// Measure a model anew
///
/// On labelled cases of this tenant that it has not learned from, beside the model that scores now. A model from
/// elsewhere is measured on the part that `GET /v1/training-data` marks as `measure`.
#[utoipa::path(post, path = "",
    responses((status = 200, description = "The evaluation", body = Object, content_type = "application/json")))]
pub(in crate::http) async fn evaluate(
    app: Data<App>,
    caller: Caller,
    id: Path<ModelId>,
) -> Result<HttpResponse, Problem> {
    Ok(HttpResponse::Ok().json(measure(&app, &caller.tenant, &id).await?))
}

/// See the shape of artefacts
///
/// A JSON Schema. An artefact that is brought in is checked with this very document, and then for what no schema
/// can say: that more of a red flag never lowers the score, that tables fit each other, that this build scores
/// each indicator.
#[utoipa::path(get, path = "",
    responses((status = 200, description = "The schema", body = Object, content_type = "application/schema+json")))]
pub(in crate::http) async fn schema(_: Caller) -> HttpResponse {
    HttpResponse::Ok().content_type("application/schema+json").body(shape::SCHEMA)
}

/// Bring in a model that was made elsewhere
///
/// It becomes a candidate, and scores nobody until it is promoted through the same gate as any other. The same
/// content again is the same model.
#[utoipa::path(post, path = "",
    request_body(content = Object, content_type = "application/json", description = "An artefact in the shape of `GET /v1/models/schema`"),
    responses((status = 201, description = "The model", body = ModelBody,
        headers(("Location" = String, description = "Where the model is found")))))]
pub(in crate::http) async fn register(
    app: Data<App>,
    caller: Caller,
    body: JsonBytes,
) -> Result<HttpResponse, Problem> {
    let model = models::register(&app, &caller.tenant, &caller.actor, &body.0).await?;
    let place = format!("/v1/models/{}", model.id);
    Ok(HttpResponse::Created()
        .insert_header((header::LOCATION, place))
        .json(ModelBody::from(model)))
}

impl From<RegisteredModel> for ModelBody {
    fn from(model: RegisteredModel) -> Self {
        ModelState { model, pending: None }.into()
    }
}

impl From<ModelState> for ModelBody {
    fn from(from: ModelState) -> Self {
        let ModelState { model, pending } = from;
        Self {
            id: model.id,
            digest: model.digest,
            role: model.role,
            role_since: known_time(model.role_since),
            origin: model.origin,
            training_job_id: model.training_job.map(TrainingJobId),
            replaced: model.replaced,
            evaluated: model.evaluated,
            made_by: model.made_by,
            made_at: known_time(model.made_at),
            card: model.card,
            pending: pending.map(Into::into),
        }
    }
}

impl From<Pending> for PendingBody {
    fn from(from: Pending) -> Self {
        let Pending { requested_by, requested_at, force_reason, .. } = from;
        Self { requested_by, requested_at, force_reason }
    }
}
