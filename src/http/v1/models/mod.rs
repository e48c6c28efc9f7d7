//! `/v1/models`: the model registry.

pub(in crate::http) mod drift;
pub(in crate::http) mod model_roles;
pub(in crate::http) mod shadow;
pub(in crate::http) mod training_data;
pub(in crate::http) mod training_jobs;

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
use crate::http::v1::scoring::assessment::InactiveTerm;
use crate::service::models::training::measure;
use crate::service::models::{self, FindModelError, Form, ModelState, known_time};
use crate::store::models::promotions::Pending;
use crate::store::models::registry::RegisteredModel;

/// A registered model.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::http) struct Model {
    /// Id of the model, `mod_…`, derived from its content.
    id: ModelId,
    /// SHA-256 digest of the model's content.
    #[schema(example = "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08")]
    digest: String,
    /// Role of the model for this tenant.
    role: Role,
    /// When the model got this role; `null` if it is the built-in model and never had another role.
    role_since: Option<DateTime<Utc>>,
    /// Where the model comes from.
    origin: Origin,
    /// Id of the training job that created it, `train_…`.
    training_job_id: Option<TrainingJobId>,
    /// Digest of the champion it replaced. A rollback returns to that model.
    replaced_digest: Option<String>,
    /// Whether the model was evaluated on labelled cases.
    evaluated: bool,
    /// Who trained or uploaded the model.
    created_by: Actor,
    /// When the model was registered; `null` for the built-in model.
    created_at: Option<DateTime<Utc>>,
    /// Model card.
    card: Card,
    /// Promotion that needs approval; `null` if there is none.
    pending: Option<PendingPromotion>,
    /// Terms of the model that add nothing, because this build doesn't score their indicators. Only in `GET
    /// /v1/models/{id}`.
    #[serde(skip_serializing_if = "Option::is_none")]
    inactive_terms: Option<Vec<InactiveTerm>>,
}

/// A promotion that needs approval by someone else.
#[derive(Debug, Serialize, ToSchema)]
struct PendingPromotion {
    /// Who requested the promotion.
    requested_by: Actor,
    /// When it was requested.
    requested_at: DateTime<Utc>,
    /// Reason for promoting the model without passing the gate; `null` if the gate applies.
    force_reason: Option<String>,
}

#[derive(Debug, Serialize, ToSchema)]
pub(in crate::http) struct ModelPage {
    /// Models, newest first.
    data: Vec<Model>,
    /// Pass it as `cursor` to get the next page; `null` on the last page.
    next_cursor: Option<ModelId>,
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(in crate::http) struct ListQuery {
    /// Maximum number of entries per page.
    #[param(minimum = 1, maximum = 100, default = 20)]
    limit: Option<u16>,
    /// `next_cursor` of the previous page.
    cursor: Option<ModelId>,
}

/// List models, newest first
///
/// Includes the built-in model.
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

/// Get a model with its card
#[utoipa::path(get, path = "",
    responses((status = 200, description = "The model", body = Model)))]
pub(in crate::http) async fn find(
    app: Data<App>,
    caller: Caller,
    id: Path<ModelId>,
) -> Result<Json<Model>, Problem> {
    let terms = models::inactive_terms(&app, &caller.tenant, &id).await?;
    let inactive_terms = Some(terms.into_iter().map(Into::into).collect());
    let model = models::find(&app, &caller.tenant, &id).await?;
    Ok(Json(Model { inactive_terms, ..model.into() }))
}

/// Download a model's artefact
///
/// Returns the stored artefact, in the format described by `GET /v1/models/schema`.
#[utoipa::path(get, path = "",
    responses((status = 200, description = "The model artefact", body = Object, content_type = "application/json")))]
pub(in crate::http) async fn artefact(
    app: Data<App>,
    caller: Caller,
    id: Path<ModelId>,
) -> Result<HttpResponse, Problem> {
    let text = models::artefact(&app, &caller.tenant, &id).await?;
    Ok(HttpResponse::Ok().content_type("application/json").body(text))
}

/// Get a model's evaluation
///
/// Returns JSON, or a self-contained HTML page if the request has `Accept: text/html`.
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

/// Get a model's evaluation as an HTML page
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
/// Measures the model on labelled cases of this tenant that it wasn't trained on, and compares it with the champion.
/// Uploaded models are evaluated on the rows that `GET /v1/training-data` marks as `measure`.
#[utoipa::path(post, path = "",
    responses((status = 200, description = "The evaluation", body = Object, content_type = "application/json")))]
pub(in crate::http) async fn evaluate(
    app: Data<App>,
    caller: Caller,
    id: Path<ModelId>,
) -> Result<HttpResponse, Problem> {
    Ok(HttpResponse::Ok().json(measure(&app, &caller.tenant, &id).await?))
}

/// Get the JSON Schema of model artefacts
///
/// Uploaded artefacts are validated against this schema. Further checks go beyond it: a stronger red flag must never
/// lower the score, tables must match each other, and this build must compute every indicator.
#[utoipa::path(get, path = "",
    responses((status = 200, description = "The JSON Schema", body = Object, content_type = "application/schema+json")))]
pub(in crate::http) async fn schema(_: Caller) -> HttpResponse {
    HttpResponse::Ok().content_type("application/schema+json").body(shape::SCHEMA)
}

/// Upload a model
///
/// The model becomes a candidate. It scores nothing until it is promoted through the same gate as any other model.
/// Uploading the same content again returns the same model.
#[utoipa::path(post, path = "",
    request_body(content = Object, content_type = "application/json", description = "A model artefact in the format described by `GET /v1/models/schema`"),
    responses((status = 201, description = "The model", body = Model,
        headers(("Location" = String, description = "URL of the model")))))]
pub(in crate::http) async fn register(
    app: Data<App>,
    caller: Caller,
    body: JsonBytes,
) -> Result<HttpResponse, Problem> {
    let model = models::register(&app, &caller.tenant, &caller.actor, &body.0).await?;
    let location = format!("/v1/models/{}", model.id);
    Ok(HttpResponse::Created().insert_header((header::LOCATION, location)).json(Model::from(model)))
}

impl From<RegisteredModel> for Model {
    fn from(model: RegisteredModel) -> Self {
        ModelState { model, pending: None }.into()
    }
}

impl From<ModelState> for Model {
    fn from(from: ModelState) -> Self {
        let ModelState { model, pending } = from;
        Self {
            id: model.id,
            digest: model.digest,
            role: model.role,
            role_since: known_time(model.role_since),
            origin: model.origin,
            training_job_id: model.training_job.map(TrainingJobId),
            replaced_digest: model.replaced,
            evaluated: model.evaluated,
            created_by: model.made_by,
            created_at: known_time(model.made_at),
            card: model.card,
            pending: pending.map(Into::into),
            inactive_terms: None,
        }
    }
}

impl From<Pending> for PendingPromotion {
    fn from(from: Pending) -> Self {
        let Pending { requested_by, requested_at, force_reason, .. } = from;
        Self { requested_by, requested_at, force_reason }
    }
}
