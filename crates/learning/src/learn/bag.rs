//! One bag: trees grown one after the other on all rows but those of its fold, and how well they do there.

use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use scoring::model::{Stop, logit, sigmoid};

use super::LearnError;
use super::frame::{Axis, Frame, Grid, Level};
use super::tree::{Shape, Soil, Tree, grow};

/// What every bag shares.
pub(super) struct Field<'a> {
    pub(super) frame: &'a Frame,
    pub(super) axes: Vec<Axis>,
    /// For each feature, the fine place that adds nothing.
    anchors: Vec<Option<u8>>,
    /// A grid for each level on which trees grow.
    grids: Vec<Grid>,
    stop: &'a Stop,
}

impl<'a> Field<'a> {
    /// What bags share whose trees grow over up to so many features.
    pub(super) fn new(frame: &'a Frame, order: usize, stop: &'a Stop) -> Self {
        let levels = [Level::Fine, Level::Coarse, Level::Rough];
        let needed =
            levels.iter().take_while(|level| **level as usize <= Level::of(order) as usize);
        Self {
            frame,
            axes: frame.features.iter().map(|feature| feature.axis).collect(),
            anchors: frame.features.iter().map(|feature| feature.anchor).collect(),
            grids: needed.map(|level| Grid::new(frame, *level)).collect(),
            stop,
        }
    }

    /// Nothing, unless somebody wants the work to end.
    pub(super) fn go_on(&self) -> Result<(), LearnError> {
        if self.stop.is_wanted() { Err(LearnError::Stopped) } else { Ok(()) }
    }

    /// The grid on which trees of a level grow.
    pub(super) fn grid(&self, level: Level) -> &Grid {
        &self.grids[level as usize]
    }
}

/// A step of boosting: how its trees grow and on how much of the data.
#[derive(Clone, Debug)]
pub(super) struct Stage<'a> {
    pub(super) shape: Shape,
    /// The share of the bag's rows that each tree sees.
    pub(super) rows: f64,
    /// The share of the features that each tree sees.
    pub(super) features: f64,
    /// The sets of features that trees may look at.
    pub(super) sets: Option<&'a [Vec<usize>]>,
}

/// A bag.
#[derive(Clone)]
pub(super) struct Bag {
    /// Rows that are learned from, and rows that are held back.
    rows: Vec<u32>,
    pub(super) held: Vec<u32>,
    /// What the trees so far say of every row.
    margins: Vec<f64>,
    pub(super) trees: Vec<Tree>,
    /// The loss on the held rows before the first tree and after each.
    pub(super) losses: Vec<f64>,
    /// For each level and each feature, its places in the order in which they are divided.
    orders: Vec<Vec<Vec<u8>>>,
    slopes: Vec<[f32; 2]>,
    random: ChaCha8Rng,
}

impl Bag {
    pub(super) fn new(field: &Field<'_>, folds: &[u8], fold: u8, seed: u64) -> Self {
        let frame = field.frame;
        let counts = |row: &u32| frame.weights[*row as usize] > 0.0;
        let all = u32::try_from(frame.len()).unwrap_or(u32::MAX);
        let (held, rows): (Vec<u32>, Vec<u32>) =
            (0..all).filter(counts).partition(|row| folds[*row as usize] == fold);
        let base = logit(base_rate(frame, &rows));
        let mut bag = Self {
            orders: field.grids.iter().map(|grid| orders(field, grid, &rows)).collect(),
            margins: vec![base; frame.len()],
            trees: Vec::new(),
            losses: Vec::new(),
            slopes: vec![[0.0; 2]; frame.len()],
            random: ChaCha8Rng::seed_from_u64(seed),
            rows,
            held,
        };
        bag.losses.push(bag.held_loss(frame));
        bag
    }

    /// A bag without trees that goes on from what this one says. This one says nothing any more of single rows.
    pub(super) fn followed(&mut self, seed: u64) -> Self {
        Self {
            rows: self.rows.clone(),
            held: self.held.clone(),
            margins: std::mem::take(&mut self.margins),
            trees: Vec::new(),
            losses: self.losses.last().copied().into_iter().collect(),
            orders: std::mem::take(&mut self.orders),
            slopes: std::mem::take(&mut self.slopes),
            random: ChaCha8Rng::seed_from_u64(seed),
        }
    }

    /// What it says so far of a row.
    pub(super) fn margin(&self, row: usize) -> f64 {
        self.margins[row]
    }

    /// For each feature, its places on a level in the order in which they are divided.
    pub(super) fn orders(&self, level: Level) -> &[Vec<u8>] {
        &self.orders[level as usize]
    }

