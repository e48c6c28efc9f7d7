//! A bag: trees boosted on all folds except one, and their loss on that fold.

use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use scoring::model::{Stop, logit, sigmoid};

use super::LearnError;
use super::binned::{BinGrid, BinOrder, BinnedData, Resolution};
use super::growth::{TreeData, TreeShape};
use super::tree::{Tree, grow};

/// The inputs that all bags share.
pub(super) struct BagContext<'a> {
    pub(super) data: &'a BinnedData,
    pub(super) bin_orders: Vec<BinOrder>,
    neutral_bins: Vec<Option<u8>>,
    /// A grid for each resolution at which trees grow.
    grids: Vec<BinGrid>,
    stop: &'a Stop,
}

impl<'a> BagContext<'a> {
    /// A context for bags whose trees use at most `order` features.
    pub(super) fn new(data: &'a BinnedData, order: usize, stop: &'a Stop) -> Self {
        let all = [Resolution::Fine, Resolution::Coarse, Resolution::Rough];
        let roughest = Resolution::for_order(order) as usize;
        let needed = all.into_iter().take_while(|resolution| *resolution as usize <= roughest);
        Self {
            data,
            bin_orders: data.features.iter().map(|feature| feature.order).collect(),
            neutral_bins: data.features.iter().map(|feature| feature.neutral_bin).collect(),
            grids: needed.map(|resolution| BinGrid::new(data, resolution)).collect(),
            stop,
        }
    }

    pub(super) fn check_stop(&self) -> Result<(), LearnError> {
        if self.stop.is_requested() { Err(LearnError::Stopped) } else { Ok(()) }
    }

    pub(super) fn grid(&self, resolution: Resolution) -> &BinGrid {
        &self.grids[resolution as usize]
    }
}

/// How trees grow in a boosting step, and on how much of the data.
#[derive(Clone, Debug)]
pub(super) struct BoostStep<'a> {
    pub(super) shape: TreeShape,
    /// The share of the bag's rows that each tree sees.
    pub(super) row_share: f64,
    /// The share of the features that each tree sees.
    pub(super) feature_share: f64,
    /// The sets of features that a tree may combine.
    pub(super) sets: Option<&'a [Vec<usize>]>,
}

#[derive(Clone)]
pub(super) struct Bag {
    /// The training rows.
    rows: Vec<u32>,
    pub(super) held_out: Vec<u32>,
    /// For each row, the sum of the trees so far.
    pub(super) margins: Vec<f64>,
    pub(super) trees: Vec<Tree>,
    /// The loss on the held-out rows before the first tree and after each tree.
    pub(super) losses: Vec<f64>,
    /// For each resolution and feature, the bins in the order in which they are split.
    sequences: Vec<Vec<Vec<u8>>>,
    gradients: Vec<[f32; 2]>,
    random: ChaCha8Rng,
}

impl Bag {
    pub(super) fn new(context: &BagContext<'_>, folds: &[u8], fold: u8, seed: u64) -> Self {
        let data = context.data;
        let counts = |row: &u32| data.weights[*row as usize] > 0.0;
        let all = u32::try_from(data.len()).unwrap_or(u32::MAX);
        let (held_out, rows): (Vec<u32>, Vec<u32>) =
            (0..all).filter(counts).partition(|row| folds[*row as usize] == fold);
        let base = logit(base_rate(data, &rows));
        let sequences = context.grids.iter().map(|grid| bin_sequences(context, grid, &rows));
        let mut bag = Self {
            sequences: sequences.collect(),
            margins: vec![base; data.len()],
            trees: Vec::new(),
            losses: Vec::new(),
            gradients: vec![[0.0; 2]; data.len()],
            random: ChaCha8Rng::seed_from_u64(seed),
            rows,
            held_out,
        };
        bag.losses.push(bag.held_out_loss(data));
        bag
    }

    /// A bag without trees that continues from this bag's predictions. Afterwards this bag cannot predict single rows.
    pub(super) fn continued(&mut self, seed: u64) -> Self {
        Self {
            rows: self.rows.clone(),
            held_out: self.held_out.clone(),
            margins: std::mem::take(&mut self.margins),
            trees: Vec::new(),
            losses: self.losses.last().copied().into_iter().collect(),
            sequences: std::mem::take(&mut self.sequences),
            gradients: std::mem::take(&mut self.gradients),
            random: ChaCha8Rng::seed_from_u64(seed),
        }
    }

    /// For each feature, the bins in the order in which they are split.
    pub(super) fn sequences(&self, resolution: Resolution) -> &[Vec<u8>] {
        &self.sequences[resolution as usize]
    }

    /// Grows more trees; fewer if learning is stopped. A tree without a useful split is stored as an empty tree.
    pub(super) fn grow(&mut self, context: &BagContext<'_>, step: &BoostStep<'_>, trees: usize) {
        for _ in 0..trees {
            if context.check_stop().is_err() {
                return;
            }
            let mut rows = self.sample_rows(step.row_share);
            // Every other tree is limited to one set, so that features without a main effect get a chance.
            let set = step.sets.filter(|_| self.trees.len() % 2 == 1).map(|sets| {
                let i = self.random.random_range(0..sets.len());
                &sets[i..=i]
            });
            let features = match set {
                Some(set) => set[0].clone(),
                None => self.sample_features(context.bin_orders.len(), step),
            };
            self.update_gradients(context.data, &rows);
            let resolution = Resolution::for_order(step.shape.order);
            let is_fine = resolution == Resolution::Fine;
            let data = TreeData {
                grid: context.grid(resolution),
                bin_orders: &context.bin_orders,
                neutral_bins: if is_fine { &context.neutral_bins } else { &[] },
                sequences: self.sequences(resolution),
                gradients: &self.gradients,
                sets: set.or(step.sets),
                features: &features,
            };
            let tree = grow(&data, &mut rows, &step.shape).unwrap_or_else(Tree::empty);
            self.add(context, &tree, 1.0);
            self.trees.push(tree);
            self.losses.push(self.held_out_loss(context.data));
        }
    }

