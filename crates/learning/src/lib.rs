//! Training models and measuring them: labels, the learner, training data, the simulator and the evaluation.

#![cfg_attr(
    test,
    expect(
        clippy::needless_pass_by_value,
        clippy::float_cmp,
        clippy::cast_precision_loss,
        reason = "tests are written to be read"
    )
)]

pub mod corpus;
pub mod data;
pub mod evaluation;
#[expect(clippy::cast_possible_truncation, reason = "a bin's index is below 256")]
pub mod fit;
#[cfg(test)]
mod indicator_tests;
pub mod label;
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    reason = "a bin's index is below 256, and counts of rows and trees are far below 2^52"
)]
pub mod learn;
pub mod rates;
pub mod simulator;
pub mod training;
