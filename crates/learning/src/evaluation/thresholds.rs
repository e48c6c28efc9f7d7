//! The recall and the false-positive rate of each threshold, finely enough to choose a threshold.

use super::bootstrap::{Draw, Figures};
use super::ranking::{OperatingRates, Ranking};
use super::report::Threshold;

pub(super) struct ThresholdFigures<'a> {
    /// The evidence from which each threshold counts.
    evidence: Vec<f64>,
    /// The recall and the false-positive rate of each threshold.
    pub(super) figures: Figures<'a>,
}

impl ThresholdFigures<'_> {
    /// Chooses a threshold wherever recall rises by 1 %, or the false-positive rate by a tenth of itself.
    pub(super) fn new(ranking: &Ranking, original: &Draw<'_>) -> Self {
        let mut last = OperatingRates { recall: 0.0, false_positive_rate: 0.0 };
        let rates = original.curve.rates();
        let mut steps = Vec::new();
        for (step, here) in rates.iter().enumerate() {
            let next_rate = last.false_positive_rate * 1.1 + 0.000_5;
            let moves_on =
                here.recall >= last.recall + 0.01 || here.false_positive_rate >= next_rate;
            if moves_on || step + 1 == rates.len() {
                steps.push(step);
                last = *here;
            }
        }
        let evidence = steps.iter().map(|step| ranking.thresholds()[*step]).collect();
        let figures = Figures::new(original, move |draw| {
            let rates = draw.curve.rates();
            let figures = |step: &usize| {
                let here = rates.get(*step);
                [here.map(|here| here.recall), here.map(|here| here.false_positive_rate)]
            };
            steps.iter().flat_map(figures).collect()
        });
        Self { evidence, figures }
    }

    pub(super) fn report(self) -> Vec<Threshold> {
        let mut intervals = self.figures.intervals();
        let threshold = |evidence| {
            let (recall, rate) = (intervals.next()?, intervals.next()?);
            Some((evidence, recall, rate))
        };
        let thresholds: Vec<_> = self.evidence.into_iter().map_while(threshold).collect();
        thresholds
            .into_iter()
            .filter_map(|(evidence, recall, rate)| {
                Some(Threshold { evidence, recall: recall?, false_positive_rate: rate? })
            })
            .collect()
    }
}
