//! A small tree over few features, grown in one step of boosting.
//!
//! Each split sends a set of one feature's bins to the left, so a tree is equivalent to a table over its features'
//! bins.

use super::binned::{BinGrid, Resolution};
use super::growth::{BinSet, TreeData, TreeShape};
use super::split::{Bounds, Cell, Leaf, Split, best_split};

#[derive(Clone, Debug)]
struct Node {
    feature: usize,
    /// The bins that go left; the others go right.
    left: BinSet,
    /// The next node on each side, or a leaf if the `LEAF` bit is set.
    next: [u16; 2],
}

const LEAF: u16 = 1 << 15;

/// A tree as a table. Bins that no split separates share an entry.
pub(super) struct Lookup {
    /// For each feature and bin, the offset into `values`. A row's entry is at the sum of its offsets.
    pub(super) steps: Vec<Vec<u16>>,
    pub(super) values: Vec<f64>,
}

#[derive(Clone, Debug)]
pub(super) struct Tree {
    /// The features that it splits, ascending.
    pub(super) features: Vec<usize>,
    pub(super) resolution: Resolution,
    /// The bin for which a tree of one feature predicts exactly 0.
    neutral_bin: Option<u8>,
    nodes: Vec<Node>,
    values: Vec<f64>,
}

impl Tree {
    /// A tree without nodes, whose predictions are skipped.
    pub(super) fn empty() -> Self {
        Self {
            features: Vec::new(),
            resolution: Resolution::Fine,
            neutral_bin: None,
            nodes: Vec::new(),
            values: Vec::new(),
        }
    }

    /// The value of the leaf at the end of a path. `sides` has a bit for each node, set for right.
    fn value(&self, sides: u16) -> f64 {
        let mut at = 0_u16;
        loop {
            let node = &self.nodes[usize::from(at)];
            at = node.next[usize::from(sides >> at & 1)];
            if at & LEAF != 0 {
                return self.values[usize::from(at & !LEAF)];
            }
        }
    }

    /// For each bin of a feature, the side on which each node of that feature puts it, as bits.
    fn sides(&self, feature: usize, bins: usize) -> Vec<u16> {
        let mut sides = vec![0; bins];
        for (at, node) in self.nodes.iter().enumerate().filter(|(_, node)| node.feature == feature)
        {
            for (bin, sides) in sides.iter_mut().enumerate() {
                *sides |= u16::from(!node.left.contains(bin as u8)) << at;
            }
        }
        sides
    }

    /// The prediction for each bin of the tree's only feature.
    pub(super) fn table(&self, feature: usize, bins: usize) -> Vec<f64> {
        let sides = self.sides(feature, bins);
        let mut table: Vec<f64> = sides.iter().map(|sides| self.value(*sides)).collect();
        if let Some(entry) = self.neutral_bin.and_then(|bin| table.get_mut(usize::from(bin))) {
            *entry = 0.0;
        }
        table
    }

    /// The predictions as a table over all features. `bins` returns a feature's number of bins.
    pub(super) fn lookup(&self, bins: impl Fn(usize) -> usize) -> Lookup {
        let mut steps: Vec<Vec<u16>> = Vec::with_capacity(self.features.len());
        let mut combinations = vec![0];
        for feature in &self.features {
            let sides = self.sides(*feature, bins(*feature));
            let mut known: Vec<u16> = Vec::new();
            let class = |sides: &u16| {
                known.iter().position(|other| other == sides).unwrap_or_else(|| {
                    known.push(*sides);
                    known.len() - 1
                }) as u16
            };
            let classes = sides.iter().map(class).collect();
            for step in steps.iter_mut().flatten() {
                *step *= known.len() as u16;
            }
            steps.push(classes);
            combinations = combinations
                .iter()
                .flat_map(|sides| known.iter().map(move |own| sides | own))
                .collect();
        }
        Lookup { steps, values: combinations.iter().map(|sides| self.value(*sides)).collect() }
    }

