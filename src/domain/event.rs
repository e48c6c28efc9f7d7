//! Events that are sent to a tenant by webhook.

use chrono::{DateTime, Utc};
use ids::EventId;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

/// Something that happened. It refers to things by id and contains no personal data.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// The same in each attempt to deliver the event.
    pub id: EventId,
    pub kind: EventKind,
    /// Ids, bands and states of what it is about.
    pub data: Value,
    pub at: DateTime<Utc>,
}

/// What happened.
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

    /// The name in payloads and in the database.
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

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}
