//! The reference: how often each indicator said what, and how scores lay, where the model learned; what drift is
//! measured against.
//!
//! Fakes are far more frequent among labels than among applicants, so rows count as if the stated base rate held.

use scoring::model::{Model, Scorer};

use super::input::HeldOut;
use super::measure::evidence;
use super::number;
use super::report::{IndicatorReference, Reference, ScoreReference};
use super::shapes::bin;
use crate::fit::Column;

/// Into how many parts scores are divided, of about equal weight.
const SCORE_BINS: usize = 10;

/// The reference of some rows.
pub(super) fn reference(
    model: &Model,
    scorer: &Scorer,
    columns: &[Column],
    rows: &[HeldOut],
    base_rate: f64,
) -> Reference {
    let weights = weights(rows, base_rate);
    let all: f64 = weights.iter().sum();
    let squares: f64 = weights.iter().map(|weight| weight * weight).sum();
    let indicator = |(place, column): (usize, &Column)| {
        let terms = &model.definition().terms;
        let term = terms.iter().find(|term| term.indicator == column.indicator);
        let edges = term.map(|term| term.edges.clone()).unwrap_or_default();
        let mut known = vec![0.0; edges.len() + 2];
        let mut unknown = 0.0;
        for (row, weight) in rows.iter().zip(&weights) {
            match row.values[place] {
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
    let scores: Vec<f64> = rows.iter().map(|row| evidence(scorer, &row.values)).collect();
    Reference {
        rows: rows.len(),
        effective_rows: if squares > 0.0 { all * all / squares } else { 0.0 },
        scores: score_reference(&scores, &weights),
        indicators: columns.iter().enumerate().map(indicator).collect(),
    }
}

/// Weights under which the stated share is fake.
fn weights(rows: &[HeldOut], base_rate: f64) -> Vec<f64> {
    let sum = |fake: bool| -> f64 {
        rows.iter().filter(|row| row.fake == fake).map(|row| row.weight).sum()
    };
    let (fakes, genuine) = (sum(true), sum(false));
    let scale = |row: &HeldOut| match (row.fake, fakes > 0.0 && genuine > 0.0) {
        (_, false) => row.weight,
        (true, true) => row.weight * base_rate / fakes,
        (false, true) => row.weight * (1.0 - base_rate) / genuine,
    };
    rows.iter().map(scale).collect()
}

fn score_reference(scores: &[f64], weights: &[f64]) -> ScoreReference {
    let mut order: Vec<usize> = (0..scores.len()).collect();
    order.sort_by(|a, b| scores[*a].total_cmp(&scores[*b]));
    let all: f64 = weights.iter().sum();
    let (mut edges, mut before) = (Vec::new(), 0.0);
    for row in &order {
        let wanted = all * number(edges.len() + 1) / number(SCORE_BINS);
        // Equals stay together: an edge is a score that the bin below does not hold.
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

/// Where a score stands.
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
