//! `/v1/models/{id}/promote` and the other changes of a model's role.

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

/// Options for a promotion.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::http) struct PromoteBody {
    /// Set this only to bypass the gate: the reason, in 10 to 500 characters, for the audit.
    #[schema(min_length = 10, max_length = 500)]
    force_reason: Option<String>,
}

/// Promote a model to champion
///
/// The model must pass the gate: on this tenant's labelled cases it is no worse than the champion, it is calibrated,
/// and it does not flag any group more often. With 200, it is the champion in every replica within seconds. With 202,
/// the promotion needs approval by someone else.
#[utoipa::path(post, path = "", request_body = PromoteBody,
    responses((status = 200, description = "The new champion", body = ModelBody),
        (status = 202, description = "The model; its promotion is `pending` approval", body = ModelBody)))]
pub(in crate::http) async fn promote(
    app: Data<App>,
    caller: Caller,
    id: Path<ModelId>,
    body: JsonBytes,
) -> Result<HttpResponse, Problem> {
    let body: PromoteBody =
        body.read_or(|fault| Problem::invalid(ErrorCode::PromotionInvalid, vec![fault]))?;
    let force = body.force_reason;
    let done = models::promote(&app, &caller.tenant, &caller.actor, &id, force.as_deref()).await?;
    Ok(match done {
        Promoted::Done(model) => HttpResponse::Ok().json(ModelBody::from(model)),
        Promoted::Waits(model, pending) => {
            let state = ModelState { model, pending: Some(pending) };
            HttpResponse::Accepted().json(ModelBody::from(state))
        }
    })
}

/// Approve a pending promotion
///
/// Needs someone other than the person who requested it. The model must still pass the gate.
#[utoipa::path(post, path = "",
    responses((status = 200, description = "The new champion", body = ModelBody)))]
pub(in crate::http) async fn approve(
    app: Data<App>,
    caller: Caller,
    id: Path<ModelId>,
) -> Result<Json<ModelBody>, Problem> {
    Ok(Json(models::approve(&app, &caller.tenant, &caller.actor, &id).await?.into()))
}

/// Decline a pending promotion
#[utoipa::path(post, path = "",
    responses((status = 200, description = "The model, unchanged", body = ModelBody)))]
pub(in crate::http) async fn decline(
    app: Data<App>,
    caller: Caller,
    id: Path<ModelId>,
) -> Result<Json<ModelBody>, Problem> {
    Ok(Json(models::decline(&app, &caller.tenant, &caller.actor, &id).await?.into()))
}

/// Make a model the shadow
///
/// A shadow scores alongside the champion. Its scores are stored separately and reviewers do not see them. The
/// previous shadow becomes a candidate again.
#[utoipa::path(post, path = "",
    responses((status = 200, description = "The new shadow", body = ModelBody)))]
pub(in crate::http) async fn shadow(
    app: Data<App>,
    caller: Caller,
    id: Path<ModelId>,
) -> Result<Json<ModelBody>, Problem> {
    Ok(Json(models::shadow(&app, &caller.tenant, &caller.actor, &id).await?.into()))
}

/// Retire a candidate or the shadow
#[utoipa::path(post, path = "",
    responses((status = 200, description = "The retired model", body = ModelBody)))]
pub(in crate::http) async fn retire(
    app: Data<App>,
    caller: Caller,
    id: Path<ModelId>,
) -> Result<Json<ModelBody>, Problem> {
    Ok(Json(models::retire(&app, &caller.tenant, &caller.actor, &id).await?.into()))
}

/// Roll back to the previous champion
///
/// That model has passed the gate before, so no gate and no approval is needed. Each call goes one step further back.
#[utoipa::path(post, path = "",
    responses((status = 200, description = "The current champion", body = ModelBody)))]
pub(in crate::http) async fn roll_back(
    app: Data<App>,
    caller: Caller,
) -> Result<Json<ModelBody>, Problem> {
    Ok(Json(models::roll_back(&app, &caller.tenant, &caller.actor).await?.into()))
}
