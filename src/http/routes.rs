//! Every route, in one place.

use actix_web::guard::{Any, Get, Head};
use actix_web::http::{StatusCode, header};
use actix_web::web::{self, PathConfig, ServiceConfig};
use actix_web::{HttpResponse, Resource, Route};

use super::problem::Problem;
use super::v1::{
    adapters, appeals, applicants, audit, decisions, drift, events, golden, indicators, labels,
    lists, model_roles, models, notices, observations, policy, queues, reviews, ring_reviews,
    rings, scores, shadow, training_data, training_jobs, verdicts, webhook_deliveries,
    webhook_endpoints,
};
use super::{appeal_page, docs, file, health};

/// Registers every route.
pub(super) fn routes(service: &mut ServiceConfig) {
    service
        .app_data(PathConfig::default().error_handler(|_, _| Problem::not_found("thing").into()));
    let (post, put) = (web::post, web::put);
    let resources = [
        resource("/healthz", "GET, HEAD", [get().to(health::healthz)]),
        resource("/readyz", "GET, HEAD", [get().to(health::readyz)]),
        resource("/metrics", "GET, HEAD", [get().to(health::metrics)]),
        resource("/", "GET, HEAD", [get().to(welcome)]),
        resource("/docs", "GET, HEAD", [get().to(docs)]),
        resource("/v1/scores", "POST", [post().to(scores::score)]),
        resource("/v1/decisions/{id}", "GET, HEAD", [get().to(decisions::find)]),
        resource("/v1/decisions/{id}/replay", "POST", [post().to(decisions::replay)]),
        resource("/v1/rings", "GET, HEAD", [get().to(rings::list)]),
        resource("/v1/rings/{id}", "GET, HEAD", [get().to(rings::find)]),
        resource("/v1/applicants/{id}/links", "GET, HEAD", [get().to(applicants::links)]),
        resource("/v1/events", "GET, HEAD", [get().to(events::list)]),
        resource("/v1/audit", "GET, HEAD", [get().to(audit::list)]),
        resource("/v1/indicators", "GET, HEAD", [get().to(indicators::list)]),
        resource("/v1/indicators/{id}", "GET, HEAD", [get().to(indicators::find)]),
    ];
    for resource in resources {
        service.service(resource);
    }
    let applicant = [get().to(applicants::find), web::delete().to(applicants::erase)];
    service.service(resource("/v1/applicants/{id}", "GET, HEAD, DELETE", applicant));
    let observations = [post().to(observations::record), get().to(observations::list)];
    service.service(resource("/v1/applicants/{id}/observations", "GET, HEAD, POST", observations));
    let decisions = [post().to(decisions::decide), get().to(decisions::list)];
    service.service(resource("/v1/decisions", "GET, HEAD, POST", decisions));
    let lists = [post().to(lists::create), get().to(lists::list)];
    service.service(resource("/v1/lists", "GET, HEAD, POST", lists));
    let list = [get().to(lists::find), web::delete().to(lists::delete)];
    service.service(resource("/v1/lists/{id}", "GET, HEAD, DELETE", list));
    let versions = [get().to(lists::versions)];
    service.service(resource("/v1/lists/{id}/versions", "GET, HEAD", versions));
    let imports = resource("/v1/lists/{id}/imports", "POST", [post().to(lists::import)]);
    service.service(imports.app_data(web::PayloadConfig::new(file::MOST_BYTES)));
    let limit = || web::PayloadConfig::new(file::MOST_INPUT_BYTES);
    let adapter = resource("/v1/adapters/{kind}", "POST", [post().to(adapters::convert)]);
    service.service(adapter.app_data(limit()));
    let webhook = resource("/v1/adapters/{kind}/{tenant}", "POST", [post().to(adapters::webhook)]);
    service.service(webhook.app_data(limit()));
    models_routes(service);
    webhooks(service);
    let policy = [get().to(policy::current), put().to(policy::put)];
    service.service(resource("/v1/policy", "GET, HEAD, PUT", policy));
    review_routes(service);
    service.service(resource("/docs/{name:.*}", "GET", [web::get().to(docs::file)]));
    service.service(resource("/openapi.json", "GET", [web::get().to(docs::contract)]));
    crate::console::routes(service);
    service.default_service(web::to(async || -> Result<HttpResponse, Problem> {
        Err(Problem::not_found("route; `/docs` shows those that there are"))
    }));
}

