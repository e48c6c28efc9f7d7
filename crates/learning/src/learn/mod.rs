//! The learner: from rows of places to tables that add up.
//!
//! 1. Rows are dealt to folds by group; a bag is everything but one fold ([`bag`]).
//! 2. Each bag boosts small trees over one feature, and others over up to three ([`tree`], [`split`]), until the rows
//!    that it has not seen say to stop ([`boost`]); of tables trees over up to four go on where the latter ended.
//! 3. `linfa-logistic` weighs what the terms say of unseen rows ([`stack`]).
//! 4. Trees become tables, averaged over the bags and purified ([`tables`]).

mod bag;
mod boost;
mod frame;
mod pairs;
mod split;
mod stack;
mod tables;
#[cfg(test)]
mod tests;
mod tree;
mod weigh;

use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

use crate::fit::FitOptions;
use scoring::model::Stop;

pub use frame::{Axis, Feature, Frame};
pub use tables::{Additive, Joint};

use bag::{Bag, Field, Stage};
use boost::{Until, boost, choose};
use pairs::{Promise, promising};
use tables::Groups;
use tree::Shape;
use weigh::{Folds, Ridges, weigh};

/// Over how many features a term is at most.
const MOST: usize = 4;

/// How to learn.
#[derive(Clone, Debug)]
pub struct Learning {
    pub seed: u64,
    pub threads: usize,
    pub folds: usize,
    pub repeats: usize,
    /// How many terms of several features at most.
    pub joints: usize,
    /// Over how many features at most.
    pub order: usize,
    /// How many terms of up to [`MOST`] features at most are learned from what those leave unexplained.
    pub quads: usize,
    /// How many rows of each class are needed.
    pub least: usize,
    /// Whether to end early.
    pub stop: Stop,
    pub knobs: Knobs,
}

impl Learning {
    /// How to learn from a table with so many rows, so many of them of the rarer class.
    pub fn for_table(rows: usize, rarer: usize, seed: u64, threads: usize) -> Self {
        // Few rows cost little time and gain by more ways to deal them: with 200 four are better than two, with 1,000 not.
        let repeats = match rows {
            ..=500 => 4,
            501..=15_000 => 2,
            _ => 1,
        };
        // What many rows can bear, few learn by heart.
        let (few, many) = (rows <= 500, rows > 2500);
        Self {
            seed,
            threads,
            folds: rarer.clamp(2, 5),
            repeats,
            joints: if many { 64 } else { 48 },
            order: 3,
            quads: if few { 0 } else { 64 },
            least: 2,
            stop: Stop::default(),
            knobs: Knobs {
                ridge: if few { 2.0 } else { 1.0 },
                rows: if few { 0.7 } else { 0.9 },
                features: if few { 0.5 } else { 0.7 },
                joint_leaves: if many { 12 } else { 8 },
                ..Knobs::default()
            },
        }
    }
}

impl Learning {
    /// How to learn from indicators.
    pub fn for_indicators(options: &FitOptions) -> Self {
        Self {
            seed: options.seed,
            threads: options.threads,
            folds: options.folds,
            repeats: 1,
            joints: options.pairs,
            order: 2,
            quads: 0,
            least: 2,
            stop: options.stop.clone(),
            knobs: Knobs {
                // Strong red flags are rare: with more of it few hits learn slower than unseen rows say to stop.
                ridge: 0.1,
                ridges: Ridges { own: options.ridge, ..Knobs::default().ridges },
                ..Knobs::default()
            },
        }
    }
}

/// What was measured to do well.
#[derive(Clone, Debug)]
pub struct Knobs {
    pub main_rate: f64,
    pub main_leaves: usize,
    pub main_trees: usize,
    pub joint_rate: f64,
    pub quad_rate: f64,
    pub joint_leaves: usize,
    pub joint_trees: usize,
    pub trial_trees: usize,
    pub ridge: f64,
    pub least_rows: f64,
    pub rows: f64,
    pub features: f64,
    pub patience: usize,
    pub ridges: Ridges,
}

impl Default for Knobs {
    fn default() -> Self {
        Self {
            main_rate: 0.1,
            main_leaves: 4,
            main_trees: 2000,
            joint_rate: 0.05,
            quad_rate: 0.08,
            joint_leaves: 8,
            joint_trees: 1500,
            trial_trees: 60,
            ridge: 2.0,
            least_rows: 5.0,
            rows: 0.7,
            features: 0.5,
            patience: 60,
            ridges: Ridges { total: 3.0, own: 100.0, lines: vec![30.0] },
        }
    }
}

