//! Bodies: read whole, within limits of size and time.

use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use actix_web::dev::Payload;
use actix_web::error::PayloadError;
use actix_web::http::StatusCode;
use actix_web::web::{Bytes, Data};
use actix_web::{FromRequest, HttpMessage, HttpRequest};
use serde::de::DeserializeOwned;

use super::problem::Problem;
use crate::domain::profile::read::Fault;

/// The limits of a body.
#[derive(Clone, Copy, Debug)]
pub(super) struct BodyLimits {
    pub(super) bytes: usize,
    pub(super) within: Duration,
}

/// A JSON body as it was sent.
pub(super) struct JsonBytes(pub(super) Bytes);

impl FromRequest for JsonBytes {
    type Error = Problem;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Problem>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let limits = request.app_data::<Data<BodyLimits>>().expect("limits are registered");
        let limits = *limits.get_ref();
        let json = is_json(request);
        let body = Bytes::from_request(request, payload);
        Box::pin(async move {
            if !json {
                let detail = "the body must be JSON: send `Content-Type: application/json`";
                return Err(Problem::new(
                    StatusCode::UNSUPPORTED_MEDIA_TYPE,
                    "unsupported_media_type",
                    detail,
                ));
            }
            match tokio::time::timeout(limits.within, body).await {
                Ok(Ok(bytes)) => Ok(Self(bytes)),
                Ok(Err(error)) => Err(unreadable(&error, limits.bytes)),
                Err(_) => {
                    let detail = "the body did not arrive in time";
                    Err(Problem::new(StatusCode::REQUEST_TIMEOUT, "body_too_slow", detail))
                }
            }
        })
    }
}

impl JsonBytes {
    /// The body as a value of a closed shape.
    pub(super) fn read<T: DeserializeOwned>(&self) -> Result<T, Problem> {
        serde_json::from_slice(&self.0).map_err(|error| {
            let place = format!("line {}, column {}", error.line(), error.column());
            if error.is_data() {
                let errors = vec![Fault {
                    pointer: String::new(),
                    code: "wrong_shape",
                    detail: format!("{error}"),
                }];
                let detail = format!("the body is not what this route takes ({place})");
                return Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "body_invalid", detail)
                    .with_errors(errors);
            }
            let detail = format!("the body is not JSON ({place})");
            Problem::new(StatusCode::BAD_REQUEST, "malformed_json", detail)
        })
    }
}

/// `application/json` or `application/…+json`, in UTF-8.
fn is_json(request: &HttpRequest) -> bool {
    let kind = request.content_type().to_ascii_lowercase();
    kind == "application/json" || (kind.starts_with("application/") && kind.ends_with("+json"))
}

fn unreadable(error: &actix_web::Error, most: usize) -> Problem {
    if matches!(error.as_error::<PayloadError>(), Some(PayloadError::Overflow)) {
        let detail = format!("the body is larger than {most} bytes");
        return Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "body_too_large", detail);
    }
    Problem::new(StatusCode::BAD_REQUEST, "body_unreadable", "the body did not arrive whole")
}
