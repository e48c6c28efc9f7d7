//! What webhooks tell, for the contract: an example of every kind of event, and from it the schema.

use serde_json::{Value, json};
use utoipa::Modify;
use utoipa::openapi::path::{
    HttpMethod, OperationBuilder, ParameterBuilder, ParameterIn, PathItem, PathsBuilder,
};
use utoipa::openapi::request_body::RequestBodyBuilder;
use utoipa::openapi::schema::{Schema, SchemaType};
use utoipa::openapi::{
    ContentBuilder, ObjectBuilder, RefOr, Required, ResponseBuilder, ResponsesBuilder, Type,
};

use crate::domain::event::EventKind;

/// Adds the webhooks to the OpenAPI document.
pub(super) struct Webhooks;

const DECISION: &str = "dec_01937a1e5c007bd28f3c2a5d8e6b4f10";
const APPLICANT: &str = "app_01937a1e5c007bd28f3c2a5d8e6b4f11";
const REVIEW: &str = "rev_01937a1e5c007bd28f3c2a5d8e6b4f12";
const LABEL: &str = "lab_01937a1e5c007bd28f3c2a5d8e6b4f13";
const VERDICT: &str = "ver_01937a1e5c007bd28f3c2a5d8e6b4f14";
const APPEAL: &str = "apl_01937a1e5c007bd28f3c2a5d8e6b4f15";

/// What an event of a kind says about itself, for people.
pub fn says(kind: EventKind) -> &'static str {
    match kind {
        EventKind::DecisionCreated => "A decision was stored",
        EventKind::ReviewOpened => "A review was opened",
        EventKind::ReviewClosed => "A review was closed",
        EventKind::VerdictGiven => {
            "A verdict was given; `fake` still needs approval by someone else"
        }
        EventKind::VerdictApproved => "A verdict was approved",
        EventKind::VerdictUndone => "A verdict was undone",
        EventKind::AppealOpened => "An appeal was opened",
        EventKind::AppealDecided => "An appeal was decided",
        EventKind::LabelCreated => "A label was stored",
        EventKind::ModelPromoted => "A model became champion",
        EventKind::DriftDetected => "Recent applicants differ from the model's reference data",
        EventKind::TrainingFinished => "A training job ended, with or without a model",
    }
}

/// The data of an event of a kind. Members may be added.
pub fn example(kind: EventKind) -> Value {
    match kind {
        EventKind::DecisionCreated => json!({
            "decision_id": DECISION, "applicant_id": APPLICANT, "profile_version": 3, "band": "elevated",
            "recommendation": "review", "score": 87, "review_id": REVIEW
        }),
        EventKind::ReviewOpened => {
            review("open", &json!({ "queue": "default", "selected_by": "band" }))
        }
        EventKind::ReviewClosed => review("closed", &verdict("genuine")),
        EventKind::VerdictGiven => review("awaiting_approval", &verdict("fake")),
        EventKind::VerdictApproved => review("closed", &verdict("fake")),
        EventKind::VerdictUndone => review("open", &verdict("genuine")),
        EventKind::AppealOpened => json!({
            "appeal_id": APPEAL, "applicant_id": APPLICANT, "decision_id": DECISION, "review_id": REVIEW
        }),
        EventKind::AppealDecided => json!({
            "appeal_id": APPEAL, "applicant_id": APPLICANT, "decision_id": DECISION, "review_id": REVIEW,
            "outcome": "upheld"
        }),
        EventKind::LabelCreated => json!({
            "label_id": LABEL, "applicant_id": APPLICANT, "verdict": "fake", "source": "review",
            "review_id": REVIEW
        }),
        EventKind::ModelPromoted => json!({
            "model_id": "mod_01937a1e5c007bd28f3c2a5d8e6b4f16",
            "digest": "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
            "replaced_model_id": "mod_01937a1e5c007bd28f3c2a5d8e6b4f17"
        }),
        EventKind::DriftDetected => json!({ "model_id": "mod_01937a1e5c007bd28f3c2a5d8e6b4f16" }),
        EventKind::TrainingFinished => json!({
            "training_job_id": "train_01937a1e5c007bd28f3c2a5d8e6b4f18", "state": "refused", "model_id": null,
            "reason": "there are 12 applicants labelled fake to learn from, 20 are needed"
        }),
    }
}

