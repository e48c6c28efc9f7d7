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
use crate::service::training::{self, RowFormat};

/// The file format of the rows.
#[derive(Clone, Copy, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(in crate::http) enum FormatBody {
    /// One JSON object per line.
    Ndjson,
    /// Parquet.
    Parquet,
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(in crate::http) struct DataQuery {
    /// The file format of the rows. Overrides `Accept`.
    format: Option<FormatBody>,
}

/// Export the training data
///
/// Returns a row for each applicant with usable labels. `row` and `group` (the ring or the person) are opaque names,
/// `day` is the day of the decision, `label` and `weight` combine the labels, and `part` says whether the row is for
/// training or for measuring. Each indicator has a value: null for unknown, 0 for a miss, above 0 for a hit. There are
/// no names, texts or addresses, and no times finer than a day. Use `Accept: application/vnd.apache.parquet` or
/// `format=parquet` for Parquet.
#[utoipa::path(get, path = "", params(DataQuery),
    responses((status = 200, description = "The rows", content(
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
        Some(FormatBody::Parquet) => RowFormat::Parquet,
        None if parquet => RowFormat::Parquet,
        Some(FormatBody::Ndjson) | None => RowFormat::Ndjson,
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
