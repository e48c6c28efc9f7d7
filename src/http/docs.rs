//! The pages of the API's documentation: Swagger UI from `static/swagger-ui`, and the OpenAPI document that it reads.

use std::sync::OnceLock;

use actix_web::HttpResponse;
use actix_web::web::{Bytes, Path};

use super::openapi;
use super::operation::Operation;
use super::problem::Problem;

const INDEX: &str = include_str!("../../static/swagger-ui/index.html");
const INITIALIZER: &str = include_str!("../../static/swagger-ui/initializer.js");
const BUNDLE: &str = include_str!("../../static/swagger-ui/swagger-ui-bundle.js");
const STYLES: &str = include_str!("../../static/swagger-ui/swagger-ui.css");

static OPENAPI: OnceLock<Bytes> = OnceLock::new();

/// `/docs/…`
pub(super) async fn file(name: Path<String>) -> Result<HttpResponse, Problem> {
    let (kind, text) = match name.as_str() {
        "" | "index.html" => ("text/html; charset=utf-8", INDEX),
        "initializer.js" => ("text/javascript; charset=utf-8", INITIALIZER),
        "swagger-ui-bundle.js" => ("text/javascript; charset=utf-8", BUNDLE),
        "swagger-ui.css" => ("text/css; charset=utf-8", STYLES),
        _ => return Err(Problem::not_found("documentation page; start at `/docs/`")),
    };
    Ok(HttpResponse::Ok().content_type(kind).body(text))
}

/// `/openapi.json`
pub(super) fn contract(operations: &'static [Operation]) -> HttpResponse {
    let document = OPENAPI.get_or_init(|| {
        let document = serde_json::to_vec(&openapi::api(operations));
        document.expect("the contract can be written as JSON").into()
    });
    HttpResponse::Ok().content_type("application/json").body(document.clone())
}