/// Why nothing was learned.
#[derive(Debug, thiserror::Error)]
pub enum LearnError {
    /// One class is too small.
    #[error(
        "{fakes} rows of the class that is looked for and {others} others are too few: each class needs {needed}"
    )]
    TooFew {
        /// How many of the class that is looked for.
        fakes: usize,
        /// How many others.
        others: usize,
        /// How many are needed of each.
        needed: usize,
    },
    /// What is left after weighing is one class.
    #[error("the rows that count are of one class")]
    OneClass,
    /// The classifier did not converge.
    #[error("the classifier did not converge: its gradient is {gradient}")]
    NotConverged {
        /// The largest component, divided by the rows.
        gradient: f64,
    },
    /// Somebody wanted it to end.
    #[error("it was ended before it was done")]
    Stopped,
    /// linfa refused.
    #[error("the classifier refused the data")]
    Classifier(#[from] linfa_logistic::error::Error),
}

/// What was learned and how.
#[derive(Clone, Debug)]
pub struct Learned {
    pub additive: Additive,
    /// The weight of the earlier model.
    pub prior: f64,
    /// Each group of features with the weight that the classifier gave it.
    pub weights: Vec<(Vec<usize>, f64)>,
    pub gradient: f64,
    /// For each row, what a model that has not seen it says.
    pub held_margins: Vec<f64>,
    /// How many trees each bag has, by kind.
    pub trees: Vec<usize>,
    pub line_ridge: f64,
}

/// Learns.
pub fn learn(frame: &Frame, how: &Learning) -> Result<Learned, LearnError> {
    frame.check(how.least.max(2))?;
    let most = if how.quads > 0 { MOST } else { how.order };
    let field = Field::new(frame, most, &how.stop);
    let knobs = &how.knobs;
    let folds = how.folds.max(2);
    let repeats = how.repeats.max(1);
    let seed = |repeat: usize| how.seed.wrapping_mul(1_000_003).wrapping_add(repeat as u64);
    let dealt: Vec<Vec<u8>> = (0..repeats).map(|repeat| deal(frame, folds, seed(repeat))).collect();
    let bags = |kind: u64| -> Vec<Bag> {
        (0..repeats * folds)
            .map(|bag| {
                let (repeat, fold) = (bag / folds, bag % folds);
                let seed = seed(repeat).wrapping_mul(31).wrapping_add(kind * 1000 + fold as u64);
                Bag::new(&field, &dealt[repeat], fold as u8, seed)
            })
            .collect()
    };
    let mains = boosted_mains(bags(0), &field, how)?;
    let joint = how.joints > 0 && how.order > 1 && frame.features.len() > 1;
    let mut joints = if joint { boosted_joints(bags(1), &mains, &field, how)? } else { Vec::new() };
    let quads =
        if joint && how.quads > 0 { boosted_quads(&mut joints, &field, how)? } else { Vec::new() };
    let mut kinds: Vec<&[Bag]> = vec![&mains, &joints];
    kinds.extend((!quads.is_empty()).then_some(quads.as_slice()));
    let trees = kinds.iter().map(|bags| bags.first().map_or(0, |bag| bag.trees.len())).collect();
    let groups = Groups::new(&kinds);
    let scores = groups.held_scores(&kinds, &field, repeats);
    let weighed =
        weigh(&field, &groups, &scores, Folds { of: &dealt[0], count: folds }, &knobs.ridges)?;
    let mut additive = groups.tables(frame, &weighed.groups, weighed.intercept);
    for (feature, line, weight) in &weighed.lines {
        let values = &frame.features[*feature].lines[*line];
        additive.mains[*feature]
            .iter_mut()
            .zip(values)
            .for_each(|(entry, value)| *entry += weight * value);
    }
    centre(frame, &mut additive);
    let weights = groups.sets.iter().cloned().zip(weighed.groups.iter().copied()).collect();
    Ok(Learned {
        additive,
        prior: weighed.prior,
        weights,
        gradient: weighed.gradient,
        held_margins: weighed.margins,
        trees,
        line_ridge: weighed.line_ridge,
    })
}

/// Bags of trees over one feature each.
fn boosted_mains(
    mut bags: Vec<Bag>,
    field: &Field<'_>,
    how: &Learning,
) -> Result<Vec<Bag>, LearnError> {
    let knobs = &how.knobs;
    let until = Until { trees: knobs.main_trees, patience: knobs.patience };
    boost(&mut bags, field, &knobs.stage(1), until, how.threads)?;
    Ok(bags)
}

