//! Training jobs: their options and their state.

use chrono::{DateTime, Utc};
use ids::TrainingJobId;
use ids::actor::Actor;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::model::ModelId;

/// How far a job is.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum JobState {
    /// It waits for a worker.
    Queued,
    /// A worker is at it.
    Running,
    /// There is a model.
    Succeeded,
    /// Something went wrong on our side, three times.
    Failed,
    /// Somebody ended it.
    Cancelled,
    /// There is nothing to learn from: `reason` says what is missing.
    Refused,
}

impl JobState {
    pub const ALL: [Self; 6] = [
        Self::Queued,
        Self::Running,
        Self::Succeeded,
        Self::Failed,
        Self::Cancelled,
        Self::Refused,
    ];

    /// The name in the database and in the API.
    pub fn name(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Running => "running",
            Self::Succeeded => "succeeded",
            Self::Failed => "failed",
            Self::Cancelled => "cancelled",
            Self::Refused => "refused",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.name() == name)
    }

    pub fn is_over(self) -> bool {
        !matches!(self, Self::Queued | Self::Running)
    }
}

/// What becomes of the model that a job makes.
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
pub enum Then {
    /// It waits as a candidate.
    #[default]
    Nothing,
    /// It becomes the shadow.
    Shadow,
    /// It is promoted if the gate lets it through, as the job's author; where a second person is needed it waits.
    Promote,
}

/// How to train.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct TrainingOptions {
    /// The seed of everything random: the same labels and seed give the same model.
    #[schema(example = 1)]
    pub seed: u64,
    /// Which share of the groups, the latest, is kept for measuring.
    #[schema(minimum = 0.1, maximum = 0.5, example = 0.3)]
    pub held_out: f64,
    /// Which share of all applicants reviewers can work: what recall is measured at.
    #[schema(minimum = 0.001, maximum = 0.5, example = 0.02)]
    pub review_budget: f64,
    /// What becomes of the model.
    pub then: Then,
}

impl Default for TrainingOptions {
    fn default() -> Self {
        Self { seed: 1, held_out: 0.3, review_budget: 0.02, then: Then::Nothing }
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
    /// Why there is no model, if there is none.
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
