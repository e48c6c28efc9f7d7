//! The score sheet: everything that scoring computes, without words.

use std::borrow::Cow;

use evidence::finding::State;
use serde::{Deserialize, Serialize};

use crate::decision::{Band, Reason, Recommendation};

/// What scoring computes from sealed findings. It can be read from a stored answer, whose further fields it ignores.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ScoreSheet {
    /// Where the policy puts the score.
    pub band: Band,
    /// What the policy recommends.
    pub recommendation: Recommendation,
    /// Why. Older decisions did not store it.
    #[serde(default)]
    pub reasons: Vec<Reason>,
    /// The weight of the evidence, from 0 to 99, whatever the base rate.
    pub score: u8,
    /// The probability at the policy's base rate.
    pub probability: f64,
    /// The log-odds of the probability.
    pub log_odds: f64,
    /// The log-odds before any evidence.
    pub base_log_odds: f64,
    /// Every known scored finding, the strongest first.
    pub contributions: Vec<Weight>,
    /// Hits that give context and weigh nothing.
    pub context: Vec<NotedHit>,
    /// Hits that people reported, which weigh nothing.
    #[serde(default)]
    pub human_evidence: Vec<NotedHit>,
    /// Hits for the sanctions desk, which weigh nothing.
    pub compliance: Vec<NotedHit>,
    /// Families whose sum was cut to their cap.
    pub capped_families: Vec<String>,
    /// The unknowns worth asking about, the most telling first.
    pub ask_next: Vec<Gap>,
}

/// What one known finding adds to the log-odds.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Weight {
    /// The indicator's id.
    pub indicator: Cow<'static, str>,
    /// Its family.
    pub family: Cow<'static, str>,
    /// Hit or miss.
    pub state: State,
    /// The value of a hit, 0 for a miss.
    pub value: f64,
    /// What it adds.
    pub log_odds: f64,
}

/// A hit that weighs nothing.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct NotedHit {
    /// The indicator's id.
    pub indicator: Cow<'static, str>,
    /// Its family.
    pub family: Cow<'static, str>,
    /// The value of the hit.
    pub value: f64,
}

/// An unknown finding and how far an answer could move the log-odds.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Gap {
    /// The indicator's id.
    pub indicator: Cow<'static, str>,
    /// Its family.
    pub family: Cow<'static, str>,
    /// How far, either way.
    pub could_move: f64,
}
