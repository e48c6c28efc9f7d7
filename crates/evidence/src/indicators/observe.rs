//! Looking at a case with every indicator.

use super::{Case, Indicator, all};
use crate::finding::Finding;

/// What one indicator says of one case.
#[derive(Clone, Debug)]
pub struct Observed {
    /// The indicator.
    pub indicator: &'static Indicator,
    /// What it found.
    pub finding: Finding,
}

/// What every indicator says of a case, in the order of [`all`].
pub fn observe(case: &Case<'_>) -> Vec<Observed> {
    all().map(|indicator| Observed { indicator, finding: indicator.look(case) }).collect()
}
