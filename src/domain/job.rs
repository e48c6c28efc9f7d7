//! Background jobs. Each runs at least once.

use ids::JobId;

use super::tenant::TenantId;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum JobKind {
    /// Sends a webhook delivery.
    Delivery,
    /// Deletes old webhook deliveries.
    DeliveryRetention,
    /// Trains a model.
    Training,
    /// Scores the champion's decisions with the shadow model.
    Shadow,
    /// Measures drift.
    Drift,
}

/// A job that a worker has claimed with a lease.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Job {
    pub id: JobId,
    pub tenant: TenantId,
    pub kind: JobKind,
    /// The id of the row that the job works on.
    pub subject: String,
    /// The number of jobs in the same lane that run at the same time is limited.
    pub lane: Option<String>,
    /// From 1.
    pub attempt: i32,
}

impl JobKind {
    pub const ALL: [Self; 5] =
        [Self::Delivery, Self::DeliveryRetention, Self::Training, Self::Shadow, Self::Drift];

    /// The name in the database.
    pub fn name(self) -> &'static str {
        match self {
            Self::Delivery => "delivery",
            Self::DeliveryRetention => "delivery_retention",
            Self::Training => "training",
            Self::Shadow => "shadow",
            Self::Drift => "drift",
        }
    }
}
