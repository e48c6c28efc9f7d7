//! Ranks pairs of features by the loss that the main effects leave unexplained (FAST; Lou et al. 2013, "Accurate
//! intelligible models with pairwise interactions"). This also finds pairs whose features have no main effect.

use super::bag::{Bag, BagContext};
use super::binned::Resolution;

/// The gain above which a pair is significant: χ² with one degree of freedom at 5 %, Bonferroni-corrected for 1,000
/// pairs.
const CHANCE: f64 = 15.0;
/// A pseudo-curvature that limits the gain of quadrants with few rows.
const RIDGE: f64 = 4.0;

#[derive(Clone, Copy, Debug)]
pub(super) struct PairCandidate {
    pub(super) pair: (usize, usize),
    /// The reduction of the doubled loss.
    gain: f64,
    /// Whether the rows in which both features are high have more fakes than the main effects predict.
    pub(super) raises: bool,
}

/// The pairs with a significant gain, best first.
pub(super) fn rank_pairs(
    context: &BagContext<'_>,
    main_bags: &[Bag],
    repeats: usize,
) -> Vec<PairCandidate> {
    let gradients = held_out_gradients(context, main_bags, repeats);
    let sequences = main_bags[0].sequences(Resolution::Coarse);
    let width = context.bin_orders.len();
    let mut candidates = Vec::new();
    for first in 0..width {
        for second in first + 1..width {
            let search =
                PairSearch { context, gradients: &gradients, sequences, pair: (first, second) };
            candidates.extend(search.best().filter(|candidate| candidate.gain > CHANCE));
        }
    }
    candidates.sort_by(|a, b| b.gain.total_cmp(&a.gain));
    candidates
}

/// Each row's gradient under the main effects of the bags that held it out.
fn held_out_gradients(
    context: &BagContext<'_>,
    main_bags: &[Bag],
    repeats: usize,
) -> Vec<[f64; 2]> {
    let data = context.data;
    let mut margins = vec![0.0; data.len()];
    for bag in main_bags {
        for row in &bag.held_out {
            let row = *row as usize;
            margins[row] += bag.margins[row] / repeats as f64;
        }
    }
    margins.iter().enumerate().map(|(row, margin)| data.gradient(row, *margin)).collect()
}

struct PairSearch<'a> {
    context: &'a BagContext<'a>,
    gradients: &'a [[f64; 2]],
    sequences: &'a [Vec<u8>],
    pair: (usize, usize),
}

impl PairSearch<'_> {
    /// The pair of cuts, one per feature, whose four quadrants have the largest gain.
    fn best(&self) -> Option<PairCandidate> {
        let sums = self.cumulative_sums();
        let (rows, columns) = (sums.len(), sums[0].len());
        let all = sums[rows - 1][columns - 1];
        let mut best: Option<PairCandidate> = None;
        for i in 0..rows - 1 {
            for j in 0..columns - 1 {
                let low = sums[i][j];
                let (side, other) =
                    (minus(sums[i][columns - 1], low), minus(sums[rows - 1][j], low));
                let high = minus(minus(minus(all, low), side), other);
                let gain: f64 = [low, side, other, high]
                    .iter()
                    .map(|quadrant| quadrant[0] * quadrant[0] / (quadrant[1] + RIDGE))
                    .sum();
                if best.is_none_or(|best| gain > best.gain) {
                    best = Some(PairCandidate { pair: self.pair, gain, raises: high[0] > 0.0 });
                }
            }
        }
        best
    }

    /// For each combination of two bins, the summed gradients of all rows at or below both.
    fn cumulative_sums(&self) -> Vec<Vec<[f64; 2]>> {
        let grid = self.context.grid(Resolution::Coarse);
        let ranks = |feature: usize| {
            // Missing values come first.
            let mut ranks = vec![0; grid.bin_count(feature)];
            let sequence = &self.sequences[feature];
            let first = grid.bin_count(feature) - sequence.len();
            sequence.iter().enumerate().for_each(|(i, bin)| ranks[usize::from(*bin)] = first + i);
            ranks
        };
        let (first, second) = (ranks(self.pair.0), ranks(self.pair.1));
        let mut sums = vec![vec![[0.0; 2]; second.len()]; first.len()];
        for (row, gradient) in self.gradients.iter().enumerate() {
            let bins = grid.row(row);
            let cell = &mut sums[first[usize::from(bins[self.pair.0])]]
                [second[usize::from(bins[self.pair.1])]];
            *cell = plus(*cell, *gradient);
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

fn plus(a: [f64; 2], b: [f64; 2]) -> [f64; 2] {
    [a[0] + b[0], a[1] + b[1]]
}

fn minus(a: [f64; 2], b: [f64; 2]) -> [f64; 2] {
    [a[0] - b[0], a[1] - b[1]]
}
