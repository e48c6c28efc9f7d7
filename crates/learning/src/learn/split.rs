//! The best division of a leaf, from histograms.

use super::frame::Axis;
use super::tree::{Places, Shape, Soil, insert};

/// The loss' gradient and curvature summed over the rows of one place.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Cell {
    pub(super) gradient: f64,
    pub(super) curvature: f64,
    pub(super) rows: f64,
}

impl Cell {
    pub(super) fn sum(cells: &[Self]) -> Self {
        let mut sum = Self::default();
        for cell in cells {
            sum.add(cell);
        }
        sum
    }

    fn add(&mut self, other: &Self) {
        self.gradient += other.gradient;
        self.curvature += other.curvature;
        self.rows += other.rows;
    }

    pub(super) fn take(&mut self, other: &Self) {
        self.gradient -= other.gradient;
        self.curvature -= other.curvature;
        self.rows -= other.rows;
    }

    fn without(mut self, other: &Self) -> Self {
        self.take(other);
        self
    }

    /// The Newton step.
    pub(super) fn step(&self, ridge: f64) -> f64 {
        self.gradient / (self.curvature.max(0.0) + ridge)
    }

    /// By how much a step lowers twice the loss.
    fn gain(&self, step: f64, ridge: f64) -> f64 {
        step * (2.0 * self.gradient - (self.curvature.max(0.0) + ridge) * step)
    }
}

/// Within what a leaf's step must lie, so that its tree rises where it must.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bounds {
    least: f64,
    most: f64,
}

impl Default for Bounds {
    fn default() -> Self {
        Self { least: f64::NEG_INFINITY, most: f64::INFINITY }
    }
}

impl Bounds {
    pub(super) fn hold(self, step: f64) -> f64 {
        step.clamp(self.least, self.most)
    }

    /// The bounds of both parts. On a rising axis the parts' steps stay on their sides of the middle.
    fn around(self, steps: (f64, f64), axis: Axis) -> (Self, Self) {
        if axis != Axis::Rising {
            return (self, self);
        }
        let middle = f64::midpoint(steps.0, steps.1);
        (
            Self { most: self.most.min(middle), ..self },
            Self { least: self.least.max(middle), ..self },
        )
    }
}

/// A division.
#[derive(Clone, Debug)]
pub(super) struct Split {
    pub(super) feature: usize,
    pub(super) left: Places,
    pub(super) gain: f64,
    pub(super) left_sum: Cell,
    pub(super) right_sum: Cell,
    /// Within what the steps of both parts must lie.
    pub(super) bounds: (Bounds, Bounds),
}

/// A leaf that may be divided.
pub(super) struct Leaf<'a> {
    pub(super) cells: &'a [Cell],
    pub(super) sum: &'a Cell,
    pub(super) bounds: Bounds,
    pub(super) is_root: bool,
}

/// Where a feature is divided: after how many of its ordered places, and whether missing values go left.
#[derive(Clone, Copy)]
struct Cut {
    after: usize,
    missing_left: bool,
    left: Cell,
    right: Cell,
    gain: f64,
    bounds: (Bounds, Bounds),
}

