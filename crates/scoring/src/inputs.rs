//! From findings to the inputs of a model. Scoring, shadow, drift and training all use this one function, so that a
//! model always reads what it was trained on.

use std::collections::BTreeMap;

use evidence::finding::Finding;
use evidence::indicators;

/// The columns of a model in this build: the id and family of each scored indicator.
pub fn columns() -> Vec<(&'static str, &'static str)> {
    indicators::scored().map(|indicator| (indicator.id, indicator.family.name())).collect()
}

/// One input for each of the [`columns`]: `None` for unknown, 0 for a miss, above 0 for a hit. An indicator that has no
/// finding, because the decision is older than the indicator, is unknown.
pub fn model_inputs<'a>(
    findings: impl IntoIterator<Item = (&'a str, &'a Finding)>,
) -> Vec<Option<f64>> {
    let findings: BTreeMap<&str, &Finding> = findings.into_iter().collect();
    indicators::scored().map(|indicator| indicator.input(findings.get(indicator.id)?)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_indicator_without_a_finding_is_unknown() {
        let first = columns()[0].0;
        let hit = Finding::Hit { value: 2.0, evidence: Vec::new() };
        let inputs = model_inputs([("no_such_indicator", &hit), (first, &hit)]);
        assert_eq!(inputs.len(), columns().len());
        assert_eq!(inputs[0], Some(2.0));
        assert!(inputs[1..].iter().all(Option::is_none));
    }
}
