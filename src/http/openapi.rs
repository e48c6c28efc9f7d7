//! The contract: the OpenAPI 3.1 document, made from the table of operations and the handlers' attributes.

use utoipa::OpenApi;
use utoipa::openapi::path::{
    HttpMethod, Operation as Described, Parameter, ParameterBuilder, ParameterIn,
};
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityRequirement, SecurityScheme};
use utoipa::openapi::tag::TagBuilder;
use utoipa::openapi::{ObjectBuilder, Ref, RefOr, Required, Schema, Type};

use super::error_responses;
use super::operation::Operation;
use super::operations::OPERATIONS;
use super::problem::Problem;
use super::v1::reviews;
use super::webhooks::Webhooks;
use crate::http::v1::models::training_data;
use crate::http::v1::people::rings;
use crate::http::v1::scoring::adapters;
use crate::notices::Audience;

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Bonafide",
        description = "Helps hiring platforms find fake applicants from evidence, and explains every score.\n\n\
            Send a profile to `POST /v1/decisions`. The response has a band, a recommendation, and the contribution of \
            each indicator to the log-odds, with its evidence. The service never recommends rejecting an applicant: \
            people decide.\n\nErrors are problem documents (RFC 9457) with a stable `code`. Times are RFC 3339 in UTC. \
            Lists are `{ data, next_cursor }`. Every response has an `X-Request-Id` header.",
        license(name = "MIT OR Apache-2.0", identifier = "MIT OR Apache-2.0")
    ),
    // Query parameters refer to these types, but utoipa does not collect them. A new one can be `#[param(inline)]`.
    components(schemas(
        Problem, Audience, adapters::ConversionAction, reviews::ReviewSort, rings::RingSort,
        training_data::TrainingDataFormat
    )),
    modifiers(&Webhooks),
)]
struct Base;

/// What `{id}` is after a collection: the type and a description. Other parameters are in the handler's attribute.
const IDS: &[(&str, &str, &str)] = &[
    ("appeals", "AppealId", "Id of the appeal"),
    ("applicants", "ApplicantId", "Id of the applicant"),
    ("decisions", "DecisionId", "Id of the decision"),
    ("golden-items", "ApplicantId", "Id of the applicant"),
    ("lists", "ListId", "Id of the list"),
    ("models", "ModelId", "Id of the model"),
    ("reviews", "ReviewId", "Id of the review"),
    ("relations", "RelationId", "Id of the confirmed relation"),
    ("rings", "RingId", "Id of the ring"),
    ("training-jobs", "TrainingJobId", "Id of the training job"),
    ("webhook-deliveries", "DeliveryId", "Id of the delivery"),
    ("webhook-endpoints", "EndpointId", "Id of the endpoint"),
];

/// The document as it is committed: pretty JSON with a final newline.
pub fn document() -> String {
    let mut text = api(OPERATIONS).to_pretty_json().expect("the document is plain JSON");
    text.push('\n');
    text
}

/// The document of some operations.
pub(super) fn api(operations: &[Operation]) -> utoipa::openapi::OpenApi {
    let mut api = Base::openapi();
    let scheme = HttpBuilder::new()
        .scheme(HttpAuthScheme::Bearer)
        .bearer_format("JWT")
        .description(Some(
            "A signed access token (`at+jwt`, RFC 9068) with the tenant and the scopes. `bonafide token` creates one.",
        ))
        .build();
    let components = api.components.get_or_insert_default();
    components.add_security_scheme("bearer", SecurityScheme::Http(scheme));
    for operation in operations {
        add(&mut api, operation);
    }
    api
}

fn add(api: &mut utoipa::openapi::OpenApi, operation: &Operation) {
    let docs = (operation.docs)();
    let schemas = docs.components.into_iter().flat_map(|components| components.schemas);
    api.components.get_or_insert_default().schemas.extend(schemas);
    let tags = api.tags.get_or_insert_default();
    if !tags.iter().any(|tag| tag.name == operation.tag.name) {
        let description = Some(operation.tag.description);
        tags.push(TagBuilder::new().name(operation.tag.name).description(description).build());
    }
    let item = docs.paths.paths.into_values().next().unwrap_or_default();
    let (method, described) = match operation.method {
        "GET" => (HttpMethod::Get, item.get),
        "POST" => (HttpMethod::Post, item.post),
        "PUT" => (HttpMethod::Put, item.put),
        "PATCH" => (HttpMethod::Patch, item.patch),
        _ => (HttpMethod::Delete, item.delete),
    };
    let described = described.expect("the attribute and the table name the same method");
    let described = complete(described, operation);
    api.paths.add_path_operation(operation.path, vec![method], described);
}

