//! Rings: applicants connected by what they share, as nodes and edges.

use chrono::{DateTime, Utc};
use evidence::linkage::edge::Edge;
use ids::{ApplicantId, RingId};
use scoring::decision::Band;

/// The neighbourhood of an applicant.
#[derive(Clone, Debug, PartialEq)]
pub struct Ring {
    /// Its name, if the links are strong enough to make it a ring.
    pub id: Option<RingId>,
    /// Its applicants, the one that was asked for first.
    pub nodes: Vec<Node>,
    /// What pairs of them share.
    pub edges: Vec<Edge>,
    /// Whether there are more than are shown.
    pub truncated: bool,
}

/// A ring in summary.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RingSummary {
    /// Its name.
    pub id: RingId,
    /// How many applicants are in it.
    pub members: i64,
    /// From 0 to 1: 1 − (1 − mean probability) / √members.
    pub risk: f64,
    /// The mean probability of the members' latest decisions.
    pub mean_probability: f64,
    /// When the first of them came.
    pub first_seen_at: DateTime<Utc>,
    /// When the last decision on one of them was made.
    pub last_seen_at: DateTime<Utc>,
}

/// One applicant of a ring.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// Who.
    pub applicant_id: ApplicantId,
    /// The tenant's own name of them.
    pub external_id: String,
    /// The band of their latest decision.
    pub band: Option<Band>,
    /// The score of their latest decision.
    pub score: Option<u8>,
    /// How many steps from the applicant that was asked for.
    pub distance: u8,
}
