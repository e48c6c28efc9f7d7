//! A model beside another on the same people and the same draws.

use super::bootstrap::Drawn;
use super::curves::Figures;
use super::ranking::Curve;
use super::report::Comparison;

/// Both models' figures, and the differences draw by draw.
pub(super) struct Beside {
    base_rate: f64,
    budget: f64,
    figures: Figures,
    average_precision: Drawn,
    recall_at_budget: Drawn,
}

impl Beside {
    pub(super) fn new(model: &Curve, champion: &Curve, base_rate: f64, budget: f64) -> Self {
        let mut beside = Self {
            base_rate,
            budget,
            figures: Figures::new(champion, base_rate, budget),
            average_precision: Drawn::default(),
            recall_at_budget: Drawn::default(),
        };
        let [precision, recall] = beside.differences(model, champion);
        beside.average_precision = Drawn::new(precision);
        beside.recall_at_budget = Drawn::new(recall);
        beside
    }

    /// Takes a draw.
    pub(super) fn push(&mut self, model: &Curve, champion: &Curve) {
        let [precision, recall] = self.differences(model, champion);
        self.average_precision.push(precision);
        self.recall_at_budget.push(recall);
        self.figures.push(champion);
    }

    pub(super) fn state(self, champion: &str) -> Comparison {
        Comparison {
            champion: champion.to_owned(),
            headline: self.figures.state().headline,
            average_precision: self.average_precision.interval(),
            recall_at_budget: self.recall_at_budget.interval(),
        }
    }

    fn differences(&self, model: &Curve, champion: &Curve) -> [Option<f64>; 2] {
        let recall =
            |curve: &Curve| curve.worked(self.budget, self.base_rate).map(|found| found.recall);
        [
            less(model.average_precision(), champion.average_precision()),
            less(recall(model), recall(champion)),
        ]
    }
}

/// One less the other, if both are known.
pub(super) fn less(one: Option<f64>, other: Option<f64>) -> Option<f64> {
    Some(one? - other?)
}