/// Adds what the table knows to what the handler's attribute says.
fn complete(mut described: Described, operation: &Operation) -> Described {
    described.operation_id = Some(operation.id.to_owned());
    described.tags = Some(vec![operation.tag.name.to_owned()]);
    described.security = Some(vec![match operation.scope {
        Some(scope) => SecurityRequirement::new("bearer", [scope.name()]),
        None => SecurityRequirement::default(),
    }]);
    let mut parameters: Vec<RefOr<Parameter>> = id_parameter(operation.path).into_iter().collect();
    parameters.extend(described.parameters.take().into_iter().flatten());
    if operation.replays() {
        parameters.push(RefOr::T(key_parameter()));
    }
    described.parameters = Some(parameters).filter(|parameters| !parameters.is_empty());
    error_responses::add(&mut described, operation);
    described
}

/// The parameter `id` of `/v1/{collection}/{id}/…`.
fn id_parameter(path: &str) -> Option<RefOr<Parameter>> {
    let (collection, _) = path.strip_prefix("/v1/")?.split_once("/{id}")?;
    let (_, schema, description) = IDS.iter().find(|(of, ..)| *of == collection)?;
    let parameter = ParameterBuilder::new()
        .name("id")
        .parameter_in(ParameterIn::Path)
        .required(Required::True)
        .description(Some(*description))
        .schema(Some(Ref::from_schema_name(*schema)))
        .build();
    Some(RefOr::T(parameter))
}

fn key_parameter() -> Parameter {
    let text = ObjectBuilder::new().schema_type(Type::String).max_length(Some(255)).build();
    ParameterBuilder::new()
        .name("Idempotency-Key")
        .parameter_in(ParameterIn::Header)
        .required(Required::False)
        .description(Some(
            "Unique key of this request: 1 to 255 visible ASCII characters, such as a UUID. If you repeat a request with \
             the same key within a day, you get the same response with `Idempotent-Replayed: true`, and nothing changes.",
        ))
        .schema(Some(Schema::Object(text)))
        .build()
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::http::example;
    use evidence::profile;

    /// Every list in the schema of the profile: its JSON Pointer and the largest number of elements.
    fn lists(api: &Value, schema: &Value, at: &str, found: &mut Vec<(String, usize)>) {
        if let Some(name) = schema["$ref"].as_str() {
            let pointer = name.trim_start_matches('#');
            return lists(api, api.pointer(pointer).unwrap(), at, found);
        }
        for part in schema["oneOf"].as_array().into_iter().flatten() {
            lists(api, part, at, found);
        }
        if let Some(max) = schema["maxItems"].as_u64() {
            found.push((at.to_owned(), usize::try_from(max).unwrap()));
        }
        for (name, field) in schema["properties"].as_object().into_iter().flatten() {
            lists(api, field, &format!("{at}/{name}"), found);
        }
    }

    #[test]
    fn the_example_is_a_profile_in_which_every_field_is_known() {
        let (_, warnings) = profile::parse(example::profile().to_string().as_bytes()).unwrap();
        assert_eq!(warnings, []);
    }

    #[test]
    fn no_two_operations_have_the_same_id() {
        let api: Value = serde_json::from_str(&document()).unwrap();
        let items = api["paths"].as_object().unwrap().values();
        let operations = items.flat_map(|item| item.as_object().unwrap().values());
        let mut ids: Vec<&str> =
            operations.map(|operation| operation["operationId"].as_str().unwrap()).collect();
        let all = ids.len();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), all, "{ids:?}");
    }

    #[test]
    fn a_list_takes_as_many_elements_as_the_schema_says_and_no_more() {
        let api: Value = serde_json::from_str(&document()).unwrap();
        let mut found = Vec::new();
        lists(&api, &api["components"]["schemas"]["Profile"], "", &mut found);
        assert!(found.len() >= 20, "{found:?}");
        for (at, max) in found {
            for (elements, fits) in [(max, true), (max + 1, false)] {
                let mut document = json!({ "external_id": "a" });
                // The elements are invalid; only their number matters here.
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
                let read = profile::parse(document.to_string().as_bytes());
                let full = matches!(&read, Err(profile::BadProfile::Faults(faults))
                    if faults.iter().any(|fault| fault.code == "too_many" && fault.pointer == at));
                assert_eq!(full, !fits, "{at} with {elements}: {:?}", read.err());
            }
        }
    }
}
