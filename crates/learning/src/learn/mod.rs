//! The learner: turns rows of bins into an additive model of tables.
//!
//! 1. Rows are assigned to folds by group. Each bag learns from all folds but one (`bag`).
//! 2. The bags boost small trees over one feature, and others over up to three (`tree`, `split`), until the
//!    held-out loss stops falling (`boost`). For general tables, trees over up to four features continue from there.
//! 3. `linfa-logistic` weighs the terms by their predictions for held-out rows (`classifier`, `weights`).
//! 4. The trees become tables, averaged over the bags and purified (`tables`).

mod bag;
mod binned;
mod boost;
mod candidates;
mod classifier;
mod growth;
mod split;
mod tables;
#[cfg(test)]
mod tests;
mod tree;
mod weights;

use std::collections::BTreeMap;

use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use scoring::model::Stop;

pub use binned::{BinOrder, BinnedData, Feature};
pub use tables::{AdditiveModel, Interaction};
pub use weights::Ridges;

use bag::{Bag, BagContext, BoostStep};
use boost::{StopRule, boost, choose_interactions};
use candidates::{PairCandidate, rank_pairs};
use growth::TreeShape;
use tables::TreeGroups;
use weights::{Folds, learn_weights};

/// The largest number of features of a term.
const MAX_ORDER: usize = 4;

#[derive(Clone, Debug)]
pub struct LearnerOptions {
    pub seed: u64,
    pub threads: usize,
    pub folds: usize,
    /// How many times the rows are assigned to folds.
    pub repeats: usize,
    /// The largest number of terms of several features.
    pub interactions: usize,
    /// The largest number of features per interaction.
    pub order: usize,
    /// The largest number of terms of up to `MAX_ORDER` features, which learn what the other terms left unexplained.
    pub large_interactions: usize,
    /// The smallest number of rows of each class.
    pub min_per_class: usize,
    pub stop: Stop,
    pub hyperparameters: Hyperparameters,
}

impl LearnerOptions {
    /// Options for a table of `rows` rows, of which `rarer` belong to the rarer class.
    pub fn for_table(rows: usize, rarer: usize, seed: u64, threads: usize) -> Self {
        // With few rows, repeats are cheap and useful: for 200 rows, four are better than two; for 1,000 they are not.
        let repeats = match rows {
            ..=500 => 4,
            501..=15_000 => 2,
            _ => 1,
        };
        // Hyperparameters for large tables would overfit small ones.
        let (is_small, is_large) = (rows <= 500, rows > 2500);
        Self {
            seed,
            threads,
            folds: rarer.clamp(2, 5),
            repeats,
            interactions: if is_large { 64 } else { 48 },
            order: 3,
            large_interactions: if is_small { 0 } else { 64 },
            min_per_class: 2,
            stop: Stop::default(),
            hyperparameters: Hyperparameters {
                ridge: if is_small { 2.0 } else { 1.0 },
                row_share: if is_small { 0.7 } else { 0.9 },
                feature_share: if is_small { 0.5 } else { 0.7 },
                interaction_leaves: if is_large { 12 } else { 8 },
                ..Hyperparameters::default()
            },
        }
    }
}

/// The defaults measured best; see `docs/MODEL.md`.
#[derive(Clone, Debug)]
pub struct Hyperparameters {
    pub main_rate: f64,
    pub main_leaves: usize,
    pub main_trees: usize,
    pub interaction_rate: f64,
    pub large_interaction_rate: f64,
    pub interaction_leaves: usize,
    pub interaction_trees: usize,
    /// The number of trees in the trial that chooses the interactions.
    pub trial_trees: usize,
    /// A pseudo-curvature that shrinks leaves with little data towards 0.
    pub ridge: f64,
    pub min_leaf_rows: f64,
    /// The share of the rows that each tree sees.
    pub row_share: f64,
    /// The share of the features that each tree sees.
    pub feature_share: f64,
    /// Boosting stops after this many trees without a smaller held-out loss.
    pub patience: usize,
    pub ridges: Ridges,
}

impl Default for Hyperparameters {
    fn default() -> Self {
        Self {
            main_rate: 0.1,
            main_leaves: 4,
            main_trees: 2000,
            interaction_rate: 0.05,
            large_interaction_rate: 0.08,
            interaction_leaves: 8,
            interaction_trees: 1500,
            trial_trees: 60,
            ridge: 2.0,
            min_leaf_rows: 5.0,
            row_share: 0.7,
            feature_share: 0.5,
            patience: 60,
            ridges: Ridges { total: 3.0, own: 100.0, lines: vec![30.0] },
        }
    }
}

