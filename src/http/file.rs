//! Files: the formats that lists and adapters accept.

use std::future::Future;
use std::pin::Pin;

use actix_web::dev::Payload;
use actix_web::web::Bytes;
use actix_web::{FromRequest, HttpMessage, HttpRequest};
use evidence::lists::parse::Format;

use super::body::read_whole;
use super::error_code::ErrorCode;
use super::problem::Problem;

/// The input of an adapter.
pub(super) struct AnyFile {
    is_json: bool,
    is_csv: bool,
    pub(super) bytes: Bytes,
}

impl AnyFile {
    /// Checks that the input is CSV if `table`, else that it is JSON.
    pub(super) fn is_for(&self, table: bool) -> Result<(), Problem> {
        let (fits, detail) = if table {
            (self.is_csv, "this adapter needs CSV: send `Content-Type: text/csv`")
        } else {
            (self.is_json, "this adapter needs JSON: send `Content-Type: application/json`")
        };
        if fits { Ok(()) } else { Err(Problem::new(ErrorCode::UnsupportedMediaType, detail)) }
    }
}

impl FromRequest for AnyFile {
    type Error = Problem;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Problem>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let kind = request.content_type().to_ascii_lowercase();
        let is_json = kind == "application/json" || kind.ends_with("+json");
        let body = read_whole(request, payload);
        Box::pin(
            async move { Ok(Self { is_json, is_csv: kind == "text/csv", bytes: body.await? }) },
        )
    }
}

/// The file of a list.
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
        let body = read_whole(request, payload);
        Box::pin(async move {
            let Some(format) = format else {
                let detail = "send the list as text/plain, text/csv, application/x-ndjson or application/stix+json";
                return Err(Problem::new(ErrorCode::UnsupportedMediaType, detail));
            };
            Ok(Self { format, bytes: body.await? })
        })
    }
}