fn review(state: &str, more: &Value) -> Value {
    let mut data = json!({
        "review_id": REVIEW, "applicant_id": APPLICANT, "decision_id": DECISION, "state": state
    });
    for (name, value) in more.as_object().into_iter().flatten() {
        data[name] = value.clone();
    }
    data
}

fn verdict(found: &str) -> Value {
    json!({ "verdict_id": VERDICT, "verdict": found })
}

/// A whole body of a kind.
pub fn body(kind: EventKind) -> Value {
    json!({ "type": kind.name(), "timestamp": "2026-06-01T12:00:00.000Z", "data": example(kind) })
}

impl Modify for Webhooks {
    fn modify(&self, api: &mut utoipa::openapi::OpenApi) {
        let mut paths = PathsBuilder::new();
        for kind in EventKind::ALL {
            paths = paths.path(kind.name(), item(kind));
        }
        api.webhooks = Some(paths.build());
    }
}

fn item(kind: EventKind) -> PathItem {
    let content = ContentBuilder::new()
        .schema(Some(RefOr::T(schema(&body(kind), kind))))
        .example(Some(body(kind)))
        .build();
    let request = RequestBodyBuilder::new()
        .required(Some(Required::True))
        .content("application/json", content)
        .build();
    let taken = ResponseBuilder::new()
        .description("Received. Any 2xx status confirms the delivery. After 410 the endpoint is disabled; anything else is retried.");
    let operation = OperationBuilder::new()
        .operation_id(Some(format!("on_{}", kind.name().replace('.', "_"))))
        .tag("webhooks")
        .summary(Some(says(kind)))
        .request_body(Some(request))
        .responses(ResponsesBuilder::new().response("2XX", taken).build());
    let operation = headers().into_iter().fold(operation, OperationBuilder::parameter);
    PathItem::new(HttpMethod::Post, operation.build())
}

fn headers() -> Vec<utoipa::openapi::path::Parameter> {
    let header = |name: &str, says: &str| {
        ParameterBuilder::new()
            .name(name)
            .parameter_in(ParameterIn::Header)
            .required(Required::True)
            .description(Some(says))
            .schema(Some(ObjectBuilder::new().schema_type(Type::String).build()))
            .build()
    };
    vec![
        header("webhook-id", "Id of the event, equal in all attempts. Process each event once."),
        header("webhook-timestamp", "Time of the attempt, in seconds since 1970-01-01 UTC."),
        header(
            "webhook-signature",
            "Signatures such as `v1,…` and `v1a,…`, separated by spaces. One valid signature is enough.",
        ),
    ]
}

/// The schema of an example: its members and their types. `type` is the kind and nothing else.
fn schema(value: &Value, kind: EventKind) -> Schema {
    let Value::Object(members) = value else { return leaf(value) };
    let mut object = ObjectBuilder::new().schema_type(Type::Object);
    for (name, member) in members {
        let inner = match name.as_str() {
            "type" => constant(kind),
            name if may_be_null(kind, name) => optional_text(),
            _ => schema(member, kind),
        };
        object = object.property(name, inner).required(name);
    }
    Schema::Object(object.build())
}

/// Whether a member is `null` when there is no such thing.
fn may_be_null(kind: EventKind, name: &str) -> bool {
    let of_job = kind == EventKind::TrainingFinished && ["model_id", "reason"].contains(&name);
    of_job || name == "review_id"
}

fn constant(kind: EventKind) -> Schema {
    let text = ObjectBuilder::new().schema_type(Type::String);
    Schema::Object(text.enum_values(Some([kind.name()])).build())
}

fn optional_text() -> Schema {
    let types = SchemaType::from_iter([Type::String, Type::Null]);
    Schema::Object(ObjectBuilder::new().schema_type(types).build())
}

fn leaf(value: &Value) -> Schema {
    let kind = match value {
        Value::Bool(_) => Type::Boolean,
        Value::Number(number) if number.is_f64() => Type::Number,
        Value::Number(_) => Type::Integer,
        Value::Array(_) => Type::Array,
        Value::Object(_) | Value::String(_) | Value::Null => Type::String,
    };
    Schema::Object(ObjectBuilder::new().schema_type(kind).build())
}
