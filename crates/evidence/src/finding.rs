//! Observations: what one indicator says of one profile.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What an indicator found.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum Finding {
    /// The red flag is there.
    Hit {
        /// How much of it, above 0; larger is more. The indicator says in which unit.
        value: f64,
        /// Sentences with the actual values, and where in the profile they stand.
        evidence: Vec<Evidence>,
    },
    /// The profile holds what the indicator needs, and the red flag is not there.
    Miss {
        /// What was looked at.
        evidence: Vec<Evidence>,
    },
    /// The profile does not hold what the indicator needs.
    Unknown,
}

/// One sentence of evidence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Evidence {
    /// The sentence, quoting the values found.
    #[schema(example = "14 of 16 sessions from AS64500 (hosting), claimed America/Chicago")]
    pub text: String,
    /// JSON Pointers (RFC 6901) to the values in the submitted profile, at most 20.
    #[schema(example = json!(["/sessions/3/ip"]))]
    pub pointers: Vec<String>,
}

/// State of an indicator: `hit` (the red flag is present), `miss` (it is absent, although the data could have shown it)
/// or `unknown` (not enough data; adds exactly nothing to the score).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = FindingState)]
pub enum State {
    /// The red flag is there.
    Hit,
    /// It is not.
    Miss,
    /// The profile does not tell. Adds exactly nothing to the score.
    Unknown,
}

impl Evidence {
    /// How many pointers one sentence carries at most.
    pub const MOST_POINTERS: usize = 20;

    /// A sentence about the places at `pointers`.
    pub fn new(text: impl Into<String>, pointers: impl IntoIterator<Item = String>) -> Self {
        let pointers = pointers.into_iter().take(Self::MOST_POINTERS).collect();
        Self { text: text.into(), pointers }
    }
}

impl Finding {
    /// A hit with one sentence.
    ///
    /// # Panics
    ///
    /// In debug builds, if `value` is not a finite number above 0.
    pub fn hit(value: f64, evidence: Evidence) -> Self {
        debug_assert!(value.is_finite() && value > 0.0, "a hit has a value above 0");
        Self::Hit { value, evidence: vec![evidence] }
    }

    /// A miss with one sentence about what was looked at.
    pub fn miss(evidence: Evidence) -> Self {
        Self::Miss { evidence: vec![evidence] }
    }

    /// A hit when `value` is above 0, else a miss.
    pub fn graded(value: f64, evidence: Evidence) -> Self {
        if value > 0.0 { Self::hit(value, evidence) } else { Self::miss(evidence) }
    }

    /// The model's input: nothing for unknown, 0 for a miss, the value for a hit.
    pub fn value(&self) -> Option<f64> {
        match self {
            Self::Hit { value, .. } => Some(*value),
            Self::Miss { .. } => Some(0.0),
            Self::Unknown => None,
        }
    }

    /// Its state alone.
    pub fn state(&self) -> State {
        match self {
            Self::Hit { .. } => State::Hit,
            Self::Miss { .. } => State::Miss,
            Self::Unknown => State::Unknown,
        }
    }

    /// Its evidence. Empty for unknown.
    pub fn evidence(&self) -> &[Evidence] {
        match self {
            Self::Hit { evidence, .. } | Self::Miss { evidence } => evidence,
            Self::Unknown => &[],
        }
    }
}
