//! The error responses of each operation in the OpenAPI document, each code with an example.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use utoipa::openapi::example::ExampleBuilder;
use utoipa::openapi::header::HeaderBuilder;
use utoipa::openapi::path::{Operation as Described, ParameterIn};
use utoipa::openapi::{
    ContentBuilder, Header, ObjectBuilder, Ref, RefOr, Response, ResponseBuilder, Type,
};

use super::error_code::ErrorCode;
use super::operation::{Body, Key, Operation};
use crate::auth::Scope;

/// Adds the error responses. Pages and health checks describe theirs in the attribute.
pub(super) fn add(described: &mut Described, operation: &Operation) {
    if !operation.path.starts_with("/v1/") {
        return;
    }
    let mut by_status: BTreeMap<u16, Vec<ErrorCode>> = BTreeMap::new();
    for code in codes(operation, described) {
        by_status.entry(code.status().as_u16()).or_default().push(code);
    }
    let responses = &mut described.responses.responses;
    for (status, codes) in by_status {
        responses.insert(status.to_string(), RefOr::T(response(&codes, operation)));
    }
    for response in responses.values_mut() {
        if let RefOr::T(response) = response {
            let id = text(
                "Id of the request, also used in logs. Your own `X-Request-Id` is kept if it is a simple token.",
            );
            response.headers.insert("X-Request-Id".to_owned(), RefOr::T(id));
        }
    }
}

/// Every error that an operation can answer with: those that follow from its form, and its own.
fn codes(operation: &Operation, described: &Described) -> Vec<ErrorCode> {
    let takes = |place: &ParameterIn| {
        let mut parameters = described.parameters.iter().flatten();
        parameters.any(|one| matches!(one, RefOr::T(one) if one.parameter_in == *place))
    };
    let keyed = operation.replays() || operation.key == Key::Handler;
    let body = described.request_body.as_ref().map(|_| operation.body);
    let mut codes = vec![ErrorCode::Internal];
    let mut when = |applies: bool, more: &[ErrorCode]| {
        codes.extend(more.iter().filter(|_| applies));
    };
    when(operation.scope.is_some(), &[ErrorCode::Unauthorized, ErrorCode::ScopeMissing]);
    when(operation.database, &[ErrorCode::Unavailable, ErrorCode::Overloaded]);
    when(takes(&ParameterIn::Query), &[ErrorCode::QueryInvalid]);
    when(takes(&ParameterIn::Path), &[ErrorCode::NotFound]);
    when(keyed, KEY);
    when(body.is_some(), BODY);
    when(matches!(body, Some(Body::Json | Body::Batch)), &[ErrorCode::BodyInvalid]);
    when(matches!(body, Some(Body::Profile)), &[ErrorCode::ProfileInvalid]);
    when(true, operation.errors);
    codes
}

const KEY: &[ErrorCode] = &[
    ErrorCode::IdempotencyKeyInvalid,
    ErrorCode::IdempotencyKeyInUse,
    ErrorCode::IdempotencyKeyReused,
];

const BODY: &[ErrorCode] = &[
    ErrorCode::MalformedJson,
    ErrorCode::BodyUnreadable,
    ErrorCode::BodyTooSlow,
    ErrorCode::BodyTooLarge,
    ErrorCode::UnsupportedMediaType,
];

/// The response for errors of one status.
fn response(codes: &[ErrorCode], operation: &Operation) -> Response {
    let examples = codes.iter().map(|&code| {
        let value = Some(example(code, operation));
        let example = ExampleBuilder::new().summary(code.as_str()).value(value).build();
        (code.as_str().to_owned(), RefOr::T(example))
    });
    let content = ContentBuilder::new()
        .schema(Some(RefOr::Ref(Ref::from_schema_name("Problem"))))
        .examples_from_iter(examples)
        .build();
    let status = codes[0].status();
    let names: Vec<String> = codes.iter().map(|code| format!("`{}`", code.as_str())).collect();
    let reason = status.canonical_reason().unwrap_or_default();
    let response = ResponseBuilder::new()
        .description(format!("{reason}: {}", names.join(", ")))
        .content("application/problem+json", content);
    let response = match status.as_u16() {
        401 | 403 => response.header(
            "WWW-Authenticate",
            text("Authentication scheme and required scope (RFC 6750)."),
        ),
        409 | 503 => response.header("Retry-After", text("Seconds to wait before trying again.")),
        _ => response,
    };
    response.build()
}

fn example(code: ErrorCode, operation: &Operation) -> Value {
    let scope = operation.scope.map(Scope::name).unwrap_or_default();
    let fault = |[pointer, code, detail]: [&str; 3]| json!({ "pointer": pointer, "code": code, "detail": detail });
    let errors: Vec<Value> = code.fault().map(fault).into_iter().collect();
    json!({
        "type": format!("urn:bonafide:problem:{}", code.as_str()),
        "title": code.title(),
        "status": code.status().as_u16(),
        "detail": code.detail().replace("SCOPE", scope),
        "instance": "urn:bonafide:request:4f1f9f6a5b0c4c3f9b1d0c8f3a2e1d00",
        "code": code,
        "errors": errors,
    })
}

fn text(description: &str) -> Header {
    let text = ObjectBuilder::new().schema_type(Type::String).build();
    HeaderBuilder::new().schema(Some(text)).description(Some(description)).build()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::openapi;

    fn examples(path: &str, status: &str) -> Vec<String> {
        let api: Value = serde_json::from_str(&openapi::document()).unwrap();
        let (method, path) = path.split_once(' ').unwrap();
        let answer = &api["paths"][path][method]["responses"][status];
        let examples = &answer["content"]["application/problem+json"]["examples"];
        examples.as_object().into_iter().flatten().map(|(code, _)| code.clone()).collect()
    }

    #[test]
    fn each_code_that_an_operation_can_answer_has_an_example() {
        let decide = |status| examples("post /v1/decisions", status);
        assert_eq!(decide("400").len(), 4);
        assert_eq!(decide("409"), ["idempotency_key_in_use"]);
        assert_eq!(decide("422"), ["idempotency_key_reused", "profile_invalid"]);
        assert_eq!(examples("put /v1/policy", "422"), ["policy_invalid"]);
        assert_eq!(examples("get /v1/decisions", "400"), ["query_invalid"]);
        assert!(examples("get /v1/decisions", "409").is_empty());
        assert!(
            examples("get /v1/indicators", "503").is_empty(),
            "the catalogue needs no database"
        );
    }

    #[test]
    fn an_example_names_the_scope_of_its_own_operation() {
        let api: Value = serde_json::from_str(&openapi::document()).unwrap();
        for item in api["paths"].as_object().unwrap().values() {
            for operation in item.as_object().unwrap().values() {
                let Some(scope) = operation["security"][0]["bearer"][0].as_str() else { continue };
                let answer = operation["responses"]["403"].to_string();
                assert!(answer.contains(&format!("`{scope}`")), "{scope}: {answer}");
            }
        }
    }
}
