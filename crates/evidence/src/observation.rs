//! Observations: typed notes of named people about an applicant.

use chrono::{DateTime, Utc};
use ids::ObservationId;
use serde::{Deserialize, Serialize};

use crate::profile::observations::{ClaimantCheck, ObserverRole};

/// A named person's note about one indicator. It is shown under their name. Only a report of what the applicant wrote or
/// did, with the words, can add to the score.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Observation {
    pub id: ObservationId,
    /// The id of the indicator.
    pub indicator: String,
    /// The name of the person.
    pub observer: String,
    /// The note in the person's own words.
    pub note: String,
    /// The role in which the person observed it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<ObserverRole>,
    /// The words that the person quotes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quote: Option<String>,
    /// How it was checked that the person owns the identity.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub verified_by: Option<ClaimantCheck>,
    /// When the person observed it, if they said so.
    pub observed_at: Option<DateTime<Utc>>,
    pub created_at: DateTime<Utc>,
}

impl Observation {
    /// How many of an applicant's observations a decision reads, the latest first.
    pub const MAX: usize = 100;
}

/// Leaves out names and notes, so that they never reach a log.
impl std::fmt::Debug for Observation {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Observation({}, {})", self.id, self.indicator)
    }
}
