//! Jobs: work that is done in the background, at least once.

use ids::JobId;

use super::tenant::TenantId;

/// What is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum JobKind {
    /// Send a webhook's delivery.
    Delivery,
    /// Forget webhook deliveries that ended long ago.
    DeliveryRetention,
    /// Train a model.
    Training,
    /// Score what the champion scored with the shadow model too.
    Shadow,
    /// Measure drift.
    Drift,
}

/// A job that a worker holds until its lease ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Job {
    /// Its name.
    pub id: JobId,
    /// Whose.
    pub tenant: TenantId,
    /// What is done.
    pub kind: JobKind,
    /// To what: an identifier as text.
    pub subject: String,
    /// Jobs of one lane are done a few at a time.
    pub lane: Option<String>,
    /// Which attempt this is, from 1.
    pub attempt: i32,
}

impl JobKind {
    /// Every kind.
    pub const ALL: [Self; 5] =
        [Self::Delivery, Self::DeliveryRetention, Self::Training, Self::Shadow, Self::Drift];

    /// Its name in the store.
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
