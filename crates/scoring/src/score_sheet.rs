//! The score sheet: everything that scoring computes, without words.

use std::borrow::Cow;

use evidence::finding::State;
use serde::{Deserialize, Serialize};

use crate::decision::{Band, InactiveTerm, Reason, Recommendation};

/// What scoring computes from sealed findings. It can be parsed from a stored answer; other fields are ignored.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ScoreSheet {
    pub band: Band,
    pub recommendation: Recommendation,
    /// The reasons for the recommendation. Older decisions did not store them.
    #[serde(default)]
    pub reasons: Vec<Reason>,
    /// The weight of the evidence from 0 to 99, independent of the base rate.
    pub score: u8,
    /// The probability at the policy's base rate.
    pub probability: f64,
    /// The log-odds of the probability.
    pub log_odds: f64,
    /// The log-odds before any evidence.
    pub base_log_odds: f64,
    /// Every known scored finding, strongest first.
    pub contributions: Vec<Weight>,
    /// Hits that give context, without weight.
    pub context: Vec<NotedHit>,
    /// Hits that people reported, without weight.
    #[serde(default)]
    pub human_evidence: Vec<NotedHit>,
    /// Hits for the sanctions desk, without weight.
    pub compliance: Vec<NotedHit>,
    /// Families whose sum reached its cap.
    pub capped_families: Vec<String>,
    /// Unknown indicators worth asking about, the largest effect first.
    pub ask_next: Vec<Gap>,
    /// Terms of the model that add nothing, because their indicators are not scored.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub inactive_terms: Vec<InactiveTerm>,
}

/// What one known finding adds to the log-odds.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Weight {
    pub indicator: Cow<'static, str>,
    pub family: Cow<'static, str>,
    /// Hit or miss.
    pub state: State,
    /// The value of a hit, 0 for a miss.
    pub value: f64,
    pub log_odds: f64,
}

/// A hit without weight.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct NotedHit {
    pub indicator: Cow<'static, str>,
    pub family: Cow<'static, str>,
    pub value: f64,
}

/// An unknown finding and how far an answer could move the log-odds.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Gap {
    pub indicator: Cow<'static, str>,
    pub family: Cow<'static, str>,
    /// The largest possible change, in either direction.
    pub could_move: f64,
}
