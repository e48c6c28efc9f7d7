//! What happens around every request: request id, log line, metrics, security headers.

use std::future::{Future, poll_fn};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::{Pin, pin};
use std::task::{Context, Poll};
use std::time::Instant;

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::Method;
use actix_web::http::header::{self, HeaderMap, HeaderName, HeaderValue};
use actix_web::middleware::Next;
use actix_web::{Error, HttpMessage, ResponseError, rt};
use tokio::sync::watch;
use tracing::Instrument;

use super::caller::KnownTenant;
use super::problem::{Problem, REQUEST_ID};
use crate::compute::while_client_waits;
use crate::telemetry::metrics::METRICS;

const X_REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// The content security policy of the documentation; its images are in its style sheet.
const DOCS_LOAD: HeaderValue = HeaderValue::from_static(
    "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; frame-ancestors 'none'",
);
const OTHERS_LOAD: HeaderValue =
    HeaderValue::from_static("default-src 'none'; frame-ancestors 'none'");

/// Handles a request. When the client leaves, the request stops its CPU work, but completes what it is writing.
pub(super) async fn around(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let (client, present) = watch::channel(());
    let work = Box::pin(while_client_waits(present, handle(request, next)));
    CompletedOnDrop { client: Some(client), work: Some(work) }.await
}

/// Work that continues in a task of its own if this future is dropped, as the server does when the client leaves.
struct CompletedOnDrop<F: Future + 'static> {
    client: Option<watch::Sender<()>>,
    work: Option<Pin<Box<F>>>,
}

impl<F: Future> Future for CompletedOnDrop<F> {
    type Output = F::Output;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<F::Output> {
        let work = self.work.as_mut().expect("a future is not polled after it has ended");
        let polled = work.as_mut().poll(context);
        if polled.is_ready() {
            self.work = None;
        }
        polled
    }
}

impl<F: Future> Drop for CompletedOnDrop<F> {
    fn drop(&mut self) {
        drop(self.client.take());
        if let Some(work) = self.work.take() {
            rt::spawn(async move { drop(work.await) });
        }
    }
}

/// Handles, logs and counts a request. Logs nothing personal: the route instead of the path, no query, no body, no
/// address.
async fn handle(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let id = request_id(request.headers());
    let method = method_name(request.method());
    let span = tracing::info_span!("request", request.id = %id);
    let began = Instant::now();
    let work = answer(request, next).instrument(span.clone());
    let answered = REQUEST_ID.scope(id.clone(), work).await;
    span.in_scope(|| record(method, &answered, began));
    let mut response = answered.map_err(|problem| problem.with(X_REQUEST_ID, &id))?;
    finish(response.headers_mut(), &id);
    Ok(response)
}

/// The response of the route. Errors are always problem documents.
async fn answer(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Problem> {
    let Some(answered) = caught(next.call(request)).await else {
        return Err(Problem::panicked());
    };
    let response = answered.map_err(|error| match error.as_error::<Problem>() {
        Some(problem) => problem.clone(),
        None => Problem::from_status(error.error_response().status()),
    })?;
    let response = response.map_into_boxed_body();
    let failed = response.status().is_client_error() || response.status().is_server_error();
    // Errors in the console are pages.
    let shaped = |kind: &HeaderValue| is_json(kind) || is_html(kind);
    let plain = !response.headers().get(header::CONTENT_TYPE).is_some_and(shaped);
    if failed && plain {
        let problem = Problem::from_status(response.status());
        return Ok(response.into_response(problem.error_response()));
    }
    Ok(response)
}

fn is_json(kind: &HeaderValue) -> bool {
    kind.to_str().is_ok_and(|kind| kind.contains("json"))
}

fn is_html(kind: &HeaderValue) -> bool {
    kind.to_str().is_ok_and(|kind| kind.starts_with("text/html"))
}

/// The result of the work, or `None` if it panics, so that a defect costs one response and not the connection.
async fn caught<T>(work: impl Future<Output = T>) -> Option<T> {
    let mut work = pin!(work);
    poll_fn(|context| {
        // Unwind safe: whatever the work left half-done is dropped with the request.
        match catch_unwind(AssertUnwindSafe(|| work.as_mut().poll(context))) {
            Ok(polled) => polled.map(Some),
            Err(_) => Poll::Ready(None),
        }
    })
    .await
}

/// Counts and logs a request.
fn record(
    method: &'static str,
    answered: &Result<ServiceResponse<BoxBody>, Problem>,
    began: Instant,
) {
    let request = answered.as_ref().ok().map(ServiceResponse::request);
    let route = request.and_then(actix_web::HttpRequest::match_pattern);
    let route = route.unwrap_or_else(|| "none".to_owned());
    let status = match answered {
        Ok(response) => response.status().as_u16(),
        Err(problem) => problem.status_code().as_u16(),
    };
    let seconds = began.elapsed().as_secs_f64();
    METRICS.request(method, &route, status, seconds);
    let tenant = request.and_then(|request| {
        request.extensions().get::<KnownTenant>().map(|known| known.0.to_string())
    });
    let (tenant, milliseconds) = (tenant.unwrap_or_default(), seconds * 1000.0);
    tracing::info!(method, route, status, milliseconds, tenant, "answered");
}

/// The method, or `other`: callers can invent any number of methods, and each would become a metric.
fn method_name(method: &Method) -> &'static str {
    const KNOWN: [&str; 7] = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];
    KNOWN.into_iter().find(|known| *known == method.as_str()).unwrap_or("other")
}

/// The caller's own id if it is short and plain, otherwise a new one.
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
    let page = headers.get(header::CONTENT_TYPE).is_some_and(is_html);
    let load = if page { DOCS_LOAD } else { OTHERS_LOAD };
    // The console sets its own policy.
    if !headers.contains_key(header::CONTENT_SECURITY_POLICY) {
        headers.insert(header::CONTENT_SECURITY_POLICY, load);
    }
    if !headers.contains_key(header::CACHE_CONTROL) {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
}
