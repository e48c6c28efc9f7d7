//! Lists the decisions with the worst errors, so that people can inspect them.

use super::number;
use super::ranking::Ranking;
use super::report::{Case, Reason};
use super::scores::Scores;
use crate::data::{Column, TrainingExample};

/// The number of cases per kind of error.
const MAX_CASES: usize = 20;
/// The number of reasons per case.
const MAX_REASONS: usize = 4;

/// The fakes with the lowest scores, and the genuine applicants with the highest.
pub(super) fn worst(
    scores: &Scores<'_>,
    ranking: &Ranking,
    columns: &[Column],
    base_rate: f64,
) -> (Vec<Case>, Vec<Case>) {
    let examples = &scores.examples;
    let case = |(rank, row): (usize, &usize)| {
        case(scores, *row, number(rank) / number(examples.len()), columns, base_rate)
    };
    let ranked = || ranking.order.iter().enumerate();
    let counts = |example: &TrainingExample, fake| example.fake == fake && example.weight > 0.0;
    let misses = ranked().rev().filter(|(_, row)| counts(&examples[**row], true));
    let alarms = ranked().filter(|(_, row)| counts(&examples[**row], false));
    (misses.take(MAX_CASES).map(case).collect(), alarms.take(MAX_CASES).map(case).collect())
}

fn case(
    scores: &Scores<'_>,
    row: usize,
    share_above: f64,
    columns: &[Column],
    base_rate: f64,
) -> Case {
    let example = &scores.examples[row];
    let score = scores.scorer.score(&example.inputs, base_rate);
    let mut reasons: Vec<Reason> = (columns.iter().zip(&score.contributions))
        .filter(|(_, log_odds)| **log_odds != 0.0)
        .map(|(column, log_odds)| Reason {
            indicator: column.indicator.clone(),
            log_odds: *log_odds,
        })
        .collect();
    reasons.sort_by(|a, b| b.log_odds.abs().total_cmp(&a.log_odds.abs()));
    reasons.truncate(MAX_REASONS);
    Case {
        decision: example.decision,
        row,
        at: example.submitted_at,
        probability: score.probability,
        share_above,
        reasons,
    }
}
