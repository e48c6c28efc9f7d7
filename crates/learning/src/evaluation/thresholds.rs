//! The recall and false-positive rate of enough thresholds to choose from.

use super::bootstrap::{Draw, Figures};
use super::ranking::{OperatingRates, Ranking};
use super::report::Threshold;

pub(super) struct ThresholdFigures<'a> {
    /// The evidence at each threshold.
    evidence: Vec<f64>,
    /// The recall and false-positive rate of each threshold.
    pub(super) figures: Figures<'a>,
}

impl ThresholdFigures<'_> {
    /// Selects a threshold wherever recall rises by one percentage point, or the false-positive rate by a tenth.
    pub(super) fn new(ranking: &Ranking, original: &Draw<'_>) -> Self {
        let mut last = OperatingRates { recall: 0.0, false_positive_rate: 0.0 };
        let rates = original.curve.rates();
        let mut steps = Vec::new();
        for (step, point) in rates.iter().enumerate() {
            let next_rate = last.false_positive_rate * 1.1 + 0.000_5;
            let moves_on =
                point.recall >= last.recall + 0.01 || point.false_positive_rate >= next_rate;
            if moves_on || step + 1 == rates.len() {
                steps.push(step);
                last = *point;
            }
        }
        let evidence = steps.iter().map(|step| ranking.thresholds[*step]).collect();
        let figures = Figures::new(original, move |draw| {
            let rates = draw.curve.rates();
            let figures = |step: &usize| {
                let point = rates.get(*step);
                [point.map(|point| point.recall), point.map(|point| point.false_positive_rate)]
            };
            steps.iter().flat_map(figures).collect()
        });
        Self { evidence, figures }
    }

    pub(super) fn report(self) -> Vec<Threshold> {
        let mut intervals = self.figures.intervals();
        let threshold = |evidence| {
            let (recall, rate) = (intervals.next()?, intervals.next()?);
            Some(Threshold { evidence, recall: recall?, false_positive_rate: rate? })
        };
        self.evidence.into_iter().filter_map(threshold).collect()
    }
}
