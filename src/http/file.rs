//! Files: larger than other bodies, and of kinds that a list can be written in.

use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use actix_web::dev::Payload;
use actix_web::http::StatusCode;
use actix_web::web::Bytes;
use actix_web::{FromRequest, HttpMessage, HttpRequest};

use super::body::unreadable;
use super::problem::Problem;
use crate::lists::parse::Format;

/// How large a list's file may be: a million entries are about a third of it.
pub(super) const MOST_BYTES: usize = 96 * 1024 * 1024;
/// How long it may take to arrive.
const WITHIN: Duration = Duration::from_mins(10);

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
            match tokio::time::timeout(WITHIN, body).await {
                Ok(Ok(bytes)) => Ok(Self { format, bytes }),
                Ok(Err(error)) => Err(unreadable(&error, MOST_BYTES)),
                Err(_) => {
                    let detail = "the body did not arrive in time";
                    Err(Problem::new(StatusCode::REQUEST_TIMEOUT, "body_too_slow", detail))
                }
            }
        })
    }
}
