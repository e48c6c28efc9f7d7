//! Choosing pairs: where two hits together mean something else than their sum.

use super::boost::both_hit;
use super::data::Binned;
use crate::model::sigmoid;

/// How many rows must hit both, or a cell would be a person.
const TOGETHER: usize = 25;

/// The pairs whose rows the mains explain worst, the worst first: by the gain of one Newton step on the
/// rows that hit both (the first step of what GA²M's FAST looks for, Lou et al. 2013).
pub(super) fn choose(binned: &Binned<'_>, margins: &[f64], most: usize) -> Vec<(usize, usize)> {
    let columns = binned.columns.len();
    let mut gains: Vec<(f64, (usize, usize))> = Vec::new();
    for first in 0..columns {
        for second in first + 1..columns {
            if let Some(gain) = gain(binned, margins, first, second) {
                gains.push((gain, (first, second)));
            }
        }
    }
    gains.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    gains.into_iter().take(most).map(|(_, pair)| pair).collect()
}

/// The gain, if enough rows hit both and it is more than chance would give (5 % of χ² with one degree
/// of freedom, Bonferroni for the pairs that are looked at).
fn gain(binned: &Binned<'_>, margins: &[f64], first: usize, second: usize) -> Option<f64> {
    const CHANCE: f64 = 12.0;
    let (mut gradient, mut curvature, mut rows) = (0.0, 0.0, 0);
    for (row, margin) in margins.iter().enumerate() {
        if both_hit(binned, row, first, second).is_some() {
            let one = &binned.rows[row];
            let probability = sigmoid(*margin);
            gradient += one.weight * (f64::from(u8::from(one.fake)) - probability);
            curvature += one.weight * probability * (1.0 - probability);
            rows += 1;
        }
    }
    let gain = gradient * gradient / (curvature + f64::EPSILON);
    (rows >= TOGETHER && gain > CHANCE).then_some(gain)
}
