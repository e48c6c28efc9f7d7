//! Background jobs. Each is run at least once.

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
    /// The id of what it is about.
    pub subject: String,
    /// Limits how many jobs with the same value run at a time.
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
