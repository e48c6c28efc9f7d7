//! Every route, in one place.

use actix_web::http::{StatusCode, header};
use actix_web::web::{self, PathConfig, QueryConfig, ServiceConfig};
use actix_web::{HttpResponse, Resource, Route};
use utoipa_swagger_ui::SwaggerUi;

use super::problem::Problem;
use super::v1::{applicants, decisions, indicators, policy, scores};
use super::{health, openapi};

/// Registers every route.
pub(super) fn routes(service: &mut ServiceConfig) {
    service
        .app_data(PathConfig::default().error_handler(|_, _| Problem::not_found("thing").into()));
    service.app_data(QueryConfig::default().error_handler(|error, _| {
        Problem::query(format!("the query cannot be read: {error}")).into()
    }));
    let (get, post, put) = (web::get, web::post, web::put);
    let resources = [
        resource("/healthz", "GET", [get().to(health::healthz)]),
        resource("/readyz", "GET", [get().to(health::readyz)]),
        resource("/metrics", "GET", [get().to(health::metrics)]),
        resource("/", "GET", [get().to(welcome)]),
        resource("/docs", "GET", [get().to(docs)]),
        resource("/v1/scores", "POST", [post().to(scores::score)]),
        resource("/v1/decisions/{id}", "GET", [get().to(decisions::find)]),
        resource("/v1/decisions/{id}/replay", "POST", [post().to(decisions::replay)]),
        resource("/v1/applicants/{id}", "GET", [get().to(applicants::find)]),
        resource("/v1/applicants/{id}/links", "GET", [get().to(applicants::links)]),
        resource("/v1/indicators", "GET", [get().to(indicators::list)]),
        resource("/v1/indicators/{id}", "GET", [get().to(indicators::find)]),
    ];
    for resource in resources {
        service.service(resource);
    }
    let decisions = [post().to(decisions::decide), get().to(decisions::list)];
    service.service(resource("/v1/decisions", "GET, POST", decisions));
    let policy = [get().to(policy::current), put().to(policy::put)];
    service.service(resource("/v1/policy", "GET, PUT", policy));
    service.service(SwaggerUi::new("/docs/{_:.*}").url("/openapi.json", openapi::api()));
    service.default_service(web::to(async || -> Result<HttpResponse, Problem> {
        Err(Problem::not_found("route; `/docs` shows those that there are"))
    }));
}

/// A resource that answers other methods with those that it allows.
fn resource<const N: usize>(path: &str, allow: &'static str, routes: [Route; N]) -> Resource {
    let resource = routes.into_iter().fold(web::resource(path), Resource::route);
    resource.default_service(web::to(move || async move {
        let detail = format!("this route takes {allow}");
        let problem = Problem::new(StatusCode::METHOD_NOT_ALLOWED, "method_not_allowed", detail);
        Err::<HttpResponse, Problem>(problem.with(header::ALLOW, allow))
    }))
}

async fn docs() -> HttpResponse {
    HttpResponse::MovedPermanently().insert_header((header::LOCATION, "/docs/")).finish()
}

async fn welcome() -> HttpResponse {
    HttpResponse::SeeOther().insert_header((header::LOCATION, "/docs/")).finish()
}
