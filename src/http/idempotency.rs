//! `Idempotency-Key` on every POST that writes and is not a decision, which has its own way.

use actix_web::body::{BoxBody, MessageBody, to_bytes};
use actix_web::dev::{Payload, ServiceRequest, ServiceResponse};
use actix_web::http::header::{self, HeaderMap, HeaderName, HeaderValue};
use actix_web::http::{Method, StatusCode};
use actix_web::middleware::Next;
use actix_web::web::{self, Data};
use actix_web::{Error, HttpResponse, HttpResponseBuilder};

use super::body::{BodyLimits, unreadable};
use super::caller;
use super::problem::Problem;
use crate::app::App;
use crate::service::decisions::{DecideError, IdempotencyKey};
use crate::service::idempotency::{Answer, Request, Standing};

/// The largest body that is read to compare it with an earlier one.
const MOST: usize = 16 << 20;
/// The headers that belong to an answer.
const KEPT: [HeaderName; 2] = [header::CONTENT_TYPE, header::LOCATION];

/// Whether a POST to this path takes a key here. Decisions and adapters have their own way, a list's file replaces
/// what was there, and a score or a replay stores nothing.
pub(super) fn takes_key(path: &str) -> bool {
    let own = path == "/v1/decisions" || path == "/v1/scores" || path.starts_with("/v1/adapters/");
    let nothing = path.ends_with("/imports")
        || (path.starts_with("/v1/decisions/") && path.ends_with("/replay"));
    path.starts_with("/v1/") && !own && !nothing
}

/// The key of a request, if it has one.
pub(super) fn key(headers: &HeaderMap) -> Result<Option<IdempotencyKey>, Problem> {
    let mut all = headers.get_all("idempotency-key");
    let Some(written) = all.next() else { return Ok(None) };
    let alone = all.next().is_none();
    let key = written.to_str().ok().filter(|_| alone).and_then(IdempotencyKey::parse);
    key.map(Some).ok_or_else(|| {
        let detail = "`Idempotency-Key` must be given once, as 1 to 255 visible ASCII characters, such as a UUID";
        Problem::new(StatusCode::BAD_REQUEST, "idempotency_key_invalid", detail)
    })
}

/// Answers a request that came before under the same key as it was answered then.
pub(super) async fn once(
    mut request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let here = request.method() == Method::POST && takes_key(request.path());
    let key = if here { key(request.headers())? } else { None };
    // A request without a good token is the route's to refuse.
    let bearer = key.and_then(|key| Some((key, caller::bearer_of(request.request())?)));
    let Some((key, (tenant, actor))) = bearer else {
        return next.call(request).await.map(ServiceResponse::map_into_boxed_body);
    };
    let app = request.app_data::<Data<App>>().expect("the app is registered").clone();
    let body = read(&mut request).await?;
    let asked = Request::new(&tenant, &actor, &key, ["POST", request.path()], &body);
    match asked.begin(&app).await.map_err(Problem::from)? {
        Standing::First => {}
        Standing::Answered(answer) => return Ok(request.into_response(again(&answer))),
        Standing::Running => return Err(Problem::from(DecideError::KeyRunning).into()),
        Standing::Reused => return Err(Problem::from(DecideError::KeyReused).into()),
    }
    request.set_payload(Payload::from(body));
    let answered = next.call(request).await;
    finish(&app, &asked, answered).await
}

async fn read(request: &mut ServiceRequest) -> Result<web::Bytes, Error> {
    let within = request.app_data::<Data<BodyLimits>>().expect("limits are registered").within;
    let payload = request.extract::<web::Payload>().await?;
    match tokio::time::timeout(within, payload.to_bytes_limited(MOST)).await {
        Ok(Ok(Ok(bytes))) => Ok(bytes),
        Ok(Ok(Err(error))) => Err(unreadable(&error, MOST).into()),
        Ok(Err(_)) => Err(Problem::body_too_large(MOST).into()),
        Err(_) => Err(Problem::body_too_slow().into()),
    }
}

/// Keeps a good answer; frees the key of one that changed nothing. The request is done either way: a store that fails
/// now costs only that the same may be done again.
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
        tracing::warn!(error, "the state of an idempotency key could not be kept");
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
