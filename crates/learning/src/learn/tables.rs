//! Turns trees into tables. All trees over the same features become one table. Effects of one or two features then move
//! from larger tables to the tables of those features (functional ANOVA; Lengerich et al. 2020, "Purifying interaction
//! effects"). The sum stays the same. A table of four features keeps its three-feature effects: four extra tables per
//! term would cost more to look up than they would explain.

use std::collections::BTreeMap;

use super::bag::{Bag, BagContext};
use super::binned::{BinnedData, Feature, Resolution, count_bins};
use super::growth::BinSet;
use super::tree::Tree;

/// The joint effect of several features.
#[derive(Clone, Debug)]
pub struct Interaction {
    /// Ascending.
    pub features: Vec<usize>,
    /// For each feature, the class of each coarse bin, which is its index along the table's axis.
    pub classes: Vec<Vec<u8>>,
    /// The length of each axis.
    pub sizes: Vec<usize>,
    /// The table in row-major order: the last feature varies fastest.
    pub values: Vec<f64>,
}

/// A table for each feature, plus tables of several features.
#[derive(Clone, Debug)]
pub struct AdditiveModel {
    pub intercept: f64,
    /// For each feature, an entry per bin.
    pub main_effects: Vec<Vec<f64>>,
    pub interactions: Vec<Interaction>,
}

impl Interaction {
    /// The effect for a row, given the coarse bin of each feature.
    pub fn at(&self, coarse_bin: impl Fn(usize) -> u8) -> f64 {
        let mut index = 0;
        for ((feature, classes), size) in self.features.iter().zip(&self.classes).zip(&self.sizes) {
            index = index * size + usize::from(classes[usize::from(coarse_bin(*feature))]);
        }
        self.values[index]
    }
}

/// The trees of all bags, grouped by kind and by the features that they split.
pub struct TreeGroups<'a> {
    pub sets: Vec<Vec<usize>>,
    pub kinds: Vec<usize>,
    pub kind_count: usize,
    trees: Vec<Vec<&'a Tree>>,
    bags: f64,
}

type GroupKey<'a> = (usize, usize, &'a [usize]);

impl<'a> TreeGroups<'a> {
    pub fn new(kinds: &[&'a [Bag]]) -> Self {
        let mut groups: BTreeMap<GroupKey<'_>, Vec<&Tree>> = BTreeMap::new();
        for (kind, bags) in kinds.iter().enumerate() {
            for tree in
                bags.iter().flat_map(|bag| &bag.trees).filter(|tree| !tree.features.is_empty())
            {
                groups.entry((kind, tree.features.len(), &tree.features)).or_default().push(tree);
            }
        }
        Self {
            sets: groups.keys().map(|(_, _, set)| set.to_vec()).collect(),
            kinds: groups.keys().map(|(kind, _, _)| *kind).collect(),
            kind_count: kinds.len(),
            trees: groups.into_values().collect(),
            bags: kinds[0].len() as f64,
        }
    }

    /// For each group, its trees' predictions for the rows that their bags held out, averaged over repeats.
    pub fn held_out_scores(
        &self,
        kinds: &[&[Bag]],
        context: &BagContext<'_>,
        repeats: usize,
    ) -> Vec<Vec<f64>> {
        let mut scores = vec![vec![0.0; context.data.len()]; self.sets.len()];
        let positions: BTreeMap<(usize, &[usize]), usize> = (self.sets.iter().zip(&self.kinds))
            .enumerate()
            .map(|(i, (set, kind))| ((*kind, set.as_slice()), i))
            .collect();
        for (kind, bags) in kinds.iter().enumerate() {
            for bag in *bags {
                for tree in bag.trees.iter().filter(|tree| !tree.features.is_empty()) {
                    let column = &mut scores[positions[&(kind, tree.features.as_slice())]];
                    let grid = context.grid(tree.resolution);
                    tree.predict(grid, &bag.held_out, |row, value| {
                        column[row] += value / repeats as f64;
                    });
                }
            }
        }
        scores
    }

    /// The tables, with each group's trees weighted and averaged over the bags.
    pub fn tables(&self, data: &BinnedData, weights: &[f64], intercept: f64) -> AdditiveModel {
        let mut builder = TableBuilder::new(data, intercept);
        let mut several: BTreeMap<(usize, &[usize]), Vec<WeightedTrees<'_>>> = BTreeMap::new();
        for ((set, trees), weight) in self.sets.iter().zip(&self.trees).zip(weights) {
            if *weight == 0.0 {
                continue;
            }
            let weighted = WeightedTrees { trees, weight: weight / self.bags };
            match set.as_slice() {
                [feature] => builder.add_main_effect(*feature, &weighted),
                _ => several.entry((set.len(), set)).or_default().push(weighted),
            }
        }
        for ((_, set), weighted) in several {
            builder.add_interaction(set, &weighted);
        }
        builder.finish()
    }
}

/// Trees over the same features.
struct WeightedTrees<'a> {
    trees: &'a [&'a Tree],
    weight: f64,
}

