//! `Idempotency-Key`: a POST with a key that was seen before gets the earlier response.
//!
//! Decisions replay by themselves. The table in [`super::operations`] says which operations ignore keys.

use actix_web::body::{BoxBody, MessageBody, to_bytes};
use actix_web::dev::{Payload, ServiceRequest, ServiceResponse};
use actix_web::http::StatusCode;
use actix_web::http::header::{self, HeaderMap, HeaderName, HeaderValue};
use actix_web::middleware::Next;
use actix_web::web::Data;
use actix_web::{Error, HttpResponse, HttpResponseBuilder};

use super::body::read_whole;
use super::caller::Caller;
use super::error_code::ErrorCode;
use super::problem::Problem;
use crate::app::App;
use crate::service::idempotency::{Answer, KeyState, Request};
use crate::service::scoring::decisions::IdempotencyKey;

/// The headers that are kept with a response.
const KEPT: [HeaderName; 2] = [header::CONTENT_TYPE, header::LOCATION];

/// The idempotency key of a request, if it has one.
pub(super) fn key(headers: &HeaderMap) -> Result<Option<IdempotencyKey>, Problem> {
    let mut all = headers.get_all("idempotency-key");
    let Some(written) = all.next() else { return Ok(None) };
    let single = all.next().is_none();
    let key = written.to_str().ok().filter(|_| single).and_then(IdempotencyKey::parse);
    key.map(Some).ok_or_else(|| ErrorCode::IdempotencyKeyInvalid.into())
}

/// Replays the response of an earlier request with the same key, or lets the request through and keeps its response.
pub(super) async fn replay(
    mut request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let key = key(request.headers())?;
    // The handler refuses a caller who may not call it.
    let keyed = key.and_then(|key| Some((key, Caller::new(request.request()).ok()?)));
    let Some((key, Caller { tenant, actor, .. })) = keyed else {
        return next.call(request).await.map(ServiceResponse::map_into_boxed_body);
    };
    let app = request.app_data::<Data<App>>().expect("the app is registered").clone();
    let (head, payload) = request.parts_mut();
    let body = read_whole(head, payload).await?;
    let asked = Request::new(&tenant, &actor, &key, ["POST", request.path()], &body);
    match asked.begin(&app).await.map_err(Problem::from)? {
        KeyState::First => {}
        KeyState::Answered(answer) => return Ok(request.into_response(again(&answer))),
        KeyState::Running => return Err(Problem::from(ErrorCode::IdempotencyKeyInUse).into()),
        KeyState::Reused => return Err(Problem::from(ErrorCode::IdempotencyKeyReused).into()),
    }
    request.set_payload(Payload::from(body));
    let answered = next.call(request).await;
    finish(&app, &asked, answered).await
}

/// Keeps a successful response, and frees the key of a request that failed. The request is done either way: if the
/// store fails now, the key can be used again.
async fn finish(
    app: &App,
    asked: &Request,
    answered: Result<ServiceResponse<impl MessageBody + 'static>, Error>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let response = match answered {
        Ok(response) if response.status().is_success() => response.map_into_boxed_body(),
        other => {
            log(asked.free(app).await);
            return other.map(ServiceResponse::map_into_boxed_body);
        }
    };
    let (request, response) = response.into_parts();
    let (head, body) = response.into_parts();
    let body = to_bytes(body).await.map_err(Error::from)?;
    let header = |name: &HeaderName| {
        let value = head.headers().get(name)?.to_str().ok()?;
        Some((name.as_str().to_owned(), value.to_owned()))
    };
    let headers = KEPT.iter().filter_map(header).collect();
    let answer = Answer { status: head.status().as_u16(), headers, body: body.to_vec() };
    log(asked.keep(app, &answer).await);
    Ok(ServiceResponse::new(request, head.set_body(BoxBody::new(body))))
}

fn log(kept: Result<(), crate::store::Internal>) {
    if let Err(error) = kept {
        let error = &error as &dyn std::error::Error;
        tracing::warn!(error, "could not store the state of an idempotency key");
    }
}

fn again(answer: &Answer) -> HttpResponse {
    let status = StatusCode::from_u16(answer.status).unwrap_or(StatusCode::OK);
    let mut response = HttpResponseBuilder::new(status);
    for (name, value) in &answer.headers {
        response.insert_header((name.as_str(), value.as_str()));
    }
    let replayed = HeaderName::from_static("idempotent-replayed");
    response.insert_header((replayed, HeaderValue::from_static("true")));
    response.body(answer.body.clone())
}
