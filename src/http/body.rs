//! Bodies: read whole, within limits of size and time.

use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use actix_web::dev::Payload;
use actix_web::error::PayloadError;
use actix_web::http::{StatusCode, header};
use actix_web::web::{self, Bytes, Data};
use actix_web::{FromRequest, HttpMessage, HttpRequest};
use evidence::profile::json;
use evidence::profile::read::{Fault, Notes};
use serde::de::DeserializeOwned;
use serde_path_to_error::Segment;

use super::objects::Objects;
use super::problem::Problem;

/// The limits of a body.
#[derive(Clone, Copy, Debug)]
pub(super) struct BodyLimits {
    pub(super) bytes: usize,
    pub(super) profile_bytes: usize,
    pub(super) within: Duration,
}

/// A JSON body as it was sent.
pub(super) struct JsonBytes(pub(super) Bytes);

impl JsonBytes {
    /// The body as what a route takes.
    pub(super) fn read<T: DeserializeOwned>(&self) -> Result<T, Problem> {
        self.read_or(|fault| Problem::faults(vec![fault]))
    }

    /// The body as what a route takes that has its own word for what does not fit. Duplicate keys, too deep nesting
    /// and text that cannot be stored are refused first, all of them at once.
    pub(super) fn read_or<T: DeserializeOwned>(
        &self,
        refuse: impl FnOnce(Fault) -> Problem,
    ) -> Result<T, Problem> {
        let mut notes = Notes::default();
        let value = json::parse(&self.0, &mut notes).map_err(Problem::malformed)?;
        if !notes.faults.is_empty() {
            return Err(Problem::faults(notes.faults));
        }
        let read = serde_path_to_error::deserialize(Objects(value));
        read.map_err(|error| refuse(misfit(&error)))
    }
}

/// Why a body is not what a route takes, with the place (RFC 6901). A member that is missing is pointed at where it
/// would stand.
fn misfit(error: &serde_path_to_error::Error<serde_json::Error>) -> Fault {
    let detail = error.inner().to_string();
    let steps = error.path().iter().map(|step| match step {
        Segment::Seq { index } => format!("/{index}"),
        Segment::Map { key: name } | Segment::Enum { variant: name } => token(name),
        Segment::Unknown => String::new(),
    });
    let mut pointer: String = steps.collect();
    let named = detail.strip_prefix("missing field `").and_then(|rest| rest.split('`').next());
    if let Some(name) = named {
        pointer.push_str(&token(name));
    }
    Fault { pointer, code: "invalid", detail }
}

/// A name as a step of a JSON Pointer.
fn token(name: &str) -> String {
    format!("/{}", name.replace('~', "~0").replace('/', "~1"))
}

/// A profile document as it was sent: JSON that can hold files, and may be larger than other bodies.
pub(super) struct ProfileBytes(pub(super) Bytes);

impl FromRequest for ProfileBytes {
    type Error = Problem;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Problem>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let limits = request.app_data::<Data<BodyLimits>>().expect("limits are registered");
        let BodyLimits { profile_bytes: most, within, .. } = *limits.get_ref();
        let unsupported = unsupported(request);
        let told = request.headers().get(header::CONTENT_LENGTH);
        let told = told.and_then(|told| told.to_str().ok()?.parse::<usize>().ok());
        let body = web::Payload::from_request(request, payload);
        Box::pin(async move {
            if let Some(detail) = unsupported {
                let status = StatusCode::UNSUPPORTED_MEDIA_TYPE;
                return Err(Problem::new(status, "unsupported_media_type", detail));
            }
            if told.is_some_and(|told| told > most) {
                return Err(Problem::body_too_large(most));
            }
            let body = body.await.map_err(|_| broken())?;
            match tokio::time::timeout(within, body.to_bytes_limited(most)).await {
                Ok(Ok(Ok(bytes))) => Ok(Self(bytes)),
                Ok(Ok(Err(_))) => Err(broken()),
                Ok(Err(_)) => Err(Problem::body_too_large(most)),
                Err(_) => Err(Problem::body_too_slow()),
            }
        })
    }
}

impl FromRequest for JsonBytes {
    type Error = Problem;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Problem>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let limits = request.app_data::<Data<BodyLimits>>().expect("limits are registered");
        let limits = *limits.get_ref();
        let unsupported = unsupported(request);
        let body = Bytes::from_request(request, payload);
        Box::pin(async move {
            if let Some(detail) = unsupported {
                let status = StatusCode::UNSUPPORTED_MEDIA_TYPE;
                return Err(Problem::new(status, "unsupported_media_type", detail));
            }
            match tokio::time::timeout(limits.within, body).await {
                Ok(Ok(bytes)) => Ok(Self(bytes)),
                Ok(Err(error)) => Err(unreadable(&error, limits.bytes)),
                Err(_) => Err(Problem::body_too_slow()),
            }
        })
    }
}

/// Why the body is of no kind that is read here.
fn unsupported(request: &HttpRequest) -> Option<&'static str> {
    if !is_json(request) {
        return Some("the body must be JSON: send `Content-Type: application/json`");
    }
    let coding = request.headers().get(header::CONTENT_ENCODING)?;
    let identity = coding.as_bytes().eq_ignore_ascii_case(b"identity");
    (!identity).then_some("the body must not be compressed: leave `Content-Encoding` out")
}

/// `application/json` or `application/…+json`. A `charset` has no meaning there (RFC 8259 §11).
fn is_json(request: &HttpRequest) -> bool {
    let kind = request.content_type().to_ascii_lowercase();
    kind == "application/json" || (kind.starts_with("application/") && kind.ends_with("+json"))
}

pub(super) fn unreadable(error: &actix_web::Error, most: usize) -> Problem {
    if matches!(error.as_error::<PayloadError>(), Some(PayloadError::Overflow)) {
        return Problem::body_too_large(most);
    }
    broken()
}

fn broken() -> Problem {
    Problem::new(StatusCode::BAD_REQUEST, "body_unreadable", "the body did not arrive whole")
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;

    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    #[expect(dead_code, reason = "read, never looked at")]
    struct Outer {
        name: String,
        #[serde(default)]
        inner: Vec<Inner>,
    }

    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    #[expect(dead_code, reason = "read, never looked at")]
    struct Inner {
        #[serde(rename = "a/b")]
        slashed: u8,
    }

    #[test]
    fn what_does_not_fit_is_pointed_at() {
        for (body, place) in [
            ("{}", "/name"),
            (r#"{"name": 1}"#, "/name"),
            (r#"{"name": "", "nmae": 1}"#, "/nmae"),
            (r#"{"name": "", "inner": [{"a/b": 1}, {"a/b": -1}]}"#, "/inner/1/a~1b"),
            (r#"{"name": "", "inner": [{}]}"#, "/inner/0/a~1b"),
            (r#"{"name": "", "inner": [{"a/b": 1, "c": 2}]}"#, "/inner/0/c"),
            ("[]", ""),
            (r#"["", []]"#, ""),
            (r#"{"name": "", "inner": [[1]]}"#, "/inner/0"),
            (r#"{"name": "a\u0000"}"#, "/name"),
            (r#"{"name": "", "name": ""}"#, "/name"),
        ] {
            let problem = JsonBytes(Bytes::from_static(body.as_bytes())).read::<Outer>();
            let problem = serde_json::to_value(problem.err().expect(body)).unwrap();
            assert_eq!(problem["errors"][0]["pointer"], place, "{body}");
        }
    }
}
