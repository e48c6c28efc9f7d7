//! A tree of few leaves over few features: one step of boosting.
//!
//! A leaf holds for a set of places of each feature on the way to it, so a tree is a table over its features.

use super::frame::{Axis, Grid, Level};
use super::split::{Bounds, Cell, Leaf, Split, best_of};

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

/// A tree as a table: places that it does not tell apart share an entry.
pub(super) struct Spread {
    /// For each of its features and each place, how far into the table it leads.
    pub(super) steps: Vec<Vec<u16>>,
    pub(super) values: Vec<f64>,
}

/// A tree.
#[derive(Clone, Debug)]
pub(super) struct Tree {
    /// The features that it looks at, ascending.
    pub(super) features: Vec<usize>,
    /// The level on which it grew: its places are that level's.
    pub(super) level: Level,
    /// The place of its only feature of which it says nothing, if there is one.
    silent: Option<u8>,
    forks: Vec<Fork>,
    values: Vec<f64>,
}

impl Tree {
    /// A tree that says nothing.
    pub(super) fn nothing() -> Self {
        Self {
            features: Vec::new(),
            level: Level::Fine,
            silent: None,
            forks: Vec::new(),
            values: Vec::new(),
        }
    }

    /// What it says where the sides are these: a bit for each fork, set for the right one.
    fn value(&self, sides: u16) -> f64 {
        let mut at = 0_u16;
        loop {
            let fork = &self.forks[usize::from(at)];
            at = fork.next[usize::from(sides >> at & 1)];
            if at & LEAF != 0 {
                return self.values[usize::from(at & !LEAF)];
            }
        }
    }

    /// For each so many places of a feature, to which side the forks over it send them: a bit for each fork.
    fn sides(&self, feature: usize, places: usize) -> Vec<u16> {
        let mut sides = vec![0; places];
        for (at, fork) in self.forks.iter().enumerate().filter(|(_, fork)| fork.feature == feature)
        {
            for (place, sides) in sides.iter_mut().enumerate() {
                *sides |= u16::from(!holds(&fork.left, place as u8)) << at;
            }
        }
        sides
    }

    /// What it says of each so many places of a feature, the only one that it looks at.
    pub(super) fn table(&self, feature: usize, places: usize) -> Vec<f64> {
        let sides = self.sides(feature, places);
        let mut table: Vec<f64> = sides.iter().map(|sides| self.value(*sides)).collect();
        if let Some(entry) = self.silent.and_then(|silent| table.get_mut(usize::from(silent))) {
            *entry = 0.0;
        }
        table
    }

    /// What it says of its features' places, each of which has so many.
    pub(super) fn spread(&self, places: impl Fn(usize) -> usize) -> Spread {
        let mut steps: Vec<Vec<u16>> = Vec::with_capacity(self.features.len());
        let mut combinations = vec![0];
        for feature in &self.features {
            let sides = self.sides(*feature, places(*feature));
            let mut known: Vec<u16> = Vec::new();
            let class = |sides: &u16| {
                known.iter().position(|one| one == sides).unwrap_or_else(|| {
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
                .flat_map(|one| known.iter().map(move |own| one | own))
                .collect();
        }
        Spread { steps, values: combinations.iter().map(|sides| self.value(*sides)).collect() }
    }

    /// Hands out what it says of some rows.
    pub(super) fn say(&self, grid: &Grid, rows: &[u32], mut take: impl FnMut(usize, f64)) {
        if let [feature] = self.features[..] {
            let (table, column) = (self.table(feature, grid.size(feature)), grid.column(feature));
            for row in rows {
                let row = *row as usize;
                take(row, table[usize::from(column[row])]);
            }
            return;
        }
        let Spread { steps, values } = self.spread(|feature| grid.size(feature));
        let columns: Vec<(&[u16], &[u8])> = (self.features.iter().zip(&steps))
            .map(|(feature, steps)| (steps.as_slice(), grid.column(*feature)))
            .collect();
        let step = |(steps, column): &(&[u16], &[u8]), row: usize| steps[usize::from(column[row])];
        match &columns[..] {
            [one, other] => rows.iter().for_each(|row| {
                let row = *row as usize;
                take(row, values[usize::from(step(one, row) + step(other, row))]);
            }),
            all => rows.iter().for_each(|row| {
                let row = *row as usize;
                let entry: u16 = all.iter().map(|one| step(one, row)).sum();
                take(row, values[usize::from(entry)]);
            }),
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
    /// With how many leaves at most; seventeen are the most there can be, a bit for each fork.
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
    /// For each feature, the place that adds nothing; empty where no place does.
    pub(super) anchors: &'a [Option<u8>],
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

impl Open {
    fn leaf(&self) -> Leaf<'_> {
        let Self { cells, sum, bounds, parent, .. } = self;
        Leaf { cells, sum, bounds: *bounds, is_root: parent.is_none() }
    }
}

/// Grows a tree on some rows, which it reorders. Gives nothing where no division gains anything.
pub(super) fn grow(soil: &Soil<'_>, rows: &mut [u32], shape: &Shape) -> Option<Tree> {
    let mut tree = Tree { level: Level::of(shape.order), ..Tree::nothing() };
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
    root.best = best_of(soil, &root.leaf(), &allowed, shape);
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
                leaf.best = best_of(soil, &leaf.leaf(), &allowed, shape);
            }
        }
    }
    if tree.forks.is_empty() {
        return None;
    }
    if let [feature] = tree.features[..] {
        tree.silent = soil.anchors.get(feature).copied().flatten();
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

    /// The rows that go left and those that go right, in their order. Written without branches: which way a row
    /// goes cannot be foreseen.
    fn parted(&self, rows: &[u32], split: &Split) -> (Vec<u32>, Vec<u32>) {
        let column = self.grid.column(split.feature);
        let goes_left: Vec<bool> = (0..=u8::MAX).map(|place| holds(&split.left, place)).collect();
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
        let (left, right) = self.parted(part, split);
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
        let (low, high) = split.bounds;
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
