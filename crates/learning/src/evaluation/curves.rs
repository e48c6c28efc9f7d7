//! The places at which curves are stated, and their intervals.

use super::bootstrap::Drawn;
use super::ranking::Curve;
use super::report::{Budget, Curves, Headline, PrecisionAt, RateAt};

/// The shares of genuine applicants at which recall is stated.
const BUDGETS: [f64; 4] = [0.001, 0.005, 0.01, 0.05];

/// Every figure that is stated of one curve, with what the draws gave.
pub(super) struct Figures {
    base_rate: f64,
    budget: f64,
    drawn: Vec<Drawn>,
}

/// What is stated of one curve, with intervals.
pub(super) struct Stated {
    pub(super) headline: Headline,
    pub(super) budgets: Vec<Budget>,
    pub(super) curves: Curves,
}

impl Figures {
    pub(super) fn new(curve: &Curve, base_rate: f64, budget: f64) -> Self {
        let mut figures = Self { base_rate, budget, drawn: Vec::new() };
        figures.drawn = figures.of(curve).into_iter().map(Drawn::new).collect();
        figures
    }

    /// Takes the figures of a draw.
    pub(super) fn push(&mut self, curve: &Curve) {
        let figures = self.of(curve);
        self.drawn.iter_mut().zip(figures).for_each(|(drawn, figure)| drawn.push(figure));
    }

    /// In the order in which [`Self::state`] takes them off.
    fn of(&self, curve: &Curve) -> Vec<Option<f64>> {
        let worked = curve.worked(self.budget, self.base_rate);
        let mut figures = vec![
            curve.average_precision(),
            curve.roc_auc(),
            curve.recall_at(0.01),
            worked.map(|found| found.recall),
            worked.and_then(|found| found.precision(self.base_rate)),
        ];
        figures.extend(BUDGETS.iter().map(|rate| curve.recall_at(*rate)));
        figures.extend(false_positive_rates().map(|rate| curve.recall_at(rate)));
        let (fakes, genuine) = curve.totals();
        for recall in recalls() {
            let found = curve.reaching(recall);
            for share in [fakes / (fakes + genuine), self.base_rate] {
                figures.push(found.and_then(|found| found.precision(share)));
            }
        }
        figures
    }

    pub(super) fn state(self) -> Stated {
        let base_rate = self.base_rate;
        let mut drawn = self.drawn.into_iter().map(Drawn::interval);
        let mut next = || drawn.next().flatten();
        let headline = Headline {
            average_precision: next(),
            roc_auc: next(),
            recall_at_one_percent: next(),
            recall_at_budget: next(),
            precision_at_budget: next(),
        };
        let budgets = BUDGETS.map(|rate| {
            let recall = next();
            let precision = |recall: f64| {
                super::ranking::Found { recall, false_positive_rate: rate }.precision(base_rate)
            };
            let precision = recall.and_then(|recall| precision(recall.value));
            Budget { false_positive_rate: rate, recall, precision }
        });
        let roc = false_positive_rates()
            .filter_map(|rate| next().map(|recall| RateAt { false_positive_rate: rate, recall }));
        let roc = roc.collect();
        let mut precision = Vec::new();
        for recall in recalls() {
            if let (Some(own), Some(at_base_rate)) = (next(), next()) {
                precision.push(PrecisionAt { recall, precision: own, at_base_rate });
            }
        }
        Stated { headline, budgets: budgets.into(), curves: Curves { roc, precision } }
    }
}

/// From 0.001 on by a quarter more each time, and 0 and 1: where thresholds are set, the curve is fine.
fn false_positive_rates() -> impl Iterator<Item = f64> {
    let inner = std::iter::successors(Some(0.001_f64), |rate| Some(rate * 1.25));
    let inner = inner.take_while(|rate| *rate < 1.0).map(|rate| (rate * 1e5).round() / 1e5);
    [0.0].into_iter().chain(inner).chain([1.0])
}

/// Two in a hundred by two in a hundred.
fn recalls() -> impl Iterator<Item = f64> {
    (1..=50).map(|step| f64::from(step) / 50.0)
}
