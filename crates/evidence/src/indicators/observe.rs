//! Examines a case with every indicator.

use super::{Case, Indicator, all};
use crate::finding::Finding;

/// The finding of an indicator for a case.
#[derive(Clone, Debug)]
pub struct Observed {
    pub indicator: &'static Indicator,
    pub finding: Finding,
}

/// The findings of all indicators for a case, in the order of [`all`].
pub fn observe(case: &Case<'_>) -> Vec<Observed> {
    all().map(|indicator| Observed { indicator, finding: indicator.examine(case) }).collect()
}