fn models_routes(service: &mut ServiceConfig) {
    let post = web::post;
    let all = [post().to(models::register), get().to(models::list)];
    service.service(resource("/v1/models", "GET, HEAD, POST", all));
    let resources = [
        resource("/v1/models/schema", "GET, HEAD", [get().to(models::schema)]),
        resource("/v1/models/rollback", "POST", [post().to(model_roles::roll_back)]),
        resource("/v1/models/{id}", "GET, HEAD", [get().to(models::find)]),
        resource("/v1/models/{id}/artefact", "GET, HEAD", [get().to(models::artefact)]),
        resource("/v1/models/{id}/evaluation", "GET, HEAD", [get().to(models::evaluation)]),
        resource(
            "/v1/models/{id}/operating-point",
            "GET, HEAD",
            [get().to(drift::operating_point)],
        ),
        resource("/v1/drift", "GET, HEAD", [get().to(drift::find)]),
        resource(
            "/v1/models/{id}/evaluation.html",
            "GET, HEAD",
            [get().to(models::evaluation_page)],
        ),
        resource("/v1/models/{id}/promote", "POST", [post().to(model_roles::promote)]),
        resource("/v1/models/{id}/approve", "POST", [post().to(model_roles::approve)]),
        resource("/v1/models/{id}/decline", "POST", [post().to(model_roles::decline)]),
        resource("/v1/models/{id}/shadow", "POST", [post().to(model_roles::shadow)]),
        resource("/v1/models/{id}/retire", "POST", [post().to(model_roles::retire)]),
    ];
    for resource in resources {
        service.service(resource);
    }
    let all = [post().to(training_jobs::start), get().to(training_jobs::list)];
    service.service(resource("/v1/training-jobs", "GET, HEAD, POST", all));
    let resources = [
        resource("/v1/training-data", "GET, HEAD", [get().to(training_data::export)]),
        resource("/v1/models/{id}/shadow-report", "GET, HEAD", [get().to(shadow::report)]),
        resource("/v1/models/{id}/evaluate", "POST", [post().to(models::evaluate)]),
        resource("/v1/training-jobs/{id}", "GET, HEAD", [get().to(training_jobs::find)]),
        resource("/v1/training-jobs/{id}/log", "GET, HEAD", [get().to(training_jobs::log)]),
        resource("/v1/training-jobs/{id}/events", "GET, HEAD", [get().to(training_jobs::watch)]),
        resource("/v1/training-jobs/{id}/cancel", "POST", [post().to(training_jobs::cancel)]),
    ];
    for resource in resources {
        service.service(resource);
    }
}

/// Where events are sent, and what became of them.
fn webhooks(service: &mut ServiceConfig) {
    let post = web::post;
    let all = [get().to(webhook_endpoints::list), post().to(webhook_endpoints::create)];
    service.service(resource("/v1/webhook-endpoints", "GET, HEAD, POST", all));
    let one = [
        get().to(webhook_endpoints::find),
        web::patch().to(webhook_endpoints::change),
        web::delete().to(webhook_endpoints::delete),
    ];
    service.service(resource("/v1/webhook-endpoints/{id}", "GET, HEAD, PATCH, DELETE", one));
    let resources = [
        ("/rotate", "POST", post().to(webhook_endpoints::rotate)),
        ("/test", "POST", post().to(webhook_endpoints::test)),
        ("/replay", "POST", post().to(webhook_endpoints::replay)),
        ("/deliveries", "GET, HEAD", get().to(webhook_deliveries::list)),
    ];
    for (path, allow, route) in resources {
        let path = format!("/v1/webhook-endpoints/{{id}}{path}");
        service.service(resource(&path, allow, [route]));
    }
    let find = [get().to(webhook_deliveries::find)];
    service.service(resource("/v1/webhook-deliveries/{id}", "GET, HEAD", find));
    let replay = [post().to(webhook_deliveries::replay)];
    service.service(resource("/v1/webhook-deliveries/{id}/replay", "POST", replay));
}

