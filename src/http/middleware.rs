//! What happens around every request: its id, its line in the log, its part in the metrics.

use std::time::Instant;

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{self, HeaderMap, HeaderName, HeaderValue};
use actix_web::middleware::Next;
use actix_web::{Error, HttpMessage};
use tracing::Instrument;

use super::caller::KnownTenant;
use super::problem::REQUEST_ID;

const X_REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Names, answers, logs and counts a request. Nothing personal is logged: the route and not the path,
/// no query, no body, no address.
pub(super) async fn around(
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    let id = request_id(request.headers());
    let method = request.method().as_str().to_owned();
    let span = tracing::info_span!("request", request.id = %id);
    let began = Instant::now();
    let mut response =
        REQUEST_ID.scope(id.clone(), next.call(request).instrument(span.clone())).await?;
    let route = response.request().match_pattern().unwrap_or_else(|| "none".to_owned());
    let status = response.status().as_u16();
    let seconds = began.elapsed().as_secs_f64();
    let labels =
        [("method", method.clone()), ("route", route.clone()), ("status", status.to_string())];
    metrics::counter!("bonafide_http_requests_total", &labels).increment(1);
    metrics::histogram!("bonafide_http_request_duration_seconds", &labels[..2]).record(seconds);
    let known = response.request().extensions().get::<KnownTenant>().map(|known| known.0.clone());
    let tenant = known.map(|tenant| tenant.to_string()).unwrap_or_default();
    let milliseconds = seconds * 1000.0;
    span.in_scope(|| tracing::info!(method, route, status, milliseconds, tenant, "answered"));
    finish(response.headers_mut(), &id);
    Ok(response)
}

/// The caller's own id if it is short and plain, else a fresh one.
fn request_id(headers: &HeaderMap) -> String {
    let plain = |id: &&str| {
        (1..=64).contains(&id.len())
            && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte))
    };
    let given = headers.get(X_REQUEST_ID).and_then(|value| value.to_str().ok()).filter(plain);
    given.map_or_else(|| uuid::Uuid::new_v4().simple().to_string(), str::to_owned)
}

fn finish(headers: &mut HeaderMap, id: &str) {
    if let Ok(id) = HeaderValue::from_str(id) {
        headers.insert(X_REQUEST_ID, id);
    }
    let nosniff = HeaderValue::from_static("nosniff");
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, nosniff);
    if !headers.contains_key(header::CACHE_CONTROL) {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
}
