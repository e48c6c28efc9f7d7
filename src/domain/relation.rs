//! Relations that a tenant confirmed: agencies and households with their members.

use chrono::{DateTime, Duration, Utc};
use evidence::relation::RelationKind;
use ids::actor::Actor;
use ids::{ApplicantId, RelationId};

/// A confirmed relation, without its members.
#[derive(Clone, PartialEq)]
pub struct Relation {
    pub id: RelationId,
    pub kind: RelationKind,
    /// The agency's or family's name.
    pub name: String,
    /// How many members it has.
    pub members: i64,
    pub confirmed_by: Actor,
    pub created_at: DateTime<Utc>,
    /// When it stops explaining anything.
    pub expires_at: DateTime<Utc>,
    pub withdrawn: Option<Withdrawal>,
}

/// Who withdrew a relation, and when.
#[derive(Clone, Debug, PartialEq)]
pub struct Withdrawal {
    pub at: DateTime<Utc>,
    pub by: Actor,
}

/// A member of a confirmed relation.
#[derive(Clone, PartialEq)]
pub struct Member {
    pub external_id: String,
    /// `None` until they apply.
    pub applicant_id: Option<ApplicantId>,
    pub added_at: DateTime<Utc>,
}

/// Whether a relation explains anything.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RelationState {
    InForce,
    Expired,
    Withdrawn,
}

/// Keeps the names of families out of logs.
impl std::fmt::Debug for Relation {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Relation({}, {:?})", self.id, self.kind)
    }
}

impl std::fmt::Debug for Member {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Member({:?})", self.applicant_id)
    }
}

impl Relation {
    /// How many relations a tenant may have in force.
    pub const MAX_IN_FORCE: i64 = 1_000;
    /// How many members an agency may have.
    pub const MAX_AGENCY: usize = 2_000;
    /// How many people may live together. A larger home is an agency's, or a shelter's, whose address proves nothing.
    pub const MAX_HOUSEHOLD: usize = 20;
    /// How many relations somebody may be in.
    pub const MAX_PER_MEMBER: i64 = 20;
    /// How long a name may be, in characters.
    pub const MAX_NAME: usize = 200;

    /// For how long a relation is confirmed unless the tenant says otherwise.
    pub fn default_period() -> Duration {
        Duration::days(365)
    }

    /// For how long a relation can be confirmed. After that somebody must look again.
    pub fn max_period() -> Duration {
        Duration::days(731)
    }

    pub fn max_members(kind: RelationKind) -> usize {
        match kind {
            RelationKind::Agency => Self::MAX_AGENCY,
            RelationKind::Household => Self::MAX_HOUSEHOLD,
        }
    }

    pub fn state(&self, now: DateTime<Utc>) -> RelationState {
        match self.withdrawn {
            Some(_) => RelationState::Withdrawn,
            None if self.expires_at <= now => RelationState::Expired,
            None => RelationState::InForce,
        }
    }
}

impl RelationState {
    pub fn is_in_force(self) -> bool {
        self == Self::InForce
    }

    pub fn name(self) -> &'static str {
        match self {
            Self::InForce => "in_force",
            Self::Expired => "expired",
            Self::Withdrawn => "withdrawn",
        }
    }
}
