//! Calibration that is affine in log-odds (Platt 1999). The slope is multiplied into the tables; the intercept becomes
//! the shift.

use scoring::model::artefact::Definition;
use scoring::model::{logit, sigmoid};

/// A logistic regression with two parameters usually needs only a handful of Newton steps.
const MAX_STEPS: usize = 50;

/// The log-odds of an example, whether it is a fake, and its weight.
pub(super) type Prediction = (f64, bool, f64);

/// Multiplies all tables by the slope.
pub(super) fn scale(definition: &mut Definition, slope: f64) {
    for term in &mut definition.terms {
        term.scale(slope);
    }
    for pair in &mut definition.pairs {
        pair.hits.iter_mut().flatten().for_each(|cell| *cell *= slope);
    }
}

/// The intercept at which the expected number of fakes equals the actual number.
pub(super) fn intercept(predictions: &[Prediction], base_rate: f64) -> f64 {
    newton(predictions, logit(base_rate), Free::Intercept).1
}

/// The maximum-likelihood slope, with a free intercept.
pub(super) fn slope(predictions: &[Prediction]) -> f64 {
    newton(predictions, 0.0, Free::Both).0
}

#[derive(Clone, Copy, PartialEq)]
enum Free {
    Both,
    Intercept,
}

/// Newton's method for slope and intercept. It starts at slope 1 and limits each step to 1.
fn newton(predictions: &[Prediction], start: f64, free: Free) -> (f64, f64) {
    let (mut slope, mut intercept) = (1.0, start);
    for _ in 0..MAX_STEPS {
        let (mut g0, mut g1, mut h00, mut h01, mut h11) = (0.0, 0.0, 1e-9, 0.0, 1e-9);
        for (log_odds, fake, weight) in predictions {
            let probability = sigmoid(slope * log_odds + intercept);
            let error = weight * (probability - f64::from(u8::from(*fake)));
            let curvature = weight * probability * (1.0 - probability);
            g0 += error;
            g1 += error * log_odds;
            h00 += curvature;
            h01 += curvature * log_odds;
            h11 += curvature * log_odds * log_odds;
        }
        if free == Free::Intercept {
            (g1, h01, h11) = (0.0, 0.0, 1.0);
        }
        let determinant = h00 * h11 - h01 * h01;
        if determinant.abs() < 1e-12 {
            break;
        }
        let slope_step = ((h00 * g1 - h01 * g0) / determinant).clamp(-1.0, 1.0);
        let intercept_step = ((h11 * g0 - h01 * g1) / determinant).clamp(-1.0, 1.0);
        slope -= slope_step;
        intercept -= intercept_step;
        if slope_step.abs().max(intercept_step.abs()) < 1e-10 {
            break;
        }
    }
    (slope, intercept)
}
