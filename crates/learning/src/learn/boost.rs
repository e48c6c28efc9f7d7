//! Boosts all bags until the held-out loss stops falling, and chooses the sets of features whose interaction reduces
//! it.

use std::collections::BTreeMap;

use super::LearnError;
use super::bag::{Bag, BagContext, BoostStep};

/// The number of trees between two checks of the held-out loss.
const CHUNK: usize = 10;

#[derive(Clone, Copy, Debug)]
pub(super) struct StopRule {
    pub(super) max_trees: usize,
    /// The number of trees without a smaller loss after which boosting stops.
    pub(super) patience: usize,
}

/// Processes every item, on up to `threads` threads. The result does not depend on their number.
pub(super) fn for_each<T: Send>(items: &mut [T], threads: usize, work: impl Fn(&mut T) + Sync) {
    let threads = threads.clamp(1, items.len().max(1));
    if threads == 1 {
        items.iter_mut().for_each(work);
        return;
    }
    let share = items.len().div_ceil(threads);
    std::thread::scope(|scope| {
        for part in items.chunks_mut(share) {
            let work = &work;
            scope.spawn(move || part.iter_mut().for_each(work));
        }
    });
}

/// Grows the same number of trees in all bags, then truncates them to the smallest held-out loss.
pub(super) fn boost(
    bags: &mut [Bag],
    context: &BagContext<'_>,
    step: &BoostStep<'_>,
    rule: StopRule,
    threads: usize,
) -> Result<(), LearnError> {
    let before = bags.first().map_or(0, |bag| bag.trees.len());
    let mut grown = 0;
    loop {
        let best = best_length(bags, before);
        if grown >= rule.max_trees || grown >= best - before + rule.patience {
            for_each(bags, threads, |bag| bag.truncate(context, best));
            return Ok(());
        }
        for_each(bags, threads, |bag| bag.grow(context, step, CHUNK));
        context.check_stop()?;
        grown += CHUNK;
    }
}

/// The number of trees with the smallest loss on all held-out rows.
fn best_length(bags: &[Bag], from: usize) -> usize {
    let trees = bags.first().map_or(0, |bag| bag.trees.len());
    let loss = |trees: usize| -> f64 { bags.iter().map(|bag| bag.losses[trees]).sum() };
    (from..=trees)
        .fold((from, f64::INFINITY), |best, trees| {
            let loss = loss(trees);
            // A gain in the last digits does not justify another tree.
            if loss < best.1 - 1e-7 * best.1.abs().min(1e12) { (trees, loss) } else { best }
        })
        .0
}

/// The sets of features whose trees reduced the held-out loss most in a trial. The trial's trees are discarded.
pub(super) fn choose_interactions(
    bags: &[Bag],
    context: &BagContext<'_>,
    step: &BoostStep<'_>,
    trees: usize,
    max: usize,
    threads: usize,
) -> Result<Vec<Vec<usize>>, LearnError> {
    let mut trial: Vec<Bag> = bags.to_vec();
    for_each(&mut trial, threads, |bag| bag.grow(context, step, trees));
    context.check_stop()?;
    let mut gains: BTreeMap<Vec<usize>, f64> = BTreeMap::new();
    for (bag, before) in trial.iter().zip(bags) {
        for i in before.trees.len()..bag.trees.len() {
            let features = &bag.trees[i].features;
            if features.len() > 1 {
                *gains.entry(features.clone()).or_default() += bag.losses[i] - bag.losses[i + 1];
            }
        }
    }
    let mut sets: Vec<(Vec<usize>, f64)> =
        gains.into_iter().filter(|(_, gain)| *gain > 0.0).collect();
    sets.sort_by(|a, b| b.1.total_cmp(&a.1));
    sets.truncate(max);
    Ok(sets.into_iter().map(|(set, _)| set).collect())
}
