//! Calibration: affine in log-odds (Platt 1999), folded into the tables and the shift.

use super::FitError;
use super::data::Binned;
use crate::model::artefact::Definition;
use crate::model::{logit, sigmoid};

/// How many Newton steps at most; a two-parameter logistic needs a handful.
const STEPS: usize = 50;

/// Finds slope and intercept on the out-of-fold margins and folds them in. Gives the slope.
///
/// The margins are those of the weighed terms with the families' caps held; the caps themselves are the
/// operator's promise and stay what they are.
pub(super) fn calibrate(
    definition: &mut Definition,
    scores: &[Vec<f64>],
    weights: &[f64],
    binned: &Binned<'_>,
) -> Result<f64, FitError> {
    let margins: Vec<f64> =
        scores.iter().map(|row| held(definition, row, weights, binned)).collect();
    let (slope, intercept) = platt(&margins, binned);
    if !slope.is_finite() || !intercept.is_finite() || slope <= 0.0 {
        return Err(FitError::NotConverged { gradient: f64::INFINITY });
    }
    for term in &mut definition.terms {
        term.miss *= slope;
        term.hits.iter_mut().for_each(|hit| *hit *= slope);
    }
    for pair in &mut definition.pairs {
        pair.hits.iter_mut().flatten().for_each(|cell| *cell *= slope);
    }
    definition.shift = intercept - logit(base_rate(binned));
    Ok(slope)
}

/// One row's evidence with every family held within its cap.
fn held(definition: &Definition, row: &[f64], weights: &[f64], binned: &Binned<'_>) -> f64 {
    let (mains, pairs) = row.split_at(binned.columns.len());
    let (main_weights, pair_weights) = weights.split_at(binned.columns.len());
    let mut families: std::collections::BTreeMap<&str, f64> = std::collections::BTreeMap::new();
    for ((column, score), weight) in binned.columns.iter().zip(mains).zip(main_weights) {
        *families.entry(&column.family).or_default() += score * weight;
    }
    let rest: f64 = pairs.iter().zip(pair_weights).map(|(score, weight)| score * weight).sum();
    let caps = |(family, sum): (&&str, &f64)| {
        definition.caps.get(*family).map_or(*sum, |cap| cap.hold(*sum))
    };
    families.iter().map(caps).sum::<f64>() + rest
}

fn base_rate(binned: &Binned<'_>) -> f64 {
    let weight: f64 = binned.rows.iter().map(|row| row.weight).sum();
    let fakes: f64 = binned.rows.iter().filter(|row| row.fake).map(|row| row.weight).sum();
    fakes / weight
}

/// Newton's method on slope and intercept.
fn platt(margins: &[f64], binned: &Binned<'_>) -> (f64, f64) {
    let (mut slope, mut intercept) = (1.0, logit(base_rate(binned)));
    for _ in 0..STEPS {
        let (mut g0, mut g1, mut h00, mut h01, mut h11) = (0.0, 0.0, 1e-9, 0.0, 1e-9);
        for (margin, row) in margins.iter().zip(binned.rows) {
            let probability = sigmoid(slope * margin + intercept);
            let error = row.weight * (probability - f64::from(u8::from(row.fake)));
            let curvature = row.weight * probability * (1.0 - probability);
            g0 += error;
            g1 += error * margin;
            h00 += curvature;
            h01 += curvature * margin;
            h11 += curvature * margin * margin;
        }
        let determinant = h00 * h11 - h01 * h01;
        if determinant.abs() < 1e-12 {
            break;
        }
        let (by_slope, by_intercept) =
            ((h00 * g1 - h01 * g0) / determinant, (h11 * g0 - h01 * g1) / determinant);
        slope -= by_slope;
        intercept -= by_intercept;
        if by_slope.abs().max(by_intercept.abs()) < 1e-10 {
            break;
        }
    }
    (slope, intercept)
}
