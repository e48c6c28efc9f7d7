//! The model: a generalised additive model with a few pair terms (GA²M), whose trained classifier is
//! `linfa-logistic`.
//!
//! [`fit()`] learns one table for each indicator and a few for pairs, [`Model`] is the artefact,
//! [`Scorer`] adds up. How well it does is measured in [`crate::evaluation`]. Everything is pure: the same data
//! and seed give the same bytes.

mod artefact;
pub mod fit;
mod score;
pub mod shape;
mod terms;

pub use artefact::{Definition, Model, ModelError, Trained};
pub use fit::{Column, Dataset, FitError, FitOptions, FitReport, Fitted, Row, fit};
pub use score::{BindError, Reach, Score, Scorer};
pub use terms::{Cap, Pair, Term};

/// The log-odds of a probability.
pub fn logit(probability: f64) -> f64 {
    (probability / (1.0 - probability)).ln()
}

/// The probability of log-odds.
pub fn sigmoid(log_odds: f64) -> f64 {
    1.0 / (1.0 + (-log_odds).exp())
}
