//! What two applicants share, as an edge of the graph.

use chrono::{DateTime, Utc};
use ids::ApplicantId;

use crate::identifier::IdentifierKind;

/// What two applicants share.
#[derive(Clone, Debug, PartialEq)]
pub struct Edge {
    /// One of them.
    pub from: ApplicantId,
    /// The other.
    pub to: ApplicantId,
    /// What they share, each kind once, with how many things of it.
    pub shared: Vec<SharedKind>,
    /// From 0 to 1: what the shared things mean together, faded with time; 0 for what was declared.
    pub strength: f64,
    /// When a shared thing was used last by both.
    pub last_used_at: DateTime<Utc>,
}

/// How many things of one kind are shared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SharedKind {
    /// The kind.
    pub kind: IdentifierKind,
    /// How many of it.
    pub count: usize,
}
