//! The contract: the OpenAPI 3.1 document, made from the handlers.

use serde_json::{Value, json};
use utoipa::openapi::path::{Operation, ParameterIn};
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::openapi::{ContentBuilder, Ref, RefOr, Response, ResponseBuilder};
use utoipa::{Modify, OpenApi};

use super::health;
use super::problem::Problem;
use super::v1::{applicants, decisions, indicators, policy, scores};

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Bonafide",
        description = "Finds fake applicants from evidence, with reasons that are the score.\n\n\
            Send a profile to `POST /v1/decisions`: the answer has a band, a recommendation, and every \
            contribution to the log-odds with its evidence. Nothing recommends to turn somebody away; people \
            decide.\n\nEvery error is a problem document (RFC 9457) whose `code` is stable. Times are RFC 3339 \
            in UTC. Lists are `{ data, next_cursor }`. Every answer carries `X-Request-Id`.",
        license(name = "MIT OR Apache-2.0", identifier = "MIT OR Apache-2.0")
    ),
    paths(
        decisions::decide, decisions::list, decisions::find, decisions::replay,
        scores::score,
        applicants::find, applicants::links,
        indicators::list, indicators::find,
        policy::current, policy::put,
        health::healthz, health::readyz, health::metrics,
    ),
    components(schemas(Problem)),
    modifiers(&Bearer, &Problems),
    tags(
        (name = "decisions", description = "Score a profile and store the decision"),
        (name = "scores", description = "Try a profile out"),
        (name = "applicants", description = "What was submitted and decided, and who is linked to whom"),
        (name = "indicators", description = "The published red flags, and which of them are used how"),
        (name = "policy", description = "Where bands begin, and the base rate"),
        (name = "operations", description = "Health and metrics"),
    )
)]
struct Api;

/// The document.
pub(super) fn api() -> utoipa::openapi::OpenApi {
    Api::openapi()
}

/// The document as it is committed: pretty JSON with a line's end.
pub fn document() -> String {
    let mut text = api().to_pretty_json().expect("the document is plain JSON");
    text.push('\n');
    text
}

/// A profile for examples: invented, with documentation addresses and numbers for fiction.
pub(super) fn example_profile() -> Value {
    json!({
        "schema": "bonafide.profile/v1",
        "external_id": "cand-20931",
        "claims": { "name": "Sam Example", "country": "US", "time_zone": "America/Chicago", "years_of_experience": 8 },
        "contact": { "emails": [{ "address": "sam@mail.example" }], "phones": [{ "number": "+1-202-555-0123" }] },
        "sessions": [{
            "started_at": "2026-05-30T14:00:00Z", "last_activity_at": "2026-05-30T16:20:00Z", "ip": "192.0.2.17",
            "device_id": "d-81f0", "time_zone": "America/Chicago", "client": { "remote_desktop": false }
        }],
        "payouts": [{ "method": "bank", "account": "DE02 1203 0000 0000 2020 51", "holder_name": "Sam Example", "country": "US" }]
    })
}

struct Bearer;

impl Modify for Bearer {
    fn modify(&self, api: &mut utoipa::openapi::OpenApi) {
        let scheme = HttpBuilder::new()
            .scheme(HttpAuthScheme::Bearer)
            .bearer_format("JWT")
            .description(Some("A signed `at+jwt` (RFC 9068) with the tenant and the scopes; `bonafide token` mints one"))
            .build();
        let components = api.components.get_or_insert_default();
        components.add_security_scheme("bearer", SecurityScheme::Http(scheme));
    }
}

/// Adds to every operation the problems that it can answer with.
struct Problems;

/// Status, code, an example's detail.
type Kind = (u16, &'static str, &'static str);

const EVERYBODY: &[Kind] = &[
    (500, "internal", "something went wrong on our side; nothing was stored"),
    (
        503,
        "unavailable",
        "the service is not ready; try again in a moment, with the same idempotency key",
    ),
];
const WITH_TOKEN: &[Kind] = &[
    (401, "unauthorized", "the token has expired"),
    (403, "scope_missing", "the token lacks the scope `decisions:write`"),
];
const WITH_QUERY: &[Kind] = &[(400, "query_invalid", "`limit` is a number from 1 to 100")];
const WITH_PATH: &[Kind] = &[(404, "not_found", "there is no such thing for this tenant")];
const WITH_BODY: &[Kind] = &[
    (400, "malformed_json", "the body is not JSON: it ends in the middle of a value at byte 17"),
    (408, "body_too_slow", "the body did not arrive in time"),
    (413, "body_too_large", "the body is larger than 2097152 bytes"),
    (415, "unsupported_media_type", "the body must be JSON: send `Content-Type: application/json`"),
    (422, "profile_invalid", "the profile has 1 fault; mend what `errors` names"),
];
const WITH_KEY: &[Kind] = &[(
    409,
    "idempotency_key_running",
    "a request with this idempotency key is still running; send it again in a moment",
)];

