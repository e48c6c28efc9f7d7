//! Turns the learner's tables into the artefact's terms and pairs, and adds those of an earlier model.

use std::collections::BTreeMap;

use scoring::model::artefact::Definition;
use scoring::model::rise::steps;
use scoring::model::terms::{Cause, Pair, Term};

use super::bins::{FIRST_HIT, MISS};
use crate::data::Column;
use crate::learn::{AdditiveModel, Interaction};

/// An earlier model and its weight.
#[derive(Clone, Copy)]
pub(super) struct Prior<'a> {
    pub(super) model: &'a Definition,
    pub(super) weight: f64,
}

/// The tables of pairs, by the indexes of their terms.
type PairTables = BTreeMap<(usize, usize), Vec<Vec<f64>>>;

pub(super) fn terms(
    columns: &[Column],
    edges: &[Vec<f64>],
    model: &AdditiveModel,
    prior: Option<Prior<'_>>,
    causes: &BTreeMap<String, Cause>,
) -> (Vec<Term>, Vec<Pair>) {
    let mut terms: Vec<Term> = (columns.iter().zip(edges).zip(&model.main_effects))
        .map(|((column, edges), table)| Term {
            indicator: column.indicator.clone(),
            family: column.family.clone(),
            edges: edges.clone(),
            miss: table[MISS],
            hits: table[FIRST_HIT..].to_vec(),
        })
        .collect();
    let mut pairs: PairTables = (model.interactions.iter())
        .filter(|pair| pair.features.len() == 2)
        .map(|pair| ((pair.features[0], pair.features[1]), hits(pair)))
        .collect();
    if let Some(prior) = prior {
        add_prior_terms(&mut terms, prior);
        add_prior_pairs(&terms, &mut pairs, prior);
    }
    terms.iter_mut().for_each(Term::make_rising);
    let cause = |indicator: &String| {
        causes.iter().find(|(_, cause)| cause.indicators.contains(indicator)).map(|(name, _)| name)
    };
    let pair = |((first, second), hits): ((usize, usize), Vec<Vec<f64>>)| {
        let (first, second) = (&terms[first], &terms[second]);
        let mut pair =
            Pair { first: first.indicator.clone(), second: second.indicator.clone(), hits };
        if first.family == second.family && cause(&first.indicator) == cause(&second.indicator) {
            pair.make_rising(first, second);
        } else {
            pair.make_nonnegative();
        }
        pair
    };
    let mut pairs: Vec<Pair> = pairs.into_iter().map(pair).collect();
    limit_falls(&terms, &mut pairs);
    pairs.retain(|pair| pair.hits.iter().flatten().any(|cell| *cell != 0.0));
    (terms, pairs)
}

/// The rounding error allowed when falls are compared with a rise; smaller than the artefact's own tolerance.
const ROUNDING: f64 = 1e-12;

/// Where a term's pairs together subtract more than the term adds, scales down their falls to the term's rise.
pub(super) fn limit_falls(terms: &[Term], pairs: &mut [Pair]) {
    let mut factors = vec![1.0_f64; pairs.len()];
    for step in steps(terms, pairs) {
        let total_fall = step.total_fall();
        if total_fall > step.rise + ROUNDING {
            for fall in &step.falls {
                factors[fall.pair] = factors[fall.pair].min(step.rise / total_fall);
            }
        }
    }
    for (pair, factor) in pairs.iter_mut().zip(factors).filter(|(_, factor)| *factor < 1.0) {
        pair.scale_falls(factor);
    }
}

/// A pair's entries where both are hits. All others are 0, because the pair is centred at "unknown".
fn hits(pair: &Interaction) -> Vec<Vec<f64>> {
    let [first, second] = [0, 1].map(|side| pair.classes[side].len());
    let cell = |i: usize, j: usize| {
        pair.at(|feature| if feature == pair.features[0] { i as u8 } else { j as u8 })
    };
    (1..first).map(|i| (1..second).map(|j| cell(i, j)).collect()).collect()
}

/// Adds an earlier model's terms. Their edges are a subset of the new terms' edges.
fn add_prior_terms(terms: &mut Vec<Term>, prior: Prior<'_>) {
    for earlier in &prior.model.terms {
        let Some(term) = terms.iter_mut().find(|term| term.indicator == earlier.indicator) else {
            let mut only = earlier.clone();
            only.scale(prior.weight);
            terms.push(only);
            continue;
        };
        term.miss += prior.weight * earlier.miss;
        for (grade, hit) in term.hits.iter_mut().enumerate() {
            *hit += prior.weight * earlier.hits[earlier_grade(&term.edges, grade, earlier)];
        }
    }
}

fn add_prior_pairs(terms: &[Term], pairs: &mut PairTables, prior: Prior<'_>) {
    let position = |indicator: &str| terms.iter().position(|term| term.indicator == indicator);
    let earlier_term =
        |indicator: &str| prior.model.terms.iter().find(|term| term.indicator == indicator);
    for earlier in &prior.model.pairs {
        let (Some(first), Some(second)) = (position(&earlier.first), position(&earlier.second))
        else {
            continue;
        };
        let (Some(earlier_first), Some(earlier_second)) =
            (earlier_term(&earlier.first), earlier_term(&earlier.second))
        else {
            continue;
        };
        let key = (first.min(second), first.max(second));
        let table = pairs
            .entry(key)
            .or_insert_with(|| vec![vec![0.0; terms[key.1].hits.len()]; terms[key.0].hits.len()]);
        for i in 0..terms[first].hits.len() {
            for j in 0..terms[second].hits.len() {
                let cell = earlier.hits[earlier_grade(&terms[first].edges, i, earlier_first)]
                    [earlier_grade(&terms[second].edges, j, earlier_second)];
                let (row, column) = if first < second { (i, j) } else { (j, i) };
                table[row][column] += prior.weight * cell;
            }
        }
    }
}

/// The earlier term's grade that contains a grade of the finer `edges`.
fn earlier_grade(edges: &[f64], grade: usize, earlier: &Term) -> usize {
    let Some(start) = grade.checked_sub(1).and_then(|before| edges.get(before)) else { return 0 };
    earlier.edges.iter().take_while(|edge| *edge <= start).count()
}
