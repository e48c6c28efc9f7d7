//! Routing: the operations of the table, and the pages of the documentation.

use std::collections::BTreeMap;
use std::future::ready;

use actix_web::guard::{Any, Get, Guard, Head, fn_guard};
use actix_web::http::header;
use actix_web::middleware::from_fn;
use actix_web::web::{self, FormConfig, PathConfig, ServiceConfig};
use actix_web::{HttpResponse, Resource, Route};

use super::error_code::ErrorCode;
use super::operation::{Body, Operation};
use super::problem::Problem;
use super::{docs, idempotency};

/// Registers the operations, the documentation and the console.
pub(super) fn register(service: &mut ServiceConfig, operations: &'static [Operation]) {
    service.app_data(PathConfig::default().error_handler(|_, _| Problem::not_found("id").into()));
    // `{` sorts after letters, so that `/v1/models/schema` goes before `/v1/models/{id}`.
    let mut by_path: BTreeMap<&str, Vec<&'static Operation>> = BTreeMap::new();
    for operation in operations {
        by_path.entry(operation.path).or_default().push(operation);
    }
    for (path, operations) in by_path {
        service.service(resource(path, &operations));
    }
    let get = || web::route().guard(Any(Get()).or(Head()));
    for path in ["/", "/docs"] {
        service.service(page(path, get().to(to_docs)));
    }
    service.service(page("/docs/{name:.*}", get().to(docs::file)));
    service.service(page("/openapi.json", get().to(move || ready(docs::contract(operations)))));
    crate::console::routes(service);
    service.default_service(web::to(async || -> Result<HttpResponse, Problem> {
        Err(Problem::not_found("route; see `/docs`"))
    }));
}

/// A page of the documentation.
fn page(path: &str, route: Route) -> Resource {
    with_405(web::resource(path).route(route), "GET, HEAD".to_owned())
}

/// Every operation on a path.
fn resource(path: &str, operations: &[&'static Operation]) -> Resource {
    let mut resource = web::resource(path);
    for &operation in operations {
        resource = resource.route(route(operation));
        if let Body::Form { kib } = operation.body {
            resource = resource.app_data(FormConfig::default().limit(kib << 10));
        }
    }
    let methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"].into_iter();
    let allowed = methods.filter(|method| operations.iter().any(|one| answers(one, method)));
    with_405(resource, allowed.collect::<Vec<_>>().join(", "))
}

fn route(operation: &'static Operation) -> Route {
    let route = (operation.route)().guard(guard(operation));
    if operation.replays() { route.wrap(from_fn(idempotency::replay)) } else { route }
}

/// Notes the operation on the request if it is the one, for [`super::operation::matched`].
fn guard(operation: &'static Operation) -> impl Guard {
    fn_guard(move |context| {
        let matches = answers(operation, context.head().method.as_str());
        if matches {
            context.req_data_mut().insert(operation);
        }
        matches
    })
}

/// GET includes HEAD (RFC 9110 §9.1); the server omits the body of the latter.
fn answers(operation: &Operation, method: &str) -> bool {
    operation.method == if method == "HEAD" { "GET" } else { method }
}

/// Refuses other methods and says which are allowed.
fn with_405(resource: Resource, allowed: String) -> Resource {
    resource.default_service(web::to(move || {
        let detail = format!("this path supports {allowed}");
        let problem = Problem::new(ErrorCode::MethodNotAllowed, detail);
        let problem = problem.with(header::ALLOW, &allowed);
        async { Err::<HttpResponse, Problem>(problem) }
    }))
}

async fn to_docs() -> HttpResponse {
    HttpResponse::SeeOther().insert_header((header::LOCATION, "/docs/")).finish()
}