    /// Grows so many trees more, or fewer when it is to end. One that gains nothing is left out; its place in `losses`
    /// is kept.
    pub(super) fn grow(&mut self, field: &Field<'_>, stage: &Stage<'_>, trees: usize) {
        for _ in 0..trees {
            if field.go_on().is_err() {
                return;
            }
            let mut drawn = self.draw_rows(stage.rows);
            // Every other tree takes one of the chosen sets: one whose features say nothing alone gets its turn.
            let set = stage.sets.filter(|_| self.trees.len() % 2 == 1).map(|sets| {
                let place = self.random.random_range(0..sets.len());
                &sets[place..=place]
            });
            let features = match set {
                Some(set) => set[0].clone(),
                None => self.draw_features(field.axes.len(), stage),
            };
            self.look(field.frame, &drawn);
            let level = Level::of(stage.shape.order);
            let soil = Soil {
                grid: field.grid(level),
                axes: &field.axes,
                anchors: if level == Level::Fine { &field.anchors } else { &[] },
                orders: self.orders(level),
                slopes: &self.slopes,
                sets: set.or(stage.sets),
                drawn: &features,
            };
            let tree = grow(&soil, &mut drawn, &stage.shape);
            // A tree without a fork stands for a draw that had nothing to tell.
            let tree = tree.unwrap_or_else(Tree::nothing);
            self.add(field, &tree, 1.0);
            self.trees.push(tree);
            self.losses.push(self.held_loss(field.frame));
        }
    }

    /// Takes trees back until so many are left.
    pub(super) fn cut_back(&mut self, field: &Field<'_>, trees: usize) {
        while self.trees.len() > trees {
            if let Some(tree) = self.trees.pop() {
                self.add(field, &tree, -1.0);
                self.losses.pop();
            }
        }
    }

    fn add(&mut self, field: &Field<'_>, tree: &Tree, sign: f64) {
        if tree.features.is_empty() {
            return;
        }
        let grid = field.grid(tree.level);
        for rows in [&self.rows, &self.held] {
            tree.say(grid, rows, |row, value| self.margins[row] += sign * value);
        }
    }

    fn draw_rows(&mut self, share: f64) -> Vec<u32> {
        if share >= 1.0 {
            return self.rows.clone();
        }
        let most = (share * f64::from(u32::MAX)) as u32;
        // Without branches: which row is drawn cannot be foreseen.
        let mut drawn = vec![0; self.rows.len()];
        let mut count = 0;
        for row in &self.rows {
            drawn[count] = *row;
            count += usize::from(self.random.random::<u32>() <= most);
        }
        drawn.truncate(count);
        drawn
    }

    fn draw_features(&mut self, width: usize, stage: &Stage<'_>) -> Vec<usize> {
        let mut usable: Vec<usize> = match stage.sets {
            Some(sets) => sets.iter().flatten().copied().collect(),
            None => (0..width).collect(),
        };
        usable.sort_unstable();
        usable.dedup();
        let wanted = ((usable.len() as f64 * stage.features).ceil() as usize)
            .clamp(usable.len().min(3), usable.len());
        for place in 0..wanted {
            let other = self.random.random_range(place..usable.len());
            usable.swap(place, other);
        }
        usable.truncate(wanted);
        usable.sort_unstable();
        usable
    }

    /// Works out the slopes of some rows.
    fn look(&mut self, frame: &Frame, rows: &[u32]) {
        for row in rows {
            let row = *row as usize;
            let probability = sigmoid(self.margins[row]);
            let label = f64::from(u8::from(frame.fakes[row]));
            let weight = frame.weights[row];
            self.slopes[row] = [
                (weight * (label - probability)) as f32,
                (weight * probability * (1.0 - probability)) as f32,
            ];
        }
    }

    fn held_loss(&self, frame: &Frame) -> f64 {
        let loss = |row: &u32| {
            let row = *row as usize;
            let margin = if frame.fakes[row] { -self.margins[row] } else { self.margins[row] };
            frame.weights[row] * softplus(margin)
        };
        self.held.iter().map(loss).sum()
    }
}

/// `ln(1 + e^x)`, without overflow.
pub(super) fn softplus(x: f64) -> f64 {
    x.max(0.0) + (-x.abs()).exp().ln_1p()
}

fn base_rate(frame: &Frame, rows: &[u32]) -> f64 {
    let (mut fakes, mut all) = (0.5, 1.0);
    for row in rows {
        let row = *row as usize;
        all += frame.weights[row];
        fakes += if frame.fakes[row] { frame.weights[row] } else { 0.0 };
    }
    fakes / all
}

/// Rows that a category needs before its own share counts half.
const HALF: f64 = 10.0;

/// For each feature, its places in the order in which they are divided: unordered ones by the share of fakes
/// among the bag's rows, drawn towards that of all (target statistics, Micci-Barreca 2001).
fn orders(field: &Field<'_>, grid: &Grid, rows: &[u32]) -> Vec<Vec<u8>> {
    let base = base_rate(field.frame, rows);
    let place = |place: usize| u8::try_from(place).expect("a feature has at most 256 places");
    let order = |(feature, axis): (usize, &Axis)| -> Vec<u8> {
        let size = grid.size(feature);
        match axis {
            Axis::Ordered => (1..size).map(place).collect(),
            Axis::Rising => (0..size).map(place).collect(),
            Axis::Unordered => {
                let mut sums = vec![(HALF * base, HALF); size];
                for row in rows {
                    let row = *row as usize;
                    let sum = &mut sums[usize::from(grid.row(row)[feature])];
                    sum.1 += field.frame.weights[row];
                    sum.0 += if field.frame.fakes[row] { field.frame.weights[row] } else { 0.0 };
                }
                let share = |place: &u8| sums[usize::from(*place)].0 / sums[usize::from(*place)].1;
                let mut order: Vec<u8> = (0..size).map(place).collect();
                order.sort_by(|a, b| share(a).total_cmp(&share(b)));
                order
            }
        }
    };
    field.axes.iter().enumerate().map(order).collect()
}
