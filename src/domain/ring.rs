//! Rings as graphs: applicants as nodes, links as edges.

use chrono::{DateTime, Utc};
use evidence::linkage::edge::Edge;
use ids::{ApplicantId, RingId};
use scoring::decision::Band;

/// An applicant's neighbourhood.
#[derive(Clone, Debug, PartialEq)]
pub struct Ring {
    /// `None` if the links are too weak for a ring.
    pub id: Option<RingId>,
    /// The requested applicant first.
    pub nodes: Vec<Node>,
    pub edges: Vec<Edge>,
    /// Whether there are more applicants than shown.
    pub truncated: bool,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RingSummary {
    pub id: RingId,
    pub members: i64,
    /// The probability that a ring whose members share what they share is fake.
    pub risk: f64,
    /// The mean probability of the members' latest decisions.
    pub mean_probability: f64,
    /// When the first member was created.
    pub first_seen_at: DateTime<Utc>,
    /// The time of the latest decision about a member.
    pub last_seen_at: DateTime<Utc>,
}

/// An applicant in a ring.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    pub applicant_id: ApplicantId,
    pub external_id: String,
    /// Band and score of the latest decision.
    pub band: Option<Band>,
    pub score: Option<u8>,
    /// The number of links from the requested applicant.
    pub distance: u8,
}
