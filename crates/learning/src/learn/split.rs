//! Finds the best split of a leaf from its histograms.

use super::binned::BinOrder;
use super::growth::{BinSet, TreeData, TreeShape};

/// The gradient and curvature of the loss, summed over the rows of a bin.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Cell {
    pub(super) gradient: f64,
    pub(super) curvature: f64,
    pub(super) rows: f64,
}

impl Cell {
    pub(super) fn sum<'a>(cells: impl IntoIterator<Item = &'a Self>) -> Self {
        let mut sum = Self::default();
        cells.into_iter().for_each(|cell| sum.add(cell));
        sum
    }

    fn add(&mut self, other: &Self) {
        self.gradient += other.gradient;
        self.curvature += other.curvature;
        self.rows += other.rows;
    }

    pub(super) fn subtract(&mut self, other: &Self) {
        self.gradient -= other.gradient;
        self.curvature -= other.curvature;
        self.rows -= other.rows;
    }

    fn without(mut self, other: &Self) -> Self {
        self.subtract(other);
        self
    }

    /// The Newton step.
    pub(super) fn step(&self, ridge: f64) -> f64 {
        self.gradient / (self.curvature.max(0.0) + ridge)
    }

    /// How much a step reduces the doubled loss.
    fn gain(&self, step: f64, ridge: f64) -> f64 {
        step * (2.0 * self.gradient - (self.curvature.max(0.0) + ridge) * step)
    }
}

/// The allowed range of a leaf's step. It keeps the tree monotonic in rising features.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bounds {
    min: f64,
    max: f64,
}

impl Default for Bounds {
    fn default() -> Self {
        Self { min: f64::NEG_INFINITY, max: f64::INFINITY }
    }
}

impl Bounds {
    pub(super) fn clamp(self, step: f64) -> f64 {
        step.clamp(self.min, self.max)
    }

    /// The bounds of both children. For rising bins, the midpoint of the two steps separates them.
    fn split(self, steps: (f64, f64), order: BinOrder) -> (Self, Self) {
        if order != BinOrder::Rising {
            return (self, self);
        }
        let middle = f64::midpoint(steps.0, steps.1);
        (Self { max: self.max.min(middle), ..self }, Self { min: self.min.max(middle), ..self })
    }
}

#[derive(Clone, Debug)]
pub(super) struct Split {
    pub(super) feature: usize,
    /// The bins that go left.
    pub(super) left: BinSet,
    pub(super) gain: f64,
    pub(super) left_sum: Cell,
    pub(super) right_sum: Cell,
    /// The bounds of the left and the right step.
    pub(super) bounds: (Bounds, Bounds),
}

/// A leaf that may be split.
pub(super) struct Leaf<'a> {
    pub(super) cells: &'a [Cell],
    pub(super) sum: &'a Cell,
    pub(super) bounds: Bounds,
    pub(super) is_root: bool,
}

/// A split of one feature's bin sequence: the first `after` bins go left, and missing values if `missing_left`.
#[derive(Clone, Copy)]
struct Cut {
    after: usize,
    missing_left: bool,
    left: Cell,
    right: Cell,
    gain: f64,
    bounds: (Bounds, Bounds),
}

/// The best split of a leaf over the allowed features. On ties, the first wins.
pub(super) fn best_split(
    data: &TreeData<'_>,
    leaf: &Leaf<'_>,
    allowed: &[usize],
    shape: &TreeShape,
) -> Option<Split> {
    let mut best: Option<(usize, Cut, f64)> = None;
    for feature in allowed {
        let cells = &leaf.cells[data.grid.offsets[*feature]..data.grid.offsets[*feature + 1]];
        let neutral_bin = data.neutral_bin(*feature);
        // Rows in the neutral bin say nothing about the others, so they are left out.
        let sum = match neutral_bin {
            Some(neutral) => leaf.sum_without(cells, neutral),
            None => *leaf.sum,
        };
        let search = Search {
            cells,
            sequence: &data.sequences[*feature],
            order: data.bin_orders[*feature],
            neutral_bin,
            sum: &sum,
            bounds: leaf.bounds,
            shape,
        };
        let splits_at_neutral = neutral_bin.is_some() && leaf.is_root;
        let whole = if splits_at_neutral {
            0.0
        } else {
            sum.gain(leaf.bounds.clamp(sum.step(shape.ridge)), shape.ridge)
        };
        let min = best.as_ref().map_or(1e-9, |(_, cut, whole)| cut.gain - whole);
        let cut = if splits_at_neutral {
            search.around_neutral().filter(|cut| cut.gain > min + whole)
        } else {
            search.best(min + whole)
        };
        if let Some(cut) = cut {
            best = Some((*feature, cut, whole));
        }
    }
    let (feature, cut, whole) = best?;
    let mut left = BinSet::default();
    data.sequences[feature][..cut.after].iter().for_each(|bin| left.insert(*bin));
    if cut.missing_left {
        left.insert(0);
    }
    Some(Split {
        feature,
        left,
        gain: cut.gain - whole,
        left_sum: cut.left,
        right_sum: cut.right,
        bounds: cut.bounds,
    })
}

