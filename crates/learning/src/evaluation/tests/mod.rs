mod drift;
mod figures;
mod operating;
mod page;
mod verdicts;

use chrono::{DateTime, TimeDelta};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use scoring::model::Model;
use serde_json::json;

use super::*;
use crate::data::{BadExample, Column, TrainingExample};

/// A model with two graded flags in two families and a pair.
pub(super) fn model(strongest: f64) -> Model {
    let term = |indicator: &str, family: &str, strongest: f64| {
        json!({ "indicator": indicator, "family": family, "edges": [2.0, 3.0], "miss": -0.5,
            "hits": [strongest / 3.0, strongest / 1.5, strongest] })
    };
    let together = strongest.min(0.25);
    let cap = json!({ "least": -5.0, "most": 9.0 });
    let definition = json!({
        "schema": Model::SCHEMA,
        "description": "Two flags.",
        "trained": { "synthetic": true, "rows": 400, "fakes": 100, "seed": 1 },
        "shift": 0.25,
        "caps": { "session": cap, "payout": cap },
        "terms": [term("device", "session", 3.0), term("payout", "payout", strongest)],
        "pairs": [{ "first": "device", "second": "payout",
            "hits": [[0.0, 0.0, 0.0], [0.0, 0.0, 0.0], [0.0, 0.0, together]] }],
    });
    Model::new(serde_json::from_value(definition).unwrap()).unwrap()
}

pub(super) fn columns() -> Vec<Column> {
    let column = |(indicator, family): (&str, &str)| Column {
        indicator: indicator.to_owned(),
        family: family.to_owned(),
    };
    [("device", "session"), ("payout", "payout")].map(column).into()
}

pub(super) fn row(turn: usize, values: [Option<f64>; 2], fake: bool) -> TrainingExample {
    let days = TimeDelta::hours(i64::try_from(turn).unwrap());
    TrainingExample {
        decision: None,
        submitted_at: DateTime::from_timestamp(1_780_000_000, 0).unwrap() + days,
        group: turn as u64,
        inputs: values.into(),
        fake,
        weight: 1.0,
        audit_group: Some(if turn.is_multiple_of(2) { "north" } else { "south" }.to_owned()),
    }
}

/// Applicants, of whom fakes have more of both flags.
pub(super) fn people(count: usize) -> Vec<TrainingExample> {
    let mut random = ChaCha8Rng::seed_from_u64(1);
    let person = |turn: usize| {
        let fake = turn.is_multiple_of(5);
        let mut value = |genuine: f64| match random.random::<f64>() {
            0.0..0.2 => None,
            share if share < 0.2 + if fake { 0.5 } else { genuine } => {
                Some(f64::from(random.random_range(1..4_u8)))
            }
            _ => Some(0.0),
        };
        row(turn, [value(0.04), value(0.02)], fake)
    };
    (0..count).map(person).collect()
}

fn evaluated(rows: &[TrainingExample]) -> Evaluation {
    let (columns, model) = (columns(), model(4.0));
    evaluate(&EvaluationInput::new(&columns, rows, &model)).unwrap()
}

#[test]
fn the_same_rows_models_and_seed_give_the_same_bytes() {
    let rows = people(300);
    assert_eq!(evaluated(&rows).to_json(), evaluated(&rows).to_json());
    let read: Evaluation = serde_json::from_str(&evaluated(&rows).to_json()).unwrap();
    assert_eq!(read.to_json(), evaluated(&rows).to_json());
    let (columns, model) = (columns(), model(4.0));
    let other = EvaluationInput { seed: 2, ..EvaluationInput::new(&columns, &rows, &model) };
    assert_ne!(evaluate(&other).unwrap().headline, evaluated(&rows).headline);
}

#[test]
fn figures_that_cannot_be_computed_are_left_out_and_none_is_nan() {
    let genuine: Vec<TrainingExample> = people(40).into_iter().filter(|row| !row.fake).collect();
    let fakes: Vec<TrainingExample> = people(40).into_iter().filter(|row| row.fake).collect();
    let weightless =
        people(40).into_iter().map(|row| TrainingExample { weight: 0.0, ..row }).collect();
    let tied = (0..40).map(|turn| row(turn, [None, None], turn.is_multiple_of(4))).collect();
    let single = vec![row(0, [Some(3.0), None], true)];
    for rows in [Vec::new(), single, genuine, fakes, weightless, tied] {
        let report = evaluated(&rows);
        let json = report.to_json();
        let read: Evaluation = serde_json::from_str(&json).unwrap_or_else(|error| {
            panic!("{} rows: {error}: JSON has no such number\n{json}", rows.len())
        });
        assert_eq!(read, report, "{} rows", rows.len());
    }
}

