//! Bodies: read completely, within limits of size and time.

use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use actix_web::dev::Payload;
use actix_web::http::header;
use actix_web::web::{self, Bytes, Data};
use actix_web::{FromRequest, HttpMessage, HttpRequest};
use evidence::profile::json;
use evidence::profile::read::{Fault, Notes};
use serde::de::DeserializeOwned;
use serde_path_to_error::Segment;

use super::error_code::ErrorCode;
use super::objects::Objects;
use super::operation::{self, Body};
use super::problem::Problem;

/// How long a file may take to arrive.
const FILE_WITHIN: Duration = Duration::from_mins(10);

/// The limits of bodies that an operator can set.
#[derive(Clone, Copy, Debug)]
pub(super) struct BodyLimits {
    pub(super) json_bytes: usize,
    pub(super) profile_bytes: usize,
    pub(super) within: Duration,
}

impl BodyLimits {
    /// How many bytes a body may have, and how long it may take to arrive.
    fn limit(&self, body: Body) -> (usize, Duration) {
        match body {
            Body::Json | Body::Document => (self.json_bytes, self.within),
            Body::Profile | Body::Batch => (self.profile_bytes, self.within),
            Body::File { mib } => (mib << 20, FILE_WITHIN),
            Body::Form { kib } => (kib << 10, self.within),
        }
    }
}

/// Reads the whole body, within the limits of the operation that handles the request.
pub(super) fn read_whole(
    request: &HttpRequest,
    payload: &mut Payload,
) -> impl Future<Output = Result<Bytes, Problem>> + use<> {
    let limits = request.app_data::<Data<BodyLimits>>().expect("limits are registered");
    let body = operation::matched(request).map_or(Body::Json, |operation| operation.body);
    let (max_bytes, within) = limits.limit(body);
    let length = request.headers().get(header::CONTENT_LENGTH);
    let length = length.and_then(|length| length.to_str().ok()?.parse::<usize>().ok());
    let body = web::Payload::from_request(request, payload);
    async move {
        if length.is_some_and(|length| length > max_bytes) {
            return Err(Problem::body_too_large(max_bytes));
        }
        let body = body.await.map_err(|_| ErrorCode::BodyUnreadable)?;
        match tokio::time::timeout(within, body.to_bytes_limited(max_bytes)).await {
            Ok(Ok(Ok(bytes))) => Ok(bytes),
            Ok(Ok(Err(_))) => Err(ErrorCode::BodyUnreadable.into()),
            Ok(Err(_)) => Err(Problem::body_too_large(max_bytes)),
            Err(_) => Err(ErrorCode::BodyTooSlow.into()),
        }
    }
}

/// A JSON body as it was sent.
pub(super) struct JsonBytes(pub(super) Bytes);

impl JsonBytes {
    /// Reads the body into a type.
    pub(super) fn read<T: DeserializeOwned>(&self) -> Result<T, Problem> {
        self.read_or(|fault| Problem::invalid(ErrorCode::BodyInvalid, vec![fault]))
    }

    /// Reads the body into a type; `refuse` decides which error a body gets that does not fit. Duplicate keys, too
    /// deep nesting and text that cannot be stored come first, and are all reported together.
    pub(super) fn read_or<T: DeserializeOwned>(
        &self,
        refuse: impl FnOnce(Fault) -> Problem,
    ) -> Result<T, Problem> {
        let mut notes = Notes::default();
        let value = json::parse(&self.0, &mut notes)?;
        if !notes.faults.is_empty() {
            return Err(Problem::invalid(ErrorCode::BodyInvalid, notes.faults));
        }
        let read = serde_path_to_error::deserialize(Objects(value));
        read.map_err(|error| refuse(misfit(&error)))
    }
}

/// What does not fit, with its JSON Pointer (RFC 6901). The pointer of a missing member is the one it would have.
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

/// A member name as a token of a JSON Pointer.
fn token(name: &str) -> String {
    format!("/{}", name.replace('~', "~0").replace('/', "~1"))
}

impl FromRequest for JsonBytes {
    type Error = Problem;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Problem>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let unsupported = unsupported(request);
        let body = read_whole(request, payload);
        Box::pin(async move {
            match unsupported {
                Some(detail) => Err(Problem::new(ErrorCode::UnsupportedMediaType, detail)),
                None => body.await.map(Self),
            }
        })
    }
}

/// Why the body is not plain JSON.
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
    fn a_misfit_has_its_pointer() {
        for (body, pointer) in [
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
            assert_eq!(problem["errors"][0]["pointer"], pointer, "{body}");
        }
    }
}
