//! From trees to tables: all trees over the same features are one table, and what a table of several features
//! says of one or two is moved down to theirs (functional ANOVA; Lengerich et al. 2020, "Purifying interaction
//! effects"). The sum stays what it was. A table of four keeps what three of its features say: four tables more for each
//! of them would cost more to look up than they tell a reader.

use std::collections::BTreeMap;

use super::bag::{Bag, Field};
use super::frame::{Feature, Frame, Level};
use super::tree::{Places, Tree, holds};

/// What several features say together.
#[derive(Clone, Debug)]
pub struct Joint {
    /// Which, ascending.
    pub features: Vec<usize>,
    /// For each of them, where in the table each coarse place stands.
    pub axes: Vec<Vec<u8>>,
    /// How large the table is along each.
    pub sizes: Vec<usize>,
    /// The table, the last feature's entries side by side.
    pub values: Vec<f64>,
}

/// An additive model of a frame: a table for each feature, and tables of several.
#[derive(Clone, Debug)]
pub struct Additive {
    pub intercept: f64,
    /// One entry for each fine place.
    pub mains: Vec<Vec<f64>>,
    pub joints: Vec<Joint>,
}

impl Joint {
    /// What it says of a row's coarse places.
    pub fn at(&self, coarse: impl Fn(usize) -> u8) -> f64 {
        let mut index = 0;
        for ((feature, axis), size) in self.features.iter().zip(&self.axes).zip(&self.sizes) {
            index = index * size + usize::from(axis[usize::from(coarse(*feature))]);
        }
        self.values[index]
    }
}

/// The trees of all bags, by kind and by the features that they look at.
pub struct Groups<'a> {
    pub sets: Vec<Vec<usize>>,
    pub kinds: Vec<usize>,
    /// How many kinds there are.
    pub count: usize,
    trees: Vec<Vec<&'a Tree>>,
    bags: f64,
}

type Key<'a> = (usize, usize, &'a [usize]);

impl<'a> Groups<'a> {
    pub fn new(kinds: &[&'a [Bag]]) -> Self {
        let mut groups: BTreeMap<Key<'_>, Vec<&Tree>> = BTreeMap::new();
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
            count: kinds.len(),
            trees: groups.into_values().collect(),
            bags: kinds[0].len() as f64,
        }
    }

    /// For each group, what the trees say of the rows that their bags have not seen; repeats are averaged.
    pub fn held_scores(
        &self,
        kinds: &[&[Bag]],
        field: &Field<'_>,
        repeats: usize,
    ) -> Vec<Vec<f64>> {
        let mut scores = vec![vec![0.0; field.frame.len()]; self.sets.len()];
        let place: BTreeMap<(usize, &[usize]), usize> = (self.sets.iter().zip(&self.kinds))
            .enumerate()
            .map(|(place, (set, kind))| ((*kind, set.as_slice()), place))
            .collect();
        for (kind, bag) in kinds
            .iter()
            .enumerate()
            .flat_map(|(kind, bags)| bags.iter().map(move |bag| (kind, bag)))
        {
            for tree in bag.trees.iter().filter(|tree| !tree.features.is_empty()) {
                let column = &mut scores[place[&(kind, tree.features.as_slice())]];
                tree.say(field.grid(tree.level), &bag.held, |row, value| {
                    column[row] += value / repeats as f64;
                });
            }
        }
        scores
    }

    /// The tables, each group's trees weighed and averaged over the bags.
    pub fn tables(&self, frame: &Frame, weights: &[f64], intercept: f64) -> Additive {
        let mains = frame.features.iter().map(|feature| vec![0.0; feature.size]).collect();
        let mut made =
            Making { frame, intercept, mains, pairs: BTreeMap::new(), others: Vec::new() };
        let mut several: BTreeMap<(usize, &[usize]), Vec<Share<'_>>> = BTreeMap::new();
        for ((set, trees), weight) in self.sets.iter().zip(&self.trees).zip(weights) {
            if *weight == 0.0 {
                continue;
            }
            let share = Share { trees, by: weight / self.bags };
            match set.as_slice() {
                [feature] => made.add_main(*feature, &share),
                _ => several.entry((set.len(), set)).or_default().push(share),
            }
        }
        for ((_, set), shares) in several {
            made.add_joint(set, &shares);
        }
        made.finish()
    }
}

/// Trees over the same features, and how much of what they say counts.
struct Share<'a> {
    trees: &'a [&'a Tree],
    by: f64,
}

/// A table in the making, over some features' classes of places.
struct Table {
    sizes: Vec<usize>,
    values: Vec<f64>,
}

struct Making<'a> {
    frame: &'a Frame,
    intercept: f64,
    mains: Vec<Vec<f64>>,
    /// Pairs on their whole coarse axes.
    pairs: BTreeMap<(usize, usize), Vec<f64>>,
    others: Vec<Joint>,
}

