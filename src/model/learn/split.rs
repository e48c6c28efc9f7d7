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
}

/// A division.
#[derive(Clone, Debug)]
pub(super) struct Split {
    pub(super) feature: usize,
    pub(super) left: Places,
    pub(super) gain: f64,
    pub(super) left_sum: Cell,
    pub(super) right_sum: Cell,
    steps: (f64, f64),
}

impl Split {
    /// The bounds of both parts. On a rising axis the parts' steps stay on their sides of the middle.
    pub(super) fn bounds(&self, whole: Bounds, axis: Axis) -> (Bounds, Bounds) {
        if axis != Axis::Rising {
            return (whole, whole);
        }
        let middle = f64::midpoint(self.steps.0, self.steps.1);
        (
            Bounds { most: whole.most.min(middle), ..whole },
            Bounds { least: whole.least.max(middle), ..whole },
        )
    }
}

/// Where a feature is divided: after how many of its ordered places, and whether missing values go left.
#[derive(Clone, Copy)]
struct Cut {
    after: usize,
    missing_left: bool,
    left: Cell,
    right: Cell,
    gain: f64,
    steps: (f64, f64),
}

/// The best division of a leaf over the allowed features. The first of equals wins.
pub(super) fn best_of(
    soil: &Soil<'_>,
    cells: &[Cell],
    sum: &Cell,
    bounds: Bounds,
    allowed: &[usize],
    shape: &Shape,
) -> Option<Split> {
    let whole = sum.gain(bounds.hold(sum.step(shape.ridge)), shape.ridge);
    let mut best: Option<(usize, Cut)> = None;
    for feature in allowed {
        let own = &cells[soil.grid.offsets[*feature]..soil.grid.offsets[*feature + 1]];
        let least = best.as_ref().map_or(whole + 1e-9, |(_, cut)| cut.gain);
        let search = Search {
            cells: own,
            order: &soil.orders[*feature],
            axis: soil.axes[*feature],
            sum,
            bounds,
            shape,
        };
        if let Some(cut) = search.best(least) {
            best = Some((*feature, cut));
        }
    }
    let (feature, cut) = best?;
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
        steps: cut.steps,
    })
}

struct Search<'a> {
    cells: &'a [Cell],
    order: &'a [u8],
    axis: Axis,
    sum: &'a Cell,
    bounds: Bounds,
    shape: &'a Shape,
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
            if cell.rows < 0.5 {
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
        Some(Cut { after, missing_left, left, right, gain, steps })
    }
}