struct Search<'a> {
    cells: &'a [Cell],
    sequence: &'a [u8],
    order: BinOrder,
    neutral_bin: Option<u8>,
    sum: &'a Cell,
    bounds: Bounds,
    shape: &'a TreeShape,
}

impl Leaf<'_> {
    /// The sum without the neutral bin. Below the root, the first split has already removed that bin.
    fn sum_without(&self, cells: &[Cell], neutral: u8) -> Cell {
        if !self.is_root {
            return *self.sum;
        }
        Cell::sum(cells).without(&cells[usize::from(neutral)])
    }
}

impl Search<'_> {
    fn best(&self, min_gain: f64) -> Option<Cut> {
        let missing =
            (self.order == BinOrder::Ordered).then(|| self.cells[0]).filter(|cell| cell.rows > 0.5);
        let (mut best, mut gain) = (None, min_gain);
        let mut try_cut = |after: usize, missing_left: bool, left: Cell| {
            if let Some(cut) = self.cut(after, missing_left, left).filter(|cut| cut.gain > gain) {
                gain = cut.gain;
                best = Some(cut);
            }
        };
        let mut left = Cell::default();
        if let Some(missing) = missing {
            try_cut(0, true, missing);
        }
        for (i, bin) in self.sequence.iter().enumerate() {
            let cell = &self.cells[usize::from(*bin)];
            if cell.rows < 0.5 || self.neutral_bin == Some(*bin) {
                continue;
            }
            left.add(cell);
            match missing {
                Some(missing) => {
                    try_cut(i + 1, false, left);
                    let mut both = left;
                    both.add(&missing);
                    try_cut(i + 1, true, both);
                }
                // This leaf has no missing values; at prediction time, they go to the larger side.
                None => try_cut(
                    i + 1,
                    self.order == BinOrder::Ordered && left.rows * 2.0 > self.sum.rows,
                    left,
                ),
            }
        }
        best
    }

    /// The first split of a feature with a neutral bin: lower bins may only lower the score, and higher bins only raise
    /// it.
    fn around_neutral(&self) -> Option<Cut> {
        let neutral = self.neutral_bin?;
        let after = self.sequence.iter().position(|bin| *bin == neutral)?;
        let left =
            Cell::sum(self.sequence[..after].iter().map(|bin| &self.cells[usize::from(*bin)]));
        let right = self.sum.without(&left);
        let has_enough = |cell: &Cell| cell.rows >= self.shape.min_rows;
        let bounds = (
            Bounds { min: if has_enough(&left) { self.bounds.min } else { 0.0 }, max: 0.0 },
            Bounds { min: 0.0, max: if has_enough(&right) { self.bounds.max } else { 0.0 } },
        );
        let ridge = self.shape.ridge;
        let gain = left.gain(bounds.0.clamp(left.step(ridge)), ridge)
            + right.gain(bounds.1.clamp(right.step(ridge)), ridge);
        Some(Cut { after, missing_left: false, left, right, gain, bounds })
    }

    fn cut(&self, after: usize, missing_left: bool, left: Cell) -> Option<Cut> {
        let right = self.sum.without(&left);
        if left.rows < self.shape.min_rows || right.rows < self.shape.min_rows {
            return None;
        }
        let ridge = self.shape.ridge;
        let steps = (self.bounds.clamp(left.step(ridge)), self.bounds.clamp(right.step(ridge)));
        if self.order == BinOrder::Rising && steps.0 > steps.1 {
            return None;
        }
        let gain = left.gain(steps.0, ridge) + right.gain(steps.1, ridge);
        let bounds = self.bounds.split(steps, self.order);
        Some(Cut { after, missing_left, left, right, gain, bounds })
    }
}