#[test]
fn tied_scores_are_reviewed_in_random_order() {
    let rows: Vec<TrainingExample> =
        (0..100).map(|turn| row(turn, [None, None], turn < 10)).collect();
    let headline = evaluated(&rows).headline;
    assert!((headline.roc_auc.unwrap().value - 0.5).abs() < 1e-12);
    assert!(
        (headline.recall_at_budget.unwrap().value - 0.02).abs() < 1e-12,
        "the share of the budget"
    );
    assert_eq!(headline.recall_at_one_percent.unwrap().value, 0.0, "no threshold separates them");
}

#[test]
fn a_model_is_exactly_as_good_as_itself() {
    let (rows, columns, model) = (people(300), columns(), model(4.0));
    let input =
        EvaluationInput { champion: Some(&model), ..EvaluationInput::new(&columns, &rows, &model) };
    let comparison = evaluate(&input).unwrap().comparison.unwrap();
    let zero = Some(Interval { value: 0.0, low: 0.0, high: 0.0 });
    assert_eq!((comparison.average_precision, comparison.recall_at_budget), (zero, zero));
}

#[test]
fn rejects_rows_that_do_not_fit_the_columns() {
    let (columns, model) = (columns(), model(4.0));
    let mut rows = people(10);
    rows[3].inputs.pop();
    let short = evaluate(&EvaluationInput::new(&columns, &rows, &model));
    assert!(matches!(
        short,
        Err(EvaluateError::Example(BadExample::Shape { row: 3, inputs: 1, columns: 2 }))
    ));
    rows[3].inputs = vec![Some(f64::NAN), None];
    let odd = evaluate(&EvaluationInput::new(&columns, &rows, &model));
    assert!(matches!(odd, Err(EvaluateError::Example(BadExample::Value { row: 3 }))));
    let share = EvaluationInput { base_rate: 0.0, ..EvaluationInput::new(&columns, &[], &model) };
    assert!(matches!(evaluate(&share), Err(EvaluateError::Share { name: "base_rate" })));
}

#[test]
fn the_worst_errors_are_listed_with_their_main_contributions() {
    let mut rows = people(100);
    rows[5].inputs = vec![Some(0.0), Some(0.0)];
    rows[1].inputs = vec![Some(9.0), Some(9.0)];
    let report = evaluated(&rows);
    assert!(report.misses.iter().all(|case| rows[case.row].fake));
    assert!(report.misses.is_sorted_by_key(|case| case.probability));
    let missed = report.misses.iter().find(|case| case.row == 5).unwrap();
    assert!(missed.share_above > 0.5, "{missed:?}");
    let alarm = &report.false_alarms[0];
    assert_eq!((alarm.row, alarm.reasons[0].indicator.as_str()), (1, "payout"));
}

#[test]
fn rings_are_resampled_as_a_whole() {
    let rows = people(400);
    let apart = evaluated(&rows).headline.average_precision.unwrap();
    let ringed = |(turn, row): (usize, TrainingExample)| TrainingExample {
        group: if row.fake { turn as u64 / 100 } else { row.group + 1000 },
        ..row
    };
    let ringed: Vec<TrainingExample> = rows.into_iter().enumerate().map(ringed).collect();
    let together = evaluated(&ringed).headline.average_precision.unwrap();
    assert!((apart.value - together.value).abs() < 1e-12);
    let width = |interval: Interval| interval.high - interval.low;
    assert!(width(apart) > 0.0 && width(together) != width(apart));
}