/// Bags of trees over several features, whose sets are chosen in a trial.
fn boosted_joints(
    mut bags: Vec<Bag>,
    mains: &[Bag],
    field: &Field<'_>,
    how: &Learning,
) -> Result<Vec<Bag>, LearnError> {
    let knobs = &how.knobs;
    let mut stage = knobs.stage(how.order);
    let sets = chosen_sets(&bags, mains, field, how)?;
    stage.sets = Some(&sets);
    let until = Until { trees: knobs.joint_trees, patience: knobs.patience };
    if !sets.is_empty() {
        boost(&mut bags, field, &stage, until, how.threads)?;
    }
    Ok(bags)
}

/// Bags that go on where those of fewer features ended, with trees over more on rougher axes: those sets of features
/// are chosen that explain what the others left.
fn boosted_quads(
    joints: &mut [Bag],
    field: &Field<'_>,
    how: &Learning,
) -> Result<Vec<Bag>, LearnError> {
    let knobs = &how.knobs;
    let seed = |place: usize| how.seed.wrapping_mul(1_000_033).wrapping_add(place as u64);
    let mut bags: Vec<Bag> =
        joints.iter_mut().enumerate().map(|(place, bag)| bag.followed(seed(place))).collect();
    let mut stage = knobs.stage(MOST);
    let mut trial = stage.clone();
    trial.shape.rate *= 2.0;
    let sets = choose(&bags, field, &trial, knobs.trial_trees, how.quads, how.threads)?;
    stage.sets = Some(&sets);
    let until = Until { trees: knobs.joint_trees, patience: knobs.patience };
    if !sets.is_empty() {
        boost(&mut bags, field, &stage, until, how.threads)?;
    }
    Ok(bags)
}

/// Pairs that promise something beyond the mains, and sets that a trial found.
fn chosen_sets(
    bags: &[Bag],
    mains: &[Bag],
    field: &Field<'_>,
    how: &Learning,
) -> Result<Vec<Vec<usize>>, LearnError> {
    let families = &field.frame.families;
    let within = |promise: &Promise| {
        let (first, second) = promise.pair;
        families.is_empty() || families[first] == families[second] || promise.raises
    };
    let promising = promising(field, mains, how.repeats.max(1));
    let pairs =
        promising.into_iter().filter(within).map(|promise| vec![promise.pair.0, promise.pair.1]);
    if !families.is_empty() {
        return Ok(pairs.take(how.joints).collect());
    }
    let mut trial = how.knobs.stage(how.order);
    trial.shape.rate *= 2.0;
    let mut sets = choose(bags, field, &trial, how.knobs.trial_trees, how.joints, how.threads)?;
    for pair in pairs.take(how.joints / 4) {
        if !sets.contains(&pair) {
            sets.push(pair);
        }
    }
    Ok(sets)
}

impl Knobs {
    fn stage<'a>(&self, order: usize) -> Stage<'a> {
        let (leaves, rate) = match order {
            ..=1 => (self.main_leaves, self.main_rate),
            2 | 3 => (self.joint_leaves, self.joint_rate),
            _ => (self.joint_leaves, self.quad_rate),
        };
        let shape = Shape { order, leaves, rate, ridge: self.ridge, least_rows: self.least_rows };
        Stage { shape, rows: self.rows, features: self.features, sets: None }
    }
}

fn centre(frame: &Frame, additive: &mut Additive) {
    for (feature, table) in frame.features.iter().zip(&mut additive.mains) {
        let mean = if let Some(anchor) = feature.anchor {
            table[usize::from(anchor)]
        } else {
            let weight: f64 = frame.weights.iter().sum();
            let rows = feature.places.iter().zip(&frame.weights);
            rows.map(|(place, weight)| table[usize::from(*place)] * weight).sum::<f64>() / weight
        };
        additive.intercept += mean;
        for entry in table {
            *entry -= mean;
        }
    }
}

/// Deals groups to folds, each class evenly: a group is dealt with the looked-for class if it holds a row of it.
fn deal(frame: &Frame, folds: usize, seed: u64) -> Vec<u8> {
    let mut groups: std::collections::BTreeMap<u64, bool> = std::collections::BTreeMap::new();
    for (group, fake) in frame.groups.iter().zip(&frame.fakes) {
        *groups.entry(*group).or_default() |= *fake;
    }
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    let mut fold_of = std::collections::BTreeMap::new();
    for class in [true, false] {
        let mut own: Vec<u64> =
            groups.iter().filter(|(_, fake)| **fake == class).map(|(group, _)| *group).collect();
        for place in (1..own.len()).rev() {
            own.swap(place, random.random_range(0..=place));
        }
        for (place, group) in own.into_iter().enumerate() {
            fold_of.insert(group, (place % folds) as u8);
        }
    }
    frame.groups.iter().map(|group| fold_of[group]).collect()
}
