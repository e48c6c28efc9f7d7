//! `/v1/models/{id}/promote` and the other changes of a model's role.

use actix_web::HttpResponse;
use actix_web::web::{Data, Json, Path};
use serde::Deserialize;
use utoipa::ToSchema;

use super::Model;
use crate::app::App;
use crate::domain::model::ModelId;
use crate::http::body::JsonBytes;
use crate::http::caller::Caller;
use crate::http::error_code::ErrorCode;
use crate::http::problem::Problem;
use crate::service::models::{self, ModelState, Promoted};

/// Options for a promotion.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::http) struct PromotionRequest {
    /// Reason for promoting a model that doesn't pass the gate. It is kept on record. Leave it out to apply the gate.
    #[schema(min_length = 10, max_length = 500)]
    force_reason: Option<String>,
}

/// Promote a model to champion
///
/// The model must pass the gate: on this tenant's labelled cases it must be at least as good as the champion,
/// calibrated, and not flag any group more often. With 200, it scores from now on, in all replicas within seconds. With
/// 202, the promotion needs approval by someone else.
#[utoipa::path(post, path = "", request_body = PromotionRequest,
    responses((status = 200, description = "The model, now the champion", body = Model),
        (status = 202, description = "The model; the promotion needs approval by someone else", body = Model)))]
pub(in crate::http) async fn promote(
    app: Data<App>,
    caller: Caller,
    id: Path<ModelId>,
    body: JsonBytes,
) -> Result<HttpResponse, Problem> {
    let body: PromotionRequest =
        body.read_or(|fault| Problem::invalid(ErrorCode::PromotionInvalid, vec![fault]))?;
    let force = body.force_reason;
    let done = models::promote(&app, &caller.tenant, &caller.actor, &id, force.as_deref()).await?;
    Ok(match done {
        Promoted::Done(model) => HttpResponse::Ok().json(Model::from(model)),
        Promoted::Waits(model, pending) => {
            let state = ModelState { model, pending: Some(pending) };
            HttpResponse::Accepted().json(Model::from(state))
        }
    })
}

/// Approve a pending promotion
///
/// You can't approve a promotion that you requested yourself. The gate is checked again.
#[utoipa::path(post, path = "",
    responses((status = 200, description = "The model, now the champion", body = Model)))]
pub(in crate::http) async fn approve(
    app: Data<App>,
    caller: Caller,
    id: Path<ModelId>,
) -> Result<Json<Model>, Problem> {
    Ok(Json(models::approve(&app, &caller.tenant, &caller.actor, &id).await?.into()))
}

/// Decline a pending promotion
#[utoipa::path(post, path = "",
    responses((status = 200, description = "The model, unchanged", body = Model)))]
pub(in crate::http) async fn decline(
    app: Data<App>,
    caller: Caller,
    id: Path<ModelId>,
) -> Result<Json<Model>, Problem> {
    Ok(Json(models::decline(&app, &caller.tenant, &caller.actor, &id).await?.into()))
}

/// Make a model the shadow
///
/// The shadow scores the same profiles as the champion. Its results are stored separately and never shown to reviewers.
/// The previous shadow becomes a candidate again.
#[utoipa::path(post, path = "",
    responses((status = 200, description = "The new shadow", body = Model)))]
pub(in crate::http) async fn shadow(
    app: Data<App>,
    caller: Caller,
    id: Path<ModelId>,
) -> Result<Json<Model>, Problem> {
    Ok(Json(models::shadow(&app, &caller.tenant, &caller.actor, &id).await?.into()))
}

/// Retire a candidate or the shadow
#[utoipa::path(post, path = "",
    responses((status = 200, description = "The retired model", body = Model)))]
pub(in crate::http) async fn retire(
    app: Data<App>,
    caller: Caller,
    id: Path<ModelId>,
) -> Result<Json<Model>, Problem> {
    Ok(Json(models::retire(&app, &caller.tenant, &caller.actor, &id).await?.into()))
}

/// Roll back to the previous champion
///
/// The previous champion passed the gate when it was promoted, so neither the gate nor an approval is required. Each
/// call goes back one more step.
#[utoipa::path(post, path = "",
    responses((status = 200, description = "The model that is champion again", body = Model)))]
pub(in crate::http) async fn roll_back(
    app: Data<App>,
    caller: Caller,
) -> Result<Json<Model>, Problem> {
    Ok(Json(models::roll_back(&app, &caller.tenant, &caller.actor).await?.into()))
}