#[test]
fn ablation_equals_an_evaluation_with_the_indicator_unknown() {
    let rows = people(500);
    let report = evaluated(&rows);
    let blind = |row: TrainingExample| TrainingExample { inputs: vec![row.inputs[0], None], ..row };
    let without = evaluated(&rows.clone().into_iter().map(blind).collect::<Vec<_>>());
    let value = |report: &Evaluation| report.headline.average_precision.unwrap().value;
    let mut indicators = report.ablation.indicators.iter();
    let payout = indicators.find(|ablation| ablation.indicator == "payout").unwrap();
    assert!(
        (payout.average_precision_lost.unwrap() - (value(&report) - value(&without))).abs() < 2e-6
    );
    let mut families = report.ablation.families.iter();
    let family = families.find(|ablation| ablation.family == "payout").unwrap();
    let lost = family.average_precision_lost.unwrap();
    assert!(
        (lost.value - payout.average_precision_lost.unwrap()).abs() < 2e-6,
        "it is the only one in its family"
    );
    assert!(lost.low < lost.value && lost.value < lost.high, "{lost:?}");
    assert!((payout.known_share - 0.8).abs() < 0.05, "{payout:?}");
}

#[test]
fn shapes_are_the_tables_of_the_model_with_the_share_of_people_in_each_bin() {
    let rows = people(500);
    let report = evaluated(&rows);
    let payout = report.shapes.iter().find(|shape| shape.indicator == "payout").unwrap();
    let labels: Vec<&str> = payout.bins.iter().map(|bin| bin.label.as_str()).collect();
    assert_eq!(labels, ["miss", "under 2", "2 to 3", "3 and more"]);
    assert!((payout.bins[3].log_odds - 4.0).abs() < 1e-6);
    let with = rows.iter().filter(|row| row.inputs[1].is_some_and(|value| value >= 3.0)).count();
    assert!((payout.bins[3].share - with as f64 / 500.0).abs() < 1e-6);
    assert_eq!(report.pairs[0].log_odds[2], [0.0, 0.0, 0.25]);
}

#[test]
fn the_reference_is_weighted_to_the_stated_base_rate() {
    let rows = people(2000);
    let reference = evaluated(&rows).reference;
    let known = reference.indicators.iter().map(|indicator| &indicator.known);
    for bins in known.chain([&reference.scores.shares]) {
        assert!((bins.iter().sum::<f64>() - 1.0).abs() < 1e-5, "{bins:?}");
    }
    // One row in five is fake. Half of the fakes have the flag, but only 2 % of genuine people.
    let mut indicators = reference.indicators.iter();
    let payout = indicators.find(|indicator| indicator.indicator == "payout").unwrap();
    let hits: f64 = payout.known[1..].iter().sum();
    assert!((0.01..0.06).contains(&hits), "{hits}: fakes are rare at the base rate");
    let (columns, model) = (columns(), model(4.0));
    let learned = EvaluationInput {
        learned_from: &rows[..100],
        ..EvaluationInput::new(&columns, &rows, &model)
    };
    assert_eq!(evaluate(&learned).unwrap().reference.rows, 100);
}

#[test]
fn thresholds_cover_the_whole_curve() {
    let thresholds = evaluated(&people(500)).thresholds;
    assert!(thresholds.is_sorted_by(|step, next| step.evidence > next.evidence));
    assert!(thresholds.is_sorted_by_key(|step| step.recall.value));
    let last = thresholds.last().unwrap();
    assert_eq!((last.recall.value, last.false_positive_rate.value), (1.0, 1.0));
}

#[test]
fn refits_and_another_cohort_are_measured_too() {
    let (rows, columns, worse, model) = (people(500), columns(), model(1.0), model(4.0));
    let odd: Vec<TrainingExample> = people(300)
        .into_iter()
        .map(|row| TrainingExample { fake: row.group.is_multiple_of(9), ..row })
        .collect();
    let refits = [Refit { rows: 50, fakes: 10, model: &worse }];
    let other_cohort = OtherCohortInput { description: "Others.", examples: &odd };
    let input = EvaluationInput {
        refits: &refits,
        other_cohort: Some(other_cohort),
        ..EvaluationInput::new(&columns, &rows, &model)
    };
    let report = evaluate(&input).unwrap();
    assert_eq!((report.learning_curve.len(), report.learning_curve[0].rows), (1, 50));
    assert!(report.learning_curve[0].average_precision.is_some());
    let other = report.other_cohort.as_ref().unwrap();
    let value = |headline: &Headline| headline.average_precision.unwrap().value;
    assert_eq!(other.counts.rows, 300);
    assert!(value(&other.headline) < value(&report.headline), "{other:?}");
}
