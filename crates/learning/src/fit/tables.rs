//! From the learner's tables to those of the artefact, an earlier model's added.

use std::collections::BTreeMap;

use scoring::model::artefact::Definition;
use scoring::model::rise::steps;
use scoring::model::terms::{Pair, Term};

use super::data::{Column, FIRST_HIT, MISS};
use crate::learn::{Additive, Joint};

/// What an earlier model adds, and how much of it.
#[derive(Clone, Copy)]
pub(super) struct Share<'a> {
    pub(super) of: &'a Definition,
    pub(super) weight: f64,
}

/// The terms and pairs of a model.
pub(super) fn terms(
    columns: &[Column],
    edges: &[Vec<f64>],
    additive: &Additive,
    prior: Option<Share<'_>>,
) -> (Vec<Term>, Vec<Pair>) {
    let mut terms: Vec<Term> = (columns.iter().zip(edges).zip(&additive.mains))
        .map(|((column, edges), table)| Term {
            indicator: column.indicator.clone(),
            family: column.family.clone(),
            edges: edges.clone(),
            miss: table[MISS],
            hits: table[FIRST_HIT..].to_vec(),
        })
        .collect();
    let mut pairs: BTreeMap<(usize, usize), Vec<Vec<f64>>> = (additive.joints.iter())
        .filter(|joint| joint.features.len() == 2)
        .map(|joint| ((joint.features[0], joint.features[1]), hits(joint)))
        .collect();
    if let Some(prior) = prior {
        add_prior(&mut terms, &mut pairs, prior);
    }
    terms.iter_mut().for_each(Term::hold_in_order);
    let pair = |((first, second), hits): ((usize, usize), Vec<Vec<f64>>)| {
        let (first, second) = (&terms[first], &terms[second]);
        let mut pair =
            Pair { first: first.indicator.clone(), second: second.indicator.clone(), hits };
        if first.family == second.family {
            pair.hold_in_order(first, second);
        } else {
            pair.hold_above_zero();
        }
        pair
    };
    let mut pairs: Vec<Pair> = pairs.into_iter().map(pair).collect();
    share_rises(&terms, &mut pairs);
    pairs.retain(|pair| pair.hits.iter().flatten().any(|cell| *cell != 0.0));
    (terms, pairs)
}

/// By so much a sum of rounded numbers may exceed a rise; less than an artefact may.
const ROUNDED: f64 = 1e-12;

/// Where the pairs of a term take away more together than it adds, scales down what they take until it covers them.
pub(super) fn share_rises(terms: &[Term], pairs: &mut [Pair]) {
    let mut kept = vec![1.0_f64; pairs.len()];
    for step in steps(terms, pairs) {
        let taken = step.taken();
        if taken > step.rise + ROUNDED {
            for fall in &step.falls {
                kept[fall.pair] = kept[fall.pair].min(step.rise / taken);
            }
        }
    }
    for (pair, kept) in pairs.iter_mut().zip(kept).filter(|(_, kept)| *kept < 1.0) {
        pair.keep_of_falls(kept);
    }
}

/// A pair's entries where both are hits; elsewhere they are 0, for it is anchored there.
fn hits(joint: &Joint) -> Vec<Vec<f64>> {
    let [first, second] = [0, 1].map(|side| joint.axes[side].len());
    let cell = |i: usize, j: usize| {
        joint.at(|feature| if feature == joint.features[0] { i as u8 } else { j as u8 })
    };
    (1..first).map(|i| (1..second).map(|j| cell(i, j)).collect()).collect()
}

/// Adds an earlier model's tables, whose edges are among those of the terms.
fn add_prior(
    terms: &mut Vec<Term>,
    pairs: &mut BTreeMap<(usize, usize), Vec<Vec<f64>>>,
    prior: Share<'_>,
) {
    for earlier in &prior.of.terms {
        let Some(term) = terms.iter_mut().find(|term| term.indicator == earlier.indicator) else {
            let mut only = earlier.clone();
            only.miss *= prior.weight;
            only.hits.iter_mut().for_each(|hit| *hit *= prior.weight);
            terms.push(only);
            continue;
        };
        term.miss += prior.weight * earlier.miss;
        for (grade, hit) in term.hits.iter_mut().enumerate() {
            *hit += prior.weight * earlier.hits[grade_of(&term.edges, grade, earlier)];
        }
    }
    for earlier in &prior.of.pairs {
        let place = |indicator: &str| terms.iter().position(|term| term.indicator == indicator);
        let (Some(one), Some(other)) = (place(&earlier.first), place(&earlier.second)) else {
            continue;
        };
        let [first, second] = [&earlier.first, &earlier.second]
            .map(|indicator| prior.of.terms.iter().find(|term| term.indicator == *indicator));
        let (Some(first), Some(second)) = (first, second) else { continue };
        let entry = pairs.entry((one.min(other), one.max(other))).or_insert_with(|| {
            vec![vec![0.0; terms[one.max(other)].hits.len()]; terms[one.min(other)].hits.len()]
        });
        for i in 0..terms[one].hits.len() {
            for j in 0..terms[other].hits.len() {
                let cell = earlier.hits[grade_of(&terms[one].edges, i, first)]
                    [grade_of(&terms[other].edges, j, second)];
                let (row, column) = if one < other { (i, j) } else { (j, i) };
                entry[row][column] += prior.weight * cell;
            }
        }
    }
}

/// The earlier term's grade of the values that stand in a grade of finer edges.
fn grade_of(edges: &[f64], grade: usize, earlier: &Term) -> usize {
    let Some(begins) = grade.checked_sub(1).and_then(|before| edges.get(before)) else { return 0 };
    earlier.edges.iter().take_while(|edge| *edge <= begins).count()
}
