//! Ablation: how much worse a model is if a family or a single indicator is unknown for everyone.
//!
//! Unknown contributes exactly 0, so the result is exact without refitting. An indicator's pairs disappear with it.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::bootstrap::{Draw, Figures};
use super::comparison::difference;
use super::number;
use super::ranking::Ranking;
use super::report::{Ablation, FamilyAblation, IndicatorAblation};
use super::scores::{Scores, evidence};
use crate::data::{Column, TrainingExample};

/// Above this number of examples, indicators are measured on a sample of the groups.
const MAX_EXAMPLES: usize = 20_000;

/// The average precision lost without each family, in the order of [`families`].
pub(super) fn figures<'a>(
    scores: &Scores<'_>,
    columns: &[Column],
    original: &Draw<'_>,
) -> Figures<'a> {
    let rankings: Vec<Ranking> = families(columns)
        .values()
        .map(|members| Ranking::new(&evidence_without(scores, members), &scores.examples))
        .collect();
    Figures::new(original, move |draw| {
        let whole = draw.curve.average_precision();
        let without = |ranking: &Ranking| ranking.curve(draw.weights).average_precision();
        rankings.iter().map(|ranking| difference(whole, without(ranking))).collect()
    })
}

/// The columns of each family.
fn families(columns: &[Column]) -> BTreeMap<&str, Vec<usize>> {
    let mut families: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (i, column) in columns.iter().enumerate() {
        families.entry(&column.family).or_default().push(i);
    }
    families
}

/// The families and single indicators, most important first.
pub(super) fn report(figures: Figures<'_>, scores: &Scores<'_>, columns: &[Column]) -> Ablation {
    let known_share = |members: &[usize]| {
        let is_known = |example: &&TrainingExample| {
            members.iter().any(|column| example.inputs[*column].is_some())
        };
        let count = scores.examples.iter().filter(is_known).count();
        number(count) / number(scores.examples.len().max(1))
    };
    let mut families: Vec<FamilyAblation> =
        (families(columns).into_iter().zip(figures.intervals()))
            .map(|((family, members), lost)| FamilyAblation {
                family: family.to_owned(),
                known_share: known_share(&members),
                average_precision_lost: lost,
            })
            .collect();
    let lost =
        |family: &FamilyAblation| family.average_precision_lost.map_or(0.0, |lost| lost.value);
    families.sort_by(|a, b| lost(b).total_cmp(&lost(a)));
    let sample = sample(scores);
    let whole = average_precision(&sample, &sample.evidence);
    let indicator = |(i, column): (usize, &Column)| IndicatorAblation {
        indicator: column.indicator.clone(),
        family: column.family.clone(),
        known_share: known_share(&[i]),
        average_precision_lost: difference(
            whole,
            average_precision(&sample, &evidence_without(&sample, &[i])),
        ),
    };
    let mut indicators: Vec<IndicatorAblation> =
        columns.iter().enumerate().map(indicator).collect();
    let lost = |ablation: &IndicatorAblation| ablation.average_precision_lost.unwrap_or_default();
    indicators.sort_by(|a, b| lost(b).total_cmp(&lost(a)));
    Ablation { families, indicators, rows: sample.examples.len() }
}

/// The evidence of every example if some columns were unknown.
fn evidence_without(scores: &Scores<'_>, columns: &[usize]) -> Vec<f64> {
    let without = |(example, whole): (&TrainingExample, &f64)| {
        if columns.iter().all(|column| example.inputs[*column].is_none()) {
            return *whole;
        }
        let mut inputs = example.inputs.clone();
        for column in columns {
            inputs[*column] = None;
        }
        evidence(&scores.scorer, &inputs)
    };
    scores.examples.iter().zip(&scores.evidence).map(without).collect()
}

fn average_precision(scores: &Scores<'_>, evidence: &[f64]) -> Option<f64> {
    let weights: Vec<f64> = scores.examples.iter().map(|example| example.weight).collect();
    Ranking::new(evidence, &scores.examples).curve(&weights).average_precision()
}

/// The examples, or a systematic sample of their groups.
fn sample(scores: &Scores<'_>) -> Scores<'static> {
    let one_in = scores.examples.len().div_ceil(MAX_EXAMPLES).max(1) as u64;
    let (examples, evidence) = (scores.examples.iter().zip(&scores.evidence))
        .filter(|(example, _)| example.group.is_multiple_of(one_in))
        .map(|(example, evidence)| (example.clone(), *evidence))
        .unzip();
    let (scorer, shift) = (scores.scorer.clone(), scores.shift);
    Scores { examples: Cow::Owned(examples), scorer, evidence, shift }
}
