//! Applicants: one account or candidate at a tenant.

use chrono::{DateTime, Utc};
use ids::{ApplicantId, RingId};
use scoring::decision::Decision;

/// An applicant with what was submitted and decided.
#[derive(Clone, Debug, PartialEq)]
pub struct Applicant {
    /// Its name.
    pub id: ApplicantId,
    /// The tenant's own name.
    pub external_id: String,
    /// When the first profile came.
    pub created_at: DateTime<Utc>,
    /// The ring, if there is one.
    pub ring_id: Option<RingId>,
    /// Every submission, the latest first.
    pub versions: Vec<ProfileVersion>,
    /// Every decision, the latest first; at most 100.
    pub decisions: Vec<Decision>,
}

/// One submission of a profile.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProfileVersion {
    /// From 1.
    pub version: i32,
    /// When it came.
    pub created_at: DateTime<Utc>,
    /// `sha256:…` of the bytes that were submitted.
    pub digest: String,
}
