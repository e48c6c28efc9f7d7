//! Evaluation: how a model does on people that it has not seen, as figures, as a page, and as a gate.
//!
//! [`evaluate()`] makes an [`Evaluation`] of held-out rows. Everything is pure and weighted: the same rows, models
//! and seed give the same bytes. Where rows come from, and what becomes of a refusal, is decided above.

mod ablation;
mod bootstrap;
mod calibration;
mod card;
mod cases;
mod comparison;
mod curves;
mod drift;
mod gate;
mod html;
mod input;
mod measure;
mod operating_point;
mod parity;
mod ranking;
mod reference;
mod report;
mod shapes;
mod thresholds;

pub use card::{Lift, TrainingNotes, card};
pub use drift::{
    DriftBounds, DriftCounts, DriftLevel, Stability, score_stability, unknown_stability,
    values_stability,
};
pub use gate::{GatePolicy, Measure, Refusal, gate, unknown_parity};
pub use html::html;
pub use input::{Elsewhere, EvaluateError, EvaluationInput, HeldOut, Refit, SwapProof};
pub use measure::evaluate;
pub use operating_point::{
    Backlog, BacklogDay, Bands, Growth, OperatingPoint, Point, Workload, fault as workload_fault,
    operating_point,
};
pub use ranking::average_precision;
pub use report::{
    Ablation, Apart, Budget, Calibration, CalibrationGroup, Case, Comparison, Counts, Curves,
    Evaluation, FamilyAblation, GroupParity, Headline, IndicatorAblation, IndicatorReference,
    Interval, Learning, PairShape, Parity, ParityVerdict, Place, PrecisionAt, RateAt, Reason,
    Reference, SCHEMA, ScoreReference, Shape, Threshold, Tried,
};

/// A count as a number.
#[expect(clippy::cast_precision_loss, reason = "counts of people are far below 2^53")]
pub(crate) fn number(count: usize) -> f64 {
    count as f64
}

#[cfg(test)]
mod tests;
