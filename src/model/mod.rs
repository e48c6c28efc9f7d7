//! The model: a generalised additive model with a few pair terms (GA²M), whose trained classifier is
//! `linfa-logistic`.
//!
//! [`fit()`] learns one table for each indicator and a few for pairs, [`Model`] is the artefact,
//! [`Scorer`] adds up. How well it does is measured in [`crate::evaluation`]. Everything is pure: the same data
//! and seed give the same bytes.

mod artefact;
#[expect(clippy::cast_possible_truncation, reason = "a place is below 256")]
pub mod fit;
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    reason = "a place is below 256, and counts of rows and trees are far below 2^52"
)]
mod learn;
mod rise;
mod score;
pub mod shape;
mod stop;
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    reason = "a place is below 256, and counts of rows and trees are far below 2^52"
)]
pub mod tabular;
mod terms;

pub use artefact::{Definition, Model, ModelError, Trained};
pub use fit::{Column, Dataset, FitError, FitOptions, FitReport, Fitted, Row, fit, fit_from};
pub use score::{BindError, Reach, Score, Scorer};
pub use stop::Stop;
pub use terms::{Cap, Pair, Term};

/// The log-odds of a probability.
pub fn logit(probability: f64) -> f64 {
    (probability / (1.0 - probability)).ln()
}

/// The probability of log-odds.
pub fn sigmoid(log_odds: f64) -> f64 {
    1.0 / (1.0 + (-log_odds).exp())
}
