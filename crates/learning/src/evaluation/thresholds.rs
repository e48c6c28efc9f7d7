//! What each threshold finds, finely enough to choose one by it.

use super::bootstrap::Drawn;
use super::ranking::{Curve, Found, Ranking};
use super::report::Threshold;

/// Thresholds and what the draws gave.
pub(super) struct Thresholds {
    chosen: Vec<(usize, f64, Drawn, Drawn)>,
}

impl Thresholds {
    /// Chooses thresholds wherever recall moves on by 1 in 100, or false alarms by a tenth of themselves.
    pub(super) fn new(ranking: &Ranking, curve: &Curve) -> Self {
        let mut last = Found { recall: 0.0, false_positive_rate: 0.0 };
        let found = curve.found();
        let steps = found.len();
        let mut chosen = Vec::new();
        for (step, here) in found.into_iter().enumerate() {
            let wrong = last.false_positive_rate * 1.1 + 0.000_5;
            let moves_on = here.recall >= last.recall + 0.01 || here.false_positive_rate >= wrong;
            if moves_on || step + 1 == steps {
                let (recall, wrong) = (Some(here.recall), Some(here.false_positive_rate));
                chosen.push((
                    step,
                    ranking.thresholds()[step],
                    Drawn::new(recall),
                    Drawn::new(wrong),
                ));
                last = here;
            }
        }
        Self { chosen }
    }

    /// Takes a draw.
    pub(super) fn push(&mut self, curve: &Curve) {
        let found = curve.found();
        for (step, _, recall, wrong) in &mut self.chosen {
            let found = found.get(*step);
            recall.push(found.map(|found| found.recall));
            wrong.push(found.map(|found| found.false_positive_rate));
        }
    }

    pub(super) fn state(self) -> Vec<Threshold> {
        let threshold = |(_, evidence, recall, wrong): (usize, f64, Drawn, Drawn)| {
            let (recall, false_positive_rate) = (recall.interval()?, wrong.interval()?);
            Some(Threshold { evidence, recall, false_positive_rate })
        };
        self.chosen.into_iter().filter_map(threshold).collect()
    }
}
