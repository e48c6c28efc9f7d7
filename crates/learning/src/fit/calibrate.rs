//! Calibration: affine in log-odds (Platt 1999), folded into the tables and the shift.

use scoring::model::artefact::Definition;
use scoring::model::{logit, sigmoid};

/// How many Newton steps at most; a two-parameter logistic needs a handful.
const STEPS: usize = 50;

/// What was said and what was the case, with how much it counts.
pub(super) type Said = (f64, bool, f64);

/// Multiplies every table.
pub(super) fn scale(definition: &mut Definition, slope: f64) {
    for term in &mut definition.terms {
        term.miss *= slope;
        term.hits.iter_mut().for_each(|hit| *hit *= slope);
    }
    for pair in &mut definition.pairs {
        pair.hits.iter_mut().flatten().for_each(|cell| *cell *= slope);
    }
}

/// The shift at which as many fakes are expected as there were.
pub(super) fn intercept(said: &[Said], base_rate: f64) -> f64 {
    newton(said, logit(base_rate), Free::Intercept).1
}

/// The slope and intercept under which what was said is likeliest.
pub(super) fn slope(said: &[Said]) -> f64 {
    newton(said, 0.0, Free::Both).0
}

#[derive(Clone, Copy, PartialEq)]
enum Free {
    Both,
    Intercept,
}

/// Newton's method on slope and intercept, from slope 1 and a given intercept, no step longer than 1.
fn newton(said: &[Said], begin: f64, free: Free) -> (f64, f64) {
    let (mut slope, mut intercept) = (1.0, begin);
    for _ in 0..STEPS {
        let (mut g0, mut g1, mut h00, mut h01, mut h11) = (0.0, 0.0, 1e-9, 0.0, 1e-9);
        for (margin, fake, weight) in said {
            let probability = sigmoid(slope * margin + intercept);
            let error = weight * (probability - f64::from(u8::from(*fake)));
            let curvature = weight * probability * (1.0 - probability);
            g0 += error;
            g1 += error * margin;
            h00 += curvature;
            h01 += curvature * margin;
            h11 += curvature * margin * margin;
        }
        if free == Free::Intercept {
            (g1, h01, h11) = (0.0, 0.0, 1.0);
        }
        let determinant = h00 * h11 - h01 * h01;
        if determinant.abs() < 1e-12 {
            break;
        }
        let (by_slope, by_intercept) =
            ((h00 * g1 - h01 * g0) / determinant, (h11 * g0 - h01 * g1) / determinant);
        let (by_slope, by_intercept) = (by_slope.clamp(-1.0, 1.0), by_intercept.clamp(-1.0, 1.0));
        slope -= by_slope;
        intercept -= by_intercept;
        if by_slope.abs().max(by_intercept.abs()) < 1e-10 {
            break;
        }
    }
    (slope, intercept)
}
