//! Ablation: what would be lost if a family, or one indicator, were unknown of everybody.
//!
//! Unknown adds exactly nothing, so this is exact: no model is fitted anew, and the pairs that an indicator has a
//! part in fall away with it.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::bootstrap::Drawn;
use super::comparison::less;
use super::input::HeldOut;
use super::measure::{Scores, evidence};
use super::number;
use super::ranking::{Curve, Ranking};
use super::report::{Ablation, FamilyAblation, IndicatorAblation};
use crate::fit::Column;

/// Of more rows than this, every second, third … group is looked at.
const MOST_ROWS: usize = 20_000;

/// Families, with what the draws gave.
pub(super) struct Families {
    families: Vec<(String, Vec<usize>, Ranking, Drawn)>,
}

impl Families {
    pub(super) fn new(
        scores: &Scores<'_>,
        columns: &[Column],
        curve: &Curve,
        weights: &[f64],
    ) -> Self {
        let mut members: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (column, one) in columns.iter().enumerate() {
            members.entry(&one.family).or_default().push(column);
        }
        let family = |(name, members): (&str, Vec<usize>)| {
            let ranking = Ranking::new(&without(scores, &members), &scores.rows);
            let lost = less(curve.average_precision(), ranking.curve(weights).average_precision());
            (name.to_owned(), members, ranking, Drawn::new(lost))
        };
        Self { families: members.into_iter().map(family).collect() }
    }

    /// Takes a draw.
    pub(super) fn push(&mut self, curve: &Curve, weights: &[f64]) {
        let whole = curve.average_precision();
        for (_, _, ranking, drawn) in &mut self.families {
            drawn.push(less(whole, ranking.curve(weights).average_precision()));
        }
    }

    /// The families, and each indicator alone; the most important first.
    pub(super) fn state(self, scores: &Scores<'_>, columns: &[Column]) -> Ablation {
        let known = |members: &[usize]| {
            let is_known = |values: &[Option<f64>]| members.iter().any(|i| values[*i].is_some());
            let count = scores.rows.iter().filter(|row| is_known(&row.values)).count();
            number(count) / number(scores.rows.len().max(1))
        };
        let mut families: Vec<FamilyAblation> = (self.families.into_iter())
            .map(|(family, members, _, drawn)| FamilyAblation {
                family,
                known: known(&members),
                lost: drawn.interval(),
            })
            .collect();
        let value = |one: &FamilyAblation| one.lost.map_or(0.0, |lost| lost.value);
        families.sort_by(|a, b| value(b).total_cmp(&value(a)));
        let sample = sample(scores);
        let whole = precision(&sample, &sample.evidence);
        let alone = |(i, column): (usize, &Column)| IndicatorAblation {
            indicator: column.indicator.clone(),
            family: column.family.clone(),
            known: known(&[i]),
            lost: less(whole, precision(&sample, &without(&sample, &[i]))),
        };
        let mut indicators: Vec<IndicatorAblation> =
            columns.iter().enumerate().map(alone).collect();
        let value = |one: &IndicatorAblation| one.lost.unwrap_or_default();
        indicators.sort_by(|a, b| value(b).total_cmp(&value(a)));
        Ablation { families, indicators, rows: sample.rows.len() }
    }
}

/// The evidence of every row if some columns were unknown.
fn without(scores: &Scores<'_>, columns: &[usize]) -> Vec<f64> {
    let one = |(row, known): (&HeldOut, &f64)| {
        if columns.iter().all(|column| row.values[*column].is_none()) {
            return *known;
        }
        let mut values = row.values.clone();
        for column in columns {
            values[*column] = None;
        }
        evidence(&scores.scorer, &values)
    };
    scores.rows.iter().zip(&scores.evidence).map(one).collect()
}

fn precision(scores: &Scores<'_>, evidence: &[f64]) -> Option<f64> {
    let weights: Vec<f64> = scores.rows.iter().map(|row| row.weight).collect();
    Ranking::new(evidence, &scores.rows).curve(&weights).average_precision()
}

/// The rows, or every so many of their groups.
fn sample(scores: &Scores<'_>) -> Scores<'static> {
    let one_in = scores.rows.len().div_ceil(MOST_ROWS).max(1) as u64;
    let is_in = |row: &HeldOut| row.group.is_multiple_of(one_in);
    let (rows, evidence) = (scores.rows.iter().zip(&scores.evidence))
        .filter(|(row, _)| is_in(row))
        .map(|(row, evidence)| (row.clone(), *evidence))
        .unzip();
    Scores { rows: Cow::Owned(rows), scorer: scores.scorer.clone(), evidence, shift: scores.shift }
}
