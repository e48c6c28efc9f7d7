//! Files: larger than other bodies, and of kinds that a list can be written in.

use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use actix_web::dev::Payload;
use actix_web::http::StatusCode;
use actix_web::web::Bytes;
use actix_web::{FromRequest, HttpMessage, HttpRequest};
use evidence::lists::parse::Format;

use super::body::unreadable;
use super::problem::Problem;

/// How large a list's file may be: a million entries are about a third of it.
pub(super) const MOST_BYTES: usize = 96 * 1024 * 1024;
/// How long it may take to arrive.
const WITHIN: Duration = Duration::from_mins(10);

/// How large an adapter's input may be.
pub(super) const MOST_INPUT_BYTES: usize = 16 * 1024 * 1024;

/// An adapter's input as it was sent.
pub(super) struct AnyFile {
    is_json: bool,
    is_csv: bool,
    pub(super) bytes: Bytes,
}

impl AnyFile {
    /// Refuses a table where JSON is wanted, and the other way round.
    pub(super) fn is_for(&self, table: bool) -> Result<(), Problem> {
        let (fits, detail) = if table {
            (self.is_csv, "this adapter takes a table: send `Content-Type: text/csv`")
        } else {
            (self.is_json, "this adapter takes JSON: send `Content-Type: application/json`")
        };
        let status = StatusCode::UNSUPPORTED_MEDIA_TYPE;
        if fits { Ok(()) } else { Err(Problem::new(status, "unsupported_media_type", detail)) }
    }
}

impl FromRequest for AnyFile {
    type Error = Problem;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Problem>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let kind = request.content_type().to_ascii_lowercase();
        let is_json = kind == "application/json" || kind.ends_with("+json");
        let body = Bytes::from_request(request, payload);
        Box::pin(async move {
            let bytes = whole(body, MOST_INPUT_BYTES).await?;
            Ok(Self { is_json, is_csv: kind == "text/csv", bytes })
        })
    }
}

/// A body within its time.
async fn whole(
    body: impl Future<Output = Result<Bytes, actix_web::Error>>,
    most: usize,
) -> Result<Bytes, Problem> {
    let body = tokio::time::timeout(WITHIN, body).await.map_err(|_| Problem::body_too_slow())?;
    body.map_err(|error| unreadable(&error, most))
}

/// A list's file as it was sent.
pub(super) struct ListFile {
    pub(super) format: Format,
    pub(super) bytes: Bytes,
}

impl FromRequest for ListFile {
    type Error = Problem;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Problem>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let format = match request.content_type().to_ascii_lowercase().as_str() {
            "text/plain" => Some(Format::Text),
            "text/csv" => Some(Format::Csv),
            "application/x-ndjson" | "application/jsonl" => Some(Format::Ndjson),
            "application/stix+json" | "application/taxii+json" => Some(Format::Stix),
            _ => None,
        };
        let body = Bytes::from_request(request, payload);
        Box::pin(async move {
            let Some(format) = format else {
                let detail = "a list is sent as text/plain, text/csv, application/x-ndjson or application/stix+json";
                let status = StatusCode::UNSUPPORTED_MEDIA_TYPE;
                return Err(Problem::new(status, "unsupported_media_type", detail));
            };
            Ok(Self { format, bytes: whole(body, MOST_BYTES).await? })
        })
    }
}
