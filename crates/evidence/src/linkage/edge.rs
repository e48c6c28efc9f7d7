//! Edges of the link graph: what two applicants share.

use chrono::{DateTime, Utc};
use ids::ApplicantId;

use crate::identifier::IdentifierKind;
use crate::relation::Declared;

/// What two applicants share.
#[derive(Clone, Debug, PartialEq)]
pub struct Edge {
    pub from: ApplicantId,
    pub to: ApplicantId,
    /// Each kind of shared identifier once.
    pub shared: Vec<SharedKind>,
    /// The weight in log-odds of what they share, without what a confirmed relation explains, faded with time.
    pub weight: f64,
    /// When both last used a shared identifier.
    pub last_used_at: DateTime<Utc>,
}

impl Edge {
    /// The weight as a share of 1: 1 − e^−weight.
    pub fn strength(&self) -> f64 {
        1.0 - (-self.weight).exp()
    }
}

/// How many identifiers of one kind two applicants share.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SharedKind {
    pub kind: IdentifierKind,
    pub count: usize,
    /// The confirmed relation that explains sharing them.
    pub explained_by: Option<Declared>,
}