impl Modify for Problems {
    fn modify(&self, api: &mut utoipa::openapi::OpenApi) {
        for (path, item) in &mut api.paths.paths {
            if !path.starts_with("/v1/") {
                continue;
            }
            for operation in [&mut item.get, &mut item.post, &mut item.put].into_iter().flatten() {
                add(operation);
            }
        }
    }
}

fn add(operation: &mut Operation) {
    let parameters = operation.parameters.clone().unwrap_or_default();
    let has = |place: &ParameterIn| {
        parameters
            .iter()
            .any(|parameter| matches!(parameter, RefOr::T(one) if one.parameter_in == *place))
    };
    let mut kinds = [WITH_TOKEN, EVERYBODY].concat();
    if has(&ParameterIn::Query) {
        kinds.extend_from_slice(WITH_QUERY);
    }
    if has(&ParameterIn::Path) {
        kinds.extend_from_slice(WITH_PATH);
    }
    if has(&ParameterIn::Header) {
        kinds.extend_from_slice(WITH_KEY);
    }
    if operation.request_body.is_some() {
        kinds.extend_from_slice(WITH_BODY);
    }
    for kind in kinds {
        operation.responses.responses.insert(kind.0.to_string(), RefOr::T(response(kind)));
    }
}

fn response((status, code, detail): Kind) -> Response {
    let title = actix_web::http::StatusCode::from_u16(status)
        .ok()
        .and_then(|status| status.canonical_reason())
        .unwrap_or_default();
    let errors = if status == 422 {
        json!([{ "pointer": "/sessions/3/ip", "code": "invalid_ip", "detail": "is not an IPv4 or IPv6 address" }])
    } else {
        json!([])
    };
    let example = json!({
        "type": format!("urn:bonafide:problem:{code}"), "title": title, "status": status, "detail": detail,
        "instance": "urn:bonafide:request:4f1f9f6a5b0c4c3f9b1d0c8f3a2e1d00", "code": code, "errors": errors
    });
    let content = ContentBuilder::new()
        .schema(Some(RefOr::Ref(Ref::from_schema_name("Problem"))))
        .example(Some(example))
        .build();
    ResponseBuilder::new().description(title).content("application/problem+json", content).build()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::profile;

    /// Every list of the profile's schema, as a place and how many elements it says that it takes.
    fn lists(api: &Value, schema: &Value, at: &str, found: &mut Vec<(String, usize)>) {
        if let Some(name) = schema["$ref"].as_str() {
            let pointer = name.trim_start_matches('#');
            return lists(api, api.pointer(pointer).unwrap(), at, found);
        }
        for part in schema["oneOf"].as_array().into_iter().flatten() {
            lists(api, part, at, found);
        }
        if let Some(most) = schema["maxItems"].as_u64() {
            found.push((at.to_owned(), usize::try_from(most).unwrap()));
        }
        for (name, field) in schema["properties"].as_object().into_iter().flatten() {
            lists(api, field, &format!("{at}/{name}"), found);
        }
    }

    #[test]
    fn a_list_takes_as_many_elements_as_the_schema_says_and_no_more() {
        let api: Value = serde_json::from_str(&document()).unwrap();
        let mut found = Vec::new();
        lists(&api, &api["components"]["schemas"]["Profile"], "", &mut found);
        assert!(found.len() >= 20, "{found:?}");
        for (at, most) in found {
            for (elements, fits) in [(most, true), (most + 1, false)] {
                let mut document = json!({ "external_id": "a" });
                // Elements may be wrong themselves; only the count is looked at here.
                let list = format!("[{}]", vec!["0"; elements].join(","));
                let mut inner: Value = serde_json::from_str(&list).unwrap();
                for name in at
                    .trim_start_matches('/')
                    .split('/')
                    .skip(1)
                    .collect::<Vec<_>>()
                    .into_iter()
                    .rev()
                {
                    inner = json!({ name: inner });
                }
                document[at.split('/').nth(1).unwrap()] = inner;
                let Err(profile::BadProfile::Faults(faults)) =
                    profile::parse(document.to_string().as_bytes())
                else {
                    panic!("zeros are elements of no list");
                };
                let full =
                    faults.iter().any(|fault| fault.code == "too_many" && fault.pointer == at);
                assert_eq!(full, !fits, "{at} with {elements}: {:?}", faults.first());
            }
        }
    }
}
