//! Rules for all routes, tested from the OpenAPI document.

use bonafide::auth::Scope;
use bonafide::http::openapi;
use reqwest::Method;
use serde_json::{Value, json};

use crate::harness::{Reply, Service, TENANT};

struct Route {
    method: Method,
    path: String,
    scope: Option<Scope>,
    responses: Value,
}

/// Every operation, its path's placeholders filled in.
fn routes() -> Vec<Route> {
    let api: Value = serde_json::from_str(&openapi::document()).unwrap();
    let mut routes = Vec::new();
    for (path, item) in api["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            let Ok(method) = method.to_uppercase().parse::<Method>() else { continue };
            let scope = operation["security"][0]["bearer"][0].as_str();
            routes.push(Route {
                method,
                path: filled(path),
                scope: scope.map(|scope| scope.parse().unwrap()),
                responses: operation["responses"].clone(),
            });
        }
    }
    assert!(routes.len() >= 14, "{}", routes.len());
    routes
}

/// A path of the contract with something in the place of each placeholder.
pub fn filled(path: &str) -> String {
    let id = "01937a1e5c007bd28f3c2a5d8e6b4f10";
    let id = match path.split('/').nth(2) {
        Some("decisions") => format!("dec_{id}"),
        Some("applicants" | "golden-items") => format!("app_{id}"),
        Some("lists") => format!("list_{id}"),
        Some("relations") => format!("rel_{id}"),
        Some("rings") => format!("ring_{id}"),
        Some("models") => format!("mod_{}", &id[..16]),
        Some("reviews") => format!("rev_{id}"),
        Some("webhook-endpoints") => format!("whe_{id}"),
        Some("webhook-deliveries") => format!("dlv_{id}"),
        Some("training-jobs") => format!("train_{id}"),
        Some("appeals") => format!("apl_{id}"),
        _ => format!("_{id}"),
    };
    path.replace("{id}", &id)
        .replace("{kind}", "github")
        .replace("{token}", "nobody.alk.0")
        .replace("{name}", "rings")
        .replace("{tenant}", "nobody")
}

fn is_problem(reply: &Reply) -> bool {
    reply.header("content-type").starts_with("application/problem+json")
        && ["type", "title", "status", "detail", "instance", "code"]
            .iter()
            .all(|field| !reply.body[field].is_null())
        && reply.body["instance"].as_str().unwrap().ends_with(reply.header("x-request-id"))
}

#[actix_web::test]
async fn strangers_get_401_everywhere_but_on_health_and_docs() {
    let service = Service::start().await;
    for route in routes() {
        let reply =
            Reply::read(service.anonymous(route.method.clone(), &route.path).json(&json!({})))
                .await;
        if route.scope.is_some() {
            assert_eq!(reply.status, 401, "{} {}", route.method, route.path);
            assert!(is_problem(&reply), "{}", reply.text);
            assert!(reply.header("www-authenticate").starts_with("Bearer"));
        } else if route.path.starts_with("/appeals/") {
            let expected = if route.method == Method::GET { 404 } else { 415 };
            assert_eq!(reply.status, expected, "a link that nobody signed: {}", reply.text);
        } else if route.path.starts_with("/v1/adapters/") {
            assert!(
                reply.is_problem(404, "not_found"),
                "a webhook that nobody set up: {}",
                reply.text
            );
        } else {
            assert_eq!(reply.status, 200, "{} {}", route.method, route.path);
        }
    }
}

#[actix_web::test]
async fn a_token_without_the_scope_gets_403_and_one_with_it_does_not() {
    let service = Service::start().await;
    for route in routes() {
        let Some(scope) = route.scope else { continue };
        let others: Vec<Scope> = Scope::ALL.into_iter().filter(|other| *other != scope).collect();
        for (scopes, allowed) in [(others, false), (vec![scope], true)] {
            let request = service.anonymous(route.method.clone(), &route.path).json(&json!({}));
            let reply = Reply::read(request.bearer_auth(service.token(TENANT, &scopes))).await;
            assert_eq!(
                reply.status != 403,
                allowed,
                "{} {}: {}",
                route.method,
                route.path,
                reply.text
            );
            assert!(allowed || reply.is_problem(403, "scope_missing"), "{}", reply.text);
        }
    }
}

