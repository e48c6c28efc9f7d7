//! A model beside another on the same people and the same draws.

use super::bootstrap::Drawn;
use super::curves::Figures;
use super::input::Refit;
use super::ranking::Curve;
use super::report::{Comparison, Learning};

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

/// A model that was fitted on a part of the rows.
pub(super) struct Learned {
    base_rate: f64,
    budget: f64,
    rows: usize,
    fakes: usize,
    average_precision: Drawn,
    recall_at_budget: Drawn,
}

impl Learned {
    pub(super) fn new(refit: &Refit<'_>, curve: &Curve, base_rate: f64, budget: f64) -> Self {
        let recall = curve.worked(budget, base_rate).map(|found| found.recall);
        Self {
            base_rate,
            budget,
            rows: refit.rows,
            fakes: refit.fakes,
            average_precision: Drawn::new(curve.average_precision()),
            recall_at_budget: Drawn::new(recall),
        }
    }

    /// Takes a draw.
    pub(super) fn push(&mut self, curve: &Curve) {
        let worked = curve.worked(self.budget, self.base_rate);
        self.average_precision.push(curve.average_precision());
        self.recall_at_budget.push(worked.map(|found| found.recall));
    }

    pub(super) fn state(self) -> Learning {
        Learning {
            rows: self.rows,
            fakes: self.fakes,
            average_precision: self.average_precision.interval(),
            recall_at_budget: self.recall_at_budget.interval(),
        }
    }
}

/// One less the other, if both are known.
pub(super) fn less(one: Option<f64>, other: Option<f64>) -> Option<f64> {
    Some(one? - other?)
}
