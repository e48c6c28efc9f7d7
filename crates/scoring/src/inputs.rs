//! From findings to the inputs of a model. Scoring, shadow, drift and training all use this one function, so that a
//! model always reads what it was trained on.

use std::collections::BTreeMap;

use evidence::indicators;

use crate::sealed::SealedFinding;

/// The columns of a model in this build: the id and family of each scored indicator.
pub fn columns() -> Vec<(&'static str, &'static str)> {
    indicators::scored().map(|indicator| (indicator.id, indicator.family.name())).collect()
}

/// One input for each of the [`columns`]: `None` for unknown, 0 for a miss that counts, above 0 for a hit. An indicator
/// without a finding, because the decision is older than the indicator, is unknown.
pub fn model_inputs(findings: &[SealedFinding]) -> Vec<Option<f64>> {
    let inputs: BTreeMap<&str, Option<f64>> =
        findings.iter().map(|finding| (&*finding.indicator, finding.input())).collect();
    indicators::scored().map(|indicator| *inputs.get(indicator.id)?).collect()
}
