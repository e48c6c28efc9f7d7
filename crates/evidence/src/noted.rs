//! What named people observed of an applicant, in their words.

use chrono::{DateTime, Utc};
use ids::ObservationId;
use serde::{Deserialize, Serialize};

/// A named person's observation. It is shown as theirs and weighs nothing.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Noted {
    /// Its name.
    pub id: ObservationId,
    /// The indicator that it speaks to.
    pub indicator: String,
    /// Who observed it, by name.
    pub observer: String,
    /// In their words.
    pub note: String,
    /// When it was seen, if they tell.
    pub observed_at: Option<DateTime<Utc>>,
    /// When it was recorded.
    pub created_at: DateTime<Utc>,
}

impl Noted {
    /// How many of an applicant's notes are looked at for one decision: the latest ones.
    pub const MOST: usize = 100;
}

/// Names and words of people stay out of logs.
impl std::fmt::Debug for Noted {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Noted({}, {})", self.id, self.indicator)
    }
}
