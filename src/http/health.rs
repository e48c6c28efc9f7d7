//! Whether the service lives and is ready, and its metrics.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Json};
use serde::Serialize;
use utoipa::ToSchema;

use crate::app::App;
use crate::service::readiness;
use crate::telemetry::metrics::METRICS;

/// Whether a part of the service is ready.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Readiness {
    /// Whether all of it is.
    ready: bool,
    /// Whether the database answers.
    database: bool,
    /// Whether the schema is the one that this build was made for.
    migrations: bool,
    /// The model that scores.
    #[schema(example = "mod_0123456789abcdef")]
    model: String,
}

/// Whether the process lives
#[utoipa::path(get, path = "",
    responses((status = 200, description = "It does", body = String, content_type = "text/plain", example = "ok")))]
pub(super) async fn healthz() -> &'static str {
    "ok"
}

/// Whether the service can do its work
#[utoipa::path(get, path = "",
    responses(
    (status = 200, description = "It can", body = Readiness),
    (status = 503, description = "It cannot; the parts say why", body = Readiness),
))]
pub(super) async fn readyz(app: Data<App>) -> HttpResponse {
    let found = readiness::check(&app).await;
    let ready = found.database && found.migrations;
    let body = Readiness {
        ready,
        database: found.database,
        migrations: found.migrations,
        model: app.champions.shipped().reference.id.clone(),
    };
    let status = if ready { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    HttpResponse::build(status).json(Json(body))
}

/// Metrics in the OpenMetrics text format, which Prometheus reads
#[utoipa::path(get, path = "",
    responses((status = 200, description = "The metrics", body = String, content_type = "application/openmetrics-text")))]
pub(super) async fn metrics() -> HttpResponse {
    let kind = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    HttpResponse::Ok().content_type(kind).body(METRICS.text())
}
