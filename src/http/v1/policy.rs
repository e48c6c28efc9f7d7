//! `/v1/policy`.

use actix_web::web::{Data, Json};
use serde::Serialize;
use utoipa::ToSchema;

use crate::app::App;
use crate::domain::policy::Policy;
use crate::http::body::JsonBytes;
use crate::http::caller::{Caller, ReadsPolicy, WritesPolicy};
use crate::http::problem::Problem;
use crate::service;
use crate::service::policies::Versioned;

/// A policy with its version.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::http) struct PolicyBody {
    /// The version; 0 for the policy that comes with the service.
    #[schema(example = 4)]
    version: i32,
    /// The policy.
    policy: Policy,
}

/// Find the policy in force
#[utoipa::path(get, path = "/v1/policy", tag = "policy",
    responses((status = 200, description = "The policy", body = PolicyBody)),
    security(("bearer" = ["policy:read"])))]
pub(in crate::http) async fn current(
    app: Data<App>,
    caller: Caller<ReadsPolicy>,
) -> Result<Json<PolicyBody>, Problem> {
    Ok(Json(service::policies::current(&app, &caller.tenant).await?.into()))
}

/// Put a policy in force
///
/// It holds for the decisions that follow; earlier ones keep theirs. The same policy again changes nothing.
#[utoipa::path(put, path = "/v1/policy", tag = "policy", request_body = Policy,
    responses((status = 200, description = "The policy in force", body = PolicyBody)),
    security(("bearer" = ["policy:write"])))]
pub(in crate::http) async fn put(
    app: Data<App>,
    caller: Caller<WritesPolicy>,
    body: JsonBytes,
) -> Result<Json<PolicyBody>, Problem> {
    Ok(Json(service::policies::put(&app, &caller.tenant, body.read()?).await?.into()))
}

impl From<Versioned> for PolicyBody {
    fn from(from: Versioned) -> Self {
        Self { version: from.version, policy: from.policy }
    }
}
