//! Boosting all bags until what they have not seen says to stop, and choosing the sets of features whose
//! interplay helps there.

use std::collections::BTreeMap;

use super::LearnError;
use super::bag::{Bag, Field, Stage};

/// How many trees are grown between two looks at the held rows.
const CHUNK: usize = 10;

/// When boosting stops.
#[derive(Clone, Copy, Debug)]
pub(super) struct Until {
    /// After so many trees.
    pub(super) trees: usize,
    /// After so many trees without a smaller loss.
    pub(super) patience: usize,
}

/// Does the work for every item, on so many threads. What is done does not depend on their number.
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

/// Grows trees in all bags alike and cuts back to where the held rows' loss was least.
pub(super) fn boost(
    bags: &mut [Bag],
    field: &Field<'_>,
    stage: &Stage<'_>,
    until: Until,
    threads: usize,
) -> Result<(), LearnError> {
    let before = bags.first().map_or(0, |bag| bag.trees.len());
    let mut grown = 0;
    loop {
        let best = least_loss(bags, before);
        if grown >= until.trees || grown >= best - before + until.patience {
            for_each(bags, threads, |bag| bag.cut_back(field, best));
            return Ok(());
        }
        for_each(bags, threads, |bag| bag.grow(field, stage, CHUNK));
        field.go_on()?;
        grown += CHUNK;
    }
}

/// After how many trees the loss on all held rows was least.
fn least_loss(bags: &[Bag], from: usize) -> usize {
    let trees = bags.first().map_or(0, |bag| bag.trees.len());
    let loss = |trees: usize| -> f64 { bags.iter().map(|bag| bag.losses[trees]).sum() };
    (from..=trees)
        .fold((from, f64::INFINITY), |best, trees| {
            let loss = loss(trees);
            // Not worth a tree if it is smaller by the last digits only.
            if loss < best.1 - 1e-7 * best.1.abs().min(1e12) { (trees, loss) } else { best }
        })
        .0
}

/// The sets of features whose trees lowered the loss on held rows most, in trial trees that are thrown away.
pub(super) fn choose(
    bags: &[Bag],
    field: &Field<'_>,
    stage: &Stage<'_>,
    trees: usize,
    most: usize,
    threads: usize,
) -> Result<Vec<Vec<usize>>, LearnError> {
    let mut trial: Vec<Bag> = bags.to_vec();
    for_each(&mut trial, threads, |bag| bag.grow(field, stage, trees));
    field.go_on()?;
    let mut gains: BTreeMap<Vec<usize>, f64> = BTreeMap::new();
    for (bag, before) in trial.iter().zip(bags) {
        for place in before.trees.len()..bag.trees.len() {
            let features = &bag.trees[place].features;
            if features.len() > 1 {
                *gains.entry(features.clone()).or_default() +=
                    bag.losses[place] - bag.losses[place + 1];
            }
        }
    }
    let mut sets: Vec<(Vec<usize>, f64)> =
        gains.into_iter().filter(|(_, gain)| *gain > 0.0).collect();
    sets.sort_by(|a, b| b.1.total_cmp(&a.1));
    sets.truncate(most);
    Ok(sets.into_iter().map(|(set, _)| set).collect())
}