/// The best division of a leaf over the allowed features. The first of equals wins.
pub(super) fn best_of(
    soil: &Soil<'_>,
    leaf: &Leaf<'_>,
    allowed: &[usize],
    shape: &Shape,
) -> Option<Split> {
    let mut best: Option<(usize, Cut, f64)> = None;
    for feature in allowed {
        let cells = &leaf.cells[soil.grid.offsets[*feature]..soil.grid.offsets[*feature + 1]];
        let anchor = soil.anchors.get(*feature).copied().flatten();
        // Rows of which nothing is known say nothing of the rest, and nothing is said of them.
        let sum = match anchor {
            Some(anchor) => leaf.sum_without(cells, anchor),
            None => *leaf.sum,
        };
        let search = Search {
            cells,
            order: &soil.orders[*feature],
            axis: soil.axes[*feature],
            anchor,
            sum: &sum,
            bounds: leaf.bounds,
            shape,
        };
        let whole = if anchor.is_some() && leaf.is_root {
            0.0
        } else {
            sum.gain(leaf.bounds.hold(sum.step(shape.ridge)), shape.ridge)
        };
        let least = best.as_ref().map_or(1e-9, |(_, cut, whole)| cut.gain - whole);
        let cut = match anchor {
            Some(_) if leaf.is_root => {
                search.around_anchor().filter(|cut| cut.gain > least + whole)
            }
            _ => search.best(least + whole),
        };
        if let Some(cut) = cut {
            best = Some((*feature, cut, whole));
        }
    }
    let (feature, cut, whole) = best?;
    let mut left = Places::default();
    soil.orders[feature][..cut.after].iter().for_each(|place| insert(&mut left, *place));
    if cut.missing_left {
        insert(&mut left, 0);
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
    order: &'a [u8],
    axis: Axis,
    anchor: Option<u8>,
    sum: &'a Cell,
    bounds: Bounds,
    shape: &'a Shape,
}

impl Leaf<'_> {
    /// The sum of the places that say something. Beyond the root it is what the division left.
    fn sum_without(&self, cells: &[Cell], anchor: u8) -> Cell {
        if !self.is_root {
            return *self.sum;
        }
        Cell::sum(cells).without(&cells[usize::from(anchor)])
    }
}

impl Search<'_> {
    fn best(&self, least: f64) -> Option<Cut> {
        let missing =
            (self.axis == Axis::Ordered).then(|| self.cells[0]).filter(|cell| cell.rows > 0.5);
        let (mut best, mut gain) = (None, least);
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
        for (i, place) in self.order.iter().enumerate() {
            let cell = &self.cells[usize::from(*place)];
            if cell.rows < 0.5 || self.anchor == Some(*place) {
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
                // Where a missing value belongs is not known here: with the larger part.
                None => try_cut(
                    i + 1,
                    self.axis == Axis::Ordered && left.rows * 2.0 > self.sum.rows,
                    left,
                ),
            }
        }
        best
    }

    /// The first division of a feature with a place that adds nothing: what is below it speaks for the person or not
    /// at all, what is above it against them or not at all.
    fn around_anchor(&self) -> Option<Cut> {
        let anchor = self.anchor?;
        let after = self.order.iter().position(|place| *place == anchor)?;
        let left = self.order[..after].iter().map(|place| self.cells[usize::from(*place)]);
        let left = Cell::sum(&left.collect::<Vec<_>>());
        let right = self.sum.without(&left);
        let enough = |cell: &Cell| cell.rows >= self.shape.least_rows;
        let bounds = (
            Bounds { least: if enough(&left) { self.bounds.least } else { 0.0 }, most: 0.0 },
            Bounds { least: 0.0, most: if enough(&right) { self.bounds.most } else { 0.0 } },
        );
        let ridge = self.shape.ridge;
        let gain = left.gain(bounds.0.hold(left.step(ridge)), ridge)
            + right.gain(bounds.1.hold(right.step(ridge)), ridge);
        Some(Cut { after, missing_left: false, left, right, gain, bounds })
    }

    fn cut(&self, after: usize, missing_left: bool, left: Cell) -> Option<Cut> {
        let right = self.sum.without(&left);
        if left.rows < self.shape.least_rows || right.rows < self.shape.least_rows {
            return None;
        }
        let ridge = self.shape.ridge;
        let steps = (self.bounds.hold(left.step(ridge)), self.bounds.hold(right.step(ridge)));
        if self.axis == Axis::Rising && steps.0 > steps.1 {
            return None;
        }
        let gain = left.gain(steps.0, ridge) + right.gain(steps.1, ridge);
        let bounds = self.bounds.around(steps, self.axis);
        Some(Cut { after, missing_left, left, right, gain, bounds })
    }
}