#[derive(Debug, thiserror::Error)]
pub enum LearnError {
    #[error("too few rows: {fakes} of the positive class and {others} others; each needs {needed}")]
    TooFew { fakes: usize, others: usize, needed: usize },
    #[error("all rows with a weight belong to the same class")]
    OneClass,
    #[error("the classifier did not converge: its gradient is {gradient}")]
    NotConverged {
        /// The largest component, divided by the number of rows.
        gradient: f64,
    },
    #[error("learning was stopped")]
    Stopped,
    #[error("the classifier rejected the data")]
    Classifier(#[from] linfa_logistic::error::Error),
}

#[derive(Clone, Debug)]
pub struct Learned {
    pub model: AdditiveModel,
    /// The weight of the earlier model.
    pub prior: f64,
    /// The classifier's weight for each set of features.
    pub weights: Vec<(Vec<usize>, f64)>,
    pub gradient: f64,
    /// Each row's log-odds from a model that was not trained on it.
    pub held_out_log_odds: Vec<f64>,
    /// The number of trees per bag, by kind.
    pub trees: Vec<usize>,
    pub line_ridge: f64,
}

/// Learns an additive model.
pub fn learn(data: &BinnedData, options: &LearnerOptions) -> Result<Learned, LearnError> {
    data.check(options.min_per_class.max(2))?;
    let order = if options.large_interactions > 0 { MAX_ORDER } else { options.order };
    let context = BagContext::new(data, order, &options.stop);
    let (folds, repeats) = (options.folds.max(2), options.repeats.max(1));
    let seed = |repeat: usize| options.seed.wrapping_mul(1_000_003).wrapping_add(repeat as u64);
    let assigned: Vec<Vec<u8>> =
        (0..repeats).map(|repeat| assign_folds(data, folds, seed(repeat))).collect();
    let bags = |kind: u64| -> Vec<Bag> {
        (0..repeats * folds)
            .map(|bag| {
                let (repeat, fold) = (bag / folds, bag % folds);
                let seed = seed(repeat).wrapping_mul(31).wrapping_add(kind * 1000 + fold as u64);
                Bag::new(&context, &assigned[repeat], fold as u8, seed)
            })
            .collect()
    };
    let params = &options.hyperparameters;
    let mut main = bags(0);
    boost(&mut main, &context, &params.step(1), params.rule(params.main_trees), options.threads)?;
    let interacts = options.interactions > 0 && options.order > 1 && data.features.len() > 1;
    let mut interactions = Vec::new();
    let mut large = Vec::new();
    if interacts {
        let bags = bags(1);
        let sets = choose_sets(&bags, &main, &context, options)?;
        interactions = boost_sets(bags, &sets, options.order, &context, options)?;
        if options.large_interactions > 0 {
            large = boost_large_interactions(&mut interactions, &context, options)?;
        }
    }
    let mut kinds: Vec<&[Bag]> = vec![&main, &interactions];
    kinds.extend((!large.is_empty()).then_some(large.as_slice()));
    let groups = TreeGroups::new(&kinds);
    let scores = groups.held_out_scores(&kinds, &context, repeats);
    let folds = Folds { fold_of_row: &assigned[0], count: folds };
    let weights = learn_weights(&context, &groups, &scores, folds, &params.ridges)?;
    let mut model = groups.tables(data, &weights.groups, weights.intercept);
    for (feature, line, weight) in &weights.lines {
        let values = &data.features[*feature].lines[*line];
        let table = &mut model.main_effects[*feature];
        table.iter_mut().zip(values).for_each(|(entry, value)| *entry += weight * value);
    }
    centre(data, &mut model);
    Ok(Learned {
        model,
        prior: weights.prior,
        weights: groups.sets.iter().cloned().zip(weights.groups).collect(),
        gradient: weights.gradient,
        held_out_log_odds: weights.held_out_log_odds,
        trees: kinds.iter().map(|bags| bags.first().map_or(0, |bag| bag.trees.len())).collect(),
        line_ridge: weights.line_ridge,
    })
}

/// Bags that continue from the ones with fewer features, using trees over more features at a rougher resolution. The
/// sets of features are those that explain most of the remaining loss.
fn boost_large_interactions(
    interactions: &mut [Bag],
    context: &BagContext<'_>,
    options: &LearnerOptions,
) -> Result<Vec<Bag>, LearnError> {
    let seed = |i: usize| options.seed.wrapping_mul(1_000_033).wrapping_add(i as u64);
    let bags: Vec<Bag> =
        interactions.iter_mut().enumerate().map(|(i, bag)| bag.continued(seed(i))).collect();
    let (trial, trees) = options.hyperparameters.trial(MAX_ORDER);
    let max = options.large_interactions;
    let sets = choose_interactions(&bags, context, &trial, trees, max, options.threads)?;
    boost_sets(bags, &sets, MAX_ORDER, context, options)
}

fn boost_sets(
    mut bags: Vec<Bag>,
    sets: &[Vec<usize>],
    order: usize,
    context: &BagContext<'_>,
    options: &LearnerOptions,
) -> Result<Vec<Bag>, LearnError> {
    let params = &options.hyperparameters;
    if !sets.is_empty() {
        let step = BoostStep { sets: Some(sets), ..params.step(order) };
        boost(&mut bags, context, &step, params.rule(params.interaction_trees), options.threads)?;
    }
    Ok(bags)
}

/// The sets of features that may interact: the best pairs if there are families, otherwise the best sets of a trial and
/// a few pairs.
fn choose_sets(
    bags: &[Bag],
    main: &[Bag],
    context: &BagContext<'_>,
    options: &LearnerOptions,
) -> Result<Vec<Vec<usize>>, LearnError> {
    let families = &context.data.families;
    let may_interact = |candidate: &PairCandidate| {
        let (first, second) = candidate.pair;
        families.is_empty() || families[first] == families[second] || candidate.raises
    };
    let candidates = rank_pairs(context, main, options.repeats.max(1));
    let pairs = candidates.into_iter().filter(may_interact);
    let pairs = pairs.map(|candidate| vec![candidate.pair.0, candidate.pair.1]);
    if !families.is_empty() {
        return Ok(pairs.take(options.interactions).collect());
    }
    let (trial, trees) = options.hyperparameters.trial(options.order);
    let max = options.interactions;
    let mut sets = choose_interactions(bags, context, &trial, trees, max, options.threads)?;
    for pair in pairs.take(max / 4) {
        if !sets.contains(&pair) {
            sets.push(pair);
        }
    }
    Ok(sets)
}

impl Hyperparameters {
    fn step<'a>(&self, order: usize) -> BoostStep<'a> {
        let (leaves, rate) = match order {
            ..=1 => (self.main_leaves, self.main_rate),
            2 | 3 => (self.interaction_leaves, self.interaction_rate),
            _ => (self.interaction_leaves, self.large_interaction_rate),
        };
        let (ridge, min_rows) = (self.ridge, self.min_leaf_rows);
        let shape = TreeShape { order, leaves, rate, ridge, min_rows };
        let (row_share, feature_share) = (self.row_share, self.feature_share);
        BoostStep { shape, row_share, feature_share, sets: None }
    }

