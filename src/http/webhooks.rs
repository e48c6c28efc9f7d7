//! What webhooks report, for the contract: an example of every kind of event, and the schema that follows from it.

use std::str::FromStr;

use chrono::NaiveDate;
use ids::{ApplicantId, DecisionId, ReviewId};
use learning::label::{Chosen, LabelSource, Verdict};
use scoring::decision::{Band, Recommendation, ReviewState};
use serde_json::{Value, json};
use utoipa::Modify;
use utoipa::openapi::path::{
    HttpMethod, OperationBuilder, ParameterBuilder, ParameterIn, PathItem, PathsBuilder,
};
use utoipa::openapi::request_body::RequestBodyBuilder;
use utoipa::openapi::schema::{Schema, SchemaType};
use utoipa::openapi::{
    ArrayBuilder, ContentBuilder, ObjectBuilder, RefOr, Required, ResponseBuilder,
    ResponsesBuilder, Type,
};

use crate::domain::appeal::{OpenedBy, Outcome};
use crate::domain::event::{
    AppealEvent, DecisionCreated, DriftDetected, DriftedSubject, EventData, EventKind,
    GivenVerdict, LabelCreated, ModelPromoted, Queued, ReviewEvent, TrainingFinished,
};
use crate::domain::model::ModelId;
use crate::domain::queue::QueueName;
use crate::domain::training::JobState;

/// Adds the webhooks to the OpenAPI document.
pub(super) struct Webhooks;

/// What an event of a kind says about itself, for people.
pub fn description(kind: EventKind) -> &'static str {
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
    data(kind).to_json()
}

fn data(kind: EventKind) -> EventData {
    match kind {
        EventKind::DecisionCreated => EventData::DecisionCreated(DecisionCreated {
            decision_id: decision(),
            applicant_id: applicant(),
            profile_version: 3,
            band: Band::Elevated,
            recommendation: Recommendation::Review,
            score: 87,
            review_id: Some(review()),
        }),
        EventKind::ReviewOpened => {
            let queued =
                Queued { queue: QueueName::default_queue(), selected_by: Some(Chosen::Band) };
            EventData::ReviewOpened(about(ReviewState::Open, queued))
        }
        EventKind::ReviewClosed => {
            EventData::ReviewClosed(about(ReviewState::Closed, verdict(Verdict::Genuine)))
        }
        EventKind::VerdictGiven => {
            EventData::VerdictGiven(about(ReviewState::AwaitingApproval, verdict(Verdict::Fake)))
        }
        EventKind::VerdictApproved => {
            EventData::VerdictApproved(about(ReviewState::Closed, verdict(Verdict::Fake)))
        }
        EventKind::VerdictUndone => {
            EventData::VerdictUndone(about(ReviewState::Open, verdict(Verdict::Genuine)))
        }
        EventKind::AppealOpened => EventData::AppealOpened(appeal(None)),
        EventKind::AppealDecided => EventData::AppealDecided(appeal(Some(Outcome::Upheld))),
        EventKind::LabelCreated => EventData::LabelCreated(LabelCreated {
            label_id: id("lab_01937a1e5c007bd28f3c2a5d8e6b4f13"),
            applicant_id: applicant(),
            verdict: Verdict::Fake,
            source: LabelSource::Review,
            review_id: Some(review()),
        }),
        EventKind::ModelPromoted => EventData::ModelPromoted(ModelPromoted {
            model_id: model("mod_9f86d081884c7d65"),
            digest: "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
                .to_owned(),
            replaced_model_id: model("mod_2c26b46b68ffc68f"),
        }),
        EventKind::DriftDetected => EventData::DriftDetected(drift()),
        EventKind::TrainingFinished => EventData::TrainingFinished(TrainingFinished {
            training_job_id: id("train_01937a1e5c007bd28f3c2a5d8e6b4f18"),
            state: JobState::NotEnoughLabels,
            model_id: None,
            reason: Some(
                "there are 12 applicants labelled fake to learn from, 20 are needed".to_owned(),
            ),
        }),
    }
}

fn id<T: FromStr>(written: &str) -> T {
    written.parse().unwrap_or_else(|_| unreachable!("the examples' ids are well-formed"))
}

fn decision() -> DecisionId {
    id("dec_01937a1e5c007bd28f3c2a5d8e6b4f10")
}

fn applicant() -> ApplicantId {
    id("app_01937a1e5c007bd28f3c2a5d8e6b4f11")
}

fn review() -> ReviewId {
    id("rev_01937a1e5c007bd28f3c2a5d8e6b4f12")
}

fn model(written: &str) -> ModelId {
    ModelId::parse(written).expect("the examples' names are well-formed")
}

fn about<T>(state: ReviewState, details: T) -> ReviewEvent<T> {
    ReviewEvent {
        review_id: review(),
        applicant_id: applicant(),
        decision_id: decision(),
        state,
        details,
    }
}

fn verdict(verdict: Verdict) -> GivenVerdict {
    GivenVerdict { verdict_id: id("ver_01937a1e5c007bd28f3c2a5d8e6b4f14"), verdict }
}

fn appeal(outcome: Option<Outcome>) -> AppealEvent {
    AppealEvent {
        appeal_id: id("apl_01937a1e5c007bd28f3c2a5d8e6b4f15"),
        applicant_id: applicant(),
        decision_id: decision(),
        review_id: review(),
        opened_by: OpenedBy::Applicant,
        outcome,
        rescored_decision_id: None,
    }
}

fn drift() -> DriftDetected {
    let drifted = DriftedSubject {
        subject: "payout_account_shared".to_owned(),
        measure: "values".to_owned(),
        psi: 0.31,
    };
    DriftDetected {
        model_id: "mod_9f86d081884c7d65".to_owned(),
        from: NaiveDate::from_ymd_opt(2026, 5, 4).expect("a day of the calendar"),
        until: NaiveDate::from_ymd_opt(2026, 6, 1).expect("a day of the calendar"),
        drifted: vec![drifted],
    }
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
        .summary(Some(description(kind)))
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
    let members = match value {
        Value::Object(members) => members,
        Value::Array(items) => {
            let item = items.first().map_or_else(|| leaf(&Value::Null), |item| schema(item, kind));
            return Schema::Array(ArrayBuilder::new().items(RefOr::T(item)).build());
        }
        _ => return leaf(value),
    };
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
    let own: &[&str] = match kind {
        EventKind::TrainingFinished => &["model_id", "reason"],
        EventKind::AppealOpened => &["outcome", "rescored_decision_id"],
        EventKind::AppealDecided => &["rescored_decision_id"],
        _ => &[],
    };
    name == "review_id" || own.contains(&name)
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
        Value::Array(_) | Value::Object(_) | Value::String(_) | Value::Null => Type::String,
    };
    Schema::Object(ObjectBuilder::new().schema_type(kind).build())
}
