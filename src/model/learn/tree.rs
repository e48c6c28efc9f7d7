//! A tree of few leaves over few features: one step of boosting.
//!
//! A leaf holds for a set of places of each feature on the way to it, so a tree is a table over its features.

use super::frame::{Axis, Grid};
use super::split::{Bounds, Cell, Split, best_of};

/// A set of places.
pub(super) type Places = [u64; 4];

pub(super) fn holds(places: &Places, place: u8) -> bool {
    places[usize::from(place >> 6)] >> (place & 63) & 1 == 1
}

pub(super) fn insert(places: &mut Places, place: u8) {
    places[usize::from(place >> 6)] |= 1 << (place & 63);
}

/// A fork: places of the feature that go left; the others go right.
#[derive(Clone, Debug)]
struct Fork {
    feature: usize,
    left: Places,
    /// The next fork, or a leaf when its `LEAF` bit is set.
    next: [u16; 2],
}

const LEAF: u16 = 1 << 15;

/// A tree.
#[derive(Clone, Debug)]
pub(super) struct Tree {
    /// The features that it looks at, ascending.
    pub(super) features: Vec<usize>,
    /// Over how many it was allowed to grow, which says on which grid.
    pub(super) order: usize,
    forks: Vec<Fork>,
    values: Vec<f64>,
}

impl Tree {
    /// A tree that says nothing.
    pub(super) fn nothing() -> Self {
        Self { features: Vec::new(), order: 1, forks: Vec::new(), values: Vec::new() }
    }

    /// What it says of a row.
    pub(super) fn value(&self, places: &[u8]) -> f64 {
        let mut at = 0_u16;
        loop {
            let fork = &self.forks[usize::from(at)];
            let side = usize::from(!holds(&fork.left, places[fork.feature]));
            at = fork.next[side];
            if at & LEAF != 0 {
                return self.values[usize::from(at & !LEAF)];
            }
        }
    }

    /// The sets of places that its forks divide a feature by.
    pub(super) fn divisions(&self, feature: usize) -> impl Iterator<Item = &Places> {
        self.forks.iter().filter(move |fork| fork.feature == feature).map(|fork| &fork.left)
    }
}

/// How trees grow.
#[derive(Clone, Copy, Debug)]
pub(super) struct Shape {
    /// Over how many features at most.
    pub(super) order: usize,
    /// With how many leaves at most.
    pub(super) leaves: usize,
    /// How much of each Newton step is taken.
    pub(super) rate: f64,
    /// A pseudo-curvature that draws leaves with little data to 0.
    pub(super) ridge: f64,
    /// How many rows a leaf needs.
    pub(super) least_rows: f64,
}

/// What a tree is grown on.
pub(super) struct Soil<'a> {
    pub(super) grid: &'a Grid,
    pub(super) axes: &'a [Axis],
    /// For each feature, its places in the order in which they are divided.
    pub(super) orders: &'a [Vec<u8>],
    /// For each row, how far it is from its label and how sure that is: the loss' gradient and curvature.
    pub(super) slopes: &'a [[f32; 2]],
    /// The sets of features that a tree may look at; all of them when nothing is said.
    pub(super) sets: Option<&'a [Vec<usize>]>,
    /// The features of this tree's draw.
    pub(super) drawn: &'a [usize],
}

/// A leaf that may still be divided.
struct Open {
    rows: std::ops::Range<usize>,
    cells: Vec<Cell>,
    sum: Cell,
    bounds: Bounds,
    /// Where it hangs: a fork and a side.
    parent: Option<(usize, usize)>,
    best: Option<Split>,
}