/// A table over the classes of some features' bins.
struct Table {
    sizes: Vec<usize>,
    values: Vec<f64>,
}

struct TableBuilder<'a> {
    data: &'a BinnedData,
    intercept: f64,
    main_effects: Vec<Vec<f64>>,
    /// Pairs over all coarse bins.
    pairs: BTreeMap<(usize, usize), Vec<f64>>,
    larger: Vec<Interaction>,
}

impl<'a> TableBuilder<'a> {
    fn new(data: &'a BinnedData, intercept: f64) -> Self {
        let main_effects =
            data.features.iter().map(|feature| vec![0.0; feature.bin_count]).collect();
        Self { data, intercept, main_effects, pairs: BTreeMap::new(), larger: Vec::new() }
    }

    fn add_main_effect(&mut self, feature: usize, weighted: &WeightedTrees<'_>) {
        let own = &self.data.features[feature];
        for tree in weighted.trees {
            let table = tree.table(feature, own.bin_count);
            for (bin, entry) in self.main_effects[feature].iter_mut().enumerate() {
                *entry +=
                    weighted.weight * table[usize::from(own.bin_at(tree.resolution, bin as u8))];
            }
        }
    }

    /// Adds trees over several features. Effects of one or two features move to smaller tables; the rest becomes a
    /// table.
    fn add_interaction(&mut self, set: &[usize], weighted: &[WeightedTrees<'_>]) {
        let (classes, table) = self.sum_trees(set, weighted);
        let shares: Vec<Vec<f64>> = (set.iter().zip(&classes).zip(&table.sizes))
            .map(|((feature, classes), size)| class_shares(self.data, *feature, classes, *size))
            .collect();
        let mut rest = Table { sizes: table.sizes.clone(), values: vec![0.0; table.values.len()] };
        for part in 0..1_usize << set.len() {
            let members: Vec<usize> = (0..set.len()).filter(|axis| part >> axis & 1 == 1).collect();
            let effect = table.effect(&members, &shares);
            if members.len() > 2 {
                rest.add(&effect);
            } else {
                self.move_down(&members, set, &classes, &effect);
            }
        }
        if set.len() > 2 {
            let Table { sizes, values } = rest;
            self.larger.push(Interaction { features: set.to_vec(), classes, sizes, values });
        }
    }

    /// The classes of coarse bins that the trees distinguish, and the sum of the trees over these classes.
    fn sum_trees(&self, set: &[usize], weighted: &[WeightedTrees<'_>]) -> (Vec<Vec<u8>>, Table) {
        let features = &self.data.features;
        let classes: Vec<Vec<u8>> =
            set.iter().map(|feature| classes(weighted, *feature, &features[*feature])).collect();
        let sizes: Vec<usize> = classes.iter().map(|classes| count_bins(classes)).collect();
        let mut values = vec![0.0; sizes.iter().product()];
        for WeightedTrees { trees, weight } in weighted {
            let mut own = vec![0.0; values.len()];
            for tree in *trees {
                let entries = tree_entries(tree, &classes, features);
                own.iter_mut().zip(entries).for_each(|(sum, entry)| *sum += entry);
            }
            values.iter_mut().zip(own).for_each(|(sum, own)| *sum += own * weight);
        }
        (classes, Table { sizes, values })
    }

    /// Adds an effect of at most two axes to the table of their features.
    fn move_down(&mut self, members: &[usize], set: &[usize], classes: &[Vec<u8>], effect: &Table) {
        match members {
            [] => self.intercept += effect.values[0],
            [axis] => {
                let feature = set[*axis];
                let coarse = &self.data.features[feature].coarse;
                for (bin, entry) in self.main_effects[feature].iter_mut().enumerate() {
                    let class = classes[*axis][usize::from(coarse[bin])];
                    *entry += effect.values[usize::from(class)];
                }
            }
            [first, second] => {
                let size = classes[*second].len();
                let pair = self.pairs.entry((set[*first], set[*second]));
                let pair = pair.or_insert_with(|| vec![0.0; classes[*first].len() * size]);
                for (i, row) in classes[*first].iter().enumerate() {
                    for (j, column) in classes[*second].iter().enumerate() {
                        let index =
                            usize::from(*row) * effect.sizes[*second] + usize::from(*column);
                        pair[i * size + j] += effect.values[index];
                    }
                }
            }
            _ => {}
        }
    }

    /// Centres the main effects and merges equal rows and columns of pairs.
    fn finish(mut self) -> AdditiveModel {
        for (feature, table) in self.main_effects.iter_mut().enumerate() {
            let shares = shares(self.data, feature, usize::from, table.len());
            let mean: f64 = table.iter().zip(&shares).map(|(entry, share)| entry * share).sum();
            self.intercept += mean;
            for entry in table {
                *entry -= mean;
            }
        }
        let pair = |((first, second), values): ((usize, usize), Vec<f64>)| {
            let sizes = [first, second].map(|feature| self.data.features[feature].coarse_count());
            merge_equal(&[first, second], sizes, &values)
        };
        let mut interactions: Vec<Interaction> =
            std::mem::take(&mut self.pairs).into_iter().map(pair).collect();
        interactions.append(&mut self.larger);
        interactions.retain(|interaction| interaction.values.iter().any(|value| *value != 0.0));
        AdditiveModel { intercept: self.intercept, main_effects: self.main_effects, interactions }
    }
}

impl Table {
    fn stride(&self, axis: usize) -> usize {
        self.sizes[axis + 1..].iter().product()
    }

    /// The effect of the member axes: they are centred, and all others averaged out.
    fn effect(&self, members: &[usize], shares: &[Vec<f64>]) -> Self {
        let mut effect = Self { sizes: self.sizes.clone(), values: self.values.clone() };
        for (axis, share) in shares.iter().enumerate() {
            effect = if members.contains(&axis) {
                effect.centred(axis, share)
            } else {
                effect.averaged(axis, share)
            };
        }
        effect
    }

    /// Adds a table over the same axes. Its axes of length 1 are broadcast.
    fn add(&mut self, other: &Self) {
        let steps: Vec<(usize, usize, usize)> = (0..self.sizes.len())
            .filter(|axis| other.sizes[*axis] > 1)
            .map(|axis| (self.stride(axis), self.sizes[axis], other.stride(axis)))
            .collect();
        for (index, entry) in self.values.iter_mut().enumerate() {
            let at: usize =
                steps.iter().map(|(stride, size, step)| index / stride % size * step).sum();
            *entry += other.values[at];
        }
    }

    fn averaged(&self, axis: usize, shares: &[f64]) -> Self {
        let (stride, size) = (self.stride(axis), self.sizes[axis]);
        let mut sizes = self.sizes.clone();
        sizes[axis] = 1;
        let block = |block: &[f64]| -> Vec<f64> {
            (0..stride)
                .map(|i| (0..size).map(|k| shares[k] * block[k * stride + i]).sum())
                .collect()
        };
        Self { sizes, values: self.values.chunks(stride * size).flat_map(block).collect() }
    }

    fn centred(&self, axis: usize, shares: &[f64]) -> Self {
        let (stride, size) = (self.stride(axis), self.sizes[axis]);
        let means = self.averaged(axis, shares).values;
        let mut values = self.values.clone();
        for (index, value) in values.iter_mut().enumerate() {
            *value -= means[index / (stride * size) * stride + index % stride];
        }
        Self { sizes: self.sizes.clone(), values }
    }
}

/// A tree's prediction for each entry of a table over the classes of its features' coarse bins.
fn tree_entries(
    tree: &Tree,
    classes: &[Vec<u8>],
    features: &[Feature],
) -> impl Iterator<Item = f64> {
    let lookup = tree.lookup(|feature| features[feature].count_at(tree.resolution));
    let mut entries = vec![0];
    for ((feature, classes), steps) in tree.features.iter().zip(classes).zip(&lookup.steps) {
        let mut class_steps = vec![0; count_bins(classes)];
        for (bin, class) in classes.iter().enumerate() {
            let bin = features[*feature].coarse_bin_at(tree.resolution, bin as u8);
            class_steps[usize::from(*class)] = steps[usize::from(bin)];
        }
        entries = entries
            .iter()
            .flat_map(|entry| class_steps.iter().map(move |step| entry + step))
            .collect();
    }
    entries.into_iter().map(move |entry: u16| lookup.values[usize::from(entry)])
}

/// The class of each coarse bin. Bins that no tree separates share a class.
fn classes(weighted: &[WeightedTrees<'_>], feature: usize, own: &Feature) -> Vec<u8> {
    let splits: Vec<(Resolution, &BinSet)> = (weighted.iter().flat_map(|weighted| weighted.trees))
        .flat_map(|tree| tree.splits(feature).map(|left| (tree.resolution, left)))
        .collect();
    let mut known: BTreeMap<Vec<bool>, u8> = BTreeMap::new();
    (0..own.coarse_count())
        .map(|bin| {
            let goes_left = |(resolution, left): &(Resolution, &BinSet)| {
                left.contains(own.coarse_bin_at(*resolution, bin as u8))
            };
            let sides = splits.iter().map(goes_left).collect();
            let next = known.len() as u8;
            *known.entry(sides).or_insert(next)
        })
        .collect()
}

/// The share of the rows in each class of a feature's coarse bins.
fn class_shares(data: &BinnedData, feature: usize, classes: &[u8], size: usize) -> Vec<f64> {
    let coarse = &data.features[feature].coarse;
    shares(data, feature, |bin| usize::from(classes[usize::from(coarse[usize::from(bin)])]), size)
}

/// The share of the rows in each class of a feature's bins. A feature with a neutral bin is centred there, so the class
/// of that bin has share 1.
fn shares(data: &BinnedData, feature: usize, class: impl Fn(u8) -> usize, size: usize) -> Vec<f64> {
    let mut shares = vec![0.0; size];
    if let Some(neutral) = data.features[feature].neutral_bin {
        shares[class(neutral)] = 1.0;
        return shares;
    }
    for (bin, weight) in data.features[feature].bins.iter().zip(&data.weights) {
        shares[class(*bin)] += weight;
    }
    let all: f64 = shares.iter().sum();
    for share in &mut shares {
        *share /= all;
    }
    shares
}

/// A pair with equal rows merged and equal columns merged.
fn merge_equal(features: &[usize], sizes: [usize; 2], values: &[f64]) -> Interaction {
    let bits = |i: usize, j: usize| values[i * sizes[1] + j].to_bits();
    let merge = |size: usize, slice: &dyn Fn(usize) -> Vec<u64>| -> (Vec<u8>, Vec<usize>) {
        let mut known: BTreeMap<Vec<u64>, u8> = BTreeMap::new();
        let mut firsts = Vec::new();
        let classes = (0..size)
            .map(|i| {
                let next = known.len() as u8;
                *known.entry(slice(i)).or_insert_with(|| {
                    firsts.push(i);
                    next
                })
            })
            .collect();
        (classes, firsts)
    };
    let (rows, first_rows) = merge(sizes[0], &|i| (0..sizes[1]).map(|j| bits(i, j)).collect());
    let (columns, first_columns) =
        merge(sizes[1], &|j| (0..sizes[0]).map(|i| bits(i, j)).collect());
    let values = first_rows
        .iter()
        .flat_map(|i| first_columns.iter().map(|j| values[i * sizes[1] + j]).collect::<Vec<f64>>())
        .collect();
    Interaction {
        features: features.to_vec(),
        classes: vec![rows, columns],
        sizes: vec![first_rows.len(), first_columns.len()],
        values,
    }
}
