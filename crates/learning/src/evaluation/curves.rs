//! The headline figures and the curves at fixed points, with intervals.

use super::bootstrap::{Draw, Figures};
use super::ranking::{Curve, OperatingRates};
use super::report::{Budget, Curves, Headline, Interval, PrecisionPoint, RocPoint};

/// The false-positive rates at which recall is stated.
const BUDGETS: [f64; 4] = [0.001, 0.005, 0.01, 0.05];

/// All figures from a model's curve.
pub(super) struct CurveReport {
    pub(super) headline: Headline,
    pub(super) budgets: Vec<Budget>,
    pub(super) curves: Curves,
}

/// The figures of a model's curve, in the order in which [`report`] reads them.
pub(super) fn figures<'a>(base_rate: f64, budget: f64, original: &Draw<'_>) -> Figures<'a> {
    Figures::new(original, move |draw| {
        let curve = draw.curve;
        let mut figures: Vec<Option<f64>> = headline_figures(curve, base_rate, budget).into();
        figures.extend(BUDGETS.iter().map(|rate| curve.recall_at(*rate)));
        figures.extend(false_positive_rates().map(|rate| curve.recall_at(rate)));
        let (fakes, genuine) = curve.totals();
        for recall in recalls() {
            let point = curve.reaching(recall);
            for share in [fakes / (fakes + genuine), base_rate] {
                figures.push(point.and_then(|point| point.precision(share)));
            }
        }
        figures
    })
}

/// The figures of the headline, in the order in which [`headline`] reads them.
pub(super) fn headline_figures(curve: &Curve, base_rate: f64, budget: f64) -> [Option<f64>; 5] {
    let worked = curve.worked(budget, base_rate);
    [
        curve.average_precision(),
        curve.roc_auc(),
        curve.recall_at(0.01),
        worked.map(|point| point.recall),
        worked.and_then(|point| point.precision(base_rate)),
    ]
}

pub(super) fn headline(intervals: &mut impl Iterator<Item = Option<Interval>>) -> Headline {
    let mut next = || intervals.next().flatten();
    Headline {
        average_precision: next(),
        roc_auc: next(),
        recall_at_one_percent: next(),
        recall_at_budget: next(),
        precision_at_budget: next(),
    }
}

pub(super) fn report(figures: Figures<'_>, base_rate: f64) -> CurveReport {
    let mut intervals = figures.intervals();
    let headline = headline(&mut intervals);
    let mut next = || intervals.next().flatten();
    let budgets = BUDGETS.map(|false_positive_rate| {
        let recall = next();
        let precision = |recall: Interval| {
            OperatingRates { recall: recall.value, false_positive_rate }.precision(base_rate)
        };
        Budget { false_positive_rate, recall, precision: recall.and_then(precision) }
    });
    let roc = false_positive_rates()
        .filter_map(|rate| Some(RocPoint { false_positive_rate: rate, recall: next()? }))
        .collect();
    let mut precision = Vec::new();
    for recall in recalls() {
        if let (Some(own), Some(at_base_rate)) = (next(), next()) {
            precision.push(PrecisionPoint { recall, precision: own, at_base_rate });
        }
    }
    CurveReport { headline, budgets: budgets.into(), curves: Curves { roc, precision } }
}

/// 0, then from 0.001 in steps of 25 %, then 1: the curve is finest where thresholds are set.
fn false_positive_rates() -> impl Iterator<Item = f64> {
    let inner = std::iter::successors(Some(0.001_f64), |rate| Some(rate * 1.25));
    let inner = inner.take_while(|rate| *rate < 1.0).map(|rate| (rate * 1e5).round() / 1e5);
    [0.0].into_iter().chain(inner).chain([1.0])
}

/// From 2 % in steps of 2 %.
fn recalls() -> impl Iterator<Item = f64> {
    (1..=50).map(|step| f64::from(step) / 50.0)
}