/// Takes GET, and HEAD with it (RFC 9110 §9.1); the server leaves the body of the latter out.
fn get() -> Route {
    web::route().guard(Any(Get()).or(Head()))
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

/// What people do with decisions.
fn review_routes(service: &mut ServiceConfig) {
    let post = web::post;
    let list = [get().to(reviews::list), post().to(reviews::request)];
    let resources = [
        resource("/v1/reviews/claim-next", "POST", [post().to(reviews::claim_next)]),
        resource("/v1/reviews/{id}", "GET, HEAD", [get().to(reviews::find)]),
        resource("/v1/reviews/{id}/claim", "POST", [post().to(reviews::claim)]),
        resource("/v1/reviews/{id}/release", "POST", [post().to(reviews::release)]),
        resource("/v1/reviews/{id}/renew", "POST", [post().to(reviews::renew)]),
        resource("/v1/reviews/{id}/notes", "POST", [post().to(reviews::note)]),
        resource("/v1/reviews/{id}/history", "GET, HEAD", [get().to(reviews::history)]),
        resource("/v1/reviews/{id}/verdict", "POST", [post().to(verdicts::give)]),
        resource("/v1/reviews/{id}/approval", "POST", [post().to(verdicts::approve)]),
        resource("/v1/reviews/{id}/undo", "POST", [post().to(verdicts::undo)]),
        resource("/v1/reviews/{id}/reopen", "POST", [post().to(verdicts::reopen)]),
        resource("/v1/rings/{id}/reviews", "POST", [post().to(ring_reviews::claim)]),
        resource("/v1/rings/{id}/verdicts", "POST", [post().to(ring_reviews::judge)]),
        resource("/v1/appeals/links", "POST", [post().to(appeals::link)]),
        resource("/v1/appeals/{id}", "GET, HEAD", [get().to(appeals::find)]),
        resource("/v1/appeals/{id}/corrections", "POST", [post().to(appeals::correct)]),
        resource("/v1/appeals/{id}/outcome", "POST", [post().to(appeals::decide)]),
        resource("/v1/golden-items/{id}", "DELETE", [web::delete().to(golden::remove)]),
        resource("/v1/queues/agreement", "GET, HEAD", [get().to(golden::agreement)]),
        resource("/v1/reviewers", "GET, HEAD", [get().to(golden::reviewers)]),
        resource("/v1/applicants/{id}/labels", "GET, HEAD", [get().to(labels::of_applicant)]),
        resource("/v1/decisions/{id}/notice", "GET, HEAD", [get().to(notices::find)]),
        resource("/v1/queues", "GET, HEAD", [get().to(queues::list)]),
        resource("/v1/queues/{name}", "PUT", [web::put().to(queues::put)]),
    ];
    service.service(resource("/v1/reviews", "GET, HEAD, POST", list));
    let appeals = [get().to(appeals::list), post().to(appeals::open)];
    service.service(resource("/v1/appeals", "GET, HEAD, POST", appeals));
    let golden = [get().to(golden::list), post().to(golden::mark)];
    service.service(resource("/v1/golden-items", "GET, HEAD, POST", golden));
    let labels = [get().to(labels::list), post().to(labels::record)];
    service.service(resource("/v1/labels", "GET, HEAD, POST", labels));
    let page = [get().to(appeal_page::show), post().to(appeal_page::contest)];
    let page = resource("/appeals/{token}", "GET, HEAD, POST", page);
    service.service(page.app_data(web::FormConfig::default().limit(64 << 10)));
    for resource in resources {
        service.service(resource);
    }
}

async fn docs() -> HttpResponse {
    HttpResponse::MovedPermanently().insert_header((header::LOCATION, "/docs/")).finish()
}

async fn welcome() -> HttpResponse {
    HttpResponse::SeeOther().insert_header((header::LOCATION, "/docs/")).finish()
}
