//! What happens around every page: forms from elsewhere are refused, failures become pages, and the browser is
//! told what a page may load.

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{self, HeaderName, HeaderValue};
use actix_web::http::{Method, StatusCode};
use actix_web::middleware::Next;
use actix_web::web::Data;
use actix_web::{Error, HttpMessage, HttpRequest, HttpResponse, ResponseError};
use askama::Template;

use super::failure::Failure;
use super::shell::Shell;
use super::visitor::{self, Visitor};
use crate::app::App;

/// What a page may load: from here, no script or style in the page itself, and forms go nowhere else.
const LOAD: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; frame-src 'self'; \
     form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
);

/// A failure as a page.
#[derive(Template)]
#[template(path = "console/failure.html")]
struct FailurePage {
    s: Shell,
    what: String,
}

pub(super) async fn around(
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
        let page = shown(response.request(), &failure);
        response = response.into_response(page);
    }
    let headers = response.headers_mut();
    // A report that was made elsewhere says itself what it may load, and that a page of ours may hold it.
    if !headers.contains_key(header::CONTENT_SECURITY_POLICY) {
        headers.insert(header::CONTENT_SECURITY_POLICY, LOAD);
        headers.insert(header::X_FRAME_OPTIONS, HeaderValue::from_static("DENY"));
    }
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("same-origin"));
    headers.insert(
        HeaderName::from_static("cross-origin-opener-policy"),
        HeaderValue::from_static("same-origin"),
    );
    Ok(response)
}

/// Whether a form comes from another origin. Browsers say where a form comes from; the token in the form is the
/// second lock, this is the first, and the only one before somebody is signed in.
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

fn shown(request: &HttpRequest, failure: &Failure) -> HttpResponse {
    if *failure == Failure::SignedOut {
        return visitor::to_sign_in(request);
    }
    let visitor = request.extensions().get::<Visitor>().cloned();
    let shell = match visitor {
        Some(visitor) => Shell::of(&visitor, "failure.title", request),
        None => Shell::of_stranger("failure.title", request),
    };
    let what = shell.t(failure.key());
    page_with(failure.status_code(), &FailurePage { s: shell, what })
}

/// A page as an answer.
pub(super) fn page(template: &impl Template) -> HttpResponse {
    page_with(StatusCode::OK, template)
}

/// A page with a status.
pub(super) fn page_with(status: StatusCode, template: &impl Template) -> HttpResponse {
    match template.render() {
        Ok(html) => HttpResponse::build(status).content_type("text/html; charset=utf-8").body(html),
        Err(error) => {
            tracing::error!(error = &error as &dyn std::error::Error, "a page cannot be rendered");
            HttpResponse::InternalServerError().content_type("text/html; charset=utf-8").finish()
        }
    }
}

/// Goes on to another page, as after every form.
pub(super) fn to(location: impl AsRef<str>) -> HttpResponse {
    HttpResponse::SeeOther().insert_header((header::LOCATION, location.as_ref())).finish()
}