/// Grows a tree on some rows, which it reorders. Gives nothing where no division gains anything.
pub(super) fn grow(soil: &Soil<'_>, rows: &mut [u32], shape: &Shape) -> Option<Tree> {
    let mut tree = Tree { order: shape.order, ..Tree::nothing() };
    let mut allowed = soil.allowed(&tree.features, shape.order);
    let cells = soil.histogram(rows, &allowed);
    let sum =
        Cell::sum(&cells[soil.grid.offsets[*allowed.first()?]..soil.grid.offsets[allowed[0] + 1]]);
    let mut root = Open {
        rows: 0..rows.len(),
        cells,
        sum,
        bounds: Bounds::default(),
        parent: None,
        best: None,
    };
    root.best = best_of(soil, &root.cells, &root.sum, root.bounds, &allowed, shape);
    let mut open = vec![root];
    while open.len() < shape.leaves {
        let gain = |leaf: &Open| leaf.best.as_ref().map_or(0.0, |split| split.gain);
        let most = (0..open.len())
            .max_by(|a, b| gain(&open[*a]).total_cmp(&gain(&open[*b])).then(b.cmp(a)))?;
        let Some(split) = open[most].best.take() else { break };
        let leaf = open.swap_remove(most);
        let fork = tree.forks.len();
        tree.hang(leaf.parent, fork as u16);
        tree.forks.push(Fork { feature: split.feature, left: split.left, next: [LEAF; 2] });
        let grown = !tree.features.contains(&split.feature);
        if grown {
            tree.features.push(split.feature);
            tree.features.sort_unstable();
            allowed = soil.allowed(&tree.features, shape.order);
        }
        let children = soil.divide(leaf, &split, fork, rows, &allowed);
        open.extend(children);
        let first_new = open.len() - 2;
        for (i, leaf) in open.iter_mut().enumerate() {
            // A leaf whose best division is of a feature that the tree may no longer take looks again.
            let stale = leaf.best.as_ref().is_some_and(|best| !allowed.contains(&best.feature));
            if i >= first_new || stale {
                leaf.best = best_of(soil, &leaf.cells, &leaf.sum, leaf.bounds, &allowed, shape);
            }
        }
    }
    if tree.forks.is_empty() {
        return None;
    }
    for leaf in open {
        tree.hang(leaf.parent, LEAF | tree.values.len() as u16);
        tree.values.push(shape.rate * leaf.bounds.hold(leaf.sum.step(shape.ridge)));
    }
    Some(tree)
}

impl Tree {
    fn hang(&mut self, parent: Option<(usize, usize)>, what: u16) {
        if let Some((fork, side)) = parent {
            self.forks[fork].next[side] = what;
        }
    }
}

impl Soil<'_> {
    /// The features that a tree with these features may take next, or again.
    fn allowed(&self, taken: &[usize], order: usize) -> Vec<usize> {
        if taken.len() >= order {
            return taken.to_vec();
        }
        let fits = |feature: usize| {
            taken.contains(&feature)
                || self.sets.is_none_or(|sets| {
                    sets.iter().any(|set| {
                        set.contains(&feature) && taken.iter().all(|one| set.contains(one))
                    })
                })
        };
        let mut allowed: Vec<usize> =
            self.drawn.iter().chain(taken).copied().filter(|feature| fits(*feature)).collect();
        allowed.sort_unstable();
        allowed.dedup();
        allowed
    }

    fn histogram(&self, rows: &[u32], allowed: &[usize]) -> Vec<Cell> {
        let mut cells = vec![Cell::default(); self.grid.offsets[self.grid.width]];
        let offsets: Vec<(usize, usize)> =
            allowed.iter().map(|feature| (*feature, self.grid.offsets[*feature])).collect();
        for row in rows {
            let row = *row as usize;
            let [gradient, curvature] = self.slopes[row].map(f64::from);
            let places = self.grid.row(row);
            for (feature, offset) in &offsets {
                let cell = &mut cells[offset + usize::from(places[*feature])];
                cell.gradient += gradient;
                cell.curvature += curvature;
                cell.rows += 1.0;
            }
        }
        cells
    }

    /// Divides a leaf's rows, and makes the histograms of both parts: the smaller one's by counting, the
    /// larger one's by what remains.
    fn divide(
        &self,
        leaf: Open,
        split: &Split,
        fork: usize,
        rows: &mut [u32],
        allowed: &[usize],
    ) -> [Open; 2] {
        let part = &mut rows[leaf.rows.clone()];
        let goes_left = |row: &u32| holds(&split.left, self.grid.row(*row as usize)[split.feature]);
        let (left, right): (Vec<u32>, Vec<u32>) = part.iter().copied().partition(goes_left);
        part[..left.len()].copy_from_slice(&left);
        part[left.len()..].copy_from_slice(&right);
        let cut = leaf.rows.start + left.len();
        let smaller = if left.len() <= right.len() { &left } else { &right };
        let counted = self.histogram(smaller, allowed);
        let mut rest = leaf.cells;
        for feature in allowed {
            let range = self.grid.offsets[*feature]..self.grid.offsets[*feature + 1];
            for (cell, counted) in rest[range.clone()].iter_mut().zip(&counted[range]) {
                cell.take(counted);
            }
        }
        let (left_cells, right_cells) =
            if left.len() <= right.len() { (counted, rest) } else { (rest, counted) };
        let (low, high) = split.bounds(leaf.bounds, self.axes[split.feature]);
        let open = |rows, cells, sum, bounds, side| Open {
            rows,
            cells,
            sum,
            bounds,
            parent: Some((fork, side)),
            best: None,
        };
        [
            open(leaf.rows.start..cut, left_cells, split.left_sum, low, 0),
            open(cut..leaf.rows.end, right_cells, split.right_sum, high, 1),
        ]
    }
}
