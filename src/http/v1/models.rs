//! `/v1/models`: the model registry.

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
    /// Derived from the content.
    id: ModelId,
    /// The SHA-256 digest of the content.
    #[schema(example = "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08")]
    digest: String,
    role: Role,
    /// `null` if the model shipped with the service and has never changed its role.
    role_since: Option<DateTime<Utc>>,
    /// Where the model comes from.
    origin: Origin,
    /// The training job that produced the model.
    training_job_id: Option<TrainingJobId>,
    /// The digest of the model that this one replaced as champion; a rollback returns to it.
    replaced: Option<String>,
    /// Whether the model was measured on labelled cases.
    evaluated: bool,
    /// Who trained or uploaded the model.
    made_by: Actor,
    /// `null` if the model shipped with the service.
    made_at: Option<DateTime<Utc>>,
    /// The model card.
    card: Card,
    /// The promotion that needs approval, if any.
    pending: Option<PendingBody>,
}

/// A promotion that needs approval by someone else.
#[derive(Debug, Serialize, ToSchema)]
struct PendingBody {
    requested_by: Actor,
    requested_at: DateTime<Utc>,
    /// Why the gate should be bypassed, if it should.
    force_reason: Option<String>,
}

#[derive(Debug, Serialize, ToSchema)]
pub(in crate::http) struct ModelPage {
    /// The latest first.
    data: Vec<ModelBody>,
    /// The `cursor` of the next page; `null` on the last page.
    next_cursor: Option<ModelId>,
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(in crate::http) struct ListQuery {
    /// The largest number of items to return.
    #[param(minimum = 1, maximum = 100, default = 20)]
    limit: Option<u16>,
    /// The `next_cursor` of the previous page.
    cursor: Option<ModelId>,
}

/// List the models, the latest first
///
/// Includes the model that ships with the service.
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
    let next_cursor = query::next_cursor(&page, |last| last.model.id.clone());
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

/// Download a model's artefact
///
/// As stored, in the format that `GET /v1/models/schema` describes.
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

/// Find a model's evaluation
///
/// As JSON, or with `Accept: text/html` as a self-contained page.
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

/// Show a model's evaluation as a page
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

/// Evaluate a model again
///
/// On labelled cases of this tenant that the model was not trained on, next to the champion. An uploaded model is
/// evaluated on the part that `GET /v1/training-data` marks as `measure`.
#[utoipa::path(post, path = "",
    responses((status = 200, description = "The evaluation", body = Object, content_type = "application/json")))]
pub(in crate::http) async fn evaluate(
    app: Data<App>,
    caller: Caller,
    id: Path<ModelId>,
) -> Result<HttpResponse, Problem> {
    Ok(HttpResponse::Ok().json(measure(&app, &caller.tenant, &id).await?))
}

/// Find the schema of artefacts
///
/// A JSON Schema. Uploaded artefacts are validated with it, and then for what a schema cannot express: more of a red
/// flag never lowers the score, tables have matching sizes, and this build computes each indicator.
#[utoipa::path(get, path = "",
    responses((status = 200, description = "The schema", body = Object, content_type = "application/schema+json")))]
pub(in crate::http) async fn schema(_: Caller) -> HttpResponse {
    HttpResponse::Ok().content_type("application/schema+json").body(shape::SCHEMA)
}

/// Upload a model that was trained elsewhere
///
/// The model becomes a candidate and must pass the same gate as any other before it scores. Uploading the same content
/// again returns the same model.
#[utoipa::path(post, path = "",
    request_body(content = Object, content_type = "application/json", description = "An artefact in the format of `GET /v1/models/schema`"),
    responses((status = 201, description = "The model", body = ModelBody,
        headers(("Location" = String, description = "The path of the model")))))]
pub(in crate::http) async fn register(
    app: Data<App>,
    caller: Caller,
    body: JsonBytes,
) -> Result<HttpResponse, Problem> {
    let model = models::register(&app, &caller.tenant, &caller.actor, &body.0).await?;
    let location = format!("/v1/models/{}", model.id);
    Ok(HttpResponse::Created()
        .insert_header((header::LOCATION, location))
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
