//! Training jobs with their options and states.

use chrono::{DateTime, Utc};
use ids::TrainingJobId;
use ids::actor::Actor;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::model::ModelId;

/// State of a training job: `queued`, `running`, `succeeded`, `failed` (an internal error, three times), `cancelled` or
/// `not_enough_labels` (`reason` says what is missing).
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema,
)]
#[schema(as = TrainingJobState)]
#[serde(rename_all = "snake_case")]
pub enum JobState {
    Queued,
    Running,
    /// It produced a model.
    Succeeded,
    /// Three attempts ended with an internal error.
    Failed,
    Cancelled,
    /// There are too few labels; `reason` says what is missing.
    #[serde(alias = "refused")]
    NotEnoughLabels,
}

impl JobState {
    pub const ALL: [Self; 6] = [
        Self::Queued,
        Self::Running,
        Self::Succeeded,
        Self::Failed,
        Self::Cancelled,
        Self::NotEnoughLabels,
    ];

    /// The name in the database and in the API.
    pub fn name(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Running => "running",
            Self::Succeeded => "succeeded",
            Self::Failed => "failed",
            Self::Cancelled => "cancelled",
            Self::NotEnoughLabels => "refused",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.name() == name)
    }

    pub fn is_over(self) -> bool {
        !matches!(self, Self::Queued | Self::Running)
    }
}

/// What happens to the new model: `nothing` (it stays a candidate), `shadow` (it becomes the shadow) or `promote` (it
/// is promoted if it passes the gate, pending approval where required).
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    ToSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum AfterTraining {
    /// It stays a candidate.
    #[default]
    Nothing,
    /// It becomes the shadow.
    Shadow,
    /// It is promoted on behalf of the job's author if it passes the gate, pending approval where required.
    Promote,
}

/// Training options.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct TrainingOptions {
    /// Random seed. The same labels and seed produce the same model.
    #[schema(example = 1)]
    pub seed: u64,
    /// Share of the groups, the latest ones, reserved for testing.
    #[schema(minimum = 0.1, maximum = 0.5, example = 0.3)]
    #[serde(alias = "held_out")]
    pub test_share: f64,
    /// Share of applicants that reviewers can handle. Recall is measured at this share.
    #[schema(minimum = 0.001, maximum = 0.5, example = 0.02)]
    pub review_budget: f64,
    /// What happens to the new model.
    #[serde(alias = "then")]
    pub after_training: AfterTraining,
}

impl Default for TrainingOptions {
    fn default() -> Self {
        Self {
            seed: 1,
            test_share: 0.3,
            review_budget: 0.02,
            after_training: AfterTraining::Nothing,
        }
    }
}

#[derive(Clone, Debug, PartialEq)]
pub struct TrainingJob {
    pub id: TrainingJobId,
    pub state: JobState,
    /// From 0 to 1.
    pub progress: f64,
    /// From 1; 0 before the first attempt.
    pub attempt: i32,
    pub options: TrainingOptions,
    pub requested_by: Actor,
    pub requested_at: DateTime<Utc>,
    /// When the first attempt started.
    pub started_at: Option<DateTime<Utc>>,
    pub finished_at: Option<DateTime<Utc>>,
    /// Why there is no model.
    pub reason: Option<String>,
    pub model: Option<ModelId>,
    /// Whether someone has requested to cancel it.
    pub cancel: bool,
}

/// A line in the log of a job.
#[derive(Clone, Debug, PartialEq)]
pub struct LogLine {
    /// From 1.
    pub seq: i64,
    pub at: DateTime<Utc>,
    pub text: String,
    /// The progress at that time, from 0 to 1.
    pub progress: f64,
}