    /// The step and number of trees of a trial that chooses interactions: few trees at twice the learning rate.
    fn trial<'a>(&self, order: usize) -> (BoostStep<'a>, usize) {
        let mut step = self.step(order);
        step.shape.rate *= 2.0;
        (step, self.trial_trees)
    }

    fn rule(&self, max_trees: usize) -> StopRule {
        StopRule { max_trees, patience: self.patience }
    }
}

/// Moves each main effect's mean, or its value at the neutral bin, into the intercept.
fn centre(data: &BinnedData, model: &mut AdditiveModel) {
    for (feature, table) in data.features.iter().zip(&mut model.main_effects) {
        let mean = if let Some(neutral) = feature.neutral_bin {
            table[usize::from(neutral)]
        } else {
            let weight: f64 = data.weights.iter().sum();
            let rows = feature.bins.iter().zip(&data.weights);
            rows.map(|(bin, weight)| table[usize::from(*bin)] * weight).sum::<f64>() / weight
        };
        model.intercept += mean;
        for entry in table {
            *entry -= mean;
        }
    }
}

/// Assigns groups to folds so that each fold has about the same number of positive groups. A positive group has at
/// least one positive row.
fn assign_folds(data: &BinnedData, folds: usize, seed: u64) -> Vec<u8> {
    let mut groups: BTreeMap<u64, bool> = BTreeMap::new();
    for (group, fake) in data.groups.iter().zip(&data.fakes) {
        *groups.entry(*group).or_default() |= *fake;
    }
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    let mut fold_of_group = BTreeMap::new();
    for class in [true, false] {
        let mut members: Vec<u64> =
            groups.iter().filter(|(_, fake)| **fake == class).map(|(group, _)| *group).collect();
        for i in (1..members.len()).rev() {
            members.swap(i, random.random_range(0..=i));
        }
        for (i, group) in members.into_iter().enumerate() {
            fold_of_group.insert(group, (i % folds) as u8);
        }
    }
    data.groups.iter().map(|group| fold_of_group[group]).collect()
}
