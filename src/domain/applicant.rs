//! Applicants: accounts or candidates of a tenant.

use chrono::{DateTime, Utc};
use ids::{ApplicantId, RingId};
use scoring::decision::Decision;

/// An applicant with all profile versions and decisions.
#[derive(Clone, Debug, PartialEq)]
pub struct Applicant {
    pub id: ApplicantId,
    pub external_id: String,
    /// When the first profile was submitted.
    pub created_at: DateTime<Utc>,
    pub ring_id: Option<RingId>,
    /// Latest first.
    pub versions: Vec<ProfileVersion>,
    /// Latest first, at most 100.
    pub decisions: Vec<Decision>,
}

/// A version of a profile.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProfileVersion {
    /// From 1.
    pub version: i32,
    pub created_at: DateTime<Utc>,
    /// `sha256:…` of the submitted bytes.
    pub digest: String,
}