    /// Removes the last trees until `trees` are left.
    pub(super) fn truncate(&mut self, context: &BagContext<'_>, trees: usize) {
        while self.trees.len() > trees {
            if let Some(tree) = self.trees.pop() {
                self.add(context, &tree, -1.0);
                self.losses.pop();
            }
        }
    }

    fn add(&mut self, context: &BagContext<'_>, tree: &Tree, sign: f64) {
        if tree.features.is_empty() {
            return;
        }
        let grid = context.grid(tree.resolution);
        for rows in [&self.rows, &self.held_out] {
            tree.predict(grid, rows, |row, value| self.margins[row] += sign * value);
        }
    }

    fn sample_rows(&mut self, share: f64) -> Vec<u32> {
        if share >= 1.0 {
            return self.rows.clone();
        }
        let max = (share * f64::from(u32::MAX)) as u32;
        // Branch-free, because the branches would be unpredictable.
        let mut sample = vec![0; self.rows.len()];
        let mut count = 0;
        for row in &self.rows {
            sample[count] = *row;
            count += usize::from(self.random.random::<u32>() <= max);
        }
        sample.truncate(count);
        sample
    }

    fn sample_features(&mut self, width: usize, step: &BoostStep<'_>) -> Vec<usize> {
        let mut features: Vec<usize> = match step.sets {
            Some(sets) => sets.iter().flatten().copied().collect(),
            None => (0..width).collect(),
        };
        features.sort_unstable();
        features.dedup();
        let wanted = ((features.len() as f64 * step.feature_share).ceil() as usize)
            .clamp(features.len().min(3), features.len());
        for i in 0..wanted {
            let other = self.random.random_range(i..features.len());
            features.swap(i, other);
        }
        features.truncate(wanted);
        features.sort_unstable();
        features
    }

    fn update_gradients(&mut self, data: &BinnedData, rows: &[u32]) {
        for row in rows {
            let row = *row as usize;
            self.gradients[row] =
                data.gradient(row, self.margins[row]).map(|component| component as f32);
        }
    }

    fn held_out_loss(&self, data: &BinnedData) -> f64 {
        let loss = |row: &u32| {
            let row = *row as usize;
            let margin = if data.fakes[row] { -self.margins[row] } else { self.margins[row] };
            data.weights[row] * softplus(margin)
        };
        self.held_out.iter().map(loss).sum()
    }
}

impl BinnedData {
    /// The gradient and curvature of a row's loss at the given log-odds.
    pub(super) fn gradient(&self, row: usize, margin: f64) -> [f64; 2] {
        let probability = sigmoid(margin);
        let label = f64::from(u8::from(self.fakes[row]));
        let weight = self.weights[row];
        [weight * (label - probability), weight * probability * (1.0 - probability)]
    }
}

/// `ln(1 + e^x)`, without overflow.
pub(super) fn softplus(x: f64) -> f64 {
    x.max(0.0) + (-x.abs()).exp().ln_1p()
}

fn base_rate(data: &BinnedData, rows: &[u32]) -> f64 {
    let (mut fakes, mut all) = (0.5, 1.0);
    for row in rows {
        let row = *row as usize;
        all += data.weights[row];
        fakes += if data.fakes[row] { data.weights[row] } else { 0.0 };
    }
    fakes / all
}

/// The number of rows at which a category's own share of fakes has half the weight.
const SMOOTHING: f64 = 10.0;

/// For each feature, the bins in the order in which they are split. Unordered bins are sorted by their share of fakes
/// in the bag, shrunk towards the overall share (target statistics, Micci-Barreca 2001).
fn bin_sequences(context: &BagContext<'_>, grid: &BinGrid, rows: &[u32]) -> Vec<Vec<u8>> {
    let data = context.data;
    let base = base_rate(data, rows);
    let as_bin = |bin: usize| u8::try_from(bin).expect("a feature has at most 256 bins");
    let sequence = |(feature, order): (usize, &BinOrder)| -> Vec<u8> {
        let bins = grid.bin_count(feature);
        match order {
            BinOrder::Ordered => (1..bins).map(as_bin).collect(),
            BinOrder::Rising => (0..bins).map(as_bin).collect(),
            BinOrder::Unordered => {
                let mut sums = vec![(SMOOTHING * base, SMOOTHING); bins];
                for row in rows {
                    let row = *row as usize;
                    let sum = &mut sums[usize::from(grid.row(row)[feature])];
                    sum.1 += data.weights[row];
                    sum.0 += if data.fakes[row] { data.weights[row] } else { 0.0 };
                }
                let share = |bin: &u8| sums[usize::from(*bin)].0 / sums[usize::from(*bin)].1;
                let mut sequence: Vec<u8> = (0..bins).map(as_bin).collect();
                sequence.sort_by(|a, b| share(a).total_cmp(&share(b)));
                sequence
            }
        }
    };
    context.bin_orders.iter().enumerate().map(sequence).collect()
}
