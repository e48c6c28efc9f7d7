//! The problems that each operation can answer with, added to the OpenAPI document by what the
//! operation takes. What makes them stands in [`super::problem`].

use std::collections::BTreeMap;

use actix_web::http::StatusCode;
use serde_json::{Value, json};
use utoipa::Modify;
use utoipa::openapi::example::ExampleBuilder;
use utoipa::openapi::header::HeaderBuilder;
use utoipa::openapi::path::{Operation, Parameter, ParameterBuilder, ParameterIn};
use utoipa::openapi::{
    ContentBuilder, Header, ObjectBuilder, Ref, RefOr, Response, ResponseBuilder, Type,
};

use super::idempotency::takes_key;
use super::review_problems;

/// Adds to every operation the problems that it can answer with.
pub(super) struct Problems;

/// Status, code, an example's detail, an example's faulty place.
pub(super) type Kind = (u16, &'static str, &'static str, Option<Place>);
/// Pointer, code, detail.
pub(super) type Place = (&'static str, &'static str, &'static str);

const TOKEN: &[Kind] = &[
    (401, "unauthorized", "the token has expired", None),
    (403, "scope_missing", "the token lacks the scope `SCOPE`", None),
    (500, "internal", "something went wrong on our side; nothing was stored", None),
];
const DATABASE: &[Kind] = &[(
    503,
    "unavailable",
    "the service is not ready; try again in a moment, with the same idempotency key",
    None,
)];
const QUERY: &[Kind] = &[(
    400,
    "query_invalid",
    "the query parameter `limit` cannot be used: invalid digit found in string",
    None,
)];
pub(super) const PATH: &[Kind] =
    &[(404, "not_found", "there is no such thing for this tenant", None)];
pub(super) const ERASED: &[Kind] =
    &[(410, "erased", "the applicant was erased; nothing of them can be read again", None)];
const BODY: &[Kind] = &[
    (400, "malformed_json", "the body is not valid JSON (line 3, column 17)", None),
    (400, "body_unreadable", "the body did not arrive whole", None),
    (408, "body_too_slow", "the body did not arrive in time", None),
    (413, "body_too_large", "the body is larger than 2097152 bytes", None),
    (
        415,
        "unsupported_media_type",
        "the body must be JSON: send `Content-Type: application/json`",
        None,
    ),
];
const PROFILE: &[Kind] = &[(
    422,
    "profile_invalid",
    "the profile has 1 fault; mend what `errors` names",
    Some(("/sessions/3/ip", "invalid_ip", "is not an IPv4 or IPv6 address")),
)];
const POLICY: &[Kind] = &[(
    422,
    "policy_invalid",
    "the policy cannot be used; mend what `errors` names",
    Some(("/high_from", "out_of_range", "is a probability above `elevated_from`")),
)];
const OBSERVATION: &[Kind] = &[(
    422,
    "observation_invalid",
    "the observation cannot be recorded; mend what `errors` names",
    Some((
        "/indicator",
        "not_human_evidence",
        "is computed from the profile and takes no notes; only indicators with the policy `human_evidence_only` do",
    )),
)];
const LIST: &[Kind] = &[
    (409, "list_exists", "there is a list of this name already; import into it", None),
    (
        422,
        "list_invalid",
        "the list cannot be made: unknown variant `emails`",
        Some(("", "invalid_list", "unknown variant `emails`")),
    ),
];
const WEBHOOK: &[Kind] = &[(
    422,
    "webhook_invalid",
    "the request for a webhook endpoint cannot be used; mend what `errors` names",
    Some(("/url", "invalid_webhook", "names an address that is not public")),
)];
const WEBHOOKS_FULL: &[Kind] =
    &[(409, "webhook_endpoints_full", "a tenant has at most 20 webhook endpoints", None)];
const WEBHOOK_DISABLED: &[Kind] =
    &[(409, "webhook_endpoint_disabled", "the endpoint is disabled; enable it first", None)];
const FILE: &[Kind] = &[(
    422,
    "list_file_invalid",
    "the file has 2 faults and nothing was imported; mend them or send `skip_invalid=true`",
    Some(("/lines/17", "invalid_entry", "is not an e-mail address")),
)];
const INPUT: &[Kind] = &[(
    422,
    "input_invalid",
    "the input cannot be converted and nothing was stored; mend what `errors` names",
    Some(("/user/login", "required", "is required, as a text")),
)];
const SIGNATURE: &[Kind] = &[(
    401,
    "bad_signature",
    "the signature is missing or is not one of the configured secrets'",
    None,
)];
const MODEL: &[Kind] = &[(
    422,
    "model_invalid",
    "the model cannot be taken; mend what `errors` names",
    Some(("/definition/terms/3/miss", "wrong_type", "must be of type number")),
)];
const PROMOTION: &[Kind] = &[
    (
        409,
        "gate_refused",
        "the gate refuses the model: recall at the review budget is lower than the champion's",
        Some((
            "/evaluation",
            "not_evaluated",
            "it was not measured on labelled cases of this tenant",
        )),
    ),
    (
        422,
        "promotion_invalid",
        "the body must be `{}` or `{\"force_reason\": \"…\"}`",
        Some(("/force_reason", "out_of_range", "the reason must be 10 to 500 characters")),
    ),
];
const APPROVAL: &[Kind] = &[
    (409, "own_request", "who asked for a promotion cannot approve it", None),
    (409, "promotion_not_pending", "no promotion of this model waits for a second person", None),
];
const ROLE: &[Kind] =
    &[(409, "model_role", "the model is champion: it scores; promote another or roll back", None)];
const ROLL_BACK: &[Kind] = &[(
    409,
    "nothing_to_roll_back_to",
    "nothing scored before the present model; there is nothing to go back to",
    None,
)];
const MEASURE: &[Kind] = &[(
    409,
    "not_measurable",
    "there are 0 applicants labelled fake and 3 labelled genuine to measure on; each is needed",
    None,
)];
const TRAINING: &[Kind] = &[
    (
        409,
        "training_running",
        "a training job of this tenant is queued or running; wait for it or cancel it",
        None,
    ),
    (
        422,
        "training_invalid",
        "the job cannot be started; mend what `errors` names",
        Some(("/options/held_out", "out_of_range", "is a share between 0.1 and 0.5")),
    ),
];
const TRAINING_OVER: &[Kind] =
    &[(409, "training_over", "the training job is over: it succeeded", None)];
const UNUSABLE: &[Kind] = &[(409, "model_unusable", "the model does not fit this build", None)];
/// What an adapter's profile can meet while it is decided.
const ADAPTED: &[Kind] = &[
    (
        409,
        "idempotency_key_running",
        "a request with this idempotency key is still running; send it again in a moment",
        None,
    ),
    (410, "erased", "the applicant was erased; nothing of them can be read again", None),
];
const KEY: &[Kind] = &[
    (
        400,
        "idempotency_key_invalid",
        "`Idempotency-Key` must be given once, as 1 to 255 visible ASCII characters, such as a UUID",
        None,
    ),
    (
        409,
        "idempotency_key_running",
        "a request with this idempotency key is still running; send it again in a moment",
        None,
    ),
    (
        422,
        "idempotency_key_reused",
        "this idempotency key came before with another body; use a new key for a new request",
        None,
    ),
];

/// A body that is JSON and not what the route takes.
const TYPED: &[Kind] = &[(
    422,
    "body_invalid",
    "the body is not what this route takes; mend what `errors` names",
    Some(("", "invalid", "unknown field `verdcit`, expected `verdict`")),
)];
impl Modify for Problems {
    fn modify(&self, api: &mut utoipa::openapi::OpenApi) {
        for (path, item) in &mut api.paths.paths {
            if !path.starts_with("/v1/") {
                continue;
            }
            if let Some(post) = item.post.as_mut().filter(|_| takes_key(path)) {
                post.parameters.get_or_insert_default().push(RefOr::T(key_parameter()));
            }
            let operations =
                [&mut item.get, &mut item.post, &mut item.put, &mut item.patch, &mut item.delete];
            for operation in operations.into_iter().flatten() {
                add(path, operation);
            }
        }
    }
}

fn key_parameter() -> Parameter {
    let text = ObjectBuilder::new().schema_type(Type::String).max_length(Some(255)).build();
    ParameterBuilder::new()
        .name("Idempotency-Key")
        .parameter_in(ParameterIn::Header)
        .required(utoipa::openapi::Required::False)
        .description(Some(
            "A name for this request: 1 to 255 visible ASCII characters, such as a UUID. The same key and the same \
             request within a day answer as before, with `Idempotent-Replayed: true`, and change nothing",
        ))
        .schema(Some(text))
        .build()
}

fn add(path: &str, operation: &mut Operation) {
    let scope = scope(operation);
    let mut by_status: BTreeMap<u16, Vec<Kind>> = BTreeMap::new();
    for kind in kinds(path, operation) {
        by_status.entry(kind.0).or_default().push(kind);
    }
    let responses = &mut operation.responses.responses;
    for (status, kinds) in by_status {
        responses.insert(status.to_string(), RefOr::T(response(status, &kinds, &scope)));
    }
    for answer in responses.values_mut() {
        if let RefOr::T(answer) = answer {
            let id = text("Names the request, in the log too: the caller's own id if it is plain");
            answer.headers.insert("X-Request-Id".to_owned(), RefOr::T(id));
        }
    }
}

/// What can go wrong with what the operation takes.
fn kinds(path: &str, operation: &Operation) -> Vec<Kind> {
    let takes = |place: &ParameterIn| {
        let mut parameters = operation.parameters.iter().flatten();
        parameters.any(|one| matches!(one, RefOr::T(one) if one.parameter_in == *place))
    };
    let signed = path.ends_with("/{tenant}");
    let mut kinds = if signed { TOKEN[2..].to_vec() } else { TOKEN.to_vec() };
    let mut when = |takes: bool, more: &[Kind]| kinds.extend(more.iter().filter(|_| takes));
    when(!path.starts_with("/v1/indicators"), DATABASE);
    when(takes(&ParameterIn::Query), QUERY);
    when(takes(&ParameterIn::Path), PATH);
    let person = path.starts_with("/v1/decisions") || path.starts_with("/v1/applicants");
    when(person && (takes(&ParameterIn::Path) || takes(&ParameterIn::Header)), ERASED);
    when(takes(&ParameterIn::Header) && !path.ends_with("/events"), KEY);
    let body = operation.request_body.is_some();
    when(body, BODY);
    when(body && path == "/v1/policy", POLICY);
    let observation = path.ends_with("/observations");
    when(body && observation, OBSERVATION);
    when(body && path == "/v1/lists", LIST);
    when(path.ends_with("/imports"), FILE);
    when(path.starts_with("/v1/adapters"), INPUT);
    when(path.starts_with("/v1/adapters"), ADAPTED);
    when(signed, SIGNATURE);
    models(path, body, &mut when);
    when(body && is_profile(path), PROFILE);
    webhooks(path, body, &mut when);
    when(body && (review_problems::is_typed(path) || has_own_word(path)), TYPED);
    kinds.extend(review_problems::kinds(path, body));
    kinds
}

/// Whether what does not fit has a code of the route's own, beside that of what is wrong with any body.
fn has_own_word(path: &str) -> bool {
    let ends = ["/lists", "/training-jobs", "/observations", "/promote"];
    ends.iter().any(|end| path.ends_with(end)) || path.starts_with("/v1/webhook-")
}

/// Whether the body is a profile document.
fn is_profile(path: &str) -> bool {
    path.starts_with("/v1/decisions") || path.starts_with("/v1/scores")
}

/// What can go wrong with webhook endpoints and deliveries.
fn webhooks(path: &str, body: bool, when: &mut impl FnMut(bool, &[Kind])) {
    if path.starts_with("/v1/webhook-") {
        when(body, WEBHOOK);
        when(body && path == "/v1/webhook-endpoints", WEBHOOKS_FULL);
        when(path.ends_with("/replay") || path.ends_with("/test"), WEBHOOK_DISABLED);
    }
}

/// What can go wrong with models.
fn models(path: &str, body: bool, when: &mut impl FnMut(bool, &[Kind])) {
    when(body && path == "/v1/training-jobs", TRAINING);
    when(path.ends_with("/cancel") && path.starts_with("/v1/training-jobs"), TRAINING_OVER);
    let Some(rest) = path.strip_prefix("/v1/models") else { return };
    let step = rest.rsplit('/').next().unwrap_or_default();
    when(step == "evaluate", MEASURE);
    when(body && rest.is_empty(), MODEL);
    when(step == "promote", PROMOTION);
    when(step == "approve", PROMOTION);
    when(matches!(step, "approve" | "decline"), APPROVAL);
    when(matches!(step, "shadow" | "retire"), ROLE);
    when(step == "rollback", ROLL_BACK);
    when(matches!(step, "promote" | "approve" | "shadow" | "rollback"), UNUSABLE);
}

/// The scope that an operation asks for.
fn scope(operation: &Operation) -> String {
    let security = serde_json::to_value(&operation.security).unwrap_or_default();
    security[0]["bearer"][0].as_str().unwrap_or_default().to_owned()
}

fn response(status: u16, kinds: &[Kind], scope: &str) -> Response {
    let title = title(status);
    let examples = kinds.iter().map(|kind| {
        let value = Some(example(kind, scope));
        (kind.1.to_owned(), RefOr::T(ExampleBuilder::new().summary(kind.1).value(value).build()))
    });
    let content = ContentBuilder::new()
        .schema(Some(RefOr::Ref(Ref::from_schema_name("Problem"))))
        .examples_from_iter(examples)
        .build();
    let codes: Vec<String> = kinds.iter().map(|kind| format!("`{}`", kind.1)).collect();
    let mut response = ResponseBuilder::new()
        .description(format!("{title}: {}", codes.join(", ")))
        .content("application/problem+json", content);
    if matches!(status, 401 | 403) {
        response = response.header("WWW-Authenticate", text("What to bring (RFC 6750)"));
    }
    if matches!(status, 409 | 503) {
        response = response.header("Retry-After", text("After how many seconds to try again"));
    }
    response.build()
}

fn title(status: u16) -> &'static str {
    let status = StatusCode::from_u16(status).ok();
    status.and_then(|status| status.canonical_reason()).unwrap_or_default()
}

fn example(&(status, code, detail, place): &Kind, scope: &str) -> Value {
    let errors: Vec<Value> = (place.into_iter())
        .map(
            |(pointer, code, detail)| json!({ "pointer": pointer, "code": code, "detail": detail }),
        )
        .collect();
    json!({
        "type": format!("urn:bonafide:problem:{code}"),
        "title": title(status),
        "status": status,
        "detail": detail.replace("SCOPE", scope),
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
        assert_eq!(decide("400").len(), 3);
        assert_eq!(decide("409"), ["idempotency_key_running"]);
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
