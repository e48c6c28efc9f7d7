//! The waterfall: from the base rate over every contribution to the log-odds that was used.

use scoring::decision::{Assessment, Contribution};

use super::tenth;

/// How wide the picture is, in its own units.
pub(in crate::console) const WIDTH: f64 = 1000.0;

/// What a bar stands for.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::console) enum Step<'a> {
    /// The base rate, before any evidence.
    Base,
    /// One contribution.
    One(&'a Contribution),
    /// The many small ones, together.
    Rest(usize),
    /// The log-odds that was used.
    Total,
}

/// One bar: from where to where, in log-odds and on the picture.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::console) struct Bar<'a> {
    pub(in crate::console) step: Step<'a>,
    pub(in crate::console) from: f64,
    pub(in crate::console) to: f64,
    pub(in crate::console) x: f64,
    pub(in crate::console) width: f64,
    /// Where the bar ends, for the line to the next one.
    pub(in crate::console) end: f64,
}

impl Bar<'_> {
    /// How far it goes.
    pub(in crate::console) fn height(&self) -> f64 {
        self.to - self.from
    }
}

/// The bars: the base, at most `most` contributions (the strongest), the rest together, the total. Each begins
/// where the one before ended.
pub(in crate::console) fn waterfall(assessment: &Assessment, most: usize) -> Vec<Bar<'_>> {
    let mut strongest: Vec<&Contribution> = assessment.contributions.iter().collect();
    strongest.sort_by(|one, other| other.log_odds.abs().total_cmp(&one.log_odds.abs()));
    let rest = strongest.split_off(strongest.len().min(most));
    let mut at = assessment.base_log_odds;
    let mut steps = vec![(Step::Base, 0.0, at)];
    for one in strongest {
        steps.push((Step::One(one), at, at + one.log_odds));
        at += one.log_odds;
    }
    if !rest.is_empty() {
        let together: f64 = rest.iter().map(|one| one.log_odds).sum();
        steps.push((Step::Rest(rest.len()), at, at + together));
    }
    steps.push((Step::Total, 0.0, assessment.log_odds));
    let ends: Vec<f64> = steps.iter().flat_map(|(_, from, to)| [*from, *to]).collect();
    let least = ends.iter().copied().fold(0.0, f64::min);
    let span = (ends.iter().copied().fold(0.0, f64::max) - least).max(1e-9);
    let x = |value: f64| tenth((value - least) / span * WIDTH);
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
            assert!((pair[0].to - pair[1].from).abs() < 1e-12, "each begins where the last ended");
        }
    }

    #[test]
    fn every_bar_is_on_the_picture_and_can_be_seen() {
        for parts in [vec![], vec![0.0], vec![12.5, -3.0], vec![-40.0, 80.0]] {
            for bar in waterfall(&assessed(-5.39, &parts), 12) {
                assert!(bar.x >= 0.0 && bar.x + bar.width <= WIDTH + 2.0, "{bar:?}");
                assert!(bar.width >= 2.0, "{bar:?}");
            }
        }
        let nothing = assessed(0.0, &[]);
        let nothing = waterfall(&nothing, 12);
        assert!(
            nothing.iter().all(|bar| bar.x.is_finite()),
            "a score of nothing divides by nothing"
        );
    }
}