    /// Calls `add` with each row and its prediction.
    pub(super) fn predict(&self, grid: &BinGrid, rows: &[u32], mut add: impl FnMut(usize, f64)) {
        if let [feature] = self.features[..] {
            let table = self.table(feature, grid.bin_count(feature));
            let column = grid.column(feature);
            for row in rows {
                let row = *row as usize;
                add(row, table[usize::from(column[row])]);
            }
            return;
        }
        let Lookup { steps, values } = self.lookup(|feature| grid.bin_count(feature));
        let columns: Vec<(&[u16], &[u8])> = (self.features.iter().zip(&steps))
            .map(|(feature, steps)| (steps.as_slice(), grid.column(*feature)))
            .collect();
        let step = |(steps, column): &(&[u16], &[u8]), row: usize| steps[usize::from(column[row])];
        match &columns[..] {
            [first, second] => rows.iter().for_each(|row| {
                let row = *row as usize;
                add(row, values[usize::from(step(first, row) + step(second, row))]);
            }),
            all => rows.iter().for_each(|row| {
                let row = *row as usize;
                let entry: u16 = all.iter().map(|column| step(column, row)).sum();
                add(row, values[usize::from(entry)]);
            }),
        }
    }

    /// The bins that each split of a feature sends left.
    pub(super) fn splits(&self, feature: usize) -> impl Iterator<Item = &BinSet> {
        self.nodes.iter().filter(move |node| node.feature == feature).map(|node| &node.left)
    }

    fn attach(&mut self, parent: Option<(usize, usize)>, child: u16) {
        if let Some((node, side)) = parent {
            self.nodes[node].next[side] = child;
        }
    }
}

/// A leaf that can still be split.
struct OpenLeaf {
    rows: std::ops::Range<usize>,
    cells: Vec<Cell>,
    sum: Cell,
    bounds: Bounds,
    /// The parent node, and the side that the leaf is on.
    parent: Option<(usize, usize)>,
    best: Option<Split>,
}

impl OpenLeaf {
    fn leaf(&self) -> Leaf<'_> {
        let Self { cells, sum, bounds, parent, .. } = self;
        Leaf { cells, sum, bounds: *bounds, is_root: parent.is_none() }
    }
}

/// Grows a tree on `rows` and reorders them. Returns `None` if no split reduces the loss.
pub(super) fn grow(data: &TreeData<'_>, rows: &mut [u32], shape: &TreeShape) -> Option<Tree> {
    let mut tree = Tree { resolution: Resolution::for_order(shape.order), ..Tree::empty() };
    let mut allowed = data.allowed(&tree.features, shape.order);
    let cells = data.histogram(rows, &allowed);
    let sum =
        Cell::sum(&cells[data.grid.offsets[*allowed.first()?]..data.grid.offsets[allowed[0] + 1]]);
    let mut root = OpenLeaf {
        rows: 0..rows.len(),
        cells,
        sum,
        bounds: Bounds::default(),
        parent: None,
        best: None,
    };
    root.best = best_split(data, &root.leaf(), &allowed, shape);
    let mut open = vec![root];
    while open.len() < shape.leaves {
        let gain = |leaf: &OpenLeaf| leaf.best.as_ref().map_or(0.0, |split| split.gain);
        let best = (0..open.len())
            .max_by(|a, b| gain(&open[*a]).total_cmp(&gain(&open[*b])).then(b.cmp(a)))?;
        let Some(split) = open[best].best.take() else { break };
        let leaf = open.swap_remove(best);
        let node = tree.nodes.len();
        tree.attach(leaf.parent, node as u16);
        tree.nodes.push(Node { feature: split.feature, left: split.left, next: [LEAF; 2] });
        if !tree.features.contains(&split.feature) {
            tree.features.push(split.feature);
            tree.features.sort_unstable();
            allowed = data.allowed(&tree.features, shape.order);
        }
        open.extend(data.divide(leaf, &split, node, rows, &allowed));
        let first_new = open.len() - 2;
        for (i, leaf) in open.iter_mut().enumerate() {
            // A leaf's best split may use a feature that the tree is no longer allowed to add.
            let is_stale = leaf.best.as_ref().is_some_and(|best| !allowed.contains(&best.feature));
            if i >= first_new || is_stale {
                leaf.best = best_split(data, &leaf.leaf(), &allowed, shape);
            }
        }
    }
    if tree.nodes.is_empty() {
        return None;
    }
    if let [feature] = tree.features[..] {
        tree.neutral_bin = data.neutral_bin(feature);
    }
    for leaf in open {
        tree.attach(leaf.parent, LEAF | tree.values.len() as u16);
        tree.values.push(shape.rate * leaf.bounds.clamp(leaf.sum.step(shape.ridge)));
    }
    Some(tree)
}

