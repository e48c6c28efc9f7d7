//! The waterfall chart: from the base rate through every contribution to the log-odds.

use scoring::decision::{Assessment, Contribution};

use super::tenth;

/// The width of the chart, in its own units.
pub const WIDTH: f64 = 1000.0;

#[derive(Clone, Debug, PartialEq)]
pub enum Step<'a> {
    /// The base rate, before any evidence.
    Base,
    Contribution(&'a Contribution),
    /// The sum of this many smaller contributions.
    Rest(usize),
    /// The log-odds of the decision.
    Total,
}

/// A bar, in log-odds (`from`, `to`) and in units of the chart.
#[derive(Clone, Debug, PartialEq)]
pub struct Bar<'a> {
    pub step: Step<'a>,
    pub from: f64,
    pub to: f64,
    pub x: f64,
    pub width: f64,
    /// The x coordinate of `to`, for the line to the next bar.
    pub end: f64,
}

impl Bar<'_> {
    /// The length in log-odds, negative if the bar goes to the left.
    pub fn height(&self) -> f64 {
        self.to - self.from
    }
}

/// The base rate, the strongest `max` contributions, the sum of the others and the total. Each bar begins where the
/// previous one ended.
pub fn waterfall(assessment: &Assessment, max: usize) -> Vec<Bar<'_>> {
    let mut strongest: Vec<&Contribution> = assessment.contributions.iter().collect();
    strongest.sort_by(|left, right| right.log_odds.abs().total_cmp(&left.log_odds.abs()));
    let rest = strongest.split_off(strongest.len().min(max));
    let mut at = assessment.base_log_odds;
    let mut steps = vec![(Step::Base, 0.0, at)];
    for contribution in strongest {
        let end = at + contribution.log_odds;
        steps.push((Step::Contribution(contribution), at, end));
        at = end;
    }
    if !rest.is_empty() {
        let sum: f64 = rest.iter().map(|contribution| contribution.log_odds).sum();
        steps.push((Step::Rest(rest.len()), at, at + sum));
    }
    steps.push((Step::Total, 0.0, assessment.log_odds));
    let ends: Vec<f64> = steps.iter().flat_map(|(_, from, to)| [*from, *to]).collect();
    let min = ends.iter().copied().fold(0.0, f64::min);
    let span = (ends.iter().copied().fold(0.0, f64::max) - min).max(1e-9);
    let x = |value: f64| tenth((value - min) / span * WIDTH);
    steps
        .into_iter()
        .map(|(step, from, to)| {
            let (left, right) = (x(from.min(to)), x(from.max(to)));
            Bar { step, from, to, x: left, width: (right - left).max(2.0), end: x(to) }
        })
        .collect()
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use evidence::finding::State;

    fn contribution(log_odds: f64) -> Contribution {
        Contribution {
            indicator: "payout_account_shared".to_owned(),
            family: "payout".to_owned(),
            state: State::Hit,
            value: 1.0,
            log_odds,
            evidence: Vec::new(),
            settle: String::new(),
            false_positives: String::new(),
        }
    }

    fn assessed(base: f64, parts: &[f64]) -> Assessment {
        let json = serde_json::json!({
            "band": "low", "recommendation": "proceed", "score": 0, "probability": 0.1,
            "log_odds": base + parts.iter().sum::<f64>(), "base_log_odds": base, "contributions": [],
            "context": [], "compliance": [], "capped_families": [], "ask_next": [],
            "links": { "applicants": 0, "ring_id": null },
            "model": { "id": "mod_1", "digest": "sha256:0" }, "policy_version": 0, "list_versions": {}
        });
        let mut assessment: Assessment = serde_json::from_value(json).unwrap();
        assessment.contributions = parts.iter().map(|part| contribution(*part)).collect();
        assessment
    }

    #[test]
    fn the_bars_sum_to_the_log_odds() {
        let parts: Vec<f64> = (0..60).map(|i| f64::from(i % 7 - 3) * 0.137).collect();
        let assessment = assessed(-5.39, &parts);
        let bars = waterfall(&assessment, 12);
        assert_eq!(bars.len(), 1 + 12 + 1 + 1);
        let moved: f64 = bars[..bars.len() - 1].iter().map(Bar::height).sum();
        assert!((moved - assessment.log_odds).abs() < 1e-9, "{moved}");
        for pair in bars[..bars.len() - 1].windows(2) {
            assert!(
                (pair[0].to - pair[1].from).abs() < 1e-12,
                "each begins where the previous one ended"
            );
        }
    }

    #[test]
    fn every_bar_is_within_the_chart_and_visible() {
        for parts in [vec![], vec![0.0], vec![12.5, -3.0], vec![-40.0, 80.0]] {
            for bar in waterfall(&assessed(-5.39, &parts), 12) {
                assert!(bar.x >= 0.0 && bar.x + bar.width <= WIDTH + 2.0, "{bar:?}");
                assert!(bar.width >= 2.0, "{bar:?}");
            }
        }
        let nothing = assessed(0.0, &[]);
        let nothing = waterfall(&nothing, 12);
        assert!(nothing.iter().all(|bar| bar.x.is_finite()), "no division by zero");
    }
}
