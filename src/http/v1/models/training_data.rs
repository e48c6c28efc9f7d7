//! `/v1/training-data`.

use actix_web::http::header;
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use serde::Deserialize;
use tokio::sync::mpsc;
use utoipa::{IntoParams, ToSchema};

use crate::app::App;
use crate::http::caller::Caller;
use crate::http::events::Chunks;
use crate::http::problem::Problem;
use crate::http::query::Parameters;
use crate::service::models::training::{self, RowFormat};

/// Format of the export: `ndjson` (one JSON object per line) or `parquet`.
#[derive(Clone, Copy, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(in crate::http) enum TrainingDataFormat {
    /// One JSON object a line.
    Ndjson,
    /// Parquet.
    Parquet,
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(in crate::http) struct DataQuery {
    /// Format of the export. Takes precedence over the `Accept` header.
    format: Option<TrainingDataFormat>,
}

/// Export the training data
///
/// One row per applicant with usable labels. `row` and `group` (the ring or the applicant) are arbitrary ids. `day` is
/// the day of the decision. `label` and `weight` combine the applicant's labels. `part` says whether the row is for
/// training or for evaluation. Each indicator has a value: null if unknown, 0 for a miss, above 0 for a hit. The export
/// contains no names, texts, addresses or times finer than a day. Use `Accept: application/vnd.apache.parquet` or
/// `format=parquet` for Parquet.
#[utoipa::path(get, path = "", params(DataQuery),
    responses((status = 200, description = "The training data", content(
        (String = "application/x-ndjson"), (String = "application/vnd.apache.parquet")))))]
pub(in crate::http) async fn export(
    app: Data<App>,
    caller: Caller,
    request: HttpRequest,
    query: Parameters<DataQuery>,
) -> Result<HttpResponse, Problem> {
    let accepts = request.headers().get(header::ACCEPT).and_then(|value| value.to_str().ok());
    let parquet = accepts.is_some_and(|accepts| accepts.contains("parquet"));
    let format = match query.0.format {
        Some(TrainingDataFormat::Parquet) => RowFormat::Parquet,
        None if parquet => RowFormat::Parquet,
        Some(TrainingDataFormat::Ndjson) | None => RowFormat::Ndjson,
    };
    let export = training::export(&app, &caller.tenant, &caller.actor, format).await?;
    let (sender, receiver) = mpsc::channel(4);
    let (app, tenant) = (app.into_inner(), caller.tenant);
    actix_web::rt::spawn(async move {
        if let Err(error) = training::send(&app, &tenant, export, &sender).await {
            tracing::error!(error = &error as &dyn std::error::Error, "training data broke off");
            // Break off the response, so that nobody mistakes a part for the whole.
            let _ = sender.send(Err(std::io::Error::other("broken off"))).await;
        }
    });
    let kind = match format {
        RowFormat::Ndjson => "application/x-ndjson",
        RowFormat::Parquet => "application/vnd.apache.parquet",
    };
    Ok(HttpResponse::Ok().content_type(kind).body(Chunks(receiver)))
}
