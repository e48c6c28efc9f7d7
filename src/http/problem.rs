//! What an error looks like from outside: problem details (RFC 9457).
//!
//! [`super::errors`] decides which error of the service gets which code.

use std::borrow::Cow;

use actix_web::http::StatusCode;
use actix_web::http::header::{self, HeaderValue};
use actix_web::{HttpResponse, ResponseError};
use evidence::profile::read::{Fault, Warning};
use serde::Serialize;
use utoipa::ToSchema;

use super::error_code::ErrorCode;
use crate::auth::Scope;

/// An error. Clients should branch on `code`; `detail` is for people and may change.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Problem {
    /// Type of problem, as a URI.
    #[serde(rename = "type")]
    #[schema(value_type = String, example = "urn:bonafide:problem:profile_invalid")]
    kind: String,
    /// Type of problem, in a few words.
    #[schema(value_type = String, example = "Invalid profile")]
    title: &'static str,
    /// HTTP status code.
    #[schema(example = 422)]
    status: u16,
    /// What went wrong and how to fix it.
    #[schema(example = "the profile has 2 errors; fix what `errors` lists")]
    detail: String,
    /// URN with the request id, the same as in the header `X-Request-Id`.
    #[schema(value_type = String, example = "urn:bonafide:request:4f1f9f6a5b0c4c3f9b1d0c8f3a2e1d00")]
    instance: String,
    /// Stable error code.
    #[schema(value_type = String, example = "profile_invalid")]
    code: ErrorCode,
    /// Errors in the body, each with its JSON Pointer.
    #[schema(value_type = Vec<Fault>)]
    errors: Vec<ErrorAt>,
    #[serde(skip)]
    headers: Vec<(header::HeaderName, HeaderValue)>,
}

/// An error at a place in the body.
#[derive(Clone, Debug, Serialize)]
pub(super) struct ErrorAt {
    pointer: String,
    code: Cow<'static, str>,
    detail: String,
}

impl From<Fault> for ErrorAt {
    fn from(Fault { pointer, code, detail }: Fault) -> Self {
        Self { pointer, code: code.into(), detail }
    }
}

impl From<Warning> for ErrorAt {
    fn from(Warning { pointer, code, detail }: Warning) -> Self {
        Self { pointer, code: code.into(), detail }
    }
}

tokio::task_local! {
    /// The id of the request that is being answered.
    pub(super) static REQUEST_ID: String;
}

impl Problem {
    pub(super) fn new(code: ErrorCode, detail: impl Into<String>) -> Self {
        let request = REQUEST_ID.try_with(Clone::clone).unwrap_or_default();
        let problem = Self {
            kind: format!("urn:bonafide:problem:{}", code.as_str()),
            title: code.title(),
            status: code.status().as_u16(),
            detail: detail.into(),
            instance: format!("urn:bonafide:request:{request}"),
            code,
            errors: Vec::new(),
            headers: Vec::new(),
        };
        match code {
            ErrorCode::IdempotencyKeyInUse | ErrorCode::Unavailable | ErrorCode::Overloaded => {
                problem.with(header::RETRY_AFTER, "1")
            }
            _ => problem,
        }
    }

    /// Something in the body is wrong; `errors` says what and where.
    pub(super) fn invalid(code: ErrorCode, errors: Vec<Fault>) -> Self {
        Self::from(code).with_errors(errors)
    }

    /// The body does not have the form that the handler expects.
    pub(super) fn body_invalid(pointer: &str, detail: impl Into<String>) -> Self {
        let fault = Fault { pointer: pointer.to_owned(), code: "invalid", detail: detail.into() };
        Self::invalid(ErrorCode::BodyInvalid, vec![fault])
    }

    pub(super) fn body_too_large(max_bytes: usize) -> Self {
        Self::new(ErrorCode::BodyTooLarge, format!("the body is larger than {max_bytes} bytes"))
    }

    /// A panic, whose message is on stderr.
    pub(super) fn panicked() -> Self {
        tracing::error!("a request failed: its handler panicked");
        ErrorCode::Internal.into()
    }

    /// An error that came without a document, from the framework or the files of the documentation.
    pub(super) fn from_status(status: StatusCode) -> Self {
        let code = match status {
            StatusCode::NOT_FOUND => return Self::not_found("resource"),
            StatusCode::METHOD_NOT_ALLOWED => ErrorCode::MethodNotAllowed,
            _ if status.is_client_error() => ErrorCode::BadRequest,
            _ => ErrorCode::Internal,
        };
        Self { status: status.as_u16(), ..code.into() }
    }

    pub(super) fn not_found(what: &str) -> Self {
        Self::new(ErrorCode::NotFound, format!("there is no such {what}"))
    }

    pub(super) fn query_invalid(detail: impl Into<String>) -> Self {
        Self::new(ErrorCode::QueryInvalid, detail)
    }

    /// The cursor belongs to another list, or to none.
    pub(super) fn cursor_invalid() -> Self {
        Self::query_invalid("the query parameter `cursor` must be a `next_cursor` of this list")
    }

    pub(super) fn webhook_invalid(pointer: impl Into<String>, detail: impl Into<String>) -> Self {
        let (pointer, detail) = (pointer.into(), detail.into());
        let fault = Fault { pointer, code: "invalid_webhook", detail };
        Self::invalid(ErrorCode::WebhookInvalid, vec![fault])
    }

    /// The caller is unknown (RFC 6750 §3).
    pub(super) fn unauthorized(detail: impl Into<String>, challenge: &str) -> Self {
        Self::new(ErrorCode::Unauthorized, detail).with(header::WWW_AUTHENTICATE, challenge)
    }

    /// The caller's token does not allow the operation.
    pub(super) fn scope_missing(scope: Scope) -> Self {
        let scope = scope.name();
        let challenge =
            format!("Bearer realm=\"bonafide\", error=\"insufficient_scope\", scope=\"{scope}\"");
        Self::new(ErrorCode::ScopeMissing, format!("the token lacks the scope `{scope}`"))
            .with(header::WWW_AUTHENTICATE, &challenge)
    }

    pub(super) fn with_errors(self, errors: Vec<impl Into<ErrorAt>>) -> Self {
        Self { errors: errors.into_iter().map(Into::into).collect(), ..self }
    }

    /// With all errors at this place of a larger body.
    pub(super) fn below(mut self, place: &str) -> Self {
        for fault in &mut self.errors {
            fault.pointer.insert_str(0, place);
        }
        self
    }

    /// The HTTP status code.
    pub(super) fn status(&self) -> u16 {
        self.status
    }

    pub(super) fn with(mut self, name: header::HeaderName, value: &str) -> Self {
        if let Ok(value) = HeaderValue::from_str(value) {
            self.headers.push((name, value));
        }
        self
    }
}

/// With the code's usual detail.
impl From<ErrorCode> for Problem {
    fn from(code: ErrorCode) -> Self {
        Self::new(code, code.detail())
    }
}

impl std::fmt::Display for Problem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {}: {}", self.status, self.code.as_str(), self.detail)
    }
}

impl ResponseError for Problem {
    fn status_code(&self) -> StatusCode {
        StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }

    fn error_response(&self) -> HttpResponse {
        let mut response = HttpResponse::build(self.status_code());
        response.content_type("application/problem+json");
        for (name, value) in &self.headers {
            response.insert_header((name.clone(), value.clone()));
        }
        response.json(self)
    }
}
