//! The reference for drift: the distributions of indicators and scores in a model's training data.
//!
//! Fakes are far more frequent among labels than among applicants, so examples are weighted to the stated base rate.

use scoring::model::{Model, Scorer};

use super::number;
use super::report::{IndicatorReference, Reference, ScoreReference};
use super::scores::evidence;
use super::shapes::bin;
use crate::data::{Column, TrainingExample};

/// The number of score bins, of about equal weight.
const SCORE_BINS: usize = 10;

pub(super) fn reference(
    model: &Model,
    scorer: &Scorer,
    columns: &[Column],
    examples: &[TrainingExample],
    base_rate: f64,
) -> Reference {
    let weights = weights(examples, base_rate);
    let all: f64 = weights.iter().sum();
    let squares: f64 = weights.iter().map(|weight| weight * weight).sum();
    let indicator = |(i, column): (usize, &Column)| {
        let terms = &model.definition().terms;
        let term = terms.iter().find(|term| term.indicator == column.indicator);
        let edges = term.map(|term| term.edges.clone()).unwrap_or_default();
        let mut known = vec![0.0; edges.len() + 2];
        let mut unknown = 0.0;
        for (example, weight) in examples.iter().zip(&weights) {
            match example.inputs[i] {
                Some(value) => known[bin(&edges, value)] += weight,
                None => unknown += weight,
            }
        }
        IndicatorReference {
            indicator: column.indicator.clone(),
            family: column.family.clone(),
            edges,
            unknown: share(unknown, all),
            known: shares(&known),
        }
    };
    let scores: Vec<f64> =
        examples.iter().map(|example| evidence(scorer, &example.inputs)).collect();
    Reference {
        rows: examples.len(),
        effective_rows: if squares > 0.0 { all * all / squares } else { 0.0 },
        scores: score_reference(&scores, &weights),
        indicators: columns.iter().enumerate().map(indicator).collect(),
    }
}

/// Weights with which the share of fakes equals the base rate.
fn weights(examples: &[TrainingExample], base_rate: f64) -> Vec<f64> {
    let sum = |fake: bool| -> f64 {
        let class = examples.iter().filter(|example| example.fake == fake);
        class.map(|example| example.weight).sum()
    };
    let (fakes, genuine) = (sum(true), sum(false));
    let has_both = fakes > 0.0 && genuine > 0.0;
    let scale = |example: &TrainingExample| match (example.fake, has_both) {
        (_, false) => example.weight,
        (true, true) => example.weight * base_rate / fakes,
        (false, true) => example.weight * (1.0 - base_rate) / genuine,
    };
    examples.iter().map(scale).collect()
}

fn score_reference(scores: &[f64], weights: &[f64]) -> ScoreReference {
    let mut order: Vec<usize> = (0..scores.len()).collect();
    order.sort_by(|a, b| scores[*a].total_cmp(&scores[*b]));
    let all: f64 = weights.iter().sum();
    let (mut edges, mut before) = (Vec::new(), 0.0);
    for row in &order {
        let wanted = all * number(edges.len() + 1) / number(SCORE_BINS);
        // Equal scores stay together: an edge must be higher than all scores in the bin below.
        let is_new = edges.last().is_none_or(|last| scores[*row] - last > 1e-9);
        if edges.len() + 1 < SCORE_BINS && before >= wanted && is_new {
            edges.push(scores[*row]);
        }
        before += weights[*row];
    }
    let mut bins = vec![0.0; edges.len() + 1];
    for (score, weight) in scores.iter().zip(weights) {
        bins[score_bin(&edges, *score)] += weight;
    }
    ScoreReference { shares: shares(&bins), edges }
}

pub(super) fn score_bin(edges: &[f64], score: f64) -> usize {
    edges.iter().take_while(|edge| **edge <= score + 1e-9).count()
}

fn shares(bins: &[f64]) -> Vec<f64> {
    let all: f64 = bins.iter().sum();
    bins.iter().map(|bin| share(*bin, all)).collect()
}

fn share(part: f64, all: f64) -> f64 {
    if all > 0.0 { part / all } else { 0.0 }
}
