//! Liveness, readiness and metrics.

use std::sync::Arc;

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Json};
use serde::Serialize;
use utoipa::ToSchema;

use crate::app::App;
use crate::champions;
use crate::service::readiness;
use crate::telemetry::metrics::METRICS;

/// Readiness of the service and its parts.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Readiness {
    /// Whether all parts are ready.
    ready: bool,
    /// Whether the database responds.
    database: bool,
    /// Whether the database schema matches this build.
    migrations: bool,
    /// Id of the model that new tenants start with.
    #[schema(example = "mod_0123456789abcdef")]
    model: String,
    /// Champions that this process can't use. Nothing is scored for their tenants until they promote another model or
    /// roll back. Other tenants aren't affected, so the service stays ready.
    unusable_champions: Vec<UnusableChampion>,
}

/// A champion that can't be used.
#[derive(Debug, Serialize, ToSchema)]
struct UnusableChampion {
    /// Id of the model.
    #[schema(example = "mod_0123456789abcdef")]
    model: String,
    /// What is wrong with it.
    #[schema(example = "its artefact is missing")]
    problem: String,
    /// Number of tenants that have it as champion.
    tenants: usize,
}

/// Check whether the process is alive
#[utoipa::path(get, path = "",
    responses((status = 200, description = "The process is alive", body = String, content_type = "text/plain", example = "ok")))]
pub(super) async fn healthz() -> &'static str {
    "ok"
}

/// Check whether the service is ready
#[utoipa::path(get, path = "",
    responses(
    (status = 200, description = "The service is ready", body = Readiness),
    (status = 503, description = "The service is not ready; the parts show why", body = Readiness),
))]
pub(super) async fn readyz(app: Data<App>) -> HttpResponse {
    let parts = readiness::check(&app).await;
    let ready = parts.database && parts.migrations;
    let body = Readiness {
        ready,
        database: parts.database,
        migrations: parts.migrations,
        model: app.champions.newest().reference.id.clone(),
        unusable_champions: parts.unusable_champions.into_iter().map(unusable).collect(),
    };
    let status = if ready { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    HttpResponse::build(status).json(Json(body))
}

fn unusable((champion, tenants): (Arc<champions::UnusableChampion>, usize)) -> UnusableChampion {
    let champions::UnusableChampion { model, problem } = champion.as_ref().clone();
    UnusableChampion { model, problem, tenants }
}

/// Get metrics in the OpenMetrics text format
#[utoipa::path(get, path = "",
    responses((status = 200, description = "The metrics", body = String, content_type = "application/openmetrics-text")))]
pub(super) async fn metrics() -> HttpResponse {
    let kind = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    HttpResponse::Ok().content_type(kind).body(METRICS.text())
}