#[actix_web::test]
async fn every_answer_is_one_that_the_contract_names() {
    let service = Service::start().await;
    for route in routes() {
        for body in [json!({}), json!({ "external_id": "a" }), json!([])] {
            let request = service.request_of(TENANT, route.method.clone(), &route.path);
            let reply = Reply::read(request.json(&body)).await;
            let status = reply.status.to_string();
            let response = &route.responses[&status];
            let line = format!("{} {} answered {status}", route.method, route.path);
            assert!(response.is_object(), "{line}");
            let examples = &response["content"]["application/problem+json"]["examples"];
            if let (Some(examples), Some(code)) =
                (examples.as_object(), reply.body["code"].as_str())
            {
                assert!(examples.contains_key(code), "{line} {code}");
            }
        }
    }
}

#[actix_web::test]
async fn another_method_gets_405_with_those_that_are_allowed() {
    let service = Service::start().await;
    let reply = Reply::read(service.request_of(TENANT, Method::DELETE, "/v1/decisions")).await;
    assert!(reply.is_problem(405, "method_not_allowed"), "{}", reply.text);
    assert_eq!(reply.header("allow"), "GET, HEAD, POST");
}

#[actix_web::test]
async fn a_request_keeps_the_id_that_it_came_with_if_it_is_plain() {
    let service = Service::start().await;
    let ask =
        |id: &'static str| service.anonymous(Method::GET, "/healthz").header("X-Request-Id", id);
    assert_eq!(Reply::read(ask("job-42.a_b")).await.header("x-request-id"), "job-42.a_b");
    let made = Reply::read(ask("not plain <script>")).await;
    assert_eq!(made.header("x-request-id").len(), 32);
}

#[actix_web::test]
async fn the_service_says_whether_it_is_ready_and_counts_what_it_does() {
    let service = Service::start().await;
    let ready = service.get("/readyz").await;
    assert_eq!((ready.status, &ready.body["ready"]), (200, &json!(true)), "{}", ready.text);
    service.app.db.close().await;
    let closed = service.get("/readyz").await;
    assert_eq!((closed.status, &closed.body["database"]), (503, &json!(false)), "{}", closed.text);
    let made = service.post("/v1/decisions", &json!({ "external_id": "a" })).await;
    assert!(made.is_problem(503, "unavailable"), "{}", made.text);
    assert!(!made.text.contains("pool"), "a 5xx tells outsiders nothing");
}

#[actix_web::test]
async fn the_docs_load_from_the_service_alone() {
    let service = Service::start().await;
    let page = service.get("/docs/").await;
    assert_eq!(page.status, 200);
    assert!(!page.text.contains("https://"), "{}", page.text);
    let api = service.get("/openapi.json").await;
    assert_eq!(api.body["openapi"], "3.1.0");
}

#[actix_web::test]
async fn the_catalogue_lists_all_red_flags_with_what_is_refused_and_why() {
    let service = Service::start().await;
    let all = service.get("/v1/indicators").await.body;
    let data = all["data"].as_array().unwrap();
    assert_eq!(data.len(), 149);
    assert!(data.iter().filter(|one| one["implemented"] == true).count() >= 35);
    let refused: Vec<&Value> = data.iter().filter(|one| one["use"] == "exclude").collect();
    assert_eq!(refused.len(), 10);
    for one in refused {
        assert_eq!(one["implemented"], false, "{}", one["id"]);
        assert!(
            one["excluded_because"].as_str().is_some_and(|why| why.len() > 20),
            "{}",
            one["id"]
        );
    }
    let payout = service.get("/v1/indicators?family=payout&implemented=true").await.body;
    assert!(payout["data"].as_array().unwrap().iter().all(|one| one["family"] == "payout"));
    assert_eq!(service.get("/v1/indicators/payout_account_shared").await.status, 200);
}
