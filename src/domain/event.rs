//! Events: what a tenant can be told of by webhook.

use chrono::{DateTime, Utc};
use ids::EventId;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

/// Something that happened. It names things and holds nothing personal.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// Its name, the same at every attempt to tell of it.
    pub id: EventId,
    /// What happened.
    pub kind: EventKind,
    /// To what: identifiers, bands, states.
    pub data: Value,
    /// When.
    pub at: DateTime<Utc>,
}

/// Type of an event.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema,
)]
pub enum EventKind {
    /// A decision was stored.
    #[serde(rename = "decision.created")]
    DecisionCreated,
    /// A review was opened.
    #[serde(rename = "review.opened")]
    ReviewOpened,
    /// A review was closed.
    #[serde(rename = "review.closed")]
    ReviewClosed,
    /// A verdict was given; a fake one still waits for a second person.
    #[serde(rename = "verdict.given")]
    VerdictGiven,
    /// A second person approved a verdict.
    #[serde(rename = "verdict.approved")]
    VerdictApproved,
    /// A verdict was taken back.
    #[serde(rename = "verdict.undone")]
    VerdictUndone,
    /// A decision was contested.
    #[serde(rename = "appeal.opened")]
    AppealOpened,
    /// An appeal was decided.
    #[serde(rename = "appeal.decided")]
    AppealDecided,
    /// A label was stored.
    #[serde(rename = "label.created")]
    LabelCreated,
    /// Another model scores.
    #[serde(rename = "model.promoted")]
    ModelPromoted,
    /// What comes in is unlike what the model was trained on.
    #[serde(rename = "drift.detected")]
    DriftDetected,
    /// A training job is over, with a model or without.
    #[serde(rename = "training.finished")]
    TrainingFinished,
}

impl EventKind {
    /// Every kind.
    pub const ALL: [Self; 12] = [
        Self::DecisionCreated,
        Self::ReviewOpened,
        Self::ReviewClosed,
        Self::VerdictGiven,
        Self::VerdictApproved,
        Self::VerdictUndone,
        Self::AppealOpened,
        Self::AppealDecided,
        Self::LabelCreated,
        Self::ModelPromoted,
        Self::DriftDetected,
        Self::TrainingFinished,
    ];

    /// Its name in payloads and in the store.
    pub fn name(self) -> &'static str {
        match self {
            Self::DecisionCreated => "decision.created",
            Self::ReviewOpened => "review.opened",
            Self::ReviewClosed => "review.closed",
            Self::VerdictGiven => "verdict.given",
            Self::VerdictApproved => "verdict.approved",
            Self::VerdictUndone => "verdict.undone",
            Self::AppealOpened => "appeal.opened",
            Self::AppealDecided => "appeal.decided",
            Self::LabelCreated => "label.created",
            Self::ModelPromoted => "model.promoted",
            Self::DriftDetected => "drift.detected",
            Self::TrainingFinished => "training.finished",
        }
    }

    /// The kind of this name.
    pub fn of(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}