impl Making<'_> {
    fn add_main(&mut self, feature: usize, share: &Share<'_>) {
        let own = &self.frame.features[feature];
        for tree in share.trees {
            let table = tree.table(feature, own.size);
            for (place, entry) in self.mains[feature].iter_mut().enumerate() {
                *entry += share.by * table[usize::from(own.at(tree.level, place as u8))];
            }
        }
    }

    /// Adds what trees over several features say: what they say of one or two of them goes to these, the rest is a table.
    fn add_joint(&mut self, set: &[usize], shares: &[Share<'_>]) {
        let (axes, table) = self.summed(set, shares);
        let shares: Vec<Vec<f64>> = (set.iter().zip(&axes).zip(&table.sizes))
            .map(|((feature, axis), size)| occupied_classes(self.frame, *feature, axis, *size))
            .collect();
        let mut rest = Table { sizes: table.sizes.clone(), values: vec![0.0; table.values.len()] };
        for part in 0..1_usize << set.len() {
            let members: Vec<usize> = (0..set.len()).filter(|axis| part >> axis & 1 == 1).collect();
            let own = table.part(&members, &shares);
            if members.len() > 2 {
                rest.add(&own);
            } else {
                self.hand_down(&members, set, &axes, &own);
            }
        }
        if set.len() > 2 {
            let Table { sizes, values } = rest;
            self.others.push(Joint { features: set.to_vec(), axes, sizes, values });
        }
    }

    /// The classes of each feature's coarse places that some trees tell apart, and what they say of each of them.
    fn summed(&self, set: &[usize], shares: &[Share<'_>]) -> (Vec<Vec<u8>>, Table) {
        let features = &self.frame.features;
        let axes: Vec<Vec<u8>> =
            set.iter().map(|feature| classes(shares, *feature, &features[*feature])).collect();
        let sizes: Vec<usize> = axes
            .iter()
            .map(|axis| axis.iter().map(|class| usize::from(*class) + 1).max().unwrap_or(1))
            .collect();
        let mut values = vec![0.0; sizes.iter().product()];
        for share in shares {
            let mut own = vec![0.0; values.len()];
            for tree in share.trees {
                let said = said_of(tree, &axes, features);
                own.iter_mut().zip(said).for_each(|(entry, said)| *entry += said);
            }
            values.iter_mut().zip(own).for_each(|(entry, own)| *entry += own * share.by);
        }
        (axes, Table { sizes, values })
    }

    /// Gives what some axes of a table say to the term that they are.
    fn hand_down(&mut self, members: &[usize], set: &[usize], axes: &[Vec<u8>], own: &Table) {
        match members {
            [] => self.intercept += own.values[0],
            [one] => {
                let feature = set[*one];
                let coarse = &self.frame.features[feature].coarse;
                for (place, entry) in self.mains[feature].iter_mut().enumerate() {
                    *entry += own.values[usize::from(axes[*one][usize::from(coarse[place])])];
                }
            }
            [one, other] => {
                let size = axes[*other].len();
                let pair = self.pairs.entry((set[*one], set[*other]));
                let pair = pair.or_insert_with(|| vec![0.0; axes[*one].len() * size]);
                for (i, first) in axes[*one].iter().enumerate() {
                    for (j, second) in axes[*other].iter().enumerate() {
                        pair[i * size + j] += own.values
                            [usize::from(*first) * own.sizes[*other] + usize::from(*second)];
                    }
                }
            }
            _ => {}
        }
    }

    /// Frees the mains of their averages, and pairs of entries that say the same.
    fn finish(mut self) -> Additive {
        for (feature, table) in self.mains.iter_mut().enumerate() {
            let places: Vec<u8> = (0..table.len()).map(|place| place as u8).collect();
            let anchor = self.frame.features[feature].anchor;
            let shares = match anchor {
                Some(anchor) => {
                    places.iter().map(|place| f64::from(u8::from(*place == anchor))).collect()
                }
                None => occupied(self.frame, feature, usize::from, table.len()),
            };
            let mean: f64 = table.iter().zip(&shares).map(|(entry, share)| entry * share).sum();
            self.intercept += mean;
            for entry in table {
                *entry -= mean;
            }
        }
        let pair = |((first, second), values): ((usize, usize), Vec<f64>)| {
            let sizes = [first, second].map(|feature| self.frame.features[feature].coarse_size());
            merged(&[first, second], sizes, &values)
        };
        let mut joints: Vec<Joint> =
            std::mem::take(&mut self.pairs).into_iter().map(pair).collect();
        joints.append(&mut self.others);
        joints.retain(|joint| joint.values.iter().any(|value| *value != 0.0));
        Additive { intercept: self.intercept, mains: self.mains, joints }
    }
}

impl Table {
    /// How far apart neighbours along an axis are, and how many entries there are beyond it.
    fn stride(&self, axis: usize) -> usize {
        self.sizes[axis + 1..].iter().product()
    }

    /// What the table says of some of its axes alone: the others averaged out, these freed of their averages.
    fn part(&self, members: &[usize], shares: &[Vec<f64>]) -> Self {
        let mut own = Self { sizes: self.sizes.clone(), values: self.values.clone() };
        for (axis, share) in shares.iter().enumerate() {
            own = if members.contains(&axis) {
                own.freed(axis, share)
            } else {
                own.averaged(axis, share)
            };
        }
        own
    }

    /// Adds a table over some of the same axes; the others have one entry in it.
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

    fn freed(&self, axis: usize, shares: &[f64]) -> Self {
        let (stride, size) = (self.stride(axis), self.sizes[axis]);
        let means = self.averaged(axis, shares).values;
        let mut values = self.values.clone();
        for (index, value) in values.iter_mut().enumerate() {
            *value -= means[index / (stride * size) * stride + index % stride];
        }
        Self { sizes: self.sizes.clone(), values }
    }
}

/// What a tree says of each entry of a table over classes of its features' coarse places.
fn said_of(tree: &Tree, axes: &[Vec<u8>], features: &[Feature]) -> impl Iterator<Item = f64> {
    let spread = tree.spread(|feature| features[feature].places_on(tree.level));
    let mut all = vec![0];
    for ((feature, axis), steps) in tree.features.iter().zip(axes).zip(&spread.steps) {
        let size = axis.iter().map(|class| usize::from(*class) + 1).max().unwrap_or(1);
        let mut of_classes = vec![0; size];
        for (place, class) in axis.iter().enumerate() {
            let place = features[*feature].of_coarse(tree.level, place as u8);
            of_classes[usize::from(*class)] = steps[usize::from(place)];
        }
        all = all.iter().flat_map(|one| of_classes.iter().map(move |own| one + own)).collect();
    }
    all.into_iter().map(move |entry: u16| spread.values[usize::from(entry)])
}

/// Coarse places that no tree tells apart are one class.
fn classes(shares: &[Share<'_>], feature: usize, own: &Feature) -> Vec<u8> {
    let divisions: Vec<(Level, &Places)> = (shares.iter().flat_map(|share| share.trees))
        .flat_map(|tree| tree.divisions(feature).map(|left| (tree.level, left)))
        .collect();
    let mut known: BTreeMap<Vec<bool>, u8> = BTreeMap::new();
    (0..own.coarse_size())
        .map(|place| {
            let goes_left =
                |(level, left): &(Level, &Places)| holds(left, own.of_coarse(*level, place as u8));
            let sides = divisions.iter().map(goes_left).collect();
            let next = known.len() as u8;
            *known.entry(sides).or_insert(next)
        })
        .collect()
}

/// How much of the data stands in each class of a feature's coarse places; all of it at the anchor, if it has one.
fn occupied_classes(frame: &Frame, feature: usize, axis: &[u8], size: usize) -> Vec<f64> {
    let own = &frame.features[feature];
    let class = |place: u8| usize::from(axis[usize::from(own.coarse[usize::from(place)])]);
    if let Some(anchor) = own.anchor {
        return (0..size).map(|one| f64::from(u8::from(one == class(anchor)))).collect();
    }
    occupied(frame, feature, class, size)
}

fn occupied(frame: &Frame, feature: usize, class: impl Fn(u8) -> usize, size: usize) -> Vec<f64> {
    let mut shares = vec![0.0; size];
    for (place, weight) in frame.features[feature].places.iter().zip(&frame.weights) {
        shares[class(*place)] += weight;
    }
    let all: f64 = shares.iter().sum();
    for share in &mut shares {
        *share /= all;
    }
    shares
}

/// A pair without the rows and columns that say what another does.
fn merged(features: &[usize], sizes: [usize; 2], values: &[f64]) -> Joint {
    let bits = |i: usize, j: usize| values[i * sizes[1] + j].to_bits();
    let by = |size: usize, slice: &dyn Fn(usize) -> Vec<u64>| -> (Vec<u8>, Vec<usize>) {
        let mut known: BTreeMap<Vec<u64>, u8> = BTreeMap::new();
        let mut firsts = Vec::new();
        let axis = (0..size)
            .map(|place| {
                let next = known.len() as u8;
                *known.entry(slice(place)).or_insert_with(|| {
                    firsts.push(place);
                    next
                })
            })
            .collect();
        (axis, firsts)
    };
    let (rows, first_rows) = by(sizes[0], &|i| (0..sizes[1]).map(|j| bits(i, j)).collect());
    let (columns, first_columns) = by(sizes[1], &|j| (0..sizes[0]).map(|i| bits(i, j)).collect());
    let values = first_rows
        .iter()
        .flat_map(|i| first_columns.iter().map(|j| values[i * sizes[1] + j]).collect::<Vec<f64>>())
        .collect();
    Joint {
        features: features.to_vec(),
        axes: vec![rows, columns],
        sizes: vec![first_rows.len(), first_columns.len()],
        values,
    }
}
