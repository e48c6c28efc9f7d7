//! Boosting: Newton steps on one table after another, each step held in order.

use super::data::{Binned, UNKNOWN};
use crate::model::{logit, sigmoid};

/// How much of each Newton step is taken.
const RATE: f64 = 0.15;
/// A pseudo-count that draws cells with little data to 0.
const RIDGE: f64 = 4.0;

/// Tables in the making: a main table for each column, a grid of hits for each pair.
#[derive(Clone, Debug)]
pub(super) struct Tables {
    pub(super) intercept: f64,
    pub(super) mains: Vec<Vec<f64>>,
    pub(super) pairs: Vec<Vec<Vec<f64>>>,
    chosen: Vec<(usize, usize)>,
}

/// Boosts tables on every row that is not of the fold.
pub(super) fn boost(
    binned: &Binned<'_>,
    chosen: &[(usize, usize)],
    fold: usize,
    passes: usize,
) -> Tables {
    let rows: Vec<usize> = (0..binned.len()).filter(|row| binned.fold(*row) != fold).collect();
    let mut tables = Tables::empty(binned, chosen, base_rate(binned, &rows));
    let mut margins: Vec<f64> = vec![tables.intercept; rows.len()];
    for _ in 0..passes {
        tables.step_intercept(binned, &rows, &mut margins);
        for column in 0..binned.columns.len() {
            tables.step_main(binned, column, &rows, &mut margins);
        }
        for pair in 0..chosen.len() {
            tables.step_pair(binned, pair, &rows, &mut margins);
        }
    }
    tables
}

fn base_rate(binned: &Binned<'_>, rows: &[usize]) -> f64 {
    let weight = |fake: bool| -> f64 {
        rows.iter()
            .map(|row| &binned.rows[*row])
            .filter(|row| row.fake == fake)
            .map(|row| row.weight)
            .sum()
    };
    let (fakes, genuine) = (weight(true), weight(false));
    (fakes + 0.5) / (fakes + genuine + 1.0)
}

/// The gradient and curvature of the log-loss, summed over a cell.
#[derive(Clone, Copy, Default)]
struct Slope {
    gradient: f64,
    curvature: f64,
}

impl Slope {
    fn add(&mut self, binned: &Binned<'_>, row: usize, margin: f64) {
        let row = &binned.rows[row];
        let probability = sigmoid(margin);
        self.gradient += row.weight * (f64::from(u8::from(row.fake)) - probability);
        self.curvature += row.weight * probability * (1.0 - probability);
    }

    fn step(&self) -> f64 {
        RATE * self.gradient / (self.curvature + RIDGE)
    }
}

impl Tables {
    fn empty(binned: &Binned<'_>, chosen: &[(usize, usize)], base_rate: f64) -> Self {
        let grid = |(first, second): &(usize, usize)| {
            vec![vec![0.0; binned.size(*second) - 1]; binned.size(*first) - 1]
        };
        Self {
            intercept: logit(base_rate),
            mains: (0..binned.columns.len()).map(|column| vec![0.0; binned.size(column)]).collect(),
            pairs: chosen.iter().map(grid).collect(),
            chosen: chosen.to_vec(),
        }
    }

    fn step_intercept(&mut self, binned: &Binned<'_>, rows: &[usize], margins: &mut [f64]) {
        let mut slope = Slope::default();
        rows.iter().zip(margins.iter()).for_each(|(row, margin)| slope.add(binned, *row, *margin));
        let step = slope.step();
        self.intercept += step;
        for margin in margins.iter_mut() {
            *margin += step;
        }
    }

    /// Moves one table, holds it in order (a miss never raises, a hit never lowers, more never lowers),
    /// and moves the margins along.
    fn step_main(
        &mut self,
        binned: &Binned<'_>,
        column: usize,
        rows: &[usize],
        margins: &mut [f64],
    ) {
        let table = &mut self.mains[column];
        let mut slopes = vec![Slope::default(); table.len()];
        for (row, margin) in rows.iter().zip(margins.iter()) {
            let place = binned.place(*row, column);
            if place != UNKNOWN {
                slopes[usize::from(place)].add(binned, *row, *margin);
            }
        }
        let before = table.clone();
        for (cell, slope) in table.iter_mut().zip(&slopes) {
            *cell += slope.step();
        }
        table[0] = table[0].min(0.0);
        let weights: Vec<f64> = slopes.iter().map(|slope| slope.curvature + RIDGE).collect();
        isotonic(&mut table[1..], &weights[1..]);
        table[1..].iter_mut().for_each(|cell| *cell = cell.max(0.0));
        for (row, margin) in rows.iter().zip(margins) {
            let place = binned.place(*row, column);
            if place != UNKNOWN {
                *margin += table[usize::from(place)] - before[usize::from(place)];
            }
        }
    }

