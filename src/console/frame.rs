//! Middleware around every page: rejects forms from other sites, turns failures into pages, and tells the browser what
//! a page may load.

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::Method;
use actix_web::http::header::{self, HeaderName, HeaderValue};
use actix_web::middleware::Next;
use actix_web::web::Data;
use actix_web::{Error, HttpMessage, HttpRequest, HttpResponse, ResponseError};
use askama::Template;

use super::answer::page_with;
use super::failure::Failure;
use super::shell::Shell;
use super::visitor::{self, Visitor};
use crate::app::App;

/// Content security policy: everything comes from this site, with no inline scripts or styles.
const CONTENT_POLICY: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; frame-src 'self'; \
     form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
);

#[derive(Template)]
#[template(path = "console/failure.html")]
struct FailurePage {
    s: Shell,
    text: String,
}

pub(super) async fn wrap(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let foreign = request.method() == Method::POST && is_foreign(request.request());
    let mut response = if foreign {
        request.into_response(Failure::ForeignForm.error_response())
    } else {
        next.call(request).await?.map_into_boxed_body()
    };
    let failure = response.response().extensions().get::<Failure>().cloned();
    if let Some(failure) = failure {
        let page = failure_page(response.request(), &failure);
        response = response.into_response(page);
    }
    let headers = response.headers_mut();
    // The evaluation report sets its own policy, so that a page of ours can embed it.
    if !headers.contains_key(header::CONTENT_SECURITY_POLICY) {
        headers.insert(header::CONTENT_SECURITY_POLICY, CONTENT_POLICY);
        headers.insert(header::X_FRAME_OPTIONS, HeaderValue::from_static("DENY"));
    }
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("same-origin"));
    headers.insert(
        HeaderName::from_static("cross-origin-opener-policy"),
        HeaderValue::from_static("same-origin"),
    );
    Ok(response)
}

/// Whether a form comes from another origin, as reported by the browser. This is the first check against forged forms,
/// and the only one before sign-in; the second is the token in the form.
fn is_foreign(request: &HttpRequest) -> bool {
    let header = |name: &str| request.headers().get(name).and_then(|value| value.to_str().ok());
    if header("sec-fetch-site").is_some_and(|site| site != "same-origin" && site != "none") {
        return true;
    }
    let Some(origin) = header("origin") else { return false };
    let app = request.app_data::<Data<App>>().expect("the app is registered before any route");
    let own = app.console.public_url.trim_end_matches('/');
    if own.is_empty() {
        let host = request.connection_info().host().to_owned();
        origin != format!("http://{host}") && origin != format!("https://{host}")
    } else {
        origin != own
    }
}

fn failure_page(request: &HttpRequest, failure: &Failure) -> HttpResponse {
    if *failure == Failure::SignedOut {
        return visitor::to_sign_in(request);
    }
    let visitor = request.extensions().get::<Visitor>().cloned();
    let shell = match visitor {
        Some(visitor) => Shell::new(&visitor, "error.title", request),
        None => Shell::for_stranger("error.title", request),
    };
    let text = shell.t(failure.key());
    page_with(failure.status_code(), &FailurePage { s: shell, text })
}
