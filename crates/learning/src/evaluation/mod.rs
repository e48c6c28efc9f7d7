//! Measures a model on held-out applicants: figures, a page and the gate.
//!
//! [`evaluate()`] turns held-out examples into an [`Evaluation`]. Everything is pure and weighted: the same examples,
//! models and seed give the same bytes. The service loads the examples and acts on refusals.

mod ablation;
mod bootstrap;
mod calibration;
mod card;
mod cases;
mod comparison;
mod curves;
mod drift;
mod gate;
#[expect(
    clippy::ref_option,
    clippy::trivially_copy_pass_by_ref,
    reason = "templates pass fields by reference"
)]
mod html;
mod input;
mod measure;
mod operating_point;
mod parity;
mod ranking;
mod reference;
mod report;
mod scores;
mod shapes;
mod thresholds;

pub use card::{Lift, RateRow, TargetRate, TrainingNotes, card};
pub use drift::{
    DriftBounds, DriftCounts, DriftLevel, Stability, score_stability, unknown_stability,
    values_stability,
};
pub use gate::{GatePolicy, Measure, Refusal, gate, unknown_parity};
pub use html::html;
pub use input::{EvaluateError, EvaluationInput, OtherCohortInput, Refit, SwapProof};
pub use measure::evaluate;
pub use operating_point::{
    Backlog, BacklogDay, Bands, Growth, OperatingPoint, Point, Workload, fault as workload_fault,
    operating_point,
};
pub use ranking::average_precision;
pub use report::{
    Ablation, Budget, Calibration, CalibrationGroup, Case, Comparison, Counts, Curves,
    EvaluatedModel, Evaluation, FamilyAblation, GroupParity, Headline, IndicatorAblation,
    IndicatorReference, Interval, LearningPoint, OtherCohort, PairShape, Parity, ParityVerdict,
    PrecisionPoint, Reason, Reference, RocPoint, SCHEMA, ScoreReference, Shape, ShapeBin,
    Threshold,
};

#[expect(clippy::cast_precision_loss, reason = "counts of people are far below 2^53")]
pub(crate) fn number(count: usize) -> f64 {
    count as f64
}

#[cfg(test)]
mod tests;
