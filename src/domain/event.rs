//! The events that tenants receive by webhook.

use chrono::{DateTime, NaiveDate, Utc};
use ids::{
    AppealId, ApplicantId, DecisionId, EndpointId, EventId, LabelId, ReviewId, TrainingJobId,
    VerdictId,
};
use learning::label::{Chosen, Label, LabelSource, Verdict};
use scoring::decision::{Band, Decision, Recommendation, ReviewState};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

use super::appeal::{Appeal, OpenedBy, Outcome};
use super::model::ModelId;
use super::queue::QueueName;
use super::training::JobState;

/// An event as stored and sent. It contains ids but no personal data.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// The same in every delivery attempt.
    pub id: EventId,
    pub kind: EventKind,
    /// See [`EventData`].
    pub data: Value,
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
    /// A verdict was given. A `fake` verdict still needs approval by someone else.
    #[serde(rename = "verdict.given")]
    VerdictGiven,
    /// Someone else approved a verdict.
    #[serde(rename = "verdict.approved")]
    VerdictApproved,
    /// A verdict was undone.
    #[serde(rename = "verdict.undone")]
    VerdictUndone,
    /// An appeal against a decision was opened.
    #[serde(rename = "appeal.opened")]
    AppealOpened,
    /// An appeal was decided.
    #[serde(rename = "appeal.decided")]
    AppealDecided,
    /// A label was stored.
    #[serde(rename = "label.created")]
    LabelCreated,
    /// Another model became the champion.
    #[serde(rename = "model.promoted")]
    ModelPromoted,
    /// Submissions differ from the model's training data.
    #[serde(rename = "drift.detected")]
    DriftDetected,
    /// A training job ended, with or without a model.
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

/// The content of an event: ids, bands and states, but no personal data.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
pub enum EventData {
    DecisionCreated(DecisionCreated),
    ReviewOpened(ReviewEvent<Queued>),
    ReviewClosed(ReviewEvent<GivenVerdict>),
    /// A review of an appeal was closed.
    AppealReviewClosed(ReviewEvent<AppealOutcome>),
    VerdictGiven(ReviewEvent<GivenVerdict>),
    VerdictApproved(ReviewEvent<GivenVerdict>),
    VerdictUndone(ReviewEvent<GivenVerdict>),
    AppealOpened(AppealEvent),
    AppealDecided(AppealEvent),
    LabelCreated(LabelCreated),
    ModelPromoted(ModelPromoted),
    DriftDetected(DriftDetected),
    TrainingFinished(TrainingFinished),
}

impl EventData {
    pub fn kind(&self) -> EventKind {
        match self {
            Self::DecisionCreated(_) => EventKind::DecisionCreated,
            Self::ReviewOpened(_) => EventKind::ReviewOpened,
            Self::ReviewClosed(_) | Self::AppealReviewClosed(_) => EventKind::ReviewClosed,
            Self::VerdictGiven(_) => EventKind::VerdictGiven,
            Self::VerdictApproved(_) => EventKind::VerdictApproved,
            Self::VerdictUndone(_) => EventKind::VerdictUndone,
            Self::AppealOpened(_) => EventKind::AppealOpened,
            Self::AppealDecided(_) => EventKind::AppealDecided,
            Self::LabelCreated(_) => EventKind::LabelCreated,
            Self::ModelPromoted(_) => EventKind::ModelPromoted,
            Self::DriftDetected(_) => EventKind::DriftDetected,
            Self::TrainingFinished(_) => EventKind::TrainingFinished,
        }
    }

    pub fn to_json(&self) -> Value {
        serde_json::to_value(self).expect("event data is plain JSON")
    }
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct DecisionCreated {
    pub decision_id: DecisionId,
    pub applicant_id: ApplicantId,
    pub profile_version: i32,
    pub band: Band,
    pub recommendation: Recommendation,
    pub score: u8,
    pub review_id: Option<ReviewId>,
}

impl From<&Decision> for DecisionCreated {
    fn from(decision: &Decision) -> Self {
        Self {
            decision_id: decision.id,
            applicant_id: decision.applicant_id,
            profile_version: decision.profile_version,
            band: decision.assessment.band,
            recommendation: decision.assessment.recommendation,
            score: decision.assessment.score,
            review_id: decision.review.map(|review| review.id),
        }
    }
}

/// An event about a review, with details that depend on its kind.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ReviewEvent<T> {
    pub review_id: ReviewId,
    pub applicant_id: ApplicantId,
    pub decision_id: DecisionId,
    pub state: ReviewState,
    #[serde(flatten)]
    pub details: T,
}

/// The queue of a review that was opened.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Queued {
    pub queue: QueueName,
    /// Why the case was selected; missing if the review was reopened.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub selected_by: Option<Chosen>,
}

/// The verdict that an event is about.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct GivenVerdict {
    pub verdict_id: VerdictId,
    pub verdict: Verdict,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct AppealOutcome {
    pub appeal_id: AppealId,
    pub outcome: Outcome,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct AppealEvent {
    pub appeal_id: AppealId,
    pub applicant_id: ApplicantId,
    pub decision_id: DecisionId,
    pub review_id: ReviewId,
    pub opened_by: OpenedBy,
    pub outcome: Option<Outcome>,
    pub rescored_decision_id: Option<DecisionId>,
}

impl From<&Appeal> for AppealEvent {
    fn from(appeal: &Appeal) -> Self {
        Self {
            appeal_id: appeal.id,
            applicant_id: appeal.applicant_id,
            decision_id: appeal.decision_id,
            review_id: appeal.review_id,
            opened_by: appeal.opened_by,
            outcome: appeal.decided.as_ref().map(|decided| decided.outcome),
            rescored_decision_id: appeal.rescored_decision_id,
        }
    }
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct LabelCreated {
    pub label_id: LabelId,
    pub applicant_id: ApplicantId,
    pub verdict: Verdict,
    pub source: LabelSource,
    pub review_id: Option<ReviewId>,
}

impl From<&Label> for LabelCreated {
    fn from(label: &Label) -> Self {
        Self {
            label_id: label.id,
            applicant_id: label.applicant_id,
            verdict: label.verdict,
            source: label.source,
            review_id: label.review_id,
        }
    }
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ModelPromoted {
    pub model_id: ModelId,
    pub digest: String,
    pub replaced_model_id: ModelId,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct DriftDetected {
    pub model_id: String,
    pub from: NaiveDate,
    /// The day after the last.
    pub until: NaiveDate,
    pub drifted: Vec<DriftedSubject>,
}

/// A distribution that has drifted since the last measurement.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct DriftedSubject {
    /// An indicator, or `score`.
    pub subject: String,
    /// `values` or `unknown`.
    pub measure: String,
    /// The population stability index, corrected for the sample's size.
    pub psi: f64,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TrainingFinished {
    pub training_job_id: TrainingJobId,
    pub state: JobState,
    pub model_id: Option<ModelId>,
    /// Why there is no model.
    pub reason: Option<String>,
}

/// The content of a test delivery, which goes to a single endpoint and is not an event.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct TestMessage {
    pub endpoint_id: EndpointId,
    pub message: &'static str,
}
