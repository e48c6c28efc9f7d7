//! Pictures, drawn here as numbers: where bars begin and end, where nodes stand. Templates only write them down.

pub(super) mod clock;
pub(super) mod graph;
pub(super) mod waterfall;

/// A length on a picture, in its own units, to a tenth: enough for any screen, and short in the page.
pub(super) fn tenth(length: f64) -> f64 {
    (length * 10.0).round() / 10.0
}
