//! The geometry of charts: templates only print the coordinates that are computed here.

pub(super) mod clock;
pub(super) mod graph;
pub(super) mod waterfall;

/// Rounds a length to a tenth of a unit, which is precise enough and keeps pages short.
pub(super) fn tenth(length: f64) -> f64 {
    (length * 10.0).round() / 10.0
}
