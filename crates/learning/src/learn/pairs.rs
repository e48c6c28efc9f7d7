//! Ranking pairs of features by what the mains left unexplained where both are high (FAST; Lou et al. 2013,
//! "Accurate intelligible models with pairwise interactions"): it finds pairs whose features say nothing alone.

use scoring::model::sigmoid;

use super::bag::{Bag, Field};
use super::frame::Level;

/// More than chance would give: χ² with one degree of freedom at 5 %, Bonferroni for a thousand pairs.
const CHANCE: f64 = 15.0;
/// A pseudo-curvature, so that a corner of few rows promises little.
const RIDGE: f64 = 4.0;

/// A pair and what it promises.
#[derive(Clone, Copy, Debug)]
pub(super) struct Promise {
    pub(super) pair: (usize, usize),
    /// By how much twice the loss would fall.
    gain: f64,
    /// Whether the rows where both are high are more fake than the mains say.
    pub(super) raises: bool,
}

/// Pairs that promise more than chance, the most promising first.
pub(super) fn promising(field: &Field<'_>, mains: &[Bag], repeats: usize) -> Vec<Promise> {
    let slopes = slopes(field, mains, repeats);
    let orders = mains[0].orders(Level::Coarse);
    let width = field.axes.len();
    let mut found = Vec::new();
    for first in 0..width {
        for second in first + 1..width {
            let promise =
                Corner { field, slopes: &slopes, orders, pair: (first, second) }.promise();
            found.extend(promise.filter(|promise| promise.gain > CHANCE));
        }
    }
    found.sort_by(|a, b| b.gain.total_cmp(&a.gain));
    found
}

/// The slopes of every row under the mains of bags that have not seen it.
fn slopes(field: &Field<'_>, mains: &[Bag], repeats: usize) -> Vec<[f64; 2]> {
    let frame = field.frame;
    let mut margins = vec![0.0; frame.len()];
    for bag in mains {
        bag.held
            .iter()
            .for_each(|row| margins[*row as usize] += bag.margin(*row as usize) / repeats as f64);
    }
    let slope = |row: usize| {
        let probability = sigmoid(margins[row]);
        let label = f64::from(u8::from(frame.fakes[row]));
        [
            frame.weights[row] * (label - probability),
            frame.weights[row] * probability * (1.0 - probability),
        ]
    };
    (0..frame.len()).map(slope).collect()
}

struct Corner<'a> {
    field: &'a Field<'a>,
    slopes: &'a [[f64; 2]],
    orders: &'a [Vec<u8>],
    pair: (usize, usize),
}

impl Corner<'_> {
    /// The best of all ways to cut both features once: what the four quarters would gain.
    fn promise(&self) -> Option<Promise> {
        let sums = self.sums();
        let (rows, columns) = (sums.len(), sums[0].len());
        let all = sums[rows - 1][columns - 1];
        let mut best: Option<Promise> = None;
        for i in 0..rows - 1 {
            for j in 0..columns - 1 {
                let low = sums[i][j];
                let (side, other) =
                    (minus(sums[i][columns - 1], low), minus(sums[rows - 1][j], low));
                let high = minus(minus(minus(all, low), side), other);
                let gain: f64 = [low, side, other, high]
                    .iter()
                    .map(|one| one[0] * one[0] / (one[1] + RIDGE))
                    .sum();
                if best.is_none_or(|best| gain > best.gain) {
                    best = Some(Promise { pair: self.pair, gain, raises: high[0] > 0.0 });
                }
            }
        }
        best
    }

    /// For each two places, the slopes of all rows at or below both.
    fn sums(&self) -> Vec<Vec<[f64; 2]>> {
        let grid = self.field.grid(Level::Coarse);
        let rank = |feature: usize| {
            // A missing value stands first.
            let mut rank = vec![0; grid.size(feature)];
            let order = &self.orders[feature];
            let first = grid.size(feature) - order.len();
            order.iter().enumerate().for_each(|(i, place)| rank[usize::from(*place)] = first + i);
            rank
        };
        let (first, second) = (rank(self.pair.0), rank(self.pair.1));
        let mut sums = vec![vec![[0.0; 2]; second.len()]; first.len()];
        for (row, slope) in self.slopes.iter().enumerate() {
            let places = grid.row(row);
            let cell = &mut sums[first[usize::from(places[self.pair.0])]]
                [second[usize::from(places[self.pair.1])]];
            cell[0] += slope[0];
            cell[1] += slope[1];
        }
        for i in 0..sums.len() {
            for j in 0..sums[i].len() {
                let mut cell = sums[i][j];
                if i > 0 {
                    cell = plus(cell, sums[i - 1][j]);
                }
                if j > 0 {
                    cell = plus(cell, sums[i][j - 1]);
                }
                if i > 0 && j > 0 {
                    cell = minus(cell, sums[i - 1][j - 1]);
                }
                sums[i][j] = cell;
            }
        }
        sums
    }
}

fn plus(one: [f64; 2], other: [f64; 2]) -> [f64; 2] {
    [one[0] + other[0], one[1] + other[1]]
}

fn minus(one: [f64; 2], other: [f64; 2]) -> [f64; 2] {
    [one[0] - other[0], one[1] - other[1]]
}
