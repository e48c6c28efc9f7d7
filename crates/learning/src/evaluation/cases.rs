//! The worst errors, by decision, so that somebody can open them.

use super::input::HeldOut;
use super::measure::Scores;
use super::number;
use super::ranking::Ranking;
use super::report::{Case, Reason};
use crate::fit::Column;

/// How many of each kind are listed.
const MOST: usize = 20;
/// How many reasons are given for each.
const REASONS: usize = 4;

/// The fakes with the lowest scores, and the genuine applicants with the highest.
pub(super) fn worst(
    scores: &Scores<'_>,
    ranking: &Ranking,
    columns: &[Column],
    base_rate: f64,
) -> (Vec<Case>, Vec<Case>) {
    let rows = &scores.rows;
    let told = |(place, row): (usize, &usize)| {
        case(scores, *row, number(place) / number(rows.len()), columns, base_rate)
    };
    let places = || ranking.order().iter().enumerate();
    let counts = |row: &HeldOut| row.weight > 0.0;
    let misses = places().rev().filter(|(_, row)| rows[**row].fake && counts(&rows[**row]));
    let alarms = places().filter(|(_, row)| !rows[**row].fake && counts(&rows[**row]));
    (misses.take(MOST).map(told).collect(), alarms.take(MOST).map(told).collect())
}

fn case(scores: &Scores<'_>, row: usize, above: f64, columns: &[Column], base_rate: f64) -> Case {
    let one = &scores.rows[row];
    let score = scores.scorer.score(&one.values, base_rate);
    let mut reasons: Vec<Reason> = (columns.iter().zip(&score.contributions))
        .filter(|(_, log_odds)| **log_odds != 0.0)
        .map(|(column, log_odds)| Reason {
            indicator: column.indicator.clone(),
            log_odds: *log_odds,
        })
        .collect();
    reasons.sort_by(|a, b| b.log_odds.abs().total_cmp(&a.log_odds.abs()));
    reasons.truncate(REASONS);
    Case { decision: one.decision, row, at: one.at, probability: score.probability, above, reasons }
}
