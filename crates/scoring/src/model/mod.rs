//! The model: a generalised additive model with pair terms (GA²M).
//!
//! [`Model`] is the artefact, and [`Scorer`] adds up its terms. The `learning` crate fits and measures models.

pub mod artefact;
#[cfg(test)]
mod cause_tests;
pub mod rise;
mod score;
pub mod shape;
mod stop;
pub mod terms;

pub use artefact::{Definition, Model, ModelError, Trained};
pub use score::{Evidence, Reach, Score, Scorer, Situation};
pub use stop::Stop;
pub use terms::{Cap, Cause, Pair, Term};

/// The log-odds of a probability.
pub fn logit(probability: f64) -> f64 {
    (probability / (1.0 - probability)).ln()
}

/// The probability for a log-odds value.
pub fn sigmoid(log_odds: f64) -> f64 {
    1.0 / (1.0 + (-log_odds).exp())
}
