//! The classifier: `linfa-logistic` on the terms' out-of-fold scores.
//!
//! Its first column is the sum of all terms, so that the ridge draws every term's weight towards one
//! common weight and not towards nothing: two terms that see the same thing share it.

use linfa::prelude::*;
use linfa_logistic::LogisticRegression;
use ndarray::{Array1, Array2};

use super::data::Binned;
use super::{FitError, FitOptions};
use crate::model::sigmoid;

/// The largest component of the gradient, divided by the rows, that counts as converged.
const CONVERGED: f64 = 1e-3;
/// A term whose scores all lie within this of 0 holds nothing.
const NOTHING: f64 = 1e-6;

/// One weight for each term; 0 for those that were left out.
pub(super) struct Weighed {
    pub(super) weights: Vec<f64>,
    pub(super) kept: Vec<(String, f64)>,
    pub(super) left_out: Vec<String>,
    pub(super) gradient: f64,
}

/// Learns the weights. A term that would need a negative weight is dropped and the rest learned again:
/// a red flag that speaks for a person is one whose table misled.
pub(super) fn weigh(
    scores: &[Vec<f64>],
    binned: &Binned<'_>,
    options: &FitOptions,
) -> Result<Weighed, FitError> {
    let terms = scores.first().map_or(0, Vec::len);
    let speaks = |term: &usize| scores.iter().any(|row| row[*term].abs() > NOTHING);
    let mut kept: Vec<usize> = (0..terms).filter(speaks).collect();
    loop {
        let fitted = logistic(scores, binned, &kept, options.ridge)?;
        let negative = |place: &usize| fitted.weights[*place] < 0.0;
        let worst = (0..kept.len())
            .filter(negative)
            .min_by(|a, b| fitted.weights[*a].total_cmp(&fitted.weights[*b]));
        let Some(worst) = worst else {
            return Ok(spread(&fitted, &kept, terms, binned));
        };
        kept.remove(worst);
    }
}

fn spread(fitted: &Logistic, kept: &[usize], terms: usize, binned: &Binned<'_>) -> Weighed {
    let mut weights = vec![0.0; terms];
    kept.iter().zip(&fitted.weights).for_each(|(term, weight)| weights[*term] = *weight);
    let name = |term: usize| {
        binned.columns.get(term).map_or_else(
            || format!("pair {}", term - binned.columns.len() + 1),
            |column| column.indicator.clone(),
        )
    };
    let left_out = (0..terms).filter(|term| !kept.contains(term)).map(name).collect();
    let kept = kept.iter().zip(&fitted.weights).map(|(term, weight)| (name(*term), *weight));
    Weighed { weights, kept: kept.collect(), left_out, gradient: fitted.gradient }
}

struct Logistic {
    weights: Vec<f64>,
    gradient: f64,
}

fn logistic(
    scores: &[Vec<f64>],
    binned: &Binned<'_>,
    kept: &[usize],
    ridge: f64,
) -> Result<Logistic, FitError> {
    if kept.is_empty() {
        return Ok(Logistic { weights: Vec::new(), gradient: 0.0 });
    }
    let rows: Vec<usize> =
        (0..binned.len()).flat_map(|row| std::iter::repeat_n(row, binned.copies[row])).collect();
    let sum = |row: usize| kept.iter().map(|term| scores[row][*term]).sum::<f64>();
    let x = Array2::from_shape_fn((rows.len(), kept.len() + 1), |(i, j)| match j {
        0 => sum(rows[i]),
        _ => scores[rows[i]][kept[j - 1]],
    });
    let fake = Array1::from_iter(rows.iter().map(|row| binned.rows[*row].fake));
    let fitted = LogisticRegression::default()
        .alpha(ridge)
        .max_iterations(500)
        .gradient_tolerance(1e-6)
        .fit(&linfa::Dataset::new(x.clone(), fake.clone()))?;
    // linfa calls the more frequent class positive: the signs are those of the fakes only if that is them.
    let sign = if fitted.labels().pos.class { 1.0 } else { -1.0 };
    let weights: Vec<f64> = fitted.params().iter().map(|weight| sign * weight).collect();
    // linfa answers `Ok` when it stops early, so the gradient is looked at here.
    let gradient = gradient(&x, &fake, &weights, sign * fitted.intercept(), ridge);
    if gradient > CONVERGED {
        return Err(FitError::NotConverged { gradient });
    }
    let (common, own) = weights.split_first().expect("the sum is always a column");
    Ok(Logistic { weights: own.iter().map(|own| common + own).collect(), gradient })
}

/// The largest component of the penalised log-loss' gradient, divided by the rows.
fn gradient(
    x: &Array2<f64>,
    fake: &Array1<bool>,
    weights: &[f64],
    intercept: f64,
    ridge: f64,
) -> f64 {
    let weights = Array1::from_iter(weights.iter().copied());
    let margins = x.dot(&weights) + intercept;
    let errors: Array1<f64> = (margins.iter().zip(fake))
        .map(|(margin, fake)| sigmoid(*margin) - f64::from(u8::from(*fake)))
        .collect();
    let slopes = x.t().dot(&errors) + &weights * ridge;
    let rows = f64::from(u32::try_from(fake.len()).unwrap_or(u32::MAX));
    slopes.iter().chain([&errors.sum()]).fold(0.0_f64, |most, slope| most.max(slope.abs())) / rows
}
