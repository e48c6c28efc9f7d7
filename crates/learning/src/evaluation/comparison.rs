//! Compares a model with the champion and with models of fewer examples, on the same people and draws.

use super::bootstrap::{Draw, Figures};
use super::curves::{headline, headline_figures};
use super::input::Refit;
use super::ranking::{Curve, Ranking};
use super::report::{Comparison, LearningPoint};

/// The champion's headline, then the differences in average precision and recall: the model's minus the champion's.
pub(super) fn figures<'a>(
    champion: Ranking,
    base_rate: f64,
    budget: f64,
    original: &Draw<'_>,
) -> Figures<'a> {
    let recall = move |curve: &Curve| curve.worked(budget, base_rate).map(|point| point.recall);
    Figures::new(original, move |draw| {
        let other = champion.curve(draw.weights);
        let mut figures: Vec<Option<f64>> = headline_figures(&other, base_rate, budget).into();
        figures.push(difference(draw.curve.average_precision(), other.average_precision()));
        figures.push(difference(recall(draw.curve), recall(&other)));
        figures
    })
}

pub(super) fn report(figures: Figures<'_>, champion: &str) -> Comparison {
    let mut intervals = figures.intervals();
    Comparison {
        champion: champion.to_owned(),
        headline: headline(&mut intervals),
        average_precision: intervals.next().flatten(),
        recall_at_budget: intervals.next().flatten(),
    }
}

/// The average precision and recall of a refitted model.
pub(super) fn refit_figures<'a>(
    refit: Ranking,
    base_rate: f64,
    budget: f64,
    original: &Draw<'_>,
) -> Figures<'a> {
    Figures::new(original, move |draw| {
        let curve = refit.curve(draw.weights);
        let recall = curve.worked(budget, base_rate).map(|point| point.recall);
        vec![curve.average_precision(), recall]
    })
}

pub(super) fn refit_report(figures: Figures<'_>, refit: &Refit<'_>) -> LearningPoint {
    let mut intervals = figures.intervals();
    LearningPoint {
        rows: refit.rows,
        fakes: refit.fakes,
        average_precision: intervals.next().flatten(),
        recall_at_budget: intervals.next().flatten(),
    }
}

/// The difference of two figures, if both are known.
pub(super) fn difference(a: Option<f64>, b: Option<f64>) -> Option<f64> {
    Some(a? - b?)
}