impl TreeData<'_> {
    fn histogram(&self, rows: &[u32], allowed: &[usize]) -> Vec<Cell> {
        let mut cells = vec![Cell::default(); self.grid.offsets[self.grid.width]];
        let offsets: Vec<(usize, usize)> =
            allowed.iter().map(|feature| (*feature, self.grid.offsets[*feature])).collect();
        for row in rows {
            let row = *row as usize;
            let [gradient, curvature] = self.gradients[row].map(f64::from);
            let bins = self.grid.row(row);
            for (feature, offset) in &offsets {
                let cell = &mut cells[offset + usize::from(bins[*feature])];
                cell.gradient += gradient;
                cell.curvature += curvature;
                cell.rows += 1.0;
            }
        }
        cells
    }

    /// The rows that go left and those that go right, in their original order. Branch-free, because the branches would
    /// be unpredictable.
    fn partition(&self, rows: &[u32], split: &Split) -> (Vec<u32>, Vec<u32>) {
        let column = self.grid.column(split.feature);
        let goes_left: Vec<bool> = (0..=u8::MAX).map(|bin| split.left.contains(bin)).collect();
        let (mut left, mut right) = (vec![0; rows.len()], vec![0; rows.len()]);
        let (mut lefts, mut rights) = (0, 0);
        for row in rows {
            let is_left = goes_left[usize::from(column[*row as usize])];
            left[lefts] = *row;
            right[rights] = *row;
            lefts += usize::from(is_left);
            rights += usize::from(!is_left);
        }
        left.truncate(lefts);
        right.truncate(rights);
        (left, right)
    }

    /// Divides a leaf's rows. Only the smaller part's histogram is counted; the larger part's is the difference.
    fn divide(
        &self,
        leaf: OpenLeaf,
        split: &Split,
        node: usize,
        rows: &mut [u32],
        allowed: &[usize],
    ) -> [OpenLeaf; 2] {
        let part = &mut rows[leaf.rows.clone()];
        let (left, right) = self.partition(part, split);
        part[..left.len()].copy_from_slice(&left);
        part[left.len()..].copy_from_slice(&right);
        let cut = leaf.rows.start + left.len();
        let smaller = if left.len() <= right.len() { &left } else { &right };
        let counted = self.histogram(smaller, allowed);
        let mut rest = leaf.cells;
        for feature in allowed {
            let range = self.grid.offsets[*feature]..self.grid.offsets[*feature + 1];
            for (cell, counted) in rest[range.clone()].iter_mut().zip(&counted[range]) {
                cell.subtract(counted);
            }
        }
        let (left_cells, right_cells) =
            if left.len() <= right.len() { (counted, rest) } else { (rest, counted) };
        let (low, high) = split.bounds;
        let open = |rows, cells, sum, bounds, side| OpenLeaf {
            rows,
            cells,
            sum,
            bounds,
            parent: Some((node, side)),
            best: None,
        };
        [
            open(leaf.rows.start..cut, left_cells, split.left_sum, low, 0),
            open(cut..leaf.rows.end, right_cells, split.right_sum, high, 1),
        ]
    }
}
