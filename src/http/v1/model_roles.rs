//! `/v1/models/{id}/promote` and the other changes of what a model does.

use actix_web::HttpResponse;
use actix_web::web::{Data, Json, Path};
use serde::Deserialize;
use utoipa::ToSchema;

use super::models::ModelBody;
use crate::app::App;
use crate::domain::model::ModelId;
use crate::http::body::JsonBytes;
use crate::http::caller::Caller;
use crate::http::error_code::ErrorCode;
use crate::http::problem::Problem;
use crate::service::models::{self, ModelState, Promoted};

/// How to promote.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::http) struct PromoteBody {
    /// Why the gate is to be passed by, if it is: 10 to 500 characters, kept on record. Leave it out otherwise.
    #[schema(min_length = 10, max_length = 500)]
    force_reason: Option<String>,
}

/// Let a model score
///
/// It must pass the gate: measured on this tenant's labelled cases it is not worse than the champion, calibrated,
/// and flags no group more. With 200 it scores, in every replica within seconds; with 202 it waits for the yes of
/// a second person.
#[utoipa::path(post, path = "", request_body = PromoteBody,
    responses((status = 200, description = "The model, which scores now", body = ModelBody),
        (status = 202, description = "The model; `pending` waits for a second person", body = ModelBody)))]
pub(in crate::http) async fn promote(
    app: Data<App>,
    caller: Caller,
    id: Path<ModelId>,
    body: JsonBytes,
) -> Result<HttpResponse, Problem> {
    let wish: PromoteBody =
        body.read_or(|fault| Problem::invalid(ErrorCode::PromotionInvalid, vec![fault]))?;
    let force = wish.force_reason;
    let done = models::promote(&app, &caller.tenant, &caller.actor, &id, force.as_deref()).await?;
    Ok(match done {
        Promoted::Done(model) => HttpResponse::Ok().json(ModelBody::from(model)),
        Promoted::Waits(model, pending) => {
            let state = ModelState { model, pending: Some(pending) };
            HttpResponse::Accepted().json(ModelBody::from(state))
        }
    })
}

/// Approve a promotion that waits
///
/// Another person than who asked for it. The gate is asked again.
#[utoipa::path(post, path = "",
    responses((status = 200, description = "The model, which scores now", body = ModelBody)))]
pub(in crate::http) async fn approve(
    app: Data<App>,
    caller: Caller,
    id: Path<ModelId>,
) -> Result<Json<ModelBody>, Problem> {
    Ok(Json(models::approve(&app, &caller.tenant, &caller.actor, &id).await?.into()))
}

/// Decline a promotion that waits
#[utoipa::path(post, path = "",
    responses((status = 200, description = "The model, as it was", body = ModelBody)))]
pub(in crate::http) async fn decline(
    app: Data<App>,
    caller: Caller,
    id: Path<ModelId>,
) -> Result<Json<ModelBody>, Problem> {
    Ok(Json(models::decline(&app, &caller.tenant, &caller.actor, &id).await?.into()))
}

/// Let a model score beside the champion
///
/// What it says is kept apart and shown to no reviewer. The shadow before it becomes a candidate again.
#[utoipa::path(post, path = "",
    responses((status = 200, description = "The model, now the shadow", body = ModelBody)))]
pub(in crate::http) async fn shadow(
    app: Data<App>,
    caller: Caller,
    id: Path<ModelId>,
) -> Result<Json<ModelBody>, Problem> {
    Ok(Json(models::shadow(&app, &caller.tenant, &caller.actor, &id).await?.into()))
}

/// Take a candidate or the shadow out of use
#[utoipa::path(post, path = "",
    responses((status = 200, description = "The model, now retired", body = ModelBody)))]
pub(in crate::http) async fn retire(
    app: Data<App>,
    caller: Caller,
    id: Path<ModelId>,
) -> Result<Json<ModelBody>, Problem> {
    Ok(Json(models::retire(&app, &caller.tenant, &caller.actor, &id).await?.into()))
}

/// Go back to the model that scored before
///
/// It was let through the gate then, so nothing is asked and nobody else is needed. Each call goes one step
/// further back.
#[utoipa::path(post, path = "",
    responses((status = 200, description = "The model that scores now", body = ModelBody)))]
pub(in crate::http) async fn roll_back(
    app: Data<App>,
    caller: Caller,
) -> Result<Json<ModelBody>, Problem> {
    Ok(Json(models::roll_back(&app, &caller.tenant, &caller.actor).await?.into()))
}