    fn step_pair(&mut self, binned: &Binned<'_>, pair: usize, rows: &[usize], margins: &mut [f64]) {
        let grid = &mut self.pairs[pair];
        let mut slopes = vec![vec![Slope::default(); grid[0].len()]; grid.len()];
        let (first, second) = self.chosen[pair];
        let cell = |row: usize| both_hit(binned, row, first, second);
        for (row, margin) in rows.iter().zip(margins.iter()) {
            if let Some((i, j)) = cell(*row) {
                slopes[i][j].add(binned, *row, *margin);
            }
        }
        let steps: Vec<Vec<f64>> =
            slopes.iter().map(|row| row.iter().map(Slope::step).collect()).collect();
        for (row, margin) in rows.iter().zip(margins) {
            if let Some((i, j)) = cell(*row) {
                *margin += steps[i][j];
            }
        }
        for (cell, step) in grid.iter_mut().flatten().zip(steps.iter().flatten()) {
            *cell += step;
        }
    }

    /// What each term says of a row: the mains, then the pairs.
    pub(super) fn scores(&self, binned: &Binned<'_>, row: usize) -> Vec<f64> {
        let main = |(column, table): (usize, &Vec<f64>)| match binned.place(row, column) {
            UNKNOWN => 0.0,
            place => table[usize::from(place)],
        };
        let pair = |(grid, (first, second)): (&Vec<Vec<f64>>, &(usize, usize))| {
            both_hit(binned, row, *first, *second).map_or(0.0, |(i, j)| grid[i][j])
        };
        let mains = self.mains.iter().enumerate().map(main);
        mains.chain(self.pairs.iter().zip(&self.chosen).map(pair)).collect()
    }

    /// One set of tables of several of the same shape.
    pub(super) fn average(all: &[Self]) -> Self {
        let share = 1.0 / f64::from(u32::try_from(all.len()).unwrap_or(1));
        let mut mean = all[0].clone();
        mean.cells_mut().for_each(|cell| *cell = 0.0);
        mean.intercept = all.iter().map(|tables| tables.intercept * share).sum();
        for tables in all {
            let cells =
                tables.mains.iter().flatten().chain(tables.pairs.iter().flatten().flatten());
            mean.cells_mut().zip(cells).for_each(|(sum, cell)| *sum += cell * share);
        }
        mean
    }

    /// Weighs the terms: the mains, then the pairs.
    pub(super) fn scale(&mut self, weights: &[f64]) {
        let (mains, pairs) = weights.split_at(self.mains.len());
        for (table, weight) in self.mains.iter_mut().zip(mains) {
            for cell in table.iter_mut() {
                *cell *= weight;
            }
        }
        for (grid, weight) in self.pairs.iter_mut().zip(pairs) {
            grid.iter_mut().flatten().for_each(|cell| *cell *= weight);
        }
    }

    fn cells_mut(&mut self) -> impl Iterator<Item = &mut f64> {
        self.mains.iter_mut().flatten().chain(self.pairs.iter_mut().flatten().flatten())
    }
}

/// The grades of a row that hits both columns.
pub(super) fn both_hit(
    binned: &Binned<'_>,
    row: usize,
    first: usize,
    second: usize,
) -> Option<(usize, usize)> {
    let hit = |column| match binned.place(row, column) {
        0 | UNKNOWN => None,
        place => Some(usize::from(place) - 1),
    };
    Some((hit(first)?, hit(second)?))
}

/// The nearest rising sequence, by pooling adjacent violators (Barlow et al. 1972).
fn isotonic(cells: &mut [f64], weights: &[f64]) {
    let mut blocks: Vec<(f64, f64, usize)> = Vec::with_capacity(cells.len());
    for (cell, weight) in cells.iter().zip(weights) {
        blocks.push((*cell, *weight, 1));
        while let [.., (low, low_weight, low_count), (high, high_weight, high_count)] = blocks[..]
            && low > high
        {
            let weight = low_weight + high_weight;
            let mean = (low * low_weight + high * high_weight) / weight;
            blocks.truncate(blocks.len() - 2);
            blocks.push((mean, weight, low_count + high_count));
        }
    }
    let flat = blocks.into_iter().flat_map(|(mean, _, count)| std::iter::repeat_n(mean, count));
    cells.iter_mut().zip(flat).for_each(|(cell, mean)| *cell = mean);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pooling_gives_the_nearest_rising_sequence() {
        let mut cells = [1.0, 3.0, 2.0, 2.0, 5.0];
        isotonic(&mut cells, &[1.0, 1.0, 1.0, 2.0, 1.0]);
        let middle = (3.0 + 2.0 + 4.0) / 4.0;
        assert_eq!(cells, [1.0, middle, middle, middle, 5.0]);
    }
}
